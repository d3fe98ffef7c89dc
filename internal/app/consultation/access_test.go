package consultation

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/app/matter/mattertest"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// target is what an operation is about.
type target struct {
	dossier, visit, order string
	version, orderVersion int
	form                  Form
	copies                CopyForm
}

// operation is one call of the desk.
type operation struct {
	name string
	may  []string // who may, of the actors of TestPermissions
	call func(ctx context.Context, s *Service, a authz.Actor, on target) error
}

var operations = []operation{
	{"register", []string{"clerk"}, func(ctx context.Context, s *Service, a authz.Actor, on target) error {
		return second(s.Register(ctx, a, on.dossier, on.form, ""))
	}},
	{"read", []string{"clerk", "approver"}, func(ctx context.Context, s *Service, a authz.Actor, on target) error {
		return second(s.Consultation(ctx, a, on.visit))
	}},
	{"copies of", []string{"clerk", "approver"}, func(ctx context.Context, s *Service, a authz.Actor, on target) error {
		return second(s.CopiesOf(ctx, a, on.visit))
	}},
	{"form", []string{"clerk", "approver"}, func(ctx context.Context, s *Service, a authz.Actor, on target) error {
		return second(s.FormContent(ctx, a, on.visit))
	}},
	{"update", []string{"clerk"}, func(ctx context.Context, s *Service, a authz.Actor, on target) error {
		return second(s.Update(ctx, a, on.visit, on.version, on.form))
	}},
	{"verify", []string{"clerk"}, func(ctx context.Context, s *Service, a authz.Actor, on target) error {
		return third(s.Verify(ctx, a, on.visit, on.version))
	}},
	{"refuse", []string{"clerk"}, func(ctx context.Context, s *Service, a authz.Actor, on target) error {
		return second(s.Refuse(ctx, a, on.visit, on.version, "理由"))
	}},
	{"decide", []string{"approver"}, func(ctx context.Context, s *Service, a authz.Actor, on target) error {
		return second(s.Decide(ctx, a, on.visit, on.version, true, "", domain.UseScope{}))
	}},
	{"open", []string{"clerk"}, func(ctx context.Context, s *Service, a authz.Actor, on target) error {
		return third(s.Open(ctx, a, on.visit, on.version, "一号终端"))
	}},
	{"new code", []string{"clerk"}, func(ctx context.Context, s *Service, a authz.Actor, on target) error {
		return third(s.NewCode(ctx, a, on.visit, on.version))
	}},
	{"return", []string{"clerk"}, func(ctx context.Context, s *Service, a authz.Actor, on target) error {
		return second(s.Return(ctx, a, on.visit, on.version, whole))
	}},
	{"terminate", []string{"clerk"}, func(ctx context.Context, s *Service, a authz.Actor, on target) error {
		return second(s.Terminate(ctx, a, on.visit, on.version, "拍照", whole))
	}},
	{"close", []string{"clerk"}, func(ctx context.Context, s *Service, a authz.Actor, on target) error {
		return second(s.Close(ctx, a, on.visit, on.version))
	}},
	{"request copies", []string{"clerk"}, func(ctx context.Context, s *Service, a authz.Actor, on target) error {
		return second(s.RequestCopies(ctx, a, on.visit, on.copies, ""))
	}},
	{"read order", []string{"clerk", "approver"}, func(ctx context.Context, s *Service, a authz.Actor, on target) error {
		return second(s.CopyOrder(ctx, a, on.order))
	}},
	{"decide copies", []string{"approver"}, func(ctx context.Context, s *Service, a authz.Actor, on target) error {
		return second(s.DecideCopies(ctx, a, on.order, on.orderVersion, true, ""))
	}},
	{"issue copies", []string{"clerk"}, func(ctx context.Context, s *Service, a authz.Actor, on target) error {
		return second(s.IssueCopies(ctx, a, on.order, on.orderVersion, "赵公"))
	}},
	{"void copies", []string{"clerk"}, func(ctx context.Context, s *Service, a authz.Actor, on target) error {
		return second(s.VoidCopies(ctx, a, on.order, on.orderVersion, "理由"))
	}},
	{"copy content", []string{"clerk"}, func(ctx context.Context, s *Service, a authz.Actor, on target) error {
		return second(s.CopyContent(ctx, a, on.order, "FZ-210106-2026-0001-01"))
	}},
}

