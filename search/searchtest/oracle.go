package searchtest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/search"
)

// Oracle is a search.Index that reads every document for every question. It shares the keys and the interpretation of
// words with other indexes, and nothing else.
type Oracle struct {
	interpreter *search.Interpreter
	documents   map[string]known
	position    search.Position
}

type known struct {
	search.Document
	keys search.Keys
}

// NewOracle is an empty index in memory, for one goroutine.
func NewOracle(interpreter *search.Interpreter) *Oracle {
	return &Oracle{interpreter: interpreter, documents: map[string]known{}}
}

// Apply implements search.Index.
func (o *Oracle) Apply(_ context.Context, batch search.Batch) error {
	for _, id := range batch.Deletes {
		delete(o.documents, id)
	}
	for _, doc := range batch.Upserts {
		o.documents[doc.DossierID] = known{Document: doc, keys: o.interpreter.Keys(doc)}
	}
	o.position = batch.Position
	return nil
}

// Position implements search.Index.
func (o *Oracle) Position(context.Context) (search.Position, error) { return o.position, nil }

// Count implements search.Index.
func (o *Oracle) Count(context.Context) (int, error) { return len(o.documents), nil }

// Close implements search.Index.
func (o *Oracle) Close() error { return nil }

// Each implements search.Index.
func (o *Oracle) Each(_ context.Context, yield func(string, time.Time) error) error {
	for id, doc := range o.documents {
		if err := yield(id, doc.UpdatedAt); err != nil {
			return err
		}
	}
	return nil
}

// Search implements search.Index.
func (o *Oracle) Search(_ context.Context, query search.Query) (search.Result, error) {
	query, err := query.Prepared()
	if err != nil {
		return search.Result{}, err
	}
	at, continued, err := query.DecodeCursor()
	if err != nil {
		return search.Result{}, err
	}
	meaning, err := o.interpreter.Interpret(query.Text)
	if err != nil || query.Scope.Empty() {
		return search.Result{}, err
	}
	hits := o.hits(query, meaning.Only(query.Kinds))
	result := search.Result{Total: len(hits), Facets: countFacets(hits, query)}
	if continued {
		hits = slices.DeleteFunc(hits, func(h hit) bool { return compare(query, h.at, at) <= 0 })
	}
	if len(hits) > query.Limit {
		hits = hits[:query.Limit]
		result.Next = query.EncodeCursor(hits[query.Limit-1].at)
	}
	for _, h := range hits {
		result.Hits = append(result.Hits, search.Hit{DossierID: h.DossierID, Score: float64(h.score), Matches: search.Strongest(h.kinds)})
	}
	return result, nil
}

type hit struct {
	known
	score int
	kinds []search.MatchKind
	at    search.HitPosition
}

func (h hit) position(query search.Query) search.HitPosition {
	if query.Sort == search.SortRelevance {
		return search.HitPosition{Score: h.score, DossierID: h.DossierID}
	}
	return search.HitPosition{Key: h.keys.SortKey(query.Sort), DossierID: h.DossierID}
}

func (o *Oracle) hits(query search.Query, meaning search.Interpretation) []hit {
	var hits []hit
	for _, doc := range o.documents {
		if !query.Scope.Covers(doc.Office, doc.Division) || !passes(doc.Document, query) {
			continue
		}
		h := hit{known: doc}
		if h.matchesAll(meaning) {
			h.at = h.position(query)
			hits = append(hits, h)
		}
	}
	slices.SortFunc(hits, func(a, b hit) int { return compare(query, a.at, b.at) })
	return hits
}

func compare(query search.Query, a, b search.HitPosition) int {
	byKey := strings.Compare(a.Key, b.Key)
	if !query.Ascending {
		byKey = -byKey
	}
	return cmp.Or(cmp.Compare(b.Score, a.Score), byKey, strings.Compare(a.DossierID, b.DossierID))
}

func passes(doc search.Document, query search.Query) bool {
	for field, values := range query.Filters {
		carries := func(value string) bool { return slices.Contains(doc.FacetValues(field), value) }
		if len(values) > 0 && !slices.ContainsFunc(values, carries) {
			return false
		}
	}
	if query.YearFrom == 0 && query.YearTo == 0 {
		return true
	}
	year := doc.RetiredYear
	return year > 0 && year >= query.YearFrom && (query.YearTo == 0 || year <= query.YearTo)
}

func (h *hit) matchesAll(meaning search.Interpretation) bool {
	for _, token := range meaning.Tokens {
		strongest := -1
		for _, clause := range token.Clauses {
			if Holds(clause, h.keys) {
				h.kinds = append(h.kinds, clause.Kind)
				strongest = max(strongest, clause.Strength)
			}
		}
		if strongest < 0 {
			return false
		}
		h.score += strongest
	}
	return true
}

