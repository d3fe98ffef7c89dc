package bleveindex_test

import (
	"context"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/search"
	"github.com/danganku/danganku/search/bleveindex"
	"github.com/danganku/danganku/search/searchtest"
)

var (
	searchBench  = flag.Int("searchbench", 0, "compare the index with PostgreSQL on this many dossiers")
	benchClass   = flag.String("searchclass", "", "compare these classes only")
	benchCompact = flag.Bool("searchcompact", true, "compact the index first, as after a rebuild")
	benchRounds  = flag.Int("searchrounds", 5, "interleaved rounds of the comparison")
)

// question is one benchmarked question in both languages.
type question struct {
	query     search.Query
	condition string
	order     string // columns before the identifier
	cursor    string // further condition of the page, not of the total
	after     []any  // its arguments
	facet     string
	arguments []any
	loose     bool // PostgreSQL may find fewer: it keeps the first reading of a name and the end of a number only
}

// class makes questions of one sort from a drawn dossier.
type class struct {
	name string
	make func(doc search.Document, keys search.Keys) question
}

func ask(text string, kinds ...search.MatchKind) search.Query {
	return search.Query{Text: text, Kinds: kinds, Scope: authz.Everything(), Limit: 20}
}

const byEmployer = "employer = ANY(ARRAY(SELECT e.id FROM employer e WHERE e.name LIKE $1))"

// wordClasses are questions of one word, each narrowed to one kind of match, as PostgreSQL answers it.
func wordClasses() []class {
	return []class{
		{"id_exact", func(_ search.Document, k search.Keys) question {
			return question{query: ask(k.ID, search.MatchIDNumber), condition: "number = $1", arguments: []any{k.ID}}
		}},
		{"id_prefix10", func(_ search.Document, k search.Keys) question {
			return question{query: ask(k.ID[:10], search.MatchIDPart), condition: "number LIKE $1", arguments: []any{k.ID[:10] + "%"}}
		}},
		{"id_part", func(_ search.Document, k search.Keys) question {
			return question{query: ask(k.ID[12:], search.MatchIDPart), condition: "right(number, 6) = $1", loose: true, arguments: []any{k.ID[12:]}}
		}},
		{"name_exact", func(_ search.Document, k search.Keys) question {
			return question{query: ask(k.Name, search.MatchName), condition: "name = $1", arguments: []any{k.Name}}
		}},
		{"name+district", func(d search.Document, k search.Keys) question {
			q := question{query: ask(k.Name, search.MatchName), condition: "name = $1 AND division = $2", arguments: []any{k.Name, d.Division}}
			q.query.Filters = map[search.FacetField][]string{search.FacetDivision: {d.Division}}
			return q
		}},
		{"name_fuzzy1", func(_ search.Document, k search.Keys) question {
			return question{query: ask(k.Name, search.MatchNameFuzzy, search.MatchName), condition: "name_keys && $1", arguments: []any{nameKeys(k.Name)}}
		}},
		{"name_part2", func(_ search.Document, k search.Keys) question {
			part := namePairs(k.Name)[len(namePairs(k.Name))-1]
			return question{query: ask(part, search.MatchName, search.MatchNamePart), condition: "name_pairs @> $1", arguments: []any{[]string{part}}}
		}},
		{"employer_part4", func(_ search.Document, k search.Keys) question {
			part := cut(k.Employer, 2, 4)
			return question{query: ask(part, search.MatchEmployer), condition: byEmployer, arguments: []any{"%" + part + "%"}}
		}},
		{"pinyin_full", func(_ search.Document, k search.Keys) question {
			full := k.Readings[0].Full()
			return question{query: ask(full, search.MatchPinyin), condition: "py = $1", loose: true, arguments: []any{full}}
		}},
		{"pinyin_initials", func(_ search.Document, k search.Keys) question {
			initials := k.Readings[0].Initials()
			return question{query: ask(initials, search.MatchInitials), condition: "py_i = $1", loose: true, arguments: []any{initials}}
		}},
		{"pinyin_prefix", func(_ search.Document, k search.Keys) question {
			full := k.Readings[0].Full()
			prefix := full[:len(full)-len(full)/4]
			return question{query: ask(prefix, search.MatchPinyinPrefix), condition: "py LIKE $1", loose: true, arguments: []any{prefix + "%"}}
		}},
		{"catalogue_row", func(_ search.Document, k search.Keys) question {
			part := cut(k.Rows[len(k.Name)%len(k.Rows)], 1, 4)
			return question{query: ask(part, search.MatchCatalogRow), arguments: []any{"%" + part + "%"},
				condition: "titles && ARRAY(SELECT t.id FROM title t WHERE t.title LIKE $1)"}
		}},
	}
}