// visited is a consultation with an order of copies that waits.
func (w *world) visited(n int) target {
	w.T.Helper()
	c, _ := w.started(w.Worker(n))
	o := w.ordered(c)
	return target{c.DossierID, c.ID, o.ID, w.stored(c.ID).Version, o.Version, w.form(domain.MediumTerminal), w.copyForm()}
}

// TestStrangersLearnNothing: to who has no rights over the office, everything answers as if it did not exist.
func TestStrangersLearnNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, on := t.Context(), w.visited(1)
		nothing := on
		nothing.dossier, nothing.visit, nothing.order = "none", "none", "none"
		for _, o := range operations {
			for _, actor := range []authz.Actor{stranger, {UserID: "none"}, mattertest.Granted("officer", authz.SystemOfficer, ""),
				mattertest.Granted("street", authz.CommunityWorker, "210106")} {
				have := w.untouched(o.name, on.dossier, func() error { return o.call(ctx, w.Service, actor, on) })
				w.SameAsMissing(o.name+" by "+actor.UserID, have, o.call(ctx, w.Service, actor, nothing))
			}
		}
		if n, m := len(must(w.List(ctx, stranger, domain.MatterFilter{}, "", 9))), len(must(w.Copies(ctx, stranger, domain.MatterFilter{}, "", 9))); n+m != 0 {
			t.Errorf("a stranger lists %d consultations, %d copies", n, m)
		}
		if n := len(must(w.List(ctx, clerk, domain.MatterFilter{}, "", 9))); n != 1 {
			t.Errorf("a clerk lists %d", n)
		}
		w.Refused("a list without the permission", second(w.List(ctx, mattertest.Sorter, domain.MatterFilter{}, "", 9)), errs.Forbidden, "access.forbidden")
	})
}

// TestPermissions: who may see but not do is told so.
func TestPermissions(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, on := t.Context(), w.visited(1)
		for _, o := range operations {
			for _, actor := range []authz.Actor{clerk, approver} {
				if slices.Contains(o.may, actor.UserID) || o.name == "decide" { // a chain that is complete answers by the state
					continue
				}
				err := w.untouched(o.name, on.dossier, func() error { return o.call(ctx, w.Service, actor, on) })
				w.Refused(o.name+" by "+actor.UserID, err, errs.Forbidden, "access.forbidden")
			}
		}
		c := w.verified(on.dossier, on.form)
		decide := func(actor authz.Actor) func() error {
			return func() error { return second(w.Decide(ctx, actor, c.ID, c.Version, true, "", domain.UseScope{})) }
		}
		w.Refused("a clerk decides", w.untouched("a clerk decides", on.dossier, decide(clerk)), errs.Forbidden, "access.forbidden")
		w.Refused("an archivist decides, whom the chain does not name", w.untouched("an archivist decides", on.dossier, decide(keeper)), errs.Forbidden, "access.forbidden")
	})
}

func TestNobodyDecidesWhatTheyDidThemselves(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		both := mattertest.With(approver, clerk)
		both.UserID = "both"
		mine := must(w.Register(ctx, both, id, w.form(domain.MediumTerminal), ""))
		mine, _, err := w.Verify(ctx, clerk, mine.ID, mine.Version)
		if err != nil {
			t.Fatal(err)
		}
		checked := w.registered(id, w.form(domain.MediumTerminal))
		if checked, _, err = w.Verify(ctx, both, checked.ID, checked.Version); err != nil {
			t.Fatal(err)
		}
		for what, c := range map[string]domain.Consultation{"registered": mine, "verified": checked} {
			err := w.untouched(what, id, func() error { return second(w.Decide(ctx, both, c.ID, c.Version, true, "", domain.UseScope{})) })
			w.Refused(what, err, errs.Forbidden, "matter.own_request")
			if slices.Contains(w.Allowed(both, &c), StepDecide) || !slices.Contains(w.Allowed(approver, &c), StepDecide) {
				t.Errorf("%s: offered to %v, %v", what, w.Allowed(both, &c), w.Allowed(approver, &c))
			}
		}
	})
}

