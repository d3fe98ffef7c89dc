package transfer

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/domain"
)

// pausing is a store whose transactions stop at a named step until they are let go.
type pausing struct {
	domain.Store
	at func(step string)
}

func (p pausing) InTx(ctx context.Context, fn func(ctx context.Context, tx domain.Repos) error) error {
	return p.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error { return fn(ctx, pausingRepos{tx, p.at}) })
}

type pausingRepos struct {
	domain.Repos
	at func(step string)
}

func (p pausingRepos) Batches() domain.BatchRepo { return pausingBatches{p.Repos.Batches(), p.at} }

func (p pausingRepos) Agreements() domain.AgreementRepo {
	return pausingAgreements{p.Repos.Agreements(), p.at}
}

type pausingBatches struct {
	domain.BatchRepo
	at func(step string)
}

func (p pausingBatches) UpdateLine(ctx context.Context, line *domain.BatchLine) error {
	p.at("decide")
	return p.BatchRepo.UpdateLine(ctx, line)
}

func (p pausingBatches) MarkAccepted(ctx context.Context, batchID string, on domain.PartialDate) (int, error) {
	p.at("sign")
	return p.BatchRepo.MarkAccepted(ctx, batchID, on)
}

type pausingAgreements struct {
	domain.AgreementRepo
	at func(step string)
}

func (p pausingAgreements) DeliveredVolumes(ctx context.Context, id string) (int, error) {
	volumes, err := p.AgreementRepo.DeliveredVolumes(ctx, id)
	p.at("deliver")
	return volumes, err
}

// interleave runs first up to the step, then second, and lets first go on once second has ended or, as it should, waits.
// A second that rightly waits costs the test a moment; one that does not is always seen.
func (w *world) interleave(step string, first, second func(w *world) error) (error, error) {
	w.t.Helper()
	arrived, letGo := make(chan struct{}), make(chan struct{})
	var once sync.Once
	paused := *w
	paused.Service = New(w.Config)
	paused.Store = pausing{w.Store, func(at string) {
		if at == step {
			once.Do(func() { close(arrived); <-letGo })
		}
	}}
	results := make(chan error, 1)
	go func() { results <- first(&paused) }()
	select {
	case <-arrived:
	case err := <-results:
		w.t.Fatalf("first ended before %q: %v", step, err)
	}
	others := make(chan error, 1)
	go func() { others <- second(w) }()
	var other error
	ended := false
	select {
	case other = <-others:
		ended = true
	case <-time.After(300 * time.Millisecond):
	}
	close(letGo)
	result := <-results
	if !ended {
		other = <-others
	}
	return result, other
}

// What a clerk was told is decided stands in the signed counts; what comes after the signing is refused.
func TestSigningLosesNoDecision(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		for _, decideFirst := range []bool{true, false} {
			e := w.enterprise()
			b := w.checking(e, asAgreed, w.form(e), w.form(e))
			must(w.decide(b.ID, 1))
			l := must(w.decide(b.ID, 2)).Line
			var signed domain.TransferBatch
			sign := func(w *world) (err error) {
				signed, err = w.SignCheck(t.Context(), w.archivist, b.ID, b.Version, w.bothSides())
				return err
			}
			change := func(w *world) error {
				c := w.whole(l)
				w.returned(&c)
				_, err := w.Decide(t.Context(), w.clerk, b.ID, l.Seq, l.Version, c)
				return err
			}
			var err error
			want := 0
			if decideFirst {
				_, err = w.interleave("decide", change, sign)
				want = 1
			} else {
				_, err = w.interleave("sign", sign, change)
				refused(t, err, "batch.state")
				err = nil
			}
			check(t, err)
			if got := signed.Signoffs[0].Tally[domain.LineReturned]; got != want {
				t.Errorf("decided first %t: signed for %d returned", decideFirst, got)
			}
			if tally := must(w.Store.Batches().Tally(t.Context(), b.ID)); tally[domain.LineReturned] != want {
				t.Errorf("decided first %t: signed for %d returned, there are %d", decideFirst, want, tally[domain.LineReturned])
			}
		}
	})
}

// Two batches of 3 volumes each under an agreement about 4: only one delivery finds room.
func TestDeliveriesAtOnceStayWithinTheAgreement(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		e := w.enterprise()
		a := w.agreed(e, 4)
		deliver := func() func(w *world) error {
			b := w.listed(e, w.form(e), w.form(e), w.form(e))
			b = must(w.JoinAgreement(t.Context(), w.clerk, b.ID, b.Version, a.ID))
			return func(w *world) error {
				_, err := w.Deliver(t.Context(), w.clerk, b.ID, b.Version, w.courier())
				return err
			}
		}
		first, second := w.interleave("deliver", deliver(), deliver())
		if first != nil || second == nil {
			t.Errorf("deliveries at once: %v", errors.Join(first, second))
		}
		if volumes := must(w.Store.Agreements().DeliveredVolumes(t.Context(), a.ID)); volumes != 3 {
			t.Errorf("%d volumes were delivered", volumes)
		}
	})
}
