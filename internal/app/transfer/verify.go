package transfer

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// maxVerdicts bounds how many persons are verified at once.
const maxVerdicts = 500

// LineVerdict is what the agency decides about one person.
type LineVerdict struct {
	Seq      int
	Version  int // of the line
	Verified bool
	Reason   string // of a rejection; empty for persons outside the handover, whose category is the reason
}

// VerifyLines records decisions about persons, at most 500, all or nothing; refused ones are named as fields "lines[i]" by
// their place among the verdicts. Verified persons are routed to where they live.
func (s *Service) VerifyLines(ctx context.Context, actor authz.Actor, batchID string, verdicts []LineVerdict) ([]domain.BatchLine, error) {
	if len(verdicts) == 0 || len(verdicts) > maxVerdicts {
		return nil, errs.New(errs.Invalid, "line.verdicts", "每次须核实1至%d人", maxVerdicts)
	}
	var saved []domain.BatchLine
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		b, err := holdBatch(ctx, tx, actor, batchID, false, authz.TransferVerify)
		if err != nil {
			return err
		}
		if err := domain.BatchMachine().Require(b.State, "逐人核实", domain.BatchVerifying); err != nil {
			return err
		}
		lines, err := s.verified(ctx, tx, actor, &b, verdicts)
		if err != nil {
			return err
		}
		if err := tx.Batches().UpdateLines(ctx, lines); err != nil {
			return err
		}
		saved = lines
		return tx.Audit().Append(ctx, s.batchEntry(actor, domain.AuditLineVerify, &b, s.verdictDetail(lines)))
	})
	return saved, errs.Wrap("verify lines", err)
}

// verified are the lines as the verdicts make them, in the order of the verdicts.
func (s *Service) verified(ctx context.Context, tx domain.Repos, actor authz.Actor, b *domain.TransferBatch, verdicts []LineVerdict) ([]domain.BatchLine, error) {
	seqs := make([]int, len(verdicts))
	for i, verdict := range verdicts {
		seqs[i] = verdict.Seq
	}
	stored, err := tx.Batches().LinesBySeq(ctx, b.ID, seqs)
	if err != nil {
		return nil, err
	}
	known, err := findKnown(ctx, tx, stored)
	if err != nil {
		return nil, err
	}
	bySeq := make(map[int]domain.BatchLine, len(stored))
	for _, l := range stored {
		bySeq[l.Seq] = l
	}
	divisions, err := tx.Places().Divisions(ctx)
	if err != nil {
		return nil, err
	}
	routes := newRouter(divisions, b.Division)
	var refused refusals
	lines := make([]domain.BatchLine, len(verdicts))
	for i, verdict := range verdicts {
		l, exists := bySeq[verdict.Seq]
		delete(bySeq, verdict.Seq) // a person named twice is refused the second time
		err := errNoLineAt(verdict.Seq)
		if exists {
			err = s.judge(&l, verdict, actor, routes, known)
		}
		if err := refused.add(fmt.Sprintf("lines[%d]", i), err); err != nil {
			return nil, err
		}
		lines[i] = l
	}
	return lines, refused.err()
}

func errNoLineAt(seq int) error {
	return errs.New(errs.NotFound, "line.not_found", "批次中没有第%d行，或该行重复列出", seq)
}

// knowledge is what stores tell of persons who are verified, whatever was true when their batch was submitted.
type knowledge struct {
	standing
	ledger map[domain.IDNumber]domain.LedgerPerson
}

func findKnown(ctx context.Context, tx domain.Repos, lines []domain.BatchLine) (knowledge, error) {
	numbers := make([]domain.IDNumber, len(lines))
	for i := range lines {
		numbers[i] = lines[i].Form.IDNumber
	}
	found, err := findStanding(ctx, tx, numbers, map[string]string{})
	if err != nil {
		return knowledge{}, err
	}
	ledger, err := tx.Ledger().ByIDNumbers(ctx, numbers)
	return knowledge{found, ledger}, errs.Wrap("look up ledger", err)
}

// check applies R02 to deaths that the ledger knows of, and R10.
func (k knowledge) check(actor authz.Actor, l *domain.BatchLine) error {
	number := l.Form.IDNumber
	if person := k.ledger[number]; person.Survival == domain.SurvivalDeceased {
		return domain.RuleError(domain.R02, "台账已登记%s死亡，不在社会化管理移交范围，请登记为不移交；台账有误的请先撤销死亡登记", l.Form.Name)
	}
	if held := k.held(number); held != "" {
		return domain.RuleError(domain.R10, "%s：%s；请登记为不移交", l.Form.Name, held)
	}
	if elsewhere := k.elsewhere(actor, number, l.BatchID); elsewhere != "" {
		return domain.RuleError(domain.R10, "%s：%s", l.Form.Name, elsewhere)
	}
	return nil
}

// judge makes the line what the verdict says, or refuses.
func (s *Service) judge(l *domain.BatchLine, verdict LineVerdict, actor authz.Actor, routes *router, known knowledge) error {
	if l.Version != verdict.Version {
		return errStaleLine
	}
	l.VerifiedBy, l.VerifiedAt = actor.Name, s.Clock.Now()
	if verdict.Verified {
		if err := domain.CheckVerification(&l.Form, s.today()); err != nil {
			return err
		}
		if err := known.check(actor, l); err != nil {
			return err
		}
		l.Reason, l.Route = "", routes.of(&l.Form)
		return domain.LineMachine().Move(&l.State, domain.LineVerified)
	}
	l.Reason, l.Route = strings.TrimSpace(verdict.Reason), ""
	if l.Reason == "" {
		l.Reason = l.Form.ExcludedAs(s.today())
	}
	if l.Reason == "" {
		return errs.New(errs.Unprocessable, "line.reason", "请填写%s不移交的原因", l.Form.Name)
	}
	return domain.LineMachine().Move(&l.State, domain.LineRejected)
}

// verdictDetail names the lines by what was decided, and those that were verified although their form and identity number
// differ (rule R09).
func (s *Service) verdictDetail(lines []domain.BatchLine) audit.Detail {
	var verified, rejected, differing []int
	for _, l := range lines {
		if l.State == domain.LineRejected {
			rejected = append(rejected, l.Seq)
			continue
		}
		verified = append(verified, l.Seq)
		differs := func(v domain.Violation) bool { return v.Rule == domain.R09 }
		if slices.ContainsFunc(domain.CheckInfoForm(l.Seq, &l.Form, s.today()), differs) {
			differing = append(differing, l.Seq)
		}
	}
	detail := audit.Detail{"verified": verified, "rejected": rejected}
	if len(differing) > 0 {
		detail[string(domain.R09)] = differing
	}
	return detail
}
