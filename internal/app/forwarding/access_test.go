package forwarding

import (
	"context"
	"testing"

	"github.com/danganku/danganku/internal/app/matter/mattertest"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// subject is what an operation is tried on.
type subject struct {
	dossier, outbound, hold string
	version, holdVersion    int
}

// operation is one call about a dossier, a forwarding or a hold. reads marks those for which seeing is enough, decides those that
// the chain allows.
type operation struct {
	name           string
	reads, decides bool
	call           func(ctx context.Context, w *world, a authz.Actor, s subject) error
}

var operations = []operation{
	{"receive", false, false, func(ctx context.Context, w *world, a authz.Actor, s subject) error {
		return errOf(w.Receive(ctx, a, s.dossier, w.form(), ""))
	}},
	{"begin hold", false, false, func(ctx context.Context, w *world, a authz.Actor, s subject) error {
		return errOf(w.BeginHold(ctx, a, s.dossier, w.died(), ""))
	}},
	{"outbound", true, false, func(ctx context.Context, w *world, a authz.Actor, s subject) error {
		return errOf(w.Outbound(ctx, a, s.outbound))
	}},
	{"form", true, false, func(ctx context.Context, w *world, a authz.Actor, s subject) error {
		return errOf(w.FormContent(ctx, a, s.outbound))
	}},
	{"notice", true, false, func(ctx context.Context, w *world, a authz.Actor, s subject) error {
		return errOf(w.NoticeContent(ctx, a, s.outbound))
	}},
	{"chase letter", true, false, func(ctx context.Context, w *world, a authz.Actor, s subject) error {
		return errOf(w.ChaseContent(ctx, a, s.outbound, "CB"))
	}},
	{"review", false, true, func(ctx context.Context, w *world, a authz.Actor, s subject) error {
		return errOf(w.Decide(ctx, a, s.outbound, s.version, true, ""))
	}},
	{"pack", false, false, func(ctx context.Context, w *world, a authz.Actor, s subject) error {
		return errOf(w.Pack(ctx, a, s.outbound, s.version, w.parcel()))
	}},
	{"dispatch", false, false, func(ctx context.Context, w *world, a authz.Actor, s subject) error {
		return errOf(w.Dispatch(ctx, a, s.outbound, s.version, w.mail()))
	}},
	{"chase", false, false, func(ctx context.Context, w *world, a authz.Actor, s subject) error {
		return errOf(w.Chase(ctx, a, s.outbound, s.version, ""))
	}},
	{"receipt", false, false, func(ctx context.Context, w *world, a authz.Actor, s subject) error {
		return errOf(w.Receipt(ctx, a, s.outbound, s.version, w.signed()))
	}},
	{"archive", false, false, func(ctx context.Context, w *world, a authz.Actor, s subject) error {
		return errOf(w.Archive(ctx, a, s.outbound, s.version, ""))
	}},
	{"sent back", false, false, func(ctx context.Context, w *world, a authz.Actor, s subject) error {
		return errOf(w.SentBack(ctx, a, s.outbound, s.version, w.Today(), "缺页"))
	}},
	{"lost", false, false, func(ctx context.Context, w *world, a authz.Actor, s subject) error {
		return errOf(w.ReportLost(ctx, a, s.outbound, s.version, "失窃"))
	}},
	{"withdraw", false, false, func(ctx context.Context, w *world, a authz.Actor, s subject) error {
		return errOf(w.Withdraw(ctx, a, s.outbound, s.version, "撤销"))
	}},
	{"hold", true, false, func(ctx context.Context, w *world, a authz.Actor, s subject) error {
		return errOf(w.Hold(ctx, a, s.hold))
	}},
	{"hold form", true, false, func(ctx context.Context, w *world, a authz.Actor, s subject) error {
		return errOf(w.HoldContent(ctx, a, s.hold))
	}},
	{"request transfer", false, false, func(ctx context.Context, w *world, a authz.Actor, s subject) error {
		return errOf(w.RequestTransfer(ctx, a, s.hold, s.holdVersion, false, ""))
	}},
	{"decide hold", false, true, func(ctx context.Context, w *world, a authz.Actor, s subject) error {
		return errOf(w.DecideHold(ctx, a, s.hold, s.holdVersion, true, ""))
	}},
	{"transfer hold", false, false, func(ctx context.Context, w *world, a authz.Actor, s subject) error {
		return errOf(w.TransferHold(ctx, a, s.hold, s.holdVersion, w.handOver()))
	}},
	{"withdraw hold", false, false, func(ctx context.Context, w *world, a authz.Actor, s subject) error {
		return errOf(w.WithdrawHold(ctx, a, s.hold, s.holdVersion, "误报"))
	}},
}

// subjects are a dossier of which a forwarding is packed, and a hold whose transfer is asked for.
func (w *world) subjects() subject {
	w.t.Helper()
	o, h := w.packed(w.Worker(1)), w.asked(w.Worker(2))
	return subject{o.DossierID, o.ID, h.ID, o.Version, h.Version}
}

func (w *world) untouched(s subject) {
	w.t.Helper()
	if w.stored(s.outbound).Version != s.version || w.held(s.hold).Version != s.holdVersion || w.Custody(s.dossier) != domain.OutboundPreparing {
		w.t.Error("something was changed")
	}
}

// TestStrangersLearnNothing: to who has no rights over the office, a forwarding, a hold and a dossier answer as if they did not
// exist.
func TestStrangersLearnNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, s := t.Context(), w.subjects()
		none := subject{"dossier-none", "outbound-none", "hold-none", s.version, s.holdVersion}
		for _, o := range operations {
			for _, actor := range []authz.Actor{stranger, {UserID: "none"}, mattertest.Granted("officer", authz.SystemOfficer, ""), mattertest.Granted("street", authz.CommunityWorker, "210106")} {
				have, missing := o.call(ctx, w, actor, s), o.call(ctx, w, actor, none)
				w.SameAsMissing(o.name+" by "+actor.UserID, have, missing)
			}
		}
		w.untouched(s)
		filter := domain.MatterFilter{DossierID: s.dossier}
		if n, m := len(must(w.Outbounds(ctx, stranger, filter, "", 9))), len(must(w.Holds(ctx, stranger, domain.MatterFilter{}, "", 9))); n+m != 0 {
			t.Errorf("a stranger lists %d and %d", n, m)
		}
		if n := len(must(w.Outbounds(ctx, reader, filter, "", 9))); n != 1 {
			t.Errorf("a reader lists %d", n)
		}
	})
}

