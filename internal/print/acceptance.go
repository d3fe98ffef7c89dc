package print

import (
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

var acceptanceColumns = []column{{"序号", 10, center, false}, {"姓名", 20, left, false}, {"性别", 9, center, false},
	{"身份证号码", 37, center, false}, {"社会保险编号", 26, center, false}, {"退休时间", 19, center, false}, {"常住区县", 20, left, false},
	{"街道（乡镇）", 25, left, false}, {"社区（村）", 25, left, false}, {"参保地", 22, left, false}, {"核实结果", 22, left, false},
	{"核实人", 17, center, false}, {"核实日期", 20, center, false}}

// AcceptanceList prints the list by which the agency says whom it takes over (国有企业社会化管理人员接收明细表).
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
		t.row(acceptanceRow(&entry)...)
	}
	t.end()
	d.signatures(side{role: "社会保险经办机构", by: head.Paper.IssuedBy, on: head.Paper.IssuedOn}, side{role: "移交单位", name: head.Enterprise.Name},
		side{role: "档案管理部门", name: head.Office.Name})
	return errs.Wrap("print acceptance list", d.writeTo(w))
}

func acceptanceRow(e *Entry) []string {
	form := &e.Line.Form
	home := form.Residence
	if form.OutOfCity && form.Away != (domain.Address{}) {
		home = form.Away
	}
	return []string{strconv.Itoa(e.Line.Seq), form.Name, form.Sex.Label(), form.IDNumber.Full(), form.InsuranceNo, form.RetiredOn.String(),
		firstOf(e.District, home.Division), firstOf(e.Subdistrict, home.Subdistrict), firstOf(e.Community, home.Community),
		firstOf(e.InsurancePlace, form.InsurancePlace), verification(&e.Line), e.Line.VerifiedBy, verifiedOn(&e.Line)}
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
