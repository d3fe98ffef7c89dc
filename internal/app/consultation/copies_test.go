package consultation

import (
	"testing"
	"time"

	"github.com/danganku/danganku/internal/app/matter/mattertest"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func TestCopiesFromRequestToVoid(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		c := w.onPaper(id)
		o := w.copiesApproved(c)
		o = must(w.IssueCopies(ctx, clerk, o.ID, o.Version, "钱证"))
		if o.State != domain.CopyIssued || o.ReceivedBy != "钱证" || o.IssuedBy != clerk.UserID || len(o.Pieces) != 3 {
			t.Fatalf("issued: %+v", o)
		}
		for i, no := range []string{"FZ-210106-2026-0001-01", "FZ-210106-2026-0001-02", "FZ-210106-2026-0001-03"} {
			piece := o.Pieces[i]
			p := w.proof(piece.Code)
			if piece.No != no || p.Number != no || p.Kind != domain.PaperCopy || p.OfficeCode != mattertest.Tiexi.Code || p.MatterID != o.ID ||
				p.IssuedOn != w.Today() || p.State(w.Today()) != domain.ProofValid {
				t.Errorf("piece %+v, proof %+v", piece, p)
			}
		}
		paper := must(w.CopyContent(ctx, clerk, o.ID, "FZ-210106-2026-0001-02"))
		if len(paper.Pages) != 1 || paper.Pages[0].No != 2 || paper.Office != mattertest.Tiexi || paper.Consultation.ID != c.ID || paper.Piece != o.Pieces[1] ||
			paper.Item.String() != "1-1《职工履历表》第2页" {
			t.Errorf("paper: %+v", paper)
		}
		excerpt := must(w.CopyContent(ctx, clerk, o.ID, "FZ-210106-2026-0001-03"))
		if len(excerpt.Pages) != 0 || excerpt.Item.Excerpt != "一九七〇年十二月参加工作" {
			t.Errorf("excerpt: %+v", excerpt)
		}
		w.AuditsOf("dossier", id, domain.AuditPaperPrint, domain.AuditPaperPrint)
		w.Refused("a number never given", second(w.CopyContent(ctx, clerk, o.ID, "FZ-210106-2026-0001-04")), errs.NotFound, "copy.piece")

		w.Refused("without a reason", w.untouched("without a reason", id, func() error { return second(w.VoidCopies(ctx, clerk, o.ID, o.Version, "")) }),
			errs.Invalid, "matter.missing")
		o = must(w.VoidCopies(ctx, clerk, o.ID, o.Version, "页码有误"))
		for _, piece := range o.Pieces {
			if p := w.proof(piece.Code); p.State(w.Today()) != domain.ProofVoided {
				t.Errorf("proof of a voided copy: %+v", p)
			}
		}
		w.Refused("printing what was voided", second(w.CopyContent(ctx, clerk, o.ID, o.Pieces[0].No)), errs.Conflict, "copy.state")
		w.Refused("voiding twice", second(w.VoidCopies(ctx, clerk, o.ID, o.Version, "又一次")), errs.Conflict, "copy.transition")
		if next := w.ordered(w.stored(c.ID)); next.No != "FZ-210106-2026-0002" {
			t.Errorf("next order: %s", next.No)
		}
		if all := must(w.CopiesOf(ctx, approver, c.ID)); len(all) != 2 || all[0].ID != o.ID {
			t.Errorf("copies of the consultation: %+v", all)
		}
		form := must(w.FormContent(ctx, clerk, c.ID))
		if len(form.Copies) != 2 || form.Office != mattertest.Tiexi || form.Policy.Minutes != 180 || form.Consultation.No != c.No {
			t.Errorf("form: %+v", form)
		}
	})
}

func TestCopiesAreHeldToTheScopeAndTheVisit(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		approved := w.approved(id, w.form(domain.MediumPaper))
		err := w.untouched("before the visit", id, func() error { return second(w.RequestCopies(ctx, clerk, approved.ID, w.copyForm(), "")) })
		w.Breaks("before the visit", err, domain.R26, "待查阅")
		c, _, err := w.Open(ctx, clerk, approved.ID, approved.Version, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range []struct {
			name, code string
			kind       errs.Kind
			change     func(f *CopyForm)
		}{
			{"no purpose", "OUT_OF_SCOPE", errs.Unprocessable, func(f *CopyForm) { f.Purpose = " " }},
			{"nothing named", "OUT_OF_SCOPE", errs.Unprocessable, func(f *CopyForm) { f.Items = nil }},
			{"outside the scope", "OUT_OF_SCOPE", errs.Unprocessable, func(f *CopyForm) { f.Items[1].MaterialID = "m2" }},
			{"no sheets", "OUT_OF_SCOPE", errs.Unprocessable, func(f *CopyForm) { f.Items[0].Sheets = 0 }},
			{"an excerpt twice", "OUT_OF_SCOPE", errs.Unprocessable, func(f *CopyForm) { f.Items[1].Sheets = 2 }},
			{"no such material", "citation.material", errs.Unprocessable, func(f *CopyForm) { f.Items[0].MaterialID = "m9" }},
			{"no such page", "citation.page", errs.Unprocessable, func(f *CopyForm) { f.Items[0].Pages = []int{4} }},
			{"many items", "matter.too_many", errs.Invalid, func(f *CopyForm) { f.Items = make([]CopyRequest, maxItems+1) }},
			{"many pages", "matter.too_many", errs.Invalid, func(f *CopyForm) { f.Items[0].Pages = make([]int, maxPages+1) }},
		} {
			form := w.copyForm()
			fault.change(&form)
			err := w.untouched(fault.name, id, func() error { return second(w.RequestCopies(ctx, clerk, c.ID, form, "")) })
			w.Refused(fault.name, err, fault.kind, fault.code)
		}
		w.clock.Advance(3 * time.Hour)
		err = w.untouched("after the window", id, func() error { return second(w.RequestCopies(ctx, clerk, c.ID, w.copyForm(), "")) })
		w.Breaks("after the window", err, domain.R26, "查阅期间")
	})
}

