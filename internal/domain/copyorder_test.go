package domain

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/errs"
)

func copyCase() (CopyOrder, Consultation, *Dossier) {
	d, c := catalogued(), visit()
	c.State, c.Approved = ConsultationOpened, UseScope{Classes: []string{"1", "4-1"}}
	c.Session = ReadingSession{OpenedAt: handoverDay.midnight(), EndsAt: handoverDay.midnight().Add(time.Hour)}
	o := CopyOrder{Matter: Matter{No: "FZ-210106-2026-0001", Steps: []ApprovalStep{{Role: "approver", By: "approver"}}}, State: CopyRequested, Purpose: "公证",
		Items: []CopyItem{{Citation: CitationOf(d.Materials[0], []int{2}), Sheets: 2}, {Citation: CitationOf(d.Materials[1], nil), Excerpt: "一九七八年入学", Sheets: 1}}}
	return o, c, d
}

func TestCopyRules(t *testing.T) {
	ordered := func(change func(*CopyOrder, *Consultation)) error {
		o, c, d := copyCase()
		change(&o, &c)
		return CheckCopyOrder(&o, &c, d, handoverDay.midnight())
	}
	issued := func(receivedBy string, change func(*CopyOrder, *Consultation, *Dossier)) error {
		o, c, d := copyCase()
		change(&o, &c, d)
		return CheckCopyIssue(&o, &c, d, "clerk", receivedBy)
	}
	same := func(*CopyOrder, *Consultation, *Dossier) {}
	for _, c := range []struct {
		name string
		rule RuleID
		says string
		err  error
	}{
		{"in order", "", "", ordered(func(*CopyOrder, *Consultation) {})},
		{"no purpose", R26, "另行审批", ordered(func(o *CopyOrder, _ *Consultation) { o.Purpose = "" })},
		{"nothing named", R26, "另行审批", ordered(func(o *CopyOrder, _ *Consultation) { o.Items = nil })},
		{"before the visit", R26, "待查阅", ordered(func(_ *CopyOrder, c *Consultation) { c.State = ConsultationApproved })},
		{"after the visit", R26, "已归还", ordered(func(_ *CopyOrder, c *Consultation) { c.State = ConsultationReturned })},
		{"the window is over", R26, "查阅期间", ordered(func(_ *CopyOrder, c *Consultation) { c.Session.EndsAt = handoverDay.midnight() })},
		{"outside the approved scope", R26, "第2项", ordered(func(_ *CopyOrder, c *Consultation) { c.Approved = UseScope{Classes: []string{"1"}} })},
		{"no material of the dossier", R26, "第1项", ordered(func(o *CopyOrder, _ *Consultation) { o.Items[0].MaterialID = "m9" })},
		{"no sheets", R26, "1至20份", ordered(func(o *CopyOrder, _ *Consultation) { o.Items[0].Sheets = 0 })},
		{"too many sheets", R26, "1至20份", ordered(func(o *CopyOrder, _ *Consultation) { o.Items[0].Sheets = MaxSheets + 1 })},
		{"an excerpt more than once", R26, "只制作1份", ordered(func(o *CopyOrder, _ *Consultation) { o.Items[1].Sheets = 2 })},

		{"to a visitor", "", "", issued("钱证", same)},
		{"to somebody else", R26, "孙某", issued("孙某", same)},
		{"of what left the scope", R26, "作废", issued("钱证", func(_ *CopyOrder, _ *Consultation, d *Dossier) { d.Materials[0].Class = "3" })},
		{"of what left the catalogue", R26, "第2项", issued("钱证", func(_ *CopyOrder, _ *Consultation, d *Dossier) { d.Materials = d.Materials[:1] })},
	} {
		if fault := refusedBy(c.err, c.rule, c.says); fault != "" {
			t.Errorf("%s: %s", c.name, fault)
		}
	}
	if err := issued("钱证", func(_ *CopyOrder, _ *Consultation, d *Dossier) { d.Materials[0].PageCount = 1 }); errs.CodeOf(err) != "citation.page" {
		t.Errorf("a page that is no longer there: %v", err)
	}
	o, _, _ := copyCase()
	if errs.CodeOf(CheckCopyIssuer(&o, "approver")) != "copy.issuer" || CheckCopyIssuer(&o, "clerk") != nil {
		t.Error("who approved may not issue, everybody else may")
	}
}

func TestCopiesAreNumberedPieceByPiece(t *testing.T) {
	o, _, d := copyCase()
	drawn := 0
	for range 2 { // a transaction may be run again
		drawn = 0
		o.Number(func() string { drawn++; return fmt.Sprint("code", drawn) })
	}
	want := []CopyPiece{{"FZ-210106-2026-0001-01", 0, "code1"}, {"FZ-210106-2026-0001-02", 0, "code2"}, {"FZ-210106-2026-0001-03", 1, "code3"}}
	if !slices.Equal(o.Pieces, want) {
		t.Errorf("pieces: %+v", o.Pieces)
	}
	piece, item, found := o.Piece("FZ-210106-2026-0001-03")
	if !found || piece.Code != "code3" || item.Excerpt == "" {
		t.Errorf("piece: %+v %+v", piece, item)
	}
	if _, _, found := o.Piece("FZ-210106-2026-0001-04"); found {
		t.Error("a piece that was never made was found")
	}
	if title := (&Proof{Kind: PaperCopy}).Title(); title == PaperCopy.Title() {
		t.Error("a copy is called by the name of the form that approved it")
	}
	if words := o.Items[0].String(); words != "1-1《履历表》第2页" {
		t.Error(words)
	}
	if pages := d.PagesCited(o.Items[0].Citation); len(pages) != 1 || pages[0].Seq != 2 {
		t.Errorf("pages: %+v", pages)
	}
	if pages := d.PagesCited(CitationOf(d.Materials[0], nil)); len(pages) != 2 || pages[0].Seq != 1 {
		t.Errorf("all pages: %+v", pages)
	}
}