// Holds says whether a document with these keys satisfies the clause, as search.Interpreter.Interpret defines it.
func Holds(clause search.Clause, keys search.Keys) bool {
	contains := func(text string) bool { return strings.Contains(text, clause.Value) }
	switch clause.Kind {
	case search.MatchIDNumber:
		return keys.ID == clause.Value
	case search.MatchArchivalCode:
		return keys.Code == clause.Value
	case search.MatchIDPart:
		return contains(keys.ID)
	case search.MatchArchivalCodePart:
		return contains(keys.Code)
	case search.MatchName:
		return keys.Name == clause.Value
	case search.MatchNamePart:
		return contains(keys.Name)
	case search.MatchNameFuzzy:
		return near([]rune(keys.Name), []rune(clause.Value))
	case search.MatchEmployer:
		return contains(keys.Employer)
	case search.MatchCatalogRow:
		return slices.ContainsFunc(keys.Rows, contains)
	case search.MatchText:
		return slices.ContainsFunc(keys.Texts, contains)
	}
	for _, reading := range keys.Readings {
		if clause.Kind == search.MatchPinyin && reading.Full() == clause.Value ||
			clause.Kind == search.MatchPinyinPrefix && strings.HasPrefix(reading.Full(), clause.Value) ||
			clause.Kind == search.MatchInitials && reading.Initials() == clause.Value {
			return true
		}
	}
	return false
}

// near compares a name with one that has unknown characters, or else asks for exactly one difference.
func near(name, wanted []rune) bool {
	if len(name) != len(wanted) {
		return false
	}
	unknown, wrong := 0, 0
	for i, r := range wanted {
		switch {
		case r == search.Unknown:
			unknown++
		case r != name[i]:
			wrong++
		}
	}
	if unknown > 0 {
		return wrong == 0
	}
	return wrong == 1
}

func countFacets(hits []hit, query search.Query) map[search.FacetField][]search.FacetCount {
	if len(query.Facets) == 0 {
		return nil
	}
	facets := map[search.FacetField][]search.FacetCount{}
	for _, field := range query.Facets {
		counts := map[string]int{}
		for _, h := range hits {
			for _, value := range h.FacetValues(field) {
				counts[value]++
			}
		}
		facets[field] = []search.FacetCount{}
		for value, count := range counts {
			facets[field] = append(facets[field], search.FacetCount{Value: value, Count: count})
		}
		slices.SortFunc(facets[field], func(a, b search.FacetCount) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
		})
		facets[field] = facets[field][:min(len(facets[field]), query.FacetSize)]
	}
	return facets
}

// Suggest implements search.Index.
func (o *Oracle) Suggest(_ context.Context, prefix string, scope authz.Scope, limit int) ([]search.Suggestion, error) {
	if limit < 1 || limit > search.MaxLimit {
		return nil, fmt.Errorf("limit %d", limit)
	}
	key := o.interpreter.PrefixKey(prefix)
	if key.Text == "" {
		return nil, nil
	}
	names, employers, codes := map[string]int{}, map[string]int{}, map[string]int{}
	codeKeys := map[string]string{}
	for _, doc := range o.documents {
		if !scope.Covers(doc.Office, doc.Division) {
			continue
		}
		if completesName(key, doc.keys) {
			names[doc.Name]++
		}
		if strings.HasPrefix(doc.keys.Code, key.Text) {
			codes[doc.ArchivalCode]++
			codeKeys[doc.ArchivalCode] = doc.keys.Code
		}
		if strings.Contains(doc.keys.Employer, key.Text) {
			employers[doc.Employer]++
		}
	}
	lists := [][]search.Suggestion{
		listed(search.MatchName, names, nil),
		listed(search.MatchArchivalCode, codes, codeKeys),
		listed(search.MatchEmployer, employers, nil),
	}
	var taken []search.Suggestion
	for i := 0; i < limit; i++ {
		for _, list := range lists {
			if i < len(list) && len(taken) < limit {
				taken = append(taken, list[i])
			}
		}
	}
	return taken, nil
}

func completesName(key search.PrefixKey, keys search.Keys) bool {
	if key.Name != "" && strings.HasPrefix(keys.Name, key.Name) {
		return true
	}
	for _, reading := range keys.Readings {
		if key.Letters != "" && (strings.HasPrefix(reading.Full(), key.Letters) || strings.HasPrefix(reading.Initials(), key.Letters)) {
			return true
		}
	}
	return false
}

// listed orders values by key where they have one, else by falling count and value.
func listed(kind search.MatchKind, counts map[string]int, keys map[string]string) []search.Suggestion {
	var list []search.Suggestion
	for value, count := range counts {
		list = append(list, search.Suggestion{Kind: kind, Value: value, Count: count})
	}
	slices.SortFunc(list, func(a, b search.Suggestion) int {
		if keys != nil {
			return cmp.Or(strings.Compare(keys[a.Value], keys[b.Value]), strings.Compare(a.Value, b.Value))
		}
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
	})
	return list
}
