package imaging

import (
	"errors"
	"io"
	"os"
	"time"

	"github.com/danganku/danganku/internal/errs"
)

// Limits bound what one foreign file may cost.
type Limits struct {
	MaxBytes        int64         // size of a master
	MaxPixels       int64         // width x height of one frame
	MaxSide         int           // width or height of one frame, pixels
	MaxFrames       int           // images of a TIFF file, pages of a PDF
	MaxMemory       int64         // bytes that all decoders of one Engine may need at a time, estimated from headers
	MaxTextBytes    int           // text layer of one PDF page, UTF-8
	MaxRenderPixels int64         // pixels a PDF page is drawn with; a larger page is drawn at a lower resolution
	DecodeTimeout   time.Duration // one frame
}

// DefaultLimits admit an A2 sheet at 600 dpi in colour and a dossier of 2000 pages in one file.
func DefaultLimits() Limits {
	return Limits{
		MaxBytes:        2 << 30,
		MaxPixels:       200_000_000,
		MaxSide:         65_535,
		MaxFrames:       2_000,
		MaxMemory:       1 << 30,
		MaxTextBytes:    1 << 20,
		MaxRenderPixels: 36_000_000,
		DecodeTimeout:   time.Minute,
	}
}

// checkSize refuses dimensions that a header claims, before anything is allocated for them.
func (l Limits) checkSize(width, height int) error {
	if width <= 0 || height <= 0 {
		return corruptf("image of %d x %d pixels", width, height)
	}
	if width > l.MaxSide || height > l.MaxSide || int64(width)*int64(height) > l.MaxPixels {
		return tooLarge("图像尺寸 %d×%d 像素过大，超过单页 %d 万像素的上限，请降低分辨率后重新扫描", width, height, l.MaxPixels/10_000)
	}
	return nil
}

// checkMemory refuses a frame whose decoder would need more than everything the Engine may use.
func (l Limits) checkMemory(bytes int64) error {
	if bytes > l.MaxMemory {
		return tooLarge("图像解码约需 %d MB 内存，超过 %d MB 的上限，请降低分辨率或色深后重新扫描", bytes>>20, l.MaxMemory>>20)
	}
	return nil
}

func (l Limits) checkFrames(n int) error {
	if n > l.MaxFrames {
		return tooLarge("文件超过 %d 页的上限，请拆分后提交", l.MaxFrames)
	}
	return nil
}

// Source gives the bytes of a master in any order. *bytes.Reader and *io.SectionReader are Sources.
// Reads come from one goroutine at a time.
type Source interface {
	io.ReaderAt
	Size() int64
}

// FileSource makes a Source of an open file, whose size is taken now. The caller closes the file.
func FileSource(f *os.File) (Source, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, errs.Wrap("stat image", err)
	}
	return io.NewSectionReader(f, 0, info.Size()), nil
}

// readFull reads exactly n bytes at off, or fails with io.ErrUnexpectedEOF. n must already be bounded.
func readFull(r io.ReaderAt, off int64, n int) ([]byte, error) {
	buf := make([]byte, n)
	got, err := r.ReadAt(buf, off)
	if got == n {
		return buf, nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return nil, err
}
