package bleveindex

import (
	"context"
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/search"
)

// Suggest reads the dictionaries of names, codes and employers; what does not occur inside the scope is left out.
func (i *Index) Suggest(ctx context.Context, prefix string, scope authz.Scope, limit int) ([]search.Suggestion, error) {
	if limit < 1 || limit > search.MaxLimit {
		return nil, errs.New(errs.Invalid, "search.query", "联想条数应为 1 至 %d", search.MaxLimit)
	}
	key := i.interpreter.PrefixKey(prefix)
	if key.Text == "" || scope.Empty() {
		return nil, nil
	}
	names, codes, employers := completions{}, completions{}, completions{}
	err := i.read("suggest", func(views []*view) error {
		for _, v := range views {
			inside, err := v.scope(search.Query{Scope: scope})
			if err == nil {
				err = ctx.Err()
			}
			if err == nil && !inside.IsEmpty() {
				err = v.suggest(key, inside, limit, names, codes, employers)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return takeTurns(limit,
		names.byCount(search.MatchName, limit),
		codes.byKey(search.MatchArchivalCode, limit),
		employers.byCount(search.MatchEmployer, limit),
	), err
}

func (v *view) suggest(key search.PrefixKey, inside set, limit int, names, codes, employers completions) error {
	byName := completions{} // a name is met under its key and under each reading, always with the same documents
	if key.Name != "" {
		if err := v.complete(fieldSuggest, suggestName+key.Name, inside, byName.take); err != nil {
			return err
		}
	}
	if key.Letters != "" {
		if err := v.complete(fieldSuggest, suggestFull+key.Letters, inside, byName.take); err != nil {
			return err
		}
	}
	for name, count := range byName.values() {
		names["\x00"+name] += count
	}
	met := 0
	err := v.complete(fieldSuggest, suggestCode+key.Text, inside, func(term string, count int) bool {
		codes[term] += count
		met++
		return met < limit
	})
	if err != nil {
		return err
	}
	return v.complete(fieldCompany, "", inside, func(term string, count int) bool {
		if employer, _, _ := strings.Cut(term, "\x00"); strings.Contains(employer, key.Text) {
			employers[term] += count
		}
		return true
	})
}

// complete visits the terms beginning with prefix that occur inside, with their number of documents there, until
// take returns false.
func (v *view) complete(field, prefix string, inside set, take func(term string, count int) bool) error {
	return v.terms(field, prefix, after(prefix), func(term string) (bool, error) {
		carriers, err := v.term(field, term)
		if err != nil {
			return false, err
		}
		if count := carriers.AndCardinality(inside); count > 0 {
			return take(term, int(count)), nil
		}
		return true, nil
	})
}

// completions count documents by term: a key, a zero byte and the stored value.
type completions map[string]int

func (c completions) take(term string, count int) bool {
	c[term] = count
	return true
}

// values counts by stored value alone.
func (c completions) values() map[string]int {
	counts := map[string]int{}
	for term, count := range c {
		_, value, _ := strings.Cut(term, "\x00")
		counts[value] = count
	}
	return counts
}

func (c completions) byCount(kind search.MatchKind, limit int) []search.Suggestion {
	var list []search.Suggestion
	for _, value := range mostFrequent(c.values(), limit) {
		list = append(list, search.Suggestion{Kind: kind, Value: value.Value, Count: value.Count})
	}
	return list
}

func (c completions) byKey(kind search.MatchKind, limit int) []search.Suggestion {
	var list []search.Suggestion
	for term, count := range c {
		list = append(list, search.Suggestion{Kind: kind, Value: term, Count: count})
	}
	slices.SortFunc(list, func(a, b search.Suggestion) int { return strings.Compare(a.Value, b.Value) })
	list = list[:min(len(list), limit)]
	for i := range list {
		_, list[i].Value, _ = strings.Cut(list[i].Value, "\x00")
	}
	return list
}

// takeTurns takes one from each list in turn up to limit.
func takeTurns(limit int, lists ...[]search.Suggestion) []search.Suggestion {
	var taken []search.Suggestion
	for i := 0; i < limit; i++ {
		for _, list := range lists {
			if i < len(list) && len(taken) < limit {
				taken = append(taken, list[i])
			}
		}
	}
	return taken
}
