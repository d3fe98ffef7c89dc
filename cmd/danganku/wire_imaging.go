package main

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io"
	"runtime"

	"github.com/danganku/danganku/internal/app/dossier"
	"github.com/danganku/danganku/internal/app/ingest"
	"github.com/danganku/danganku/internal/app/reading"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/imaging"
)

// Quality of the JPEGs made for reading: thumbnails are small anyway, page images must keep faint strokes.
const (
	thumbnailQuality = 75
	pageQuality      = 82
)

// tileCache is how many bytes of decoded pages are kept for cutting tiles: three A4 pages at 300 dpi.
const tileCache = 96 << 20

func workers() int { return max(runtime.GOMAXPROCS(0), 2) }

// fileInspector lets the ingest desk look at files through the image engine.
func fileInspector(engine *imaging.Engine) ingest.Inspector {
	return func(ctx context.Context, file ingest.File, name string) (domain.FileFacts, error) {
		return inspect(ctx, engine, file, name)
	}
}

// pageInspector lets the dossier desk look at a replacement image.
func pageInspector(engine *imaging.Engine) dossier.ImageInspector {
	return func(ctx context.Context, content []byte, name string) (domain.FileFacts, error) {
		return inspect(ctx, engine, bytes.NewReader(content), name)
	}
}

func inspect(ctx context.Context, engine *imaging.Engine, source imaging.Source, name string) (domain.FileFacts, error) {
	found, err := engine.Inspect(ctx, source, name)
	var fault *errs.Error
	if errors.As(err, &fault) && fault.Kind != errs.Internal && fault.Kind != errs.Unavailable {
		return domain.FileFacts{Problem: fault.Msg}, nil
	}
	if err != nil {
		return domain.FileFacts{}, err
	}
	facts := domain.FileFacts{MediaType: imaging.MediaType(found.Kind), Size: found.Size}
	for _, finding := range found.Findings {
		if finding.Code == imaging.FindingExtension {
			facts.Wrong = finding.Message
		}
	}
	for _, frame := range found.Frames {
		facts.Frames = append(facts.Frames, domain.FrameFacts{Width: frame.Width, Height: frame.Height,
			DPI: int(min(frame.DPIX, frame.DPIY) + 0.5), Color: frame.Color, Skew: frame.Skew, SkewKnown: frame.SkewKnown,
			Blank: frame.Blank, HasText: frame.Text})
	}
	return facts, nil
}

// renderer lets the reading use cases work on pixels.
type renderer struct {
	engine *imaging.Engine
	cache  *imaging.DecodeCache
}

func newRenderer(engine *imaging.Engine) *renderer {
	return &renderer{engine: engine, cache: imaging.NewDecodeCache(tileCache)}
}

var _ reading.Renderer = (*renderer)(nil)

func (r *renderer) Widths(ctx context.Context, master reading.Source, frame, rotation int, widths []int) ([][]byte, error) {
	pixels, err := r.engine.Decode(ctx, master, frame)
	if err != nil {
		return nil, err
	}
	specs := make([]imaging.Spec, len(widths))
	for i, width := range widths {
		specs[i] = imaging.Spec{Width: width, Quality: pageQuality, Rotate: rotation}
		if width == reading.Widths[0] {
			specs[i].Quality = thumbnailQuality
		}
	}
	made, err := imaging.DeriveAll(ctx, pixels, specs)
	if err != nil {
		return nil, err
	}
	pictures := make([][]byte, len(made))
	for i, derivative := range made {
		pictures[i] = derivative.JPEG
	}
	return pictures, nil
}

func (r *renderer) Cut(ctx context.Context, key string, open func(context.Context) (reading.Source, io.Closer, error), frame, rotation int, cut reading.Cut) ([]byte, error) {
	pixels, err := r.cache.Get(ctx, key, func(ctx context.Context) (image.Image, error) {
		master, closer, err := open(ctx)
		if err != nil {
			return nil, err
		}
		defer closer.Close()
		decoded, err := r.engine.Decode(ctx, master, frame)
		if err != nil {
			return nil, err
		}
		return imaging.Rotate(decoded, rotation)
	})
	if err != nil {
		return nil, err
	}
	return render(pixels, cut)
}

func render(pixels image.Image, cut reading.Cut) ([]byte, error) {
	region := cut.Region
	picture, err := imaging.Region(pixels, region.Min.X, region.Min.Y, region.Dx(), region.Dy())
	if err == nil && (cut.Width != region.Dx() || cut.Height != region.Dy()) {
		picture, err = imaging.Resize(picture, cut.Width, cut.Height)
	}
	if err != nil {
		return nil, err
	}
	if cut.Mirror {
		picture = imaging.Mirror(picture)
	}
	if picture, err = imaging.Rotate(picture, cut.Rotation); err != nil {
		return nil, err
	}
	switch cut.Quality {
	case reading.Gray:
		picture = imaging.Gray(picture)
	case reading.Bitonal:
		picture = imaging.Bitonal(picture)
	}
	var encoded bytes.Buffer
	if cut.Format == reading.PNG {
		err = imaging.EncodePNG(&encoded, picture)
	} else {
		err = imaging.EncodeJPEG(&encoded, picture, pageQuality)
	}
	return encoded.Bytes(), err
}

func (r *renderer) Original(ctx context.Context, master reading.Source, frame int) ([]byte, bool, error) {
	return r.engine.OriginalJPEG(ctx, master, frame)
}

func (r *renderer) Text(ctx context.Context, master reading.Source, frame int) (string, error) {
	return r.engine.Text(ctx, master, frame)
}

// TextEngine names the text layer of PDF files as an engine; its version is that of the reading of text layers, to be
// raised when they are read differently.
func (r *renderer) TextEngine() (name, version string) { return "pdf-text", "1" }
