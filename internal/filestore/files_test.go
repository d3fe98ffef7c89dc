package filestore

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/storage/local"
)

func open(t *testing.T) (*Files, string) {
	t.Helper()
	root, spool := t.TempDir(), t.TempDir()
	store, err := local.New(root)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return New(store, spool), root
}

func TestFilesComeBackByteForByte(t *testing.T) {
	files, _ := open(t)
	content := strings.Repeat("性质界定表", 1000)
	digest, size, err := files.Put(t.Context(), strings.NewReader(content), 1<<20)
	if err != nil || size != int64(len(content)) {
		t.Fatalf("put: %d bytes, %v", size, err)
	}
	again, _, err := files.Put(t.Context(), strings.NewReader(content), 1<<20)
	if err != nil || again == digest {
		t.Fatalf("the same content again: %s, %v", again, err)
	}
	if err := files.Delete(t.Context(), again); err != nil {
		t.Fatal(err)
	}
	reader, err := files.Open(t.Context(), digest)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if got, err := io.ReadAll(reader); err != nil || string(got) != content {
		t.Fatalf("read %d bytes, %v", len(got), err)
	}
	if left, err := os.ReadDir(files.spool); err != nil || len(left) > 0 {
		t.Fatalf("left in the spool: %v, %v", left, err)
	}
}

func TestFilesRefuseWhatIsTooLarge(t *testing.T) {
	files, root := open(t)
	if _, _, err := files.Put(t.Context(), bytes.NewReader(make([]byte, 101)), 100); !errs.Is(err, errs.TooLarge) {
		t.Fatalf("101 bytes of 100: %v", err)
	}
	if _, err := os.Stat(filepath.Join(root, prefix)); err == nil {
		t.Fatal("something was stored")
	}
}

func TestCheckFindsDamage(t *testing.T) {
	files, root := open(t)
	digest, size, err := files.Put(t.Context(), strings.NewReader("回执"), 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		damage func() error
		found  bool
	}{
		{"whole", func() error { return nil }, false},
		{"changed", func() error { return os.WriteFile(filepath.Join(root, key(digest)), []byte("回执!"), 0o600) }, true},
		{"gone", func() error { return files.Delete(t.Context(), digest) }, true},
	} {
		if err := c.damage(); err != nil {
			t.Fatal(err)
		}
		problem, err := files.Check(t.Context(), digest, size)
		if err != nil || (problem != "") != c.found {
			t.Errorf("%s: %q, %v", c.name, problem, err)
		}
	}
	if _, err := files.Open(t.Context(), digest); !errs.Is(err, errs.NotFound) {
		t.Errorf("open what is gone: %v", err)
	}
}
