package circulation

import (
	"context"
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
