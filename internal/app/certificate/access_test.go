package certificate

import (
	"context"
	"slices"
	"testing"

	mt "github.com/danganku/danganku/internal/app/matter/mattertest"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// operation is one call about a dossier or a certificate.
type operation struct {
	name string
	call func(ctx context.Context, w *world, actor authz.Actor, dossierID, id string, version int) error
}

var operations = []operation{
	{"request", func(ctx context.Context, w *world, a authz.Actor, d, _ string, _ int) error {
		return mt.Second(w.Request(ctx, a, d, w.asks("LABOR_PERSONNEL", domain.CapacitySelf, 1), ""))
	}},
	{"certificate", func(ctx context.Context, w *world, a authz.Actor, _, c string, _ int) error {
		return mt.Second(w.Certificate(ctx, a, c))
	}},
	{"content", func(ctx context.Context, w *world, a authz.Actor, _, c string, _ int) error {
		return mt.Second(w.Content(ctx, a, c))
	}},
	{"proposals", func(ctx context.Context, w *world, a authz.Actor, _, c string, _ int) error {
		return mt.Second(w.Proposals(ctx, a, c))
	}},
	{"verify", func(ctx context.Context, w *world, a authz.Actor, _, c string, v int) error {
		return mt.Second(w.Verify(ctx, a, c, v, nil))
	}},
	{"refuse", func(ctx context.Context, w *world, a authz.Actor, _, c string, v int) error {
		return mt.Second(w.Refuse(ctx, a, c, v, "无记载"))
	}},
	{"draft", func(ctx context.Context, w *world, a authz.Actor, _, c string, v int) error {
		return mt.Second(w.Draft(ctx, a, c, v, said("参加工作"), ""))
	}},
	{"decide", func(ctx context.Context, w *world, a authz.Actor, _, c string, v int) error {
		return mt.Second(w.Decide(ctx, a, c, v, true, ""))
	}},
	{"issue", func(ctx context.Context, w *world, a authz.Actor, _, c string, v int) error {
		return mt.Second(w.Issue(ctx, a, c, v))
	}},
	{"collect", func(ctx context.Context, w *world, a authz.Actor, _, c string, v int) error {
		return mt.Second(w.Collect(ctx, a, c, v, "赵公"))
	}},
	{"void", func(ctx context.Context, w *world, a authz.Actor, _, c string, v int) error {
		return mt.Second(w.Void(ctx, a, c, v, "写错"))
	}},
}

// TestStrangersLearnNothing: to who has no rights over the office, a certificate answers as if it did not exist.
func TestStrangersLearnNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, c := t.Context(), w.issued(1)
		for _, o := range operations {
			for _, actor := range []authz.Actor{mt.Stranger, {UserID: "none"}, mt.Granted("officer", authz.SystemOfficer, ""), mt.Granted("street", authz.CommunityWorker, "210106")} {
				w.SameAsMissing(o.name+" by "+actor.UserID, o.call(ctx, w, actor, c.DossierID, c.ID, c.Version),
					o.call(ctx, w, actor, "dossier-none", "certificate-none", c.Version))
			}
		}
		if n := len(mt.Must(w.List(ctx, mt.Stranger, domain.MatterFilter{DossierID: c.DossierID}, "", 9))); n != 0 {
			t.Errorf("a stranger lists %d", n)
		}
		_, err := w.List(ctx, mt.Sorter, domain.MatterFilter{}, "", 9)
		w.Refused("a list without the permission", err, errs.Forbidden, "access.forbidden")
		w.unchanged("strangers", c)
	})
}

// TestRecusal: who must keep away from the subject (R25) neither reads nor does anything, whatever the rights.
func TestRecusal(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, c := t.Context(), w.issued(1)
		kin := mt.Recused(mt.With(mt.Keeper, mt.Approver), 1)
		for _, o := range operations {
			w.Breaks(o.name, o.call(ctx, w, kin, c.DossierID, c.ID, c.Version), domain.R25, "回避")
		}
		w.unchanged("a relative", c)
		waiting := w.drafted(2)
		if steps := w.Allowed(mt.Recused(mt.With(mt.Keeper, mt.Approver), 2), &waiting); len(steps) != 0 {
			t.Errorf("a relative is offered %v", steps)
		}
		w.requested(3)
		if list := mt.Must(w.List(ctx, mt.Recused(mt.Keeper, 2), domain.MatterFilter{}, "", 2)); len(list) != 2 || list[1].ID != c.ID {
			t.Errorf("a relative lists %+v", list)
		}
		if mt.Must(w.Certificate(ctx, kin, waiting.ID)).ID != waiting.ID {
			t.Error("the ban reaches others' certificates")
		}
	})
}

