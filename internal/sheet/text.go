package sheet

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Trim removes what surrounds a value: spaces of all widths and characters without width.
func Trim(text string) string {
	return strings.TrimFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u200e' || r == '\u200f'
	})
}

// Fold makes a key of text: width and compatibility forms unified, all spaces gone. It is never stored.
func Fold(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, norm.NFKC.String(text))
}

// Heading makes a key of a column's heading: folded, without what stands in brackets and without punctuation.
func Heading(text string) string {
	text, _, _ = strings.Cut(Fold(text), "(")
	return strings.Map(func(r rune) rune {
		if unicode.IsPunct(r) || unicode.IsSymbol(r) {
			return -1
		}
		return r
	}, text)
}

var footer = regexp.MustCompile(`^(合计|总计|小计|制表|填表|审核|复核|移交人|接收人|移交单位|接收单位|注|说明)`)

// IsFooter knows the words that begin a line below a list: totals, signatures, notes.
func IsFooter(text string) bool { return footer.MatchString(Fold(text)) }
