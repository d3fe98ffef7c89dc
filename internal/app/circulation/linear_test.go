package circulation

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// What clerks do with one dossier.
type act int

const (
	look act = iota
	handOut
	takeBack
)

// question is what a clerk tried; loan counts from 1.
type question struct {
	act  act
	loan int
}

// answer is what the clerk was told. at is the loan that look found the dossier with, 0 for the shelf.
type answer struct {
	done, lost bool
	at         int
}

// shelf is the model: the loan the dossier left with last, and whether it is back.
type shelf struct {
	last int
	back bool
}

// possible lists what may have become of the dossier. Loans are approved one after the other and each leaves once, so that what
// was refused tells as much as what was done.
func possible(s shelf, q question, a answer) []shelf {
	after, fits := s, false
	switch q.act {
	case look:
		if at := s.last; a.lost || s.back && a.at == 0 || !s.back && a.at == at {
			return []shelf{s}
		}
		return nil
	case handOut:
		after, fits = shelf{q.loan, false}, s.back && s.last < q.loan
	case takeBack:
		after, fits = shelf{q.loan, true}, !s.back && s.last == q.loan
	}
	switch {
	case a.lost && fits:
		return []shelf{s, after}
	case a.done && fits:
		return []shelf{after}
	case a.lost || !a.done && !fits:
		return []shelf{s}
	}
	return nil
}

func model() porcupine.Model {
	m := porcupine.NondeterministicModel{
		Init: func() []any { return []any{shelf{0, true}} },
		Step: func(state, input, output any) []any {
			var states []any
			for _, s := range possible(state.(shelf), input.(question), output.(answer)) {
				states = append(states, s)
			}
			return states
		},
	}
	return m.ToModel()
}

// history is what clerks tried and were told.
type history struct {
	mu     sync.Mutex
	began  time.Time
	events []porcupine.Operation
}

func (h *history) record(clerk int, q question, call func() answer) answer {
	from := time.Since(h.began)
	a := call()
	until := int64(time.Since(h.began))
	if a.lost { // it may still happen at any time
		until = math.MaxInt64
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.events = append(h.events, porcupine.Operation{ClientId: clerk, Input: q, Call: int64(from), Output: a, Return: until})
	return a
}

const (
	clerksAtOnce = 8
	actsOfEach   = 40
)

// shift is a number of clerks at one dossier. Whoever finds no loan waiting makes the next one, which is not part of the history.
type shift struct {
	*world
	history history
	dossier string
	mu      sync.Mutex
	loans   []domain.Loan // as approved
	newest  atomic.Int64
}

// work is one clerk's: at random one looks, hands out or takes back, with the present loan or the one before.
func (s *shift) work(clerkNo int, random *rand.Rand) {
	desk := s.desks[clerkNo%len(s.desks)]
	for range actsOfEach {
		s.supply(desk)
		q := question{act: act(random.IntN(3)), loan: int(s.newest.Load()) - random.IntN(6)/5}
		if q.loan < 1 {
			continue
		}
		ctx, cancel := s.T.Context(), context.CancelFunc(func() {})
		if random.IntN(8) == 0 { // the clerk goes away while waiting
			ctx, cancel = context.WithTimeout(ctx, time.Duration(random.IntN(6000))*time.Microsecond)
		}
		s.history.record(clerkNo, q, func() answer { return s.do(ctx, desk, q) })
		cancel()
	}
}

// supply approves the next loan of the dossier once the one before is over.
func (s *shift) supply(desk *Service) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ctx := s.T.Context()
	l, err := desk.Request(ctx, clerk, s.dossier, s.form(), "")
	if err != nil { // lent or waiting
		return
	}
	l, err = desk.Approve(ctx, approver, l.ID, l.Version, true, "")
	if err != nil {
		s.T.Errorf("approve: %v", err)
		return
	}
	s.loans = append(s.loans, l)
	s.newest.Store(int64(len(s.loans)))
}

func (s *shift) loan(n int) domain.Loan {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.loans[n-1]
}

func (s *shift) do(ctx context.Context, desk *Service, q question) answer {
	var err error
	var at int
	switch l := s.loan(q.loan); q.act {
	case handOut:
		_, err = desk.CheckOut(ctx, clerk, l.ID, l.Version, "赵公")
	case takeBack:
		_, err = desk.Return(ctx, clerk, l.ID, l.Version+1, "赵公", whole)
	default:
		at, err = s.look(ctx, desk)
	}
	switch {
	case err == nil:
		return answer{done: true, at: at}
	case lost(err):
		return answer{lost: true}
	case !errs.Is(err, errs.Conflict) && !errs.Is(err, errs.Stale):
		s.T.Errorf("%+v: %v", q, err)
	}
	return answer{}
}

func (s *shift) look(ctx context.Context, desk *Service) (int, error) {
	where, err := desk.Where(ctx, clerk, s.dossier)
	if err != nil || where.Now.State == domain.InStorage {
		return 0, err
	}
	var no int
	_, err = fmt.Sscanf(where.Now.Basis.No, "JY-210106-2026-%d", &no)
	return no, err
}

// linearizable lets the clerks work and asks whether what they were told can have happened in some order.
func (w *world) linearizable(seed uint64) bool {
	w.T.Helper()
	s := &shift{world: w, dossier: w.Worker(1), history: history{began: time.Now()}}
	s.supply(w.Service)
	var working sync.WaitGroup
	for n := range clerksAtOnce {
		working.Go(func() { s.work(n, rand.New(rand.NewPCG(seed, uint64(n)))) })
	}
	working.Wait()
	a := s.history.record(clerksAtOnce, question{act: look}, func() answer { return s.do(w.T.Context(), w.Service, question{look, 1}) })
	done, gone := 0, 0
	for _, event := range s.history.events {
		if out := event.Output.(answer); out.lost {
			gone++
		} else if out.done && event.Input.(question).act != look {
			done++
		}
	}
	verdict := porcupine.CheckOperationsTimeout(model(), s.history.events, time.Minute)
	w.T.Logf("seed %d: %d loans, %d of %d acts succeeded, %d answers lost, at the end with loan %d: %s", seed, len(s.loans), done, len(s.history.events), gone, a.at, verdict)
	if verdict == porcupine.Unknown {
		w.T.Fatal("the history is too long to be judged")
	}
	if verdict == porcupine.Ok && done < 10 {
		w.T.Fatal("next to nothing happened")
	}
	return verdict == porcupine.Ok
}

func TestHistoryIsLinearizable(t *testing.T) {
	several(t, processes, func(t *testing.T, w *world) {
		seed := rand.Uint64()
		if !w.linearizable(seed) {
			t.Errorf("what the clerks were told cannot have happened in any order (seed %d)", seed)
		}
	})
}

// TestHistoryFindsCarelessStores: without the comparison of versions and states the same history is impossible.
func TestHistoryFindsCarelessStores(t *testing.T) {
	several(t, processes, func(t *testing.T, w *world) {
		if !onPostgres(t) {
			return
		}
		w.loseCare()
		if w.linearizable(1) {
			t.Error("two clerks at once were never told the same, though nothing keeps them apart")
		}
	})
}
