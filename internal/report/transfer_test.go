package report_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/report"
)

var made = time.Date(2026, 3, 31, 8, 0, 0, 0, time.UTC)

var places = report.Places{"210106": "铁西区", "210102": "和平区"}

// each yields values without an error.
func each[T any](values ...T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range values {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// failing yields one value and then an error.
func failing[T any](value T, err error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		if yield(value, nil) {
			yield(value, err)
		}
	}
}

func written(t *testing.T, write func(io.Writer) error) *excelize.File {
	t.Helper()
	var content bytes.Buffer
	if err := write(&content); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&content)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	return book
}

// rows are those of a sheet below its heading, cells joined.
func rows(t *testing.T, book *excelize.File, sheet string) []string {
	t.Helper()
	all, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	var joined []string
	for _, cells := range all[1:] {
		joined = append(joined, strings.Join(cells, "|"))
	}
	return joined
}

func TestRosterErrorsNameRowAndField(t *testing.T) {
	roster := domain.RosterImport{Name: "名册.xlsx", Rows: 30, Accepted: 28, Refused: 2, Warnings: 1, Enterprises: 3, Violations: []domain.Violation{
		{Rule: domain.R08, Level: domain.Block, Row: 7, Field: "身份证号码", Message: "身份证号219999196001010019校验不通过"},
		{Rule: domain.R03, Level: domain.Warn, Row: 9, Field: "签章", Message: "=cmd"}}}
	book := written(t, func(w io.Writer) error { return report.WriteRosterErrors(w, roster) })
	found := rows(t, book, "问题")
	for i, want := range []string{"7|身份证号码|拒收|R08|身份证号校验|身份证号2199**********0019校验不通过|", "9|签章|提示|R03|"} {
		if !strings.HasPrefix(found[i], want) {
			t.Errorf("%s\nwant prefix %s", found[i], want)
		}
	}
	if !strings.Contains(found[1], "|'=cmd|") {
		t.Errorf("a formula is left: %s", found[1])
	}
	summary := strings.Join(rows(t, book, "概要"), " ")
	for _, want := range []string{"人数|30", "可以导入|28", "不能导入|2", "单位数|3", "列出的问题|2"} {
		if !strings.Contains(summary, want) {
			t.Errorf("%q is not in %s", want, summary)
		}
	}
}

func TestFullRosterReportSaysThatMoreIsWrong(t *testing.T) {
	roster := domain.RosterImport{Violations: slices.Repeat([]domain.Violation{{Rule: domain.R08, Level: domain.Block, Row: 2}}, domain.MaxRosterViolations)}
	book := written(t, func(w io.Writer) error { return report.WriteRosterErrors(w, roster) })
	if got := len(rows(t, book, "问题")); got != domain.MaxRosterViolations {
		t.Errorf("%d violations", got)
	}
	if summary := strings.Join(rows(t, book, "概要"), " "); !strings.Contains(summary, "只列出前5000个") {
		t.Error(summary)
	}
}

func testStatistics() domain.TransferStatistics {
	a := domain.TransferCount{EnterpriseID: "1", EnterpriseName: "甲厂", Level: domain.LevelCity, OfficeCode: "210106", Division: "210106"}
	b := domain.TransferCount{EnterpriseID: "2", EnterpriseName: "+乙厂", Level: domain.LevelCentral, OfficeCode: "210102", Division: "210102"}
	with := func(c domain.TransferCount, month string, persons, volumes, gaps int) domain.TransferCount {
		c.Month, c.Persons, c.Volumes, c.Materials, c.Pages, c.WithGaps = month, persons, volumes, volumes*10, volumes*100, gaps
		return c
	}
	return domain.TransferStatistics{At: domain.Date(2026, 3, 31),
		Transferred: []domain.TransferCount{with(a, "2026-01", 10, 20, 1), with(a, "2026-02", 5, 9, 0), with(b, "2026-02", 7, 7, 2)},
		Outstanding: []domain.PendingCount{{EnterpriseID: "1", EnterpriseName: "甲厂", OfficeCode: "210106", Division: "210106", WithoutDossier: 4, Late: 3, OpenGaps: 2,
			OverdueGaps: 1, WithoutEcopy: 6, ReturnedOverdue: 5}, {EnterpriseID: "3", EnterpriseName: "丙厂", OfficeCode: "210199", Division: "210199", Late: 8}}}
}