// listClasses are questions of filters, counts and places in a listing.
func listClasses() []class {
	return []class{
		{"facet_status", func(_ search.Document, _ search.Keys) question {
			q := question{query: ask(""), condition: "status = $1", facet: "division", arguments: []any{"stored"}}
			q.query.Filters = map[search.FacetField][]string{search.FacetStatus: {"stored"}}
			q.query.Facets = []search.FacetField{search.FacetDivision}
			return q
		}},
		{"years+facet", func(d search.Document, _ search.Keys) question {
			from := max(1985, d.RetiredYear)
			q := question{query: ask(""), condition: "year BETWEEN $1 AND $2", facet: "status", arguments: []any{from, from + 1}}
			q.query.YearFrom, q.query.YearTo = from, from+1
			q.query.Facets = []search.FacetField{search.FacetStatus}
			return q
		}},
		{"deep_page", func(d search.Document, k search.Keys) question {
			q := question{query: ask(""), condition: "division = $1", arguments: []any{d.Division}, order: "py,",
				cursor: "AND (py, id) > ($2, $3)", after: []any{k.Readings[0].Full(), d.DossierID}}
			q.query.Filters = map[search.FacetField][]string{search.FacetDivision: {d.Division}}
			q.query.Sort, q.query.Ascending = search.SortName, true
			q.query.Cursor = q.query.EncodeCursor(search.HitPosition{Key: k.SortKey(search.SortName), DossierID: d.DossierID})
			return q
		}},
		{"combo", func(d search.Document, k search.Keys) question {
			part, from := cut(k.Employer, 2, 4), max(1985, d.RetiredYear-2)
			q := question{query: ask(part, search.MatchEmployer), condition: byEmployer + " AND year BETWEEN $2 AND $3 AND classes @> $4",
				arguments: []any{"%" + part + "%", from, from + 4, d.Classes[:1]}}
			q.query.YearFrom, q.query.YearTo = from, from+4
			q.query.Filters = map[search.FacetField][]string{search.FacetClass: d.Classes[:1]}
			return q
		}},
	}
}

func cut(text string, from, length int) string {
	runes := []rune(text)
	from = min(from, max(0, len(runes)-length))
	return string(runes[from:min(len(runes), from+length)])
}

// TestSearchAgainstPostgres prints the table of docs/performance.md; it runs only when asked to by -searchbench.
func TestSearchAgainstPostgres(t *testing.T) {
	if *searchBench == 0 {
		return
	}
	interpreter, err := search.NewInterpreter()
	if err != nil {
		t.Fatal(err)
	}
	documents := searchtest.Corpus{Seed: 100, Size: *searchBench}.Documents()
	index := buildIndex(t, documents, interpreter)
	pg := newBaseline(t, documents, interpreter)
	draw := rand.New(rand.NewPCG(1, 1))
	t.Logf("%-16s %9s %9s %9s %9s", "class", "mean hits", "index us", "pg us", "index/pg")
	for _, c := range slices.Concat(wordClasses(), listClasses()) {
		if *benchClass != "" && !strings.Contains(*benchClass, c.name) {
			continue
		}
		var questions []question
		for range 40 {
			doc := documents[draw.IntN(len(documents))]
			questions = append(questions, c.make(doc, interpreter.Keys(doc)))
		}
		compareClass(t, c.name, questions, index, pg)
	}
}

// compareClass asks in turn, round by round: the index, and PostgreSQL in both ways it can be asked, of which the
// faster counts. Totals must agree. Reported is the best round of each, the one least disturbed by other work.
func compareClass(t *testing.T, name string, questions []question, index search.Index, pg *baseline) {
	t.Helper()
	ctx := context.Background()
	ways := []func(q question) (int, error){
		func(q question) (int, error) {
			result, err := index.Search(ctx, q.query)
			return result.Total, err
		},
		func(q question) (int, error) { return pg.ask(ctx, q, false) },
		func(q question) (int, error) { return pg.ask(ctx, q, true) },
	}
	times := make([][]float64, len(ways))
	totals := make([][]int, len(ways))
	for round := range *benchRounds + 1 {
		for w, way := range ways {
			totals[w] = make([]int, len(questions))
			start := time.Now()
			for i, q := range questions {
				total, err := way(q)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				totals[w][i] = total
			}
			if round > 0 { // the first round warms all
				times[w] = append(times[w], float64(time.Since(start).Microseconds())/float64(len(questions)))
			}
		}
	}
	hits := 0
	for i, q := range questions {
		hits += totals[0][i]
		if ours, theirs := totals[0][i], totals[1][i]; ours != theirs && (!q.loose || theirs > ours) {
			t.Errorf("%s %q: index finds %d, PostgreSQL %d", name, q.query.Text, ours, theirs)
		}
	}
	ours, theirs := slices.Min(times[0]), min(slices.Min(times[1]), slices.Min(times[2]))
	t.Logf("%-16s %9.1f %9.0f %9.0f %9.2f", name, float64(hits)/float64(len(questions)), ours, theirs, ours/theirs)
}

func buildIndex(t testing.TB, documents []search.Document, interpreter *search.Interpreter) search.Index {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "index")
	index, err := bleveindex.Open(folder, bleveindex.Options{Interpreter: interpreter})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = index.Close() })
	start := time.Now()
	for chunk := range slices.Chunk(documents, 2000) {
		if err := index.Apply(context.Background(), search.Batch{Upserts: chunk}); err != nil {
			t.Fatal(err)
		}
	}
	indexed := time.Since(start)
	if *benchCompact {
		if err := index.Compact(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("indexed %.0f dossiers/s, compacted in %.2f of that time, %.0f bytes/dossier", float64(len(documents))/indexed.Seconds(),
		(time.Since(start)-indexed).Seconds()/indexed.Seconds(), float64(folderSize(t, folder))/float64(len(documents)))
	return index
}

func folderSize(t testing.TB, folder string) (size int64) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			size += info.Size()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return size
}