// TestPermissions: who may see but not do is told so; nothing changes by it.
func TestPermissions(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, c := t.Context(), w.reviewed(1)
		for _, o := range operations {
			if !slices.Contains([]string{"policy", "certificate", "content", "decide", "void"}, o.name) {
				w.Refused(o.name+" by an approver", o.call(ctx, w, mt.Approver, c.DossierID, c.ID, c.Version), errs.Forbidden, "access.forbidden")
			}
		}
		waiting := w.drafted(2)
		for name, actor := range map[string]authz.Actor{"a clerk": mt.Granted("second", authz.ReadingRoomClerk, "210106"), "an archivist, whom the chain does not name": mt.Keeper} {
			w.Refused("approval by "+name, mt.Second(w.Decide(ctx, actor, waiting.ID, waiting.Version, true, "")), errs.Forbidden, "access.forbidden")
		}
		_, err := w.Decide(ctx, mt.Approver, waiting.ID, waiting.Version-1, true, "")
		w.Refused("an older version", err, errs.Stale, "certificate.stale")
		w.unchanged("without permission", c)
		w.unchanged("without permission", waiting)
	})
}

func TestRequestKey(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		form := w.asks("LABOR_PERSONNEL", domain.CapacitySelf, 1)
		first := mt.Must(w.Request(ctx, mt.Clerk, id, form, "key"))
		if again := mt.Must(w.Request(ctx, mt.Clerk, id, form, "key")); again.ID != first.ID {
			t.Fatalf("the same request made %s and %s", first.ID, again.ID)
		}
		if other := mt.Must(w.Request(ctx, mt.Keeper, id, form, "key")); other.ID == first.ID {
			t.Fatal("another's key found the request")
		}
	})
}

// TestAllowed: what is offered is what can be done.
func TestAllowed(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		void := w.issued(6)
		void = mt.Must(w.Void(t.Context(), mt.Approver, void.ID, void.Version, "写错"))
		everything := mt.With(mt.With(mt.Granted("all", authz.ReadingRoomClerk, "210106"), mt.Approver), mt.Keeper)
		for _, c := range []struct {
			at   domain.Certificate
			want []Step
		}{
			{w.requested(1), []Step{StepVerify, StepRefuse}},
			{w.verified(2), []Step{StepDraft, StepRefuse}},
			{w.drafted(3), []Step{StepDecide, StepDraft, StepRefuse}},
			{w.reviewed(4), []Step{StepDraft, StepIssue}},
			{w.issued(5), []Step{StepCollect, StepVoid}},
			{void, []Step{StepReplace}},
		} {
			if have := w.Allowed(everything, &c.at); !slices.Equal(have, c.want) {
				t.Errorf("%s: %v, want %v", c.at.State, have, c.want)
			}
			if have := w.Allowed(mt.Sorter, &c.at); len(have) != 0 {
				t.Errorf("%s offers a cataloguer %v", c.at.State, have)
			}
		}
	})
}

func TestEvidenceIsBound(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		scan := domain.Attached{ID: domain.NewID(), Digest: "d", Size: 1, MediaType: "image/png", Name: "身份证.png", UploadedBy: mt.Clerk.UserID, UploadedAt: mt.Start}
		if err := w.Store.Attachments().Create(ctx, scan); err != nil {
			t.Fatal(err)
		}
		form := w.asks("LABOR_PERSONNEL", domain.CapacitySelf, 1)
		form.Evidence[0].AttachmentID = scan.ID
		c := mt.Must(w.Request(ctx, mt.Clerk, w.Worker(1), form, ""))
		if bound := mt.Must(w.Store.Attachments().Get(ctx, scan.ID)); bound.Subject != "certificate" || bound.SubjectID != c.ID {
			t.Fatalf("bound to %s %s", bound.Subject, bound.SubjectID)
		}
		c = mt.Must(w.Verify(ctx, mt.Keeper, c.ID, c.Version, seen(c.Evidence))) // the scan of a colleague stays
		second := w.requested(2)
		second.Evidence[0].AttachmentID = scan.ID
		_, err := w.Verify(ctx, mt.Clerk, second.ID, second.Version, seen(second.Evidence))
		w.Refused("a scan that hangs elsewhere", err, errs.Unprocessable, "attachment.unusable")
		w.unchanged("a scan that hangs elsewhere", second)
	})
}
