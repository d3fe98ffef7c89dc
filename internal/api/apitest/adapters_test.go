package apitest

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io"

	"github.com/danganku/danganku/internal/app/ingest"
	"github.com/danganku/danganku/internal/app/reading"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/imaging"
	"github.com/danganku/danganku/internal/pack"
)

const jpegQuality = 85

func inspector(engine *imaging.Engine) func(context.Context, imaging.Source, string) (domain.FileFacts, error) {
	return func(ctx context.Context, source imaging.Source, name string) (domain.FileFacts, error) {
		found, err := engine.Inspect(ctx, source, name)
		var fault *errs.Error
		if errors.As(err, &fault) {
			return domain.FileFacts{Problem: fault.Msg}, nil
		}
		facts := domain.FileFacts{MediaType: imaging.MediaType(found.Kind), Size: found.Size}
		for _, frame := range found.Frames {
			facts.Frames = append(facts.Frames, domain.FrameFacts{Width: frame.Width, Height: frame.Height, DPI: int(frame.DPIX + 0.5), Color: frame.Color})
		}
		return facts, err
	}
}

type renderer struct{ engine *imaging.Engine }

func (r renderer) Widths(ctx context.Context, master reading.Source, frame, rotation int, widths []int) ([][]byte, error) {
	pixels, err := r.engine.Decode(ctx, master, frame)
	if err != nil {
		return nil, err
	}
	specs := make([]imaging.Spec, len(widths))
	for i, width := range widths {
		specs[i] = imaging.Spec{Width: width, Quality: jpegQuality, Rotate: rotation}
	}
	made, err := imaging.DeriveAll(ctx, pixels, specs)
	pictures := make([][]byte, len(made))
	for i := range made {
		pictures[i] = made[i].JPEG
	}
	return pictures, err
}

func (r renderer) Cut(ctx context.Context, _ string, open func(context.Context) (reading.Source, io.Closer, error), frame, rotation int, cut reading.Cut) ([]byte, error) {
	master, closer, err := open(ctx)
	if err != nil {
		return nil, err
	}
	defer closer.Close()
	pixels, err := r.engine.Decode(ctx, master, frame)
	if err != nil {
		return nil, err
	}
	if pixels, err = imaging.Rotate(pixels, rotation); err != nil {
		return nil, err
	}
	picture, err := imaging.Region(pixels, cut.Region.Min.X, cut.Region.Min.Y, cut.Region.Dx(), cut.Region.Dy())
	if err != nil {
		return nil, err
	}
	return r.finish(picture, cut)
}

func (r renderer) finish(picture image.Image, cut reading.Cut) ([]byte, error) {
	picture, err := imaging.Resize(picture, cut.Width, cut.Height)
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
	var out bytes.Buffer
	if cut.Format == reading.PNG {
		err = imaging.EncodePNG(&out, picture)
	} else {
		err = imaging.EncodeJPEG(&out, picture, jpegQuality)
	}
	return out.Bytes(), err
}

func (r renderer) Original(ctx context.Context, master reading.Source, frame int) ([]byte, bool, error) {
	return r.engine.OriginalJPEG(ctx, master, frame)
}

func (r renderer) Text(ctx context.Context, master reading.Source, frame int) (string, error) {
	return r.engine.Text(ctx, master, frame)
}

func (renderer) TextEngine() (name, version string) { return "pdf-text", "1" }

type scans struct{ *pack.Package }

func openScans(path string) (ingest.Package, error) {
	opened, err := pack.Open(path, pack.DefaultLimits())
	if err != nil {
		return nil, err
	}
	return scans{opened}, nil
}

func (s scans) Read(ctx context.Context) (ingest.Reading, error) {
	found, err := pack.Read(ctx, s.Package)
	return ingest.Reading{Layout: found.Layout, Drafts: found.Drafts, Violations: found.Violations}, err
}

func (s scans) Open(name string) (ingest.File, error) { return s.OpenAt(name) }
