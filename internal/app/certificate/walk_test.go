package certificate

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	mt "github.com/danganku/danganku/internal/app/matter/mattertest"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// TestEachKindFromRequestToCollected: the six kinds, asked for in each capacity that is entitled.
func TestEachKindFromRequestToCollected(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, n := t.Context(), 0
		for _, kind := range w.Kinds() {
			for _, entitled := range kind.Entitled {
				n++
				form := w.asks(kind.Code, entitled.Capacity, n)
				c := mt.Must(w.Request(ctx, mt.Clerk, w.Worker(n), form, ""))
				if want := domain.PaperCertificateRequest.Number("210106", 2026, n); c.No != want || c.State != domain.CertificateRequested || c.CertificateNo != "" {
					t.Fatalf("requested: %+v", c)
				}
				c = mt.Must(w.Verify(ctx, mt.Clerk, c.ID, c.Version, seen(form.Evidence)))
				c = mt.Must(w.Draft(ctx, mt.Clerk, c.ID, c.Version, said("1970年12月参加工作", 2, 1, 2), ""))
				c = mt.Must(w.Decide(ctx, mt.Approver, c.ID, c.Version, true, "同意"))
				c = mt.Must(w.Issue(ctx, mt.Clerk, c.ID, c.Version))
				w.inOrder(c, kind, n)
				c = mt.Must(w.Collect(ctx, mt.Clerk, c.ID, c.Version, "赵公"))
				if c.State != domain.CertificateCollected || c.CollectedBy != "赵公" || c.CollectedOn != w.Today() {
					t.Fatalf("collected: %+v", c)
				}
				if diff := cmp.Diff(c, w.stored(c.ID)); diff != "" {
					t.Fatalf("what was answered is not what was stored:\n%s", diff)
				}
				w.AuditsOf("certificate", c.ID, domain.AuditCertificateRequest, domain.AuditCertificateVerify, domain.AuditCertificateDraft,
					domain.AuditCertificateDecide, domain.AuditCertificateIssue, domain.AuditCertificateCollect)
			}
		}
		if n != 16 {
			t.Fatalf("%d capacities", n)
		}
	})
}

// inOrder looks at the n-th certificate that was issued.
func (w *world) inOrder(c domain.Certificate, kind domain.CertificateKind, n int) {
	w.T.Helper()
	until := domain.PartialDate{}
	if kind.Days > 0 {
		until = w.Today().AddDays(kind.Days)
	}
	if c.State != domain.CertificateIssued || c.CertificateNo != domain.PaperCertificate.Number("210106", 2026, n) || c.IssuedOn != w.Today() || c.ValidUntil != until {
		w.T.Fatalf("issued: %+v", c)
	}
	if cited := c.Statements[0].Citations[0].String(); cited != "1-1《职工履历表》第1、2页" {
		w.T.Fatalf("cites %s", cited)
	}
	want := domain.Proof{Code: c.Code, Kind: domain.PaperCertificate, Number: c.CertificateNo, OfficeCode: "210106", MatterID: c.ID, IssuedOn: w.Today(), ValidUntil: until}
	if diff := cmp.Diff(want, w.proof(c)); diff != "" {
		w.T.Fatalf("proof (-want +have):\n%s", diff)
	}
}

