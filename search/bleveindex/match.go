package bleveindex

import (
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"github.com/danganku/danganku/search"
)

// clause is the set of documents of the segment for which the clause holds. within bounds the work on pages, where
// places have to be compared; for other kinds the set may reach beyond it.
func (v *view) clause(c search.Clause, within set) (set, error) {
	switch c.Kind {
	case search.MatchIDNumber:
		return v.term(fieldNumber, c.Value)
	case search.MatchArchivalCode:
		return v.term(fieldCode, c.Value)
	case search.MatchIDPart:
		return v.placedPart(fieldNumberIn, c.Value, numberGram)
	case search.MatchArchivalCodePart:
		return v.placedPart(fieldCodeIn, c.Value, codeGram)
	case search.MatchName:
		return v.term(fieldName, c.Value)
	case search.MatchNamePart:
		return v.substring(fieldNameIn, c.Value)
	case search.MatchNameFuzzy:
		return v.nearName(c.Value)
	case search.MatchPinyin:
		return v.term(fieldFull, c.Value)
	case search.MatchPinyinPrefix:
		return v.term(fieldPrefix, c.Value)
	case search.MatchInitials:
		return v.term(fieldInitials, c.Value)
	case search.MatchEmployer:
		return v.substring(fieldEmployer, c.Value)
	case search.MatchCatalogRow:
		return v.substring(fieldRow, c.Value)
	case search.MatchText:
		return v.phrase([]rune(c.Value), within)
	}
	return roaring.New(), nil
}

// substring finds a part of any length in a field of substrings (see the function of that name).
func (v *view) substring(field, part string) (set, error) {
	if len([]rune(part)) < 3 {
		return v.term(field, part)
	}
	return v.between(field, part, after(part))
}

// placedPart finds a part of a number or code: for each place where its first gram occurs, the documents that carry
// the further grams at the places that follow.
func (v *view) placedPart(field, part string, size int) (set, error) {
	runes := []rune(part)
	if len(runes) >= longGram {
		size = longGram
	}
	field = gramField(field, size)
	first := string(runes[:size])
	if len(runes) == size {
		return v.between(field, first, after(first))
	}
	found := roaring.New()
	err := v.terms(field, first, after(first), func(term string) (bool, error) {
		place := int([]rune(term)[size] - '0')
		terms := []string{term}
		for i := size; i < len(runes); i += size {
			i = min(i, len(runes)-size)
			terms = append(terms, placed(string(runes[i:i+size]), place+i))
		}
		hits, err := v.all(field, terms)
		if err == nil {
			found.Or(hits)
		}
		return true, err
	})
	return found, err
}

// nearName finds names of the same length: with unknown characters those that agree in every known one, else those
// that differ in exactly one place.
func (v *view) nearName(name string) (set, error) {
	runes := []rune(name)
	unknown := strings.Count(name, string(search.Unknown))
	if unknown == 1 {
		return v.term(fieldNameKey, strings.ReplaceAll(name, string(search.Unknown), "*"))
	}
	if unknown > 1 {
		var terms []string
		for i, r := range runes {
			if r != search.Unknown {
				terms = append(terms, pattern(runes, func(place int) bool { return place == i }))
			}
		}
		return v.all(fieldNameKey, terms)
	}
	var terms []string
	for i := range runes {
		terms = append(terms, pattern(runes, func(place int) bool { return place != i }))
	}
	found, err := v.any(fieldNameKey, terms)
	if err != nil {
		return nil, err
	}
	same, err := v.term(fieldName, name)
	if err != nil {
		return nil, err
	}
	return roaring.AndNot(found, same), nil
}

// phrase finds a part of the text of one page: the documents with all its pairs of characters, of which those stay
// that have them at places one after the other.
func (v *view) phrase(runes []rune, within set) (set, error) {
	if len(runes) == 1 {
		return v.term(fieldTextChar, string(runes))
	}
	var pairs []string
	for i := 0; i+2 <= len(runes); i++ {
		pairs = append(pairs, string(runes[i:i+2]))
	}
	found, err := v.all(fieldTextPair, pairs)
	if err != nil || len(pairs) == 1 {
		return found, err
	}
	candidates := roaring.And(found, within)
	if candidates.IsEmpty() {
		return candidates, nil
	}
	return v.inSequence(pairs, candidates)
}

// inSequence keeps the candidates in which the pairs stand at places one after the other.
func (v *view) inSequence(pairs []string, candidates set) (set, error) {
	starts := map[uint32][]uint64{} // by document: places where the pairs so far may begin
	for at, pair := range pairs {
		reached := map[uint32][]uint64{}
		err := v.places(pair, candidates, func(document uint32, places []uint64) {
			for _, place := range places {
				begin := place - uint64(at)
				if _, on := slices.BinarySearch(starts[document], begin); on || at == 0 {
					reached[document] = append(reached[document], begin)
				}
			}
		})
		if err != nil {
			return nil, err
		}
		starts = reached
	}
	found := roaring.New()
	for document := range starts {
		found.Add(document)
	}
	return found, nil
}

// places visits where a pair of characters stands in each of the documents, which all hold it.
func (v *view) places(pair string, documents set, visit func(document uint32, places []uint64)) error {
	dict, err := v.dictionary(fieldTextPair)
	if err != nil {
		return err
	}
	list, err := dict.PostingsList([]byte(pair), v.deleted, nil)
	if err != nil {
		return err
	}
	postings := list.Iterator(true, false, true, nil)
	for _, document := range documents.ToArray() {
		posting, err := postings.Advance(uint64(document))
		if err != nil {
			return err
		}
		visit(document, positions(posting))
	}
	return nil
}

func positions(posting segment.Posting) []uint64 {
	if posting == nil {
		return nil
	}
	places := make([]uint64, 0, posting.Frequency())
	for _, location := range posting.Locations() {
		places = append(places, location.Pos())
	}
	slices.Sort(places)
	return places
}
