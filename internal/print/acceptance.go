package print

import (
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

var acceptanceColumns = []column{{"序号", 10, center, false}, {"姓名", 16, left, false}, {"性别", 8, center, false},
	{"身份证号码", 33, center, false}, {"社会保险编号", 20, center, false}, {"退休时间", 14, center, false}, {"常住区县", 14, left, false},
	{"街道（乡镇）", 17, left, false}, {"社区（村）", 18, left, false}, {"参保地", 14, left, false}, {"核实结果", 14, left, false},
	{"核实人", 13, center, false}, {"核实日期", 18, center, false}, {"条码", 68, center, true}}

// AcceptanceList prints the list by which the agency says whom it takes over (国有企业社会化管理人员接收明细表). The enterprise
// brings it with the dossiers, so it has the barcodes that the counter's gun reads: the roster is printed only afterwards.
func (p *Printer) AcceptanceList(w io.Writer, head Head, entries iter.Seq2[Entry, error]) error {
	d, err := p.document(listLayout(head, true, labelled{"人数", strconv.Itoa(head.Paper.Lines)}, labelled{"社会保险单位登记号", head.Batch.UnitRecordNo}))
	if err != nil {
		return errs.Wrap("print acceptance list", err)
	}
	t := d.table(textSize-1, acceptanceColumns)
	for entry, err := range counted(entries) {
		if err != nil {
			return errs.Wrap("print acceptance list", err)
		}
		t.row(acceptanceRow(&entry, head.Batch.No)...)
	}
	t.end()
	d.signatures(side{role: "社会保险经办机构", by: head.Paper.IssuedBy, on: head.Paper.IssuedOn}, side{role: "移交单位", name: head.Enterprise.Name},
		side{role: "档案管理部门", name: head.Office.Name})
	return errs.Wrap("print acceptance list", d.writeTo(w))
}

func acceptanceRow(e *Entry, batchNo string) []string {
	form := &e.Line.Form
	home := form.Residence
	if form.OutOfCity && form.Away != (domain.Address{}) {
		home = form.Away
	}
	return []string{strconv.Itoa(e.Line.Seq), form.Name, form.Sex.Label(), form.IDNumber.Full(), form.InsuranceNo, form.RetiredOn.String(),
		firstOf(e.District, home.Division), firstOf(e.Subdistrict, home.Subdistrict), firstOf(e.Community, home.Community),
		firstOf(e.InsurancePlace, form.InsurancePlace), verification(&e.Line), e.Line.VerifiedBy, verifiedOn(&e.Line),
		e.Line.Code(batchNo)}
}

func firstOf(values ...string) string {
	for _, v := range values {
		if strings.TrimSpace(v) != "" {
			return v
		}
	}
	return ""
}

// verification is what verification found, whatever became of the dossier since.
func verification(l *domain.BatchLine) string {
	switch l.State {
	case domain.LinePending:
		return l.State.Label()
	case domain.LineRejected:
		return l.State.Label() + "：" + l.Reason
	}
	return domain.LineVerified.Label()
}

func verifiedOn(l *domain.BatchLine) string {
	if l.VerifiedAt.IsZero() {
		return ""
	}
	return domain.DateOf(l.VerifiedAt.Local()).String()
}
