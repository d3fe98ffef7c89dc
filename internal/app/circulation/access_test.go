package circulation

import (
	"context"
	"fmt"
	"testing"

	"github.com/danganku/danganku/internal/app/matter/mattertest"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// operation is one call about a loan or a dossier.
type operation struct {
	name string
	call func(ctx context.Context, w *world, actor authz.Actor, dossierID, loanID string, version int) error
}

var operations = []operation{
	{"where", func(ctx context.Context, w *world, a authz.Actor, d, _ string, _ int) error {
		return second(w.Where(ctx, a, d))
	}},
	{"policy", func(ctx context.Context, w *world, a authz.Actor, d, _ string, _ int) error {
		return second(w.LoanPolicy(ctx, a, d))
	}},
	{"use policy", func(ctx context.Context, w *world, a authz.Actor, d, _ string, _ int) error {
		return second(w.UsePolicy(ctx, a, domain.MatterHold, d))
	}},
	{"form", func(ctx context.Context, w *world, a authz.Actor, _, l string, _ int) error {
		return second(w.FormContent(ctx, a, l))
	}},
	{"request", func(ctx context.Context, w *world, a authz.Actor, d, _ string, _ int) error {
		return second(w.Request(ctx, a, d, w.form(), ""))
	}},
	{"loan", func(ctx context.Context, w *world, a authz.Actor, _, l string, _ int) error {
		return second(w.Loan(ctx, a, l))
	}},
	{"approve", func(ctx context.Context, w *world, a authz.Actor, _, l string, v int) error {
		return second(w.Approve(ctx, a, l, v, true, ""))
	}},
	{"check out", func(ctx context.Context, w *world, a authz.Actor, _, l string, v int) error {
		return second(w.CheckOut(ctx, a, l, v, "赵公"))
	}},
	{"renew", func(ctx context.Context, w *world, a authz.Actor, _, l string, v int) error {
		return second(w.Renew(ctx, a, l, v, 1, "改期"))
	}},
	{"return", func(ctx context.Context, w *world, a authz.Actor, _, l string, v int) error {
		return second(w.Return(ctx, a, l, v, "赵公", whole))
	}},
	{"lost", func(ctx context.Context, w *world, a authz.Actor, _, l string, v int) error {
		return second(w.ReportLost(ctx, a, l, v, "失窃"))
	}},
}

// TestStrangersLearnNothing: to who has no rights over the office, a loan and a dossier answer as if they did not exist.
func TestStrangersLearnNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		l := w.out(w.Worker(1))
		for _, o := range operations {
			for _, actor := range []authz.Actor{stranger, {UserID: "none"}, mattertest.Granted("officer", authz.SystemOfficer, ""), mattertest.Granted("street", authz.CommunityWorker, "210106")} {
				have := o.call(ctx, w, actor, l.DossierID, l.ID, l.Version)
				missing := o.call(ctx, w, actor, "dossier-none", "loan-none", l.Version)
				w.SameAsMissing(o.name+" by "+actor.UserID, have, missing)
			}
		}
		if n := len(must(w.Loans(ctx, stranger, domain.MatterFilter{DossierID: l.DossierID}, "", 9))); n != 0 {
			t.Errorf("a stranger lists %d loans", n)
		}
		_, err := w.Loans(ctx, sorter, domain.MatterFilter{}, "", 9)
		w.Refused("a list without the permission", err, errs.Forbidden, "access.forbidden")
	})
}

// TestPermissions: who may see but not do is told so; nothing changes by it.
func TestPermissions(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		l := w.approved(w.Worker(1))
		forbidden := func(what string, err error) { t.Helper(); w.Refused(what, err, errs.Forbidden, "access.forbidden") }
		for _, o := range operations {
			switch o.name {
			case "where", "policy", "use policy", "form", "loan", "approve":
				continue
			case "request":
				forbidden(o.name+" by a cataloguer", o.call(ctx, w, sorter, l.DossierID, l.ID, l.Version))
			}
			forbidden(o.name+" by an approver", o.call(ctx, w, approver, l.DossierID, l.ID, l.Version))
		}
		forbidden("policy by a cataloguer", second(w.LoanPolicy(ctx, sorter, l.DossierID)))
		requested := w.requested(w.Worker(2))
		forbidden("approval by a clerk", second(w.Approve(ctx, clerk, requested.ID, requested.Version, true, "")))
		forbidden("approval by an archivist, whom the chain does not name", second(w.Approve(ctx, keeper, requested.ID, requested.Version, true, "")))
		elsewhere := keeper
		elsewhere.Grants = append(elsewhere.Grants, authz.Grant{Role: authz.Approver, Division: "210103"})
		forbidden("approval by an approver of another district", second(w.Approve(ctx, elsewhere, requested.ID, requested.Version, true, "")))
		if now := w.stored(requested.ID); now.Version != requested.Version || w.stored(l.ID).Version != l.Version {
			t.Fatal("something was changed")
		}
	})
}

func TestNobodyApprovesTheirOwnRequest(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		both := clerk
		both.Grants = append([]authz.Grant{{Role: authz.Approver, Division: "210106"}}, clerk.Grants...)
		l := must(w.Request(ctx, both, w.Worker(1), w.form(), ""))
		_, err := w.Approve(ctx, both, l.ID, l.Version, true, "")
		w.Refused("the one who requested", err, errs.Forbidden, "matter.own_request")
		if len(must(w.Desk(ctx, both)).ToApprove) != 0 {
			t.Error("the desk offers one's own request for approval")
		}
		must(w.Approve(ctx, approver, l.ID, l.Version, true, ""))
	})
}