func TestSentBackAndDraftedAnew(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, c := t.Context(), w.drafted(1)
		_, err := w.Decide(ctx, mt.Approver, c.ID, c.Version, false, " ")
		w.Refused("sent back without a reason", err, errs.Invalid, "matter.missing")
		c = mt.Must(w.Decide(ctx, mt.Approver, c.ID, c.Version, false, "出处应写到页"))
		if c.State != domain.CertificateVerified || c.SentBack != "出处应写到页" || c.Reason != "" {
			t.Fatalf("sent back: %+v", c)
		}
		_, err = w.Issue(ctx, mt.Keeper, c.ID, c.Version)
		w.Refused("issued though sent back", err, errs.Conflict, "certificate.transition")
		c = mt.Must(w.Draft(ctx, mt.Keeper, c.ID, c.Version, said("1970年12月1日参加工作", 3), "登记表写作1971年"))
		if c.State != domain.CertificateDrafted || c.DraftedBy != mt.Keeper.UserID || c.NextStep() == nil || c.Conflicts == "" || c.SentBack == "" {
			t.Fatalf("drafted anew: %+v", c)
		}
		c = mt.Must(w.Decide(ctx, mt.Approver, c.ID, c.Version, true, ""))
		if c.State != domain.CertificateReviewed || c.SentBack != "" {
			t.Fatalf("reviewed: %+v", c)
		}

		// What is changed after the review is reviewed again.
		c = mt.Must(w.Draft(ctx, mt.Clerk, c.ID, c.Version, said("1970年参加工作"), ""))
		if c.State != domain.CertificateDrafted || c.NextStep() == nil {
			t.Fatalf("drafted after the review: %+v", c)
		}
		_, err = w.Issue(ctx, mt.Keeper, c.ID, c.Version)
		w.Refused("issued without a new review", err, errs.Conflict, "certificate.transition")
		c = mt.Must(w.Decide(ctx, mt.Approver, c.ID, c.Version, true, ""))
		if c = mt.Must(w.Issue(ctx, mt.Clerk, c.ID, c.Version)); c.Statements[0].Text != "1970年参加工作" || c.Conflicts != "" {
			t.Fatalf("issued: %+v", c)
		}
	})
}

func TestRefusal(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		for n, c := range []domain.Certificate{w.requested(1), w.verified(2), w.drafted(3)} {
			_, err := w.Refuse(ctx, mt.Clerk, c.ID, c.Version, "")
			w.Refused("without a reason", err, errs.Invalid, "matter.missing")
			c = mt.Must(w.Refuse(ctx, mt.Clerk, c.ID, c.Version, "档案中没有相关记载"))
			if c.State != domain.CertificateRefused || c.Reason != "档案中没有相关记载" {
				t.Fatalf("refused after %d steps: %+v", n, c)
			}
			_, err = w.Draft(ctx, mt.Clerk, c.ID, c.Version, said("参加工作"), "")
			w.Refused("drafting what was refused", err, errs.Conflict, "certificate.state")
		}
		c := w.issued(4)
		_, err := w.Refuse(ctx, mt.Clerk, c.ID, c.Version, "反悔")
		w.Refused("refusing what was issued", err, errs.Conflict, "certificate.transition")
	})
}

