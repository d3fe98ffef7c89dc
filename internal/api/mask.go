package api

import (
	"strings"
	"unicode/utf8"

	"github.com/danganku/danganku/internal/domain"
)

// masked hides the identity numbers that folder names, file names and recognised text carry.
func masked(text string) string { return domain.MaskNumbers(text) }

// maskedPieces masks a text that is cut into pieces, also where a number is spread over several of them.
func maskedPieces(pieces []string) []string {
	whole := []rune(masked(strings.Join(pieces, "")))
	hidden := make([]string, len(pieces))
	for i, piece := range pieces { // masking replaces character by character, so the cuts stay where they were
		length := utf8.RuneCountInString(piece)
		hidden[i], whole = string(whole[:length]), whole[length:]
	}
	return hidden
}
