package transfer

import (
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// Everything about a handover answers people of other districts and other enterprises as if it did not exist, and those who
// may read it but not do the work that they may not.
func TestAccess(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		e, other := w.enterprise(), w.enterprise()
		nature := w.sealed(e)
		b := w.draft(e, w.form(e))
		a := must(w.SaveAgreement(t.Context(), w.archivist, AgreementRequest{EnterpriseID: e.ID, OfficeCode: tiexi, Terms: terms(1)}))
		listed := w.listed(other, w.form(other))
		strangers := []authz.Actor{w.elsewhere, w.handler(w.enterprise()), {UserID: "nobody"}}
		for name, c := range map[string]struct {
			do      func(actor authz.Actor) error
			missing string
			reader  authz.Actor // may read it, but not do this; zero: whoever may read may do it
		}{
			"nature": {func(actor authz.Actor) error { _, err := w.Nature(t.Context(), actor, nature.ID); return err }, "nature.not_found", authz.Actor{}},
			"new nature": {func(actor authz.Actor) error {
				_, err := w.SaveNature(t.Context(), actor, domain.NatureForm{EnterpriseID: e.ID})
				return err
			}, "enterprise.not_found", w.leading},
			"submit nature": {func(actor authz.Actor) error {
				_, err := w.SubmitNature(t.Context(), actor, nature.ID, nature.Version)
				return err
			},
				"nature.not_found", w.leading},
			"decide nature": {func(actor authz.Actor) error {
				_, err := w.DecideNature(t.Context(), actor, nature.ID, nature.Version, NatureDecision{})
				return err
			}, "nature.not_found", w.agency},
			"new batch": {func(actor authz.Actor) error {
				_, err := w.CreateBatch(t.Context(), actor, BatchRequest{EnterpriseID: e.ID})
				return err
			}, "enterprise.not_found", w.clerk},
			"batch":     {func(actor authz.Actor) error { _, err := w.Batch(t.Context(), actor, b.ID); return err }, "batch.not_found", authz.Actor{}},
			"by number": {func(actor authz.Actor) error { _, err := w.BatchByNo(t.Context(), actor, b.No); return err }, "batch.not_found", authz.Actor{}},
			"lines": {func(actor authz.Actor) error {
				_, err := w.Lines(t.Context(), actor, b.ID, domain.LineFilter{}, 0, 1)
				return err
			}, "batch.not_found", authz.Actor{}},
			"line": {func(actor authz.Actor) error { _, err := w.Line(t.Context(), actor, b.ID, 1); return err }, "batch.not_found", authz.Actor{}},
			"find": {func(actor authz.Actor) error { _, err := w.FindLine(t.Context(), actor, b.ID, "1"); return err }, "batch.not_found", authz.Actor{}},
			"reveal": {func(actor authz.Actor) error {
				_, err := w.RevealLine(t.Context(), actor, b.ID, 1, "核对")
				return err
			}, "batch.not_found", w.leading},
			"edit line": {func(actor authz.Actor) error {
				_, err := w.EditLine(t.Context(), actor, b.ID, 1, 1, domain.InfoForm{})
				return err
			}, "batch.not_found", w.clerk},
			"remove": {func(actor authz.Actor) error { return w.RemoveLine(t.Context(), actor, b.ID, 1) }, "batch.not_found", w.clerk},
			"submit": {func(actor authz.Actor) error { _, err := w.Submit(t.Context(), actor, b.ID, b.Version); return err }, "batch.not_found", w.clerk},
			"send back": {func(actor authz.Actor) error {
				_, err := w.SendBack(t.Context(), actor, b.ID, b.Version, "错")
				return err
			}, "batch.not_found", w.archivist},
			"cancel": {func(actor authz.Actor) error {
				_, err := w.Cancel(t.Context(), actor, b.ID, b.Version, "错")
				return err
			}, "batch.not_found", w.clerk},
			"province": {func(actor authz.Actor) error {
				_, err := w.ConfirmProvince(t.Context(), actor, b.ID, b.Version, w.paper())
				return err
			}, "batch.not_found", w.clerk},
			"verify": {func(actor authz.Actor) error {
				_, err := w.StartVerifying(t.Context(), actor, b.ID, b.Version, "")
				return err
			}, "batch.not_found", w.clerk},
			"verify all": {func(actor authz.Actor) error {
				_, err := w.VerifyLines(t.Context(), actor, b.ID, []LineVerdict{{Seq: 1}})
				return err
			}, "batch.not_found", w.clerk},
			"issue list": {func(actor authz.Actor) error { _, err := w.IssueList(t.Context(), actor, b.ID, b.Version); return err }, "batch.not_found", w.clerk},
			"join": {func(actor authz.Actor) error {
				_, err := w.JoinAgreement(t.Context(), actor, listed.ID, listed.Version, a.ID)
				return err
			}, "batch.not_found", w.agency},
			"deliver": {func(actor authz.Actor) error {
				_, err := w.Deliver(t.Context(), actor, b.ID, b.Version, w.courier())
				return err
			}, "batch.not_found", w.leading},
			"start": {func(actor authz.Actor) error { _, err := w.StartCheck(t.Context(), actor, b.ID, b.Version); return err }, "batch.not_found", w.agency},
			"decide": {func(actor authz.Actor) error {
				_, err := w.Decide(t.Context(), actor, b.ID, 1, 1, domain.CounterCheck{})
				return err
			}, "batch.not_found", w.agency},
			"sign": {func(actor authz.Actor) error {
				_, err := w.SignCheck(t.Context(), actor, b.ID, b.Version, w.bothSides())
				return err
			}, "batch.not_found", w.agency},
			"roster": {func(actor authz.Actor) error {
				_, err := w.AddSignedRoster(t.Context(), actor, b.ID, b.Version, "")
				return err
			}, "batch.not_found", w.agency},
			"paper":     {func(actor authz.Actor) error { _, err := w.OpenPaper(t.Context(), actor, listed.ListNo); return err }, "paper.not_found", authz.Actor{}},
			"agreement": {func(actor authz.Actor) error { _, err := w.Agreement(t.Context(), actor, a.ID, 0); return err }, "agreement.not_found", authz.Actor{}},
			"versions":  {func(actor authz.Actor) error { _, err := w.AgreementVersions(t.Context(), actor, a.ID); return err }, "agreement.not_found", authz.Actor{}},
			"print":     {func(actor authz.Actor) error { _, err := w.AgreementPaper(t.Context(), actor, a.ID, 1); return err }, "agreement.not_found", authz.Actor{}},
			"draft": {func(actor authz.Actor) error {
				_, err := w.SaveAgreement(t.Context(), actor, AgreementRequest{EnterpriseID: e.ID, OfficeCode: tiexi})
				return err
			}, "enterprise.not_found", w.clerk},
			"move": {func(actor authz.Actor) error {
				_, err := w.MoveAgreement(t.Context(), actor, a.ID, a.Version, domain.AgreementTerminated, "错")
				return err
			}, "agreement.not_found", w.agency},
			"archive signs": {func(actor authz.Actor) error {
				_, err := w.SignAgreement(t.Context(), actor, a.ID, a.Version, ArchiveSide, domain.AgreementSignature{})
				return err
			}, "agreement.not_found", w.handler(e)},
			"amend": {func(actor authz.Actor) error {
				_, err := w.AmendAgreement(t.Context(), actor, a.ID, a.Version, "增加")
				return err
			}, "agreement.not_found", w.clerk},
		} {
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

		used, unused := w.scan(handler), must(w.Upload(ctx, handler, `C:\扫描\盖章 110101199003070011.pdf`, strings.NewReader("%PDF-1")))
		if unused.Name != "盖章 110101199003070011.pdf" || unused.MediaType != "application/pdf" {
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
