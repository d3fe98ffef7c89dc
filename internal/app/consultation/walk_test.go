package consultation

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/app/matter/mattertest"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func TestPaperFromRegistrationToCloseWithCopies(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		c := w.approved(id, w.form(domain.MediumPaper))
		if c.No != "CY-210106-2026-0001" || c.State != domain.ConsultationApproved || c.OpenBy != domain.Date(2026, 3, 14) || !cmp.Equal(c.Approved, c.Asked) {
			t.Fatalf("approved: %+v", c)
		}
		c, code, err := w.Open(ctx, clerk, c.ID, c.Version, "")
		if err != nil || code != "" || c.State != domain.ConsultationOpened || c.From != domain.InStorage || c.Expected != whole.Counted ||
			!c.Session.EndsAt.Equal(mattertest.Start.Add(3*time.Hour)) {
			t.Fatalf("opened: %+v %q %v", c, code, err)
		}
		where := must(w.Store.Custody().Of(ctx, id))
		if where.State != domain.InReadingRoom || where.Holder != c.Unit || where.Basis != (domain.Basis{Kind: "consultation", ID: c.ID, No: c.No}) {
			t.Fatalf("where: %+v", where)
		}
		o := w.copiesApproved(c)
		if o.No != "FZ-210106-2026-0001" || o.State != domain.CopyApproved || o.ConsultationNo != c.No || len(o.Pieces) != 0 {
			t.Fatalf("copies approved: %+v", o)
		}
		c = w.stored(c.ID)
		short := whole
		short.Counted.Pages = 2
		err = w.untouched("a page short", id, func() error { return second(w.Return(ctx, clerk, c.ID, c.Version, short)) })
		w.Breaks("a page short", err, domain.R28, "页数借出3，归还2")
		c = must(w.Return(ctx, clerk, c.ID, c.Version, whole))
		if c.State != domain.ConsultationReturned || w.Custody(id) != domain.InStorage || !c.Session.EndedAt.Equal(w.clock.Now()) {
			t.Fatalf("returned: %+v, dossier %s", c, w.Custody(id))
		}
		err = w.untouched("closing with copies open", id, func() error { return second(w.Close(ctx, clerk, c.ID, c.Version)) })
		w.Refused("closing with copies open", err, errs.Conflict, "consultation.copies_open")
		o = must(w.IssueCopies(ctx, clerk, o.ID, o.Version, "钱证"))
		c = must(w.Close(ctx, clerk, c.ID, c.Version))
		if diff := cmp.Diff(c, w.stored(c.ID)); diff != "" || c.State != domain.ConsultationClosed {
			t.Fatalf("%s; what was answered is not what was stored:\n%s", c.State, diff)
		}
		if diff := cmp.Diff(o, w.storedCopies(o.ID)); diff != "" {
			t.Fatalf("what was answered is not what was stored:\n%s", diff)
		}
		w.AuditsOf("consultation", c.ID, domain.AuditConsultationRegister, domain.AuditConsultationVerify, domain.AuditConsultationDecide,
			domain.AuditConsultationOpen, domain.AuditConsultationReturn, domain.AuditConsultationClose)
		w.AuditsOf("copy", o.ID, domain.AuditCopyRequest, domain.AuditCopyDecide, domain.AuditCopyIssue)
	})
}

func TestScreenFromCodeToReturn(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		c, code := w.onScreen(id)
		if len(code) != 8 || c.Session.Terminal != "一号终端" || c.Session.CodeHash == "" || c.Session.CodeHash == code {
			t.Fatalf("code %q, session %+v", code, c.Session)
		}
		token, c, err := w.StartScreen(ctx, " "+code+" ", address)
		if err != nil || len(token) != 64 || c.Session.CodeHash != "" || c.Session.TokenHash == token {
			t.Fatalf("started: %q %+v %v", token, c.Session, err)
		}
		w.clock.Advance(time.Hour)
		view := must(w.Screen(ctx, token))
		if view.Remaining != 2*time.Hour || len(view.Materials) != 1 || view.Materials[0].ID != "m1" || len(view.Materials[0].Pages) != 3 || view.Consultation.ID != c.ID {
			t.Fatalf("screen: %+v", view)
		}
		page := must(w.ScreenPage(ctx, token, 2, address))
		if page.DossierID != id || page.Page.No != 2 || page.Page.Seq != 2 || page.Watermark != "CY-210106-2026-0001 市公证处 赵公、钱证 2026-03-09 10:00" {
			t.Fatalf("page: %+v", page)
		}
		w.AuditsOf("dossier", id, domain.AuditConsultationPage)
		if entry := w.Trail()[0]; entry.Address != address || entry.ActorName != "阅档终端 一号终端" || entry.OfficeCode != c.OfficeCode ||
			entry.Detail != `{"no":"CY-210106-2026-0001","page":2,"unit":"市公证处","visitors":["赵公","钱证"]}` {
			t.Fatalf("logged: %+v", entry)
		}
		c = must(w.Return(ctx, clerk, c.ID, c.Version, domain.ReturnCheck{}))
		_, err = w.ScreenPage(ctx, token, 2, address)
		w.Breaks("a page after the visit", err, domain.R26, "已结束")
		_, err = w.Screen(ctx, token)
		w.Breaks("the screen after the visit", err, domain.R26, "已结束")
		c = must(w.Close(ctx, clerk, c.ID, c.Version))
		if moves := must(w.Store.Custody().Moves(ctx, id)); len(moves) != 0 || c.State != domain.ConsultationClosed {
			t.Fatalf("%s, the paper moved: %+v", c.State, moves)
		}
		w.AuditsOf("consultation", c.ID, domain.AuditConsultationRegister, domain.AuditConsultationVerify, domain.AuditConsultationDecide, domain.AuditConsultationOpen,
			domain.AuditConsultationScreen, domain.AuditConsultationView, domain.AuditConsultationReturn, domain.AuditConsultationClose)
	})
}

