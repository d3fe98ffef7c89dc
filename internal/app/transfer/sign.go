package transfer

import (
	"context"
	"maps"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// SignCheck closes the counter check of a round: both sides have signed and sealed (rule R12). It waits for clerks who are
// deciding lines at the moment, and those who come later find the batch signed. Receipt, roster and, if anything was
// returned, the list of returned dossiers are issued.
func (s *Service) SignCheck(ctx context.Context, actor authz.Actor, id string, version int, signoff domain.Signoff) (domain.TransferBatch, error) {
	return s.changeBatch(ctx, actor, id, version, batchChange{domain.AuditBatchSign, []authz.Permission{authz.TransferReceive}},
		func(ctx context.Context, tx domain.Repos, b *domain.TransferBatch) (audit.Detail, error) {
			if err := domain.BatchMachine().Require(b.State, "签收", domain.BatchChecking); err != nil {
				return nil, err
			}
			tally, err := tx.Batches().Tally(ctx, b.ID)
			if err != nil {
				return nil, err
			}
			if signoff.On.IsZero() {
				signoff.On = s.today()
			}
			if err := s.checkSignoff(b, tally, signoff); err != nil {
				return nil, err
			}
			if err := domain.BatchMachine().Move(&b.State, domain.SignedState(tally)); err != nil {
				return nil, err
			}
			if _, err := tx.Batches().MarkAccepted(ctx, b.ID, signoff.On); err != nil {
				return nil, err
			}
			signoff.Round, signoff.Delivery, signoff.Tally = b.Round, b.Delivery, tally
			if err := s.issueSigned(ctx, tx, actor, b, &signoff); err != nil {
				return nil, err
			}
			b.Signoffs = append(b.Signoffs, signoff)
			detail := audit.Detail{"round": b.Round, "tally": tally, "receipt": signoff.ReceiptNo, "roster": signoff.RosterNo, "returned": signoff.ReturnedNo}
			return detail, s.settle(ctx, tx, b)
		})
}

// checkSignoff applies R12 to what has been delivered so far: a dossier that is to come in a later delivery stands on the
// roster of that one.
func (s *Service) checkSignoff(b *domain.TransferBatch, tally domain.LineTally, signoff domain.Signoff) error {
	if signoff.On.Day == 0 || !signoff.On.Valid() || signoff.On.After(s.today()) || b.Delivery.On.After(signoff.On) {
		return errs.New(errs.Unprocessable, "signoff.date", "签收日期应在送交之日（%s）至今天之间", b.Delivery.On).
			WithFields(errs.Field{Name: "on", Message: "请更正签收日期"})
	}
	delivered := maps.Clone(tally)
	delete(delivered, domain.LineVerified)
	return domain.CheckSignoff(delivered, signoff)
}

// issueSigned numbers the papers of a round and records them with how many entries each has.
func (s *Service) issueSigned(ctx context.Context, tx domain.Repos, actor authz.Actor, b *domain.TransferBatch, signoff *domain.Signoff) error {
	counts, err := decided(ctx, tx, b)
	if err != nil {
		return err
	}
	taken, returned := counts[domain.DecideAccept]+counts[domain.DecideAcceptWithGaps], counts[domain.DecideReturn]
	for _, paper := range []struct {
		kind  domain.PaperKind
		no    *string
		lines int
		due   bool
	}{
		{domain.PaperReceipt, &signoff.ReceiptNo, taken, true},
		{domain.PaperRoster, &signoff.RosterNo, taken + returned + counts[domain.DecideMissing], true},
		{domain.PaperReturned, &signoff.ReturnedNo, returned, returned > 0},
	} {
		*paper.no = ""
		if !paper.due {
			continue
		}
		if *paper.no, err = s.number(ctx, tx, paper.kind, b.OfficeCode); err != nil {
			return err
		}
		if err := s.issue(ctx, tx, actor, b, paper.kind, *paper.no, paper.lines); err != nil {
			return err
		}
	}
	return nil
}

// decided counts the decisions of the batch's present round.
func decided(ctx context.Context, tx domain.Repos, b *domain.TransferBatch) (map[domain.Decision]int, error) {
	counts := map[domain.Decision]int{}
	for after := 0; ; {
		checks, err := tx.Batches().Checks(ctx, b.ID, b.Round, nil, after, step)
		if err != nil {
			return nil, err
		}
		for _, check := range checks {
			counts[check.Check.Decision]++
			after = check.Seq
		}
		if len(checks) < step {
			return counts, nil
		}
	}
}

// AddSignedRoster keeps the scan of the latest round's handover roster with both sides' seals, which closes a batch whose
// electronic copies are in.
func (s *Service) AddSignedRoster(ctx context.Context, actor authz.Actor, id string, version int, attachmentID string) (domain.TransferBatch, error) {
	return s.changeBatch(ctx, actor, id, version, batchChange{domain.AuditBatchSign, []authz.Permission{authz.TransferReceive}},
		func(ctx context.Context, tx domain.Repos, b *domain.TransferBatch) (audit.Detail, error) {
			err := domain.BatchMachine().Require(b.State, "上传双方签章的移交名册", domain.BatchPartlyAccepted, domain.BatchAccepted, domain.BatchReturned, domain.BatchEIngested)
			if err != nil {
				return nil, err
			}
			if attachmentID == "" {
				return nil, errs.New(errs.Unprocessable, "attachment.missing", "请上传双方签章的移交名册扫描件").
					WithFields(errs.Field{Name: "attachmentId", Message: "请上传扫描件"})
			}
			if err := matter.Bind(ctx, tx, actor, attachmentID, onBatch, b.ID); err != nil {
				return nil, err
			}
			b.SignedRosterID = attachmentID
			b.Signoffs[len(b.Signoffs)-1].SignedRosterID = attachmentID
			return audit.Detail{"signedRoster": attachmentID}, s.settle(ctx, tx, b)
		})
}
