package demo

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// The type area: the binding margin of 25 mm at the left is kept free.
const (
	areaLeft   = 320
	areaRight  = pageWidth - 190
	areaTop    = 330
	areaBottom = pageHeight - 260
	titleSize  = 92
	labelSize  = 46
	fieldSize  = 52
	proseSize  = 56
	proseLead  = 112
	thinLine   = 3
	thickLine  = 6
)

const mark = "演示数据"

// paint draws a sheet on the canvas, on which paper lies.
func (a *artist) paint(s sheet) {
	a.holes()
	top := a.heading(s)
	if len(s.rows) > 0 {
		bottom := areaBottom
		if len(s.prose) > 0 {
			bottom = top + (areaBottom-top)*2/5
		}
		a.table(s.rows, top, bottom)
		top = bottom + 60
	}
	if len(s.prose) > 0 {
		end := a.essay(s, top)
		if s.closing.unit != "" {
			a.sign(s.closing, areaRight-120, min(end+340, areaBottom-60))
		}
	}
	a.footer(s)
}

// holes are where the sheet was on the posts of the binding.
func (a *artist) holes() {
	for _, y := range []int{pageHeight/2 - 980, pageHeight / 2, pageHeight/2 + 980} {
		a.canvas.stamp(a.hole, 150, y, shade())
	}
}

func (a *artist) heading(s sheet) int {
	k := black()
	if s.red {
		k = red()
	}
	if s.framed {
		a.frame(areaLeft-40, 240, areaRight+40, areaBottom+40, k)
	}
	a.line(mark, bold, 64, areaLeft, 195, warning())
	if s.number != "" {
		width := a.face.width(s.number, brush, 62)
		a.line(s.number, brush, 62, areaRight-width, 190, pencil())
	}
	y := areaTop
	if s.title != "" {
		size := a.fit(s.title, bold, titleSize, areaRight-areaLeft)
		a.centred(s.title, bold, size, areaLeft, areaRight, y+titleSize, k)
		y += 2 * titleSize
	}
	if s.under != "" {
		size := a.fit(s.under, printed, labelSize, areaRight-areaLeft)
		a.line(s.under, printed, size, areaLeft, y+labelSize/2, black())
		y += 70
	}
	return y
}

func (a *artist) footer(s sheet) {
	a.centred(mark+"　非真实档案　"+pageOf(s.page, s.of), printed, 40, areaLeft, areaRight, pageHeight-130, faint())
}

func (a *artist) frame(x0, y0, x1, y1 int, k ink) {
	for _, f := range []struct{ inset, thick int }{{0, 10}, {22, 4}} {
		a.box(x0+f.inset, y0+f.inset, x1-f.inset, y1-f.inset, f.thick, k)
	}
}

func (a *artist) box(x0, y0, x1, y1, thick int, k ink) {
	a.canvas.horizontal(x0, x1, y0, thick, k)
	a.canvas.horizontal(x0, x1, y1, thick, k)
	a.canvas.vertical(x0, y0, y1, thick, k)
	a.canvas.vertical(x1, y0, y1, thick, k)
}

// table fills the type area between top and bottom.
func (a *artist) table(rows []row, top, bottom int) {
	total := 0
	for _, r := range rows {
		total += r.weight
	}
	y, done := top, 0
	for i, r := range rows {
		done += r.weight
		end := top + (bottom-top)*done/total
		if i > 0 {
			a.canvas.horizontal(areaLeft, areaRight, y, thinLine, black())
		}
		a.rowOf(r, y, end)
		y = end
	}
	a.box(areaLeft, top, areaRight, bottom, thickLine, black())
}

func (a *artist) rowOf(r row, top, bottom int) {
	total := 0
	for _, c := range r.cells {
		total += c.weight
	}
	x, done := areaLeft, 0
	for i, c := range r.cells {
		done += c.weight
		end := areaLeft + (areaRight-areaLeft)*done/total
		if i > 0 {
			a.canvas.vertical(x, top, bottom, thinLine, black())
		}
		a.cell(c, x, top, end, bottom)
		x = end
	}
}