func TestVoidAndReplacement(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, old := t.Context(), w.issued(1)
		form := w.asks("LABOR_PERSONNEL", domain.CapacitySelf, 1)
		form.Replaces = old.CertificateNo
		_, err := w.Request(ctx, mt.Clerk, old.DossierID, form, "")
		w.Breaks("in place of one that stands", err, domain.R30, "尚未作废")

		_, err = w.Void(ctx, mt.Clerk, old.ID, old.Version, "写错")
		w.Refused("voided at the counter", err, errs.Forbidden, "access.forbidden")
		_, err = w.Void(ctx, mt.Approver, old.ID, old.Version, "")
		w.Refused("voided without a reason", err, errs.Invalid, "matter.missing")
		w.days(1)
		old = mt.Must(w.Void(ctx, mt.Approver, old.ID, old.Version, "参加工作时间写错"))
		voidedAt := w.clock.Now()
		proof := w.proof(old)
		if old.State != domain.CertificateVoided || old.CertificateNo == "" || proof.State(w.Today()) != domain.ProofVoided || !proof.VoidedAt.Equal(voidedAt) || proof.ReplacedBy != "" {
			t.Fatalf("voided: %+v, %+v", old, proof)
		}
		_, err = w.Collect(ctx, mt.Clerk, old.ID, old.Version, "赵公")
		w.Refused("handing out what is void", err, errs.Conflict, "certificate.transition")

		w.days(1)
		fresh, rival := w.replacing(form), w.replacing(form)
		fresh = mt.Must(w.Issue(ctx, mt.Clerk, fresh.ID, fresh.Version))
		if fresh.CertificateNo != "ZM-210106-2026-0002" || fresh.Replaces != old.CertificateNo || fresh.Code == old.Code {
			t.Fatalf("replacement: %+v", fresh)
		}
		proof = w.proof(old)
		if w.stored(old.ID).ReplacedBy != fresh.CertificateNo || proof.ReplacedBy != fresh.CertificateNo || !proof.VoidedAt.Equal(voidedAt) {
			t.Fatalf("replaced: %+v, %+v", w.stored(old.ID), proof)
		}
		_, err = w.Issue(ctx, mt.Clerk, rival.ID, rival.Version)
		w.Breaks("a second one in its place", err, domain.R30, fresh.CertificateNo)
		w.unchanged("a second one in its place", rival)

		form.Replaces = "ZM-210106-2026-0099"
		_, err = w.Request(ctx, mt.Clerk, old.DossierID, form, "")
		w.Breaks("in place of nothing", err, domain.R30, form.Replaces)
		elsewhere := w.asks("LABOR_PERSONNEL", domain.CapacitySelf, 2)
		elsewhere.Replaces = old.CertificateNo
		_, err = w.Request(ctx, mt.Clerk, w.Worker(2), elsewhere, "")
		w.Breaks("in place of one about somebody else", err, domain.R30, old.CertificateNo)
	})
}

// replacing brings a request as far as the review.
func (w *world) replacing(form Form) domain.Certificate {
	w.T.Helper()
	ctx := w.T.Context()
	c := mt.Must(w.Request(ctx, mt.Clerk, "dossier-0001", form, ""))
	c = mt.Must(w.Verify(ctx, mt.Clerk, c.ID, c.Version, seen(c.Evidence)))
	c = mt.Must(w.Draft(ctx, mt.Clerk, c.ID, c.Version, said("1970年参加工作"), ""))
	return mt.Must(w.Decide(ctx, mt.Approver, c.ID, c.Version, true, ""))
}

func TestExpiredCertificates(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		form := w.asks("HOUSING_PURCHASE", domain.CapacitySelf, 1)
		w.Worker(1)
		c := w.replacing(form)
		c = mt.Must(w.Issue(ctx, mt.Clerk, c.ID, c.Version))
		w.days(90)
		if state := w.proof(c); state.State(w.Today()) != domain.ProofValid {
			t.Fatalf("on its last day: %+v", state)
		}
		w.days(1)
		if state := w.proof(c); state.State(w.Today()) != domain.ProofExpired {
			t.Fatalf("a day later: %+v", state)
		}
		_, err := w.Collect(ctx, mt.Clerk, c.ID, c.Version, "赵公")
		w.Refused("handing out what expired", err, errs.Conflict, "certificate.expired")
		w.unchanged("handing out what expired", c)
	})
}

// TestNumbersWithoutGaps: whatever is tried at once or fails, the numbers of certificates follow each other, and that of a void
// one is not given again.
func TestNumbersWithoutGaps(t *testing.T) {
	const many = 12
	several(t, 3, func(t *testing.T, w *world) {
		ctx := t.Context()
		var waiting []domain.Certificate
		for n := range many {
			waiting = append(waiting, w.reviewed(n+1))
		}
		errors := make(chan error)
		for n := range 3 * many { // three try to issue each
			go func() {
				c := waiting[n%many]
				errors <- mt.Second(w.desks[n/many].Issue(ctx, mt.Clerk, c.ID, c.Version))
			}()
		}
		won := 0
		for range 3 * many {
			switch err := <-errors; {
			case err == nil:
				won++
			case !errs.Is(err, errs.Conflict) && !errs.Is(err, errs.Stale):
				t.Errorf("issue: %v", err)
			}
		}
		given := map[string]bool{}
		for _, c := range waiting {
			given[w.stored(c.ID).CertificateNo] = true
		}
		for n := range many {
			if no := domain.PaperCertificate.Number("210106", 2026, n+1); !given[no] {
				t.Errorf("%s was not given: %v", no, given)
			}
		}
		if won != many {
			t.Fatalf("%d were issued", won)
		}
		last := w.stored(waiting[0].ID)
		mt.Must(w.Void(ctx, mt.Approver, last.ID, last.Version, "写错"))
		if next := w.issued(many + 1); next.CertificateNo != domain.PaperCertificate.Number("210106", 2026, many+1) {
			t.Errorf("next: %s", next.CertificateNo)
		}
	})
}

