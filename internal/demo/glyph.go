package demo

import (
	"fmt"
	"image"
	"image/draw"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// hand is a manner of writing. All hands are made from one font.
type hand uint8

const (
	printed hand = iota
	bold
	brush // slanted and rising to the right, for what is filled in by hand
)

// mask is the ink of a glyph. Its pixels lie at (left, top) from the pen position on the baseline.
type mask struct {
	left, top, w, h int
	advance         int // pixels
	pix             []uint8
}

// typeface makes and keeps glyph masks; it may be used by several goroutines. What it keeps is bounded by the words the
// forms use.
type typeface struct {
	font *sfnt.Font
	mu   sync.RWMutex
	kept map[glyphKey]*mask
}

type glyphKey struct {
	r    rune
	hand hand
	size int // pixels per em
}

func newTypeface(data []byte) (*typeface, error) {
	parsed, err := sfnt.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("parse font: %w", err)
	}
	return &typeface{font: parsed, kept: map[glyphKey]*mask{}}, nil
}

func (t *typeface) glyph(r rune, h hand, size int) *mask {
	key := glyphKey{r, h, size}
	t.mu.RLock()
	m := t.kept[key]
	t.mu.RUnlock()
	if m != nil {
		return m
	}
	m = t.draw(key)
	t.mu.Lock()
	t.kept[key] = m
	t.mu.Unlock()
	return m
}

// width is the advance of a line of text in pixels.
func (t *typeface) width(text string, h hand, size int) int {
	width := 0
	for _, r := range text {
		width += t.glyph(r, h, size).advance
	}
	return width
}

// draw makes a mask. A character that the font lacks becomes a crossed box, so that no reader takes the text for complete.
func (t *typeface) draw(key glyphKey) *mask {
	if key.r == ' ' {
		return &mask{advance: key.size / 4}
	}
	if key.r == '\u3000' {
		return &mask{advance: key.size}
	}
	var buf sfnt.Buffer
	index, err := t.font.GlyphIndex(&buf, key.r)
	if err != nil || index == 0 {
		return missingGlyph(key.size)
	}
	outline, err := t.font.LoadGlyph(&buf, index, fixed.I(key.size), nil)
	if err != nil {
		return missingGlyph(key.size)
	}
	advance, err := t.font.GlyphAdvance(&buf, index, fixed.I(key.size), font.HintingNone)
	if err != nil {
		return missingGlyph(key.size)
	}
	return rasterize(key, outline, advance.Round())
}

// transform is the affine map of a hand: a b c / d e f.
type transform [6]float32

func (h hand) transform() transform {
	if h == brush {
		return transform{0.95, -0.12, 0, -0.055, 1, 0}
	}
	return transform{1, 0, 0, 0, 1, 0}
}

func rasterize(key glyphKey, outline sfnt.Segments, advance int) *mask {
	pad := key.size / 2
	side := 2*key.size + pad
	z := vector.NewRasterizer(side, side)
	m := key.hand.transform()
	m[2], m[5] = m[2]+float32(pad), m[5]+float32(key.size+pad/2)
	trace(z, outline, m)
	if key.hand == bold {
		m[2] += float32(key.size) / 26
		trace(z, outline, m)
	}
	full := image.NewAlpha(image.Rect(0, 0, side, side))
	z.DrawOp = draw.Src
	z.Draw(full, full.Bounds(), image.Opaque, image.Point{})
	return crop(full, pad, key.size+pad/2, advance)
}

func trace(z *vector.Rasterizer, outline sfnt.Segments, m transform) {
	at := func(p fixed.Point26_6) (x, y float32) {
		px, py := float32(p.X)/64, float32(p.Y)/64
		return m[0]*px + m[1]*py + m[2], m[3]*px + m[4]*py + m[5]
	}
	for _, s := range outline {
		x0, y0 := at(s.Args[0])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			z.ClosePath()
			z.MoveTo(x0, y0)
		case sfnt.SegmentOpLineTo:
			z.LineTo(x0, y0)
		case sfnt.SegmentOpQuadTo:
			x1, y1 := at(s.Args[1])
			z.QuadTo(x0, y0, x1, y1)
		case sfnt.SegmentOpCubeTo:
			x1, y1 := at(s.Args[1])
			x2, y2 := at(s.Args[2])
			z.CubeTo(x0, y0, x1, y1, x2, y2)
		}
	}
	z.ClosePath()
}

// crop keeps the inked part of a canvas whose pen position is (penX, penY).
func crop(full *image.Alpha, penX, penY, advance int) *mask {
	inked := image.Rectangle{}
	side := full.Rect.Dx()
	for y := range side {
		for x := range side {
			if full.Pix[y*full.Stride+x] != 0 {
				inked = inked.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	m := &mask{left: inked.Min.X - penX, top: inked.Min.Y - penY, w: inked.Dx(), h: inked.Dy(), advance: advance}
	for y := inked.Min.Y; y < inked.Max.Y; y++ {
		m.pix = append(m.pix, full.Pix[y*full.Stride+inked.Min.X:][:m.w]...)
	}
	return m
}

func missingGlyph(size int) *mask {
	side, stroke := size*4/5, max(2, size/16)
	m := &mask{left: size / 10, top: -side, w: side, h: side, advance: size, pix: make([]uint8, side*side)}
	for y := range side {
		for x := range side {
			edge := min(x, y, side-1-x, side-1-y) < stroke
			cross := max(x-y, y-x) < stroke || max(x+y-side+1, side-1-x-y) < stroke
			if edge || cross {
				m.pix[y*side+x] = 255
			}
		}
	}
	return m
}
