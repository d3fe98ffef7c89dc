package local_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/storage"
	"github.com/danganku/danganku/storage/local"
	"github.com/danganku/danganku/storage/storagetest"
)

func open(t *testing.T, root string) *local.Store {
	t.Helper()
	store, err := local.New(root)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

func TestConformance(t *testing.T) {
	storagetest.Run(t, func(t *testing.T) storage.Store { return open(t, t.TempDir()) })
}

// files lists everything below root except the root itself, folders with a slash at the end.
func files(t *testing.T, root string) []string {
	t.Helper()
	found := []string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == root {
			return err
		}
		name := strings.TrimPrefix(filepath.ToSlash(path), filepath.ToSlash(root)+"/")
		if entry.IsDir() {
			name += "/"
		}
		found = append(found, name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestFilesOnDisk(t *testing.T) {
	root := t.TempDir()
	store := open(t, root)
	for _, key := range []string{"ocfl/a/page", "ocfl/b/page"} {
		if err := storage.PutBytes(t.Context(), store, key, []byte("x"), storage.PutOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(filepath.Join(root, "ocfl", "a", "page"))
	if err != nil || info.Mode().Perm() != 0o444 {
		t.Errorf("mode %v, %v, want read-only", info.Mode(), err)
	}
	if err := store.Delete(t.Context(), "ocfl/a/page"); err != nil {
		t.Fatal(err)
	}
	want := []string{".tmp/", "ocfl/", "ocfl/b/", "ocfl/b/page"}
	if diff := cmp.Diff(want, files(t, root)); diff != "" {
		t.Errorf("files after delete (-want +got):\n%s", diff)
	}
}

func TestReservedFolder(t *testing.T) {
	store := open(t, t.TempDir())
	err := storage.PutBytes(t.Context(), store, ".tmp/x", []byte("x"), storage.PutOptions{})
	if !errors.Is(err, fs.ErrInvalid) {
		t.Errorf("put into the folder of unfinished objects: %v", err)
	}
}

// TestLeftoversOfACrash leaves behind what a killed process does: a file in the folder of unfinished objects.
func TestLeftoversOfACrash(t *testing.T) {
	root := t.TempDir()
	store := open(t, root)
	for name, age := range map[string]time.Duration{"old": 48 * time.Hour, "fresh": time.Minute} {
		path := filepath.Join(root, ".tmp", name)
		stamp := time.Now().Add(-age)
		if err := errors.Join(os.WriteFile(path, []byte("half a pa"), 0o600), os.Chtimes(path, stamp, stamp)); err != nil {
			t.Fatal(err)
		}
	}
	for obj, err := range store.List(t.Context(), "") {
		t.Errorf("listed %v, %v", obj, err)
	}
	removed, err := store.SweepTemp(24 * time.Hour)
	if err != nil || removed != 1 {
		t.Errorf("removed %d, %v, want the old one", removed, err)
	}
	if diff := cmp.Diff([]string{".tmp/", ".tmp/fresh"}, files(t, root)); diff != "" {
		t.Errorf("files after the sweep (-want +got):\n%s", diff)
	}
}

func TestFailedPutLeavesNoFile(t *testing.T) {
	root := t.TempDir()
	store := open(t, root)
	r := io.MultiReader(strings.NewReader("abc"), iotest.ErrReader(io.ErrClosedPipe))
	if _, err := store.Put(t.Context(), "new/page", r, -1, storage.PutOptions{}); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("put: %v", err)
	}
	if diff := cmp.Diff([]string{".tmp/"}, files(t, root)); diff != "" {
		t.Errorf("files after the failed put (-want +got):\n%s", diff)
	}
}

func TestLinksDoNotLeadOutside(t *testing.T) {
	root, outside := t.TempDir(), t.TempDir()
	store := open(t, root)
	if err := errors.Join(os.WriteFile(filepath.Join(outside, "secret"), []byte("s"), 0o600),
		os.Symlink(outside, filepath.Join(root, "link"))); err != nil {
		t.Fatal(err)
	}
	if _, _, err := store.Get(t.Context(), "link/secret", 0, -1); err == nil {
		t.Error("read a file outside the root through a link")
	}
	if err := storage.PutBytes(t.Context(), store, "link/new", []byte("x"), storage.PutOptions{}); err == nil {
		t.Error("wrote a file outside the root through a link")
	}
	for obj, err := range store.List(t.Context(), "") {
		t.Errorf("listed %v, %v", obj, err)
	}
}
