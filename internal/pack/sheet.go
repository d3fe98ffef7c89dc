package pack

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// row is one row of a sheet.
type row struct {
	no    int      // as a spreadsheet program numbers it, from 1
	shown []string // cells as the program shows them, trimmed
	raw   []string // cells as stored: dates are day counts; for text the same as shown
}

func (r row) cell(column int) string {
	if column < 0 || column >= len(r.shown) {
		return ""
	}
	return r.shown[column]
}

func (r row) rawCell(column int) string {
	if column < 0 || column >= len(r.raw) {
		return ""
	}
	return r.raw[column]
}

func (r row) blank() bool {
	for _, cell := range r.shown {
		if cell != "" {
			return false
		}
	}
	return true
}

// garbled reports whether a character was lost on the way, before us or in decoding.
func (r row) garbled() bool {
	for _, cell := range r.shown {
		if strings.ContainsRune(cell, utf8.RuneError) {
			return true
		}
	}
	return false
}

// workbook is a spreadsheet file being read.
type workbook interface {
	sheets() []string // visible ones
	// each calls do for every row that is not blank and stops at its first error.
	each(sheet string, do func(row) error) error
	date1904() bool
	Close() error
}

func (p *Package) openWorkbook(name string) (workbook, error) {
	f, err := p.OpenAt(name)
	if err != nil {
		return nil, err
	}
	if f.Size() > p.limits.MaxWorkbookBytes {
		_ = f.Close() // only read from
		return nil, badWorkbook(name, "超过 %d MB，请拆分后提交", p.limits.MaxWorkbookBytes>>20)
	}
	if extension(name) == ".csv" {
		return openCSV(name, f, p.limits)
	}
	return openXLSX(name, f, p.limits)
}

// trimCell removes what surrounds a value: spaces of all widths and characters without width.
func trimCell(text string) string {
	return strings.TrimFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u200e' || r == '\u200f'
	})
}

// checkRow applies the limits to a row as read.
func checkRow(name string, no, count int, cells []string, limits Limits) error {
	switch {
	case count > limits.MaxRows:
		return badWorkbook(name, "超过 %d 行，请拆分后提交", limits.MaxRows)
	case len(cells) > limits.MaxColumns:
		return badWorkbook(name, "第%d行超过 %d 列，请删除多余的列", no, limits.MaxColumns)
	}
	for _, cell := range cells {
		if len(cell) > limits.MaxCellBytes {
			return badWorkbook(name, "第%d行有单元格超过 %d 字节，请检查内容", no, limits.MaxCellBytes)
		}
	}
	return nil
}

// fold makes a key of text: width and compatibility forms unified, all spaces gone. It is never stored.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, norm.NFKC.String(text))
}

// heading makes a key of a column's heading: folded, without what stands in brackets and without punctuation.
func heading(text string) string {
	text, _, _ = strings.Cut(fold(text), "(")
	return strings.Map(func(r rune) rune {
		if unicode.IsPunct(r) || unicode.IsSymbol(r) {
			return -1
		}
		return r
	}, text)
}
