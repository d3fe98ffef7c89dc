package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// dated writes a workbook of one sheet; set fills it.
func dated(t *testing.T, set func(book *excelize.File, style func(format any) int)) string {
	t.Helper()
	book := excelize.NewFile()
	set(book, func(format any) int {
		style := &excelize.Style{}
		switch f := format.(type) {
		case int:
			style.NumFmt = f
		case string:
			style.CustomNumFmt = &f
		}
		id, err := book.NewStyle(style)
		if err != nil {
			t.Fatal(err)
		}
		return id
	})
	path := filepath.Join(t.TempDir(), "a.xlsx")
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func put(t *testing.T, book *excelize.File, cell string, value any, style int) {
	t.Helper()
	if err := book.SetCellValue("Sheet1", cell, value); err != nil {
		t.Fatal(err)
	}
	if err := book.SetCellStyle("Sheet1", cell, cell, style); err != nil {
		t.Fatal(err)
	}
}

// shown is a row with its first cell read as a date.
type shown struct {
	No    int
	Cells []string
	Date  string
}

func readRows(t *testing.T, path string, dates bool) []shown {
	t.Helper()
	book, err := OpenFile(path, filepath.Base(path), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var rows []shown
	for _, name := range book.Sheets() {
		if err := book.Each(name, func(r Row) error {
			row := shown{No: r.No, Cells: r.Cells}
			if dates {
				if date, ok := r.Date(0); ok {
					row.Date = date.String()
				} else {
					row.Date = "?"
				}
			}
			rows = append(rows, row)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
	return rows
}

// What is stored is read in step with what is shown, whatever rows lie between those that need it.
func TestDatesOfEveryFormat(t *testing.T) {
	day := time.Date(1948, 2, 29, 0, 0, 0, 0, time.UTC)
	path := dated(t, func(book *excelize.File, style func(any) int) {
		for row, format := range map[int]any{2: 14, 3: "yyyy-mm-dd", 6: "m/d/yy", 7: 31, 9: "[$-804]aaaa", 10: `yyyy"年"m"月"`, 20: "d-mmm-yy", 21: "yyyy", 30: 58} {
			put(t, book, fmt.Sprintf("A%d", row), day, style(format))
		}
		put(t, book, "A8", "去年", 0)
		put(t, book, "A25", 17592, 0) // a day count nobody formatted as a date, or a slip of the pen
		put(t, book, "A26", 0.5, style("h:mm"))
		put(t, book, "A27", 1e9, style("0.0"))
	})
	got := map[int]string{}
	for _, row := range readRows(t, path, true) {
		got[row.No] = row.Date
	}
	want := map[int]string{2: "1948-02-29", 3: "1948-02-29", 6: "1948-02-29", 7: "1948-02-29", 8: "?", 9: "1948-02-29", 10: "1948-02",
		20: "1948-02-29", 21: "1948", 25: "?", 26: "?", 27: "?", 30: "1948-02-29"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDaysSince1904(t *testing.T) {
	path := dated(t, func(book *excelize.File, style func(any) int) {
		since := true
		if err := book.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &since}); err != nil {
			t.Fatal(err)
		}
		for i, format := range []any{14, "m/d/yy"} {
			put(t, book, fmt.Sprintf("A%d", i+1), 16_130, style(format)) // 1948-02-29 in that count
		}
	})
	for _, row := range readRows(t, path, true) {
		if row.Date != "1948-02-29" {
			t.Error(row)
		}
	}
}

func TestCellsAsShown(t *testing.T) {
	path := dated(t, func(book *excelize.File, style func(any) int) {
		put(t, book, "A2", 12, style("0000"))
		put(t, book, "B2", "\u3000 文\u200b", 0)
		put(t, book, "C2", "0012", style("@"))
		put(t, book, "E2", true, 0)
		put(t, book, "A4", 0.25, style(10))
	})
	want := []shown{{No: 2, Cells: []string{"0012", "文", "0012", "", "TRUE"}}, {No: 4, Cells: []string{"25.00%"}}}
	if diff := cmp.Diff(want, readRows(t, path, false)); diff != "" {
		t.Error(diff)
	}
}

func TestLimitsNameTheFile(t *testing.T) {
	for name, c := range map[string]struct {
		limits Limits
		words  string
	}{
		"bytes":   {Limits{MaxBytes: 1 << 10}, "表格“a.csv”超过 0 MB"},
		"rows":    {Limits{MaxRows: 2}, "表格“a.csv”超过 2 行"},
		"columns": {Limits{MaxColumns: 1}, "第1行超过 1 列"},
		"cells":   {Limits{MaxCellBytes: 100}, "第3行有单元格超过 100 字节"},
	} {
		path := filepath.Join(t.TempDir(), "a.csv")
		if err := os.WriteFile(path, []byte("a,b\n\n"+strings.Repeat("长", 400)+",d\ne,f\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		book, err := OpenFile(path, "a.csv", c.limits)
		if err == nil {
			err = book.Each("a.csv", func(Row) error { return nil })
			if closed := book.Close(); closed != nil {
				t.Error(closed)
			}
		}
		if errs.CodeOf(err) != CodeUnreadable || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// withSheet is a workbook whose first sheet has the given XML.
func withSheet(t testing.TB, workbook []byte, xml string) []byte {
	t.Helper()
	reader, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range reader.File {
		if part.Name != "xl/worksheets/sheet1.xml" {
			if err := w.Copy(part); err != nil {
				t.Fatal(err)
			}
			continue
		}
		f, err := w.Create(part.Name)
		if err == nil {
			_, err = f.Write([]byte(xml))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// FuzzXLSX holds that no sheet makes the library panic through us, and that rows come in order with dates that exist.
func FuzzXLSX(f *testing.F) {
	book := excelize.NewFile()
	if _, err := book.NewStyle(&excelize.Style{NumFmt: 15}); err != nil {
		f.Fatal(err)
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		f.Fatal(err)
	}
	for _, rows := range []string{
		`<row r="2"><c r="B2" t="inlineStr"><is><t>文</t></is></c><c r="C2" s="1"><v>17592</v></c></row><row r="5"><c t="b" s="1"><v>1</v></c></row>`,
		`<row><c t="s"><v>7</v></c><c t="d"><v>1948-02-29T00:00:00Z</v></c></row><row r="1"><c r="XFD1" t="str"><f>A1</f><v>x</v></c></row>`,
	} {
		f.Add(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`)
	}
	f.Fuzz(func(t *testing.T, xml string) {
		path := filepath.Join(t.TempDir(), "a.xlsx")
		if err := os.WriteFile(path, withSheet(t, out.Bytes(), xml), 0o600); err != nil {
			t.Fatal(err)
		}
		book, err := OpenFile(path, "a.xlsx", Limits{MaxRows: 1000})
		if err != nil {
			t.Fatal(err) // the workbook around the sheet is sound
		}
		last := 0
		err = book.Each("Sheet1", func(r Row) error {
			if r.No <= last {
				t.Fatalf("row %d after row %d", r.No, last)
			}
			last = r.No
			for column := range r.Cells {
				if date, ok := r.Date(column); ok && !date.Valid() {
					t.Fatalf("%+v of %q", date, r.Cells)
				}
			}
			return nil
		})
		if err != nil && errs.CodeOf(err) != CodeUnreadable {
			t.Fatal(err)
		}
		if err := book.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

func TestDateParts(t *testing.T) {
	for _, c := range []struct {
		year, month, day string
		want             domain.PartialDate
		ok               bool
	}{
		{"1978", "3", "9", domain.Date(1978, 3, 9), true}, {"1978年", "3月", "", domain.Date(1978, 3, 0), true}, {"不详", "", "", domain.PartialDate{}, true},
		{"78", "3", "9", domain.PartialDate{}, false}, {"1978", "13", "", domain.PartialDate{}, false}, {"", "3", "", domain.PartialDate{}, false},
	} {
		if got, ok := ParseDateParts(c.year, c.month, c.day); got != c.want || ok != c.ok {
			t.Errorf("%+v: %v %v", c, got, ok)
		}
	}
}
