package circulation

import (
	"context"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/domain"
)

// counted is a database that tells how many transactions it was asked for.
type counted struct {
	domain.Store
	transactions int
}

func (c *counted) InTx(ctx context.Context, fn func(context.Context, domain.Repos) error) error {
	c.transactions++
	return c.Store.InTx(ctx, fn)
}

// TestTimersCostNothingWhenNothingIsDemanded: a loan that is never returned stays due, and must not take the writer on every run.
func TestTimersCostNothingWhenNothingIsDemanded(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.out(w.Worker(1))
		w.clock.Advance(20 * day) // seven days due, thirteen late
		store := &counted{Store: w.Store}
		desk := New(matter.Config{Store: store, Clock: w.clock, Policies: w.Policies})
		for run, want := range []int{1, 0, 0} {
			store.transactions = 0
			if err := desk.Tick(t.Context()); err != nil {
				t.Fatal(err)
			}
			if store.transactions != want {
				t.Errorf("run %d: %d transactions, want %d", run+1, store.transactions, want)
			}
		}
	})
}

// TestRequestLapsesWithItsLetter: what nobody decides must not keep the dossier for good.
func TestRequestLapsesWithItsLetter(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		id := w.Worker(1)
		asked := w.requested(id)
		w.days(15) // the letter is good for
		if kept := w.stored(asked.ID); kept.State != domain.LoanRequested {
			t.Fatalf("on the last day of its letter the request is %s", kept.State)
		}
		w.days(1)
		if lapsed := w.stored(asked.ID); lapsed.State != domain.LoanExpired || !strings.Contains(lapsed.Reason, asked.LetterEnds.String()) {
			t.Errorf("%s, %q", lapsed.State, lapsed.Reason)
		}
		w.requested(id) // the dossier is free again
	})
}
