package dossier

import (
	"context"
	"errors"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/writing"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// change is who saves what, and why.
type change struct {
	actor   authz.Actor
	from    int // version the edit started from
	action  domain.AuditAction
	message string
	detail  audit.Detail
}

// save writes the next version: intent, record (the commit point), then rows, audit entry and outbox in one transaction.
// A crash after the record leaves an intent by which recovery makes the rows follow.
func (s *Service) save(ctx context.Context, c change, d *domain.Dossier, alter func(context.Context, *domain.Dossier) error) (*domain.Dossier, error) {
	if c.from != d.Version {
		return nil, stale(d)
	}
	intents := writing.Desk{Store: s.Store, Clock: s.Clock, Node: s.Node, Lease: s.Lease}
	intent := intents.Intent(domain.IntentEdit, d.ID, c.from)
	if err := s.begin(ctx, intent); err != nil {
		return nil, err
	}
	// From here on a client that goes away must not leave the dossier locked until its lease is over.
	ctx, stop := intents.Keep(context.WithoutCancel(ctx), intent)
	defer stop()
	err := s.write(ctx, c, d, intents, intent, alter)
	s.Wake()
	if err != nil {
		return nil, writing.Reason(ctx, errs.Wrap("save dossier", err))
	}
	return d, nil
}

func (s *Service) write(ctx context.Context, c change, d *domain.Dossier, intents writing.Desk, intent domain.WriteIntent, alter func(context.Context, *domain.Dossier) error) error {
	if err := alter(ctx, d); err != nil {
		return giveUp(ctx, intents, intent, err)
	}
	d.Version++
	d.UpdatedAt = s.Clock.Now().UTC()
	by := domain.Signature{ActorID: c.actor.UserID, Name: c.actor.Name, Message: c.message, At: d.UpdatedAt}
	if err := intents.Hold(ctx, intent); err != nil {
		return err
	}
	if err := s.Archive.WriteRecord(ctx, d, nil, by); err != nil {
		return giveUp(ctx, intents, intent, errs.Wrap("write record", err))
	}
	var where domain.Whereabouts
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		if err := tx.Dossiers().Put(ctx, d); err != nil {
			return err
		}
		if err := tx.Outbox().Append(ctx, d.ID); err != nil {
			return err
		}
		if err := tx.Jobs().Enqueue(ctx, domain.NewJob(domain.JobDerive, d.ID, s.Clock.Now())); err != nil {
			return err
		}
		entry := audit.Entry(s.Clock.Now(), c.actor, c.action, audit.Dossier(d.ID, d.Office.Code), c.detail.With("version", d.Version))
		if err := tx.Audit().Append(ctx, entry); err != nil {
			return err
		}
		var err error
		if where, err = tx.Custody().Of(ctx, d.ID); err != nil {
			return err
		}
		return tx.Intents().End(ctx, d.ID, intent.Owner)
	})
	if err == nil {
		d.Custody = where.State // for the answer alone: a dossier that is lent stays so, whatever its record says
	}
	return err
}

// begin takes the dossier's write intent and makes sure, now that no one else can write, that the version still stands.
func (s *Service) begin(ctx context.Context, intent domain.WriteIntent) error {
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		if err := tx.Intents().Begin(ctx, intent); err != nil {
			return err
		}
		head, err := tx.Dossiers().Head(ctx, intent.DossierID)
		if err != nil {
			return err
		}
		if head.Version != intent.FromVersion {
			return stale(&domain.Dossier{Version: head.Version})
		}
		return nil
	})
	if errs.Is(err, errs.Conflict) {
		return errs.New(errs.Conflict, "dossier.busy", "这份档案正在被他人保存，请稍候再试").Because(err)
	}
	return errs.Wrap("begin edit", err)
}

// giveUp ends the intent when the record was certainly not written; when a store failed it stays for recovery.
func giveUp(ctx context.Context, intents writing.Desk, intent domain.WriteIntent, cause error) error {
	if kind := errs.KindOf(cause); kind == errs.Internal || kind == errs.Unavailable {
		return cause
	}
	return errors.Join(cause, intents.End(ctx, intent))
}

func stale(d *domain.Dossier) error {
	return errs.New(errs.Stale, "dossier.stale", "这份档案已被他人修改（现为第%d版），请刷新后重做", d.Version)
}
