package transfer

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Reconcile looks at every batch that waits for electronic copies and ties to their lines the stored dossiers that intake did
// not: one that recovery brought back after a crash has rows, but nobody told its batch. It is meant to be repeated.
func (s *Service) Reconcile(ctx context.Context) error {
	for _, state := range []domain.BatchState{domain.BatchAccepted, domain.BatchPartlyAccepted} {
		err := eachBatch(ctx, s.Store, domain.BatchFilter{State: state}, func(b domain.TransferBatch) error {
			return errs.Wrap("batch "+b.No, s.reconcile(ctx, b))
		})
		if err != nil {
			return errs.Wrap("reconcile", err)
		}
	}
	return nil
}

func (s *Service) reconcile(ctx context.Context, b domain.TransferBatch) error {
	custody := domain.LineFilter{States: []domain.LineState{domain.LineAccepted, domain.LineAcceptedWithGaps}}
	for after := 0; ; {
		lines, err := s.Store.Batches().Lines(ctx, b.ID, custody, after, step)
		if err != nil {
			return err
		}
		if err := s.tie(ctx, b, lines); err != nil {
			return err
		}
		if len(lines) < step {
			return s.Settle(ctx, b.ID)
		}
		after = lines[len(lines)-1].Seq
	}
}

// tie matches those of the lines that have no dossier to the dossiers the office holds of their persons.
func (s *Service) tie(ctx context.Context, b domain.TransferBatch, lines []domain.BatchLine) error {
	var numbers []domain.IDNumber
	for _, line := range lines {
		if line.DossierID == "" {
			numbers = append(numbers, line.Form.IDNumber)
		}
	}
	if len(numbers) == 0 {
		return nil
	}
	held, err := s.Store.Dossiers().ByIDNumbers(ctx, numbers)
	if err != nil {
		return err
	}
	for _, line := range lines {
		head, found := held[line.Form.IDNumber]
		if line.DossierID != "" || !found || head.OfficeCode != b.OfficeCode {
			continue
		}
		if err := s.tieOne(ctx, b, line.Seq, head.ID); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) tieOne(ctx context.Context, b domain.TransferBatch, seq int, dossierID string) error {
	return s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		if err := tx.Batches().SetDossier(ctx, b.ID, seq, dossierID, domain.EcopyStored); err != nil {
			return err
		}
		return tx.Audit().Append(ctx, audit.Entry(s.Clock.Now(), authz.System("核对"), domain.AuditBatchMatch,
			audit.Subject{Object: "batch", ID: b.ID, OfficeCode: b.OfficeCode}, audit.Detail{"seq": seq, "dossier": dossierID}))
	})
}
