package print

// column is one column of a table.
type column struct {
	title string
	width float64 // share of the table's width
	align align
	bars  bool // cells are drawn as barcodes with their text below
}

const cellPad = 2.0

// table draws rows below each other, with its heading repeated on each page.
type table struct {
	doc     *document
	columns []column
	size    float64
	top     float64 // of the part on this page
	begin   float64 // of the first row on this page
	given   int     // characters that the font lacks above the first row of this page
}

// table begins a table as wide as the page.
func (d *document) table(size float64, columns []column) *table {
	t := &table{doc: d, columns: make([]column, len(columns)), size: size}
	sum := 0.0
	for _, c := range columns {
		sum += c.width
	}
	for i, c := range columns {
		c.width *= d.inner() / sum
		t.columns[i] = c
	}
	d.need(4 * t.lead())
	t.heading()
	return t
}

func (t *table) lead() float64 { return t.size * leading }

func (t *table) heading() {
	t.top = t.doc.y
	t.rule()
	titles := make([][]string, len(t.columns))
	for i, c := range t.columns {
		titles[i] = t.doc.face.wrap(c.title, t.size, c.width-2*cellPad)
	}
	t.draw(titles, true)
	t.begin = t.doc.y
	t.given = len(t.doc.missing)
}

// row draws one row; a row of more lines than fit on a page goes on on the next.
func (t *table) row(cells ...string) {
	lines := make([][]string, len(cells))
	for i, cell := range cells {
		if t.columns[i].bars {
			lines[i] = []string{cell}
			continue
		}
		lines[i] = t.doc.face.wrap(cell, t.size, t.columns[i].width-2*cellPad)
	}
	if t.doc.room() < t.height(lines, false) || t.crowded(cells) {
		t.turn()
	}
	for rest := t.fitting(lines); rest != nil; rest = t.fitting(rest) {
		t.turn()
	}
}

// fitting draws what fits on the page and returns what is left of the row; nil when nothing is.
func (t *table) fitting(lines [][]string) [][]string {
	n := max(1, int((t.doc.room()-2*cellPad)/t.lead()))
	now := make([][]string, len(lines))
	var rest [][]string
	for i, cell := range lines {
		now[i] = cell[:min(n, len(cell))]
		if len(cell) > n && rest == nil {
			rest = make([][]string, len(lines))
		}
	}
	if rest != nil {
		for i, cell := range lines {
			rest[i] = cell[min(n, len(cell)):]
		}
	}
	t.draw(now, false)
	return rest
}

// crowded reports whether the characters that the font lacks would overfill the footnote of this page but not of a fresh one.
func (t *table) crowded(cells []string) bool {
	count := 0
	for _, cell := range cells {
		_, missing := t.doc.face.shown(clean(cell))
		count += len(missing)
	}
	return count > 0 && len(t.doc.missing)+count > maxBoxes && t.given+count <= maxBoxes
}

// turn goes on on the next page, unless this one has no rows yet.
func (t *table) turn() {
	if t.doc.y == t.begin {
		return
	}
	t.end()
	t.doc.page()
	t.heading()
}

// end closes the borders of the part on this page.
func (t *table) end() {
	x := margin
	for _, c := range t.columns {
		t.doc.pdf.Line(x, t.top, x, t.doc.y)
		x += c.width
	}
	t.doc.pdf.Line(x, t.top, x, t.doc.y)
}

func (t *table) rule() { t.doc.pdf.Line(margin, t.doc.y, margin+t.doc.inner(), t.doc.y) }

func (t *table) height(lines [][]string, heading bool) float64 {
	height := t.lead()
	for i, cell := range lines {
		height = max(height, float64(len(cell))*t.lead())
		if t.columns[i].bars && !heading && len(cell) > 0 && cell[0] != "" {
			height = max(height, codeHeight)
		}
	}
	return height + 2*cellPad
}

func (t *table) draw(lines [][]string, heading bool) {
	d := t.doc
	height := t.height(lines, heading)
	x := margin
	for i, c := range t.columns {
		y := d.y + (height-float64(len(lines[i]))*t.lead())/2
		switch {
		case c.bars && !heading:
			t.barcode(lines[i], x, d.y+(height-codeHeight)/2, c.width)
		case heading:
			t.cell(lines[i], x, y, c.width, center)
		default:
			t.cell(lines[i], x, y, c.width, c.align)
		}
		x += c.width
	}
	d.y += height
	t.rule()
}

func (t *table) cell(lines []string, x, y, width float64, to align) {
	for _, line := range lines {
		t.doc.line(x+cellPad, y, width-2*cellPad, t.size, to, line)
		y += t.lead()
	}
}

func (t *table) barcode(lines []string, x, y, width float64) {
	if len(lines) > 0 && lines[0] != "" {
		t.doc.barcode(lines[0], x, y, width)
	}
}
