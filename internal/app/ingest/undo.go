package ingest

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Undo takes an ingest back. Before confirmation it is given up; after it all its dossiers are withdrawn together, as long
// as none was released. The objects are removed afterwards, driven by purge intents that survive a crash.
func (s *Service) Undo(ctx context.Context, actor authz.Actor, id string) (domain.Ingest, error) {
	if _, err := s.Get(ctx, actor, id); err != nil {
		return domain.Ingest{}, err
	}
	stored, err := s.storedDossiers(ctx, id)
	if err != nil {
		return domain.Ingest{}, err
	}
	in, err := s.change(ctx, id, func(in *domain.Ingest, tx domain.Repos) ([]domain.AuditEntry, error) {
		switch in.State {
		case domain.IngestUndone, domain.IngestCancelled:
			return nil, nil
		case domain.IngestInspecting, domain.IngestCommitting:
			return nil, errs.New(errs.Conflict, "ingest.busy", "该批次正在处理，请等处理结束后再撤销")
		case domain.IngestCommitted:
			in.State = domain.IngestUndone
			return s.withdraw(ctx, actor, *in, stored, tx)
		default:
			in.State = domain.IngestCancelled
			return []domain.AuditEntry{s.entry(actor, domain.AuditIngestCancel, *in, nil)}, nil
		}
	})
	if err == nil {
		s.removeStaging(in)
		s.Wake()
	}
	return in, errs.Wrap("undo ingest", err)
}

// storedItem is a stored dossier of an ingest.
type storedItem struct {
	seq       int
	dossierID string
}

func (s *Service) storedDossiers(ctx context.Context, id string) ([]storedItem, error) {
	var stored []storedItem
	err := s.EachItem(ctx, id, domain.ItemAccept, func(item domain.IngestItem) error {
		if item.State == domain.ItemCommitted {
			stored = append(stored, storedItem{item.Seq, item.DossierID})
		}
		return nil
	})
	return stored, err
}

func (s *Service) withdraw(ctx context.Context, actor authz.Actor, in domain.Ingest, stored []storedItem, tx domain.Repos) ([]domain.AuditEntry, error) {
	now := s.Clock.Now()
	entries := []domain.AuditEntry{s.entry(actor, domain.AuditIngestUndo, in, audit.Detail{"dossiers": len(stored)})}
	if err := unmatch(ctx, tx, stored); err != nil {
		return nil, err
	}
	for _, item := range stored {
		head, err := tx.Dossiers().Head(ctx, item.dossierID)
		if err != nil {
			return nil, err
		}
		if head.Custody != domain.QC {
			return nil, errs.New(errs.Conflict, "ingest.released", "%s（档号%s）已发布，不能再撤销整批", head.Name, orNone(head.ArchivalCode))
		}
		// Ended by whoever purges the objects; due at once.
		intent := domain.WriteIntent{DossierID: item.dossierID, Kind: domain.IntentPurge, Owner: s.Node, LeaseUntil: now, CreatedAt: now}
		if err := tx.Intents().Begin(ctx, intent); err != nil {
			return nil, err
		}
		if err := tx.Dossiers().Delete(ctx, item.dossierID); err != nil {
			return nil, err
		}
		if err := tx.Ingests().SetItem(ctx, in.ID, item.seq, domain.ItemUndone, ""); err != nil {
			return nil, err
		}
		entries = append(entries, audit.Entry(now, actor, domain.AuditDossierWithdraw, audit.Dossier(head.ID, head.OfficeCode),
			audit.Detail{"ingest": in.ID, "pages": head.PageCount, "fingerprint": head.Fingerprint}))
		if err := tx.Outbox().Append(ctx, item.dossierID); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// Undoable reports whether Undo would be tried at all.
func Undoable(in domain.Ingest) bool {
	switch in.State {
	case domain.IngestReceiving, domain.IngestInspected, domain.IngestFailed, domain.IngestCommitted:
		return true
	}
	return false
}