func TestStatisticsAddUpEachWay(t *testing.T) {
	book := written(t, func(w io.Writer) error { return report.WriteStatistics(w, testStatistics(), places, made) })
	if diff := cmp.Diff([]string{"移交统计", "未结事项", "按单位", "按层级", "按月份", "按区县"}, book.GetSheetList()); diff != "" {
		t.Fatal(diff)
	}
	for sheet, want := range map[string][]string{
		"移交统计": {"甲厂|市属企业|铁西区|铁西区|2026-01|10|20|200|2000|1", "甲厂|市属企业|铁西区|铁西区|2026-02|5|9|90|900|0",
			"'+乙厂|中央企业|和平区|和平区|2026-02|7|7|70|700|2", "合计（截至2026-03-31）|||||22|36|360|3600|3"},
		"未结事项": {"甲厂|铁西区|铁西区|4|3|2|1|6|5", "丙厂|210199|210199|0|8|0|0|0|0", "合计（截至2026-03-31）|||4|11|2|1|6|5"},
		"按单位":  {"'+乙厂|7|7|70|700|2|0|0|0|0|0|0", "丙厂|0|0|0|0|0|0|8|0|0|0|0", "甲厂|15|29|290|2900|1|4|3|2|1|6|5"},
		"按层级":  {"中央企业|7|7|70|700|2", "市属企业|15|29|290|2900|1"},
		"按月份":  {"2026-01|10|20|200|2000|1", "2026-02|12|16|160|1600|2"},
		"按区县":  {"和平区|7|7|70|700|2|0|0|0|0|0|0", "铁西区|15|29|290|2900|1|4|3|2|1|6|5", "210199|0|0|0|0|0|0|8|0|0|0|0"},
	} {
		if diff := cmp.Diff(want, rows(t, book, sheet)); diff != "" {
			t.Errorf("%s: %s", sheet, diff)
		}
	}
	kind, err := book.GetCellType("移交统计", "F2") // a number has no type of its own in the file
	if err != nil || kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
		t.Errorf("a figure is of type %v, error %v", kind, err)
	}
}

const secret = domain.IDNumber("219999196001010019")

// wantMasked fails where the number stands in any cell.
func wantMasked(t *testing.T, rows []string) {
	t.Helper()
	for _, row := range rows {
		if strings.Contains(row, string(secret)) || !strings.Contains(row, secret.Masked()) {
			t.Errorf("the identity number is not masked: %s", row)
		}
	}
}

func TestOutstandingLinesAreMasked(t *testing.T) {
	line := domain.OutstandingLine{BatchNo: "YJ-210106-2026-0001", Seq: 3, Name: "@张甲", IDNumber: secret, EnterpriseName: "甲厂", OfficeCode: "210106", Division: "210106",
		State: domain.LineReturned, DueOn: domain.Date(2026, 4, 1), Detail: "退回：" + string(secret)}
	book := written(t, func(w io.Writer) error {
		return report.WriteOutstanding(w, domain.OutstandingReturned, domain.Date(2026, 5, 1), places, made, each(line))
	})
	found := rows(t, book, "退回未重新移交")
	wantMasked(t, found)
	if want := "YJ-210106-2026-0001|3|'@张甲|2199**********0019|甲厂|铁西区|铁西区|退回||||2026-04-01|退回：2199**********0019"; found[0] != want {
		t.Errorf("%s\nwant %s", found[0], want)
	}
	if err := report.WriteOutstanding(io.Discard, "OTHER", domain.PartialDate{}, nil, made, each(line)); errs.KindOf(err) != errs.Invalid {
		t.Errorf("unknown kind: %v", err)
	}
}

func TestLedgerIsMasked(t *testing.T) {
	person := domain.LedgerPerson{Name: "张甲", IDNumber: secret, Sex: domain.SexMale, EnterpriseName: "=1+1", InsuranceDivision: "210106", InsuranceNo: string(secret),
		Division: "210102", Phone: "13900000000", Special: []domain.SpecialCategory{domain.AdvancedAge, domain.LivingAlone}, Survival: domain.SurvivalDeceased,
		DiedOn: domain.Date(2026, 1, 2), Remark: "证号" + string(secret), OutOfCity: true}
	book := written(t, func(w io.Writer) error { return report.WriteLedger(w, places, made, each(person)) })
	found := rows(t, book, "台账")
	wantMasked(t, found)
	for _, want := range []string{"1|张甲|男|", "|'=1+1|铁西区|", "|是|和平区|13900000000|", "高龄、鳏寡|死亡|2026-01-02", "证号2199**********0019"} {
		if !strings.Contains(found[0], want) {
			t.Errorf("%q is not in %s", want, found[0])
		}
	}
}

func TestNothingIsWrittenWhenPersonsFail(t *testing.T) {
	gone := errors.New("database gone")
	var content bytes.Buffer
	errLedger := report.WriteLedger(&content, places, made, failing(domain.LedgerPerson{}, gone))
	errLines := report.WriteOutstanding(&content, domain.OutstandingGap, domain.Date(2026, 1, 1), places, made, failing(domain.OutstandingLine{}, gone))
	if !errors.Is(errLedger, gone) || !errors.Is(errLines, gone) || content.Len() > 0 {
		t.Errorf("errors %v and %v, %d bytes written", errLedger, errLines, content.Len())
	}
}

// TestLedgerOfACityStaysFlat holds what is live after many persons to what is live after few.
func TestLedgerOfACityStaysFlat(t *testing.T) {
	live := func(persons int) int64 {
		var m runtime.MemStats
		err := report.WriteLedger(io.Discard, places, made, func(yield func(domain.LedgerPerson, error) bool) {
			for i := range persons {
				if i == persons-1 {
					runtime.GC()
					runtime.ReadMemStats(&m)
				}
				if !yield(domain.LedgerPerson{Name: fmt.Sprint("张", i), IDNumber: secret, Residence: fmt.Sprint("沈阳市铁西区某街道某社区", i, "号")}, nil) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		return int64(m.HeapAlloc) >> 20
	}
	few, many := live(100), live(100_000)
	t.Logf("%d MB live after 100 persons, %d MB after 100 000", few, many)
	if many > few+40 {
		t.Errorf("%d MB live after 100 persons, %d MB after 100 000", few, many)
	}
}
