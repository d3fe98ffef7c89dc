package circulation

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/app/matter/mattertest"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// numbers are those of a register in the order it has them, with who approved first.
func (w *world) numbers(actor authz.Actor, kind domain.MatterKind, from, to domain.PartialDate, office string) []string {
	w.T.Helper()
	content := must(w.Register(w.T.Context(), actor, kind, from, to, office))
	var numbers []string
	for _, entry := range content.Entries {
		numbers = append(numbers, entry.No+" "+entry.Steps[0].ByName)
	}
	return numbers
}

func TestRegisterHasWhatWasBegunInItsDays(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		first := w.Today()
		w.approved(w.Worker(1))
		w.days(1)
		w.requested(w.Worker(2))
		elsewhere := w.Shelve(3, mattertest.Shen, domain.CategoryWorker)
		must(w.Request(t.Context(), stranger, elsewhere, w.form(), ""))
		w.days(1)
		w.requested(w.Worker(4))
		one, two, three := "JY-210106-2026-0001 经办approver", "JY-210106-2026-0002 ", "JY-210106-2026-0003 "
		second := first.AddDays(1)
		for _, row := range []struct {
			name     string
			actor    authz.Actor
			kind     domain.MatterKind
			from, to domain.PartialDate
			office   string
			want     []string
		}{
			{"all, oldest first", clerk, domain.MatterLoan, domain.PartialDate{}, domain.PartialDate{}, "", []string{one, two, three}},
			{"a day", clerk, domain.MatterLoan, second, second, "", []string{two}},
			{"until a day", clerk, domain.MatterLoan, domain.PartialDate{}, second, "", []string{one, two}},
			{"from a day", clerk, domain.MatterLoan, second, domain.PartialDate{}, mattertest.Tiexi.Code, []string{two, three}},
			{"another kind", clerk, domain.MatterHold, first, second, "", nil},
			{"without whom one keeps away from", mattertest.Recused(clerk, 2), domain.MatterLoan, domain.PartialDate{}, domain.PartialDate{}, "", []string{one, three}},
			{"another district", stranger, domain.MatterLoan, first, second, "", []string{"JY-210103-2026-0001 "}},
		} {
			if diff := cmp.Diff(row.want, w.numbers(row.actor, row.kind, row.from, row.to, row.office)); diff != "" {
				t.Errorf("%s (-want +have):\n%s", row.name, diff)
			}
		}
		if trail := w.Trail(); trail[0].Action != domain.AuditPaperPrint || trail[0].Object != "register" {
			t.Errorf("the last entry is %s of %s", trail[0].Action, trail[0].Object)
		}
		ctx, none := t.Context(), domain.PartialDate{}
		_, err := w.Register(ctx, clerk, domain.MatterLoan, none, none, mattertest.Shen.Code)
		_, missing := w.Register(ctx, clerk, domain.MatterLoan, none, none, "999999")
		w.SameAsMissing("register of another office", err, missing)
		w.Refused("register of nothing", mattertest.Second(w.Register(ctx, clerk, "GIFT", none, none, "")), errs.NotFound, "register.kind")
		w.Refused("register for sorters", mattertest.Second(w.Register(ctx, sorter, domain.MatterLoan, none, none, "")), errs.Forbidden, "access.forbidden")
	})
}

func TestRegisterThatIsTooLongIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		fill := func(from, to int) {
			if err := w.Store.InTx(t.Context(), func(ctx context.Context, tx domain.Repos) error {
				for i := from; i < to; i++ {
					loan := domain.Loan{State: domain.LoanRejected, Matter: domain.Matter{ID: fmt.Sprintf("loan-%05d", i), No: fmt.Sprintf("JY-%d", i),
						DossierID: "d", OfficeCode: mattertest.Tiexi.Code, Division: mattertest.Tiexi.Division, CreatedAt: w.clock.Now(), Version: 1}}
					if err := tx.Loans().Create(ctx, loan); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		fill(0, registerRows)
		content := must(w.Register(t.Context(), clerk, domain.MatterLoan, w.Today(), w.Today(), ""))
		if rows := len(content.Entries); rows != registerRows {
			t.Errorf("%d of %d rows", rows, registerRows)
		}
		fill(registerRows, registerRows+1)
		_, err := w.Register(t.Context(), clerk, domain.MatterLoan, w.Today(), w.Today(), "")
		w.Refused("one row more", err, errs.Unprocessable, "register.too_long")
	})
}
