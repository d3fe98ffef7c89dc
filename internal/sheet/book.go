package sheet

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danganku/danganku/internal/domain"
)

// Book is a spreadsheet file being read.
type Book interface {
	Sheets() []string // visible ones
	// Each calls do for every row that is not blank and stops at its first error. The row is valid during the call.
	Each(sheet string, do func(Row) error) error
	Close() error
}

// Source is the file behind a book, readable at any place.
type Source interface {
	io.ReaderAt
	io.Closer
	Size() int64
}

// Open opens a spreadsheet by its name: CSV or else xlsx. name also stands in messages. The book closes the source; when
// Open fails, it has.
func Open(name string, f Source, limits Limits) (Book, error) {
	limits = limits.WithDefaults()
	if f.Size() > limits.MaxBytes {
		_ = f.Close() // only read from
		return nil, Unreadable(name, "超过 %d MB，请拆分后提交", limits.MaxBytes>>20)
	}
	if strings.EqualFold(filepath.Ext(name), ".csv") {
		return &csvBook{name, f, limits}, nil
	}
	return openXLSX(name, f, limits)
}

// OpenFile opens the spreadsheet at a path that the sender calls name.
func OpenFile(path, name string, limits Limits) (Book, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open spreadsheet: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open spreadsheet: %w", err), f.Close())
	}
	return Open(name, diskFile{f, info.Size()}, limits)
}

type diskFile struct {
	*os.File
	size int64
}

func (f diskFile) Size() int64 { return f.size }

// Row is one row of a sheet.
type Row struct {
	No    int      // as a spreadsheet program numbers it, from 1
	Cells []string // as the program shows them, trimmed

	// day is the calendar day that a column's cell stands for where it holds a formatted number; nil: no cell does.
	day func(column int) (time.Time, bool)
}

// Cell is the text of a column, "" where the row has no such column.
func (r Row) Cell(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return r.Cells[column]
}

func (r Row) blank() bool {
	for _, cell := range r.Cells {
		if cell != "" {
			return false
		}
	}
	return true
}

// Garbled finds that a character was lost on the way, before us or in decoding.
func (r Row) Garbled(file string) (domain.Violation, bool) {
	for _, cell := range r.Cells {
		if strings.ContainsRune(cell, utf8.RuneError) {
			return domain.Violation{Rule: domain.R20, Level: domain.Block, Row: r.No, File: file,
				Message: fmt.Sprintf("第%d行含有无法识别的字符（显示为�或自造字），请在原表中改正后重新提交", r.No)}, true
		}
	}
	return domain.Violation{}, false
}
