// Package report writes reports as workbooks for people who check and file them.
//
// It may import domain and errs. It knows the spreadsheet library and nothing of where the data comes from.
package report

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const (
	dossierSheet   = "档案"
	violationSheet = "问题"
)

// column is one column of a sheet.
type column struct {
	title string
	width float64 // characters
}

var dossierColumns = []column{{"序号", 6}, {"文件夹", 28}, {"姓名", 12}, {"身份证号码", 22}, {"档号", 18}, {"结论", 10}, {"状态", 10},
	{"材料份数", 10}, {"页数", 8}, {"拒收问题", 10}, {"提示", 8}, {"说明", 60}}

var violationColumns = []column{{"序号", 6}, {"姓名", 12}, {"级别", 8}, {"规则", 8}, {"规则名称", 22}, {"表中行号", 10}, {"页码", 8},
	{"文件", 40}, {"字段", 14}, {"问题及处理办法", 70}, {"依据", 40}}

var verdictWords = map[domain.ItemVerdict]string{domain.ItemAccept: "可以接收", domain.ItemSkip: "已在库", domain.ItemRefuse: "拒收"}

var stateWords = map[domain.ItemState]string{domain.ItemPending: "未入库", domain.ItemCommitted: "已入库", domain.ItemFailed: "入库失败", domain.ItemUndone: "已撤销"}

var levelWords = map[domain.Level]string{domain.Block: "拒收", domain.Warn: "提示"}

// WriteIngest writes the dry-run report of an ingest: a sheet with the verdict on each dossier, and a sheet with each
// violation and its row, page, file and field. Memory stays flat: rows beyond some megabytes go through temporary files.
// Nothing is written to w when the items end with an error.
func WriteIngest(w io.Writer, in domain.Ingest, items iter.Seq2[domain.IngestItem, error]) (err error) {
	book := excelize.NewFile()
	defer func() { err = errors.Join(err, errs.Wrap("close workbook", book.Close())) }()
	dossiers, err := newSheet(book, dossierSheet, dossierColumns)
	if err != nil {
		return errs.Wrap("write report", err)
	}
	violations, err := newSheet(book, violationSheet, violationColumns)
	if err != nil {
		return errs.Wrap("write report", err)
	}
	if err := book.DeleteSheet("Sheet1"); err != nil {
		return errs.Wrap("write report", err)
	}
	if err := violations.addAll(0, "（整包）", in.Violations); err != nil {
		return errs.Wrap("write report", err)
	}
	for item, err := range items {
		if err != nil {
			return errs.Wrap("write report", err)
		}
		if err := errors.Join(dossiers.add(dossierRow(&item)...), violations.addAll(item.Seq, item.Draft.Name, item.Violations)); err != nil {
			return errs.Wrap("write report", err)
		}
	}
	if err := errors.Join(dossiers.stream.Flush(), violations.stream.Flush(), describe(book, in)); err != nil {
		return errs.Wrap("write report", err)
	}
	_, err = book.WriteTo(w)
	return errs.Wrap("write report", err)
}

func describe(book *excelize.File, in domain.Ingest) error {
	return book.SetDocProps(&excelize.DocProperties{Title: "接收检测报告：" + in.Name, Creator: "Danganku", Created: in.UpdatedAt.UTC().Format(time.RFC3339)})
}

func dossierRow(item *domain.IngestItem) []any {
	blocking, warnings := 0, 0
	for _, violation := range item.Violations {
		if violation.Level == domain.Block {
			blocking++
		} else {
			warnings++
		}
	}
	draft := item.Draft
	return []any{item.Seq, draft.Folder, draft.Name, draft.IDNumber.Masked(), draft.ArchivalCode, verdictWords[item.Verdict],
		stateWords[item.State], len(draft.Materials), item.PageTotal(), blocking, warnings, item.Problem}
}

// sheet is a sheet being streamed row by row.
type sheet struct {
	stream *excelize.StreamWriter
	row    int
}

func newSheet(book *excelize.File, name string, columns []column) (*sheet, error) {
	if _, err := book.NewSheet(name); err != nil {
		return nil, err
	}
	stream, err := book.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	titles := make([]any, len(columns))
	for i, column := range columns {
		titles[i] = excelize.Cell{StyleID: bold, Value: column.title}
		if err := stream.SetColWidth(i+1, i+1, column.width); err != nil {
			return nil, err
		}
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	s := &sheet{stream: stream}
	return s, s.add(titles...)
}

func (s *sheet) add(values ...any) error {
	s.row++
	for i, value := range values {
		if text, is := value.(string); is {
			values[i] = plain(text)
		}
	}
	return s.stream.SetRow(fmt.Sprintf("A%d", s.row), values)
}

func (s *sheet) addAll(seq int, name string, violations []domain.Violation) error {
	for _, v := range violations {
		rule := domain.RuleByID(v.Rule)
		err := s.add(seq, name, levelWords[v.Level], string(v.Rule), rule.Subject, number(v.Row), number(v.Page), v.File, v.Field, v.Message, rule.Basis)
		if err != nil {
			return err
		}
	}
	return nil
}

// number leaves the cell of an unknown number empty.
func number(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

// maxCell is the most characters a cell may hold.
const maxCell = 32_000

// plain keeps text text: file names and cells of foreign workbooks that begin like a formula would become one as soon as
// the report is saved as CSV and opened again.
func plain(text string) string {
	if runes := []rune(text); len(runes) > maxCell {
		text = string(runes[:maxCell])
	}
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
