package sheet

import (
	"cmp"

	"github.com/danganku/danganku/internal/errs"
)

// Limits bound what one spreadsheet may cost. The zero value of a field means its default.
type Limits struct {
	MaxBytes     int64  // the file as it lies there
	MaxXML       int64  // the parts of a workbook, uncompressed
	MaxRows      int    // of one sheet, blank ones not counted
	MaxColumns   int    // of one row
	MaxCellBytes int    // of one cell, UTF-8
	TempDir      string // where large parts are unpacked; empty: the system's
}

// DefaultLimits admit 100,000 rows of a wide list.
func DefaultLimits() Limits {
	return Limits{MaxBytes: 64 << 20, MaxXML: 512 << 20, MaxRows: 100_000, MaxColumns: 200, MaxCellBytes: 8 << 10}
}

// WithDefaults fills in what is not set.
func (l Limits) WithDefaults() Limits {
	standard := DefaultLimits()
	l.MaxBytes = cmp.Or(max(l.MaxBytes, 0), standard.MaxBytes)
	l.MaxXML = cmp.Or(max(l.MaxXML, 0), standard.MaxXML)
	l.MaxRows = cmp.Or(max(l.MaxRows, 0), standard.MaxRows)
	l.MaxColumns = cmp.Or(max(l.MaxColumns, 0), standard.MaxColumns)
	l.MaxCellBytes = cmp.Or(max(l.MaxCellBytes, 0), standard.MaxCellBytes)
	return l
}

// CodeUnreadable is the stable code of errors about a spreadsheet that cannot be read.
const CodeUnreadable = "sheet.unreadable"

// Unreadable is an error about a whole file, which the message names.
func Unreadable(name, format string, args ...any) *errs.Error {
	e := errs.New(errs.Unprocessable, CodeUnreadable, format, args...)
	e.Msg = "表格“" + name + "”" + e.Msg
	return e
}

// check applies the limits to the count-th row that is not blank.
func (l Limits) check(name string, r Row, count int) error {
	switch {
	case count > l.MaxRows:
		return Unreadable(name, "超过 %d 行，请拆分后提交", l.MaxRows)
	case len(r.Cells) > l.MaxColumns:
		return Unreadable(name, "第%d行超过 %d 列，请删除多余的列", r.No, l.MaxColumns)
	}
	for _, cell := range r.Cells {
		if len(cell) > l.MaxCellBytes {
			return Unreadable(name, "第%d行有单元格超过 %d 字节，请检查内容", r.No, l.MaxCellBytes)
		}
	}
	return nil
}
