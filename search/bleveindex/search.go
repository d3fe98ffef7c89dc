package bleveindex

import (
	"context"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/danganku/danganku/search"
)

// found is what a query finds in one segment.
type found struct {
	view   *view
	tokens []tokenHits
	levels map[int]set // by score; no document is in two of them
	hits   set         // all levels together
}

// tokenHits are the documents found by each clause of a token, strongest clause first.
type tokenHits struct {
	clauses []search.Clause
	sets    []set
}

// Search answers from one snapshot. Its cost grows with the number of terms that a word stands for, not with the
// number of documents they are found in; see docs/performance.md.
func (i *Index) Search(ctx context.Context, query search.Query) (search.Result, error) {
	var result search.Result
	query, err := query.Prepared()
	if err != nil {
		return result, err
	}
	at, continued, err := query.DecodeCursor()
	if err != nil {
		return result, err
	}
	meaning, err := i.interpreter.Interpret(query.Text)
	if err != nil || query.Scope.Empty() {
		return result, err
	}
	meaning = meaning.Only(query.Kinds)
	err = i.read("search", func(views []*view) error {
		all, err := findAll(ctx, views, query, meaning)
		if err != nil {
			return err
		}
		for _, f := range all {
			result.Total += int(f.hits.GetCardinality())
		}
		if err := fillPage(&result, all, query, at, continued); err != nil {
			return err
		}
		result.Facets, err = countFacets(ctx, all, query)
		return err
	})
	return result, err
}

func findAll(ctx context.Context, views []*view, query search.Query, meaning search.Interpretation) ([]*found, error) {
	var all []*found
	for _, v := range views {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		within, err := v.within(query)
		if err != nil {
			return nil, err
		}
		f, err := v.find(meaning, within)
		if err != nil {
			return nil, err
		}
		if !f.hits.IsEmpty() {
			all = append(all, f)
		}
	}
	return all, nil
}

// within is the set of live documents inside the scope that pass the filters.
func (v *view) within(query search.Query) (set, error) {
	allowed, err := v.scope(query)
	if err != nil {
		return nil, err
	}
	for field, values := range query.Filters {
		if len(values) == 0 {
			continue
		}
		chosen, err := v.any(facetName(field), values)
		if err != nil {
			return nil, err
		}
		allowed = roaring.And(allowed, chosen)
	}
	if query.YearFrom == 0 && query.YearTo == 0 {
		return allowed, nil
	}
	years, err := v.years(query.YearFrom, query.YearTo)
	if err != nil {
		return nil, err
	}
	return roaring.And(allowed, years), nil
}

func (v *view) scope(query search.Query) (set, error) {
	if query.Scope.All {
		return v.live, nil
	}
	divisions := slices.DeleteFunc(slices.Clone(query.Scope.Divisions), func(prefix string) bool { return prefix == "" })
	inside, err := v.any(fieldDivision, divisions)
	if err != nil {
		return nil, err
	}
	offices, err := v.any(facetName(search.FacetOffice), query.Scope.Offices)
	if err != nil {
		return nil, err
	}
	return roaring.Or(inside, offices), nil
}

// years joins the documents of the years from from to to (0: open).
func (v *view) years(from, to int) (set, error) {
	end := ""
	if to > 0 {
		end = search.YearValue(to + 1)
	}
	return v.between(facetName(search.FacetYear), search.YearValue(from), end)
}

// find evaluates every token and adds up the scores: the documents of a level are those whose strongest clauses of
// all tokens sum up to it.
func (v *view) find(meaning search.Interpretation, within set) (*found, error) {
	f := &found{view: v, levels: map[int]set{0: within}, hits: within}
	for _, token := range meaning.Tokens {
		hits := tokenHits{clauses: token.Clauses}
		next, seen := map[int]set{}, roaring.New()
		for _, clause := range token.Clauses {
			matched, err := v.clause(clause, f.hits)
			if err != nil {
				return nil, err
			}
			hits.sets = append(hits.sets, matched)
			fresh := roaring.AndNot(matched, seen)
			raise(next, f.levels, fresh, clause.Strength)
			seen.Or(fresh)
		}
		f.tokens, f.levels, f.hits = append(f.tokens, hits), next, roaring.And(f.hits, seen)
		if f.hits.IsEmpty() {
			break
		}
	}
	return f, nil
}

// raise adds to next the members of each level that matched, at the level that is higher by strength.
func raise(next, levels map[int]set, matched set, strength int) {
	if matched.IsEmpty() {
		return
	}
	for score, members := range levels {
		both := roaring.And(members, matched)
		switch before, ok := next[score+strength]; {
		case both.IsEmpty():
		case ok:
			before.Or(both)
		default:
			next[score+strength] = both
		}
	}
}

// score is the level of a hit.
func (f *found) score(document uint32) int {
	for score, members := range f.levels {
		if members.Contains(document) {
			return score
		}
	}
	return 0
}

// matches are the kinds by which a hit was found.
func (f *found) matches(document uint32) []search.MatchKind {
	var kinds []search.MatchKind
	for _, token := range f.tokens {
		for i, hits := range token.sets {
			if hits.Contains(document) {
				kinds = append(kinds, token.clauses[i].Kind)
			}
		}
	}
	return search.Strongest(kinds)
}
