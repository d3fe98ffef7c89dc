package imaging

import (
	"bytes"
	"cmp"
	"context"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"slices"

	"github.com/danganku/danganku/internal/errs"
)

// Spec describes one derivative.
type Spec struct {
	Width   int // pixels of the finished image; a narrower page keeps its width
	Quality int // of the JPEG, 1..100
	Rotate  int // degrees clockwise: 0, 90, 180 or 270
}

// Derivative is a finished JPEG. Grey pages give grey JPEGs.
type Derivative struct {
	Spec          Spec
	Width, Height int
	JPEG          []byte
}

// Derive makes one derivative.
func Derive(ctx context.Context, img image.Image, spec Spec) ([]byte, error) {
	all, err := DeriveAll(ctx, img, []Spec{spec})
	if err != nil {
		return nil, err
	}
	return all[0].JPEG, nil
}

// DeriveAll makes several derivatives of one page, each from the next larger one, and returns them in the order of
// specs. img is not changed.
func DeriveAll(ctx context.Context, img image.Image, specs []Spec) ([]Derivative, error) {
	order := make([]int, len(specs))
	for i := range order {
		order[i] = i
	}
	page := rasterOf(img)
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(shrunkWidth(page, specs[b]), shrunkWidth(page, specs[a]))
	})
	done := make([]Derivative, len(specs))
	larger := page
	for _, i := range order {
		if err := ctx.Err(); err != nil {
			return nil, errs.Wrap("derive image", err)
		}
		var err error
		if done[i], larger, err = derive(larger, page, specs[i]); err != nil {
			return nil, err
		}
	}
	return done, nil
}

// derive shrinks larger (itself made from page) and returns the finished image and the upright one to go on from.
func derive(larger, page raster, spec Spec) (Derivative, raster, error) {
	o, err := turn(spec.Rotate)
	if err != nil {
		return Derivative{}, raster{}, err
	}
	if spec.Width <= 0 || spec.Quality < 1 || spec.Quality > 100 {
		return Derivative{}, raster{}, badTransform("宽度须大于零，质量须在 1 到 100 之间：%d，%d", spec.Width, spec.Quality)
	}
	w, h := shrunkSize(page, spec)
	if w != larger.w || h != larger.h {
		larger = larger.scale(w, h)
	}
	turned := orientImage(larger.image(), o)
	var buf bytes.Buffer
	if err := EncodeJPEG(&buf, turned, spec.Quality); err != nil {
		return Derivative{}, raster{}, err
	}
	size := turned.Bounds()
	return Derivative{Spec: spec, Width: size.Dx(), Height: size.Dy(), JPEG: buf.Bytes()}, larger, nil
}

// shrunkSize is the size before turning. Both sides are computed from the page itself, so that a chain of scalings
// does not add up rounding.
func shrunkSize(page raster, spec Spec) (w, h int) {
	if spec.Rotate == 90 || spec.Rotate == 270 {
		h = min(spec.Width, page.h)
		return max(1, (page.w*h+page.h/2)/page.h), h
	}
	w = min(spec.Width, page.w)
	return w, max(1, (page.h*w+page.w/2)/page.w)
}

func shrunkWidth(page raster, spec Spec) int {
	w, _ := shrunkSize(page, spec)
	return w
}

// EncodeJPEG writes img as a baseline JPEG; quality is 1..100. Images without colour are written with one component.
func EncodeJPEG(w io.Writer, img image.Image, quality int) error {
	return errs.Wrap("encode jpeg", jpeg.Encode(w, flatten(img), &jpeg.Options{Quality: quality}))
}

// EncodePNG writes img without loss, in favour of speed over size.
func EncodePNG(w io.Writer, img image.Image) error {
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	return errs.Wrap("encode png", encoder.Encode(w, img))
}
