package jobs_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/jobs"
	"github.com/danganku/danganku/internal/sqlstore"
)

// silentRenewals is a real database that no longer answers when a lease is to be renewed.
type silentRenewals struct{ domain.Store }

func (s silentRenewals) Jobs() domain.JobRepo { return silentQueue{s.Store.Jobs()} }

type silentQueue struct{ domain.JobRepo }

func (silentQueue) Renew(ctx context.Context, _, _ string, _ time.Time) error {
	<-ctx.Done()
	return ctx.Err()
}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

// A database that does not answer must not let a handler go on after another process may have its job.
func TestHandlerStopsBeforeItsLeaseIsOver(t *testing.T) {
	store, err := sqlstore.Open(t.Context(), sqlstore.Config{SQLitePath: filepath.Join(t.TempDir(), "a.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	if err := store.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	const lease = 4 * time.Second
	runner := jobs.New(silentRenewals{store}, systemClock{}, jobs.Config{Lease: lease, Logger: slog.New(slog.DiscardHandler)})
	stopped := make(chan time.Time, 1)
	var leased time.Time
	runner.Handle(kind, func(ctx context.Context, job domain.Job) error {
		leased = job.LockedUntil
		select {
		case <-ctx.Done():
		case <-t.Context().Done():
		case <-time.After(2 * lease):
		}
		stopped <- time.Now()
		return ctx.Err()
	})
	if err := store.Jobs().Enqueue(t.Context(), domain.NewJob(kind, "a", time.Now())); err != nil {
		t.Fatal(err)
	}
	_ = runner.Drain(t.Context(), kind) // the job is lost, which is no failure
	if at := <-stopped; at.After(leased) {
		t.Errorf("the handler went on for %s after its lease", at.Sub(leased))
	}
}
