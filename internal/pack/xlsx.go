package pack

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// xlsxBook is an Office Open XML workbook.
type xlsxBook struct {
	name   string
	book   *excelize.File
	limits Limits
	epoch  bool
}

// streamXML is how large a part of a workbook may be before the library unpacks it to disk instead of memory.
const streamXML = 16 << 20

// oleMagic begins both old binary workbooks and encrypted new ones.
var oleMagic = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}

func openXLSX(name string, f File, limits Limits) (_ workbook, err error) {
	defer func() { err = errors.Join(err, f.Close()) }()
	defer recoverInto(name, &err)
	if err := weighXLSX(name, f, limits); err != nil {
		return nil, err
	}
	book, err := excelize.OpenReader(io.NewSectionReader(f, 0, f.Size()), excelize.Options{
		UnzipSizeLimit: limits.MaxWorkbookXML, UnzipXMLSizeLimit: min(streamXML, limits.MaxWorkbookXML), TmpDir: limits.TempDir,
	})
	if err != nil {
		return nil, damagedXLSX(name, err)
	}
	props, err := book.GetWorkbookProps()
	if err != nil {
		return nil, damagedXLSX(name, errors.Join(err, book.Close()))
	}
	return &xlsxBook{name: name, book: book, limits: limits, epoch: props.Date1904 != nil && *props.Date1904}, nil
}

// weighXLSX refuses what the library should not be given. The sizes a workbook states can be added up, for archive/zip
// fails when a part unpacks to more than it states.
func weighXLSX(name string, f File, limits Limits) error {
	head := make([]byte, len(oleMagic))
	if _, err := f.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return damagedXLSX(name, err)
	}
	if bytes.Equal(head, oleMagic) {
		return badWorkbook(name, "是旧版或加密的表格，请去掉密码并另存为xlsx后提交")
	}
	const maxDirectory = 4 << 20 // bytes; a workbook has some dozens of parts
	reader, err := zip.NewReader(&metered{r: f, left: maxDirectory}, f.Size())
	if err != nil {
		return damagedXLSX(name, err)
	}
	left := uint64(limits.MaxWorkbookXML)
	for _, part := range reader.File {
		if part.UncompressedSize64 > left {
			return badWorkbook(name, "解压后过大，疑似压缩炸弹，已停止读取")
		}
		left -= part.UncompressedSize64
	}
	return nil
}

func damagedXLSX(name string, cause error) error {
	return badWorkbook(name, "已损坏或不是xlsx文件，请用Excel或WPS打开检查后另存为xlsx").Because(cause)
}

// recoverInto turns a panic of the spreadsheet library, which foreign bytes can provoke, into an error about the file.
func recoverInto(name string, err *error) {
	if cause := recover(); cause != nil {
		*err = damagedXLSX(name, fmt.Errorf("spreadsheet library: %v", cause))
	}
}

func (b *xlsxBook) date1904() bool { return b.epoch }
func (b *xlsxBook) Close() error   { return b.book.Close() }

func (b *xlsxBook) sheets() []string {
	var visible []string
	for _, sheet := range b.book.GetSheetList() {
		if shown, err := b.book.GetSheetVisible(sheet); err == nil && shown {
			visible = append(visible, sheet)
		}
	}
	return visible
}

// each reads the sheet twice side by side, once as shown and once as stored: only the former has the leading zeros of
// formatted numbers, only the latter an unambiguous date.
func (b *xlsxBook) each(sheet string, do func(row) error) (err error) {
	defer recoverInto(b.name, &err)
	shown, err := b.book.Rows(sheet)
	if err != nil {
		return damagedXLSX(b.name, err)
	}
	defer func() { err = errors.Join(err, shown.Close()) }()
	raw, err := b.book.Rows(sheet)
	if err != nil {
		return damagedXLSX(b.name, err)
	}
	defer func() { err = errors.Join(err, raw.Close()) }()
	count := 0
	for no := 1; shown.Next() && raw.Next(); no++ {
		r := row{no: no}
		if r.shown, err = shown.Columns(); err != nil {
			return damagedXLSX(b.name, err)
		}
		if r.raw, err = raw.Columns(excelize.Options{RawCellValue: true}); err != nil {
			return damagedXLSX(b.name, err)
		}
		for i := range r.shown {
			r.shown[i] = trimCell(r.shown[i])
		}
		if r.blank() {
			continue
		}
		count++
		if err := checkRow(b.name, no, count, r.shown, b.limits); err != nil {
			return err
		}
		if err := do(r); err != nil {
			return err
		}
	}
	return errors.Join(shown.Error(), raw.Error())
}
