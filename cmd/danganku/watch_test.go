package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/testkit"
)

func watching(t *testing.T) *hotFolder { return watchingWith(t, embedded(t)) }

func watchingWith(t *testing.T, config *Config) *hotFolder {
	t.Helper()
	return &hotFolder{watchCmd: &watchCmd{Office: "210106", Scheme: "CADRE_2018"}, folder: t.TempDir(), desk: opened(t, config),
		seen: map[string]sighting{}, logger: config.logger()}
}

// sweeps looks twice: once to see a package, once to find it settled.
func (h *hotFolder) sweeps(t *testing.T) {
	t.Helper()
	for range 2 {
		if err := h.sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func (h *hotFolder) mustHold(t *testing.T, dossiers int) {
	t.Helper()
	count, err := h.desk.store.Dossiers().Count(t.Context(), authz.Everything())
	if err != nil || count != dossiers {
		t.Errorf("%d dossiers are stored, want %d, %v", count, dossiers, err)
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// What the archive does not take is not deleted with what it takes.
func TestWatchKeepsFilesThatWereLeftOut(t *testing.T) {
	for name, place := range map[string]func(files []string) string{
		"of a person": func(files []string) string {
			return filepath.Join(filepath.Dir(filepath.FromSlash(files[0])), "补充说明.docx")
		},
		"of the package": func([]string) string { return "散页.docx" },
	} {
		t.Run(name, func(t *testing.T) {
			h := watching(t)
			left := place(fixturePackage(t, filepath.Join(h.folder, "包"), 40, 2, 1))
			writeFile(t, filepath.Join(h.folder, "包", left), []byte("text"))
			h.sweeps(t)
			h.mustHold(t, 2)
			if !exists(filepath.Join(h.folder, refusedFolder, "包", left)) {
				t.Errorf("%s is gone", left)
			}
			// Handed in once more: the dossiers are there already, the file still is not.
			if err := os.Rename(filepath.Join(h.folder, refusedFolder, "包"), filepath.Join(h.folder, "又一次")); err != nil {
				t.Fatal(err)
			}
			h.sweeps(t)
			if !exists(filepath.Join(h.folder, refusedFolder, "又一次", left)) {
				t.Errorf("%s is gone the second time", left)
			}
		})
	}
}

func TestWatchKeepsWhatCameInMeanwhile(t *testing.T) {
	h := watching(t)
	path := filepath.Join(h.folder, "包")
	fixturePackage(t, path, 41, 1, 1)
	if err := h.sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	fixturePackage(t, path, 42, 1, 1) // after the look that found it settled
	if err := h.takeIn(t.Context(), "包"); err != nil {
		t.Fatal(err)
	}
	if !exists(path) {
		t.Fatal("a package that was still growing was deleted")
	}
	h.sweeps(t)
	h.mustHold(t, 2)
	if exists(path) {
		t.Error("a stored package stays")
	}
}

func TestWatchLooksAgainAfterResuming(t *testing.T) {
	h := watching(t)
	path := filepath.Join(h.folder, "包")
	fixturePackage(t, path, 43, 1, 1)
	interrupted := h.desk.inspected(t, path)
	if _, err := h.desk.ingests.Confirm(t.Context(), h.desk.actor, interrupted.ID, false); err != nil {
		t.Fatal(err)
	}
	fixturePackage(t, path, 44, 1, 1) // scanned after the dry run that is resumed
	h.sweeps(t)
	if !exists(path) {
		t.Fatal("a package was deleted by the dry run of an earlier state")
	}
	h.sweeps(t)
	h.mustHold(t, 2)
	if exists(path) {
		t.Error("a stored package stays")
	}
}

func TestWatchBringsBackWhatItHid(t *testing.T) {
	h := watching(t)
	fixturePackage(t, filepath.Join(h.folder, hiddenPrefix+"包"), 45, 1, 1)
	if err := h.unhide(); err != nil {
		t.Fatal(err)
	}
	h.sweeps(t)
	h.mustHold(t, 1)
}

// An object store that is away for a while costs a few looks, not the watch.
func TestWatchOutlivesAnOutage(t *testing.T) {
	store := testkit.StartS3(t, "minio", t.TempDir())
	config := embedded(t)
	config.S3Endpoint, config.S3AccessKey, config.S3SecretKey, config.S3Bucket = store.Endpoint, store.AccessKey, store.SecretKey, "danganku"
	h := watchingWith(t, config)
	path := filepath.Join(h.folder, "包")
	fixturePackage(t, path, 46, 1, 1)
	store.Kill()
	h.sweeps(t)
	if !exists(path) {
		t.Fatal("the package is gone while the store is away")
	}
	h.mustHold(t, 0)
	store.Restart()
	h.sweeps(t) // the first one finishes what was begun
	h.sweeps(t)
	h.mustHold(t, 1)
	if exists(path) {
		t.Error("a stored package stays")
	}
}

func TestWhatEndsAWatch(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		once bool
		ends bool
	}{
		"nothing":                    {nil, false, false},
		"store that is away":         {errs.New(errs.Unavailable, "x", "x"), false, false},
		"dossier of another process": {errs.New(errs.Conflict, "x", "x"), false, false},
		"fault of ours":              {errors.New("x"), false, true},
		"end of the program":         {errs.Wrap("x", context.Canceled), false, true},
		"only one look":              {errs.New(errs.Unavailable, "x", "x"), true, true},
	} {
		t.Run(name, func(t *testing.T) {
			h := &hotFolder{watchCmd: &watchCmd{Once: c.once}, logger: slog.New(slog.DiscardHandler)}
			if got := h.endedBy(c.err, "包") != nil; got != c.ends {
				t.Errorf("ends: %t, want %t", got, c.ends)
			}
		})
	}
}
