package certificate

import (
	"slices"
	"strings"
	"testing"

	mt "github.com/danganku/danganku/internal/app/matter/mattertest"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// TestRefusedRequests: R30 as far as it concerns who asks for what. Nothing is stored of what was refused, and no number is lost.
func TestRefusedRequests(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		for _, c := range []struct {
			name     string
			kind     domain.CertificateCode
			capacity domain.Capacity
			says     string
			change   func(f *Form)
		}{
			{"the child asks for party admission", "CHILD_PARTY_ADMISSION", domain.CapacityKin, "近亲属不能申请", func(f *Form) { f.Requester.Relation = "儿子" }},
			{"a notary asks about housing", "HOUSING_PURCHASE", domain.CapacityNotary, "公证机构不能申请", func(*Form) {}},
			{"no such kind", "LOVE_LETTER", domain.CapacitySelf, "没有", func(*Form) {}},
			{"a wrong number", "LABOR_PERSONNEL", domain.CapacityProxy, "身份证号", func(f *Form) { f.Requester.IDNumber = "21010619500309902A" }},
			{"somebody else as the subject", "LABOR_PERSONNEL", domain.CapacitySelf, "不符", func(f *Form) { f.Requester.IDNumber = mt.Number(901) }},
			{"the subject as a proxy", "LABOR_PERSONNEL", domain.CapacityProxy, "不符", func(f *Form) { f.Requester.IDNumber = mt.Number(1) }},
			{"kin who do not say how", "ESTATE_NOTARIZATION", domain.CapacityKin, "亲属关系", func(f *Form) { f.Requester.Relation = " " }},
			{"a unit without a name", "CHILD_PARTY_ADMISSION", domain.CapacityParty, "单位名称", func(f *Form) { f.Requester.Unit = "" }},
		} {
			form := w.asks(c.kind, c.capacity, 1)
			c.change(&form)
			_, err := w.Request(ctx, mt.Clerk, id, form, "")
			w.Breaks(c.name, err, domain.R30, c.says)
		}
		for name, change := range map[string]func(f *Form){
			"no name":       func(f *Form) { f.Requester.Name = "" },
			"no use":        func(f *Form) { f.Use = " " },
			"long text":     func(f *Form) { f.Recipient = strings.Repeat("长", 2001) },
			"many papers":   func(f *Form) { f.Evidence = make([]domain.Evidence, maxEvidence+1) },
			"unknown paper": func(f *Form) { f.Evidence[0].Kind = "WORD_OF_HONOUR" },
		} {
			form := w.asks("LABOR_PERSONNEL", domain.CapacitySelf, 1)
			change(&form)
			if _, err := w.Request(ctx, mt.Clerk, id, form, ""); errs.KindOf(err) != errs.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		w.Carry(id, domain.OutboundPreparing, domain.InTransit, domain.TransferredOut)
		_, err := w.Request(ctx, mt.Clerk, id, w.asks("LABOR_PERSONNEL", domain.CapacitySelf, 1), "")
		w.Breaks("a dossier that is not held here", err, domain.R30, "已转出")

		if n := len(mt.Must(w.Store.Certificates().List(ctx, authz.Everything(), domain.MatterFilter{}, "", 9))); n != 0 {
			t.Fatalf("%d refused requests were stored", n)
		}
		if c := w.requested(2); c.No != "SL-210106-2026-0001" {
			t.Errorf("refused requests took numbers: %s", c.No)
		}
	})
}

func TestKindsOfTheOffice(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, waiting := t.Context(), w.reviewed(1)
		own := mt.Must(w.PolicyFor(domain.MatterCertificate, waiting.OfficeCode, waiting.Category))
		own.Office, own.CertificateKinds = mt.Tiexi.Code, []string{"HOUSING_PURCHASE"}
		narrower := w.Config
		narrower.Policies = append(slices.Clone(narrower.Policies), own)
		desk := New(narrower, w.Kinds())
		_, err := desk.Request(ctx, mt.Clerk, w.Worker(2), w.asks("LABOR_PERSONNEL", domain.CapacitySelf, 2), "")
		w.Breaks("a kind that is not enabled", err, domain.R30, "不受理")
		_, err = desk.Issue(ctx, mt.Clerk, waiting.ID, waiting.Version)
		w.Breaks("a kind that was disabled since the review", err, domain.R30, "不受理")
		w.unchanged("a kind that was disabled since the review", waiting)
	})
}

