package demo_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"image/jpeg"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/danganku/danganku/internal/demo"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/pack"
)

// digests are the files below dir by path. Workbooks count by their cells: the spreadsheet library does not promise equal
// bytes.
func digests(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if filepath.Ext(path) == ".xlsx" {
			data = []byte(strings.Join(slices.Concat(rows(t, path)...), "\t"))
		}
		sum := sha256.Sum256(data)
		files[name] = string(sum[:])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// rows are those of all sheets of a workbook.
func rows(t *testing.T, path string) [][]string {
	t.Helper()
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	var all [][]string
	for _, name := range book.GetSheetList() {
		sheet, err := book.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, sheet...)
	}
	return all
}

func TestEqualSeedsGiveEqualPackages(t *testing.T) {
	write := func() map[string]string {
		dir := t.TempDir()
		opts := demo.Options{Dossiers: 3, Seed: 3, PagesPerDossier: 4, Font: testFont(t), Layouts: []demo.Layout{demo.ClassFolders, demo.TransferSheet}}
		if _, err := demo.Write(t.Context(), dir, opts, nil); err != nil {
			t.Fatal(err)
		}
		return digests(t, dir)
	}
	first := write()
	if diff := cmp.Diff(first, write()); diff != "" || len(first) < 3*4 {
		t.Errorf("%d files; the second run differs: %s", len(first), diff)
	}
}

func TestTransferSheetPackage(t *testing.T) {
	dir := t.TempDir()
	sum, err := demo.Write(t.Context(), dir, demo.Options{Dossiers: 13, Seed: 1, PagesPerDossier: 4, Font: testFont(t),
		Layouts: []demo.Layout{demo.TransferSheet}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	roster := rows(t, filepath.Join(dir, "transfer-sheet", "移交案卷目录.xlsx"))
	want := strings.Split("序号、姓名、身份证号码、性别、出生日期、退休手续办理时间、生存状态、死亡日期、所属单位、户籍所在地、页数、档案局档号、保管期限、备注", "、")
	if diff := cmp.Diff(want, roster[0]); diff != "" {
		t.Errorf("headings: %s", diff)
	}
	// Each name stands in the sheet as it is, also where the font cannot draw it.
	if len(roster) != 14 || roster[8][1] != "刘𬭎" || roster[9][1] != "王𠅤" {
		t.Errorf("%d rows, last %v", len(roster), roster[len(roster)-1])
	}
	if byNumber := filepath.Join(dir, "transfer-sheet", roster[7][2]); !isFolder(byNumber) {
		t.Errorf("no folder is named by an identity number; want %s", byNumber)
	}
	everybodyIsFound(t, sum.Packages[0], roster[1:])
	page, err := os.ReadFile(filepath.Join(dir, "transfer-sheet", roster[1][11]+" "+roster[1][1], "1-1-01.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	config, err := jpeg.DecodeConfig(bytes.NewReader(page))
	if err != nil || config.Width != 2480 || config.Height != 3508 {
		t.Errorf("page: %+v, %v", config, err)
	}
	if jfif := []byte("\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x01\x01\x2C\x01\x2C\x00\x00"); !bytes.HasPrefix(page, jfif) {
		t.Errorf("page begins % X, want a density of 300 dpi", page[:20])
	}
	if mean := sum.Bytes / int64(sum.Pages) / 1024; mean < 300 || mean > 1200 {
		t.Errorf("%d KB a page: not like a scan", mean)
	}
}

// everybodyIsFound checks that the reader finds each person's folder and catalogue, those of two people of one name too.
func everybodyIsFound(t *testing.T, written demo.Package, roster [][]string) {
	t.Helper()
	p, err := pack.Open(written.Path, pack.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	reading, err := pack.Read(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	numbers := map[string]string{}
	for _, d := range reading.Drafts {
		if len(d.Findings) > 0 || len(d.Materials) != 4 {
			t.Errorf("%s: %d materials, %v", d.Folder, len(d.Materials), d.Findings)
		}
		numbers[d.IDNumber.Full()] = d.Name
	}
	for _, row := range roster {
		if numbers[row[2]] != row[1] {
			t.Errorf("number of %s is read as that of %q", row[1], numbers[row[2]])
		}
	}
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func TestWriteRefuses(t *testing.T) {
	full := t.TempDir()
	if err := os.Mkdir(filepath.Join(full, string(demo.TransferSheet)), 0o755); err != nil {
		t.Fatal(err)
	}
	font := testFont(t)
	for _, test := range []struct {
		code string
		dir  string
		opts demo.Options
	}{
		{"demo.dossiers", t.TempDir(), demo.Options{Font: font}},
		{"demo.pages", t.TempDir(), demo.Options{Dossiers: 1, Font: font, PagesPerDossier: 1000}},
		{"demo.layout", t.TempDir(), demo.Options{Dossiers: 1, Font: font, Layouts: []demo.Layout{"other"}}},
		{"demo.font", t.TempDir(), demo.Options{Dossiers: 1, Font: []byte("no font")}},
		{"demo.exists", full, demo.Options{Dossiers: 1, Font: font}},
	} {
		if _, err := demo.Write(t.Context(), test.dir, test.opts, nil); errs.CodeOf(err) != test.code {
			t.Errorf("%+v: %v, want %s", test.opts.Layouts, err, test.code)
		}
	}
}

func TestWriteStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	sum, err := demo.Write(ctx, t.TempDir(), demo.Options{Dossiers: 500, PagesPerDossier: 4, Font: testFont(t)}, func(int, int) { cancel() })
	if !errors.Is(err, context.Canceled) || sum.Dossiers != 0 {
		t.Errorf("%v after %d dossiers", err, sum.Dossiers)
	}
}