// TestRecusal: a clerk or approver keeps away from the dossiers of relatives (R25), whatever the roles.
func TestRecusal(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, on := t.Context(), w.visited(1)
		kin := mattertest.Recused(mattertest.With(mattertest.With(clerk, keeper), approver), 1)
		kin.UserID = "kin"
		for _, o := range operations {
			if o.name == "decide" { // not waiting for a decision
				continue
			}
			err := w.untouched(o.name, on.dossier, func() error { return o.call(ctx, w.Service, kin, on) })
			w.Breaks(o.name, err, domain.R25, "回避")
		}
		c := w.verified(on.dossier, on.form)
		err := w.untouched("decide", on.dossier, func() error { return second(w.Decide(ctx, kin, c.ID, c.Version, true, "", domain.UseScope{})) })
		w.Breaks("decide", err, domain.R25, "回避")
		opened, order := w.stored(on.visit), w.storedCopies(on.order)
		if steps := append(w.Allowed(kin, &opened), w.AllowedCopies(kin, &order)...); len(steps) != 0 {
			t.Errorf("offered: %v", steps)
		}
		other := w.visited(2) // and works with all others
		must(w.Consultation(ctx, kin, other.visit))
	})
}

// TestTwoClerks: who acts on what somebody else has changed meanwhile is told so, and nothing happens.
func TestTwoClerks(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, on := t.Context(), w.visited(1)
		for _, o := range operations {
			stale := on
			stale.version, stale.orderVersion = on.version-1, on.orderVersion-1
			switch o.name {
			case "policy", "register", "read", "copies of", "form", "request copies", "read order", "copy content":
				continue
			}
			actor := clerk
			if o.may[0] == "approver" {
				actor = approver
			}
			err := w.untouched(o.name, on.dossier, func() error { return o.call(ctx, w.Service, actor, stale) })
			if !errs.Is(err, errs.Stale) {
				t.Errorf("%s: %v", o.name, err)
			}
		}
		looked := w.stored(on.visit)
		w.ordered(looked)
		err := w.untouched("copies asked for since the clerk looked", on.dossier, func() error {
			return second(w.Return(ctx, clerk, looked.ID, looked.Version, whole))
		})
		w.Refused("copies asked for since the clerk looked", err, errs.Stale, "consultation.stale")
	})
}

func TestStepsThatAreOffered(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		offered := func(when string, actor authz.Actor, c domain.Consultation, want ...Step) {
			t.Helper()
			if diff := cmp.Diff(want, w.Allowed(actor, &c)); diff != "" {
				t.Errorf("%s (-want +have):\n%s", when, diff)
			}
		}
		copies := func(when string, actor authz.Actor, o domain.CopyOrder, want ...Step) {
			t.Helper()
			if diff := cmp.Diff(want, w.AllowedCopies(actor, &o)); diff != "" {
				t.Errorf("%s (-want +have):\n%s", when, diff)
			}
		}
		offered("registered", clerk, w.registered(id, w.form(domain.MediumTerminal)), StepUpdate, StepVerify, StepRefuse)
		verified := w.verified(id, w.form(domain.MediumTerminal))
		offered("verified", clerk, verified)
		offered("verified", approver, verified, StepDecide)
		offered("approved", clerk, w.approved(id, w.form(domain.MediumTerminal)), StepOpen)
		c, _ := w.started(id)
		offered("open", clerk, c, StepNewCode, StepCopy, StepReturn, StepTerminate)
		offered("open", approver, c)
		offered("open", stranger, c)
		o := w.ordered(c)
		copies("ordered", approver, o, StepDecide)
		copies("ordered", clerk, o)
		o = must(w.DecideCopies(ctx, approver, o.ID, o.Version, true, ""))
		copies("approved", clerk, o, StepIssue, StepVoid)
		copies("approved by oneself", mattertest.With(approver, clerk), o, StepVoid)
		o = must(w.IssueCopies(ctx, clerk, o.ID, o.Version, "赵公"))
		copies("issued", clerk, o, StepVoid)
		w.pass(3 * time.Hour)
		offered("expired", clerk, w.stored(c.ID), StepReturn, StepTerminate)
		c = must(w.Return(ctx, clerk, c.ID, w.stored(c.ID).Version, whole))
		offered("returned", clerk, c, StepClose)
		offered("closed", clerk, must(w.Close(ctx, clerk, c.ID, c.Version)))
	})
}
