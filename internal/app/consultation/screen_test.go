package consultation

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func containsAll(text string, parts ...string) bool {
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}

func TestCodesStartOneScreenOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		c, code := w.onScreen(id)
		for _, wrong := range []string{"", "00000000x", strings.Repeat("9", 500), c.Session.CodeHash} {
			w.Refused("wrong code", w.untouched("wrong code", id, func() error { return third(w.StartScreen(ctx, wrong, address)) }), errs.Unauthenticated, "screen.code")
		}
		token, c, err := w.StartScreen(ctx, code, address)
		if err != nil {
			t.Fatal(err)
		}
		w.Refused("code used twice", w.untouched("code used twice", id, func() error { return third(w.StartScreen(ctx, code, address)) }), errs.Unauthenticated, "screen.code")

		c, fresh, err := w.NewCode(ctx, clerk, c.ID, c.Version)
		if err != nil || fresh == code || c.Session.Terminal != "一号终端" {
			t.Fatalf("new code: %q %v", fresh, err)
		}
		for _, old := range []string{token, "", c.Session.TokenHash, fresh} {
			w.Refused("the old screen", w.untouched("the old screen", id, func() error { return second(w.ScreenPage(ctx, old, 1, address)) }), errs.Unauthenticated, "screen.token")
			w.Refused("the old screen", w.untouched("the old screen", id, func() error { return second(w.Screen(ctx, old)) }), errs.Unauthenticated, "screen.token")
		}
		second, c, err := w.StartScreen(ctx, fresh, address)
		if err != nil || second == token {
			t.Fatalf("second screen: %v", err)
		}
		must(w.ScreenPage(ctx, second, 1, address))

		_, unused, err := w.NewCode(ctx, clerk, c.ID, c.Version)
		if err != nil {
			t.Fatal(err)
		}
		w.clock.Advance(3 * time.Hour)
		w.Refused("a code after the window, before the timer", third(w.StartScreen(ctx, unused, address)), errs.Unauthenticated, "screen.code")
		err = w.untouched("a new code after the window", id, func() error { return third(w.NewCode(ctx, clerk, c.ID, c.Version+1)) })
		w.Breaks("a new code after the window", err, domain.R26, "已结束")
		w.pass(0)
		w.Refused("a code after the timer", third(w.StartScreen(ctx, unused, address)), errs.Unauthenticated, "screen.code")
	})
}

func TestPaperHasNoScreen(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		c := w.onPaper(id)
		err := w.untouched("a code for paper", id, func() error { return third(w.NewCode(ctx, clerk, c.ID, c.Version)) })
		w.Refused("a code for paper", err, errs.Conflict, "consultation.paper")
		screen := w.approved(w.Worker(2), w.form(domain.MediumTerminal))
		err = w.untouched("no terminal named", screen.DossierID, func() error { return third(w.Open(ctx, clerk, screen.ID, screen.Version, " ")) })
		w.Refused("no terminal named", err, errs.Invalid, "matter.missing")
	})
}

// TestPagesOutOfScopeDoNotExist: visitors cannot tell a page they may not see from one that is not there.
func TestPagesOutOfScopeDoNotExist(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		form := w.form(domain.MediumTerminal)
		form.Asked = domain.UseScope{Classes: []string{"1", "2"}}
		c := w.verified(id, form)
		c = must(w.Decide(ctx, approver, c.ID, c.Version, true, "", domain.UseScope{MaterialIDs: []string{"m2"}})) // all pages are of m1
		_, code, err := w.Open(ctx, clerk, c.ID, c.Version, "一号终端")
		if err != nil {
			t.Fatal(err)
		}
		token, _, err := w.StartScreen(ctx, code, address)
		if err != nil {
			t.Fatal(err)
		}
		missing := w.untouched("no such page", id, func() error { return second(w.ScreenPage(ctx, token, 99, address)) })
		for no := 1; no <= 3; no++ {
			have := w.untouched("out of scope", id, func() error { return second(w.ScreenPage(ctx, token, no, address)) })
			w.SameAsMissing("out of scope", have, missing)
		}
		if view := must(w.Screen(ctx, token)); len(view.Materials) != 1 || view.Materials[0].ID != "m2" || len(view.Materials[0].Pages) != 0 {
			t.Errorf("screen: %+v", view.Materials)
		}
	})
}

