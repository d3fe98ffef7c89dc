package print

import (
	"strings"
	"unicode"
)

// These must not begin a line (避头), or end one (避尾).
const (
	neverFirst = "·，。、；：？！）》」』】〕〉”’…—％,.;:?!)]}%"
	neverLast  = "（《「『【〔〈“‘([{"
)

// longestWord bounds how far back a place for a break is looked for.
const longestWord = 40

// wrap breaks text into lines at most width points wide, keeping every character. It breaks between any two Chinese
// characters but not inside words of letters and digits that fit on a line, and keeps punctuation off the wrong ends of
// lines. Empty text gives one empty line.
func (f *face) wrap(text string, size, width float64) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(clean(text), "\n") {
		lines = append(lines, f.indented(paragraph, size, width, 0)...)
	}
	return lines
}

// indented is wrap for one paragraph whose first line is narrower by indent.
func (f *face) indented(paragraph string, size, width, indent float64) []string {
	var lines []string
	room := width - indent
	for runes := []rune(paragraph); ; {
		n := f.fitting(runes, size, room)
		lines = append(lines, string(runes[:n]))
		runes, room = runes[n:], width
		if len(runes) == 0 {
			return lines
		}
	}
}

// fitting is how many characters go on a line; at least one, so that text of any width comes to an end.
func (f *face) fitting(runes []rune, size, room float64) int {
	used := 0
	limit := int(room * em / size)
	for n, r := range runes {
		used += f.width(r)
		if used > limit {
			return breakBefore(runes, n)
		}
	}
	return len(runes)
}

// breakBefore moves a break at n back to the next place where one may be; without any near it stays, after the first
// character at the earliest.
func breakBefore(runes []rune, n int) int {
	for at := n; at > 0 && n-at < longestWord; at-- {
		if breakable(runes[at-1], runes[at]) {
			return at
		}
	}
	return max(n, 1)
}

func breakable(before, after rune) bool {
	if strings.ContainsRune(neverFirst, after) || strings.ContainsRune(neverLast, before) {
		return false
	}
	return !inWord(before) || !inWord(after)
}

func inWord(r rune) bool {
	return r < 0x2E80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-*_./", r))
}
