package searchtest_test

import (
	"context"
	"slices"
	"testing"

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
