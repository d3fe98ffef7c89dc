package ingest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/errs"
)

func TestManifestsThatAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		paths []string
		code  string
		names string // what the message tells
	}{
		"fine":                         {[]string{"甲/1.jpg", "甲/2.jpg", "甲.jpg"}, "internal", ""},
		"leaves the package":           {[]string{"../1.jpg"}, "upload.path", "../1.jpg"},
		"twice":                        {[]string{"甲/1.jpg", "甲/1.JPG"}, "upload.repeated", "甲/1.JPG"},
		"file that is a folder":        {[]string{"甲", "甲/1.jpg"}, "upload.file_and_folder", "甲/1.jpg"},
		"folder that is a file":        {[]string{"甲/1.jpg", "甲"}, "upload.file_and_folder", "甲/1.jpg"},
		"in another case, further up":  {[]string{"a/b/c/1.jpg", "A/B"}, "upload.file_and_folder", "a/b/c/1.jpg"},
		"names that only begin as one": {[]string{"甲", "甲乙/1.jpg"}, "internal", ""},
	} {
		t.Run(name, func(t *testing.T) {
			files := make([]ManifestFile, len(c.paths))
			for i, path := range c.paths {
				files[i].Path = path
			}
			err := checkManifest(files)
			if err == nil && c.names == "" {
				return
			}
			if errs.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.names) {
				t.Errorf("got %v, want %s about %s", err, c.code, c.names)
			}
		})
	}
}

// A manifest is there whole or not at all: it is never written where it is read.
func TestManifestIsPutInPlaceWhole(t *testing.T) {
	folder := t.TempDir()
	path, other := filepath.Join(folder, "manifest.json"), filepath.Join(folder, "same file")
	if err := os.WriteFile(path, []byte(`[{"path":"甲`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Link(path, other); err != nil {
		t.Fatal(err)
	}
	want := []ManifestFile{{Path: "甲/1.jpg", Size: 7}}
	if err := writeManifest(path, want); err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(other); err != nil || string(content) != `[{"path":"甲` {
		t.Errorf("the file was written in place: %s, %v", content, err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got []ManifestFile
	if err := json.Unmarshal(content, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 2 {
		t.Errorf("left beside it: %v, %v", left, err)
	}
}