// TestVerification: R30 as far as it concerns the papers.
func TestVerification(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		asked := func(n int, kind domain.CertificateCode, capacity domain.Capacity) domain.Certificate {
			return mt.Must(w.Request(ctx, mt.Clerk, w.Worker(n), w.asks(kind, capacity, n), ""))
		}
		for n, c := range []struct {
			name     string
			kind     domain.CertificateCode
			capacity domain.Capacity
			lacks    domain.EvidenceKind
			says     string
		}{
			{"no card", "LABOR_PERSONNEL", domain.CapacitySelf, "ID_CARD", "居民身份证"},
			{"a proxy without letter", "LABOR_PERSONNEL", domain.CapacityProxy, "PROXY_LETTER", "授权委托书"},
			{"a proxy without the principal's card", "RELOCATION_HUKOU", domain.CapacityProxy, "PRINCIPAL_ID", "委托人身份证"},
			{"kin without proof of kinship", "HOUSE_TRANSFER_INHERITANCE", domain.CapacityKin, "KINSHIP_PROOF", "亲属关系证明"},
			{"an heir without death certificate", "ESTATE_NOTARIZATION", domain.CapacityKin, "DEATH_CERTIFICATE", "死亡证明"},
			{"a notary without letter", "ESTATE_NOTARIZATION", domain.CapacityNotary, "UNIT_LETTER", "单位公函"},
			{"a party organisation that sends one", "CHILD_PARTY_ADMISSION", domain.CapacityParty, "SECOND_VISITOR", "第二名经办人"},
		} {
			before := asked(n+1, c.kind, c.capacity)
			papers := seen(before.Evidence)
			for i := range papers {
				if papers[i].Kind == c.lacks {
					papers[i].Verified = false
				}
			}
			_, err := w.Verify(ctx, mt.Clerk, before.ID, before.Version, papers)
			w.Breaks(c.name, err, domain.R30, c.says)
			w.unchanged(c.name, before)
			mt.Must(w.Verify(ctx, mt.Clerk, before.ID, before.Version, seen(before.Evidence)))
		}
		gone := w.requested(50)
		w.Carry(gone.DossierID, domain.OutboundPreparing, domain.InTransit)
		_, err := w.Verify(ctx, mt.Clerk, gone.ID, gone.Version, seen(gone.Evidence))
		w.Breaks("a dossier that left since the request", err, domain.R30, "转递途中")
		w.unchanged("a dossier that left since the request", gone)
	})
}

// TestPapersAreNotVerifiedByAsking: what the requester brings is verified by the clerk's own step, and a whole identity number is
// not kept as the number of a paper.
func TestPapersAreNotVerifiedByAsking(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		form := w.asks("LABOR_PERSONNEL", domain.CapacitySelf, 1)
		form.Evidence = seen(form.Evidence)
		form.Evidence[0].No = mt.Number(1).Full()
		c := mt.Must(w.Request(t.Context(), mt.Clerk, w.Worker(1), form, ""))
		if e := c.Evidence[0]; e.Verified || e.No != mt.Number(1).Masked() {
			t.Errorf("%+v", e)
		}
	})
}

