package search

import (
	"slices"
	"unicode/utf8"
)

// Span is a place in a stored text, in bytes from Start up to End, at the borders of code points.
type Span struct {
	Start, End int
}

// Highlight gives the places of text at which a word of the meaning occurs, in order and not overlapping: those that
// MatchEmployer, MatchCatalogRow, MatchText and the parts of names, numbers and codes look for. The places are those
// of the text as stored, whatever its width and shapes: a search for 高 marks 髙. At most limit places are given.
func (p *Interpreter) Highlight(meaning Interpretation, text string, limit int) []Span {
	key, offsets := p.folder.Traced(text)
	var spans []Span
	for _, word := range meaning.words() {
		for i := 0; i+len(word) <= len(key) && len(spans) < limit; i++ {
			if slices.Equal(key[i:i+len(word)], word) {
				spans = append(spans, Span{Start: offsets[i], End: endAfter(text, offsets, i+len(word)-1)})
				i += len(word) - 1
			}
		}
	}
	slices.SortFunc(spans, func(a, b Span) int { return a.Start - b.Start })
	return merged(spans)
}

// endAfter is where the stored character of the last key character ends: where the next one begins that is not made
// from the same stored character. White space and marks that the key leaves out are not part of it.
func endAfter(text string, offsets []int, last int) int {
	next := last + 1
	for next < len(offsets)-1 && offsets[next] == offsets[last] {
		next++
	}
	_, size := utf8.DecodeRuneInString(text[offsets[last]:])
	end := offsets[last] + size
	return min(end, offsets[next])
}

// words are the texts that the literal clauses look for, without doubles.
func (m Interpretation) words() [][]rune {
	literal := []MatchKind{MatchIDNumber, MatchArchivalCode, MatchIDPart, MatchArchivalCodePart, MatchName, MatchNamePart,
		MatchEmployer, MatchCatalogRow, MatchText}
	var words [][]rune
	for _, token := range m.Tokens {
		for _, clause := range token.Clauses {
			word := []rune(clause.Value)
			known := slices.ContainsFunc(words, func(other []rune) bool { return slices.Equal(other, word) })
			if slices.Contains(literal, clause.Kind) && !known {
				words = append(words, word)
			}
		}
	}
	return words
}

func merged(spans []Span) []Span {
	var joined []Span
	for _, span := range spans {
		if last := len(joined) - 1; last >= 0 && span.Start <= joined[last].End {
			joined[last].End = max(joined[last].End, span.End)
			continue
		}
		joined = append(joined, span)
	}
	return joined
}
