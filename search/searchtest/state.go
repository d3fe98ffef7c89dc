package searchtest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/search"
)

func testPosition(t *testing.T, open Open) {
	p := newPair(t, open, Corpus{Seed: 9, Size: 0})
	p.holds(t, search.Position{}, nil)
	documents := Corpus{Seed: 9, Size: 40}.Documents()
	p.apply(t, search.Batch{Upserts: documents, Position: search.Position{Epoch: 3, Seq: 1 << 63}})
	p.holds(t, search.Position{Epoch: 3, Seq: 1 << 63}, documents)
	p.apply(t, search.Batch{Deletes: []string{documents[0].DossierID}, Position: search.Position{Epoch: 4}})
	p.holds(t, search.Position{Epoch: 4}, documents[1:])
	p.apply(t, search.Batch{Position: search.Position{Epoch: 5, Seq: 5}})
	p.reopen(t)
	p.holds(t, search.Position{Epoch: 5, Seq: 5}, documents[1:])
}

// holds checks what the index says of itself.
func (p *pair) holds(t *testing.T, position search.Position, documents []search.Document) {
	t.Helper()
	ctx := context.Background()
	got, err := p.index.Position(ctx)
	if err != nil || got != position {
		t.Errorf("position %+v (%v), want %+v", got, err, position)
	}
	if count, err := p.index.Count(ctx); err != nil || count != len(documents) {
		t.Errorf("count %d (%v), want %d", count, err, len(documents))
	}
	want, listed := map[string]time.Time{}, map[string]time.Time{}
	for _, doc := range documents {
		want[doc.DossierID] = doc.UpdatedAt
	}
	err = p.index.Each(ctx, func(id string, updated time.Time) error {
		listed[id] = updated
		return nil
	})
	if diff := cmp.Diff(want, listed); err != nil || diff != "" {
		t.Errorf("each: %v (-want +got):\n%s", err, diff)
	}
	if len(documents) > 0 {
		stop := fmt.Errorf("enough")
		if err := p.index.Each(ctx, func(string, time.Time) error { return stop }); err == nil {
			t.Error("each goes on after an error")
		}
	}
}

func testRefusals(t *testing.T, open Open) {
	p := newPair(t, open, Corpus{Seed: 10, Size: 60})
	ctx := context.Background()
	base := search.Query{Scope: authz.Everything(), Limit: 5}
	first, err := p.index.Search(ctx, base)
	if err != nil {
		t.Fatal(err)
	}
	for code, change := range map[string]func(q *search.Query){
		"search.query/limit 0":         func(q *search.Query) { q.Limit = 0 },
		"search.query/limit 101":       func(q *search.Query) { q.Limit = 101 },
		"search.query/sort":            func(q *search.Query) { q.Sort = "score" },
		"search.query/facet":           func(q *search.Query) { q.Facets = []search.FacetField{"name"} },
		"search.query/filter":          func(q *search.Query) { q.Filters = map[search.FacetField][]string{"id": {"1"}} },
		"search.query/kind":            func(q *search.Query) { q.Kinds = []search.MatchKind{"regexp"} },
		"search.query/years":           func(q *search.Query) { q.YearFrom, q.YearTo = 2001, 2000 },
		"search.query/text":            func(q *search.Query) { q.Text = strings.Repeat("王 ", 300) },
		"search.too_many_words":        func(q *search.Query) { q.Text = "一 二 三 四 五 六 七 八 九" },
		"search.word_too_long":         func(q *search.Query) { q.Text = strings.Repeat("王", 65) },
		"search.cursor/garbage":        func(q *search.Query) { q.Cursor = "!!" },
		"search.cursor/cut":            func(q *search.Query) { q.Cursor = first.Next[:8] },
		"search.cursor/other text":     func(q *search.Query) { q.Cursor, q.Text = first.Next, "王" },
		"search.cursor/other scope":    func(q *search.Query) { q.Cursor, q.Scope = first.Next, authz.Scope{Divisions: []string{"21"}} },
		"search.cursor/other order":    func(q *search.Query) { q.Cursor, q.Sort = first.Next, search.SortName },
		"search.cursor/beyond measure": func(q *search.Query) { q.Cursor = strings.Repeat("A", 5000) },
	} {
		query := base
		change(&query)
		_, err := p.index.Search(ctx, query)
		if want, _, _ := strings.Cut(code, "/"); errs.CodeOf(err) != want || errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: error %v", code, err)
		}
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := p.index.Search(ended, base); !errs.IsCanceled(err) {
		t.Errorf("cancelled search: %v", err)
	}
}

