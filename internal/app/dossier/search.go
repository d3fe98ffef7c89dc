package dossier

import (
	"context"
	"slices"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/search"
)

// Found is one hit with what a list shows of it.
type Found struct {
	Head       domain.DossierHead
	Matches    []search.MatchKind
	Highlights []Highlight
}

// SearchResult is a page of hits.
type SearchResult struct {
	Found  []Found
	Total  int
	Next   string
	Facets map[search.FacetField][]search.FacetCount
}

// Search answers a query inside the actor's scope; the scope in the query is replaced.
func (s *Service) Search(ctx context.Context, actor authz.Actor, query search.Query) (SearchResult, error) {
	query.Scope = actor.Scope(authz.DossierSearch)
	if query.Scope.Empty() {
		return SearchResult{}, errForbidden
	}
	result, err := s.Index.Search(ctx, query)
	if err != nil {
		return SearchResult{}, errs.Wrap("search", err)
	}
	found, err := s.present(ctx, actor, query, result.Hits)
	if err != nil {
		return SearchResult{}, errs.Wrap("search", err)
	}
	result.Total -= len(result.Hits) - len(found)
	if err := s.Store.Audit().Append(ctx, s.searchEntries(actor, query, result.Total, found)...); err != nil {
		return SearchResult{}, errs.Wrap("log search", err)
	}
	return SearchResult{Found: found, Total: result.Total, Next: result.Next, Facets: result.Facets}, nil
}

// fewHits is up to how many hits a search is aimed at persons: it then is an access to each of their dossiers. Longer lists are
// logged as what was asked alone.
const fewHits = 10

func (s *Service) searchEntries(actor authz.Actor, query search.Query, total int, found []Found) []domain.AuditEntry {
	now, text := s.Clock.Now(), domain.MaskNumbers(query.Text)
	entries := []domain.AuditEntry{audit.Entry(now, actor, domain.AuditSearch, audit.Subject{Object: "search"},
		audit.Detail{"text": text, "filters": query.Filters, "total": total})}
	if total > fewHits {
		return entries
	}
	for _, f := range found {
		entries = append(entries, audit.Entry(now, actor, domain.AuditSearchHit, audit.Dossier(f.Head.ID, f.Head.OfficeCode), audit.Detail{"text": text}))
	}
	return entries
}

// present loads what the hits show, again under the scope: the index may be a moment behind a change of office. Dossiers the
// actor must keep away from (R25) are left out where their content made them hits.
func (s *Service) present(ctx context.Context, actor authz.Actor, query search.Query, hits []search.Hit) ([]Found, error) {
	ids := make([]string, len(hits))
	matches := make(map[string][]search.MatchKind, len(hits))
	for i, hit := range hits {
		ids[i] = hit.DossierID
		matches[hit.DossierID] = hit.Matches
	}
	heads, err := s.Store.Dossiers().Heads(ctx, ids, query.Scope)
	if err != nil {
		return nil, err
	}
	heads = slices.DeleteFunc(heads, func(head domain.DossierHead) bool {
		return domain.Avoid(actor, head.IDNumber) != nil && byContent(matches[head.ID])
	})
	marker, err := s.newMarker(ctx, query.Text, ids, matches)
	if err != nil {
		return nil, err
	}
	found := make([]Found, len(heads))
	for i, head := range heads {
		found[i] = Found{Head: head, Matches: matches[head.ID], Highlights: marker.mark(head)}
	}
	return found, nil
}

// byContent reports whether a dossier was found by what it holds: that it was found then tells what it holds.
func byContent(matches []search.MatchKind) bool {
	return slices.Contains(matches, search.MatchCatalogRow) || slices.Contains(matches, search.MatchText)
}

// Suggest completes what is being typed, from values inside the actor's scope.
func (s *Service) Suggest(ctx context.Context, actor authz.Actor, prefix string, limit int) ([]search.Suggestion, error) {
	scope := actor.Scope(authz.DossierSearch)
	if scope.Empty() {
		return nil, errForbidden
	}
	suggestions, err := s.Index.Suggest(ctx, prefix, scope, limit)
	if err != nil {
		return nil, errs.Wrap("suggest", err)
	}
	entry := audit.Entry(s.Clock.Now(), actor, domain.AuditSuggest, audit.Subject{Object: "search"},
		audit.Detail{"text": domain.MaskNumbers(prefix), "suggestions": len(suggestions)})
	return suggestions, errs.Wrap("log suggestions", s.Store.Audit().Append(ctx, entry))
}
