package circulation

import (
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/app/matter/mattertest"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func TestRulesOfRequests(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		for _, c := range []struct {
			name   string
			rule   domain.RuleID
			change func(r *domain.LoanRequest)
		}{
			{"R23 wrong check character", domain.R23, func(r *domain.LoanRequest) { r.Borrowers[1].IDNumber = "21010619500309902A" }},
			{"R24 no letter", domain.R24, func(r *domain.LoanRequest) { r.LetterNo = " " }},
			{"R24 letter too old", domain.R24, func(r *domain.LoanRequest) { r.LetterOn = w.Today().AddDays(-16) }},
			{"R24 letter of tomorrow", domain.R24, func(r *domain.LoanRequest) { r.LetterOn = w.Today().AddDays(1) }},
			{"R24 purpose not allowed", domain.R24, func(r *domain.LoanRequest) { r.Purpose = "POLITICAL_REVIEW" }},
			{"R25 the subject", domain.R25, func(r *domain.LoanRequest) { r.Borrowers[1].IDNumber = " " + mattertest.Number(1) }},
			{"R25 a relative", domain.R25, func(r *domain.LoanRequest) { r.Borrowers[0].Relation = "女儿" }},
			{"R27 no reason", domain.R27, func(r *domain.LoanRequest) { r.WhyNot = "" }},
			{"R27 too long", domain.R27, func(r *domain.LoanRequest) { r.Days = 16 }},
			{"R27 no days", domain.R27, func(r *domain.LoanRequest) { r.Days = 0 }},
		} {
			form := w.form()
			c.change(&form)
			_, err := w.Request(ctx, clerk, id, form, "")
			w.Breaks(c.name, err, c.rule, "")
		}
		for name, change := range map[string]func(r *domain.LoanRequest){
			"long text":      func(r *domain.LoanRequest) { r.Content = strings.Repeat("长", 2001) },
			"many borrowers": func(r *domain.LoanRequest) { r.Borrowers = make([]domain.Borrower, maxBorrowers+1) },
			"no name":        func(r *domain.LoanRequest) { r.Borrowers[0].Name = "" },
		} {
			form := w.form()
			change(&form)
			if _, err := w.Request(ctx, clerk, id, form, ""); errs.KindOf(err) != errs.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := len(must(w.Store.Loans().List(ctx, authz.Everything(), domain.MatterFilter{}, "", 9))); n != 0 {
			t.Fatalf("%d refused requests were stored", n)
		}
		w.requested(id) // and one in order
	})
}

func TestLoanNeedsTheDossierOnTheShelf(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		l := w.out(id)
		_, err := w.Request(ctx, clerk, id, w.form(), "")
		w.Breaks("R27 lent", err, domain.R27, "")
		must(w.Return(ctx, clerk, l.ID, l.Version, "赵公", whole))

		l = w.approved(id)
		where := must(w.Store.Custody().Of(ctx, id))
		reading := must(where.Move(domain.InReadingRoom, "", domain.Basis{}, "", "", w.clock.Now()))
		if err := w.Store.Custody().Record(ctx, reading); err != nil {
			t.Fatal(err)
		}
		_, err = w.CheckOut(ctx, clerk, l.ID, l.Version, "赵公")
		w.Refused("handing out what lies in the reading room", err, errs.Conflict, "custody.transition")
		if w.stored(l.ID).State != domain.LoanApproved {
			t.Fatal("the loan went out without its dossier")
		}
	})
}

func TestUnitsWithOverdueLoansAreBlocked(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		late := w.out(w.Worker(1))
		w.clock.Advance(5 * day)
		w.clock.Advance(3 * day) // due on the 16th, today is the 17th
		form := w.form()
		_, err := w.Request(ctx, clerk, w.Worker(3), form, "")
		w.Breaks("before the timer", err, domain.R27, "")
		if !strings.Contains(err.Error(), late.No) {
			t.Errorf("who may see the loan is not told which: %v", err)
		}
		w.days(0)
		_, err = w.Request(ctx, clerk, "dossier-0003", form, "")
		w.Breaks("after the timer", err, domain.R27, "")
		_, err = w.Request(ctx, stranger, w.Shelve(4, mattertest.Shen, domain.CategoryWorker), form, "")
		w.Breaks("in another district", err, domain.R27, "")
		if strings.Contains(err.Error(), late.No) {
			t.Errorf("another district learns the number: %v", err)
		}
		other := form
		other.Unit = "区法院"
		must(w.Request(ctx, clerk, "dossier-0003", other, ""))
		must(w.Return(ctx, clerk, late.ID, w.stored(late.ID).Version, "赵公", whole))
		must(w.Request(ctx, stranger, "dossier-0004", form, ""))
	})
}

