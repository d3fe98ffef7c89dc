package transfer

import (
	"context"
	"maps"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// access is something that is done to a handover.
type access struct {
	do      func(actor authz.Actor) error
	missing string      // code for whom it does not exist
	reader  authz.Actor // may read it, but not do this; zero: whoever may read may do it
}

func errOf[T any](_ T, err error) error { return err }

// Everything about a handover answers people of other districts and other enterprises as if it did not exist, and those who
// may read it but not do the work that they may not.
func TestAccess(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		e, other := w.enterprise(), w.enterprise()
		nature := w.sealed(e)
		b := w.draft(e, w.form(e))
		a := must(w.SaveAgreement(ctx, w.archivist, AgreementRequest{EnterpriseID: e.ID, OfficeCode: tiexi, Terms: terms(1)}))
		listed := w.listed(other, w.form(other))
		strangers := []authz.Actor{w.elsewhere, w.handler(w.enterprise()), {UserID: "nobody"}}
		all := w.natureAccess(ctx, e, nature)
		maps.Copy(all, w.peopleAccess(ctx, e, b))
		maps.Copy(all, w.dossierAccess(ctx, b, listed, a))
		maps.Copy(all, w.agreementAccess(ctx, e, a))
		for name, c := range all {
			t.Run(name, func(t *testing.T) {
				for _, stranger := range strangers {
					refused(t, c.do(stranger), c.missing)
				}
				if c.reader.UserID != "" {
					refused(t, c.do(c.reader), "access.forbidden")
				}
			})
		}
	})
}

func (w *world) natureAccess(ctx context.Context, e domain.Enterprise, nature domain.NatureForm) map[string]access {
	return map[string]access{
		"nature": {func(actor authz.Actor) error { return errOf(w.Nature(ctx, actor, nature.ID)) }, "nature.not_found", authz.Actor{}},
		"new nature": {func(actor authz.Actor) error {
			return errOf(w.SaveNature(ctx, actor, domain.NatureForm{EnterpriseID: e.ID}))
		}, "enterprise.not_found", w.leading},
		"submit nature": {func(actor authz.Actor) error { return errOf(w.SubmitNature(ctx, actor, nature.ID, nature.Version)) }, "nature.not_found", w.leading},
		"decide nature": {func(actor authz.Actor) error {
			return errOf(w.DecideNature(ctx, actor, nature.ID, nature.Version, NatureDecision{}))
		}, "nature.not_found", w.agency},
	}
}

func (w *world) peopleAccess(ctx context.Context, e domain.Enterprise, b domain.TransferBatch) map[string]access {
	return map[string]access{
		"new batch": {func(actor authz.Actor) error {
			return errOf(w.CreateBatch(ctx, actor, BatchRequest{EnterpriseID: e.ID}))
		}, "enterprise.not_found", w.clerk},
		"batch":      {func(actor authz.Actor) error { return errOf(w.Batch(ctx, actor, b.ID)) }, "batch.not_found", authz.Actor{}},
		"by number":  {func(actor authz.Actor) error { return errOf(w.BatchByNo(ctx, actor, b.No)) }, "batch.not_found", authz.Actor{}},
		"lines":      {func(actor authz.Actor) error { return errOf(w.Lines(ctx, actor, b.ID, domain.LineFilter{}, 0, 1)) }, "batch.not_found", authz.Actor{}},
		"line":       {func(actor authz.Actor) error { return errOf(w.Line(ctx, actor, b.ID, 1)) }, "batch.not_found", authz.Actor{}},
		"find":       {func(actor authz.Actor) error { return errOf(w.FindLine(ctx, actor, b.ID, "1")) }, "batch.not_found", authz.Actor{}},
		"reveal":     {func(actor authz.Actor) error { return errOf(w.RevealLine(ctx, actor, b.ID, 1, "核对")) }, "batch.not_found", w.leading},
		"edit line":  {func(actor authz.Actor) error { return errOf(w.EditLine(ctx, actor, b.ID, 1, 1, domain.InfoForm{})) }, "batch.not_found", w.clerk},
		"remove":     {func(actor authz.Actor) error { return w.RemoveLine(ctx, actor, b.ID, 1) }, "batch.not_found", w.clerk},
		"submit":     {func(actor authz.Actor) error { return errOf(w.Submit(ctx, actor, b.ID, b.Version)) }, "batch.not_found", w.clerk},
		"send back":  {func(actor authz.Actor) error { return errOf(w.SendBack(ctx, actor, b.ID, b.Version, "错")) }, "batch.not_found", w.archivist},
		"cancel":     {func(actor authz.Actor) error { return errOf(w.Cancel(ctx, actor, b.ID, b.Version, "错")) }, "batch.not_found", w.clerk},
		"province":   {func(actor authz.Actor) error { return errOf(w.ConfirmProvince(ctx, actor, b.ID, b.Version, w.paper())) }, "batch.not_found", w.clerk},
		"verify":     {func(actor authz.Actor) error { return errOf(w.StartVerifying(ctx, actor, b.ID, b.Version, "")) }, "batch.not_found", w.clerk},
		"verify all": {func(actor authz.Actor) error { return errOf(w.VerifyLines(ctx, actor, b.ID, []LineVerdict{{Seq: 1}})) }, "batch.not_found", w.clerk},
		"issue list": {func(actor authz.Actor) error { return errOf(w.IssueList(ctx, actor, b.ID, b.Version)) }, "batch.not_found", w.clerk},
	}
}

