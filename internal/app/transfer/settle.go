package transfer

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Settle sees whether a batch has come to its end: all electronic copies in, then closed once the roster signed by both
// sides is kept. It is the program's own work and may be repeated.
func (s *Service) Settle(ctx context.Context, batchID string) error {
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		b, err := tx.Batches().Hold(ctx, batchID, true)
		if err != nil {
			return err
		}
		before := b.State
		if err := s.settle(ctx, tx, &b); err != nil || b.State == before {
			return err
		}
		b.UpdatedAt = s.Clock.Now()
		return tx.Batches().Update(ctx, &b)
	})
	return errs.Wrap("settle batch", err)
}

// RunSettleJob is the handler of domain.JobSettleBatch.
func (s *Service) RunSettleJob(ctx context.Context, job domain.Job) error {
	id, err := job.SubjectID()
	if err != nil {
		return err
	}
	return s.Settle(ctx, id)
}

// settle moves a held batch on as far as it can go, with an audit entry for each move; the caller saves the batch.
func (s *Service) settle(ctx context.Context, tx domain.Repos, b *domain.TransferBatch) error {
	if b.State == domain.BatchPartlyAccepted || b.State == domain.BatchAccepted {
		complete, err := s.complete(ctx, tx, b)
		if err != nil {
			return err
		}
		if complete {
			if err := s.moveOn(ctx, tx, b, domain.BatchEIngested, domain.AuditBatchSettle); err != nil {
				return err
			}
		}
	}
	if b.State == domain.BatchEIngested && b.SignedRosterID != "" {
		return s.moveOn(ctx, tx, b, domain.BatchClosed, domain.AuditBatchClose)
	}
	return nil
}

// complete reports whether nothing more is to come: no dossier that was returned or has not been brought yet, and no
// electronic copy, be it due or granted for later. A missing dossier may never come and keeps no batch open.
func (s *Service) complete(ctx context.Context, tx domain.Repos, b *domain.TransferBatch) (bool, error) {
	tally, err := tx.Batches().Tally(ctx, b.ID)
	if err != nil || tally[domain.LineReturned]+tally[domain.LineVerified] > 0 {
		return false, err
	}
	due, later, err := tx.Batches().WithoutEcopy(ctx, b.ID, s.today())
	return err == nil && due+later == 0, err
}

func (s *Service) moveOn(ctx context.Context, tx domain.Repos, b *domain.TransferBatch, to domain.BatchState, action domain.AuditAction) error {
	if err := domain.BatchMachine().Move(&b.State, to); err != nil {
		return err
	}
	return tx.Audit().Append(ctx, s.batchEntry(authz.System("transfer"), action, b, audit.Detail{"state": to}))
}
