package report

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/danganku/danganku/internal/errs"
)

// maxRows is the most rows a sheet may have, with its heading.
const maxRows = excelize.TotalRows

// column is one column of a sheet.
type column struct {
	title string
	width float64 // characters
}

// book is a workbook being written. The first failure to begin a sheet is kept in err.
type book struct {
	file   *excelize.File
	bold   int // style
	sheets []*sheet
	err    error
}

// writeBook writes a workbook with the sheets that fill begins. Memory stays flat: rows beyond some megabytes go through
// temporary files. Nothing is written to w when fill fails.
func writeBook(w io.Writer, title string, at time.Time, fill func(*book) error) (err error) {
	b := &book{file: excelize.NewFile()}
	defer func() { err = errors.Join(err, errs.Wrap("close workbook", b.file.Close())) }()
	if b.bold, err = b.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
		return err
	}
	if err := errors.Join(fill(b), b.err); err != nil {
		return err
	}
	for _, s := range b.sheets {
		if err := s.stream.Flush(); err != nil {
			return err
		}
	}
	err = b.file.SetDocProps(&excelize.DocProperties{Title: title, Creator: "Danganku", Created: at.UTC().Format(time.RFC3339)})
	if err := errors.Join(err, b.file.DeleteSheet("Sheet1")); err != nil {
		return err
	}
	_, err = b.file.WriteTo(w)
	return err
}

// sheet begins a sheet. Rows added to one that could not be begun are refused.
func (b *book) sheet(name string, columns []column) *sheet {
	s, err := b.begin(name, columns)
	if err != nil {
		b.err = errors.Join(b.err, err)
		return &sheet{broken: err}
	}
	b.sheets = append(b.sheets, s)
	return s
}

func (b *book) begin(name string, columns []column) (*sheet, error) {
	if _, err := b.file.NewSheet(name); err != nil {
		return nil, err
	}
	stream, err := b.file.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	titles := make([]any, len(columns))
	for i, column := range columns {
		titles[i] = excelize.Cell{StyleID: b.bold, Value: column.title}
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

// sheet is a sheet being streamed row by row.
type sheet struct {
	stream *excelize.StreamWriter
	row    int
	broken error
}

func (s *sheet) add(values ...any) error {
	if s.broken != nil {
		return s.broken
	}
	if s.row == maxRows {
		return errs.New(errs.TooLarge, "report.rows", "一个工作表最多%d行，请缩小范围后分次导出", maxRows)
	}
	s.row++
	for i, value := range values {
		if text, is := value.(string); is {
			values[i] = plain(text)
		}
	}
	return s.stream.SetRow(fmt.Sprintf("A%d", s.row), values)
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
