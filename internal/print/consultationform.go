package print

import (
	"fmt"
	"io"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// ConsultationForm is a consultation with what its approval form says besides.
type ConsultationForm struct {
	Consultation domain.Consultation
	Office       domain.ArchiveOffice
	Policy       domain.UsePolicy // it was made under
	Copies       []domain.CopyOrder
	Scheme       domain.Scheme     // of the dossier: names the classes
	Materials    []domain.Material // of the dossier: the titles of those asked for
}

// ConsultationForm prints the form of a consultation from the registration to the closing (档案查阅审批表). Identity numbers are
// masked; what has not happened yet is left for the pen.
func (p *Printer) ConsultationForm(w io.Writer, c ConsultationForm) error {
	visit := &c.Consultation
	d, err := p.document(formLayout(formHead{title: domain.PaperConsultation.Title(), number: visit.No, office: c.Office.Name,
		left: "登记日期：" + day(dayOf(visit.CreatedAt)), right: "状态：" + visit.State.Label()}))
	if err != nil {
		return errs.Wrap("print consultation form", err)
	}
	f := &form{doc: d, size: formSize}
	f.add(c.visitors()...)
	f.add(c.letter()...)
	f.add(c.wanted()...)
	f.add(approvals(visit.Steps)...)
	f.add(long("批准查阅的\n范围", c.scope(visit.Approved)))
	f.add(ended(&visit.Matter)...)
	f.together(c.session()...)
	f.add(c.copies()...)
	f.together(c.closing()...)
	d.source(c.Policy)
	return errs.Wrap("print consultation form", d.writeTo(w))
}

func (c *ConsultationForm) visitors() []row {
	visit := &c.Consultation
	people := make([][]string, len(visit.Visitors))
	for i, v := range visit.Visitors {
		people[i] = []string{v.Name, strings.TrimSpace(v.Unit + " " + v.Post), v.IDNumber.Masked(), v.Phone, yes(v.PartyMember), yes(v.IDVerified),
			firstOf(v.Relation, "无")}
	}
	titles := []string{"查阅人", "单位及职务", "身份证号码", "联系电话", "中共\n党员", "证件\n已核验", "与当事人\n亲属关系"}
	rows := []row{fields(labelled{"查阅单位", visit.Unit})}
	rows = append(rows, grid(titles, []float64{22 * mm, 0, 41 * mm, 29 * mm, 13 * mm, 15 * mm, 22 * mm}, people)...)
	return append(rows, subject(&visit.Matter)...)
}

func (c *ConsultationForm) letter() []row {
	letter := &c.Consultation.Letter
	marks := fmt.Sprintf("加盖公章：%s　写明查阅人：%s　写明被查阅人：%s", yes(letter.Sealed), yes(letter.NamesVisitors), yes(letter.NamesSubject))
	until := letter.ValidUntil.Words()
	if until == "" && c.Policy.LetterDays > 0 {
		until = fmt.Sprintf("开具后%d日内", c.Policy.LetterDays)
	}
	return []row{
		fields(labelled{"介绍信文号", letter.No}, labelled{"开具单位", letter.Issuer}),
		fields(labelled{"开具日期", letter.IssuedOn.Words()}, labelled{"有效期", until}),
		fields(labelled{"介绍信核验", marks}),
		fields(labelled{"查阅用途", c.Policy.PurposeLabel(letter.Purpose)}, labelled{"查阅方式", mediumTitle(c.Consultation.Medium)}),
	}
}

func mediumTitle(m domain.Medium) string {
	switch m {
	case domain.MediumPaper:
		return "阅档室查阅纸质档案"
	case domain.MediumTerminal:
		return "阅档室终端查阅影像"
	}
	return string(m)
}

func (c *ConsultationForm) wanted() []row {
	visit := &c.Consultation
	return []row{long("查阅内容", visit.Content), long("申请查阅的\n范围", c.scope(visit.Asked)), taken(&visit.Matter)}
}

// scope names classes and materials, one a line.
func (c *ConsultationForm) scope(s domain.UseScope) string {
	var words []string
	for _, code := range s.Classes {
		name := ""
		if class, known := c.Scheme.Class(code); known {
			name = "（" + class.Name + "）"
		}
		words = append(words, "第"+code+"类"+name+"全部材料")
	}
	titles := make(map[string]string, len(c.Materials))
	for _, m := range c.Materials {
		titles[m.ID] = m.Number() + "《" + m.Title + "》"
	}
	for _, id := range s.MaterialIDs {
		words = append(words, firstOf(titles[id], "目录中已没有的一份材料"))
	}
	return strings.Join(words, "\n")
}

func (c *ConsultationForm) session() []row {
	visit := &c.Consultation
	session := &visit.Session
	return []row{section("阅档登记"),
		fields(labelled{"最迟查阅日", visit.OpenBy.Words()}, labelled{"接待人", session.OpenedByName}),
		fields(labelled{"开始时间", moment(session.OpenedAt)}, labelled{"截止时间", moment(session.EndsAt)}),
		fields(labelled{"结束时间", moment(session.EndedAt)}, labelled{"阅档方式", medium(visit)}),
	}
}

func medium(visit *domain.Consultation) string {
	switch {
	case visit.Medium == domain.MediumPaper:
		return "纸质，提供" + count(visit.Expected)
	case visit.Session.Terminal != "":
		return "终端：" + visit.Session.Terminal
	}
	return ""
}

func (c *ConsultationForm) copies() []row {
	var orders [][]string
	for i := range c.Copies {
		order := &c.Copies[i]
		pieces := ""
		if n := len(order.Pieces); n > 0 {
			pieces = fmt.Sprintf("%d份", n)
		}
		orders = append(orders, []string{order.No, citations(order.Items), pieces, order.State.Label()})
	}
	if len(orders) == 0 {
		return nil
	}
	return append([]row{section("复制、摘录（另行审批）")},
		grid([]string{"审批表编号", "材料", "交付", "状态"}, []float64{46 * mm, 0, 18 * mm, 24 * mm}, orders)...)
}

func citations(items []domain.CopyItem) string {
	words := make([]string, len(items))
	for i, item := range items {
		words[i] = item.String()
	}
	return strings.Join(words, "；")
}

func (c *ConsultationForm) closing() []row {
	visit := &c.Consultation
	rows := []row{section("归还核对")}
	if visit.Medium == domain.MediumPaper {
		rows = append(rows, fields(labelled{"归还时间", moment(visit.ReturnedAt)}))
		rows = append(rows, found(visit.Return, !visit.ReturnedAt.IsZero())...)
	}
	if visit.State == domain.ConsultationTerminated {
		rows = append(rows, long("违规情况", visit.Breach))
	}
	return append(rows, row{least: leastRow, cells: []cell{label("查阅人签字"), {}, label("阅档室签字"), {}}})
}
