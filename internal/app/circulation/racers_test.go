package circulation

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const (
	processes = 4 // stores on one database
	racers    = 1000
)

// race lets all racers begin at once, spread over the desks, and counts those who succeeded.
func (w *world) race(what string, try func(desk *Service, n int) error) int {
	w.T.Helper()
	var won atomic.Int32
	var running sync.WaitGroup
	begin := make(chan struct{})
	for n := range racers {
		running.Go(func() {
			<-begin
			switch err := try(w.desks[n%len(w.desks)], n); {
			case err == nil:
				won.Add(1)
			case !errs.Is(err, errs.Conflict) && !errs.Is(err, errs.Stale) && errs.CodeOf(err) != domain.RuleByID(domain.R27).Code:
				w.T.Errorf("%s, racer %d: %v", what, n, err)
			}
		})
	}
	close(begin)
	running.Wait()
	return int(won.Load())
}

// TestThousandBorrowOneDossier: of a thousand requests one is taken, of a thousand who fetch the approved dossier one leaves with
// it, of a thousand returns one counts.
func TestThousandBorrowOneDossier(t *testing.T) {
	several(t, processes, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		if n := w.race("request", func(desk *Service, n int) error {
			form := w.form()
			form.Unit = fmt.Sprint("单位", n)
			return second(desk.Request(ctx, clerk, id, form, ""))
		}); n != 1 {
			t.Fatalf("%d requests were taken", n)
		}
		loans := must(w.Store.Loans().List(ctx, authz.Everything(), domain.MatterFilter{}, "", 9))
		if len(loans) != 1 || loans[0].No != "JY-210106-2026-0001" {
			t.Fatalf("loans: %+v", loans)
		}
		l := must(w.Approve(ctx, approver, loans[0].ID, loans[0].Version, true, ""))
		if n := w.race("check-out", func(desk *Service, n int) error {
			return second(desk.CheckOut(ctx, clerk, l.ID, l.Version, []string{"赵公", "钱证"}[n%2]))
		}); n != 1 {
			t.Fatalf("%d left with the dossier", n)
		}
		l = w.stored(l.ID)
		if n := w.race("return", func(desk *Service, _ int) error {
			return second(desk.Return(ctx, clerk, l.ID, l.Version, "赵公", whole))
		}); n != 1 {
			t.Fatalf("%d returns counted", n)
		}
		where := must(w.Where(ctx, clerk, id))
		if len(where.Moves) != 2 || where.Moves[1].Holder != l.Holder() || where.Now.State != domain.InStorage {
			t.Fatalf("where: %+v", where)
		}
		w.AuditsOf("loan", l.ID, domain.AuditLoanRequest, domain.AuditLoanDecide, domain.AuditLoanCheckOut, domain.AuditLoanReturn)
	})
}

// careless is a store that has lost what tells writers apart: loans are written whatever their version, dossiers moved from
// wherever they are. Two who are about to move a dossier meet before either does, so that the fault shows on any machine.
type careless struct {
	domain.Store
	meeting chan struct{}
}

func (c careless) InTx(ctx context.Context, fn func(ctx context.Context, tx domain.Repos) error) error {
	return c.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error { return fn(ctx, carelessRepos{tx, c.meeting}) })
}

type carelessRepos struct {
	domain.Repos
	meeting chan struct{}
}

func (c carelessRepos) Loans() domain.LoanRepo { return carelessLoans{c.Repos.Loans()} }
func (c carelessRepos) Custody() domain.CustodyRepo {
	return carelessCustody{c.Repos.Custody(), c.meeting}
}

type carelessLoans struct{ domain.LoanRepo }

func (c carelessLoans) Update(ctx context.Context, loan *domain.Loan) error {
	for {
		stored, err := c.Get(ctx, loan.ID)
		if err != nil {
			return err
		}
		loan.Version = stored.Version
		if err := c.LoanRepo.Update(ctx, loan); !errs.Is(err, errs.Stale) {
			return err
		}
	}
}

type carelessCustody struct {
	domain.CustodyRepo
	meeting chan struct{}
}

const patience = 50 * time.Millisecond // of who may be the only one

func (c carelessCustody) Record(ctx context.Context, move domain.CustodyMove) error {
	select {
	case c.meeting <- struct{}{}:
	case <-c.meeting:
	case <-time.After(patience):
	}
	for {
		where, err := c.Of(ctx, move.DossierID)
		if err != nil {
			return err
		}
		move.From = where.State
		if err := c.CustodyRepo.Record(ctx, move); errs.CodeOf(err) != "custody.moved" {
			return err
		}
	}
}

// loseCare makes the desks careless. On SQLite one transaction writes at a time, which what is read in it cannot change under:
// nothing would be seen there.
func (w *world) loseCare() {
	meeting := make(chan struct{})
	for _, desk := range w.desks {
		desk.Store = careless{desk.Store, meeting}
		desk.loans.Store = desk.Store
	}
}

func onPostgres(t *testing.T) bool {
	t.Helper()
	return t.Name()[len(t.Name())-len("PostgreSQL"):] == "PostgreSQL"
}

func TestRaceFindsCarelessStores(t *testing.T) {
	several(t, processes, func(t *testing.T, w *world) {
		if !onPostgres(t) {
			return
		}
		l := w.approved(w.Worker(1))
		w.loseCare()
		if n := w.race("check-out", func(desk *Service, _ int) error {
			return second(desk.CheckOut(t.Context(), clerk, l.ID, l.Version, "赵公"))
		}); n < 2 {
			t.Fatalf("%d left with the dossier: the race sees no fault where there is one", n)
		}
	})
}

// lost reports whether the caller cannot know what became of a call.
func lost(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errs.Is(err, errs.Unavailable) ||
		errs.Is(err, errs.Internal)
}
