package print

import (
	"github.com/danganku/danganku/internal/domain"
)

const (
	titleSize = 16.0
	codeWidth = 75 * mm // of the barcode beside the title
)

// labelled is a value with its name, as headings have them.
type labelled struct {
	label, value string
}

// heading draws the title, the number with its barcode, and what the paper is about.
func heading(title, number string, about []labelled) func(*document) {
	return func(d *document) {
		d.barcode(number, d.width-margin-codeWidth, d.y, codeWidth)
		d.y += 3
		titleWidth := d.inner() - codeWidth
		for _, line := range d.face.wrap(title, titleSize, titleWidth) {
			d.text(margin, d.y, titleSize, line)
			d.y += titleSize * leading
		}
		d.y = max(d.y, margin+codeHeight+cellPad)
		d.labelled(about, 3)
		d.y += cellPad
	}
}

// labelled draws values in columns beside each other, from left to right and top to bottom.
func (d *document) labelled(values []labelled, columns int) {
	width := d.inner() / float64(columns)
	for row := 0; row < len(values); row += columns {
		lines := 1
		for i, v := range values[row:min(row+columns, len(values))] {
			wrapped := d.face.wrap(v.label+"："+v.value, textSize, width-cellPad)
			for j, line := range wrapped {
				d.text(margin+float64(i)*width, d.y+float64(j)*textSize*leading, textSize, line)
			}
			lines = max(lines, len(wrapped))
		}
		d.y += float64(lines) * textSize * leading
	}
}

// listLayout is that of papers that list persons. Those of a cancelled batch keep their number and carry the watermark 作废.
func listLayout(head Head, landscape bool, more ...labelled) layout {
	about := append([]labelled{
		{"批次号", head.Batch.No}, {"移交单位", head.Enterprise.Name}, {"统一社会信用代码", usccOf(head.Enterprise)},
		{"接收单位", head.Office.Name}, {"出具日期", day(head.Paper.IssuedOn)}, {"出具人", head.Paper.IssuedBy},
	}, more...)
	title := head.Paper.Kind.Title()
	l := layout{title: title, number: head.Paper.Number, landscape: landscape, heading: heading(title, head.Paper.Number, about)}
	if head.Batch.State == domain.BatchCancelled {
		l.watermark = "作废"
	}
	return l
}

func usccOf(e domain.Enterprise) string {
	if e.USCC == "" && e.NoUSCCReason != "" {
		return "无（" + e.NoUSCCReason + "）"
	}
	return e.USCC
}

// day writes a date as forms have it; unknown parts are left for the pen.
func day(d domain.PartialDate) string {
	if d.IsZero() {
		return "        年     月     日"
	}
	return d.Words()
}

// side is one side that signs and seals.
type side struct {
	role string
	name string
	by   string // who signed, as recorded; empty: left for the pen
	on   domain.PartialDate
}

const sealRoom = 24 * mm

// signatures draws the places where both sides sign and seal, all on one page.
func (d *document) signatures(sides ...side) {
	d.y += 2 * mm
	width := d.inner() / float64(len(sides))
	height := sealRoom
	for _, s := range sides {
		names := d.face.wrap(s.role+"："+s.name, textSize, width-4*mm)
		height = max(height, sealRoom+float64(len(names)-1)*textSize*leading)
	}
	d.need(height)
	for i, s := range sides {
		x, y := margin+float64(i)*width, d.y
		d.pdf.RectFromUpperLeft(x, d.y, width-2*mm, height)
		for _, line := range d.face.wrap(s.role+"："+s.name, textSize, width-4*mm) {
			d.text(x+mm, y+mm, textSize, line)
			y += textSize * leading
		}
		d.text(x+mm, d.y+height-3*textSize*leading, textSize, "经办人（签字）："+s.by)
		d.text(x+mm, d.y+height-1.5*textSize*leading, textSize, "日期："+day(s.on))
		d.line(x, d.y+height-3*textSize*leading, width-6*mm, textSize, right, "（盖章）")
	}
	d.y += height
}

// bothSides are those of a counter check, as far as they have signed.
func bothSides(head Head) []side {
	from := side{role: "移交单位", name: head.Enterprise.Name}
	to := side{role: "接收单位", name: head.Office.Name}
	if s := head.Signoff; s != nil {
		from.by, from.on = s.HandoverBy, s.On
		to.by, to.on = s.ReceivedBy, s.On
	}
	return []side{from, to}
}
