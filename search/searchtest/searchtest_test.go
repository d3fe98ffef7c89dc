package searchtest_test

import (
	"context"
	"slices"
	"testing"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/testkit"
	"github.com/danganku/danganku/search"
	"github.com/danganku/danganku/search/searchtest"
)

func newOracle(t testing.TB) *searchtest.Oracle {
	t.Helper()
	interpreter, err := search.NewInterpreter()
	if err != nil {
		t.Fatal(err)
	}
	return searchtest.NewOracle(interpreter)
}

func TestGoldenRankings(t *testing.T) {
	oracle := newOracle(t)
	if err := oracle.Apply(context.Background(), search.Batch{Upserts: searchtest.RankingCorpus()}); err != nil {
		t.Fatal(err)
	}
	for name, text := range searchtest.RankingTexts() {
		ranking, err := searchtest.Ranking(oracle, text)
		if err != nil {
			t.Fatal(err)
		}
		testkit.Golden(t, "golden/"+name+".txt", []byte(ranking))
	}
}

func TestCorpusIsTheSameEveryTime(t *testing.T) {
	corpus := searchtest.Corpus{Seed: 1, Size: 500, Pages: 1}
	first, second := corpus.Documents(), corpus.Documents()
	ids := map[string]bool{}
	for i := range first {
		if first[i].Name != second[i].Name || first[i].IDNumber != second[i].IDNumber || !slices.Equal(first[i].Texts, second[i].Texts) {
			t.Fatalf("document %d differs: %v, %v", i, first[i], second[i])
		}
		if ids[first[i].DossierID] {
			t.Fatalf("identifier %s twice", first[i].DossierID)
		}
		ids[first[i].DossierID] = true
	}
}

// faulty spoils the answers of the oracle it holds.
type faulty struct {
	search.Index
	ask    func(query *search.Query)
	answer func(result *search.Result)
}

func (f faulty) Search(ctx context.Context, query search.Query) (search.Result, error) {
	if f.ask != nil {
		f.ask(&query)
	}
	result, err := f.Index.Search(ctx, query)
	if f.answer != nil {
		f.answer(&result)
	}
	return result, err
}

func TestDifferSeesEveryFault(t *testing.T) {
	oracle := newOracle(t)
	if err := oracle.Apply(context.Background(), search.Batch{Upserts: searchtest.RankingCorpus()}); err != nil {
		t.Fatal(err)
	}
	query := search.Query{Text: "王", Scope: authz.Scope{Divisions: []string{"210106"}}, Limit: 10, Facets: search.FacetFields()}
	if _, diff := searchtest.Differ(oracle, faulty{Index: oracle}, query); diff != "" {
		t.Fatalf("faultless index differs:\n%s", diff)
	}
	for name, fault := range map[string]faulty{
		"scope left out":      {ask: func(q *search.Query) { q.Scope = authz.Everything() }},
		"hit missing":         {answer: func(r *search.Result) { r.Hits = r.Hits[1:] }},
		"order":               {answer: func(r *search.Result) { r.Hits[0], r.Hits[1] = r.Hits[1], r.Hits[0] }},
		"total":               {answer: func(r *search.Result) { r.Total++ }},
		"facet of one value":  {answer: func(r *search.Result) { r.Facets[search.FacetStatus][0].Count-- }},
		"facet of all values": {answer: func(r *search.Result) { delete(r.Facets, search.FacetYear) }},
		"reason of a match":   {answer: func(r *search.Result) { r.Hits[0].Matches = nil }},
		"score":               {answer: func(r *search.Result) { r.Hits[0].Score++ }},
		"end before the end":  {answer: func(r *search.Result) { r.Next = "" }},
	} {
		fault.Index = oracle
		if _, diff := searchtest.Differ(oracle, fault, query); diff == "" {
			t.Errorf("%s: not seen", name)
		}
	}
}
