package api

import (
	"regexp"
	"strings"
)

// Folder names, file names and recognised text carry identity numbers. Fifteen digits are the old form; longer runs are
// masked as well, as nothing shown to readers needs them whole.
var idNumberPattern = regexp.MustCompile(`[0-9]{15,}[Xx]?`)

const shownDigits = 4 // at each end, as domain.IDNumber.Masked

// masked hides the middle of every identity number in a text.
func masked(text string) string { return idNumberPattern.ReplaceAllStringFunc(text, maskNumber) }

func maskNumber(number string) string {
	return number[:shownDigits] + strings.Repeat("*", len(number)-2*shownDigits) + number[len(number)-shownDigits:]
}

// maskedPieces masks a text that is cut into pieces, also where a number is spread over several of them.
func maskedPieces(pieces []string) []string {
	whole := masked(strings.Join(pieces, ""))
	hidden := make([]string, len(pieces))
	for i, piece := range pieces { // digits and asterisks are one byte each, so the cuts stay where they were
		hidden[i], whole = whole[:len(piece)], whole[len(piece):]
	}
	return hidden
}
