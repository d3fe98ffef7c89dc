package print

import (
	"io"
	"slices"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// ChaseLetter prints the letter that asks the receiver of a dossier for its receipt (转递回执催问函).
func (p *Printer) ChaseLetter(w io.Writer, o Outbound) error {
	chase := &o.Chase
	d, err := p.document(formLayout(formHead{title: domain.PaperChase.Title(), number: chase.No, office: o.Office.Name, right: o.turn()}))
	if err != nil {
		return errs.Wrap("print chase letter", err)
	}
	d.y += 4 * mm
	d.body(0, o.Outbound.Letter.Issuer+"：")
	for _, words := range o.chaseWords() {
		d.body(2, words)
	}
	d.y += 10 * mm
	d.need(40 * mm)
	for _, line := range []string{o.Office.Name, day(chase.On), "（盖章）"} {
		d.line(d.width/2, d.y, d.width/2-margin-certificateIndent, certificateSize, center, line)
		d.y += certificateSize * certificateApart
	}
	d.y += 4 * mm
	d.inset(certificateIndent, func() { d.paragraphs(formSize, 0, "经办人："+chase.ByName) })
	return errs.Wrap("print chase letter", d.writeTo(w))
}

// turn is how many letters there were with this one.
func (o *Outbound) turn() string {
	at := slices.IndexFunc(o.Outbound.Chases, func(c domain.Chase) bool { return c.No == o.Chase.No })
	if at < 0 {
		return ""
	}
	return "第" + chinese(at+1) + "次催问"
}

func (o *Outbound) chaseWords() []string {
	out := &o.Outbound
	carried := out.Dispatch.Channel.Label()
	if by := o.carried(); by != "" {
		carried += "（" + by + "）"
	}
	words := []string{
		"根据你单位" + out.Letter.IssuedOn.Words() + "调档函（" + out.Letter.No + "），我单位于" + out.Dispatch.On.Words() + "以" + carried +
			"方式，将" + out.Name + "同志的人事档案（档号" + out.ArchivalCode + "，" + count(out.Packing.Counted) + "，转递通知单" + out.Packing.NoticeNo +
			"）转递至你单位。",
		"按照人事档案转递规定，回执应于收到档案后立即签字盖章退回，期限为" + out.ReceiptDue.Words() + "。至" + o.Chase.On.Words() + "，我单位尚未收到回执。",
		"请你单位核查档案收到情况：已收到的，请将回执签字盖章后立即退回；未收到的，请函告我单位，以便查找。",
	}
	if o.Chase.Note != "" {
		words = append(words, "说明："+o.Chase.Note)
	}
	return append(words, "特此函告。")
}
