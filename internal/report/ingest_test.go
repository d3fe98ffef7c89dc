package report_test

import (
	"bytes"
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/report"
)

func items(list ...domain.IngestItem) iter.Seq2[domain.IngestItem, error] {
	return func(yield func(domain.IngestItem, error) bool) {
		for _, item := range list {
			if !yield(item, nil) {
				return
			}
		}
	}
}

func sheets(t *testing.T, content []byte) (dossiers, violations [][]string) {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if diff := cmp.Diff([]string{"档案", "问题"}, book.GetSheetList()); diff != "" {
		t.Fatal(diff)
	}
	if dossiers, err = book.GetRows("档案"); err != nil {
		t.Fatal(err)
	}
	if violations, err = book.GetRows("问题"); err != nil {
		t.Fatal(err)
	}
	return dossiers, violations
}

func TestReportNamesEachViolationWithItsPlace(t *testing.T) {
	in := domain.Ingest{Name: "第一批", Violations: []domain.Violation{{Rule: domain.R18, Level: domain.Warn, File: "说明.txt", Message: "未识别的文件"}}}
	accepted := domain.IngestItem{Seq: 1, Verdict: domain.ItemAccept, State: domain.ItemPending,
		Draft: domain.Draft{Folder: "甲", Name: "张甲", IDNumber: "219901196001010019", Materials: make([]domain.MaterialDraft, 2)},
		Facts: []domain.FileFacts{{Frames: make([]domain.FrameFacts, 3)}}}
	refused := domain.IngestItem{Seq: 2, Verdict: domain.ItemRefuse, State: domain.ItemPending, Draft: domain.Draft{Folder: "乙", Name: "李乙"},
		Violations: []domain.Violation{{Rule: domain.R08, Level: domain.Block, Row: 7, Field: "身份证号码", Message: "校验码应为X"},
			{Rule: domain.R18, Level: domain.Warn, Page: 2, File: "乙/2.jpg", Message: "倾斜"}}}
	var content bytes.Buffer
	if err := report.WriteIngest(&content, in, items(accepted, refused)); err != nil {
		t.Fatal(err)
	}
	dossiers, violations := sheets(t, content.Bytes())
	if diff := cmp.Diff([]string{"1", "甲", "张甲", "2199**********0019", "", "可以接收", "未入库", "2", "3", "0", "0"}, dossiers[1]); diff != "" {
		t.Error(diff)
	}
	if got := strings.Join(dossiers[2], "|"); got != "2|乙|李乙|||拒收|未入库|0|0|1|1" {
		t.Errorf("refused dossier: %s", got)
	}
	want := []string{
		"0|（整包）|提示|R18|扫描质量|||说明.txt||未识别的文件",
		"2|李乙|拒收|R08|身份证号校验|7|||身份证号码|校验码应为X",
		"2|李乙|提示|R18|扫描质量||2|乙/2.jpg||倾斜",
	}
	if len(violations) != 1+len(want) {
		t.Fatalf("%d rows of violations, want %d", len(violations)-1, len(want))
	}
	for i, prefix := range want {
		if got := strings.Join(violations[i+1], "|"); !strings.HasPrefix(got, prefix) {
			t.Errorf("row %d: %s\nwant prefix %s", i+2, got, prefix)
		}
	}
}

func TestForeignTextNeverBecomesAFormula(t *testing.T) {
	evil := `=HYPERLINK("http://attacker","click")`
	for _, start := range []string{"=", "+", "-", "@", "\t", "\r"} {
		item := domain.IngestItem{Seq: 1, Draft: domain.Draft{Folder: start + evil, Name: start + "cmd"},
			Violations: []domain.Violation{{Rule: domain.R18, Level: domain.Warn, File: start + evil, Message: start + evil}}}
		var content bytes.Buffer
		if err := report.WriteIngest(&content, domain.Ingest{}, items(item)); err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(&content)
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range []struct{ sheet, at string }{{"档案", "B2"}, {"档案", "C2"}, {"问题", "H2"}, {"问题", "J2"}} {
			formula, err := book.GetCellFormula(cell.sheet, cell.at)
			value, errValue := book.GetCellValue(cell.sheet, cell.at)
			if err != nil || errValue != nil || formula != "" || !strings.HasPrefix(value, "'") {
				t.Errorf("%s %s after %q: formula %q, value %q, errors %v %v", cell.sheet, cell.at, start, formula, value, err, errValue)
			}
		}
		book.Close()
	}
}

func TestNothingIsWrittenWhenTheItemsFail(t *testing.T) {
	broken := errors.New("database gone")
	var content bytes.Buffer
	err := report.WriteIngest(&content, domain.Ingest{}, func(yield func(domain.IngestItem, error) bool) {
		if yield(domain.IngestItem{Seq: 1}, nil) {
			yield(domain.IngestItem{}, broken)
		}
	})
	if !errors.Is(err, broken) || content.Len() > 0 {
		t.Errorf("error %v, %d bytes written", err, content.Len())
	}
}