func TestNoPageAfterTheWindow(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		c, token := w.started(id)
		w.clock.Advance(3*time.Hour - 1)
		must(w.ScreenPage(ctx, token, 1, address))
		over := func(when string) {
			t.Helper()
			for _, call := range []func() error{
				func() error { return second(w.ScreenPage(ctx, token, 1, address)) },
				func() error { return second(w.ScreenPage(ctx, token, 99, address)) },
				func() error { return second(w.Screen(ctx, token)) },
				func() error { return second(w.RequestCopies(ctx, clerk, c.ID, w.copyForm(), "")) },
			} {
				w.Breaks(when, w.untouched(when, id, call), domain.R26, "")
			}
		}
		w.clock.Advance(1)
		over("before the timer")
		w.pass(0)
		over("after the timer")
	})
}

// TestUnloggedPagesAreNotGiven: a page that cannot be written into the trail stays unseen.
func TestUnloggedPagesAreNotGiven(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		_, token := w.started(w.Worker(1))
		w.Service.Store = mute{w.Store}
		if page, err := w.ScreenPage(t.Context(), token, 1, address); err == nil || page.DossierID != "" {
			t.Errorf("given without a trace: %+v", page)
		}
		if view, err := w.Screen(t.Context(), token); err == nil || len(view.Materials) != 0 {
			t.Errorf("shown without a trace: %+v", view)
		}
	})
}

// mute is a store whose audit trail takes nothing.
type mute struct{ domain.Store }

func (m mute) Audit() domain.AuditRepo { return muteTrail{m.Store.Audit()} }

type muteTrail struct{ domain.AuditRepo }

func (muteTrail) Append(context.Context, ...domain.AuditEntry) error {
	return errs.New(errs.Unavailable, "audit.mute", "")
}

const (
	processes = 4 // stores on one database
	racers    = 40
)

// race lets all racers begin at once, spread over the rooms, and counts those who succeeded; the others must be refused with one
// of the kinds.
func (w *world) race(what string, try func(room *Service) error, kinds ...errs.Kind) int {
	w.T.Helper()
	var won atomic.Int32
	var running sync.WaitGroup
	begin := make(chan struct{})
	for n := range racers {
		running.Go(func() {
			<-begin
			err := try(w.rooms[n%len(w.rooms)])
			if err == nil {
				won.Add(1)
				return
			}
			for _, kind := range kinds {
				if errs.Is(err, kind) {
					return
				}
			}
			w.T.Errorf("%s, racer %d: %v", what, n, err)
		})
	}
	close(begin)
	running.Wait()
	return int(won.Load())
}

func TestManyAtOnce(t *testing.T) {
	several(t, processes, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		c := w.approved(id, w.form(domain.MediumPaper))
		if n := w.race("open", func(room *Service) error { return third(room.Open(ctx, clerk, c.ID, c.Version, "")) }, errs.Stale, errs.Conflict); n != 1 {
			t.Errorf("%d opened one consultation", n)
		}
		if moves := must(w.Store.Custody().Moves(ctx, id)); len(moves) != 1 {
			t.Errorf("moves: %+v", moves)
		}
		_, code := w.onScreen(w.Worker(2))
		if n := w.race("start", func(room *Service) error { return third(room.StartScreen(ctx, code, address)) }, errs.Unauthenticated); n != 1 {
			t.Errorf("%d screens with one code", n)
		}
		o := w.copiesApproved(w.stored(c.ID))
		if n := w.race("issue", func(room *Service) error { return second(room.IssueCopies(ctx, clerk, o.ID, o.Version, "赵公")) }, errs.Stale, errs.Conflict); n != 1 {
			t.Errorf("%d issued one order of copies", n)
		}
		for _, piece := range w.storedCopies(o.ID).Pieces {
			if p := w.proof(piece.Code); p.Number != piece.No {
				t.Errorf("proof of %s: %+v", piece.No, p)
			}
		}
	})
}