func (w *world) dossierAccess(ctx context.Context, b, listed domain.TransferBatch, a domain.TransferAgreement) map[string]access {
	return map[string]access{
		"join": {func(actor authz.Actor) error {
			return errOf(w.JoinAgreement(ctx, actor, listed.ID, listed.Version, a.ID))
		}, "batch.not_found", w.agency},
		"deliver": {func(actor authz.Actor) error { return errOf(w.Deliver(ctx, actor, b.ID, b.Version, w.courier())) }, "batch.not_found", w.leading},
		"start":   {func(actor authz.Actor) error { return errOf(w.StartCheck(ctx, actor, b.ID, b.Version)) }, "batch.not_found", w.agency},
		"decide":  {func(actor authz.Actor) error { return errOf(w.Decide(ctx, actor, b.ID, 1, 1, domain.CounterCheck{})) }, "batch.not_found", w.agency},
		"sign":    {func(actor authz.Actor) error { return errOf(w.SignCheck(ctx, actor, b.ID, b.Version, w.bothSides())) }, "batch.not_found", w.agency},
		"roster":  {func(actor authz.Actor) error { return errOf(w.AddSignedRoster(ctx, actor, b.ID, b.Version, "")) }, "batch.not_found", w.agency},
		"paper":   {func(actor authz.Actor) error { return errOf(w.OpenPaper(ctx, actor, listed.ListNo)) }, "paper.not_found", authz.Actor{}},
	}
}

func (w *world) agreementAccess(ctx context.Context, e domain.Enterprise, a domain.TransferAgreement) map[string]access {
	return map[string]access{
		"agreement": {func(actor authz.Actor) error { return errOf(w.Agreement(ctx, actor, a.ID, 0)) }, "agreement.not_found", authz.Actor{}},
		"versions":  {func(actor authz.Actor) error { return errOf(w.AgreementVersions(ctx, actor, a.ID)) }, "agreement.not_found", authz.Actor{}},
		"print":     {func(actor authz.Actor) error { return errOf(w.AgreementPaper(ctx, actor, a.ID, 1)) }, "agreement.not_found", authz.Actor{}},
		"draft": {func(actor authz.Actor) error {
			return errOf(w.SaveAgreement(ctx, actor, AgreementRequest{EnterpriseID: e.ID, OfficeCode: tiexi}))
		}, "enterprise.not_found", w.clerk},
		"move": {func(actor authz.Actor) error {
			return errOf(w.MoveAgreement(ctx, actor, a.ID, a.Version, domain.AgreementTerminated, "错"))
		}, "agreement.not_found", w.agency},
		"archive signs": {func(actor authz.Actor) error {
			return errOf(w.SignAgreement(ctx, actor, a.ID, a.Version, ArchiveSide, domain.AgreementSignature{}))
		}, "agreement.not_found", w.handler(e)},
		"amend": {func(actor authz.Actor) error { return errOf(w.AmendAgreement(ctx, actor, a.ID, a.Version, "增加")) }, "agreement.not_found", w.clerk},
	}
}

