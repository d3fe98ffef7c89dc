package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/search"
)

// A checker that cannot fail is worse than none: each fault is planted and must be reported, in the right store.
func TestVerifyFindsPlantedFaults(t *testing.T) {
	faults := map[string]struct {
		store string
		plant func(t *testing.T, d intake)
	}{
		"a flipped bit in a master": {"objects", func(t *testing.T, d intake) {
			path := objectFiles(t, d.config, "/content/pages/")[0]
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			content[len(content)/2] ^= 1
			overwrite(t, path, content)
		}},
		"a missing master": {"objects", func(t *testing.T, d intake) {
			remove(t, objectFiles(t, d.config, "/content/pages/")[0])
		}},
		"an inventory that is no inventory": {"objects", func(t *testing.T, d intake) {
			for _, path := range objectFiles(t, d.config, "inventory.json") {
				if !strings.Contains(path, "/v1/") && strings.HasSuffix(path, "inventory.json") {
					overwrite(t, path, []byte("{"))
				}
			}
		}},
		"a changed record": {"objects", func(t *testing.T, d intake) {
			overwrite(t, objectFiles(t, d.config, "/content/record.json")[0], []byte("{}"))
		}},
		"a file nobody accounts for": {"objects", func(t *testing.T, d intake) {
			folder := filepath.Dir(objectFiles(t, d.config, "/content/pages/")[0])
			if err := os.WriteFile(filepath.Join(folder, "extra.jpg"), []byte("x"), 0o640); err != nil {
				t.Fatal(err)
			}
		}},
		"a row without objects": {"objects", func(t *testing.T, d intake) {
			if err := d.archive.Purge(t.Context(), someDossier(t, d)); err != nil {
				t.Fatal(err)
			}
		}},
		"objects without a row": {"database", func(t *testing.T, d intake) {
			id := someDossier(t, d)
			if err := d.store.Dossiers().Delete(t.Context(), id); err != nil {
				t.Fatal(err)
			}
		}},
		"a row changed behind the record": {"database", func(t *testing.T, d intake) {
			changed, err := d.store.Dossiers().Get(t.Context(), someDossier(t, d))
			if err != nil {
				t.Fatal(err)
			}
			changed.Retiree.Name = "改名"
			changed.Version++
			if err := d.store.Dossiers().Put(t.Context(), changed); err != nil {
				t.Fatal(err)
			}
		}},
		"a dossier missing from the index": {"index", func(t *testing.T, d intake) {
			position, err := d.index.Position(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if err := d.index.Apply(t.Context(), search.Batch{Deletes: []string{someDossier(t, d)}, Position: position}); err != nil {
				t.Fatal(err)
			}
		}},
		"a dossier only the index knows": {"index", func(t *testing.T, d intake) {
			position, err := d.index.Position(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			ghost := search.Document{DossierID: domain.NewID(), Office: "210106", Division: "210106", Name: "无此人"}
			if err := d.index.Apply(t.Context(), search.Batch{Upserts: []search.Document{ghost}, Position: position}); err != nil {
				t.Fatal(err)
			}
		}},
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			d := opened(t, embedded(t))
			folder := t.TempDir()
			fixturePackage(t, folder, 8, 2, 1)
			d.mustTake(t, folder)
			d.mustBeClean(t)
			fault.plant(t, d)
			report, err := d.integrity.Verify(t.Context(), func(int) {})
			if err != nil {
				t.Fatal(err)
			}
			if report.Clean() {
				t.Fatal("nothing was found")
			}
			if !slices.ContainsFunc(report.Differences, differenceIn(fault.store)) {
				t.Errorf("not reported for %s: %+v", fault.store, report.Differences)
			}
		})
	}
}

func someDossier(t *testing.T, d intake) string {
	t.Helper()
	for id, err := range d.archive.Dossiers(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	t.Fatal("there is no dossier")
	return ""
}

func overwrite(t *testing.T, path string, content []byte) {
	t.Helper()
	remove(t, path)
	if err := os.WriteFile(path, content, 0o440); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}
