// Package integrity keeps the three stores in agreement: it finishes or clears what dead writers left, compares object
// store, database and index, and restores the database from the object store alone.
//
// It may import domain, authz, errs, app/audit, app/indexing and the interfaces of storage and search.
package integrity

import (
	"context"
	"time"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/search"
	"github.com/danganku/danganku/storage"
)

// Config is what the package works with.
type Config struct {
	Store       domain.Store
	Archive     domain.Archive
	Derivatives storage.Store
	Index       search.Index // nil: another process holds it
	Clock       domain.Clock
	Node        string
	Lease       time.Duration
	Wake        func()
	// EncodeRecord writes a dossier as its record does; equal dossiers give equal bytes.
	EncodeRecord func(*domain.Dossier) ([]byte, error)
}

// Service keeps the stores in agreement.
type Service struct{ Config }

// New makes the service.
func New(config Config) *Service {
	if config.Wake == nil {
		config.Wake = func() {}
	}
	return &Service{config}
}

const recoverBatch = 100

// RecoverExpired takes over the write intents of processes that died: what passed the commit point is finished, what did
// not is cleared, and withdrawn dossiers are purged. It returns how many intents it ended.
func (s *Service) RecoverExpired(ctx context.Context) (int, error) {
	ended := 0
	for {
		intents, err := s.Store.Intents().Expired(ctx, s.Clock.Now(), recoverBatch)
		if err != nil {
			return ended, errs.Wrap("recover", err)
		}
		progressed := false
		for _, intent := range intents {
			done, err := s.recoverOne(ctx, intent)
			if err != nil {
				return ended, errs.Wrap("recover dossier "+intent.DossierID, err)
			}
			if done {
				ended++
				progressed = true
			}
		}
		if len(intents) < recoverBatch || !progressed {
			return ended, nil
		}
	}
}

func (s *Service) recoverOne(ctx context.Context, intent domain.WriteIntent) (bool, error) {
	now := s.Clock.Now()
	err := s.Store.Intents().Adopt(ctx, intent.DossierID, s.Node, now, now.Add(s.Lease))
	if errs.Is(err, errs.Conflict) || errs.Is(err, errs.NotFound) {
		return false, nil // another process was faster
	}
	if err != nil {
		return false, err
	}
	if intent.Kind == domain.IntentPurge {
		return true, s.purge(ctx, intent.DossierID)
	}
	recorded, err := s.Archive.Recover(ctx, intent.DossierID)
	if err != nil {
		return false, err
	}
	if !recorded {
		return true, s.purge(ctx, intent.DossierID)
	}
	d, err := s.Archive.Record(ctx, intent.DossierID, 0)
	if err != nil {
		return false, err
	}
	return true, s.project(ctx, d, true)
}

// purge removes the objects of a dossier that has no rows, and everything made from them.
func (s *Service) purge(ctx context.Context, dossierID string) error {
	if err := s.Archive.Purge(ctx, dossierID); err != nil {
		return err
	}
	if err := s.removeDerivatives(ctx, dossierID); err != nil {
		return err
	}
	return s.Store.Intents().End(ctx, dossierID)
}

func (s *Service) removeDerivatives(ctx context.Context, dossierID string) error {
	const step = 500
	keys := make([]string, 0, step)
	for object, err := range s.Derivatives.List(ctx, "derived/"+dossierID+"/") {
		if err != nil {
			return err
		}
		keys = append(keys, object.Key)
		if len(keys) == step {
			if err := s.Derivatives.Delete(ctx, keys...); err != nil {
				return err
			}
			keys = keys[:0]
		}
	}
	if len(keys) == 0 {
		return nil
	}
	return s.Derivatives.Delete(ctx, keys...)
}

// project makes the rows of a dossier follow its record.
func (s *Service) project(ctx context.Context, d *domain.Dossier, intended bool) error {
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		err := tx.Dossiers().Put(ctx, d)
		if err != nil && !errs.Is(err, errs.Stale) {
			return err
		}
		if err == nil {
			if err := s.announce(ctx, tx, d); err != nil {
				return err
			}
		}
		if !intended {
			return nil
		}
		return tx.Intents().End(ctx, d.ID)
	})
	s.Wake()
	return err
}

func (s *Service) announce(ctx context.Context, tx domain.Repos, d *domain.Dossier) error {
	if err := tx.Outbox().Append(ctx, d.ID); err != nil {
		return err
	}
	if err := tx.Jobs().Enqueue(ctx, domain.NewJob(domain.JobDerive, d.ID, s.Clock.Now())); err != nil {
		return err
	}
	entry := audit.Entry(s.Clock.Now(), authz.System("recovery"), domain.AuditDossierRecover, audit.Dossier(d.ID, d.Office.Code),
		audit.Detail{"version": d.Version})
	return tx.Audit().Append(ctx, entry)
}