// TestVisitLapsesWithItsLetter: what nobody decides must not keep the dossier for good.
func TestVisitLapsesWithItsLetter(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		registered, verified := w.registered(w.Worker(1), w.form(domain.MediumPaper)), w.verified(w.Worker(2), w.form(domain.MediumPaper))
		w.pass(15 * day) // the letters are good for
		if first, second := w.stored(registered.ID), w.stored(verified.ID); first.State != domain.ConsultationRegistered || second.State != domain.ConsultationVerified {
			t.Fatalf("on the last day of their letters: %s, %s", first.State, second.State)
		}
		w.pass(day)
		for _, id := range []string{registered.ID, verified.ID} {
			if lapsed := w.stored(id); lapsed.State != domain.ConsultationExpired || !strings.Contains(lapsed.Reason, "2026-03-24") {
				t.Errorf("%s, %q", lapsed.State, lapsed.Reason)
			}
		}
		w.registered(registered.DossierID, w.form(domain.MediumPaper)) // the dossier is free again
	})
}

func TestExpiry(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, unused, used := t.Context(), w.Worker(1), w.Worker(2)
		c := w.approved(unused, w.form(domain.MediumPaper))
		w.pass(5 * day)
		if w.stored(c.ID).State != domain.ConsultationApproved {
			t.Fatal("expired on the last day")
		}
		w.clock.Advance(day)
		err := w.untouched("after the last day, before the timer", unused, func() error { return third(w.Open(ctx, clerk, c.ID, c.Version, "")) })
		w.Breaks("after the last day, before the timer", err, domain.R26, "2026-03-14")
		w.pass(0)
		if c = w.stored(c.ID); c.State != domain.ConsultationExpired {
			t.Fatalf("a day later: %s", c.State)
		}
		for what, call := range map[string]func() error{
			"return":    func() error { return second(w.Return(ctx, clerk, c.ID, c.Version, whole)) },
			"terminate": func() error { return second(w.Terminate(ctx, clerk, c.ID, c.Version, "拍照", whole)) },
		} {
			w.Refused(what, w.untouched(what, unused, call), errs.Conflict, "consultation.not_open")
		}
		w.registered(unused, w.form(domain.MediumPaper)) // the dossier is free again

		c = w.onPaper(used)
		w.pass(3*time.Hour - 1)
		if w.stored(c.ID).State != domain.ConsultationOpened {
			t.Fatal("expired before the window was over")
		}
		w.pass(1)
		if c = w.stored(c.ID); c.State != domain.ConsultationExpired || w.Custody(used) != domain.InReadingRoom {
			t.Fatalf("after the window: %s, dossier %s", c.State, w.Custody(used))
		}
		_, err = w.Register(ctx, clerk, used, w.form(domain.MediumPaper), "")
		w.Refused("the paper is still with the visitors", err, errs.Conflict, "unique.matters_exclusive")
		before := len(w.Trail())
		w.pass(day)
		if len(w.Trail()) != before {
			t.Error("a timer repeats what it did")
		}
		c = must(w.Return(ctx, clerk, c.ID, c.Version, whole))
		if c.State != domain.ConsultationReturned || w.Custody(used) != domain.InStorage {
			t.Fatalf("returned: %s, dossier %s", c.State, w.Custody(used))
		}
		w.AuditsOf("consultation", c.ID, domain.AuditConsultationRegister, domain.AuditConsultationVerify, domain.AuditConsultationDecide,
			domain.AuditConsultationOpen, domain.AuditConsultationTimer, domain.AuditConsultationReturn)
	})
}

