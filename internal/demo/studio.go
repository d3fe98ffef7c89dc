package demo

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"math/rand/v2"

	"github.com/danganku/danganku/internal/errs"
)

// studio holds what all pages share; it is read only once made, but for the glyphs it keeps.
type studio struct {
	face   *typeface
	papers []*image.YCbCr
	seal   *mask
	hole   *mask
	font   []byte
}

func newStudio(fontData []byte, seed uint64) (*studio, error) {
	face, err := newTypeface(fontData)
	if err != nil {
		return nil, errs.New(errs.Invalid, "demo.font", "演示数据需要TrueType或OpenType中文字体，所给字体无法读取").Because(err)
	}
	r := random(seed, 0x7061706572)
	s := &studio{face: face, seal: newSeal(face, r), hole: newHole(), font: fontData}
	for _, t := range tints() {
		s.papers = append(s.papers, newPaper(t, r))
	}
	return s, nil
}

func newHole() *mask {
	const side = 56
	m := &mask{left: -side / 2, top: -side / 2, w: side, h: side, pix: make([]uint8, side*side)}
	for y := range side {
		for x := range side {
			dx, dy := 2*x-side, 2*y-side
			if dx*dx+dy*dy < side*side {
				m.pix[y*side+x] = 255
			}
		}
	}
	return m
}

// artist draws one page at a time on a canvas of its own.
type artist struct {
	*studio
	ctx      context.Context
	canvas   *canvas
	portrait *mask
	r        *rand.Rand
	buf      bytes.Buffer
}

func (s *studio) newArtist(ctx context.Context) *artist {
	return &artist{studio: s, ctx: ctx, canvas: newCanvas(pageWidth, pageHeight)}
}

// page draws a sheet and returns it as a JPEG file that says 300 dpi. The bytes are valid until the next call. The seed
// decides paper, angle and waver.
func (a *artist) page(s sheet, seed uint64) ([]byte, error) {
	if err := a.ctx.Err(); err != nil {
		return nil, fmt.Errorf("draw page: %w", err)
	}
	a.r = random(seed, uint64(s.page))
	paper := a.papers[seed%uint64(len(a.papers))] // one material, one paper
	a.canvas.lay(paper, 2*a.r.IntN(paperMargin/2), 2*a.r.IntN(paperMargin/2))
	a.canvas.turn(0.7*a.r.Float64() - 0.35)
	a.paint(s)
	a.buf.Reset()
	if err := encodeJPEG(&a.buf, a.canvas.img, dpi); err != nil {
		return nil, fmt.Errorf("draw page: %w", err)
	}
	return a.buf.Bytes(), nil
}
