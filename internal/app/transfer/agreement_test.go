package transfer

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/domain"
)

// What was signed never changes but in its state; a change of terms is a new version, which takes the place of the one before
// when both sides have signed it.
func TestSignedAgreementsStand(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		e := w.enterprise()
		first := w.agreed(e, 3)
		if first.State != domain.AgreementEffective || first.No != "XY-210106-2026-0001" || first.ReviewedBy == "" {
			t.Fatalf("signed: %+v", first)
		}
		_, err := w.SaveAgreement(ctx, w.archivist, AgreementRequest{ID: first.ID, Version: first.Version, Terms: terms(9)})
		refused(t, err, "agreement.signed", "形成新版本")
		_, err = w.AmendAgreement(ctx, w.archivist, first.ID, first.Version, "")
		refused(t, err, "reason.missing")
		next := must(w.AmendAgreement(ctx, w.archivist, first.ID, first.Version, "增加二人"))
		if next.VersionNo != 2 || next.Signed() || next.Enterprise.By != "" || next.Terms.Volumes != 3 || next.No != first.No {
			t.Fatalf("amended: %+v", next)
		}
		next = must(w.SaveAgreement(ctx, w.archivist, AgreementRequest{ID: next.ID, Version: next.Version, Terms: terms(5)}))
		_, err = w.AmendAgreement(ctx, w.archivist, next.ID, next.Version, "再次")
		refused(t, err, "agreement.state")
		if got := must(w.Store.Agreements().Effective(ctx, first.ID)); got.VersionNo != 1 {
			t.Errorf("version %d is effective before it is signed", got.VersionNo)
		}
		next = must(w.MoveAgreement(ctx, w.archivist, next.ID, next.Version, domain.AgreementReview, ""))
		_, err = w.SaveAgreement(ctx, w.archivist, AgreementRequest{ID: next.ID, Version: next.Version, Terms: terms(6)})
		refused(t, err, "agreement.state")
		next = w.signed(next)
		versions := must(w.AgreementVersions(ctx, w.archivist, first.ID))
		if len(versions) != 2 || versions[0].State != domain.AgreementEffective || versions[1].State != domain.AgreementAmended {
			t.Fatalf("versions: %+v", versions)
		}
		was := must(w.Agreement(ctx, w.archivist, first.ID, 1))
		was.State, was.Version, was.UpdatedAt = first.State, first.Version, first.UpdatedAt
		if diff := cmp.Diff(first, was); diff != "" {
			t.Errorf("the first version was changed: %s", diff)
		}
	})
}

func TestWhatASignatureNeeds(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		e := w.enterprise()
		incomplete := terms(1)
		incomplete.Scope = ""
		a := must(w.SaveAgreement(ctx, w.handler(e), AgreementRequest{EnterpriseID: e.ID, OfficeCode: tiexi, Terms: incomplete}))
		_, err := w.MoveAgreement(ctx, w.handler(e), a.ID, a.Version, domain.AgreementReview, "")
		refused(t, err, "agreement.incomplete", "移交范围")
		a = must(w.SaveAgreement(ctx, w.handler(e), AgreementRequest{ID: a.ID, Version: a.Version, Terms: terms(1)}))
		_, err = w.SaveAgreement(ctx, w.handler(e), AgreementRequest{ID: a.ID, Version: a.Version - 1, Terms: terms(2)})
		refused(t, err, "agreement.stale")
		a = must(w.MoveAgreement(ctx, w.handler(e), a.ID, a.Version, domain.AgreementReview, ""))
		signature := domain.AgreementSignature{By: "李厂长", On: w.today()}
		_, err = w.SignAgreement(ctx, w.archivist, a.ID, a.Version, EnterpriseSide, signature)
		refused(t, err, "agreement.signature", "attachmentId")
		signature.AttachmentID = w.scan(w.archivist)
		_, err = w.SignAgreement(ctx, w.archivist, a.ID, a.Version, ArchiveSide, signature)
		refused(t, err, "agreement.transition")
		a = must(w.SignAgreement(ctx, w.archivist, a.ID, a.Version, EnterpriseSide, signature))
		_, err = w.MoveAgreement(ctx, w.archivist, a.ID, a.Version, domain.AgreementEffective, "")
		refused(t, err, "agreement.move", "签署")
		a = must(w.MoveAgreement(ctx, w.archivist, a.ID, a.Version, domain.AgreementDraft, "公章不清"))
		if a.Enterprise != (domain.AgreementSignature{}) || a.ReviewedBy != "" {
			t.Errorf("sent back with the signature %+v", a.Enterprise)
		}
	})
}

