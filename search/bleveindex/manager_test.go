package bleveindex_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/search"
	"github.com/danganku/danganku/search/bleveindex"
	"github.com/danganku/danganku/search/searchtest"
)

func openManager(t testing.TB, folder string) *bleveindex.Manager {
	t.Helper()
	manager, err := bleveindex.OpenManager(folder, bleveindex.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return manager
}

func total(t testing.TB, index search.Index) int {
	t.Helper()
	result, err := index.Search(context.Background(), search.Query{Scope: authz.Everything(), Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	return result.Total
}

func apply(t testing.TB, index search.Index, documents []search.Document, seq uint64) {
	t.Helper()
	if err := index.Apply(context.Background(), search.Batch{Upserts: documents, Position: search.Position{Seq: seq}}); err != nil {
		t.Fatal(err)
	}
}

func TestRebuildReplacesTheIndexWhileItIsSearched(t *testing.T) {
	folder := t.TempDir()
	manager := openManager(t, folder)
	documents := searchtest.Corpus{Seed: 1, Size: 90}.Documents()
	apply(t, manager, documents[:30], 1)
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for ended := false; !ended; {
				select {
				case <-done:
					ended = true
				default:
				}
				if n := total(t, manager); n != 30 && n != 90 {
					t.Errorf("a search saw %d dossiers", n)
				}
			}
		})
	}
	err := manager.Rebuild(context.Background(), func(ctx context.Context, fresh search.Index) error {
		apply(t, fresh, documents, 2)
		return nil
	})
	close(done)
	readers.Wait()
	if err != nil || total(t, manager) != 90 {
		t.Fatalf("after rebuild: %v, %d dossiers", err, total(t, manager))
	}
	if err := manager.Close(); err != nil {
		t.Fatal(err)
	}
	again := openManager(t, folder)
	defer func() { _ = again.Close() }()
	if position, err := again.Position(context.Background()); err != nil || position.Seq != 2 || total(t, again) != 90 {
		t.Errorf("reopened at %+v (%v) with %d dossiers", position, err, total(t, again))
	}
	if left := folders(t, folder); len(left) != 1 {
		t.Errorf("folders left: %v", left)
	}
}

func folders(t testing.TB, folder string) []string {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(folder, "index-*"))
	if err != nil {
		t.Fatal(err)
	}
	return left
}

func TestFailedRebuildKeepsTheIndex(t *testing.T) {
	folder := t.TempDir()
	manager := openManager(t, folder)
	defer func() { _ = manager.Close() }()
	apply(t, manager, searchtest.Corpus{Seed: 1, Size: 5}.Documents(), 1)
	wrong := errors.New("database went away")
	if err := manager.Rebuild(context.Background(), func(context.Context, search.Index) error { return wrong }); !errors.Is(err, wrong) {
		t.Errorf("rebuild gave %v", err)
	}
	if total(t, manager) != 5 || len(folders(t, folder)) != 1 {
		t.Errorf("%d dossiers in %v", total(t, manager), folders(t, folder))
	}
}

func TestInterruptedRebuildIsSweptAway(t *testing.T) {
	folder := t.TempDir()
	manager := openManager(t, folder)
	apply(t, manager, searchtest.Corpus{Seed: 1, Size: 5}.Documents(), 1)
	if err := manager.Close(); err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(folder, "index-half")
	if err := errors.Join(os.Mkdir(half, 0o750), os.WriteFile(filepath.Join(folder, "CURRENT.1"), []byte("index-half"), 0o600)); err != nil {
		t.Fatal(err)
	}
	manager = openManager(t, folder)
	defer func() { _ = manager.Close() }()
	if total(t, manager) != 5 || len(folders(t, folder)) != 1 {
		t.Errorf("%d dossiers in %v", total(t, manager), folders(t, folder))
	}
}

func TestStartOverAfterDamage(t *testing.T) {
	folder := t.TempDir()
	manager := openManager(t, folder)
	apply(t, manager, searchtest.Corpus{Seed: 1, Size: 5}.Documents(), 1)
	if err := manager.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folders(t, folder)[0], "index_meta.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := bleveindex.OpenManager(folder, bleveindex.Options{}); !isCode(err, "search.rebuild_required") {
		t.Fatalf("damaged index opened: %v", err)
	}
	fresh, err := bleveindex.StartOver(folder, bleveindex.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = fresh.Close() }()
	if total(t, fresh) != 0 || len(folders(t, folder)) != 1 {
		t.Errorf("%d dossiers in %s", total(t, fresh), strings.Join(folders(t, folder), " "))
	}
}
