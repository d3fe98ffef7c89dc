package pack

import (
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/sheet"
)

// Limits bound what one package may cost. The zero value of a field means its default.
type Limits struct {
	MaxEntries    int          // files and folders
	MaxDepth      int          // folders above a file
	MaxNameBytes  int          // a whole path, UTF-8
	MaxFileBytes  int64        // one file, uncompressed
	MaxTotalBytes int64        // all files together, uncompressed
	MaxRatio      int64        // uncompressed to compressed bytes of one zip entry, looked at once it gave ratioFloor bytes
	Sheet         sheet.Limits // of one spreadsheet
	TempDir       string       // where zip entries and large spreadsheets are unpacked; empty: the system's
}

// ratioFloor is how much a zip entry may unpack to before its compression ratio is looked at: a small file that
// compresses well harms nobody.
const ratioFloor = 32 << 20

// DefaultLimits admit a package of 50,000 pages several times over.
func DefaultLimits() Limits {
	return Limits{
		MaxEntries: 200_000, MaxDepth: 12, MaxNameBytes: 1_000,
		MaxFileBytes: 2 << 30, MaxTotalBytes: 500 << 30, MaxRatio: 250,
		Sheet: sheet.DefaultLimits(),
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
	l.Sheet.TempDir = l.TempDir
	l.Sheet = l.Sheet.WithDefaults()
	return l
}

// Stable codes of this package's errors.
const (
	CodeUnreadable = "package.unreadable" // not a folder and not a usable zip file
	CodeTooLarge   = "package.too_large"  // a limit on the package as a whole
	CodeFile       = "package.file"       // one file of the package cannot be read; the others can
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

func errTemp(err error) *errs.Error {
	return errs.New(errs.Unavailable, "package.temp", "无法写入临时文件，请检查磁盘空间").Because(err)
}
