package bleveindex_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2"

	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/search"
	"github.com/danganku/danganku/search/bleveindex"
	"github.com/danganku/danganku/search/searchtest"
)

func isCode(err error, code string) bool {
	return errs.CodeOf(err) == code && errs.Is(err, errs.Unavailable)
}

func TestSecondOpenFailsFastAndSaysWhy(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "index")
	index := open(t, folder)
	defer func() { _ = index.Close() }()
	start := time.Now()
	_, err := bleveindex.Open(folder, bleveindex.Options{LockTimeout: 50 * time.Millisecond})
	if !isCode(err, "search.locked") || time.Since(start) > 5*time.Second {
		t.Errorf("second open: %v after %v", err, time.Since(start))
	}
}

func TestOtherFormatMustBeRebuilt(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "index")
	index := open(t, folder)
	apply(t, index, searchtest.Corpus{Seed: 1, Size: 3}.Documents(), 1)
	if err := index.Close(); err != nil {
		t.Fatal(err)
	}
	engine, err := bleve.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(engine.SetInternal([]byte("danganku:format"), []byte("0")), engine.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := bleveindex.Open(folder, bleveindex.Options{}); !isCode(err, "search.rebuild_required") {
		t.Errorf("other format opened: %v", err)
	}
}

func TestCompactKeepsEveryAnswer(t *testing.T) {
	documents := searchtest.Corpus{Seed: 2, Size: 900, Pages: 1}.Documents()
	index := open(t, filepath.Join(t.TempDir(), "index")).(*bleveindex.Index)
	defer func() { _ = index.Close() }()
	for i := 0; i < len(documents); i += 100 {
		apply(t, index, documents[i:i+100], uint64(i))
	}
	queries := searchtest.Queries(3, documents, searchtest.Texts(4, documents, 6))
	answers := func() (all []string) {
		for _, query := range queries {
			result, err := index.Search(context.Background(), query)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, fmt.Sprint(result))
		}
		return all
	}
	before := answers()
	if err := index.Compact(context.Background()); err != nil {
		t.Fatal(err)
	}
	for i, after := range answers() {
		if before[i] != after {
			t.Fatalf("%+v:\nbefore %s\nafter  %s", queries[i], before[i], after)
		}
	}
}

const crashFolder = "DANGANKU_TEST_CRASH_FOLDER"

// TestMain lets the test binary be the process that is killed by TestKilledWriterLosesNothingAcknowledged.
func TestMain(m *testing.M) {
	if folder := os.Getenv(crashFolder); folder != "" {
		writeUntilKilled(folder)
	}
	os.Exit(m.Run())
}

const crashBatch = 20

// writeUntilKilled applies batch after batch, each with new dossiers and a rewritten first one, and prints the number
// of each batch once it is acknowledged.
func writeUntilKilled(folder string) {
	index, err := bleveindex.Open(folder, bleveindex.Options{})
	if err != nil {
		panic(err)
	}
	position, err := index.Position(context.Background())
	if err != nil {
		panic(err)
	}
	for seq := position.Seq + 1; ; seq++ {
		documents := searchtest.Corpus{Seed: seq, Size: crashBatch}.Documents()
		for i := range documents {
			documents[i].DossierID = fmt.Sprintf("%d-%d", seq, i)
		}
		documents[0].DossierID, documents[0].Status = "counter", strconv.FormatUint(seq, 10)
		if err := index.Apply(context.Background(), search.Batch{Upserts: documents, Position: search.Position{Seq: seq}}); err != nil {
			panic(err)
		}
		fmt.Fprintln(os.Stdout, seq)
	}
}

func TestKilledWriterLosesNothingAcknowledged(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "index")
	draw := rand.New(rand.NewPCG(1, 2))
	for range 6 {
		acknowledged := killedWriter(t, folder, 1+draw.IntN(12), time.Duration(draw.IntN(20))*time.Millisecond)
		index := open(t, folder)
		position, err := index.Position(context.Background())
		if err != nil || position.Seq < acknowledged {
			t.Fatalf("position %+v (%v) after %d was acknowledged", position, err, acknowledged)
		}
		count, err := index.Count(context.Background())
		if want := int(position.Seq)*(crashBatch-1) + 1; err != nil || count != want {
			t.Errorf("%d dossiers (%v) at position %d, want %d", count, err, position.Seq, want)
		}
		query := ask("")
		query.Filters = map[search.FacetField][]string{search.FacetStatus: {strconv.FormatUint(position.Seq, 10)}}
		if result, err := index.Search(context.Background(), query); err != nil || result.Total != 1 {
			t.Errorf("rewritten dossier of batch %d found %d times (%v)", position.Seq, result.Total, err)
		}
		if err := index.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// killedWriter runs a writer and kills it some time after it acknowledged a number of batches. It returns the last
// batch acknowledged.
func killedWriter(t *testing.T, folder string, batches int, delay time.Duration) (acknowledged uint64) {
	t.Helper()
	writer := exec.Command(os.Args[0])
	writer.Env = append(os.Environ(), crashFolder+"="+folder)
	writer.Stderr = os.Stderr
	output, err := writer.StdoutPipe()
	if err == nil {
		err = writer.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(output)
	for n := 0; lines.Scan(); n++ {
		if acknowledged, err = strconv.ParseUint(lines.Text(), 10, 64); err != nil {
			t.Fatal(err)
		}
		if n == batches {
			time.AfterFunc(delay, func() { _ = writer.Process.Kill() })
		}
	}
	if err := writer.Wait(); err == nil {
		t.Fatal("writer ended by itself")
	}
	return acknowledged
}
