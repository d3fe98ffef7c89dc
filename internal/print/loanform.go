package print

import (
	"fmt"
	"io"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// LoanForm is a loan with what its approval form says besides.
type LoanForm struct {
	Loan   domain.Loan
	Office domain.ArchiveOffice
	Policy domain.UsePolicy // it was made under
}

// LoanForm prints the form of a loan from the request to the return (档案借阅审批表). Identity numbers are masked; what has not
// happened yet is left for the pen.
func (p *Printer) LoanForm(w io.Writer, l LoanForm) error {
	loan := &l.Loan
	d, err := p.document(formLayout(formHead{title: domain.PaperLoan.Title(), number: loan.No, office: l.Office.Name,
		left: "申请日期：" + day(dayOf(loan.CreatedAt)), right: "状态：" + loan.State.Label()}))
	if err != nil {
		return errs.Wrap("print loan form", err)
	}
	f := &form{doc: d, size: formSize}
	f.add(l.asked()...)
	for _, box := range approvals(loan.Steps) {
		f.add(box)
	}
	f.add(ended(&loan.Matter)...)
	f.together(l.handedOut()...)
	f.add(l.renewed()...)
	f.together(l.handedBack()...)
	d.source(l.Policy)
	return errs.Wrap("print loan form", d.writeTo(w))
}

func (l *LoanForm) asked() []row {
	loan := &l.Loan
	request := &loan.Request
	rows := []row{fields(labelled{"借阅单位", request.Unit})}
	people := make([][]string, len(request.Borrowers))
	for i, b := range request.Borrowers {
		people[i] = []string{b.Name, b.IDNumber.Masked(), b.Phone, firstOf(b.Relation, "无")}
	}
	rows = append(rows, grid([]string{"借阅经办人", "身份证号码", "联系电话", "与当事人的亲属关系"}, []float64{0, 50 * mm, 40 * mm, 44 * mm}, people)...)
	rows = append(rows, subject(&loan.Matter)...)
	return append(rows,
		fields(labelled{"介绍信文号", request.LetterNo}, labelled{"介绍信日期", request.LetterOn.Words()}),
		fields(labelled{"借阅用途", l.Policy.PurposeLabel(request.Purpose)}, labelled{"申请借期", fmt.Sprintf("%d日", request.Days)}),
		long("借阅内容", request.Content), long("不能在阅档\n室查阅的\n理由", request.WhyNot), taken(&loan.Matter))
}

func (l *LoanForm) handedOut() []row {
	loan := &l.Loan
	return []row{section("出库登记"),
		fields(labelled{"最迟取档日", loan.FetchBy.Words()}, labelled{"出库时间", moment(loan.OutAt)}),
		fields(labelled{"出库清点", count(loan.Expected)}, labelled{"应还日期", loan.DueOn.Words()}),
		{least: leastRow, cells: []cell{label("取档人"), {text: loan.FetchedBy}, label("取档人签字"), {}}},
	}
}

// renewed are extensions, and days on which the borrower was reminded.
func (l *LoanForm) renewed() []row {
	var rows []row
	if renewals := l.Loan.Renewals; len(renewals) > 0 {
		texts := make([][]string, len(renewals))
		for i, r := range renewals {
			texts[i] = []string{fmt.Sprintf("延长%d日", r.Days), r.Reason, r.ByName, dayOf(r.At).Words()}
		}
		rows = append(rows, section("续借"))
		rows = append(rows, grid([]string{"续借", "理由", "批准人", "批准日期"}, []float64{26 * mm, 0, 28 * mm, 36 * mm}, texts)...)
	}
	if reminded := l.Loan.Reminded; len(reminded) > 0 {
		days := make([]string, len(reminded))
		for i, on := range reminded {
			days[i] = on.Words()
		}
		rows = append(rows, fields(labelled{"催还记录", strings.Join(days, "、")}))
	}
	return rows
}

func (l *LoanForm) handedBack() []row {
	loan := &l.Loan
	rows := []row{section("归还核对"), fields(labelled{"归还人", loan.ReturnedBy}, labelled{"归还时间", moment(loan.ReturnedAt)})}
	rows = append(rows, found(loan.Return, !loan.ReturnedAt.IsZero())...)
	return append(rows, row{least: leastRow, cells: []cell{label("归还人签字"), {}, label("核对人签字"), {}}})
}

// found is what a returned dossier was found to be, once it was.
func found(check domain.ReturnCheck, returned bool) []row {
	seal, defect := "□ 完好　□ 不符", ""
	if returned {
		seal, defect = "完好", firstOf(check.Defect, "无")
		if !check.SealIntact {
			seal = "不符"
		}
	}
	return []row{fields(labelled{"归还清点", count(check.Counted)}, labelled{"封条、印章", seal}), long("缺损情况", defect)}
}

// source names the rule that a form is made under.
func (d *document) source(policy domain.UsePolicy) {
	if policy.Source == "" {
		return
	}
	d.y += mm
	d.paragraphs(textSize, 0, "办理依据："+policy.Source)
}
