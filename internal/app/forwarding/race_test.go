package forwarding

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/danganku/danganku/internal/app/circulation"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const (
	processes = 4 // stores on one database
	racers    = 80
)

// race lets all racers begin at once and counts those who succeeded; the others must be told that somebody was faster.
func (w *world) race(what string, try func(n int) error) int {
	w.t.Helper()
	var won atomic.Int32
	var running sync.WaitGroup
	begin := make(chan struct{})
	for n := range racers {
		running.Go(func() {
			<-begin
			err := try(n)
			code := errs.CodeOf(err)
			switch {
			case err == nil:
				won.Add(1)
			case !errs.Is(err, errs.Conflict) && !errs.Is(err, errs.Stale) && code != domain.RuleByID(domain.R29).Code && code != domain.RuleByID(domain.R27).Code:
				w.t.Errorf("%s, racer %d: %v", what, n, err)
			}
		})
	}
	close(begin)
	running.Wait()
	return int(won.Load())
}

// TestLetterAgainstLoan: of those who ask at once for one dossier, half to forward it and half to borrow it, one gets it; and of
// those who then pack it one does.
func TestLetterAgainstLoan(t *testing.T) {
	several(t, processes, func(t *testing.T, w *world) {
		ctx := t.Context()
		for n := 1; n <= 3; n++ {
			id := w.Worker(n)
			won := w.race("dossier", func(n int) error {
				if n%2 == 0 {
					return errOf(w.desks[n%processes].Receive(ctx, keeper, id, w.form(), ""))
				}
				l := loan(w)
				l.Unit = fmt.Sprint("单位", n)
				return errOf(w.loans[n%processes].Request(ctx, keeper, id, l, ""))
			})
			open := must(w.Store.Matters().List(ctx, authz.Everything(), domain.MatterFilter{DossierID: id, Exclusive: true}, "", 9))
			if won != 1 || len(open) != 1 {
				t.Fatalf("%d got the dossier, %d matters are open", won, len(open))
			}
		}
		o := w.reviewed(w.Worker(4))
		if won := w.race("parcel", func(n int) error { return errOf(w.desks[n%processes].Pack(ctx, keeper, o.ID, o.Version, w.parcel())) }); won != 1 {
			t.Fatalf("%d packed the dossier", won)
		}
		o = w.stored(o.ID)
		if won := w.race("post", func(n int) error { return errOf(w.desks[n%processes].Dispatch(ctx, keeper, o.ID, o.Version, w.mail())) }); won != 1 {
			t.Fatalf("%d sent the dossier", won)
		}
		if o = w.stored(o.ID); o.Packing.NoticeNo != "TZ-210106-2026-0001" || len(must(w.Store.Custody().Moves(ctx, o.DossierID))) != 2 {
			t.Errorf("notice %s", o.Packing.NoticeNo)
		}
	})
}

// TestDeathAgainstLetter: a hold and a forwarding that begin at once never both get hold of the paper.
func TestDeathAgainstLetter(t *testing.T) {
	several(t, processes, func(t *testing.T, w *world) {
		ctx := t.Context()
		for n := 1; n <= 5; n++ {
			id := w.Worker(n)
			w.race("dossier", func(n int) error {
				desk := w.desks[n/2%processes]
				if n%2 == 0 {
					return errOf(desk.BeginHold(ctx, keeper, id, w.died(), ""))
				}
				return errOf(desk.Receive(ctx, keeper, id, w.form(), ""))
			})
			for _, o := range must(w.Store.Outbounds().List(ctx, authz.Everything(), domain.MatterFilter{DossierID: id}, "", 9)) {
				_, err := w.Decide(ctx, approver, o.ID, o.Version, true, "")
				if held := w.Custody(id) == domain.DeceasedHold; held != (err != nil) {
					t.Errorf("dossier %s, review: %v", w.Custody(id), err)
				}
			}
			if holds := must(w.Store.Holds().List(ctx, authz.Everything(), domain.MatterFilter{DossierID: id}, "", 9)); len(holds) > 1 {
				t.Errorf("%d holds", len(holds))
			}
		}
	})
}

// slow is a store whose transactions are held up before they get a number.
type slow struct {
	domain.Store
	meanwhile func()
}

func (s slow) InTx(ctx context.Context, fn func(ctx context.Context, tx domain.Repos) error) error {
	return s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error { return fn(ctx, slowRepos{tx, s.meanwhile}) })
}

type slowRepos struct {
	domain.Repos
	meanwhile func()
}

func (s slowRepos) Numbers() domain.NumberRepo { return slowNumbers{s.Repos.Numbers(), s.meanwhile} }

type slowNumbers struct {
	domain.NumberRepo
	meanwhile func()
}

func (s slowNumbers) Next(ctx context.Context, kind domain.PaperKind, office string, year int) (int, error) {
	s.meanwhile()
	return s.NumberRepo.Next(ctx, kind, office, year)
}

// TestLoanOfDossierThatLeftMeanwhile: a request that read where the dossier is, and then had to wait, does not get a dossier that
// was forwarded for good before it could go on. On SQLite nobody else writes in between.
func TestLoanOfDossierThatLeftMeanwhile(t *testing.T) {
	several(t, processes, func(t *testing.T, w *world) {
		if !strings.HasSuffix(t.Name(), "PostgreSQL") {
			return
		}
		ctx, id := t.Context(), w.Worker(1)
		config := w.loans[1].Config
		config.Store = slow{config.Store, sync.OnceFunc(func() { w.confirmed(id) })}
		_, err := circulation.New(config).Request(ctx, keeper, id, loan(w), "")
		if open := must(w.Store.Matters().List(ctx, authz.Everything(), domain.MatterFilter{DossierID: id, Exclusive: true}, "", 9)); errs.CodeOf(err) != "custody.moved" || len(open) != 0 {
			t.Errorf("request: %v, %d matters are open", err, len(open))
		}
		if where := w.Custody(id); where != domain.TransferredOut {
			t.Errorf("the dossier is %s", where)
		}
	})
}
