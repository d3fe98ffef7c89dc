package print

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/signintech/gopdf"

	"github.com/danganku/danganku/internal/errs"
)

const (
	mm       = 72 / 25.4 // points
	margin   = 10 * mm
	footRoom = 12 * mm // below the content: two lines of footnote, one of page numbers
	textSize = 9.0
	noteSize = 7.0
	leading  = 1.3  // height of a line over the size of its characters
	ascent   = 0.95 // from the top of a line to its base line
)

const (
	a4Short = 210 * mm
	a4Long  = 297 * mm
)

// maxBoxes bounds the characters that the font lacks on one page: so many code points fit the footnote.
const maxBoxes = 40

// layout is what all pages of a paper share.
type layout struct {
	title     string // of the file
	number    string // stands at the foot of each page
	landscape bool
	watermark string
	heading   func(*document) // draws the top of each page and leaves y below it
	bare      bool            // nothing at the foot: stickers cover the whole page
}

// document is a paper while it is drawn, from top to bottom: y is where the next thing goes. The first failure is kept in
// err, after which drawing goes on without effect that matters.
//
// The library keeps what is drawn until it is written, about 5 KB for a row of a dozen cells, and 8 KB more for a barcode:
// 17 000 persons take some 250 MB on an acceptance list and 220 MB on a roster.
type document struct {
	pdf           *gopdf.GoPdf
	face          *face
	layout        layout
	width, height float64
	y             float64
	missing       []rune // what the font lacks on this page, in order
	parts         []part
	pictures      int     // bytes
	indent        float64 // more margin at both sides, for now
	err           error
}

// part is a paper in a file of several: its pages are numbered by themselves.
type part struct {
	first  int // page of the file
	number string
}

func (p *Printer) document(l layout) (*document, error) {
	d := &document{pdf: new(gopdf.GoPdf), face: newFace(&p.font), layout: l, width: a4Short, height: a4Long}
	if l.landscape {
		d.width, d.height = a4Long, a4Short
	}
	d.pdf.Start(gopdf.Config{Unit: gopdf.UnitPT, PageSize: gopdf.Rect{W: d.width, H: d.height}})
	d.pdf.SetInfo(gopdf.PdfInfo{Title: l.title, Subject: l.number, Creator: "Danganku"})
	if err := d.pdf.AddTTFFontFromFontContainer(family, &p.fonts); err != nil {
		return nil, err
	}
	if err := d.pdf.SetFont(family, "", textSize); err != nil {
		return nil, err
	}
	d.part(l)
	return d, nil
}

// part begins a paper on a page of its own, in the same file and of the same size.
func (d *document) part(l layout) {
	d.layout = l
	d.parts = append(d.parts, part{first: d.pdf.GetNumberOfPages() + 1, number: l.number})
	d.page()
}

// fresh reports whether this is the first page of its paper.
func (d *document) fresh() bool { return d.pdf.GetNumberOfPages() == d.parts[len(d.parts)-1].first }

func (d *document) fail(err error) {
	if d.err == nil {
		d.err = err
	}
}

func (d *document) inner() float64  { return d.width - 2*d.left() }
func (d *document) left() float64   { return margin + d.indent }
func (d *document) bottom() float64 { return d.height - margin - footRoom }
func (d *document) room() float64   { return d.bottom() - d.y }

// page ends the page, if there is one, and begins the next.
func (d *document) page() {
	if d.pdf.GetNumberOfPages() > 0 {
		d.footnote()
	}
	d.pdf.AddPage()
	d.y = margin
	d.mark()
	d.pdf.SetLineWidth(0.5)
	d.layout.heading(d)
}

// need begins a new page unless so much height is left.
func (d *document) need(height float64) {
	if d.room() < height {
		d.page()
	}
}

// text draws one line whose top is at y.
func (d *document) text(x, y, size float64, text string) {
	shown, missing := d.face.shown(text)
	if strings.TrimSpace(shown) == "" {
		return
	}
	d.missing = append(d.missing, missing...)
	d.raw(x, y, size, shown)
}