func TestContent(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, c := t.Context(), w.verified(1)
		_, err := w.Content(ctx, mt.Clerk, c.ID)
		w.Refused("printing before there is a draft", err, errs.Conflict, "certificate.state")
		c = mt.Must(w.Draft(ctx, mt.Clerk, c.ID, c.Version, said("1970年12月参加工作", 1), "登记表写作1971年"))
		draft := mt.Must(w.Content(ctx, mt.Clerk, c.ID))
		if !draft.Draft || draft.Office.Name != mt.Tiexi.Name || draft.Kind.Title != "退休人员劳资人事证明" {
			t.Fatalf("draft: %+v", draft)
		}
		c = mt.Must(w.Decide(ctx, mt.Approver, c.ID, c.Version, true, ""))
		c = mt.Must(w.Issue(ctx, mt.Clerk, c.ID, c.Version))
		w.rename(c.DossierID, "王萌")
		content := mt.Must(w.Content(ctx, mt.Approver, c.ID))
		if content.Draft || content.Opening != "经查阅王明（男，1950年3月9日出生）的人事档案，档案中有如下记载：" || content.Closing != "特此证明。" {
			t.Fatalf("issued: %+v", content)
		}
		c = mt.Must(w.Void(ctx, mt.Approver, c.ID, c.Version, "写错"))
		if content = mt.Must(w.Content(ctx, mt.Clerk, c.ID)); content.Draft || content.Certificate.State != domain.CertificateVoided {
			t.Fatalf("voided: %+v", content)
		}
		w.AuditsOf("certificate", c.ID, domain.AuditCertificateRequest, domain.AuditCertificateVerify, domain.AuditCertificateDraft,
			domain.AuditCertificateDecide, domain.AuditCertificateIssue, domain.AuditCertificateVoid, domain.AuditPaperPrint, domain.AuditPaperPrint, domain.AuditPaperPrint)
	})
}

// rename changes the name in a dossier's record.
func (w *world) rename(dossierID, name string) {
	w.T.Helper()
	w.edit(dossierID, func(d *domain.Dossier) { d.Retiree.Name = name })
}

func (w *world) edit(dossierID string, change func(d *domain.Dossier)) {
	w.T.Helper()
	d := mt.Must(w.Store.Dossiers().Get(w.T.Context(), dossierID))
	change(d)
	d.Version++
	if err := w.Store.Dossiers().Put(w.T.Context(), d); err != nil {
		w.T.Fatal(err)
	}
}

func TestProposals(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, c := t.Context(), w.verified(1)
		p := mt.Must(w.Proposals(ctx, mt.Clerk, c.ID))
		if len(p.Materials) != 2 || len(p.Citations) != 2 || p.Citations[1].String() != "2-1《退休审批表》" || p.Closing != "特此证明。" {
			t.Fatalf("%+v", p)
		}
		w.AuditsOf("dossier", c.DossierID, domain.AuditDossierView)
		_, err := w.Proposals(ctx, mt.Approver, c.ID)
		w.Refused("by who does not draft", err, errs.Forbidden, "access.forbidden")
	})
}
