package pack

import (
	"archive/zip"
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/danganku/danganku/internal/domain"
)

// Identity numbers of the area 219999, which was never issued.
const (
	idZhang = "219999194802290019"
	idLi    = "219999195511010026"
	idWang  = "219999196001310031"
)

// files is a package to be written: content by path.
type files map[string][]byte

func jpegPage(t testing.TB) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 8, 8))
	img.SetGray(3, 3, color.Gray{Y: 200})
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func pngPage(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// sheetOf is a sheet of a workbook to be written.
type sheetOf struct {
	name string
	rows [][]any
}

func xlsx(t testing.TB, sheets ...sheetOf) []byte {
	t.Helper()
	book := excelize.NewFile()
	for i, sheet := range sheets {
		if i == 0 {
			if err := book.SetSheetName("Sheet1", sheet.name); err != nil {
				t.Fatal(err)
			}
		} else if _, err := book.NewSheet(sheet.name); err != nil {
			t.Fatal(err)
		}
		for r, cells := range sheet.rows {
			at, err := excelize.CoordinatesToCellName(1, r+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := book.SetSheetRow(sheet.name, at, &cells); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// writeFolder writes the files to a new folder of the given name.
func writeFolder(t testing.TB, name string, content files) string {
	t.Helper()
	root := filepath.Join(t.TempDir(), name)
	if err := os.MkdirAll(root, 0o755); err != nil {
		t.Fatal(err)
	}
	for path, bytes := range content {
		at := filepath.Join(root, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, bytes, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// writeZip writes the files to a zip in the given order of headers; a nil order means any.
func writeZip(t testing.TB, name string, content files) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for path, bytes := range content {
		f, err := w.Create(path)
		if err == nil {
			_, err = f.Write(bytes)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return writeRaw(t, name, out.Bytes())
}

func writeRaw(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func mustOpen(t testing.TB, path string, limits Limits) *Package {
	t.Helper()
	p, err := Open(path, limits)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

func mustRead(t testing.TB, path string) Reading {
	t.Helper()
	reading, err := Read(context.Background(), mustOpen(t, path, Limits{}))
	if err != nil {
		t.Fatal(err)
	}
	return reading
}

func find(violations []domain.Violation, rule domain.RuleID, words string) (domain.Violation, bool) {
	for _, v := range violations {
		if v.Rule == rule && strings.Contains(v.Message, words) {
			return v, true
		}
	}
	return domain.Violation{}, false
}

func wantViolation(t *testing.T, violations []domain.Violation, rule domain.RuleID, level domain.Level, words string) domain.Violation {
	t.Helper()
	v, found := find(violations, rule, words)
	if !found || v.Level != level {
		t.Fatalf("want %s %s “%s”, have %v", rule, level, words, violations)
	}
	return v
}

func wantNone(t *testing.T, violations []domain.Violation) {
	t.Helper()
	if len(violations) > 0 {
		t.Fatalf("want no violations, have %v", violations)
	}
}
