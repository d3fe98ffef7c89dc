package searchtest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/search"
	"github.com/danganku/danganku/search/han"
)

// Texts makes texts to search for from documents: for each of n documents one of every kind the box understands.
func Texts(seed uint64, documents []search.Document, n int) []string {
	w := &writer{Rand: rand.New(rand.NewPCG(seed, seed))}
	reader := han.NewPinyin()
	texts := []string{"", " ", "？", "某", "王", "单", "表", "厂", "𬭎", "𠅤", "0", "x", "w", "鍾", "㈠", "“", "不存在的名字甲乙丙丁",
		"219999", "2199991955", "1955", "0101", "王某某", "王??", "?明", "李*明", "sh", "wang", "ou", "lv", "lu", "王 表", "机床 退休审批表 1"}
	for range n {
		doc := documents[w.IntN(len(documents))]
		name := []rune(doc.Name)
		texts = append(texts, doc.Name, doc.IDNumber, doc.ArchivalCode, fullWidth(doc.IDNumber), strings.ToLower(doc.IDNumber[:17]),
			doc.IDNumber[:6]+doc.IDNumber[8:17], doc.IDNumber[12:], w.part(doc.IDNumber), w.part(doc.ArchivalCode), w.part(doc.Name),
			w.part(doc.Employer), w.part(doc.Employer)+" "+string(name[:1]), w.part(pick(w, doc.Rows)), w.part(pick(w, doc.Rows)),
			w.spoiled(name, []rune(givenCharacters)), w.spoiled(name, []rune("?*□某？＊")), w.spoiled(name, []rune("囯靑眞")))
		if len(doc.Texts) > 0 {
			texts = append(texts, w.part(pick(w, doc.Texts)), w.part(pick(w, doc.Texts)))
		}
		for _, reading := range reader.Readings(doc.Name) {
			full := reading.Full()
			texts = append(texts, full, full[:1+w.IntN(len(full))], strings.ToUpper(reading.Initials()),
				string(name[:1])+" "+reading.Initials())
			break
		}
	}
	return texts
}

// part cuts one to eight characters out of a text.
func (w *writer) part(text string) string {
	runes := []rune(text)
	from := w.IntN(len(runes))
	return string(runes[from:min(len(runes), from+1+w.IntN(8))])
}

// spoiled replaces one character of a name.
func (w *writer) spoiled(name, by []rune) string {
	spoiled := []rune(string(name))
	spoiled[w.IntN(len(spoiled))] = by[w.IntN(len(by))]
	return string(spoiled)
}

func fullWidth(ascii string) string {
	return strings.Map(func(r rune) rune { return r + 0xFEE0 }, ascii)
}

// Queries surrounds texts with scopes, filters, years and orders of all sorts.
func Queries(seed uint64, documents []search.Document, texts []string) []search.Query {
	w := &writer{Rand: rand.New(rand.NewPCG(seed, 1))}
	sorts := []search.Sort{"", search.SortRelevance, search.SortName, search.SortArchivalCode, search.SortRetiredYear, search.SortUpdated}
	var queries []search.Query
	for _, text := range texts {
		doc := documents[w.IntN(len(documents))]
		query := search.Query{Text: text, Scope: authz.Everything(), Limit: 1 + w.IntN(30), Facets: search.FacetFields(), FacetSize: 1 + w.IntN(40)}
		if w.IntN(2) == 0 {
			query.Scope = w.scope(doc)
		}
		if w.IntN(4) == 0 {
			field := search.FacetFields()[w.IntN(6)]
			query.Filters = map[search.FacetField][]string{field: doc.FacetValues(field), search.FacetStatus: statuses()[:3]}
		}
		if w.IntN(4) == 0 {
			query.YearFrom, query.YearTo = 1985+w.IntN(10), w.IntN(2)*(2000+w.IntN(10))
		}
		if w.IntN(8) == 0 {
			query.Kinds = search.MatchKinds()[w.IntN(7):]
		}
		query.Sort, query.Ascending = sorts[w.IntN(len(sorts))], w.IntN(2) == 0
		queries = append(queries, query)
	}
	return queries
}

func (w *writer) scope(doc search.Document) authz.Scope {
	switch w.IntN(5) {
	case 0:
		return authz.Scope{Divisions: []string{doc.Division}}
	case 1:
		return authz.Scope{Offices: []string{doc.Office, "none"}}
	case 2:
		return authz.Scope{Divisions: []string{"2101"}}
	case 3:
		return authz.Scope{Divisions: []string{"", "99", doc.Division[:5]}, Offices: []string{pickOffice(w)}}
	}
	return authz.Scope{}
}

func pickOffice(w *writer) string {
	return fmt.Sprintf("SY%s-%d", pick(w, divisions())[4:], 1+w.IntN(2))
}
