package circulation

import (
	"testing"

	"github.com/danganku/danganku/internal/app/matter/mattertest"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func TestFormContentIsForThoseWhoMayRead(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		l := w.out(id)
		form := must(w.FormContent(ctx, clerk, l.ID))
		if form.Loan.No != l.No || form.Office != mattertest.Tiexi || form.Policy.PurposeLabel(l.Request.Purpose) != "公证" {
			t.Errorf("form: %+v", form)
		}
		_, missing := w.FormContent(ctx, clerk, domain.NewID())
		_, err := w.FormContent(ctx, stranger, l.ID)
		w.SameAsMissing("another district's form", err, missing)
		_, err = w.FormContent(ctx, mattertest.Recused(clerk, 1), l.ID)
		w.Breaks("the form of a relative", err, domain.R25, "")
		w.AuditsOf("loan", l.ID, domain.AuditLoanRequest, domain.AuditLoanDecide, domain.AuditLoanCheckOut, domain.AuditPaperPrint)
	})
}

func TestRegisterListsWhatWasBegunInItsDays(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		first := w.out(w.Worker(1))
		w.days(1)
		second := w.requested(w.Worker(2))
		w.days(1)
		third := w.requested(w.Worker(3))
		secondDay := domain.DateOf(second.CreatedAt)
		for _, c := range []struct {
			name  string
			query RegisterQuery
			want  []string
		}{
			{"all, oldest first", RegisterQuery{}, []string{first.No, second.No, third.No}},
			{"from a day", RegisterQuery{From: secondDay}, []string{second.No, third.No}},
			{"to a day", RegisterQuery{To: secondDay}, []string{first.No, second.No}},
			{"one day", RegisterQuery{From: secondDay, To: secondDay, Office: mattertest.Tiexi.Code}, []string{second.No}},
			{"another office", RegisterQuery{Office: "210199"}, nil},
		} {
			c.query.Kind = domain.MatterLoan
			register := must(w.RegisterContent(ctx, clerk, c.query))
			var got []string
			for _, entry := range register.Entries {
				got = append(got, entry.No)
			}
			if len(got) != len(c.want) {
				t.Errorf("%s: %v, want %v", c.name, got, c.want)
				continue
			}
			for i := range got {
				if got[i] != c.want[i] {
					t.Errorf("%s: %v, want %v", c.name, got, c.want)
				}
			}
			if (register.OfficeName != "") != (c.query.Office == mattertest.Tiexi.Code) {
				t.Errorf("%s: office %q", c.name, register.OfficeName)
			}
		}
		if kept := must(w.RegisterContent(ctx, mattertest.Recused(clerk, 2), RegisterQuery{Kind: domain.MatterLoan})); len(kept.Entries) != 2 {
			t.Errorf("the register names a relative: %d rows", len(kept.Entries))
		}
		if seen := must(w.RegisterContent(ctx, stranger, RegisterQuery{Kind: domain.MatterLoan, Office: mattertest.Tiexi.Code})); len(seen.Entries) != 0 || seen.OfficeName != "" {
			t.Errorf("a stranger's register: %+v", seen)
		}
		w.Refused("no such kind", mattertest.Second(w.RegisterContent(ctx, clerk, RegisterQuery{Kind: "VISIT"})), errs.NotFound, "register.kind")
	})
}
