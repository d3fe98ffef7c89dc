package imaging

import (
	"context"
	"io"

	"github.com/danganku/danganku/internal/errs"
)

// OriginalJPEG returns the JPEG that a frame is, without encoding anything anew: a JPEG master as it is, or the scan that a
// PDF page consists of (see ExtractJPEG). ok is false for every other format, and for a JPEG that a browser would not show
// as Decode does: turned by a tag, CMYK, arithmetic or lossless.
func (e *Engine) OriginalJPEG(ctx context.Context, src Source, frame int) (data []byte, ok bool, err error) {
	kind, err := SniffSource(src)
	if err != nil {
		return nil, false, err
	}
	if kind == PDF {
		return e.ExtractJPEG(ctx, src, frame)
	}
	if kind != JPEG || frame != 0 {
		return nil, false, nil
	}
	meta, err := readJPEGMeta(src)
	if err != nil || !meta.shownByBrowsers() {
		return nil, false, err
	}
	data, err = io.ReadAll(io.NewSectionReader(src, 0, src.Size()))
	return data, err == nil, errs.Wrap("read image", err)
}

func (m *jpegMeta) shownByBrowsers() bool {
	return m.orientation == Upright && m.components != 4 && m.precision == 8 && !m.lossless && !m.arithmetic
}
