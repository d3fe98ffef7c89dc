package print

import (
	"io"
	"iter"
	"strconv"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

var rosterColumns = []column{{"序号", 10, center, false}, {"姓名", 22, left, false}, {"身份证号码", 36, center, false},
	{"档号", 32, left, false}, {"正本（卷）", 11, right, false}, {"副本（卷）", 11, right, false}, {"材料（份）", 12, right, false}, {"页数", 12, right, false},
	{"纸质/电子", 17, center, false}, {"备注", 36, left, false}, {"条码", 68, center, true}}

// Roster prints the roster that both sides sign (移交名册), with a barcode for each line that a barcode gun reads
// (domain.BatchLine.Code) when dossiers are looked for by it.
func (p *Printer) Roster(w io.Writer, head Head, entries iter.Seq2[Entry, error]) error {
	d, err := p.document(listLayout(head, true, labelled{"移交协议", head.Agreement}, labelled{"人数", strconv.Itoa(head.Paper.Lines)},
		labelled{"送交方式", head.Batch.Delivery.Channel.Label()}))
	if err != nil {
		return errs.Wrap("print roster", err)
	}
	t := d.table(textSize-0.5, rosterColumns)
	var sum totals
	for entry, err := range counted(entries) {
		if err != nil {
			return errs.Wrap("print roster", err)
		}
		sum.add(&entry)
		t.row(rosterRow(&entry, head.Batch.No)...)
	}
	t.row("合计", strconv.Itoa(sum.persons)+"人", "", "", strconv.Itoa(sum.originals), strconv.Itoa(sum.duplicates), strconv.Itoa(sum.materials),
		strconv.Itoa(sum.pages), "", "", "")
	t.end()
	d.signatures(bothSides(head)...)
	return errs.Wrap("print roster", d.writeTo(w))
}

func rosterRow(e *Entry, batchNo string) []string {
	form, count := &e.Line.Form, countOf(&e.Line)
	return []string{strconv.Itoa(e.Line.Seq), form.Name, form.IDNumber.Full(), count.ArchivalCode, strconv.Itoa(count.Originals),
		strconv.Itoa(count.Duplicates), strconv.Itoa(count.Materials), strconv.Itoa(count.Pages), carriers(count), count.Remark, e.Line.Code(batchNo)}
}

func carriers(c domain.RosterCount) string {
	if c.Electronic {
		return "纸质+电子"
	}
	return "纸质"
}

// countOf is what was found at the counter where the office took the dossier, else what the enterprise declared. Words that
// nobody counts come from the declaration.
func countOf(l *domain.BatchLine) domain.RosterCount {
	if !l.State.InCustody() || l.Counted.Volumes() == 0 {
		return l.Form.Roster
	}
	count := l.Counted
	count.ArchivalCode = firstOf(count.ArchivalCode, l.Form.Roster.ArchivalCode)
	count.Remark = firstOf(count.Remark, l.Form.Roster.Remark)
	count.Electronic = count.Electronic || l.Form.Roster.Electronic
	return count
}

// totals add up dossiers.
type totals struct {
	persons, originals, duplicates, materials, pages int
}

func (t *totals) add(e *Entry) {
	count := countOf(&e.Line)
	t.persons++
	t.originals += count.Originals
	t.duplicates += count.Duplicates
	t.materials += count.Materials
	t.pages += count.Pages
}
