package searchtest

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/search"
)

// Open opens the index in a folder, which is empty or absent the first time. The suite closes what it opens.
type Open func(t testing.TB, folder string) search.Index

// Run holds an implementation to the meaning of package search.
func Run(t *testing.T, open Open) {
	t.Run("answers", func(t *testing.T) { testAnswers(t, open) })
	t.Run("cursors", func(t *testing.T) { testCursors(t, open) })
	t.Run("scope", func(t *testing.T) { testScope(t, open) })
	t.Run("suggestions", func(t *testing.T) { testSuggestions(t, open) })
	t.Run("position", func(t *testing.T) { testPosition(t, open) })
	t.Run("refusals", func(t *testing.T) { testRefusals(t, open) })
	t.Run("readers beside a writer", func(t *testing.T) { testConcurrent(t, open) })
	t.Run("rankings", func(t *testing.T) { testRankings(t, open) })
}

// pair is an index and the oracle that was told the same.
type pair struct {
	index     search.Index
	oracle    *Oracle
	folder    string
	open      Open
	documents []search.Document
}

func newPair(t testing.TB, open Open, corpus Corpus) *pair {
	t.Helper()
	interpreter, err := search.NewInterpreter()
	if err != nil {
		t.Fatal(err)
	}
	p := &pair{oracle: NewOracle(interpreter), folder: filepath.Join(t.TempDir(), "index"), open: open, documents: corpus.Documents()}
	p.index = open(t, p.folder)
	t.Cleanup(func() {
		if err := p.index.Close(); err != nil {
			t.Error(err)
		}
	})
	for i, chunk := range slices.Collect(slices.Chunk(p.documents, 700)) {
		p.apply(t, search.Batch{Upserts: chunk, Position: search.Position{Seq: uint64(i + 1)}})
	}
	return p
}

func (p *pair) apply(t testing.TB, batch search.Batch) {
	t.Helper()
	for _, index := range []search.Index{p.index, p.oracle} {
		if err := index.Apply(context.Background(), batch); err != nil {
			t.Fatal(err)
		}
	}
}

func (p *pair) reopen(t testing.TB) {
	t.Helper()
	if err := p.index.Close(); err != nil {
		t.Fatal(err)
	}
	p.index = p.open(t, p.folder)
}

// agree compares one answer in every respect.
func (p *pair) agree(t testing.TB, query search.Query) search.Result {
	t.Helper()
	got, diff := Differ(p.oracle, p.index, query)
	if diff != "" {
		t.Errorf("%+v (-oracle +index):\n%s", query, diff)
	}
	return got
}

// Differ asks both indexes the same and gives the answer of the second with its differences from the first.
func Differ(oracle, index search.Index, query search.Query) (search.Result, string) {
	want, wantErr := oracle.Search(context.Background(), query)
	got, err := index.Search(context.Background(), query)
	if errs.CodeOf(err) != errs.CodeOf(wantErr) {
		return got, fmt.Sprintf("error %v, want %v", err, wantErr)
	}
	return got, cmp.Diff(want, got, cmpopts.EquateEmpty())
}

func testAnswers(t *testing.T, open Open) {
	p := newPair(t, open, Corpus{Seed: 1, Size: 5000, Pages: 2})
	queries := Queries(2, p.documents, Texts(3, p.documents, 16))
	found := 0
	check := func() {
		for _, query := range queries {
			found += p.agree(t, query).Total
			if t.Failed() {
				t.FailNow()
			}
		}
	}
	check()
	p.apply(t, p.changes())
	check()
	p.reopen(t)
	queries = queries[:len(queries)/10]
	check()
	if found == 0 {
		t.Error("no query found anything")
	}
	t.Logf("%d queries", len(queries))
}

// changes deletes some dossiers, among them one that is not there, and rewrites others with the data of a third.
func (p *pair) changes() search.Batch {
	batch := search.Batch{Deletes: []string{"never-seen"}, Position: search.Position{Epoch: 1, Seq: 9}}
	for i := 0; i+7 < len(p.documents); i += 7 {
		batch.Deletes = append(batch.Deletes, p.documents[i].DossierID)
		changed := p.documents[i+3]
		changed.DossierID = p.documents[i+1].DossierID
		changed.UpdatedAt = changed.UpdatedAt.Add(time.Hour + time.Nanosecond)
		batch.Upserts = append(batch.Upserts, changed)
	}
	return batch
}

