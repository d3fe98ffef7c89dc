// Package integrity keeps the three stores in agreement: it finishes or clears what dead writers left, compares object
// store, database and index, and restores the database from the object store alone.
//
// It may import domain, authz, errs, app/audit, app/indexing, app/writing and the interfaces of storage and search.
package integrity

import (
	"context"
	"errors"
	"time"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/writing"
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
	Anchors     []audit.AnchorFile // to which the audit trail is held
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

func (s *Service) intents() writing.Desk {
	return writing.Desk{Store: s.Store, Clock: s.Clock, Node: s.Node, Lease: s.Lease}
}

// RecoverExpired takes over the write intents of processes that died: what passed the commit point is finished, what did
// not is cleared, and withdrawn dossiers are purged. It returns how many intents it ended; one that cannot be settled now
// does not keep it from the others.
func (s *Service) RecoverExpired(ctx context.Context) (int, error) {
	ended := 0
	for {
		intents, err := s.Store.Intents().Expired(ctx, s.Clock.Now(), recoverBatch)
		if err != nil {
			return ended, errs.Wrap("recover", err)
		}
		settled, failures := 0, []error(nil)
		for _, expired := range intents {
			done, err := s.recoverOne(ctx, expired)
			if err != nil {
				failures = append(failures, errs.Wrap("recover dossier "+expired.DossierID, err))
			}
			if done {
				settled++
			}
		}
		ended += settled
		if len(failures) > 0 || len(intents) < recoverBatch || settled == 0 {
			return ended, errors.Join(failures...)
		}
	}
}

// recoverOne settles one intent; false when another process was faster or the work failed.
func (s *Service) recoverOne(ctx context.Context, expired domain.WriteIntent) (bool, error) {
	intent := s.intents().Intent(expired.Kind, expired.DossierID, expired.FromVersion)
	err := s.intents().Adopt(ctx, intent)
	if errs.Is(err, errs.Conflict) || errs.Is(err, errs.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	ctx, stop := s.intents().Keep(ctx, intent)
	defer stop()
	err = s.settle(ctx, intent)
	return err == nil, writing.Reason(ctx, err)
}

// settle does what the writer of the intent did not live to do. Only a dossier that has no rows is ever purged.
func (s *Service) settle(ctx context.Context, intent domain.WriteIntent) error {
	if intent.Kind == domain.IntentPurge {
		return s.purge(ctx, intent)
	}
	recorded, err := s.Archive.Recover(ctx, intent.DossierID)
	if err != nil {
		return err
	}
	switch {
	case recorded:
		err = s.follow(ctx, intent)
	case intent.Kind == domain.IntentCreate:
		return s.purge(ctx, intent)
	default:
		// An edit began from a record. Without one something is badly wrong, which verify will say; nothing is removed.
		return s.intents().End(ctx, intent)
	}
	if intent.Kind == domain.IntentCreate && writing.Taken(err) {
		return s.purge(ctx, intent) // its package says so when it is stored again
	}
	return err
}

// purge removes the objects of a dossier that has no rows, and everything made from them.
func (s *Service) purge(ctx context.Context, intent domain.WriteIntent) error {
	if err := s.Archive.Purge(ctx, intent.DossierID); err != nil {
		return err
	}
	if err := s.removeDerivatives(ctx, intent.DossierID); err != nil {
		return err
	}
	return s.intents().End(ctx, intent)
}

func (s *Service) removeDerivatives(ctx context.Context, dossierID string) error {
	return storage.DeletePrefix(ctx, s.Derivatives, "derived/"+dossierID+"/")
}

// follow makes the rows of a dossier follow its record, and ends the intent under which that is done. Rows that are several
// versions behind, as after the return of an older copy of the database, take them one by one.
func (s *Service) follow(ctx context.Context, intent domain.WriteIntent) error {
	d, err := s.Archive.Record(ctx, intent.DossierID, 0)
	if err != nil {
		return err
	}
	head, err := s.Store.Dossiers().Head(ctx, d.ID)
	if err != nil && !errs.Is(err, errs.NotFound) {
		return err
	}
	for version := head.Version + 1; head.Version > 0 && version < d.Version; version++ {
		earlier, err := s.Archive.Record(ctx, d.ID, version)
		if err != nil {
			return err
		}
		if err := s.Store.Dossiers().Put(ctx, earlier); err != nil {
			return err
		}
	}
	return s.project(ctx, d, intent)
}

func (s *Service) project(ctx context.Context, d *domain.Dossier, intent domain.WriteIntent) error {
	author, err := s.author(ctx, d)
	if err != nil {
		return err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		err := tx.Dossiers().Put(ctx, d)
		if err != nil && !errs.Is(err, errs.Stale) {
			return err
		}
		if err == nil {
			if err := s.announce(ctx, tx, d, author); err != nil {
				return err
			}
		}
		return tx.Intents().End(ctx, d.ID, intent.Owner)
	})
	s.Wake()
	return err
}

// author is who wrote the version of the record, and did not live to say so in the audit trail.
func (s *Service) author(ctx context.Context, d *domain.Dossier) (domain.Signature, error) {
	history, err := s.Archive.History(ctx, d.ID)
	if err != nil {
		return domain.Signature{}, err
	}
	for _, version := range history {
		if version.Version == d.Version {
			return version.Signature, nil
		}
	}
	return domain.Signature{}, nil
}

func (s *Service) announce(ctx context.Context, tx domain.Repos, d *domain.Dossier, author domain.Signature) error {
	if err := tx.Outbox().Append(ctx, d.ID); err != nil {
		return err
	}
	if err := tx.Jobs().Enqueue(ctx, domain.NewJob(domain.JobDerive, d.ID, s.Clock.Now())); err != nil {
		return err
	}
	entry := audit.Entry(s.Clock.Now(), authz.System("recovery"), domain.AuditDossierRecover, audit.Dossier(d.ID, d.Office.Code),
		audit.Detail{"version": d.Version, "author": author.Name, "authorId": author.ActorID})
	return tx.Audit().Append(ctx, entry)
}
