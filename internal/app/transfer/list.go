package transfer

import (
	"context"
	"fmt"
	"strings"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// IssueList issues the numbered acceptance list of all verified persons and enters them in the ledger of those who serve
// them from now on.
func (s *Service) IssueList(ctx context.Context, actor authz.Actor, id string, version int) (domain.TransferBatch, error) {
	return s.changeBatch(ctx, actor, id, version, batchChange{domain.AuditBatchList, []authz.Permission{authz.TransferVerify}},
		func(ctx context.Context, tx domain.Repos, b *domain.TransferBatch) (audit.Detail, error) {
			if err := domain.BatchMachine().Move(&b.State, domain.BatchListIssued); err != nil {
				return nil, err
			}
			tally, err := tx.Batches().Tally(ctx, b.ID)
			if err != nil {
				return nil, err
			}
			if pending := tally[domain.LinePending]; pending > 0 {
				return nil, errs.New(errs.Unprocessable, "batch.pending", "还有%d人没有核实，不能出具接收明细表", pending)
			}
			if tally[domain.LineVerified] == 0 {
				return nil, errs.New(errs.Unprocessable, "batch.none_verified", "没有一人核实通过，不能出具接收明细表；请取消该批次")
			}
			if b.ListNo, err = s.number(ctx, tx, domain.PaperAcceptanceList, b.OfficeCode); err != nil {
				return nil, err
			}
			b.ListedOn, b.ListedBy = s.today(), actor.Name
			listed, err := tx.Batches().MarkListed(ctx, b.ID, b.ListedOn)
			if err != nil {
				return nil, err
			}
			if err := s.enterLedger(ctx, tx, actor, b); err != nil {
				return nil, err
			}
			return audit.Detail{"no": b.ListNo, "lines": listed}, s.issue(ctx, tx, actor, b, domain.PaperAcceptanceList, b.ListNo, listed)
		})
}

// issue records a paper that is handed out.
func (s *Service) issue(ctx context.Context, tx domain.Repos, actor authz.Actor, b *domain.TransferBatch, kind domain.PaperKind, no string, lines int) error {
	paper := domain.IssuedPaper{Number: no, Kind: kind, OfficeCode: b.OfficeCode, Division: b.Division, BatchID: b.ID, EnterpriseID: b.EnterpriseID,
		Lines: lines, IssuedOn: s.today(), IssuedBy: actor.Name, IssuedAt: s.Clock.Now()}
	if kind != domain.PaperAcceptanceList {
		paper.Round = b.Round
	}
	return tx.Papers().Create(ctx, paper)
}

func (s *Service) enterLedger(ctx context.Context, tx domain.Repos, actor authz.Actor, b *domain.TransferBatch) error {
	verified := domain.LineFilter{States: []domain.LineState{domain.LineVerified}}
	return eachPage(ctx, tx, b.ID, verified, func(lines []domain.BatchLine) error {
		persons := make([]domain.LedgerPerson, len(lines))
		numbers := make([]domain.IDNumber, len(lines))
		for i := range lines {
			persons[i], numbers[i] = s.ledgerPerson(b, &lines[i]), lines[i].Form.IDNumber
		}
		if err := tx.Ledger().Enter(ctx, persons); err != nil {
			return err
		}
		entered, err := tx.Ledger().ByIDNumbers(ctx, numbers) // those who stood there already kept their ids
		if err != nil {
			return err
		}
		events := make([]domain.LedgerEvent, len(lines))
		for i, number := range numbers {
			events[i] = domain.LedgerEvent{ID: domain.NewID(), PersonID: entered[number].ID, Kind: domain.LedgerEntered, At: s.Clock.Now(),
				ActorName: actor.Name, Note: fmt.Sprintf("列入接收明细表%s第%d行", b.ListNo, lines[i].Seq)}
		}
		return tx.Ledger().AddEvents(ctx, events...)
	})
}

// ledgerPerson is a verified person as the ledger knows them. They were alive when the agency verified them (rule R02).
func (s *Service) ledgerPerson(b *domain.TransferBatch, l *domain.BatchLine) domain.LedgerPerson {
	f, now := &l.Form, s.Clock.Now()
	p := domain.LedgerPerson{ID: domain.NewID(), Name: f.Name, IDNumber: f.IDNumber, Sex: f.Sex, BornOn: f.BornOn, RetiredOn: f.RetiredOn,
		EnterpriseID: b.EnterpriseID, EnterpriseName: b.EnterpriseName, InsuranceDivision: f.InsurancePlace, InsuranceNo: f.InsuranceNo,
		Hukou: inWords(f.Hukou), Residence: inWords(f.Residence), OutOfCity: f.OutOfCity, Division: l.Route, Phone: f.Residence.Phone,
		Special: f.Special, Survival: domain.SurvivalAlive, BatchID: b.ID, Seq: l.Seq, ListedOn: b.ListedOn,
		CreatedAt: now, UpdatedAt: now, Version: 1}
	if f.OutOfCity {
		p.Residence, p.Phone = inWords(f.Away), f.Away.Phone
	}
	if p.Phone == "" {
		p.Phone = f.Hukou.Phone
	}
	if len(f.Contacts) > 0 {
		c := f.Contacts[0]
		p.Contact = strings.TrimSpace(c.Name + " " + c.Relation + " " + c.Phone)
	}
	return p
}

func inWords(a domain.Address) string { return a.Division + a.Subdistrict + a.Community + a.Place }
