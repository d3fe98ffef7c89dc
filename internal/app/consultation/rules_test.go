package consultation

import (
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/app/matter/mattertest"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func TestPapersAreHeldAgainstTheRules(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		c := w.registered(id, w.form(domain.MediumPaper))
		for _, fault := range []struct {
			name   string
			rule   domain.RuleID
			says   string
			change func(f *Form)
		}{
			{"one visitor", domain.R23, "现登记1人", func(f *Form) { f.Visitors = f.Visitors[:1] }},
			{"nobody", domain.R23, "现登记0人", func(f *Form) { f.Visitors = nil }},
			{"paper not seen", domain.R23, "钱证", func(f *Form) { f.Visitors[1].IDVerified = false }},
			{"wrong number", domain.R23, "身份证号", func(f *Form) { f.Visitors[0].IDNumber = "21010619500309902A" }},
			{"one person twice", domain.R23, "重复登记", func(f *Form) { f.Visitors[1].IDNumber = f.Visitors[0].IDNumber }},
			{"no seal", domain.R24, "印章", func(f *Form) { f.Letter.Sealed = false }},
			{"no number", domain.R24, "文号", func(f *Form) { f.Letter.No = " " }},
			{"too old", domain.R24, "已过期", func(f *Form) { f.Letter.IssuedOn = w.Today().AddDays(-16) }},
			{"purpose", domain.R24, "用途", func(f *Form) { f.Letter.Purpose = "NOTARIZATION" }},
			{"subject not named", domain.R24, "被查阅人", func(f *Form) { f.Letter.NamesSubject = false }},
			{"the subject", domain.R25, "本人", func(f *Form) { f.Visitors[0].IDNumber = " " + mattertest.Number(1) }},
			{"a relative", domain.R25, "亲属", func(f *Form) { f.Visitors[1].Relation = "女婿" }},
		} {
			form := w.form(domain.MediumPaper)
			fault.change(&form)
			c = must(w.Update(ctx, clerk, c.ID, c.Version, form))
			err := w.untouched(fault.name, id, func() error { return third(w.Verify(ctx, clerk, c.ID, c.Version)) })
			w.Breaks(fault.name, err, fault.rule, fault.says)
		}
		c = must(w.Update(ctx, clerk, c.ID, c.Version, w.form(domain.MediumPaper)))
		shown := w.form(domain.MediumPaper)
		for i := range shown.Visitors {
			shown.Visitors[i].IDNumber = domain.IDNumber(shown.Visitors[i].IDNumber.Masked())
		}
		if c = must(w.Update(ctx, clerk, c.ID, c.Version, shown)); c.Visitors[0].IDNumber != w.form(domain.MediumPaper).Visitors[0].IDNumber {
			t.Errorf("a number that came back as it was shown became %q", c.Visitors[0].IDNumber.Full())
		}
		c, _, err := w.Verify(ctx, clerk, c.ID, c.Version)
		if err != nil || c.State != domain.ConsultationVerified {
			t.Fatalf("in order: %+v %v", c, err)
		}
		err = w.untouched("a change after verification", id, func() error {
			return second(w.Update(ctx, clerk, c.ID, c.Version, w.form(domain.MediumPaper)))
		})
		w.Refused("a change after verification", err, errs.Conflict, "consultation.state")
	})
}

func TestFormsThatCannotBeRegistered(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		for _, fault := range []struct {
			name, code string
			kind       errs.Kind
			change     func(f *Form)
		}{
			{"nothing asked", "OUT_OF_SCOPE", errs.Unprocessable, func(f *Form) { f.Asked = domain.UseScope{} }},
			{"a class the catalogue lacks", "OUT_OF_SCOPE", errs.Unprocessable, func(f *Form) { f.Asked.Classes = []string{"1", "3"} }},
			{"a material the catalogue lacks", "OUT_OF_SCOPE", errs.Unprocessable, func(f *Form) { f.Asked.MaterialIDs = []string{"m9"} }},
			{"no unit", "matter.missing", errs.Invalid, func(f *Form) { f.Unit = " " }},
			{"no content", "matter.missing", errs.Invalid, func(f *Form) { f.Content = "" }},
			{"a visitor without a name", "matter.missing", errs.Invalid, func(f *Form) { f.Visitors[1].Name = "" }},
			{"no medium", "consultation.medium", errs.Invalid, func(f *Form) { f.Medium = "FAX" }},
			{"long text", "matter.too_long", errs.Invalid, func(f *Form) { f.Visitors[0].Post = strings.Repeat("长", 2001) }},
			{"many visitors", "matter.too_many", errs.Invalid, func(f *Form) { f.Visitors = make([]domain.Visitor, maxVisitors+1) }},
			{"many classes", "matter.too_many", errs.Invalid, func(f *Form) { f.Asked.Classes = make([]string, maxScope+1) }},
			{"many materials", "matter.too_many", errs.Invalid, func(f *Form) { f.Asked.MaterialIDs = make([]string, maxScope+1) }},
			{"a scan nobody uploaded", "attachment.unusable", errs.Unprocessable, func(f *Form) { f.Letter.AttachmentID = "none" }},
		} {
			form := w.form(domain.MediumPaper)
			fault.change(&form)
			err := w.untouched(fault.name, id, func() error { return second(w.Register(ctx, clerk, id, form, "")) })
			w.Refused(fault.name, err, fault.kind, fault.code)
		}
		if c := w.registered(id, w.form(domain.MediumPaper)); c.No != "CY-210106-2026-0001" {
			t.Errorf("a refused form used up a number: %s", c.No)
		}
	})
}

