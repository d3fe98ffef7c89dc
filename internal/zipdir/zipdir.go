// Package zipdir opens zip files whose list of entries may have been made to fill memory.
//
// It knows the standard library alone.
package zipdir

import (
	"archive/zip"
	"errors"
	"io"
)

// ErrTooLarge says that the list of entries takes more bytes than allowed.
var ErrTooLarge = errors.New("zip directory too large")

// Open reads the list of entries, for which it reads at most allowance bytes. The reader is there beside
// zip.ErrInsecurePath, as with zip.NewReader.
func Open(r io.ReaderAt, size, allowance int64) (*zip.Reader, error) {
	directory := &metered{r: r, left: allowance}
	reader, err := zip.NewReader(directory, size)
	directory.lifted = true
	return reader, err
}

// metered fails when more than an allowance is read, until the allowance is lifted: archive/zip reads the entries
// themselves through it later on, from several goroutines.
type metered struct {
	r      io.ReaderAt
	left   int64
	lifted bool
}

func (m *metered) ReadAt(p []byte, off int64) (int, error) {
	if m.lifted {
		return m.r.ReadAt(p, off)
	}
	if m.left -= int64(len(p)); m.left < 0 {
		return 0, ErrTooLarge
	}
	return m.r.ReadAt(p, off)
}
