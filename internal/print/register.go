package print

import (
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// MaxRegister bounds the rows of a printed register.
const MaxRegister = 5_000

var registerColumns = []column{{"序号", 11, center, false}, {"编号", 42, center, false}, {"登记日期", 21, center, false}, {"姓名", 22, left, false},
	{"档号", 30, left, false}, {"申请单位（人）", 64, left, false}, {"审批人", 26, left, false}, {"经办人", 18, left, false}, {"状态", 22, center, false},
	{"办结日期", 21, center, false}}

// Register is what the heading of a register says.
type Register struct {
	Kind   domain.MatterKind // empty: matters of all kinds
	Office string            // name; empty: several
	Period string            // in words; empty: not limited
}

// Register prints a register of matters (登记簿), up to MaxRegister rows in the order given.
func (p *Printer) Register(w io.Writer, r Register, entries iter.Seq2[domain.MatterEntry, error]) error {
	title := "档案" + r.Kind.Label() + "登记簿"
	if r.Kind == "" {
		title = "档案利用登记簿"
	}
	l := layout{title: title, number: title, landscape: true, heading: func(d *document) {
		d.title(title, titleSize)
		d.line(margin, d.y, d.inner(), textSize, left, r.Office)
		d.line(margin, d.y, d.inner(), textSize, right, r.Period)
		d.y += textSize*leading + mm
	}}
	d, err := p.document(l)
	if err != nil {
		return errs.Wrap("print register", err)
	}
	t := d.table(textSize-0.5, registerColumns)
	seq := 0
	for entry, err := range entries {
		if err != nil {
			return errs.Wrap("print register", err)
		}
		if seq++; seq > MaxRegister {
			return errs.New(errs.TooLarge, "print.register", "登记簿一次最多打印%d行，请缩小查询范围", MaxRegister)
		}
		t.row(registerRow(seq, &entry)...)
	}
	t.end()
	d.y += 2 * mm
	d.paragraphs(textSize, 0, "共"+strconv.Itoa(seq)+"件。")
	return errs.Wrap("print register", d.writeTo(w))
}

func registerRow(seq int, e *domain.MatterEntry) []string {
	var approvers []string
	for _, step := range e.Steps {
		if step.By != "" {
			approvers = append(approvers, step.ByName)
		}
	}
	finished := ""
	if e.Settled() {
		finished = dayOf(e.UpdatedAt).String()
	}
	return []string{strconv.Itoa(seq), e.No, dayOf(e.CreatedAt).String(), e.Name, e.ArchivalCode, e.Applicant, strings.Join(approvers, "、"),
		e.CreatedName, e.StateLabel(), finished}
}