func TestCopiesNeedTheirOwnApproval(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		c := w.onPaper(id)
		o := w.ordered(c)
		issue := func(by string) func() error {
			return func() error { return second(w.IssueCopies(ctx, clerk, o.ID, o.Version, by)) }
		}
		w.Refused("before the approval", w.untouched("before the approval", id, issue("赵公")), errs.Conflict, "copy.state")
		w.Refused("no opinion", w.untouched("no opinion", id, func() error { return second(w.DecideCopies(ctx, approver, o.ID, o.Version, false, "")) }),
			errs.Invalid, "matter.missing")
		both := mattertest.With(approver, clerk)
		both.UserID = "both"
		o = must(w.DecideCopies(ctx, both, o.ID, o.Version, true, ""))
		err := w.untouched("by who approved", id, func() error { return second(w.IssueCopies(ctx, both, o.ID, o.Version, "赵公")) })
		w.Refused("by who approved", err, errs.Forbidden, "copy.issuer")
		w.Breaks("to a stranger", w.untouched("to a stranger", id, issue("孙某")), domain.R26, "孙某")
		w.Refused("to nobody", w.untouched("to nobody", id, issue(" ")), errs.Invalid, "matter.missing")
		must(w.IssueCopies(ctx, clerk, o.ID, o.Version, "赵公")) // the maker of the request may

		own := must(w.RequestCopies(ctx, both, c.ID, w.copyForm(), ""))
		err = w.untouched("one's own request", id, func() error { return second(w.DecideCopies(ctx, both, own.ID, own.Version, true, "")) })
		w.Refused("one's own request", err, errs.Forbidden, "matter.own_request")
		own = must(w.DecideCopies(ctx, approver, own.ID, own.Version, false, "与用途无关"))
		if own.State != domain.CopyRefused || own.Reason != "与用途无关" {
			t.Errorf("refused: %+v", own)
		}
	})
}

// TestCopiesFollowTheCatalogue: what left the catalogue since the approval is not copied any more.
func TestCopiesFollowTheCatalogue(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		o := w.copiesApproved(w.onPaper(id))
		d := must(w.Store.Dossiers().Get(ctx, id))
		d.Materials[0].Class, d.Version = "3", d.Version+1
		if err := w.Store.Dossiers().Put(ctx, d); err != nil {
			t.Fatal(err)
		}
		err := w.untouched("moved to another class", id, func() error { return second(w.IssueCopies(ctx, clerk, o.ID, o.Version, "赵公")) })
		w.Breaks("moved to another class", err, domain.R26, "作废")
		o = must(w.VoidCopies(ctx, clerk, o.ID, o.Version, "目录已调整"))
		if o.State != domain.CopyVoided || len(o.Pieces) != 0 {
			t.Errorf("voided before it was made: %+v", o)
		}
	})
}

// TestCopiesAreReprintedAsHandedOut: a number stands for the pages that were handed out, not for what stands in their places now.
func TestCopiesAreReprintedAsHandedOut(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, id := t.Context(), w.Worker(1)
		o := w.copiesApproved(w.onPaper(id))
		o = must(w.IssueCopies(ctx, clerk, o.ID, o.Version, "赵公"))
		printed := must(w.CopyContent(ctx, clerk, o.ID, o.Pieces[0].No)).Pages
		d := must(w.Store.Dossiers().Get(ctx, id))
		d.Pages[0].Seq, d.Pages[1].Seq, d.Version = 2, 1, d.Version+1
		if err := w.Store.Dossiers().Put(ctx, d); err != nil {
			t.Fatal(err)
		}
		again := must(w.CopyContent(ctx, clerk, o.ID, o.Pieces[0].No)).Pages
		if len(printed) != 1 || len(again) != 1 || again[0].No != printed[0].No || again[0].Seq != printed[0].Seq {
			t.Errorf("printed %+v, and again %+v", printed, again)
		}
		d.Pages[1].Digest, d.Version = "another scan", d.Version+1
		if err := w.Store.Dossiers().Put(ctx, d); err != nil {
			t.Fatal(err)
		}
		w.Refused("a page that was scanned anew", second(w.CopyContent(ctx, clerk, o.ID, o.Pieces[0].No)), errs.Conflict, "copy.changed")
	})
}