// TestStatementsCiteTheDossier: R30 as far as it concerns what is said.
func TestStatementsCiteTheDossier(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, c := t.Context(), w.verified(1)
		draft := func(statements []StatementForm) error {
			return mt.Second(w.Draft(ctx, mt.Clerk, c.ID, c.Version, statements, ""))
		}
		w.Breaks("nothing", draft(nil), domain.R30, "没有内容")
		w.Breaks("a statement without source", draft([]StatementForm{{Text: "1970年参加工作"}}), domain.R30, "第1条")
		w.Breaks("a source without statement", draft(append(said("1970年参加工作"), said(" ")...)), domain.R30, "第2条")
		w.Refused("a material that is not there", draft([]StatementForm{{"1970年参加工作", []CitationForm{{MaterialID: "m9"}}}}), errs.Unprocessable, "citation.material")
		w.Refused("a page that is not there", draft(said("1970年参加工作", 4)), errs.Unprocessable, "citation.page")
		w.Refused("no page at all", draft(said("1970年参加工作", 0)), errs.Unprocessable, "citation.page")
		w.Refused("too much", draft(make([]StatementForm, maxStatements+1)), errs.Invalid, "matter.too_many")
		w.unchanged("drafts that were refused", c)
		c = mt.Must(w.Draft(ctx, mt.Clerk, c.ID, c.Version, said("1970年参加工作", 3), ""))
		c = mt.Must(w.Decide(ctx, mt.Approver, c.ID, c.Version, true, ""))

		w.edit(c.DossierID, func(d *domain.Dossier) { d.Materials[0].PageCount = 2 })
		_, err := w.Issue(ctx, mt.Clerk, c.ID, c.Version)
		w.Breaks("a page that is there no more", err, domain.R30, "第1条的出处1-1《职工履历表》第3页")
		w.edit(c.DossierID, func(d *domain.Dossier) { d.Materials[0].PageCount, d.Materials[0].ItemNo = 3, 7 })
		_, err = w.Issue(ctx, mt.Clerk, c.ID, c.Version)
		w.Breaks("a material that is numbered otherwise now", err, domain.R30, "请重新拟稿")
		w.unchanged("catalogues that changed", c)
		w.edit(c.DossierID, func(d *domain.Dossier) { d.Materials[0].ItemNo = 1 })
		mt.Must(w.Issue(ctx, mt.Clerk, c.ID, c.Version))
	})
}

// TestFourEyes: who drafts does not review, who reviews does not issue.
func TestFourEyes(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, both := t.Context(), mt.With(mt.Approver, mt.Clerk)
		c := w.verified(1) // by mt.Clerk
		other := mt.Granted("other", authz.ReadingRoomClerk, "210106")
		c = mt.Must(w.Draft(ctx, mt.With(other, mt.Approver), c.ID, c.Version, said("1970年参加工作"), ""))
		_, err := w.Decide(ctx, mt.With(other, mt.Approver), c.ID, c.Version, true, "")
		w.Refused("who drafted reviews", err, errs.Forbidden, "matter.own_request")
		_, err = w.Decide(ctx, mt.With(mt.Clerk, mt.Approver), c.ID, c.Version, true, "")
		w.Refused("who took the request reviews", err, errs.Forbidden, "matter.own_request")
		w.unchanged("reviews of one's own", c)
		c = mt.Must(w.Decide(ctx, both, c.ID, c.Version, true, ""))
		_, err = w.Issue(ctx, both, c.ID, c.Version)
		w.Breaks("who reviewed issues", err, domain.R30, "审核人")
		w.unchanged("who reviewed issues", c)
		for _, step := range w.Allowed(both, &c) {
			if step == StepIssue {
				t.Error("who reviewed is offered to issue")
			}
		}
		mt.Must(w.Issue(ctx, mt.With(other, mt.Approver), c.ID, c.Version))
	})
}

func TestIssueNeedsTheDossier(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, c := t.Context(), w.reviewed(1)
		w.Carry(c.DossierID, domain.OutboundPreparing, domain.InTransit)
		_, err := w.Issue(ctx, mt.Clerk, c.ID, c.Version)
		w.Breaks("the dossier left", err, domain.R30, "转递途中")
		w.unchanged("the dossier left", c)
		w.Carry(c.DossierID, domain.InStorage, domain.OnLoan)
		if c = mt.Must(w.Issue(ctx, mt.Clerk, c.ID, c.Version)); c.CertificateNo != "ZM-210106-2026-0001" {
			t.Errorf("a refused issue took a number: %s", c.CertificateNo)
		}
	})
}