// Lists hold what the actor may read and nothing else.
func TestListsAreScoped(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		one := w.enterprise()
		two := w.enterprise(func(e *domain.Enterprise) { e.InsuranceDivision = huanggu })
		for _, e := range []domain.Enterprise{one, two} {
			w.sealed(e)
			w.draft(e, w.form(e))
			must(w.SaveAgreement(ctx, w.handler(e), AgreementRequest{EnterpriseID: e.ID, OfficeCode: e.InsuranceDivision, Terms: terms(1)}))
			w.inspected(w.handler(e), w.form(e))
		}
		for _, c := range []struct {
			actor authz.Actor
			sees  int
		}{{w.agency, 1}, {w.elsewhere, 1}, {w.handler(two), 1}, {w.handler(one, two), 2}, {w.province, 2}, {w.handler(w.enterprise()), 0}} {
			natures := must(w.Natures(ctx, c.actor, "", "", 0))
			batches := must(w.Batches(ctx, c.actor, domain.BatchFilter{}, "", 0))
			agreements := must(w.Agreements(ctx, c.actor, domain.AgreementFilter{}, "", 0))
			if len(natures) != c.sees || len(batches) != c.sees || len(agreements) != c.sees {
				t.Errorf("%s sees %d forms, %d batches, %d agreements", c.actor.Name, len(natures), len(batches), len(agreements))
			}
			for _, b := range batches {
				if b.Tally.Total() != 1 {
					t.Errorf("%s has the tally %v", b.Batch.No, b.Tally)
				}
			}
		}
		if rosters := must(w.Rosters(ctx, w.handler(one), "", 0)); len(rosters) != 1 || rosters[0].EnterpriseID != one.ID {
			t.Errorf("rosters %+v", rosters)
		}
		_, err := w.Statistics(ctx, w.handler(one), domain.PartialDate{}, domain.PartialDate{})
		refused(t, err, "access.forbidden")
	})
}

func TestAttachments(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		e := w.enterprise()
		handler := w.handler(e)
		for name, content := range map[string]string{"a.exe": "MZ\x90", "a.xlsx": "no zip", "a.zip": "PK\x03\x04", "a.csv": "a\x00b", "a.pdf": "", "a.svg": "<svg/>"} {
			_, err := w.Upload(ctx, handler, name, strings.NewReader(content))
			refused(t, err, "attachment.type", name)
		}
		_, err := w.Upload(ctx, authz.Actor{UserID: "nobody"}, "a.pdf", strings.NewReader("%PDF-"))
		refused(t, err, "access.forbidden")

		used, unused := w.scan(handler), must(w.Upload(ctx, handler, `C:\扫描\盖章 219999199003070012.pdf`, strings.NewReader("%PDF-1")))
		if unused.Name != "盖章 219999199003070012.pdf" || unused.MediaType != "application/pdf" {
			t.Errorf("uploaded as %+v", unused)
		}
		_, _, err = w.OpenAttachment(ctx, w.agency, unused.ID)
		refused(t, err, "attachment.not_found")
		form := must(w.SaveNature(ctx, handler, domain.NatureForm{EnterpriseID: e.ID, AttachmentID: used}))
		_, err = w.SaveNature(ctx, w.agency, domain.NatureForm{EnterpriseID: e.ID, AttachmentID: unused.ID})
		refused(t, err, "attachment.unusable", "重新上传")
		if _, content, err := w.OpenAttachment(ctx, w.agency, used); err != nil {
			t.Errorf("the form's scan is closed to the agency: %v", err)
		} else {
			check(t, content.Close())
		}
		_, _, err = w.OpenAttachment(ctx, w.elsewhere, used)
		refused(t, err, "attachment.not_found")
		w.sweepAndCheck(form.AttachmentID, unused.ID)
	})
}

// sweepAndCheck removes what is unused and finds what is damaged.
func (w *world) sweepAndCheck(used, unused string) {
	w.t.Helper()
	ctx := w.t.Context()
	var removed, problems []string
	sweep := func() {
		check(w.t, w.SweepAttachments(ctx, w.clock.Now(), func(name string) { removed = append(removed, name) }))
	}
	sweep()
	if len(removed) != 0 {
		w.t.Errorf("swept what was only just uploaded: %v", removed)
	}
	w.clock.Advance(1e9)
	sweep()
	if _, err := w.Store.Attachments().Get(ctx, unused); err == nil || len(removed) != 1 {
		w.t.Errorf("swept %v", removed)
	}
	report := func(problem string) error { problems = append(problems, problem); return nil }
	check(w.t, w.CheckAttachments(ctx, report))
	if len(problems) != 0 {
		w.t.Errorf("sound files are said to be damaged: %v", problems)
	}
	check(w.t, w.Files.Delete(ctx, must(w.Store.Attachments().Get(ctx, used)).Digest))
	check(w.t, w.CheckAttachments(ctx, report))
	if len(problems) != 1 || !strings.Contains(problems[0], used) {
		w.t.Errorf("a lost file is reported as %v", problems)
	}
	_, _, err := w.OpenAttachment(ctx, w.agency, used)
	refused(w.t, err, "attachment.lost")
}