func TestScopesAreOnlyNarrowed(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		c := w.verified(id, w.form(domain.MediumTerminal))
		for what, scope := range map[string]domain.UseScope{
			"another class":    {Classes: []string{"1", "2"}},
			"another material": {MaterialIDs: []string{"m2"}},
			"no material":      {MaterialIDs: []string{"m9"}},
		} {
			err := w.untouched(what, id, func() error { return second(w.Decide(ctx, approver, c.ID, c.Version, true, "", scope)) })
			w.Breaks(what, err, domain.R26, "")
		}
		c = must(w.Decide(ctx, approver, c.ID, c.Version, true, "", domain.UseScope{MaterialIDs: []string{"m1"}}))
		if c.State != domain.ConsultationApproved || len(c.Approved.Classes) != 0 {
			t.Fatalf("narrowed: %+v", c)
		}
	})
}

// TestPaperIsForOneMatterAtATime: a screen needs no paper, and may run beside it.
func TestPaperIsForOneMatterAtATime(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		paper := w.onPaper(id)
		err := w.untouched("paper", id, func() error { return second(w.Register(ctx, clerk, id, w.form(domain.MediumPaper), "")) })
		w.Refused("paper", err, errs.Conflict, "unique.matters_exclusive")
		beside := w.registered(id, w.form(domain.MediumTerminal))
		err = w.untouched("a screen that becomes paper", id, func() error {
			return second(w.Update(ctx, clerk, beside.ID, beside.Version, w.form(domain.MediumPaper)))
		})
		w.Refused("a screen that becomes paper", err, errs.Conflict, "unique.matters_exclusive")
		must(w.Return(ctx, clerk, paper.ID, paper.Version, whole))
		must(w.Update(ctx, clerk, beside.ID, beside.Version, w.form(domain.MediumPaper)))

		waiting := w.approved(w.Worker(2), w.form(domain.MediumPaper))
		w.Carry(waiting.DossierID, domain.OnLoan)
		err = w.untouched("paper that is not there", waiting.DossierID, func() error { return third(w.Open(ctx, clerk, waiting.ID, waiting.Version, "")) })
		w.Refused("paper that is not there", err, errs.Conflict, "custody.transition")
	})
}

func TestScansHangOnTheConsultation(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		for _, scan := range []domain.Attached{{ID: "mine", UploadedBy: clerk.UserID}, {ID: "theirs", UploadedBy: stranger.UserID}} {
			scan.UploadedAt = mattertest.Start
			if err := w.Store.Attachments().Create(ctx, scan); err != nil {
				t.Fatal(err)
			}
		}
		form := w.form(domain.MediumTerminal)
		form.Letter.AttachmentID = "theirs"
		err := w.untouched("another's scan", id, func() error { return second(w.Register(ctx, clerk, id, form, "")) })
		w.Refused("another's scan", err, errs.Unprocessable, "attachment.unusable")
		form.Letter.AttachmentID = "mine"
		c := w.registered(id, form)
		if scan := must(w.Store.Attachments().Get(ctx, "mine")); scan.Subject != "consultation" || scan.SubjectID != c.ID {
			t.Errorf("bound: %+v", scan)
		}
		must(w.Update(ctx, keeper, c.ID, c.Version, form)) // stays, whoever changes the form
		err = w.untouched("a scan of another matter", id, func() error { return second(w.Register(ctx, clerk, id, form, "")) })
		w.Refused("a scan of another matter", err, errs.Unprocessable, "attachment.unusable")
	})
}

func TestRequestKey(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		first := must(w.Register(ctx, clerk, id, w.form(domain.MediumTerminal), "key"))
		if again := must(w.Register(ctx, clerk, id, w.form(domain.MediumTerminal), "key")); again.ID != first.ID {
			t.Errorf("the same request made %s and %s", first.No, again.No)
		}
		if other := must(w.Register(ctx, keeper, id, w.form(domain.MediumTerminal), "key")); other.ID == first.ID {
			t.Error("somebody else's key")
		}
		c, _ := w.onScreen(id)
		order := must(w.RequestCopies(ctx, clerk, c.ID, w.copyForm(), "copies"))
		if again := must(w.RequestCopies(ctx, clerk, c.ID, w.copyForm(), "copies")); again.ID != order.ID {
			t.Errorf("the same request made %s and %s", order.No, again.No)
		}
	})
}

func TestPoliciesOfOffices(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		own := must(w.PolicyFor(domain.MatterConsultation, mattertest.Tiexi.Code, domain.CategoryWorker))
		own.Office, own.VisitorsMin, own.Minutes, own.OpenDays, own.Chain = mattertest.Tiexi.Code, 3, 30, 1, []string{string(authz.Archivist)}
		policies := append(domain.UsePolicies{own}, w.Policies...)
		w.Policies, w.visits.Policies = policies, policies
		c := w.registered(id, w.form(domain.MediumTerminal))
		w.Breaks("fewer than the office demands", third(w.Verify(ctx, clerk, c.ID, c.Version)), domain.R23, "3人以上")
		form := w.form(domain.MediumTerminal)
		form.Visitors = append(form.Visitors, domain.Visitor{Name: "孙某", IDNumber: mattertest.Number(903), IDVerified: true})
		c = w.verified(id, form)
		c = must(w.Decide(ctx, keeper, c.ID, c.Version, true, "", domain.UseScope{}))
		if c.OpenBy != domain.Date(2026, 3, 10) {
			t.Errorf("open by %s", c.OpenBy)
		}
		c, _, err := w.Open(ctx, clerk, c.ID, c.Version, "一号终端")
		if err != nil || c.Session.EndsAt.Sub(c.Session.OpenedAt).Minutes() != 30 {
			t.Errorf("session: %+v %v", c.Session, err)
		}
		w.visits.Policies = nil
		w.Refused("no policy", second(w.Register(ctx, clerk, w.Worker(2), form, "")), errs.Unprocessable, "policy.none")
	})
}