func testCursors(t *testing.T, open Open) {
	p := newPair(t, open, Corpus{Seed: 4, Size: 600})
	p.apply(t, p.changes())
	for _, text := range []string{"", "王", "表", "wang", "沈阳 李"} {
		for _, sort := range []search.Sort{search.SortRelevance, search.SortName, search.SortArchivalCode, search.SortRetiredYear, search.SortUpdated} {
			for _, ascending := range []bool{true, false} {
				query := search.Query{Text: text, Sort: sort, Ascending: ascending, Scope: authz.Scope{Divisions: []string{"21010"}}, Limit: 37}
				p.walk(t, query)
			}
		}
	}
}

// walk follows the cursors to the end and compares the pages with the full listing.
func (p *pair) walk(t *testing.T, query search.Query) {
	t.Helper()
	var pages []string
	for {
		result := p.agree(t, query)
		for _, hit := range result.Hits {
			pages = append(pages, hit.DossierID)
		}
		if result.Next == "" || t.Failed() {
			if len(pages) != result.Total {
				t.Errorf("%+v: pages hold %d hits of %d", query, len(pages), result.Total)
			}
			break
		}
		query.Cursor, query.Limit = result.Next, 1+len(pages)%search.MaxLimit
	}
	if slices.Sort(pages); len(slices.Compact(pages)) != len(pages) {
		t.Errorf("%+v: a hit came twice", query)
	}
}

func testScope(t *testing.T, open Open) {
	p := newPair(t, open, Corpus{Seed: 5, Size: 1200, Pages: 1})
	byID := map[string]search.Document{}
	for _, doc := range p.documents {
		byID[doc.DossierID] = doc
	}
	scope := authz.Scope{Divisions: []string{"210106"}, Offices: []string{"SY04-1"}}
	for _, text := range Texts(6, p.documents, 12) {
		result := p.agree(t, search.Query{Text: text, Scope: scope, Limit: 100, Facets: search.FacetFields(), FacetSize: 100})
		for _, hit := range result.Hits {
			if doc := byID[hit.DossierID]; !scope.Covers(doc.Office, doc.Division) {
				t.Fatalf("%q found %s of %s %s", text, doc.DossierID, doc.Office, doc.Division)
			}
		}
		for _, office := range result.Facets[search.FacetOffice] {
			if office.Value != "SY04-1" && office.Value != "SY06-1" && office.Value != "SY06-2" {
				t.Fatalf("%q counts office %s", text, office.Value)
			}
		}
	}
	for _, empty := range []authz.Scope{{}, {Divisions: []string{""}}, {Divisions: []string{"110101"}}} {
		result := p.agree(t, search.Query{Scope: empty, Limit: 10, Facets: search.FacetFields()})
		suggested, err := p.index.Suggest(context.Background(), "王", empty, 10)
		if result.Total != 0 || len(suggested) != 0 || err != nil {
			t.Errorf("scope %+v finds %d and suggests %v (%v)", empty, result.Total, suggested, err)
		}
	}
}

func testSuggestions(t *testing.T, open Open) {
	p := newPair(t, open, Corpus{Seed: 7, Size: 1200})
	p.apply(t, p.changes())
	texts := append(Texts(8, p.documents, 12), "2101", "wang", "wm", "机床", "沈阳", "阿依古丽", "单")
	for i, text := range texts {
		scope := []authz.Scope{authz.Everything(), {Divisions: []string{"210106"}}, {Offices: []string{"SY04-2"}}}[i%3]
		want, err := p.oracle.Suggest(context.Background(), text, scope, 1+i%20)
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.index.Suggest(context.Background(), text, scope, 1+i%20)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q in %+v (-oracle +index):\n%s", text, scope, diff)
		}
	}
}