func TestBreachEndsTheVisit(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		c := w.onPaper(id)
		waiting, ready, taken := w.ordered(c), w.copiesApproved(c), w.copiesApproved(c)
		taken = must(w.IssueCopies(ctx, clerk, taken.ID, taken.Version, "赵公"))
		c = w.stored(c.ID)
		w.Refused("without words", w.untouched("without words", id, func() error { return second(w.Terminate(ctx, clerk, c.ID, c.Version, " ", whole)) }),
			errs.Invalid, "matter.missing")
		torn := domain.ReturnCheck{Counted: whole.Counted, Defect: "第2页被撕"}
		c = must(w.Terminate(ctx, clerk, c.ID, c.Version, "撕页", torn))
		if c.State != domain.ConsultationTerminated || c.Breach != "撕页" || c.Return != torn || w.Custody(id) != domain.InStorage {
			t.Fatalf("terminated: %+v, dossier %s", c, w.Custody(id))
		}
		for _, o := range []struct {
			order domain.CopyOrder
			want  domain.CopyState
		}{{waiting, domain.CopyRefused}, {ready, domain.CopyVoided}, {taken, domain.CopyIssued}} {
			if have := w.storedCopies(o.order.ID).State; have != o.want {
				t.Errorf("copies %s: %s, want %s", o.order.No, have, o.want)
			}
		}
		err := w.untouched("closing", id, func() error { return second(w.Close(ctx, clerk, c.ID, c.Version)) })
		w.Refused("closing", err, errs.Conflict, "consultation.transition")
	})
}

// TestTheDeceasedStayWhereTheyAreKept: a dossier on hold is read like any other and goes back on hold.
func TestTheDeceasedStayWhereTheyAreKept(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		w.Carry(id, domain.DeceasedHold)
		c := w.onPaper(id)
		if c.From != domain.DeceasedHold || w.Custody(id) != domain.InReadingRoom {
			t.Fatalf("from %s, dossier %s", c.From, w.Custody(id))
		}
		must(w.Return(ctx, clerk, c.ID, c.Version, whole))
		if w.Custody(id) != domain.DeceasedHold {
			t.Fatalf("back: %s", w.Custody(id))
		}
	})
}

func TestChainOfTwoNarrowsTheScope(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Shelve(1, mattertest.Tiexi, domain.CategoryCadre)
		form := w.form(domain.MediumTerminal)
		form.Asked = domain.UseScope{Classes: []string{"1", "2"}}
		c := w.registered(id, form)
		c, warnings, err := w.Verify(ctx, clerk, c.ID, c.Version)
		if err != nil || len(warnings) != 2 || warnings[0].Rule != domain.R23 || c.VerifiedBy != clerk.UserID {
			t.Fatalf("verified: %v, %v", warnings, err)
		}
		if entry := w.Trail()[0]; entry.Action != domain.AuditConsultationVerify || !containsAll(entry.Detail, "赵公不是中共党员", "钱证不是中共党员") {
			t.Errorf("the warnings are not on record: %+v", entry)
		}
		narrow := domain.UseScope{MaterialIDs: []string{"m1"}}
		c = must(w.Decide(ctx, keeper, c.ID, c.Version, true, "只看履历表", narrow))
		if c.State != domain.ConsultationVerified || !c.OpenBy.IsZero() {
			t.Fatalf("after the first of two steps: %+v", c)
		}
		c = must(w.Decide(ctx, approver, c.ID, c.Version, true, "", domain.UseScope{}))
		if c.State != domain.ConsultationApproved || !cmp.Equal(c.Approved, narrow) || c.OpenBy.IsZero() {
			t.Fatalf("after both: %+v", c)
		}
	})
}

func TestRefusals(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		c := w.registered(id, w.form(domain.MediumPaper))
		w.Refused("without a reason", w.untouched("without a reason", id, func() error { return second(w.Refuse(ctx, clerk, c.ID, c.Version, "")) }),
			errs.Invalid, "matter.missing")
		c = must(w.Refuse(ctx, clerk, c.ID, c.Version, "介绍信无印章"))
		if c.State != domain.ConsultationRefused || c.Reason != "介绍信无印章" {
			t.Fatalf("at the counter: %+v", c)
		}
		c = w.verified(id, w.form(domain.MediumPaper)) // the dossier is free again
		w.Refused("refused at the counter after verification", w.untouched("", id, func() error { return second(w.Refuse(ctx, clerk, c.ID, c.Version, "晚了")) }),
			errs.Conflict, "consultation.state")
		w.Refused("no opinion", w.untouched("", id, func() error {
			return second(w.Decide(ctx, approver, c.ID, c.Version, false, " ", domain.UseScope{}))
		}), errs.Invalid, "matter.missing")
		c = must(w.Decide(ctx, approver, c.ID, c.Version, false, "用途不明", domain.UseScope{}))
		if c.State != domain.ConsultationRefused || c.Reason != "用途不明" {
			t.Fatalf("by the approver: %+v", c)
		}
		w.Refused("opening what was refused", w.untouched("", id, func() error { return third(w.Open(ctx, clerk, c.ID, c.Version, "")) }),
			errs.Conflict, "consultation.state")
	})
}
