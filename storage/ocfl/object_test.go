package ocfl_test

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"github.com/danganku/danganku/storage"
	"github.com/danganku/danganku/storage/ocfl"
)

// history makes an object of five versions with new, changed, equal, renamed and removed files.
func history(t testing.TB, root *ocfl.Root, id string) []map[string]string {
	t.Helper()
	mustUpdate(t, root, id, 0, edit{"正本/001.jpg", "one"}, edit{"正本/002.jpg", "two"}, edit{"cover.tif", "cover"})
	mustUpdate(t, root, id, 1, edit{"正本/003.jpg", "three"}, edit{"copy.jpg", "one"})
	mustUpdate(t, root, id, 2, edit{"正本/001.jpg", ">tmp"}, edit{"正本/002.jpg", ">正本/001.jpg"}, edit{"tmp", ">正本/002.jpg"})
	mustUpdate(t, root, id, 3, edit{"正本/003.jpg", ""}, edit{"cover.tif", "better cover"})
	mustUpdate(t, root, id, 4, edit{"cover.tif", ""}, edit{"cover.tif/front", "cover"}, edit{"𠮷.jpg", "three"})
	return []map[string]string{
		{"正本/001.jpg": "one", "正本/002.jpg": "two", "cover.tif": "cover"},
		{"正本/001.jpg": "one", "正本/002.jpg": "two", "cover.tif": "cover", "正本/003.jpg": "three", "copy.jpg": "one"},
		{"正本/001.jpg": "two", "正本/002.jpg": "one", "cover.tif": "cover", "正本/003.jpg": "three", "copy.jpg": "one"},
		{"正本/001.jpg": "two", "正本/002.jpg": "one", "cover.tif": "better cover", "copy.jpg": "one"},
		{"正本/001.jpg": "two", "正本/002.jpg": "one", "cover.tif/front": "cover", "copy.jpg": "one", "𠮷.jpg": "three"},
	}
}

func TestEveryVersionStaysReadable(t *testing.T) {
	onEveryStore(t, func(t *testing.T, store storage.Store) {
		root := initRoot(t, store)
		want := history(t, root, dossier)
		object, err := root.Open(t.Context(), dossier)
		if err != nil {
			t.Fatal(err)
		}
		for i, files := range want {
			version, err := object.At(i + 1)
			if err != nil {
				t.Fatal(err)
			}
			got, err := contents(t.Context(), version)
			if diff := cmp.Diff(files, got); err != nil || diff != "" {
				t.Errorf("version %d: %v (-want +got):\n%s", i+1, err, diff)
			}
		}
		if diff := cmp.Diff(info("version 3"), object.History()[2]); diff != "" || object.Version() != len(want) {
			t.Errorf("version %d, history (-want +got):\n%s", object.Version(), diff)
		}
		wantSound(t, root, mirror(t, store))

		if err := root.Purge(t.Context(), dossier); err != nil {
			t.Fatal(err)
		}
		if left := snapshot(t, store, "ocfl/"); len(left) != 3 {
			t.Errorf("after the purge %d files are left, want those of the root", len(left))
		}
		if err := root.Purge(t.Context(), dossier); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("second purge: %v", err)
		}
		mustUpdate(t, root, dossier, 0, edit{"again", "x"})
		wantSound(t, root, mirror(t, store))
	})
}

func TestGet(t *testing.T) {
	store := localStore(t, t.TempDir())
	root := initRoot(t, store)
	object := mustUpdate(t, root, dossier, 0, edit{"a/page", "0123456789"})
	body, described, err := object.Get(t.Context(), "a/page", 3, 4)
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	if b, err := io.ReadAll(body); string(b) != "3456" || err != nil || described.Size != 10 {
		t.Errorf("range = %q, %v of %+v", b, err, described)
	}
	if _, _, err := object.Get(t.Context(), "a", 0, -1); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("folder: %v", err)
	}
	if err := store.Delete(t.Context(), "ocfl/"+root.Dir(dossier)+"/v1/content/a/page"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := object.Get(t.Context(), "a/page", 0, -1); !errors.Is(err, ocfl.ErrCorrupt) || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("lost content: %v, want an alarm", err)
	}
}

func TestEqualBytesAreKeptOnce(t *testing.T) {
	store := localStore(t, t.TempDir())
	root := initRoot(t, store)
	mustUpdate(t, root, dossier, 0, edit{"a", "same"}, edit{"b", "same"}, edit{"c", "other"}, edit{"c", "third"})
	mustUpdate(t, root, dossier, 1, edit{"d", "same"}, edit{"e", "new"}, edit{"f", "new"}, edit{"e", ""})
	var content []string
	for key := range snapshot(t, store, "ocfl/"+root.Dir(dossier)+"/v") {
		if strings.Contains(key, "/content/") {
			content = append(content, key)
		}
	}
	if len(content) != 3 {
		t.Errorf("content files %q, want one for each of same, third, new", content)
	}
}

func TestUnchangedMakesNoVersion(t *testing.T) {
	store := localStore(t, t.TempDir())
	root := initRoot(t, store)
	mustUpdate(t, root, dossier, 0, edit{"a", "x"}, edit{"b", "y"})
	before := snapshot(t, store, "")
	object := mustUpdate(t, root, dossier, 1, edit{"a", "x"}, edit{"b", ">c"}, edit{"c", ">b"})
	if object.Version() != 1 {
		t.Errorf("version %d", object.Version())
	}
	if diff := cmp.Diff(before, snapshot(t, store, "")); diff != "" {
		t.Errorf("files (-before +after):\n%s", diff)
	}
}

