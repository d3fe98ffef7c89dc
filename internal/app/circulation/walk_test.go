package circulation

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/app/matter/mattertest"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func TestLoanFromRequestToReturnWithDefect(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		l := w.requested(id)
		if l.No != "JY-210106-2026-0001" || l.State != domain.LoanRequested || len(l.Steps) != 1 {
			t.Fatalf("requested: %+v", l)
		}
		l = must(w.Approve(ctx, approver, l.ID, l.Version, true, "同意"))
		if l.State != domain.LoanApproved || l.FetchBy != domain.Date(2026, 3, 14) || l.Steps[0].ByName != approver.Name {
			t.Fatalf("approved: %+v", l)
		}
		l = must(w.CheckOut(ctx, clerk, l.ID, l.Version, "赵公"))
		if l.State != domain.LoanOut || l.DueOn != domain.Date(2026, 3, 16) || l.Expected != whole.Counted {
			t.Fatalf("out: %+v", l)
		}
		where := must(w.Where(ctx, sorter, id))
		if now := where.Now; now.State != domain.OnLoan || now.Holder != "市公证处 赵公" || now.Basis != (domain.Basis{Kind: "loan", ID: l.ID, No: l.No}) || !now.Since.Equal(mattertest.Start) {
			t.Fatalf("where: %+v", now)
		}
		l = must(w.Renew(ctx, clerk, l.ID, l.Version, 3, "开庭改期"))
		if l.DueOn != domain.Date(2026, 3, 19) {
			t.Fatalf("renewed until %s", l.DueOn)
		}
		w.days(11)
		if l = w.stored(l.ID); l.State != domain.LoanOverdue {
			t.Fatalf("one day late: %s", l.State)
		}
		w.days(6)
		if l = w.stored(l.ID); l.State != domain.LoanEscalated {
			t.Fatalf("seven days late: %s", l.State)
		}
		short := whole
		short.Counted.Pages = 2
		_, err := w.Return(ctx, clerk, l.ID, l.Version, "钱证", short)
		w.Breaks("a page less without a record of it", err, domain.R28, "")
		if w.Custody(id) != domain.OnLoan {
			t.Fatal("a refused return moved the dossier")
		}
		short.Defect = "履历表缺第3页"
		l = must(w.Return(ctx, clerk, l.ID, l.Version, "钱证", short))
		if l.State != domain.LoanDefective || l.Return != short || l.ReturnedBy != "钱证" || !l.ReturnedAt.Equal(w.clock.Now()) {
			t.Fatalf("returned: %+v", l)
		}
		if diff := cmp.Diff(l, w.stored(l.ID)); diff != "" {
			t.Fatalf("what was answered is not what was stored:\n%s", diff)
		}
		w.cameBack(id, "归还，有缺损：履历表缺第3页")
		if next := w.requested(id); next.No != "JY-210106-2026-0002" {
			t.Fatalf("next loan: %s", next.No)
		}
		w.AuditsOf("loan", l.ID, domain.AuditLoanRequest, domain.AuditLoanDecide, domain.AuditLoanCheckOut, domain.AuditLoanRenew, domain.AuditLoanTimer,
			domain.AuditLoanTimer, domain.AuditLoanReturn)
	})
}

func (w *world) cameBack(dossierID, note string) {
	w.T.Helper()
	where := must(w.Where(w.T.Context(), clerk, dossierID))
	if where.Now.State != domain.InStorage || where.Now.Holder != "" || len(where.Moves) != 2 || where.Moves[0].Note != note ||
		where.Moves[1].To != domain.OnLoan {
		w.T.Fatalf("after the return: %+v", where)
	}
}

func TestChainOfTwo(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Shelve(1, mattertest.Tiexi, domain.CategoryCadre)
		form := w.form()
		form.Purpose = "DISCIPLINE"
		l := must(w.Request(ctx, clerk, id, form, ""))
		_, err := w.Approve(ctx, approver, l.ID, l.Version, true, "")
		w.Refused("the second step before the first", err, errs.Forbidden, "access.forbidden")
		l = must(w.Approve(ctx, keeper, l.ID, l.Version, true, "拟同意"))
		if l.State != domain.LoanRequested || !l.FetchBy.IsZero() {
			t.Fatalf("after the first of two steps: %+v", l)
		}
		_, err = w.CheckOut(ctx, clerk, l.ID, l.Version, "赵公")
		w.Refused("handing out before the last approval", err, errs.Conflict, "loan.state")
		both := keeper
		both.Grants = append(slices.Clone(keeper.Grants), approver.Grants...)
		_, err = w.Approve(ctx, both, l.ID, l.Version, true, "")
		w.Refused("one person for both steps", err, errs.Forbidden, "matter.decided_before")
		l = must(w.Approve(ctx, approver, l.ID, l.Version, true, "同意"))
		if l.State != domain.LoanApproved {
			t.Fatalf("after both: %s", l.State)
		}
	})
}

