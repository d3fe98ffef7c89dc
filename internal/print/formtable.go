package print

import (
	"slices"
	"strings"
)

const (
	formSize   = 10.5     // points; 五号, in which offices fill in forms
	formPad    = 1.2 * mm // above and below a text
	formSide   = 1.8 * mm // left and right of it
	labelWidth = 28 * mm
	leastRow   = 7.6 * mm
	boxHeight  = 23 * mm // of a place where somebody decides
	shade      = 0.93    // of headings inside a form
)

// cell is one bordered field of a form.
type cell struct {
	text  string
	width float64 // points; 0: what the others of its row leave, in equal parts
	to    align
	foot  []string // at the bottom, to the right: who signs, and when
	title bool     // stands on each page that its row reaches
	gray  bool
}

// row is cells beside each other, at least so high.
type row struct {
	cells []cell
	least float64
}

// label is the field that names its neighbour.
func label(text string) cell { return cell{text: text, width: labelWidth, to: center, title: true} }

// fields is a row of labels with their values.
func fields(values ...labelled) row {
	r := row{least: leastRow}
	for _, v := range values {
		r.cells = append(r.cells, label(v.label), cell{text: v.value})
	}
	return r
}

// long is a field for several lines.
func long(title, text string) row {
	return row{least: 2 * leastRow, cells: []cell{label(title), {text: text}}}
}

// section is a heading inside a form.
func section(title string) row {
	return row{least: 7 * mm, cells: []cell{{text: title, to: center, title: true, gray: true}}}
}

// grid is a small table inside a form; widths in points, 0 as in cell. Without rows it has an empty one for the pen.
func grid(titles []string, widths []float64, rows [][]string) []row {
	if len(rows) == 0 {
		rows = [][]string{make([]string, len(titles))}
	}
	all := make([]row, 0, len(rows)+1)
	for i, texts := range append([][]string{titles}, rows...) {
		r := row{least: leastRow}
		for at, text := range texts {
			r.cells = append(r.cells, cell{text: text, width: widths[at], to: center, gray: i == 0, title: i == 0})
		}
		all = append(all, r)
	}
	return all
}

// form draws rows below each other, as wide as the page.
type form struct {
	doc  *document
	size float64
}

func (f *form) lead() float64 { return f.size * leading }

// laid is a row that was measured: its cells with their widths, and the lines of each.
type laid struct {
	row
	lines  [][]string
	height float64
}

func (f *form) lay(r row) laid {
	free, open := f.doc.inner(), 0
	for _, c := range r.cells {
		free -= c.width
		if c.width == 0 {
			open++
		}
	}
	l := laid{row: row{least: r.least, cells: make([]cell, len(r.cells))}, lines: make([][]string, len(r.cells))}
	for i, c := range r.cells {
		if c.width == 0 {
			c.width = free / float64(open)
		}
		l.cells[i] = c
		l.lines[i] = f.doc.face.wrap(c.text, f.size, c.width-2*formSide)
	}
	l.height = f.height(l)
	return l
}

func (f *form) height(l laid) float64 {
	height := l.least
	for i, c := range l.cells {
		height = max(height, float64(len(l.lines[i])+len(c.foot))*f.lead()+2*formPad)
	}
	return height
}

// heading reports whether a row says what the rows below it are.
func (r row) heading() bool {
	return !slices.ContainsFunc(r.cells, func(c cell) bool { return !c.gray })
}

// add draws rows. One that does not fit begins on the next page if it fits there and is not very high; else it goes on there.
// A heading stands on the page of what it heads.
func (f *form) add(rows ...row) {
	for i, r := range rows {
		l := f.lay(r)
		room := f.doc.room()
		for below := i; rows[below].heading() && below+1 < len(rows); below++ {
			room -= min(f.lay(rows[below+1]).height, f.doc.bottom()/3)
		}
		if l.height > room && (l.height < f.doc.bottom()/3 || room < 4*f.lead()+2*formPad) {
			f.doc.page()
		}
		for l.height > f.doc.room() {
			l = f.part(l)
			f.doc.page()
		}
		f.draw(l)
	}
}

// together draws rows on one page, if they fit on one.
func (f *form) together(rows ...row) {
	height := 0.0
	for _, r := range rows {
		height += f.lay(r).height
	}
	if height < f.doc.bottom()-margin-2*leastRow {
		f.doc.need(height)
	}
	f.add(rows...)
}

// part draws what fits of a row and returns the rest; titles stand in both, feet in the last.
func (f *form) part(l laid) laid {
	fitting := max(1, int((f.doc.room()-2*formPad)/f.lead()))
	now, rest := l, l
	now.least, rest.least = 0, 0
	now.cells, now.lines, rest.lines = make([]cell, len(l.cells)), make([][]string, len(l.cells)), make([][]string, len(l.cells))
	for i, c := range l.cells {
		c.foot = nil
		now.cells[i], now.lines[i], rest.lines[i] = c, l.lines[i], l.lines[i]
		if n := min(fitting, len(l.lines[i])); !c.title {
			now.lines[i], rest.lines[i] = l.lines[i][:n], l.lines[i][n:]
		}
	}
	now.height, rest.height = f.height(now), f.height(rest)
	f.draw(now)
	return rest
}

func (f *form) draw(l laid) {
	d := f.doc
	x := margin
	for i, c := range l.cells {
		if c.gray {
			d.pdf.SetGrayFill(shade)
			d.pdf.RectFromUpperLeftWithStyle(x, d.y, c.width, l.height, "F")
			d.pdf.SetGrayFill(0)
		}
		d.pdf.RectFromUpperLeft(x, d.y, c.width, l.height)
		f.fill(c, l.lines[i], x, l.height)
		x += c.width
	}
	d.y += l.height
}

// fill writes a cell: text in the middle of the height, or from its top where somebody signs below.
func (f *form) fill(c cell, lines []string, x, height float64) {
	const sink = 0.07 // of the size: characters stand in the upper part of their line
	y := f.doc.y + (height-float64(len(lines))*f.lead())/2 + sink*f.size
	if len(c.foot) > 0 {
		y = f.doc.y + formPad
	}
	for _, line := range lines {
		f.doc.line(x+formSide, y, c.width-2*formSide, f.size, c.to, line)
		y += f.lead()
	}
	y = f.doc.y + height - formPad - float64(len(c.foot))*f.lead()
	for _, line := range c.foot {
		f.doc.line(x+formSide, y, c.width-2*formSide-mm, f.size, right, line)
		y += f.lead()
	}
}

// blank is room for the pen where nothing is known.
func blank(value string, characters int) string {
	if strings.TrimSpace(value) != "" {
		return value
	}
	return strings.Repeat("　", characters)
}
