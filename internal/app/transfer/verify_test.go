package transfer

import (
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/domain"
)

// What became known since a draft was written is asked for once more when a person is verified.
func TestVerificationAsksAnew(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		e := w.enterprise()
		earlier := w.listed(e, w.form(e), w.form(e))
		lines := must(w.Lines(ctx, w.agency, earlier.ID, domain.LineFilter{}, 0, 9))
		must(w.Cancel(ctx, w.agency, earlier.ID, earlier.Version, "重新申报"))
		b := w.verifying(e, lines[0].Form, lines[1].Form)
		w.dossier(lines[0].Form)
		known := must(w.Store.Ledger().ByIDNumbers(ctx, []domain.IDNumber{lines[1].Form.IDNumber}))[lines[1].Form.IDNumber]
		known.Survival, known.DiedOn = domain.SurvivalDeceased, w.today()
		check(t, w.Store.Ledger().Update(ctx, &known))
		_, err := w.VerifyLines(ctx, w.agency, b.ID, []LineVerdict{{1, 1, true, ""}})
		refused(t, err, domain.RuleByID(domain.R10).Code, "皇姑区")
		_, err = w.VerifyLines(ctx, w.agency, b.ID, []LineVerdict{{2, 1, true, ""}})
		refused(t, err, domain.RuleByID(domain.R02).Code, "死亡", "台账")
		must(w.VerifyLines(ctx, w.agency, b.ID, []LineVerdict{{1, 1, false, "档案已在皇姑区"}, {2, 1, false, "已死亡"}}))
	})
}

// Who is verified although form and identity number differ is named in the trail.
func TestVerifiedDeviationsAreRecorded(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		e := w.enterprise()
		b := w.verifying(e, w.form(e), w.form(e, func(f *domain.InfoForm) { f.BornOn = domain.Date(1939, 5, 0) }))
		must(w.VerifyLines(t.Context(), w.agency, b.ID, []LineVerdict{{1, 1, true, ""}, {2, 1, true, ""}}))
		entries := must(w.Store.Audit().List(t.Context(), domain.AuditFilter{Action: domain.AuditLineVerify}, "", 5))
		if len(entries) != 1 || !strings.Contains(entries[0].Detail, `"R09":[2]`) {
			t.Errorf("the trail says %+v", entries)
		}
	})
}
