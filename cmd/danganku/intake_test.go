package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/app/dossier"
	"github.com/danganku/danganku/internal/app/ingest"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/search"
)

func TestDryRunStoresNothing(t *testing.T) {
	backends(t, func(t *testing.T, config *Config) {
		d := opened(t, config)
		folder := t.TempDir()
		fixturePackage(t, folder, 1, 2, 1)
		request := ingest.Request{Office: "210106", Name: "演示", Source: folder}
		taken, err := d.take(t.Context(), request, func(context.Context, domain.Ingest) (bool, error) { return false, nil })
		if err != nil || taken.State != domain.IngestInspected || taken.Accepted != 2 || taken.Total.Pages != 6 {
			t.Fatalf("dry run: %+v, %v", taken, err)
		}
		count, err := d.store.Dossiers().Count(t.Context(), authz.Everything())
		if err != nil || count != 0 {
			t.Errorf("%d dossiers are stored, %v", count, err)
		}
		for id := range d.archive.Dossiers(t.Context()) {
			t.Errorf("objects of %s are stored", id)
		}
	})
}

func TestSamePackageTwiceAddsNothing(t *testing.T) {
	backends(t, func(t *testing.T, config *Config) {
		d := opened(t, config)
		folder := t.TempDir()
		fixturePackage(t, folder, 2, 3, 2)
		if first := d.mustTake(t, folder); first.State != domain.IngestCommitted || first.Accepted != 3 {
			t.Fatalf("first time: %+v", first)
		}
		before := d.exported(t)
		again := d.mustTake(t, folder)
		if again.Skipped != 3 || again.Accepted != 0 || again.Refused != 0 {
			t.Errorf("second time: accepted %d, skipped %d, refused %d", again.Accepted, again.Skipped, again.Refused)
		}
		if d.exported(t) != before {
			t.Error("the catalogue changed")
		}
		d.mustBeClean(t)
	})
}

// A second, different dossier of a person already held is refused with the place where the first one is (rule R10).
func TestSecondDossierOfAPersonIsRefused(t *testing.T) {
	d := opened(t, embedded(t))
	folder := t.TempDir()
	files := fixturePackage(t, folder, 3, 1, 1)
	d.mustTake(t, folder)
	if err := os.Remove(filepath.Join(folder, filepath.FromSlash(files[2]))); err != nil {
		t.Fatal(err)
	}
	taken := d.mustTake(t, folder)
	if taken.Refused != 1 || taken.Accepted != 0 {
		t.Fatalf("accepted %d, refused %d", taken.Accepted, taken.Refused)
	}
	items, err := d.store.Ingests().Items(t.Context(), taken.ID, domain.ItemRefuse, 0, 10)
	if err != nil || len(items) != 1 {
		t.Fatal(items, err)
	}
	for _, violation := range items[0].Violations {
		if violation.Rule == domain.R10 && strings.Contains(violation.Message, "铁西区人事档案管理中心") {
			return
		}
	}
	t.Errorf("no violation of R10 names the office: %v", items[0].Violations)
}

func TestUndo(t *testing.T) {
	backends(t, func(t *testing.T, config *Config) {
		d := opened(t, config)
		ctx := t.Context()
		kept, undone := t.TempDir(), t.TempDir()
		fixturePackage(t, kept, 4, 1, 1)
		fixturePackage(t, undone, 5, 2, 1)
		d.mustTake(t, kept)
		before := d.exported(t)
		taken := d.mustTake(t, undone)
		if _, err := d.ingests.Undo(ctx, d.actor, taken.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := d.integrity.RecoverExpired(ctx); err != nil {
			t.Fatal(err)
		}
		d.catchUp(t)
		if d.exported(t) != before {
			t.Error("the catalogue is not as before")
		}
		d.mustBeClean(t)
		for object, err := range d.objects.List(ctx, "") {
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(object.Key, "derived/") && !strings.Contains(before, strings.Split(object.Key, "/")[1]) {
				t.Errorf("%s is left of a withdrawn dossier", object.Key)
			}
		}
		if again := d.mustTake(t, undone); again.Accepted != 2 {
			t.Errorf("after undoing, the package is not accepted again: %+v", again)
		}
	})
}

func TestReleasedDossiersCannotBeUndone(t *testing.T) {
	d := opened(t, embedded(t))
	folder := t.TempDir()
	fixturePackage(t, folder, 6, 2, 1)
	taken := d.mustTake(t, folder)
	items, err := d.store.Ingests().Items(t.Context(), taken.ID, domain.ItemAccept, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.dossiers.Release(t.Context(), d.actor, items[0].DossierID, 1); err != nil {
		t.Fatal(err)
	}
	before := d.exported(t)
	if _, err := d.ingests.Undo(t.Context(), d.actor, taken.ID); errs.CodeOf(err) != "ingest.released" {
		t.Errorf("undo after release: %v", err)
	}
	if d.exported(t) != before {
		t.Error("a refused undo changed the catalogue")
	}
}

func TestRebuildFromObjectsAlone(t *testing.T) {
	backends(t, func(t *testing.T, config *Config) {
		d := opened(t, config)
		folder := t.TempDir()
		fixturePackage(t, folder, 7, 3, 2)
		taken := d.mustTake(t, folder)
		edited := editSomething(t, d, taken.ID)
		before := d.exported(t)

		rebuilt := opened(t, emptyDatabase(t, config))
		if done, err := rebuilt.integrity.Rebuild(t.Context(), func(int) {}); err != nil || done != 3 {
			t.Fatalf("rebuilt %d dossiers, %v", done, err)
		}
		if after := rebuilt.exported(t); after != before {
			t.Errorf("the rebuilt catalogue differs:\n%s\n%s", before, after)
		}
		if err := rebuilt.settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		rebuilt.mustBeClean(t)
		found, err := rebuilt.dossiers.Search(t.Context(), rebuilt.actor, search.Query{Text: "更正后的题名", Limit: 5})
		if err != nil || found.Total != 1 || found.Found[0].Head.ID != edited {
			t.Errorf("the edited row is not found: %+v, %v", found, err)
		}
	})
}

// editSomething changes a row and turns a page of an ingest's first dossier and releases it.
func editSomething(t *testing.T, d intake, ingestID string) string {
	t.Helper()
	ctx := t.Context()
	items, err := d.store.Ingests().Items(ctx, ingestID, domain.ItemAccept, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	current, err := d.dossiers.View(ctx, d.actor, items[0].DossierID)
	if err != nil {
		t.Fatal(err)
	}
	row := current.Materials[0]
	row.Title = "更正后的题名"
	saved, err := d.dossiers.Edit(ctx, d.actor, current.ID, current.Version, "更正题名", []dossier.Operation{
		{Op: dossier.SetMaterial, MaterialID: row.ID, Material: row}, {Op: dossier.RotatePage, PageNo: current.Pages[0].No, Rotation: 90}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.dossiers.Release(ctx, d.actor, saved.ID, saved.Version); err != nil {
		t.Fatal(err)
	}
	return saved.ID
}
