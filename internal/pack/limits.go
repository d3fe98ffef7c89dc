package pack

import "github.com/danganku/danganku/internal/errs"

// Limits bound what one package may cost. The zero value of a field means its default.
type Limits struct {
	MaxEntries       int    // files and folders
	MaxDepth         int    // folders above a file
	MaxNameBytes     int    // a whole path, UTF-8
	MaxFileBytes     int64  // one file, uncompressed
	MaxTotalBytes    int64  // all files together, uncompressed
	MaxRatio         int64  // uncompressed to compressed bytes of one zip entry, looked at once it gave ratioFloor bytes
	MaxWorkbookBytes int64  // a workbook as it lies in the package
	MaxWorkbookXML   int64  // a workbook's parts, uncompressed
	MaxRows          int    // of one sheet
	MaxColumns       int    // of one row
	MaxCellBytes     int    // of one cell, UTF-8
	TempDir          string // where zip entries are unpacked; empty: the system's
}

// ratioFloor is how much a zip entry may unpack to before its compression ratio is looked at: a small file that
// compresses well harms nobody.
const ratioFloor = 32 << 20

// DefaultLimits admit a package of 50,000 pages several times over.
func DefaultLimits() Limits {
	return Limits{
		MaxEntries: 200_000, MaxDepth: 12, MaxNameBytes: 1_000,
		MaxFileBytes: 2 << 30, MaxTotalBytes: 500 << 30, MaxRatio: 250,
		MaxWorkbookBytes: 64 << 20, MaxWorkbookXML: 512 << 20,
		MaxRows: 100_000, MaxColumns: 200, MaxCellBytes: 8 << 10,
	}
}

func (l Limits) withDefaults() Limits {
	standard := DefaultLimits()
	orInt := func(value, otherwise int) int {
		if value > 0 {
			return value
		}
		return otherwise
	}
	orInt64 := func(value, otherwise int64) int64 {
		if value > 0 {
			return value
		}
		return otherwise
	}
	l.MaxEntries = orInt(l.MaxEntries, standard.MaxEntries)
	l.MaxDepth = orInt(l.MaxDepth, standard.MaxDepth)
	l.MaxNameBytes = orInt(l.MaxNameBytes, standard.MaxNameBytes)
	l.MaxFileBytes = orInt64(l.MaxFileBytes, standard.MaxFileBytes)
	l.MaxTotalBytes = orInt64(l.MaxTotalBytes, standard.MaxTotalBytes)
	l.MaxRatio = orInt64(l.MaxRatio, standard.MaxRatio)
	l.MaxWorkbookBytes = orInt64(l.MaxWorkbookBytes, standard.MaxWorkbookBytes)
	l.MaxWorkbookXML = orInt64(l.MaxWorkbookXML, standard.MaxWorkbookXML)
	l.MaxRows = orInt(l.MaxRows, standard.MaxRows)
	l.MaxColumns = orInt(l.MaxColumns, standard.MaxColumns)
	l.MaxCellBytes = orInt(l.MaxCellBytes, standard.MaxCellBytes)
	return l
}

// Stable codes of this package's errors.
const (
	CodeUnreadable = "package.unreadable" // not a folder and not a usable zip file
	CodeTooLarge   = "package.too_large"  // a limit on the package as a whole
	CodeFile       = "package.file"       // one file of the package cannot be read; the others can
	CodeWorkbook   = "package.workbook"   // a spreadsheet cannot be read
	CodeLayout     = "package.layout"     // no layout recognises the package
)

func unreadable(format string, args ...any) *errs.Error {
	return errs.New(errs.Unprocessable, CodeUnreadable, format, args...)
}

func tooLarge(format string, args ...any) *errs.Error {
	return errs.New(errs.TooLarge, CodeTooLarge, format, args...)
}

func badFile(name, format string, args ...any) *errs.Error {
	e := errs.New(errs.Unprocessable, CodeFile, format, args...)
	e.Msg = "文件“" + name + "”" + e.Msg
	return e
}

func badWorkbook(name, format string, args ...any) *errs.Error {
	e := errs.New(errs.Unprocessable, CodeWorkbook, format, args...)
	e.Msg = "表格“" + name + "”" + e.Msg
	return e
}

func errTemp(err error) *errs.Error {
	return errs.New(errs.Unavailable, "package.temp", "无法写入临时文件，请检查磁盘空间").Because(err)
}
