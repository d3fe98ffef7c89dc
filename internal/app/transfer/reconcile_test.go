package transfer

import (
	"testing"

	"github.com/danganku/danganku/internal/domain"
)

// A dossier that a crash kept from its line finds it later; one that another office holds does not.
func TestReconcileTiesDossiersToTheirLines(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		e := w.enterprise()
		here, elsewhere := w.form(e), w.form(e)
		b := w.checking(e, asAgreed, here, elsewhere)
		must(w.decide(b.ID, 1))
		must(w.decide(b.ID, 2))
		b = must(w.SignCheck(t.Context(), w.clerk, b.ID, b.Version, w.bothSides()))
		d := w.dossierAt(tiexi, here)
		w.dossier(elsewhere)
		check(t, w.Reconcile(t.Context()))
		lines := must(w.Lines(t.Context(), w.clerk, b.ID, domain.LineFilter{}, 0, 10))
		if lines[0].DossierID != d.ID || lines[1].DossierID != "" {
			t.Errorf("tied to %q and %q", lines[0].DossierID, lines[1].DossierID)
		}
		if got := must(w.Batch(t.Context(), w.clerk, b.ID)); got.Batch.State != domain.BatchAccepted || got.Ecopy.Stored != 1 {
			t.Errorf("%s with %d copies, of which one is still to come", got.Batch.State, got.Ecopy.Stored)
		}
	})
}
