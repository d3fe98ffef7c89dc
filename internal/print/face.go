package print

import (
	"strings"
	"unicode"

	"github.com/signintech/gopdf"
)

// box stands for a character that the font lacks. People write the character into it by hand.
const box = '□'

const em = 1000 // units in which the library measures glyphs

// face measures text for one document and finds the characters that the font lacks. It is not safe for concurrent use;
// the font behind it is.
type face struct {
	font   *gopdf.SubsetFontObj
	widths map[rune]int // in thousandths of the font size; -1: the font lacks the character
}

func newFace(font *gopdf.SubsetFontObj) *face {
	return &face{font: font, widths: make(map[rune]int)}
}

// width is that of a character or of the box that stands for it.
func (f *face) width(r rune) int {
	if w := f.glyph(r); w >= 0 {
		return w
	}
	return f.glyph(box)
}

func (f *face) has(r rune) bool { return f.glyph(r) >= 0 }

func (f *face) glyph(r rune) int {
	if w, known := f.widths[r]; known {
		return w
	}
	w := -1
	if index, err := f.font.CharCodeToGlyphIndex(r); err == nil && index != 0 {
		w = int(f.font.GlyphIndexToPdfWidth(index))
	}
	f.widths[r] = w
	return w
}

// measure is the width of text in points.
func (f *face) measure(text string, size float64) float64 {
	sum := 0
	for _, r := range text {
		sum += f.width(r)
	}
	return float64(sum) * size / em
}

// shown puts boxes in the places of characters that the font lacks, and names these in order.
func (f *face) shown(text string) (string, []rune) {
	var missing []rune
	shown := strings.Map(func(r rune) rune {
		if f.has(r) {
			return r
		}
		missing = append(missing, r)
		return box
	}, text)
	return shown, missing
}

// clean makes white space and control characters of foreign text spaces; line breaks stay.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\r':
			return -1
		case unicode.IsSpace(r) && r != '\u3000', unicode.IsControl(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}