func TestHandingOutIsHeldToTheRequest(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		waiting, late := w.approved(w.Worker(1)), w.approved(w.Worker(2))
		_, err := w.CheckOut(ctx, clerk, waiting.ID, waiting.Version, "孙某")
		w.Refused("someone the request does not name", err, errs.Unprocessable, "loan.fetcher")
		form := w.form()
		form.Days = 1
		brief := must(w.Request(ctx, clerk, w.Worker(3), form, ""))
		brief = must(w.Approve(ctx, approver, brief.ID, brief.Version, true, ""))
		must(w.CheckOut(ctx, clerk, brief.ID, brief.Version, "赵公"))
		w.clock.Advance(2 * day)
		_, err = w.CheckOut(ctx, clerk, late.ID, late.Version, "赵公")
		w.Breaks("a unit that became overdue since the approval", err, domain.R27, "")
	})
}

func TestRenewals(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		l := w.out(w.Worker(1))
		for _, days := range []int{0, 16} {
			_, err := w.Renew(ctx, clerk, l.ID, l.Version, days, "改期")
			w.Breaks("days", err, domain.R27, "")
		}
		_, err := w.Renew(ctx, clerk, l.ID, l.Version, 3, "")
		w.Refused("no reason", err, errs.Invalid, "matter.missing")
		l = must(w.Renew(ctx, clerk, l.ID, l.Version, 15, "改期"))
		_, err = w.Renew(ctx, clerk, l.ID, l.Version, 1, "改期")
		w.Breaks("a second renewal", err, domain.R27, "")

		second := w.out(w.Worker(2))
		w.clock.Advance(8 * day)
		_, err = w.Renew(ctx, clerk, second.ID, second.Version, 3, "改期")
		w.Breaks("overdue, before the timer", err, domain.R27, "")
		w.days(0)
		second = w.stored(second.ID)
		_, err = w.Renew(ctx, clerk, second.ID, second.Version, 3, "改期")
		w.Refused("overdue", err, errs.Conflict, "loan.state")
	})
}

func TestReturnCheck(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		l := w.out(w.Worker(1))
		for name, change := range map[string]func(c *domain.ReturnCheck){
			"volumes":   func(c *domain.ReturnCheck) { c.Counted.Volumes = 0 },
			"materials": func(c *domain.ReturnCheck) { c.Counted.Materials = 3 },
			"pages":     func(c *domain.ReturnCheck) { c.Counted.Pages = 4 },
			"seal":      func(c *domain.ReturnCheck) { c.SealIntact = false },
		} {
			c := whole
			change(&c)
			_, err := w.Return(ctx, clerk, l.ID, l.Version, "赵公", c)
			w.Breaks(name, err, domain.R28, "")
		}
		_, err := w.Return(ctx, clerk, l.ID, l.Version, "", whole)
		w.Refused("nobody returned it", err, errs.Invalid, "matter.missing")
		_, err = w.Return(ctx, clerk, l.ID, l.Version-1, "赵公", whole)
		w.Refused("an older version", err, errs.Stale, "loan.stale")
		l = must(w.Return(ctx, clerk, l.ID, l.Version, "赵公", whole))
		_, err = w.Return(ctx, clerk, l.ID, l.Version, "赵公", whole)
		w.Refused("twice", err, errs.Conflict, "loan.transition")
	})
}

func TestPoliciesOfOffices(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		own := must(w.LoanPolicy(ctx, clerk, id))
		own.Office, own.MaxDays, own.Chain = mattertest.Tiexi.Code, 3, []string{string(authz.Archivist), string(authz.Approver)}
		w.loans.Policies = append(w.Policies, own)
		_, err := w.Request(ctx, clerk, id, w.form(), "")
		w.Breaks("longer than the office allows", err, domain.R27, "")
		form := w.form()
		form.Days = 3
		if l := must(w.Request(ctx, clerk, id, form, "")); len(l.Steps) != 2 {
			t.Fatalf("steps: %+v", l.Steps)
		}
		w.loans.Policies = nil
		_, err = w.Request(ctx, clerk, w.Worker(2), form, "")
		w.Refused("no policy", err, errs.Unprocessable, "policy.none")
	})
}