// A nature form that was refused is corrected and submitted again; a confirmed one stands, and the registry says the same.
func TestNatureForms(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		e := w.enterprise()
		handler := w.handler(e)
		form := must(w.SaveNature(ctx, handler, domain.NatureForm{EnterpriseID: e.ID, InsuranceDivision: "21", RegistrationDivision: tiexi}))
		_, err := w.SubmitNature(ctx, handler, form.ID, form.Version)
		refused(t, err, "nature.incomplete", "owner", "attachmentId")
		form.Level, form.Owner, form.AttachmentID = domain.LevelProvincial, "省国资委", w.scan(handler)
		form = must(w.SaveNature(ctx, handler, form))
		form = must(w.SubmitNature(ctx, handler, form.ID, form.Version))
		_, err = w.SaveNature(ctx, handler, form)
		refused(t, err, "nature.state")
		_, err = w.DecideNature(ctx, w.leading, form.ID, form.Version, NatureDecision{})
		refused(t, err, "reason.missing")
		form = must(w.DecideNature(ctx, w.leading, form.ID, form.Version, NatureDecision{Reason: "印章不符"}))
		form = must(w.SaveNature(ctx, handler, form))
		form = must(w.SubmitNature(ctx, handler, form.ID, form.Version))
		_, err = w.DecideNature(ctx, w.leading, form.ID, form.Version, NatureDecision{Confirm: true})
		refused(t, err, "confirmation.incomplete", "no", "by", "on")
		_, err = w.DecideNature(ctx, w.leading, form.ID, form.Version-1, NatureDecision{Confirm: true, Confirmation: w.paper()})
		refused(t, err, "nature.stale")
		form = must(w.DecideNature(ctx, w.leading, form.ID, form.Version, NatureDecision{Confirm: true, Confirmation: w.paper()}))
		got := must(w.Store.Enterprises().Get(ctx, e.ID))
		if form.Confirmed.RecordedBy != w.leading.Name || got.Level != domain.LevelProvincial || got.InsuranceDivision != "21" {
			t.Errorf("confirmed by %q; the registry says %+v", form.Confirmed.RecordedBy, got)
		}
	})
}

// A draft sent back or cancelled lets its people go.
func TestSendBackAndCancel(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		e := w.enterprise()
		w.sealed(e)
		f := w.form(e)
		b := w.draft(e, f)
		b = must(w.Submit(ctx, w.agency, b.ID, b.Version))
		_, err := w.EditLine(ctx, w.agency, b.ID, 1, 1, f)
		refused(t, err, "batch.state", "草稿")
		b = must(w.SendBack(ctx, w.agency, b.ID, b.Version, "缺公章"))
		if b.State != domain.BatchDraft || b.Reason != "缺公章" {
			t.Errorf("sent back: %+v", b)
		}
		_, err = w.Cancel(ctx, w.agency, b.ID, b.Version-1, "重复")
		refused(t, err, "batch.stale")
		b = must(w.Cancel(ctx, w.agency, b.ID, b.Version, "重复"))
		if again := w.draft(e, f); again.No == b.No {
			t.Error("a number was given twice")
		}
		_, err = w.Submit(ctx, w.agency, b.ID, b.Version)
		refused(t, err, "batch.transition", "已取消")
	})
}
