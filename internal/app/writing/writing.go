// Package writing gives out write intents: whoever touches a dossier's objects holds its intent from before the first byte
// until the rows agree with the record, and keeps its lease alive meanwhile. Recovery takes over what is not kept.
//
// It may import domain and errs.
package writing

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Desk gives out the intents of one process.
type Desk struct {
	Store domain.Store
	Clock domain.Clock
	Node  string        // name of this process
	Lease time.Duration // how long an intent that is not renewed stays with its writer
}

var errLost = errs.New(errs.Conflict, "intent.lost", "写入被中断过久，已由另一进程接手；请重试")

// Intent is an intent to be begun. Its owner is a name used once, so that a lease that was lost and won again is not
// mistaken, and nobody renews what others of the same process have left behind.
func (d Desk) Intent(kind domain.IntentKind, dossierID string, fromVersion int) domain.WriteIntent {
	now := d.Clock.Now()
	return domain.WriteIntent{DossierID: dossierID, Kind: kind, Owner: d.Node + "/" + domain.NewID(), LeaseUntil: now.Add(d.Lease),
		FromVersion: fromVersion, CreatedAt: now}
}

// Adopt takes over the intent of a dead writer; errs.Conflict when it is alive, or another was faster.
func (d Desk) Adopt(ctx context.Context, intent domain.WriteIntent) error {
	now := d.Clock.Now()
	return errs.Wrap("take over write", d.Store.Intents().Adopt(ctx, intent.DossierID, intent.Owner, now, now.Add(d.Lease)))
}

// Keep renews the intent until stop is called. The context it returns ends when the intent is lost, or was not renewed for
// so long that it may be: two writers of one object would destroy it.
func (d Desk) Keep(ctx context.Context, intent domain.WriteIntent) (kept context.Context, stop func()) {
	kept, cancel := context.WithCancelCause(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		d.renew(kept, intent, cancel)
	}()
	return kept, func() { cancel(nil); <-done }
}

func (d Desk) renew(ctx context.Context, intent domain.WriteIntent, lose context.CancelCauseFunc) {
	interval := d.Lease / 4
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	renewed := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		begun := time.Now()
		attempt, cancel := context.WithTimeout(ctx, interval)
		err := d.Hold(attempt, intent)
		cancel()
		switch {
		case err == nil:
			renewed = begun
		case errs.Is(err, errs.Conflict), time.Since(renewed) >= d.Lease-interval:
			lose(errLost)
			return
		}
	}
}

// Hold renews the intent once, and with that makes sure that it is still the writer's: call it just before a commit
// point. errs.Conflict when it is lost.
func (d Desk) Hold(ctx context.Context, intent domain.WriteIntent) error {
	return errs.Wrap("hold write", d.Store.Intents().Renew(ctx, intent.DossierID, intent.Owner, d.Clock.Now().Add(d.Lease)))
}

// End gives the intent back where nothing was written.
func (d Desk) End(ctx context.Context, intent domain.WriteIntent) error {
	return errs.Wrap("end write", d.Store.Intents().End(ctx, intent.DossierID, intent.Owner))
}

// Held reports whether an intent was refused because another writer, living or dead, has it.
func Held(err error) bool { return errs.CodeOf(err) == "intent.taken" }

// Taken reports whether rows were refused because another dossier holds the person's number or the archival code. A new
// record with that fault can never have rows and must go.
func Taken(err error) bool { return strings.HasPrefix(errs.CodeOf(err), "unique.dossiers_") }

// Reason is why work under a kept context failed: the loss of the intent where that ended it, else err.
func Reason(kept context.Context, err error) error {
	if cause := context.Cause(kept); err != nil && errors.Is(cause, errLost) {
		return cause
	}
	return err
}
