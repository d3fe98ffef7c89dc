package bleveindex

import (
	"cmp"
	"context"
	"slices"

	segment "github.com/blevesearch/scorch_segment_api/v2"

	"github.com/danganku/danganku/search"
)

// countFacets counts the values of the wanted fields over all hits.
func countFacets(ctx context.Context, all []*found, query search.Query) (map[search.FacetField][]search.FacetCount, error) {
	if len(query.Facets) == 0 {
		return nil, nil
	}
	facets := map[search.FacetField][]search.FacetCount{}
	for _, field := range query.Facets {
		counts := map[string]int{}
		for _, f := range all {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if err := f.view.count(facetName(field), f.hits, counts); err != nil {
				return nil, err
			}
		}
		facets[field] = mostFrequent(counts, query.FacetSize)
	}
	return facets, nil
}

// count adds the values of the field on the hits. It goes through the hits when they are fewer than the values, else
// through the values.
func (v *view) count(field string, hits set, counts map[string]int) error {
	dict, err := v.dictionary(field)
	if err != nil {
		return err
	}
	if hits.GetCardinality() < uint64(dict.Cardinality()) {
		return v.countHits(field, hits, counts)
	}
	return v.terms(field, "", "", func(term string) (bool, error) {
		carriers, err := v.postings(dict, term)
		if err != nil {
			return false, err
		}
		if n := carriers.AndCardinality(hits); n > 0 {
			counts[term] += int(n)
		}
		return true, nil
	})
}

func (v *view) countHits(field string, hits set, counts map[string]int) error {
	values, ok := v.segment.(segment.DocValueVisitable)
	if !ok {
		return errNoValues
	}
	var state segment.DocVisitState
	var err error
	for documents := hits.Iterator(); documents.HasNext() && err == nil; {
		state, err = values.VisitDocValues(uint64(documents.Next()), []string{field}, func(_ string, term []byte) {
			counts[string(term)]++
		}, state)
	}
	return err
}

// mostFrequent orders by falling count, then by value.
func mostFrequent(counts map[string]int, size int) []search.FacetCount {
	values := make([]search.FacetCount, 0, len(counts))
	for value, count := range counts {
		values = append(values, search.FacetCount{Value: value, Count: count})
	}
	slices.SortFunc(values, func(a, b search.FacetCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return values[:min(len(values), size)]
}