const padding = 18

func (a *artist) cell(c cell, x0, y0, x1, y1 int) {
	middle := (y0 + y1) / 2
	switch c.kind {
	case label:
		a.labelIn(c.text, x0, y0, x1, y1)
	case field:
		size := a.fit(c.text, brush, fieldSize, x1-x0-2*padding)
		a.centred(c.text, brush, size, x0, x1, middle+size*3/8, blue())
	case body:
		a.wrapped(c.text, brush, fieldSize, x0+2*padding, x1-2*padding, y0+90, 84, y1, blue())
	case opinion:
		a.wrapped(c.text, brush, fieldSize, x0+2*padding, x1-2*padding, y0+90, 84, y1, blue())
		a.sign(c.closing, x1-60, y1-40)
	case photo:
		a.photo(x0+padding, y0+padding, x1-padding, y1-padding)
	}
}

// labelIn centres a label, in several lines when it is too long, in one column of characters when the cell is narrow and
// high.
func (a *artist) labelIn(text string, x0, y0, x1, y1 int) {
	size := a.fit(text, printed, labelSize, x1-x0-padding)
	if size < labelSize-6 {
		size = labelSize
	}
	lines := a.breakLines(text, printed, size, x1-x0-padding)
	if high := y1-y0 > 3*(x1-x0)/2; high && utf8.RuneCountInString(text) > 3 && len(lines) > 1 {
		lines = strings.Split(text, "")
	}
	lead := size * 13 / 10
	y := (y0+y1)/2 - lead*(len(lines)-1)/2 + size*3/8
	for _, l := range lines {
		a.centred(l, printed, size, x0, x1, y, black())
		y += lead
	}
}

func (a *artist) photo(x0, y0, x1, y1 int) {
	if a.portrait == nil || a.portrait.w != x1-x0 || a.portrait.h != y1-y0 {
		a.portrait = newPortrait(x1-x0, y1-y0)
	}
	a.canvas.stamp(a.portrait, x0, y0, shade())
	a.box(x0, y0, x1, y1, 2, shade())
	a.centred("演示相片", printed, 40, x0, x1, y1-24, light())
}

// sign writes unit and date flush right above y and sets the seal over them.
func (a *artist) sign(c closing, right, y int) {
	if c.unit == "" {
		return
	}
	dateWidth := a.face.width(c.date, brush, fieldSize)
	unitWidth := a.face.width(c.unit, brush, fieldSize)
	a.line(c.date, brush, fieldSize, right-dateWidth, y, blue())
	a.line(c.unit, brush, fieldSize, right-unitWidth, y-80, blue())
	if c.sealed {
		a.canvas.stamp(a.seal, right-max(dateWidth, unitWidth)/2+a.r.IntN(60)-30, y-90+a.r.IntN(40)-20, red())
	}
}

// essay writes paragraphs and returns the last baseline.
func (a *artist) essay(s sheet, top int) int {
	size, lead := proseSize, proseLead
	if s.framed {
		size, lead, top = 80, 170, top+300
	}
	y := top + lead
	end := areaBottom
	if s.closing.unit != "" && s.ruled {
		end -= 3 * proseLead
	}
	last := y
	for _, paragraph := range s.prose {
		last = a.wrapped("　　"+paragraph, brush, size, areaLeft+30, areaRight-60, y, lead, end, blue())
		y = last + lead
	}
	if s.ruled {
		for line := top + proseLead + 24; line <= areaBottom; line += proseLead {
			a.canvas.horizontal(areaLeft, areaRight, line, 3, faint())
		}
	}
	return last
}

func pageOf(page, of int) string { return fmt.Sprintf("第%d页　共%d页", page, of) }
