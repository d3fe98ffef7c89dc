package print

import (
	"io"
	"strconv"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const (
	noticeSize      = 9.5
	leastNoticeSize = 5.0
	noticeTitle     = 15.0
	cutHeight       = 7 * mm
)

var packingColumns = []column{{"编号", 22, center, false}, {"材料名称", 92, left, false}, {"形成日期", 26, center, false}, {"卷", 12, center, false},
	{"页数", 14, center, false}, {"备注", 24, left, false}}

// ForwardingNotice prints the notice that goes with a forwarded dossier (人事档案转递通知单): stub, notice and receipt on one sheet,
// with the number across each cut; then the packing list. The two offices must know for certain whom it is about, so the identity
// number stands in full.
func (p *Printer) ForwardingNotice(w io.Writer, o Outbound) error {
	title := domain.PaperForwardingNotice.Title()
	no := o.Outbound.Packing.NoticeNo
	d, err := p.document(layout{title: title, number: no, heading: func(*document) {}})
	if err != nil {
		return errs.Wrap("print forwarding notice", err)
	}
	d.notice(&o)
	d.packingList(&o)
	return errs.Wrap("print forwarding notice", d.writeTo(w))
}

// slip is one of the three parts of a notice.
type slip struct {
	title   string
	words   string // above the form
	rows    []row
	scanned bool // has the barcode of the matter, by which the part is found when it comes back
}

func (d *document) notice(o *Outbound) {
	slips := o.slips()
	f := &form{doc: d, size: noticeSize}
	for f.size > leastNoticeSize && f.slipsHeight(slips) > d.room() {
		f.size -= 0.25
	}
	apart := max(0, d.room()-f.slipsHeight(slips)) / float64(2*len(slips)-1)
	for i, s := range slips {
		if i > 0 {
			d.y += apart
			d.cut(o.Outbound.Packing.NoticeNo)
			d.y += apart
		}
		f.slip(s, o)
	}
}

func (f *form) slipsHeight(slips []slip) float64 {
	height := float64(len(slips)-1) * cutHeight
	for _, s := range slips {
		height += codeHeight + noticeTitle*leading + mm
		if s.words != "" {
			height += float64(len(f.doc.face.indented(s.words, f.size, f.doc.inner(), 2*f.size)))*f.lead() + 2*mm
		}
		for _, r := range s.rows {
			height += f.lay(r).height
		}
	}
	return height
}

func (f *form) slip(s slip, o *Outbound) {
	d := f.doc
	if s.scanned {
		d.barcode(o.Outbound.No, d.width-margin-codeWidth, d.y, codeWidth)
	}
	d.text(margin, d.y+codeHeight-f.lead(), f.size, o.Outbound.Packing.NoticeNo)
	d.y += codeHeight
	d.line(margin, d.y, d.inner(), noticeTitle, center, domain.PaperForwardingNotice.Title()+"（"+s.title+"）")
	d.y += noticeTitle*leading + mm
	if s.words != "" {
		d.paragraphs(f.size, 2*f.size, s.words)
		d.y += 2 * mm
	}
	f.add(s.rows...)
}

// cut draws where the sheet is cut, through the number that both parts then carry half of.
func (d *document) cut(no string) {
	words := "骑缝　" + no + "　号　（盖骑缝章）"
	size := formSize + 1.5
	width := d.face.measure(words, size) + 8*mm
	middle := d.y + cutHeight/2
	d.pdf.SetLineType("dashed")
	d.pdf.Line(0, middle, (d.width-width)/2, middle)
	d.pdf.Line((d.width+width)/2, middle, d.width, middle)
	d.pdf.SetLineType("solid")
	d.line((d.width-width)/2, middle-size*0.6, width, size, center, words)
	d.y += cutHeight
}

func (o *Outbound) slips() []slip {
	out := &o.Outbound
	to, from := out.Letter.Issuer, o.Office.Name
	whom := o.whom()
	letter := "你单位" + out.Letter.IssuedOn.Words() + "调档函（" + out.Letter.No + "）收悉"
	stub := append([]row{fields(labelled{"转往单位", to}), fields(labelled{"转出单位", from}, labelled{"调档函文号", out.Letter.No})}, whom...)
	stub = append(stub,
		fields(labelled{"转递方式", out.Dispatch.Channel.Label()}, labelled{"邮件编号、\n送档人", o.carried()}),
		fields(labelled{"发出日期", out.Dispatch.On.Words()}, labelled{"封条号", out.Packing.SealNo}),
		fields(labelled{"封装人、\n核对人", out.Packing.PackedBy + "、" + out.Packing.CheckedBy}, labelled{"回执收到\n日期", out.Receipt.On.Words()}))
	sealed := row{least: 18 * mm, cells: []cell{{text: "转出单位：" + from, foot: signed("经办人", out.Dispatch.ByName, out.Dispatch.On, true)}}}
	received := row{least: 20 * mm, cells: []cell{{text: "收件单位：" + to, foot: signed("收件人", "", domain.PartialDate{}, true)}}}
	return []slip{
		{title: "存根", rows: stub},
		{title: "通知单", words: to + "：" + letter + "，现将下列同志的人事档案转去，封条完好，请按所附材料目录清点查收，并将回执签字盖章后于" +
			firstOf(out.ReceiptDue.Words(), "一个月内") + "前退回。", rows: append(whom[:len(whom):len(whom)], sealed)},
		{title: "回执", scanned: true, words: from + "：你单位" + out.Packing.NoticeNo + "号转递通知单所列人事档案已收到，经按材料目录清点核对（□ 无误　□ 有误：　　　　　　　　　　　　　），" +
			"封条（□ 完好　□ 不符），现退回回执。", rows: append(whom[:len(whom):len(whom)], received)},
	}
}

// whom is the table of the person and what of the dossier goes.
func (o *Outbound) whom() []row {
	out := &o.Outbound
	originals, duplicates := 0, 0
	for _, v := range o.Dossier.Volumes {
		if v.CopyKind == domain.Duplicate {
			duplicates++
		} else {
			originals++
		}
	}
	titles := []string{"姓名", "原单位及职务", "转递原因", "身份证号码", "档号", "正本\n卷数", "副本\n卷数", "材料\n份数", "页数"}
	widths := []float64{19 * mm, 0, 21 * mm, 40 * mm, 29 * mm, 11 * mm, 11 * mm, 11 * mm, 11 * mm}
	return grid(titles, widths, [][]string{{out.Name, o.Dossier.Enterprise.Name, o.cause(), out.IDNumber.Full(), out.ArchivalCode, strconv.Itoa(originals),
		strconv.Itoa(duplicates), strconv.Itoa(out.Packing.Counted.Materials), strconv.Itoa(out.Packing.Counted.Pages)}})
}

func (o *Outbound) carried() string {
	return firstOf(o.Outbound.Dispatch.TrackingNo, strings.Join(o.Outbound.Dispatch.Couriers, "、"))
}

// packingList names each material that goes, in catalogue order.
func (d *document) packingList(o *Outbound) {
	out := &o.Outbound
	d.part(formLayout(formHead{title: "转递材料目录", number: out.Packing.NoticeNo, office: o.Office.Name,
		left: "姓名：" + out.Name + "　档号：" + out.ArchivalCode, right: "转往：" + out.Letter.Issuer}))
	t := d.table(textSize, packingColumns)
	pages := 0
	for _, m := range o.Dossier.Materials {
		pages += m.PageCount
		t.row(m.Number(), m.Title, m.FormedOn.String(), strconv.Itoa(m.VolumeNo), strconv.Itoa(m.PageCount), m.Remark)
	}
	t.row("合计", strconv.Itoa(len(o.Dossier.Materials))+"份", "", strconv.Itoa(len(o.Dossier.Volumes))+"卷", strconv.Itoa(pages), "")
	t.end()
	d.y += 2 * mm
	d.signatures(side{role: "转出单位", name: o.Office.Name, by: out.Packing.PackedBy, on: out.Packing.On},
		side{role: "收件单位", name: out.Letter.Issuer})
}
