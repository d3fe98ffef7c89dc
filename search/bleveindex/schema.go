package bleveindex

import (
	"strconv"
	"strings"
	"unicode/utf8"

	index "github.com/blevesearch/bleve_index_api"

	"github.com/danganku/danganku/search"
)

// formatVersion changes whenever the terms below do: an index of another version has to be rebuilt.
const formatVersion = "1"

// Fields of the index. Nothing is stored but the identifier; a question is answered by looking up terms.
const (
	fieldID       = "_id"     // dossier identifier, written by the engine
	fieldNumber   = "id"      // citizen number, whole
	fieldNumberIn = "id_in"   // its placed grams, see gramField
	fieldCode     = "code"    // archival code, whole
	fieldCodeIn   = "code_in" // its placed grams, see gramField
	fieldName     = "name"    // name, whole
	fieldNameIn   = "name_in" // its substrings
	fieldNameKey  = "name_key"
	fieldFull     = "py"   // readings, whole
	fieldPrefix   = "py_p" // their beginnings
	fieldInitials = "py_i"
	fieldEmployer = "emp_in"   // substrings
	fieldRow      = "row_in"   // substrings
	fieldTextChar = "text_1"   // characters of the pages
	fieldTextPair = "text_2"   // pairs of characters with their places
	fieldDivision = "division" // every beginning of the division code: what a scope names
	fieldSuggest  = "suggest"  // what a prefix completes to, see suggestTerms
	fieldCompany  = "suggest_employer"
)

// Parts of numbers and codes are found by short grams, the size of the shortest part a query may hold, or, when they
// are long enough, by long grams, of which there are fewer to look at.
const (
	numberGram = 4
	codeGram   = 3
	longGram   = 6
)

func gramField(field string, size int) string { return field + "_" + strconv.Itoa(size) }

// facetName is the field that holds the values of a facet as they are stored.
func facetName(field search.FacetField) string { return "f_" + string(field) }

// orderName is the field that holds a document's entry in an order. The entries make a dictionary that is walked in
// order; it is written for both directions, as it can be walked forward only. The rising one is a value, too.
func orderName(sort search.Sort, ascending bool) string {
	if ascending {
		return "a_" + string(sort)
	}
	return "d_" + string(sort)
}

func keySorts() []search.Sort {
	return []search.Sort{search.SortName, search.SortArchivalCode, search.SortRetiredYear, search.SortUpdated}
}

// orderTerm is the entry of a document in an order: its key and a zero byte, both inverted for the falling order, then
// its identifier.
func orderTerm(key, dossierID string, ascending bool) string {
	term := []byte(key + "\x00")
	if !ascending {
		invert(term)
	}
	return string(term) + dossierID
}

// invert turns the order of UTF-8 texts round. They have no byte above 0xF4, and the engine keeps 0xFF for itself.
func invert(text []byte) {
	for i := range text {
		text[i] = 0xFE - text[i]
	}
}

// Ways a field is kept: bare terms, terms that are also values of each document, terms with their places. Values stay
// compressed: with index.SkipDVCompression the engine was seen to lose them when it merges segments.
const (
	bare    = index.IndexField | index.SkipFreqNorm
	valued  = bare | index.DocValues
	located = index.IndexField | index.IncludeTermVectors
)

// newDocument writes down the terms by which a document is found. The order of the calls is of no matter.
func newDocument(doc search.Document, keys search.Keys) *document {
	d := &document{id: doc.DossierID}
	d.add(fieldNumber, bare, keys.ID)
	for _, size := range []int{numberGram, longGram} {
		d.add(gramField(fieldNumberIn, size), bare, placedGrams(keys.ID, size)...)
	}
	d.add(fieldCode, bare, keys.Code)
	for _, size := range []int{codeGram, longGram} {
		d.add(gramField(fieldCodeIn, size), bare, placedGrams(keys.Code, size)...)
	}
	d.add(fieldName, bare, keys.Name)
	d.add(fieldNameIn, bare, substrings([]string{keys.Name})...)
	d.add(fieldNameKey, bare, patterns(keys.Name)...)
	for _, reading := range keys.Readings {
		d.add(fieldFull, bare, reading.Full())
		d.add(fieldPrefix, bare, prefixes(reading.Full())...)
		d.add(fieldInitials, bare, reading.Initials())
	}
	d.add(fieldEmployer, bare, substrings([]string{keys.Employer})...)
	d.add(fieldRow, bare, substrings(keys.Rows)...)
	d.addTexts(keys.Texts)
	d.add(fieldDivision, bare, prefixes(doc.Division)...)
	for _, field := range search.FacetFields() {
		d.add(facetName(field), valued, doc.FacetValues(field)...)
	}
	for _, sort := range keySorts() {
		key := keys.SortKey(sort)
		d.add(orderName(sort, true), valued, orderTerm(key, doc.DossierID, true))
		d.add(orderName(sort, false), bare, orderTerm(key, doc.DossierID, false))
	}
	d.add(fieldSuggest, bare, suggestTerms(doc, keys)...)
	d.add(fieldCompany, bare, keys.Employer+"\x00"+doc.Employer)
	return d
}

// placedGrams are the pieces of size characters of a text, each followed by one character that tells its place:
// "0019" at place 14 of a citizen number is a term of its own. A longer part is found by the pieces that cover it.
func placedGrams(text string, size int) []string {
	var grams []string
	runes := []rune(text)
	for i := 0; i+size <= len(runes); i++ {
		grams = append(grams, placed(string(runes[i:i+size]), i))
	}
	return grams
}

func placed(gram string, place int) string { return gram + string(rune('0'+place)) }

// substrings are terms by which any part of a text is found: its characters, its pairs, and, for longer parts, its
// endings from three characters on, cut to the longest word a query may have: a part of the text is the beginning of
// one of its endings.
func substrings(texts []string) []string {
	var terms []string
	for _, text := range texts {
		runes := []rune(text)
		for i := range runes {
			terms = append(terms, string(runes[i]))
			if i+2 <= len(runes) {
				terms = append(terms, string(runes[i:i+2]))
			}
			if i+3 <= len(runes) {
				terms = append(terms, string(runes[i:min(len(runes), i+search.MaxTokenRunes)]))
			}
		}
	}
	return terms
}

// patterns are the name with one character unknown, and with all but one unknown: 王*明, 王**.
func patterns(name string) []string {
	runes := []rune(name)
	var terms []string
	for i := range runes {
		terms = append(terms, pattern(runes, func(place int) bool { return place != i }),
			pattern(runes, func(place int) bool { return place == i }))
	}
	return terms
}

func pattern(runes []rune, known func(place int) bool) string {
	var term strings.Builder
	for i, r := range runes {
		if !known(i) {
			r = '*'
		}
		term.WriteRune(r)
	}
	return term.String()
}

func prefixes(text string) []string {
	var terms []string
	for i, r := range text {
		terms = append(terms, text[:i+utf8.RuneLen(r)])
	}
	return terms
}

// Tags of the suggestion dictionary: what follows is the key, a zero byte and the value as stored.
const (
	suggestName = "n"
	suggestFull = "f"
	suggestCode = "c"
)

func suggestTerms(doc search.Document, keys search.Keys) []string {
	terms := []string{suggestName + keys.Name + "\x00" + doc.Name, suggestCode + keys.Code + "\x00" + doc.ArchivalCode}
	for _, reading := range keys.Readings {
		terms = append(terms, suggestFull+reading.Full()+"\x00"+doc.Name, suggestFull+reading.Initials()+"\x00"+doc.Name)
	}
	return terms
}