func TestRequestKey(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		first := must(w.Request(ctx, clerk, id, w.form(), "key"))
		again := must(w.Request(ctx, clerk, id, w.form(), "key"))
		if first.ID != again.ID {
			t.Fatalf("the same request made %s and %s", first.ID, again.ID)
		}
		_, err := w.Request(ctx, clerk, id, w.form(), "other")
		w.Refused("another request", err, errs.Conflict, "unique.matters_exclusive")
		_, err = w.Request(ctx, keeper, id, w.form(), "key")
		w.Refused("another's key", err, errs.Conflict, "unique.matters_exclusive")
	})
}

func TestDesk(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		late := w.out(w.Worker(1))
		w.clock.Advance(day)
		today := w.out(w.Worker(2))
		w.clock.Advance(7 * day) // one is due since yesterday, one today
		form := w.form()
		form.Unit = "区法院"
		asked := must(w.Request(ctx, clerk, w.Worker(3), form, ""))
		ready := must(w.Request(ctx, clerk, w.Worker(4), form, ""))
		ready = must(w.Approve(ctx, approver, ready.ID, ready.Version, true, ""))
		check := func(when string, actor authz.Actor, want [4][]string) {
			t.Helper()
			desk := must(w.Desk(ctx, actor))
			for i, list := range [][]domain.MatterEntry{desk.ToApprove, desk.ToHandle, desk.DueToday, desk.Overdue} {
				if len(list) != len(want[i]) || len(list) == 1 && list[0].ID != want[i][0] {
					t.Errorf("%s, list %d of %s: %+v", when, i, actor.UserID, list)
				}
			}
		}
		rest := [4][]string{nil, {ready.ID}, {today.ID}, {late.ID}}
		check("before the timer", clerk, rest)
		w.days(0)
		check("after the timer", clerk, rest)
		rest[0], rest[1] = []string{asked.ID}, nil // an approver has nothing to do at the counter
		check("after the timer", approver, rest)
		check("after the timer", stranger, [4][]string{})
		if counts := must(w.Desk(ctx, stranger)).Counts; len(counts) != 0 {
			t.Errorf("a stranger counts %v", counts)
		}

		kin := clerk
		kin.Recused = []string{mattertest.Number(1).Full(), mattertest.Number(4).Full()}
		check("a relative of two", kin, [4][]string{nil, nil, {today.ID}, nil})
		if listed := must(w.Matters(ctx, kin, domain.MatterFilter{}, "", 2)); len(listed) != 2 || listed[0].ID != asked.ID || listed[1].ID != today.ID {
			t.Errorf("a relative of two lists %+v", listed)
		}
		_, err := w.MatterByNo(ctx, kin, late.No)
		w.Breaks("a relative scans the number", err, domain.R25, "回避")
		if _, err := w.Desk(ctx, sorter); !errs.Is(err, errs.Forbidden) {
			t.Errorf("the desk of someone without loans: %v", err)
		}
	})
}

// TestDeskShowsRequestsWhoseEvidenceIsToBeChecked: a requested loan waits for its approver, a requested certificate for the counter.
func TestDeskShowsRequestsWhoseEvidenceIsToBeChecked(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.requested(w.Worker(1))
		dossier := must(w.Store.Dossiers().Get(ctx, w.Worker(2)))
		asked := domain.Certificate{Matter: domain.NewMatter(dossier, domain.UsePolicy{Chain: []string{"approver"}}, clerk.UserID, clerk.Name, "", w.clock.Now()),
			State: domain.CertificateRequested}
		asked.No = "SL-210106-2026-0001"
		if err := w.Store.Certificates().Create(ctx, asked); err != nil {
			t.Fatal(err)
		}
		if desk := must(w.Desk(ctx, clerk)); len(desk.ToHandle) != 1 || desk.ToHandle[0].ID != asked.ID {
			t.Errorf("to handle: %+v", desk.ToHandle)
		}
	})
}

// TestDeskShowsTodayBesideAnyNumberOfLateOnes: what is due today is not pushed out by newer matters that are late.
func TestDeskShowsTodayBesideAnyNumberOfLateOnes(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, late := t.Context(), 2*deskRows
		dossier := must(w.Store.Dossiers().Get(ctx, w.Worker(1)))
		for n := range late + 1 {
			o := domain.OutboundTransfer{Matter: domain.NewMatter(dossier, domain.UsePolicy{}, keeper.UserID, keeper.Name, "", w.clock.Now()),
				State: domain.OutboundChased, ReceiptDue: w.Today().AddDays(-1)}
			if n == 0 {
				o.ReceiptDue = w.Today()
			}
			o.No, o.DossierID = fmt.Sprintf("ZD-210106-2026-%04d", n+1), domain.NewID()
			if err := w.Store.Outbounds().Create(ctx, o); err != nil {
				t.Fatal(err)
			}
		}
		if desk := must(w.Desk(ctx, keeper)); len(desk.DueToday) != 1 || len(desk.Overdue) != deskRows {
			t.Errorf("%d due today, %d late; want 1, %d", len(desk.DueToday), len(desk.Overdue), deskRows)
		}
	})
}