func (d *document) raw(x, y, size float64, text string) {
	d.fail(d.pdf.SetFontSize(size))
	d.pdf.SetXY(x, y+ascent*size)
	d.fail(d.pdf.Text(text))
}

type align int

const (
	left align = iota
	center
	right
)

// line draws one line inside a width.
func (d *document) line(x, y, width, size float64, to align, text string) {
	free := width - d.face.measure(text, size)
	switch to {
	case center:
		x += free / 2
	case right:
		x += free
	}
	d.text(x, y, size, text)
}

// paragraphs draws text over the whole width and moves on, to new pages where it must.
func (d *document) paragraphs(size, indent float64, text string) {
	d.spaced(size, indent, leading, text)
}

// spaced is paragraphs with lines so far apart, in sizes of their characters.
func (d *document) spaced(size, indent, apart float64, text string) {
	for paragraph := range strings.SplitSeq(clean(text), "\n") {
		x := d.left() + indent
		for _, line := range d.face.indented(paragraph, size, d.inner(), indent) {
			d.need(size * apart)
			d.text(x, d.y, size, line)
			d.y += size * apart
			x = d.left()
		}
	}
}

// inset draws with more margin at both sides.
func (d *document) inset(more float64, draw func()) {
	before := d.indent
	d.indent += more
	draw()
	d.indent = before
}

// mark draws the watermark under the page's text.
func (d *document) mark() {
	if d.layout.watermark == "" {
		return
	}
	size := min(120, d.width/d.face.measure(d.layout.watermark, 1))
	x, y := d.width/2, d.height/2
	d.pdf.Rotate(35, x, y)
	d.pdf.SetGrayFill(0.88)
	d.line(x-d.width/2, y-size/2, d.width, size, center, d.layout.watermark)
	d.pdf.RotateReset()
	d.pdf.SetGrayFill(0)
}

// footnote names the characters that the font lacks, so that the page can be completed by hand.
func (d *document) footnote() {
	missing := d.missing
	d.missing = nil
	if len(missing) == 0 || d.layout.bare {
		return
	}
	var note strings.Builder
	fmt.Fprintf(&note, "%c 为打印字体未收的字，请按下列码位依次手工补写：", box)
	for _, r := range missing[:min(len(missing), maxBoxes)] {
		fmt.Fprintf(&note, "U+%04X ", r)
	}
	if len(missing) > maxBoxes {
		fmt.Fprintf(&note, "等共%d字", len(missing))
	}
	y := d.bottom() + 2*mm
	for _, line := range d.face.wrap(note.String(), noteSize, d.inner()) {
		shown, _ := d.face.shown(line)
		d.raw(margin, y, noteSize, shown)
		y += noteSize * leading
	}
}

// numberPages writes "第 x 页 / 共 y 页", which is known at the end only.
func (d *document) numberPages() {
	if d.layout.bare {
		return
	}
	next := d.pdf.GetNumberOfPages() + 1
	for _, p := range slices.Backward(d.parts) {
		for page := p.first; page < next; page++ {
			d.fail(d.pdf.SetPage(page))
			d.numberPage(p.number, page-p.first+1, next-p.first)
		}
		next = p.first
	}
}

func (d *document) numberPage(number string, page, of int) {
	y := d.height - margin - noteSize*leading
	shown, _ := d.face.shown(number)
	d.raw(margin, y, noteSize, shown)
	place, _ := d.face.shown(fmt.Sprintf("第 %d 页 / 共 %d 页", page, of))
	d.line(margin, y, d.inner(), noteSize, right, place)
}

// writeTo ends the document and writes it whole, or nothing.
func (d *document) writeTo(w io.Writer) error {
	d.footnote()
	d.numberPages()
	if d.err != nil {
		return d.err
	}
	var out bytes.Buffer // compressed: 17 000 rows are some 5 MB
	out.Grow(d.pictures)
	if _, err := d.pdf.WriteTo(&out); err != nil {
		return err
	}
	if err := mendUnicodeMap(out.Bytes()); err != nil {
		return err
	}
	_, err := out.WriteTo(w)
	return errs.Wrap("write document", err)
}