// TestPermissions: who may see but not do is told so; nothing changes by it.
func TestPermissions(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, s := t.Context(), w.subjects()
		for _, o := range operations {
			if o.reads || o.decides {
				continue
			}
			w.Refused(o.name+" by an approver", o.call(ctx, w, approver, s), errs.Forbidden, "access.forbidden")
			w.Refused(o.name+" by a reading-room clerk", o.call(ctx, w, reader, s), errs.Forbidden, "access.forbidden")
		}
		w.untouched(s)
		for what, err := range map[string]error{"forwardings": errOf(w.Outbounds(ctx, sorter, domain.MatterFilter{}, "", 9)), "holds": errOf(w.Holds(ctx, sorter, domain.MatterFilter{}, "", 9)),
			"deceased": errOf(w.DeceasedOnShelf(ctx, reader, "", 9))} {
			w.Refused("a list of "+what+" without the permission", err, errs.Forbidden, "access.forbidden")
		}
		asked := w.received(w.Worker(3))
		elsewhere := mattertest.With(keeper, mattertest.Granted("", authz.Approver, "210103"))
		w.Refused("review by an approver of another district", errOf(w.Decide(ctx, elsewhere, asked.ID, asked.Version, true, "")), errs.Forbidden, "access.forbidden")
		w.Refused("review by a reading-room clerk", errOf(w.Decide(ctx, reader, asked.ID, asked.Version, true, "")), errs.Forbidden, "access.forbidden")
		w.Refused("decision on a hold by one", errOf(w.DecideHold(ctx, reader, s.hold, s.holdVersion, true, "")), errs.Forbidden, "access.forbidden")
		w.Refused("review by an archivist, whom the chain does not name", errOf(w.Decide(ctx, keeper, asked.ID, asked.Version, true, "")), errs.Forbidden, "access.forbidden")
	})
}

// TestRecusal: who must keep away from the subject's dossier does nothing with it, reading included (R25).
func TestRecusal(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, s := t.Context(), w.subjects()
		s.hold, s.holdVersion = w.asked(w.Worker(4)).ID, 3
		for _, o := range operations {
			kin := keeper
			kin.Recused = []string{mattertest.Number(1).Full(), mattertest.Number(4).Full()}
			w.Breaks(o.name, o.call(ctx, w, kin, s), domain.R25, "")
		}
	})
}

func TestNobodyDecidesTheirOwn(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		both := mattertest.With(mattertest.Granted("both", authz.Approver, "210106"), keeper)
		o := must(w.Receive(ctx, both, w.Worker(1), w.form(), ""))
		w.Refused("one's own letter", errOf(w.Decide(ctx, both, o.ID, o.Version, true, "")), errs.Forbidden, "matter.own_request")
		h := w.due(w.Worker(2))
		h = must(w.RequestTransfer(ctx, both, h.ID, h.Version, false, ""))
		w.Refused("one's own request of another's hold", errOf(w.DecideHold(ctx, both, h.ID, h.Version, true, "")), errs.Forbidden, "matter.own_request")
		must(w.DecideHold(ctx, approver, h.ID, h.Version, true, ""))
	})
}

func TestRequestKeys(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		first, again := must(w.Receive(ctx, keeper, id, w.form(), "key")), must(w.Receive(ctx, keeper, id, w.form(), "key"))
		if first.ID != again.ID {
			t.Errorf("the same letter made %s and %s", first.No, again.No)
		}
		w.Refused("the key of a letter for a death", errOf(w.BeginHold(ctx, keeper, w.Worker(3), w.died(), "key")), errs.Conflict, "unique.matters_request_key")
		w.Breaks("another letter", errOf(w.Receive(ctx, keeper, id, w.form(), "other")), domain.R29, "")
		hold, same := must(w.BeginHold(ctx, keeper, w.Worker(2), w.died(), "death")), must(w.BeginHold(ctx, keeper, "dossier-0002", w.died(), "death"))
		if hold.ID != same.ID || len(must(w.Store.Custody().Moves(ctx, "dossier-0002"))) != 1 {
			t.Errorf("the same death made %s and %s", hold.No, same.No)
		}
	})
}
