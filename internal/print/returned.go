package print

import (
	"io"
	"iter"
	"strconv"

	"github.com/danganku/danganku/internal/errs"
)

var returnedColumns = []column{{"序号", 10, center, false}, {"姓名", 24, left, false}, {"身份证号码", 38, center, false}, {"档号", 32, left, false},
	{"退回原因", 62, left, false}, {"重新移交期限", 24, center, false}}

// ReturnedList prints which dossiers go back to the enterprise, why, and by when they are to come again (退回档案清单).
func (p *Printer) ReturnedList(w io.Writer, head Head, entries iter.Seq2[Entry, error]) error {
	d, err := p.document(listLayout(head, false, labelled{"退回", strconv.Itoa(head.Paper.Lines) + "人"}))
	if err != nil {
		return errs.Wrap("print returned list", err)
	}
	t := d.table(textSize, returnedColumns)
	for entry, err := range counted(entries) {
		if err != nil {
			return errs.Wrap("print returned list", err)
		}
		line := &entry.Line
		t.row(strconv.Itoa(line.Seq), line.Form.Name, line.Form.IDNumber.Full(), line.Form.Roster.ArchivalCode, line.Reason, line.DueOn.String())
	}
	t.end()
	d.y += 2 * mm
	d.paragraphs(textSize, 2*textSize, "以上档案经当面清点不符合接收要求，连同本清单退回移交单位。请在所列期限前补正后重新移交。")
	d.signatures(bothSides(head)...)
	return errs.Wrap("print returned list", d.writeTo(w))
}