func TestFailedChangeLeavesNothing(t *testing.T) {
	store := localStore(t, t.TempDir())
	root := initRoot(t, store)
	unreadable := errors.New("page is unreadable")
	for expect := range 2 {
		before := snapshot(t, store, "")
		_, err := root.Update(t.Context(), dossier, expect, info("x"), func(stage *ocfl.Stage) error {
			return errors.Join(apply(t.Context(), stage, []edit{{"new", "content"}}), unreadable)
		})
		if !errors.Is(err, unreadable) {
			t.Errorf("error %v", err)
		}
		if diff := cmp.Diff(before, snapshot(t, store, "")); diff != "" {
			t.Errorf("files (-before +after):\n%s", diff)
		}
		if expect == 0 {
			mustUpdate(t, root, dossier, 0, edit{"a", "x"})
		}
	}
}

func TestStageRefusals(t *testing.T) {
	root := initRoot(t, localStore(t, t.TempDir()))
	mustUpdate(t, root, dossier, 0, edit{"a/b", "x"}, edit{"c", "y"})
	for _, c := range []struct {
		edit edit
		want error
	}{
		{edit{"a", "file where a folder is"}, fs.ErrExist},
		{edit{"c/d", "file below a file"}, fs.ErrExist},
		{edit{"c", ">a/b"}, fs.ErrExist},
		{edit{"c", ">a"}, fs.ErrExist},
		{edit{"c", ">../c"}, fs.ErrInvalid},
		{edit{"none", ">d"}, fs.ErrNotExist},
		{edit{"none", ""}, fs.ErrNotExist},
		{edit{"../escape", "x"}, fs.ErrInvalid},
		{edit{"/abs", "x"}, fs.ErrInvalid},
	} {
		if _, err := update(t.Context(), root, dossier, 1, c.edit); !errors.Is(err, c.want) {
			t.Errorf("%v: error %v, want %v", c.edit, err, c.want)
		}
	}
	object := mustUpdate(t, root, dossier, 1, edit{"c", ">c/d"}, edit{"a/b", ">a"})
	want := map[string]string{"a": "x", "c/d": "y"}
	if got, err := contents(t.Context(), object); err != nil || !cmp.Equal(want, got) {
		t.Errorf("files %v, %v, want %v", got, err, want)
	}
}

func TestWhatWouldMakeAValidatorWarnIsRefused(t *testing.T) {
	root := initRoot(t, localStore(t, t.TempDir()))
	try := func(id string, change func(*ocfl.VersionInfo)) error {
		given := info("x")
		change(&given)
		_, err := root.Update(t.Context(), id, 0, given, func(*ocfl.Stage) error { return nil })
		return err
	}
	nothing := func(*ocfl.VersionInfo) {}
	for name, err := range map[string]error{
		"id without scheme": try("dossier-1", nothing),
		"empty id":          try("", nothing),
		"no file":           try(dossier, nothing),
		"no message":        try(dossier, func(v *ocfl.VersionInfo) { v.Message = "" }),
		"no user":           try(dossier, func(v *ocfl.VersionInfo) { v.UserName = "" }),
		"address no URI":    try(dossier, func(v *ocfl.VersionInfo) { v.UserAddress = "room 3" }),
	} {
		if !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPagesInParallel(t *testing.T) {
	folder := t.TempDir()
	root := initRoot(t, localStore(t, folder))
	want := map[string]string{}
	for i := range 200 {
		want[fmt.Sprintf("p/%03d.jpg", i)] = fmt.Sprint("page ", i/2) // every page twice
	}
	object, err := root.Update(t.Context(), dossier, 0, info("scan"), func(stage *ocfl.Stage) error {
		var group errgroup.Group
		group.SetLimit(8)
		for path, content := range want {
			group.Go(func() error { return apply(t.Context(), stage, []edit{{path, content}}) })
		}
		return group.Wait()
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := contents(t.Context(), object); err != nil || !cmp.Equal(want, got) {
		t.Errorf("files differ: %v", err)
	}
	wantSound(t, root, folder)
}

// TestWritesPerVersion holds the cost of a version to one put per new file and five more.
func TestWritesPerVersion(t *testing.T) {
	const plenty = 1000
	counted := &dying{Store: localStore(t, t.TempDir()), left: plenty}
	root := initRoot(t, counted)
	for expect, edits := range [][]edit{
		{{"a", "1"}, {"b", "2"}, {"c", "3"}},
		{{"d", "4"}, {"a", ""}},
		{{"b", ">e"}},
	} {
		content := 0
		for _, e := range edits {
			if e.content != "" && e.content[0] != '>' {
				content++
			}
		}
		counted.left = plenty
		mustUpdate(t, root, dossier, expect, edits...)
		if writes := plenty - counted.left; writes > content+5 {
			t.Errorf("version %d of %d new files took %d writes", expect+1, content, writes)
		}
	}
}

func TestInit(t *testing.T) {
	store := localStore(t, t.TempDir())
	root := initRoot(t, store)
	before := snapshot(t, store, "")
	if err := root.Init(t.Context()); err != nil || !cmp.Equal(before, snapshot(t, store, "")) {
		t.Errorf("second init: %v", err)
	}
	foreign := []byte(`{"extension":"0003-hash-and-id-n-tuple-storage-layout","description":"x"}`)
	if err := storage.PutBytes(t.Context(), store, "ocfl/ocfl_layout.json", foreign, storage.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := root.Init(t.Context()); !errors.Is(err, ocfl.ErrCorrupt) {
		t.Errorf("root of another layout: %v", err)
	}
}
