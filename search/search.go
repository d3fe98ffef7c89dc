// Package search is the archive's own language of search: a typed query, hits, facets and suggestions. It says what a
// search means; search/bleveindex answers it and search/searchtest holds every implementation to the same answers.
//
// It may import authz (the scope every query carries), errs and search/han (keys of Chinese text). It never sees a
// query language of the engine below.
package search

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/danganku/danganku/internal/authz"
)

// Document is what the index knows of one dossier. All text is given as stored; folding is the index's business.
type Document struct {
	DossierID    string   // opaque unique identifier
	Office       string   // code of the archive office that holds it
	Division     string   // GB/T 2260 code of that office, e.g. "210106"
	ArchivalCode string   // 档号
	Name         string   // the person's name, every code point kept
	IDNumber     string   // 18-digit citizen number
	Employer     string   // full name of the enterprise
	Status       string   // custody state, see domain.CustodyState
	RetiredYear  int      // 0: unknown
	Classes      []string // class numbers present, e.g. "1", "4-1"
	Rows         []string // titles of the catalogue rows
	Texts        []string // recognised text of the pages, in page order
	UpdatedAt    time.Time
}

// Sort is the order of hits. Ties are always broken by ascending DossierID, so that cursors are exact.
type Sort string

const (
	SortRelevance    Sort = "relevance"     // highest Score first, whatever Ascending says
	SortName         Sort = "name"          // by the most plausible reading, then by the name's key
	SortArchivalCode Sort = "archival_code" // by the code's key
	SortRetiredYear  Sort = "retired_year"  // an unknown year is less than any other
	SortUpdated      Sort = "updated"
)

// FacetField is a field whose values can be counted and filtered by.
type FacetField string

const (
	FacetDivision FacetField = "division"
	FacetOffice   FacetField = "office"
	FacetClass    FacetField = "class"
	FacetYear     FacetField = "retired_year"
	FacetStatus   FacetField = "status"
	FacetEmployer FacetField = "employer"
)

// Query is one search. Text is what the user typed in the one box (see Interpreter); empty text lists everything in
// scope.
type Query struct {
	Text  string
	Kinds []MatchKind // the ways in which Text may match; empty: every way
	Scope authz.Scope // always applied, to hits, totals, facets and suggestions alike
	// Filters: values of one field are alternatives, different fields must all hold. A value is compared with what is
	// stored, without folding. An empty list of values is no filter.
	Filters   map[FacetField][]string
	YearFrom  int  // 0: open; any bound leaves out dossiers of unknown year
	YearTo    int  // 0: open
	Sort      Sort // "": SortRelevance
	Ascending bool
	Limit     int          // 1..MaxLimit
	Cursor    string       // from Result.Next; valid for the same query only
	Facets    []FacetField // fields to count over all hits
	FacetSize int          // values per field, most frequent first; 0: 20
}

// MatchKind says why a document was found, so that the user interface can say it too. Interpreter.Interpret defines
// each kind.
type MatchKind string

// The kinds of match, strongest first.
const (
	MatchIDNumber         MatchKind = "id_number"
	MatchArchivalCode     MatchKind = "archival_code"
	MatchIDPart           MatchKind = "id_part"
	MatchArchivalCodePart MatchKind = "archival_code_part"
	MatchName             MatchKind = "name"          // exact, after folding width and variants
	MatchNamePart         MatchKind = "name_part"     // contained in the name
	MatchNameFuzzy        MatchKind = "name_fuzzy"    // one character wrong, or some unknown
	MatchPinyin           MatchKind = "pinyin"        // full reading
	MatchPinyinPrefix     MatchKind = "pinyin_prefix" // beginning of a reading
	MatchInitials         MatchKind = "initials"      // first letters of the reading
	MatchEmployer         MatchKind = "employer"      // part of the employer's name
	MatchCatalogRow       MatchKind = "catalog_row"   // part of the title of a catalogue row
	MatchText             MatchKind = "text"          // part of the recognised text of a page
)

// Hit is one found dossier. The caller loads what it shows from the database, under the same scope.
type Hit struct {
	DossierID string
	Score     float64     // sum over the tokens of the strength of the strongest clause that matched
	Matches   []MatchKind // Strongest of the kinds by which any token matched; empty when Text is empty
}

// FacetCount is one value of a field and the number of hits that carry it.
type FacetCount struct {
	Value string
	Count int
}

// Result is a page of hits with the exact total.
type Result struct {
	Hits   []Hit
	Total  int
	Next   string // cursor of the next page; empty at the end
	Facets map[FacetField][]FacetCount
}

// Suggestion completes what the user is typing.
type Suggestion struct {
	Kind  MatchKind // MatchName, MatchArchivalCode, MatchEmployer
	Value string    // stored text to put in the box
	Count int       // dossiers in scope that carry the value
}

// Position is how far the index has followed the database's outbox; compared by Epoch, then Seq.
type Position struct {
	Epoch uint64 // transaction id where the database has one, else 0
	Seq   uint64
}

// Batch is a set of changes applied together with the position they lead to.
type Batch struct {
	Upserts  []Document
	Deletes  []string // dossier identifiers
	Position Position
}

// Index answers searches. Apply is for one caller at a time; everything else may run at once with it.
type Index interface {
	// Apply makes the batch durable as a whole: after a crash either all of it, position included, is there or none.
	Apply(ctx context.Context, batch Batch) error
	Position(ctx context.Context) (Position, error)
	Search(ctx context.Context, query Query) (Result, error)
	// Suggest returns at most limit (1..MaxLimit) completions of prefix inside the scope: names whose key, full reading
	// or initials begin with it, archival codes that begin with it, employers that contain it. Names and employers are
	// ordered by falling count, then by value, codes by key; the three lists take turns, names first.
	Suggest(ctx context.Context, prefix string, scope authz.Scope, limit int) ([]Suggestion, error)
	// Each yields every indexed dossier identifier with its UpdatedAt, for comparison with the database.
	Each(ctx context.Context, yield func(dossierID string, updatedAt time.Time) error) error
	Count(ctx context.Context) (int, error)
	Close() error
}

// FacetValues are the document's values of a facet: none for an unknown year or an empty field.
func (d Document) FacetValues(field FacetField) []string {
	switch field {
	case FacetDivision:
		return present(d.Division)
	case FacetOffice:
		return present(d.Office)
	case FacetClass:
		return present(d.Classes...)
	case FacetYear:
		if d.RetiredYear > 0 {
			return []string{YearValue(d.RetiredYear)}
		}
	case FacetStatus:
		return present(d.Status)
	case FacetEmployer:
		return present(d.Employer)
	}
	return nil
}

// YearValue is a year as a value of FacetYear.
func YearValue(year int) string { return fmt.Sprintf("%04d", year) }

func present(values ...string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(value string) bool { return value == "" })
}
