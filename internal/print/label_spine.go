package print

import (
	"fmt"
	"io"
	"strings"

	"github.com/danganku/danganku/internal/domain"
)

// A box is 310 mm high; its label is what of that goes on the long side of A4 above the foot of the page.
const (
	spineTop    = margin
	spineHeight = 262 * mm
	spinePad    = 2 * mm // on each side of the text
	spineEnd    = 4 * mm // above the first and below the last thing
	cutMark     = 3 * mm
)

// spineStyle is how large things are on a spine, by its width in millimetres.
type spineStyle struct {
	code, name, place float64 // largest sizes of text
	office            float64
	dots              float64 // side of the QR code without its white
}

func styleOfSpine(width float64) spineStyle {
	switch {
	case width < 25*mm:
		return spineStyle{office: 8, code: 11, name: 30, place: 11, dots: 14 * mm}
	case width < 35*mm:
		return spineStyle{office: 10, code: 13, name: 42, place: 13, dots: 21 * mm}
	case width < 45*mm:
		return spineStyle{office: 12, code: 15, name: 52, place: 15, dots: 27 * mm}
	}
	return spineStyle{office: 13, code: 17, name: 60, place: 17, dots: 32 * mm}
}

func (p *Printer) spines(w io.Writer, width float64, labels []domain.VolumeLabel) error {
	d, err := p.document(layout{title: "卷脊标签", number: fmt.Sprintf("卷脊标签 %.0f毫米 共%d张", width/mm, len(labels)), heading: func(*document) {}})
	if err != nil {
		return err
	}
	across := int(d.inner() / width)
	first := margin + (d.inner()-float64(across)*width)/2
	for i, label := range labels {
		at := i % across
		if i > 0 && at == 0 {
			d.page()
		}
		x := first + float64(at)*width
		d.cutMarks(x, width, at == 0, at == across-1 || i == len(labels)-1)
		d.spine(label, x, width)
	}
	return d.writeTo(w)
}

// cutMarks draws a faint frame, with marks outside of it for a ruler.
func (d *document) cutMarks(x, width float64, first, last bool) {
	d.pdf.SetLineWidth(0.25)
	d.pdf.SetGrayStroke(frameGray)
	d.pdf.RectFromUpperLeft(x, spineTop, width, spineHeight)
	d.pdf.SetGrayStroke(0)
	for _, cut := range []float64{x, x + width} {
		d.pdf.Line(cut, spineTop-cutMark, cut, spineTop-1)
		d.pdf.Line(cut, spineTop+spineHeight+1, cut, spineTop+spineHeight+cutMark)
	}
	for _, cut := range []float64{spineTop, spineTop + spineHeight} {
		if first {
			d.pdf.Line(x-cutMark, cut, x-1, cut)
		}
		if last {
			d.pdf.Line(x+width+1, cut, x+width+cutMark, cut)
		}
	}
}

// spine draws office and code from the top, volume and QR code from the bottom, and the name between them.
func (d *document) spine(l domain.VolumeLabel, x, width float64) {
	style := styleOfSpine(width)
	from, inner := x+spinePad, width-2*spinePad
	d.y = spineTop + spineEnd
	lines, size := d.face.fit(l.Office, inner, style.office, style.office-1, 4, (*face).wrap)
	d.block(from, inner, size, center, lines)
	d.rule(from, inner)
	if l.ArchivalCode != "" {
		lines, size = d.face.fit(l.ArchivalCode, inner, style.code, style.code-3, 3, wrapCode)
		d.block(from, inner, size, center, lines)
		d.rule(from, inner)
	}
	top := d.y

	bottom := spineTop + spineHeight - spineEnd - style.dots
	d.qr(l.Code, x+(width-style.dots)/2, bottom, style.dots)
	bottom -= spineEnd
	if volume := place(l); volume != nil {
		bottom -= float64(len(volume)) * style.place * leading
		d.y = bottom
		d.block(from, inner, style.place, center, volume)
		bottom -= 2 * mm
		d.y = bottom - mm
		d.rule(from, inner)
	}
	d.upright(l.Name, x+width/2, top, bottom-top-2*mm, style.name)
}

// rule draws a line with room above and below it.
func (d *document) rule(x, width float64) {
	d.y += mm
	d.pdf.SetLineWidth(0.5)
	d.pdf.Line(x, d.y, x+width, d.y)
	d.y += 2 * mm
}

// turnedSigns are those that lie on their side between characters set below each other.
const turnedSigns = "（）()〔〕[]【】《》〈〉—－-…~～"

// upright sets a name from top to bottom in the middle of a height: characters below each other, one in Latin letters
// turned as a whole.
func (d *document) upright(name string, middle, top, height, most float64) {
	name = strings.TrimSpace(strings.ReplaceAll(clean(name), "\n", " "))
	if strings.IndexFunc(name, latin) >= 0 {
		size := min(most, height/max(d.face.measure(name, 1), 1))
		d.turned(name, middle, top+height/2, size)
		return
	}
	runes := []rune(name)
	step := min(most*1.2, height/float64(max(len(runes), 1)))
	size := min(most, step/1.05)
	y := top + (height-step*float64(len(runes)))/2
	for _, r := range runes {
		if strings.ContainsRune(turnedSigns, r) {
			d.turned(string(r), middle, y+step/2, size)
		} else {
			d.line(middle-size, y+(step-size)/2, 2*size, size, center, string(r))
		}
		y += step
	}
}

// turned draws text with its head to the right, around a point.
func (d *document) turned(text string, x, y, size float64) {
	d.pdf.Rotate(-90, x, y)
	d.line(x-size/2, y-size/2, size, size, center, text)
	d.pdf.RotateReset()
}

func latin(r rune) bool {
	return r < 0x2E80 && r != '·' && r != '•' && inWord(r) && !strings.ContainsRune("-*_./", r)
}
