package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/danganku/danganku/internal/zipdir"
)

// xlsxBook is an Office Open XML workbook.
type xlsxBook struct {
	name     string
	book     *excelize.File
	limits   Limits
	date1904 bool
}

// streamXML is how large a part of a workbook may be before the library unpacks it to disk instead of memory.
const streamXML = 16 << 20

// oleMagic begins both old binary workbooks and encrypted new ones.
var oleMagic = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}

func openXLSX(name string, f Source, limits Limits) (_ Book, err error) {
	defer func() { err = errors.Join(err, f.Close()) }()
	defer recoverInto(name, &err)
	if err := weighXLSX(name, f, limits); err != nil {
		return nil, err
	}
	book, err := excelize.OpenReader(io.NewSectionReader(f, 0, f.Size()), excelize.Options{
		UnzipSizeLimit: limits.MaxXML, UnzipXMLSizeLimit: min(streamXML, limits.MaxXML), TmpDir: limits.TempDir,
		// How a Chinese program shows the formats that say no more than "short date" or "long date".
		ShortDatePattern: "yyyy/m/d", LongDatePattern: `yyyy"年"m"月"d"日"`, CultureInfo: excelize.CultureNameZhCN,
	})
	if err != nil {
		return nil, damagedXLSX(name, err)
	}
	props, err := book.GetWorkbookProps()
	if err != nil {
		return nil, damagedXLSX(name, errors.Join(err, book.Close()))
	}
	return &xlsxBook{name: name, book: book, limits: limits, date1904: props.Date1904 != nil && *props.Date1904}, nil
}

// weighXLSX refuses what the library should not be given. The sizes a workbook states can be added up, for archive/zip
// fails when a part unpacks to more than it states.
func weighXLSX(name string, f Source, limits Limits) error {
	head := make([]byte, len(oleMagic))
	if _, err := f.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return damagedXLSX(name, err)
	}
	if bytes.Equal(head, oleMagic) {
		return Unreadable(name, "是旧版或加密的表格，请去掉密码并另存为xlsx后提交")
	}
	const maxDirectory = 4 << 20 // bytes; a workbook has some dozens of parts
	reader, err := zipdir.Open(f, f.Size(), maxDirectory)
	if err != nil {
		return damagedXLSX(name, err)
	}
	left := uint64(limits.MaxXML)
	for _, part := range reader.File {
		if part.UncompressedSize64 > left {
			return Unreadable(name, "解压后过大，疑似压缩炸弹，已停止读取")
		}
		left -= part.UncompressedSize64
	}
	return nil
}

func damagedXLSX(name string, cause error) error {
	return Unreadable(name, "已损坏或不是xlsx文件，请用Excel或WPS打开检查后另存为xlsx").Because(cause)
}

// recoverInto turns a panic of the spreadsheet library, which foreign bytes can provoke, into an error about the file.
func recoverInto(name string, err *error) {
	if cause := recover(); cause != nil {
		*err = damagedXLSX(name, fmt.Errorf("spreadsheet library: %v", cause))
	}
}

func (b *xlsxBook) Close() error { return b.book.Close() }

func (b *xlsxBook) Sheets() []string {
	var visible []string
	for _, sheet := range b.book.GetSheetList() {
		if shown, err := b.book.GetSheetVisible(sheet); err == nil && shown {
			visible = append(visible, sheet)
		}
	}
	return visible
}

// Each reads the sheet as shown. Only that has the leading zeros of formatted numbers, and only what is stored has an
// unambiguous date in every format; the latter is read beside it from the first cell on that needs it.
func (b *xlsxBook) Each(sheet string, do func(Row) error) (err error) {
	defer recoverInto(b.name, &err)
	shown, err := b.book.Rows(sheet)
	if err != nil {
		return damagedXLSX(b.name, err)
	}
	stored := &storedCells{book: b, sheet: sheet}
	defer func() { err = errors.Join(err, shown.Close(), stored.Close()) }()
	count := 0
	for no := 1; shown.Next(); no++ {
		r := Row{No: no}
		if r.Cells, err = shown.Columns(); err != nil {
			return damagedXLSX(b.name, err)
		}
		for i := range r.Cells {
			r.Cells[i] = Trim(r.Cells[i])
		}
		if r.blank() {
			continue
		}
		count++
		if err := b.limits.check(b.name, r, count); err != nil {
			return err
		}
		r.day = func(column int) (time.Time, bool) { return stored.day(no, column, r.Cell(column)) }
		if err := do(r); err != nil {
			return err
		}
	}
	if err := errors.Join(shown.Error(), stored.err); err != nil {
		return damagedXLSX(b.name, err)
	}
	return nil
}
