package print

import (
	"strconv"
	"time"

	"github.com/danganku/danganku/internal/domain"
)

const formTitleSize = 18.0

// formHead is what the first page of a form has above the form.
type formHead struct {
	title  string
	number string // with its barcode; empty: none
	office string
	left   string // below the title
	right  string
}

// formLayout is that of forms: further pages name the form and its number only.
func formLayout(head formHead) layout {
	return layout{title: head.title, number: head.number, heading: func(d *document) {
		if !d.fresh() {
			d.line(margin, d.y, d.inner(), textSize, left, head.title+"（续）")
			d.line(margin, d.y, d.inner(), textSize, right, "编号："+head.number)
			d.y += textSize*leading + mm
			return
		}
		d.first(head)
	}}
}

func (d *document) first(head formHead) {
	if head.number != "" {
		d.barcode(head.number, d.width-margin-codeWidth, d.y, codeWidth)
	}
	y := d.y + mm
	for _, line := range d.face.wrap(head.office, formSize, d.inner()-codeWidth-2*mm) {
		d.text(margin, y, formSize, line)
		y += formSize * leading
	}
	d.y = max(d.y+codeHeight, y) + 2*mm
	d.title(head.title, formTitleSize)
	d.y += 2 * mm
	d.line(margin, d.y, d.inner(), formSize, left, head.left)
	d.line(margin, d.y, d.inner(), formSize, right, head.right)
	d.y += formSize*leading + mm
}

// title draws a title in the middle, on more lines where it must.
func (d *document) title(text string, size float64) {
	lines, size := d.face.fit(text, d.inner(), size, size*0.8, 2, (*face).wrap)
	d.block(margin, d.inner(), size, center, lines)
}

// moment is a time as forms have it; the zero time is left for the pen.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format("2006年1月2日 15:04")
}

// dayOf is the day of a time.
func dayOf(t time.Time) domain.PartialDate {
	if t.IsZero() {
		return domain.PartialDate{}
	}
	return domain.DateOf(t.Local())
}

// signed is where somebody signs: with name and day as recorded, else for the pen.
func signed(role, name string, on domain.PartialDate, seal bool) []string {
	line := role + "（签字）：" + blank(name, 5) + "　"
	if seal {
		line += "（盖章）　"
	}
	return []string{line + day(on)}
}

// count is volumes, materials and pages in words; nothing counted is left for the pen.
func count(c domain.VolumeCount) string {
	if c == (domain.VolumeCount{}) {
		return "　　卷　　　份　　　页"
	}
	return strconv.Itoa(c.Volumes) + "卷" + strconv.Itoa(c.Materials) + "份" + strconv.Itoa(c.Pages) + "页"
}

func yes(is bool) string {
	if is {
		return "是"
	}
	return "否"
}