func TestRejection(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		l := w.requested(id)
		_, err := w.Approve(ctx, approver, l.ID, l.Version, false, " ")
		w.Refused("a refusal without a reason", err, errs.Invalid, "matter.missing")
		l = must(w.Approve(ctx, approver, l.ID, l.Version, false, "阅档室即可查阅"))
		if l.State != domain.LoanRejected || l.Reason != "阅档室即可查阅" {
			t.Fatalf("rejected: %+v", l)
		}
		_, err = w.CheckOut(ctx, clerk, l.ID, l.Version, "赵公")
		w.Refused("handing out a rejected one", err, errs.Conflict, "loan.state")
		w.requested(id) // the dossier is free again
	})
}

func TestLostAndFound(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		l := w.out(id)
		_, err := w.ReportLost(ctx, clerk, l.ID, l.Version, "")
		w.Refused("a loss without words", err, errs.Invalid, "matter.missing")
		l = must(w.ReportLost(ctx, clerk, l.ID, l.Version, "途中被盗"))
		if l.State != domain.LoanLost || w.Custody(id) != domain.Lost {
			t.Fatalf("lost: %s, dossier %s", l.State, w.Custody(id))
		}
		_, err = w.Request(ctx, clerk, id, w.form(), "")
		w.Breaks("lending what is lost", err, domain.R27, "")
		_, err = w.Request(ctx, clerk, w.Worker(2), w.form(), "")
		w.Breaks("lending to who lost something", err, domain.R27, "")
		before := len(w.Trail())
		w.days(30)
		if after := w.stored(l.ID); after.State != domain.LoanLost || len(w.Trail()) != before {
			t.Fatal("a timer touched a lost loan")
		}
		l = must(w.Return(ctx, clerk, l.ID, l.Version, "派出所", whole))
		if l.State != domain.LoanReturned || w.Custody(id) != domain.InStorage {
			t.Fatalf("found: %s, dossier %s", l.State, w.Custody(id))
		}
		w.requested(id)
	})
}

func TestExpiry(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		l := w.approved(id)
		w.days(5)
		if w.stored(l.ID).State != domain.LoanApproved {
			t.Fatal("expired on the last day")
		}
		w.clock.Advance(day)
		_, err := w.CheckOut(ctx, clerk, l.ID, l.Version, "赵公")
		w.Refused("fetching after the last day, before the timer", err, errs.Conflict, "loan.fetch_expired")
		w.days(0)
		l = w.stored(l.ID)
		if l.State != domain.LoanExpired {
			t.Fatalf("a day later: %s", l.State)
		}
		_, err = w.CheckOut(ctx, clerk, l.ID, l.Version, "赵公")
		w.Refused("fetching an expired one", err, errs.Conflict, "loan.state")
		w.requested(id)
	})
}

// TestTimersOncePerDay: reminders stand on their days, whatever the number of runs and nodes, and also after days without a run.
func TestTimersOncePerDay(t *testing.T) {
	several(t, 3, func(t *testing.T, w *world) {
		l := w.out(w.Worker(1)) // due on the 16th
		for range 27 {
			w.clock.Advance(day)
			errors := make(chan error)
			for _, desk := range w.desks {
				go func() { errors <- desk.Tick(t.Context()) }()
			}
			for range w.desks {
				if err := <-errors; err != nil {
					t.Fatal(err)
				}
			}
		}
		day := func(d int) domain.PartialDate { return domain.Date(2026, 3, d) }
		want := []domain.PartialDate{day(15), day(16), day(17), day(19), day(26), domain.Date(2026, 4, 2)}
		stored := w.stored(l.ID)
		if diff := cmp.Diff(want, stored.Reminded); diff != "" || stored.State != domain.LoanEscalated {
			t.Errorf("%s, reminded (-want +have):\n%s", stored.State, diff)
		}
		// 6 reminders, one of them on the day it became overdue, and the escalation.
		timers := 0
		for _, entry := range w.Trail() {
			if entry.Action == domain.AuditLoanTimer {
				timers++
			}
		}
		if timers != 7 {
			t.Errorf("%d entries of the timer, want 7", timers)
		}
	})
}
