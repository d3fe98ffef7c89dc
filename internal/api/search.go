package api

import (
	"cmp"
	"context"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/dossier"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/search"
)

const maxSuggestions = 10

func (s *server) SearchDossiers(ctx context.Context, request apigen.SearchDossiersRequestObject) (apigen.SearchDossiersResponseObject, error) {
	result, err := s.Dossier.Search(ctx, actorOf(ctx), queryOf(*request.Body))
	if err != nil {
		return nil, err
	}
	answer := apigen.SearchDossiers200JSONResponse{Hits: make([]apigen.SearchHit, len(result.Found)), Total: result.Total, Next: optional(result.Next)}
	for i, found := range result.Found {
		answer.Hits[i] = hitView(found)
	}
	if valueOf(request.Body.Facets) {
		facets, err := s.facetViews(ctx, result.Facets)
		if err != nil {
			return nil, err
		}
		answer.Facets = &facets
	}
	return answer, nil
}

func queryOf(body apigen.SearchRequest) search.Query {
	query := search.Query{Text: valueOf(body.Text), Sort: search.Sort(valueOf(body.Sort)), Ascending: valueOf(body.Ascending),
		Limit: cmp.Or(valueOf(body.Limit), defaultLimit), Cursor: valueOf(body.Cursor)}
	if valueOf(body.Facets) {
		query.Facets = search.FacetFields()
	}
	if filters := body.Filters; filters != nil {
		query.YearFrom, query.YearTo = valueOf(filters.YearFrom), valueOf(filters.YearTo)
		query.Filters = map[search.FacetField][]string{
			search.FacetDivision: valueOf(filters.Division), search.FacetOffice: valueOf(filters.Office),
			search.FacetClass: valueOf(filters.Class), search.FacetStatus: valueOf(filters.Status),
			search.FacetEmployer: valueOf(filters.Employer),
		}
	}
	return query
}

func hitView(found dossier.Found) apigen.SearchHit {
	hit := apigen.SearchHit{Dossier: headView(found.Head), Matches: []string{}, Highlights: []apigen.Highlight{}}
	for _, kind := range found.Matches {
		hit.Matches = append(hit.Matches, string(kind))
	}
	for _, mark := range found.Highlights {
		hit.Highlights = append(hit.Highlights, apigen.Highlight{Field: apigen.HighlightField(mark.Field),
			Pieces: maskedPieces(mark.Pieces), MaterialId: optional(mark.MaterialID), PageNo: optional(mark.PageNo)})
	}
	return hit
}

func (s *server) facetViews(ctx context.Context, counts map[search.FacetField][]search.FacetCount) ([]apigen.Facet, error) {
	names, err := s.placeNames(ctx)
	if err != nil {
		return nil, err
	}
	facets := []apigen.Facet{}
	for _, field := range search.FacetFields() {
		facet := apigen.Facet{Field: string(field), Values: []apigen.FacetValue{}}
		for _, count := range counts[field] {
			facet.Values = append(facet.Values, apigen.FacetValue{Value: count.Value, Label: names.label(field, count.Value), Count: count.Count})
		}
		facets = append(facets, facet)
	}
	return facets, nil
}

// label is what people call a facet's value. Schemes name the same class differently, so a class goes by its number.
func (n placeNames) label(field search.FacetField, value string) string {
	switch field {
	case search.FacetDivision:
		return cmp.Or(n.divisions[value], value)
	case search.FacetOffice:
		return cmp.Or(n.offices[value], value)
	case search.FacetClass:
		return domain.ClassLabel(value)
	case search.FacetStatus:
		return domain.CustodyState(value).Label()
	}
	return value
}

func (s *server) Suggest(ctx context.Context, request apigen.SuggestRequestObject) (apigen.SuggestResponseObject, error) {
	suggestions, err := s.Dossier.Suggest(ctx, actorOf(ctx), request.Body.Text, maxSuggestions)
	if err != nil {
		return nil, err
	}
	answer := apigen.Suggest200JSONResponse{Suggestions: make([]apigen.Suggestion, len(suggestions))}
	for i, suggestion := range suggestions {
		answer.Suggestions[i] = apigen.Suggestion{Kind: string(suggestion.Kind), Value: suggestion.Value, Count: suggestion.Count}
	}
	return answer, nil
}
