package circulation

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/app/matter/mattertest"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func TestWhoeverHasAPaperIsToldWhetherItStands(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		proof := domain.Proof{Code: "7KQ2-M0XR-4TZD-9HBW", Kind: domain.PaperCertificate, Number: "ZM-210106-2026-0001", OfficeCode: mattertest.Tiexi.Code,
			MatterID: "matter-1", IssuedOn: w.Today(), ValidUntil: w.Today().AddDays(30)}
		if err := w.Store.Proofs().Create(ctx, proof); err != nil {
			t.Fatal(err)
		}
		want := ProofAnswer{Kind: domain.PaperCertificate, Title: "人事档案证明", Number: proof.Number, Office: mattertest.Tiexi.Name,
			IssuedOn: proof.IssuedOn, ValidUntil: proof.ValidUntil, State: domain.ProofValid}
		check := func(when, typed string) {
			t.Helper()
			if diff := cmp.Diff(want, must(w.Proof(ctx, typed, "192.0.2.7"))); diff != "" {
				t.Errorf("%s (-want +have):\n%s", when, diff)
			}
		}
		check("at once", proof.Code)
		check("as people type it", "7kq2 moxr 4tzd 9hbw")
		w.clock.Advance(31 * day)
		want.State = domain.ProofExpired
		check("a month later", proof.Code)
		if err := w.Store.Proofs().Void(ctx, proof.MatterID, w.clock.Now(), "ZM-210106-2026-0002"); err != nil {
			t.Fatal(err)
		}
		want.State, want.ReplacedBy = domain.ProofVoided, "ZM-210106-2026-0002"
		check("taken back", proof.Code)
		w.AuditsOf("proof", proof.Number, domain.AuditProofAsked, domain.AuditProofAsked, domain.AuditProofAsked, domain.AuditProofAsked)
		if entry := w.Trail()[0]; entry.Address != "192.0.2.7" || !strings.Contains(entry.Detail, string(domain.ProofVoided)) {
			t.Errorf("logged: %+v", entry)
		}
		logged := len(w.Trail())
		for _, typed := range []string{"", "7KQ2-M0XR-4TZD-9HBX", "7KQ2", strings.Repeat("7", 1000)} {
			_, err := w.Proof(ctx, typed, "192.0.2.7")
			w.Refused("no paper: "+typed[:min(len(typed), 20)], err, errs.NotFound, "proof.not_found")
		}
		if len(w.Trail()) != logged {
			t.Error("what is no paper fills the trail")
		}
	})
}