// testConcurrent searches while batches replace the whole content: every answer must be of one batch alone.
func testConcurrent(t *testing.T, open Open) {
	p := newPair(t, open, Corpus{Seed: 11, Size: 0})
	documents := Corpus{Seed: 11, Size: 120}.Documents()
	generation := func(n int) search.Batch {
		batch := search.Batch{Position: search.Position{Seq: uint64(n)}}
		for _, doc := range documents {
			doc.Status = fmt.Sprint("generation ", n)
			batch.Upserts = append(batch.Upserts, doc)
		}
		return batch
	}
	p.apply(t, generation(0))
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				result, err := p.index.Search(context.Background(), search.Query{Scope: authz.Everything(), Limit: 1, Facets: []search.FacetField{search.FacetStatus}})
				if err != nil || result.Total != len(documents) || len(result.Facets[search.FacetStatus]) != 1 {
					t.Errorf("mixed answer: %v %d %v", err, result.Total, result.Facets)
					return
				}
			}
		})
	}
	for n := 1; n <= 8; n++ {
		p.apply(t, generation(n))
	}
	close(done)
	readers.Wait()
}

// Ranking writes down the first hits of a text on the ranking corpus, one per line with what it was found by.
func Ranking(index search.Index, text string) (string, error) {
	byID := map[string]search.Document{}
	for _, doc := range RankingCorpus() {
		byID[doc.DossierID] = doc
	}
	result, err := index.Search(context.Background(), search.Query{Text: text, Scope: authz.Everything(), Limit: 25})
	if err != nil {
		return "", err
	}
	var lines strings.Builder
	fmt.Fprintf(&lines, "检索 %s：%d 件\n", text, result.Total)
	for _, hit := range result.Hits {
		doc := byID[hit.DossierID]
		fmt.Fprintf(&lines, "%3.0f %v %s %s %s %s\n", hit.Score, hit.Matches, doc.Name, doc.IDNumber, doc.ArchivalCode, doc.Employer)
	}
	return lines.String(), nil
}

// RankingCorpus is what the golden rankings are made on: drawn dossiers and some whose rank people will look for.
func RankingCorpus() []search.Document {
	documents := Corpus{Seed: 12, Size: 800, Pages: 1}.Documents()
	for i, name := range []string{"王小明", "王晓明", "王小民", "李小明", "王小", "王小明远", "单小明", "单　于", "尉迟敬德", "髙劉靑", "高刘青", "𬭎小明", "王𠅤明"} {
		documents[i*3].Name = name
	}
	documents[1].Texts = []string{"证明人：王小明。\n该员为沈阳第一机床厂职工。"}
	documents[2].Rows = append(documents[2].Rows, "关于王小明同志工龄计算的批复")
	documents[4].Employer = "沈阳王小明饭店"
	return documents
}

// RankingTexts names the golden files and what each of them searches for.
func RankingTexts() map[string]string {
	return map[string]string{
		"name":            "王小明",
		"name_two":        "王小",
		"name_unknown":    "王?明",
		"name_some":       "王某某",
		"name_variant":    "高劉青",
		"name_outside":    "𬭎",
		"name_one":        "单",
		"pinyin_full":     "shanxiaoming",
		"pinyin_prefix":   "wangxiaom",
		"pinyin_initials": "wxm",
		"pinyin_compound": "yuchi",
		"id_part":         "195511",
		"code_part":       "00007",
		"employer":        "机床",
		"row":             "工龄计算",
		"page":            "证明人",
		"two_words":       "王小明 机床",
		"full_width":      "ｗａｎｇ",
	}
}

func testRankings(t *testing.T, open Open) {
	p := newPair(t, open, Corpus{Seed: 12, Size: 0})
	p.apply(t, search.Batch{Upserts: RankingCorpus()})
	for _, name := range slices.Sorted(maps.Keys(RankingTexts())) {
		want, err := golden.ReadFile("testdata/golden/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		got, err := Ranking(p.index, RankingTexts()[name])
		if diff := cmp.Diff(string(want), got); err != nil || diff != "" {
			t.Errorf("ranking %s: %v (-golden +index):\n%s", name, err, diff)
		}
	}
}
