package imaging

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"io"

	"github.com/danganku/danganku/internal/errs"
)

// Config is how an Engine is set up.
type Config struct {
	Limits Limits // the zero value means DefaultLimits
	// CacheDir keeps the compiled PDF renderer (some 20 MB) between runs. Without it the first PDF after a start
	// takes some seconds longer.
	CacheDir string
	// PDFInstances is how many PDFs are worked on at a time, each with up to 512 MB; 0 means 2.
	PDFInstances int
}

// Engine inspects and decodes masters. It is safe for concurrent use: its decoders together stay within
// Limits.MaxMemory, by what headers announce.
type Engine struct {
	limits Limits
	memory *gate
	pdf    *pdfPool
}

// New makes an Engine; nothing is started before the first PDF.
func New(cfg Config) (*Engine, error) {
	if cfg.Limits == (Limits{}) {
		cfg.Limits = DefaultLimits()
	}
	l := cfg.Limits
	if l.MaxBytes <= 0 || l.MaxPixels <= 0 || l.MaxSide <= 0 || l.MaxFrames <= 0 || l.MaxMemory <= 0 ||
		l.MaxTextBytes <= 0 || l.MaxRenderPixels <= 0 || l.DecodeTimeout <= 0 || cfg.PDFInstances < 0 {
		return nil, fmt.Errorf("imaging: every limit must be positive: %+v", l)
	}
	if cfg.PDFInstances == 0 {
		cfg.PDFInstances = 2
	}
	return &Engine{limits: l, memory: newGate(l.MaxMemory), pdf: &pdfPool{cacheDir: cfg.CacheDir, instances: cfg.PDFInstances}}, nil
}

// Close ends the PDF renderer. Calls still running on PDFs fail.
func (e *Engine) Close() error { return e.pdf.close() }

// opened is a document together with what every step on it needs.
type opened struct {
	document
	kind   Kind
	engine *Engine
	g      *guard
}

func (e *Engine) open(ctx context.Context, src Source) (*opened, error) {
	if src.Size() > e.limits.MaxBytes {
		return nil, tooLarge("文件 %d MB，超过 %d MB 的上限，请拆分后提交", src.Size()>>20, e.limits.MaxBytes>>20)
	}
	o := &opened{engine: e, g: newGuard(ctx, src)}
	err := o.step(ctx, func() error {
		head, err := readFull(o.g, 0, int(min(src.Size(), SniffLen)))
		if err != nil {
			return err
		}
		o.kind, err = admit(head)
		return err
	})
	if err != nil {
		return nil, err
	}
	var session *pdfSession
	if o.kind == PDF {
		if session, err = e.pdf.session(ctx, o.g); err != nil {
			return nil, err
		}
	}
	err = o.step(ctx, func() error {
		switch o.kind {
		case TIFF:
			o.document, err = openTIFF(o.g, e.limits)
		case PDF:
			o.document, err = openPDF(session, e.limits)
		default:
			o.document, err = openStill(o.g, o.kind)
		}
		return err
	})
	if err != nil {
		session.close()
		return nil, err
	}
	return o, nil
}

// step runs one piece of work under the time limit, which reads observe. Waiting for memory or for a PDF instance is
// not part of a step: a busy machine must not make a page look bad. Codecs that panic on hostile bytes give an error
// like any other.
func (o *opened) step(ctx context.Context, work func() error) (err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, o.engine.limits.DecodeTimeout, errDecodeTimeout)
	defer cancel()
	o.g.during(ctx)
	defer func() {
		if crash := recover(); crash != nil {
			err = corruptf("codec: %v", crash)
		}
		err = classify(ctx, o.g, err)
	}()
	return work()
}

// onFrame is step for one frame: errors name the page.
func (o *opened) onFrame(ctx context.Context, frame int, work func() error) error {
	if frame < 0 || frame >= o.count() {
		return noFrame(frame, o.count())
	}
	return onFrame(o.step(ctx, work), frame, o.count())
}

// pixels decodes a frame, upright and opaque, within the memory that all decoders share.
func (o *opened) pixels(ctx context.Context, frame int) (img image.Image, head header, err error) {
	limits := o.engine.limits
	err = o.onFrame(ctx, frame, func() (err error) {
		if head, err = o.header(frame); err != nil {
			return err
		}
		return cmp.Or(limits.checkSize(head.Width, head.Height), limits.checkMemory(head.memory))
	})
	if err != nil {
		return nil, head, err
	}
	leave, err := o.engine.memory.enter(ctx, head.memory)
	if err != nil {
		return nil, head, errs.Wrap("wait for memory", err)
	}
	defer leave()
	err = o.onFrame(ctx, frame, func() (err error) {
		if img, err = o.decode(frame); err != nil {
			return err
		}
		img = orientImage(flatten(img), head.Orientation)
		return nil
	})
	return img, head, err
}

// Decode returns the pixels of one frame, upright and opaque, as *image.Gray, *image.YCbCr or *image.RGBA.
// A PDF page that is one scanned JPEG has that picture's pixels; others are drawn, by default at 300 dpi.
func (e *Engine) Decode(ctx context.Context, src Source, frame int) (image.Image, error) {
	o, err := e.open(ctx, src)
	if err != nil {
		return nil, err
	}
	defer o.close()
	img, _, err := o.pixels(ctx, frame)
	return img, err
}

// Text returns the text layer of a PDF page with "\n" between lines, cut at Limits.MaxTextBytes. It is empty for a page
// without one and for every other format.
func (e *Engine) Text(ctx context.Context, src Source, frame int) (text string, err error) {
	o, err := e.open(ctx, src)
	if err != nil {
		return "", err
	}
	defer o.close()
	err = o.onFrame(ctx, frame, func() (err error) {
		text, err = o.text(frame)
		return err
	})
	return text, err
}

// ExtractJPEG returns the bytes of the JPEG that a PDF page consists of, exactly as embedded. ok is false when the page
// shows anything else and must be drawn, and for every other format. The JPEG is not decoded and may be damaged.
func (e *Engine) ExtractJPEG(ctx context.Context, src Source, frame int) (data []byte, ok bool, err error) {
	o, err := e.open(ctx, src)
	if err != nil {
		return nil, false, err
	}
	defer o.close()
	err = o.onFrame(ctx, frame, func() (err error) {
		data, ok, err = o.embedded(frame)
		return err
	})
	return data, ok, err
}

// SniffSource names the format of a master, or says why it is not one (*errs.Error).
func SniffSource(src Source) (Kind, error) {
	head, err := readFull(src, 0, int(min(src.Size(), SniffLen)))
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", errs.Wrap("read image", err)
	}
	return admit(head)
}
