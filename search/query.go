package search

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/danganku/danganku/internal/errs"
)

// Limits of one query. They keep what a stranger types from becoming unbounded work.
const (
	MaxLimit      = 100  // hits of one page, suggestions of one call
	MaxFacetSize  = 1000 // values of one facet
	MaxTextRunes  = 512  // code points of Query.Text
	MaxTokens     = 8    // words of Query.Text
	MaxTokenRunes = 64   // code points of one folded word

	defaultFacetSize = 20
)

// Prepared returns the query with its defaults filled in.
//
// Errors: errs.Invalid "search.query" for a limit, sort, facet, filter or year range that does not exist.
func (q Query) Prepared() (Query, error) {
	q.Sort = cmp.Or(q.Sort, SortRelevance)
	q.FacetSize = cmp.Or(q.FacetSize, defaultFacetSize)
	var wrong []errs.Field
	refuse := func(bad bool, name, message string) {
		if bad {
			wrong = append(wrong, errs.Field{Name: name, Message: message})
		}
	}
	refuse(q.Limit < 1 || q.Limit > MaxLimit, "limit", "每页条数应为 1 至 100")
	refuse(q.FacetSize < 1 || q.FacetSize > MaxFacetSize, "facet_size", "分面取值个数应为 1 至 1000")
	refuse(!slices.Contains(sorts(), q.Sort), "sort", "没有这种排序方式")
	refuse(max(q.YearFrom, q.YearTo) >= 9999 || min(q.YearFrom, q.YearTo) < 0, "year_from", "年份应为四位数字")
	refuse(q.YearTo > 0 && q.YearFrom > q.YearTo, "year_from", "起始年份不能晚于截止年份")
	for _, field := range q.Facets {
		refuse(!slices.Contains(FacetFields(), field), "facets", "没有这个分面："+string(field))
	}
	for field := range q.Filters {
		refuse(!slices.Contains(FacetFields(), field), "filters", "没有这个筛选项："+string(field))
	}
	for _, kind := range q.Kinds {
		refuse(!slices.Contains(MatchKinds(), kind), "kinds", "没有这种匹配方式："+string(kind))
	}
	refuse(utf8.RuneCountInString(q.Text) > MaxTextRunes, "q", "检索词过长，请缩短后再试")
	if len(wrong) > 0 {
		return q, errs.New(errs.Invalid, "search.query", "检索条件有误，请检查后再试").WithFields(wrong...)
	}
	return q, nil
}

func sorts() []Sort {
	return []Sort{SortRelevance, SortName, SortArchivalCode, SortRetiredYear, SortUpdated}
}

// FacetFields are all fields that can be counted and filtered by.
func FacetFields() []FacetField {
	return []FacetField{FacetDivision, FacetOffice, FacetClass, FacetYear, FacetStatus, FacetEmployer}
}

// MatchKinds are all kinds of match, strongest first.
func MatchKinds() []MatchKind {
	return []MatchKind{MatchIDNumber, MatchArchivalCode, MatchIDPart, MatchArchivalCodePart, MatchName, MatchNamePart,
		MatchNameFuzzy, MatchPinyin, MatchPinyinPrefix, MatchInitials, MatchEmployer, MatchCatalogRow, MatchText}
}

// Strength ranks a kind: 13 for the strongest down to 1.
func (k MatchKind) Strength() int {
	kinds := MatchKinds()
	if i := slices.Index(kinds, k); i >= 0 {
		return len(kinds) - i
	}
	return 0
}

// Strongest orders kinds, strongest first, without doubles and without those that another one of them implies: who is
// found by the whole name is not told that a part of it matched, too.
func Strongest(kinds []MatchKind) []MatchKind {
	implied := map[MatchKind]MatchKind{
		MatchIDPart:           MatchIDNumber,
		MatchArchivalCodePart: MatchArchivalCode,
		MatchNamePart:         MatchName,
		MatchPinyinPrefix:     MatchPinyin,
	}
	var strongest []MatchKind
	for _, kind := range MatchKinds() {
		if slices.Contains(kinds, kind) && !slices.Contains(kinds, implied[kind]) {
			strongest = append(strongest, kind)
		}
	}
	return strongest
}
