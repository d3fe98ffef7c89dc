package demo

import (
	"strings"
)

// line writes text with the pen starting at (x, y) on the baseline. Handwriting wavers a little.
func (a *artist) line(text string, h hand, size, x, y int, k ink) {
	for _, r := range text {
		m := a.face.glyph(r, h, size)
		dx, dy := 0, 0
		if h == brush {
			dx, dy = a.r.IntN(5)-2, a.r.IntN(5)-2
		}
		a.canvas.stamp(m, x+dx, y+dy, k)
		x += m.advance
	}
}

func (a *artist) centred(text string, h hand, size, x0, x1, y int, k ink) {
	a.line(text, h, size, (x0+x1-a.face.width(text, h, size))/2, y, k)
}

// fit is the largest size up to size, in steps of four pixels, at which the text is no wider than width.
func (a *artist) fit(text string, h hand, size, width int) int {
	for size > 24 && a.face.width(text, h, size) > width {
		size -= 4
	}
	return size
}

// wrapped writes text in lines from the first baseline y down, none below bottom, and returns the last baseline.
func (a *artist) wrapped(text string, h hand, size, x0, x1, y, lead, bottom int, k ink) int {
	last := y
	for _, l := range a.breakLines(text, h, size, x1-x0) {
		if y > bottom-lead/4 {
			break
		}
		a.line(l, h, size, x0, y, k)
		last = y
		y += lead
	}
	return last
}

// breakLines breaks between any two characters but never before closing punctuation, which hangs over the margin.
func (a *artist) breakLines(text string, h hand, size, width int) []string {
	var lines []string
	var current strings.Builder
	used := 0
	for _, r := range text {
		advance := a.face.glyph(r, h, size).advance
		if used+advance > width && used > 0 && !strings.ContainsRune("，。、；：）》”", r) {
			lines = append(lines, current.String())
			current.Reset()
			used = 0
		}
		current.WriteRune(r)
		used += advance
	}
	return append(lines, current.String())
}
