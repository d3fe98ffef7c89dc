package ocfl_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/danganku/danganku/storage/ocfl"
)

// TestFaultsAreFound injects one fault each and expects Verify and the third party's validator to find it.
func TestFaultsAreFound(t *testing.T) {
	flip := func(path string) error {
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		b[len(b)/2] ^= 1
		return errors.Join(os.Remove(path), os.WriteFile(path, b, 0o444))
	}
	write := func(text string) func(string) error {
		return func(path string) error {
			_ = os.Remove(path)
			return errors.Join(os.MkdirAll(filepath.Dir(path), 0o750), os.WriteFile(path, []byte(text), 0o444))
		}
	}
	for _, c := range []struct {
		name, file string
		damage     func(path string) error
		want       ocfl.Fault
	}{
		{"flipped byte of content", "v1/content/正本/001.jpg", flip, ocfl.FaultDigest},
		{"truncated content", "v1/content/正本/002.jpg", write("tw"), ocfl.FaultDigest},
		{"removed content", "v2/content/正本/003.jpg", os.Remove, ocfl.FaultMissing},
		{"extra content", "v2/content/intruder", write("x"), ocfl.FaultExtra},
		{"extra file in a version", "v3/notes", write("x"), ocfl.FaultExtra},
		{"extra file in the object", "notes", write("x"), ocfl.FaultExtra},
		{"extra version", "v9/content/a", write("x"), ocfl.FaultExtra},
		{"flipped byte of the root inventory", "inventory.json", flip, ocfl.FaultDigest},
		{"flipped byte of an old inventory", "v2/inventory.json", flip, ocfl.FaultDigest},
		{"removed root inventory", "inventory.json", os.Remove, ocfl.FaultMissing},
		{"removed sidecar", "inventory.json.sha512", os.Remove, ocfl.FaultMissing},
		{"removed old inventory", "v2/inventory.json", os.Remove, ocfl.FaultMissing},
		{"wrong sidecar", "v2/inventory.json.sha512", write("00 inventory.json\n"), ocfl.FaultDigest},
		{"removed declaration", "0=ocfl_object_1.1", os.Remove, ocfl.FaultMissing},
		{"wrong declaration", "0=ocfl_object_1.1", write("ocfl_object_1.0\n"), ocfl.FaultDigest},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			root := initRoot(t, localStore(t, folder))
			history(t, root, dossier)
			wantSound(t, root, folder)
			if err := c.damage(filepath.Join(folder, "ocfl", filepath.FromSlash(root.Dir(dossier)), filepath.FromSlash(c.file))); err != nil {
				t.Fatal(err)
			}
			problems, err := root.Verify(t.Context(), dossier)
			// A sidecar that does not match is reported of the inventory: either may be the wrong one.
			want := strings.TrimSuffix(c.file, ".sha512")
			named := func(p ocfl.Problem) bool { return p.Fault == c.want && strings.TrimSuffix(p.Path, ".sha512") == want }
			if err != nil || !slices.ContainsFunc(problems, named) {
				t.Errorf("Verify finds %v, %v, want %s of %s", problems, err, c.want, c.file)
			}
			// Without declaration ocfl-go does not see that there is an object.
			if c.name != "removed declaration" && len(thirdPartyFindings(t, folder)) == 0 {
				t.Error("ocfl-go finds nothing")
			}
		})
	}
}

// TestInventoriesThatContradictEachOther forges a later inventory, with right sidecars, that tells another history.
func TestInventoriesThatContradictEachOther(t *testing.T) {
	folder := t.TempDir()
	root := initRoot(t, localStore(t, folder))
	history(t, root, dossier)
	object := filepath.Join(folder, "ocfl", filepath.FromSlash(root.Dir(dossier)))
	for _, file := range []string{"inventory.json", "v5/inventory.json"} {
		raw, err := os.ReadFile(filepath.Join(object, filepath.FromSlash(file)))
		if err != nil {
			t.Fatal(err)
		}
		forged := bytes.ReplaceAll(raw, []byte("cover.tif"), []byte("owner.tif"))
		for name, content := range map[string][]byte{file: forged, file + ".sha512": ocfl.Sidecar(forged)} {
			path := filepath.Join(object, filepath.FromSlash(name))
			if err := errors.Join(os.Remove(path), os.WriteFile(path, content, 0o444)); err != nil {
				t.Fatal(err)
			}
		}
	}
	problems, err := root.Verify(t.Context(), dossier)
	forgery := func(p ocfl.Problem) bool { return p.Fault == ocfl.FaultInventory && p.Path == "v1/inventory.json" }
	if err != nil || !slices.ContainsFunc(problems, forgery) {
		t.Errorf("Verify finds %v, %v, want that v1 tells otherwise", problems, err)
	}
}

func TestVerifyAbsent(t *testing.T) {
	root := initRoot(t, localStore(t, t.TempDir()))
	if _, err := root.Verify(t.Context(), dossier); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("verify of nothing: %v", err)
	}
}

func TestWalk(t *testing.T) {
	folder := t.TempDir()
	root := initRoot(t, localStore(t, folder))
	want := map[string]int{"urn:danganku:a": 1, "urn:danganku:b": 2, "urn:danganku:𠮷": 1}
	for id, versions := range want {
		for expect := range versions {
			mustUpdate(t, root, id, expect, edit{"page", id + versionText(expect)})
		}
	}
	stray := filepath.Join(folder, "ocfl", "zzz", "stray")
	if err := errors.Join(os.MkdirAll(filepath.Dir(stray), 0o750), os.WriteFile(stray, []byte("x"), 0o600)); err != nil {
		t.Fatal(err)
	}
	strays := 0
	for entry, err := range root.Objects(t.Context()) {
		if errors.Is(err, ocfl.ErrCorrupt) {
			strays++
			continue
		}
		if err != nil || entry.Unfinished || want[entry.ID] != entry.Version || entry.Files == 0 || entry.Dir != root.Dir(entry.ID) {
			t.Errorf("entry %+v, %v", entry, err)
		}
		delete(want, entry.ID)
	}
	if len(want) > 0 || strays != 1 {
		t.Errorf("not seen: %v; %d stray files, want 1", want, strays)
	}
}

func versionText(n int) string { return string(rune('0' + n)) }
