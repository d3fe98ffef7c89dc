package demo

import (
	"image"
	"image/draw"
	"math"
	"math/rand/v2"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

const (
	sealText = "演示专用章"
	sealFoot = "仅供演示"
	sealSide = 460 // pixels: 39 mm, smaller than the 42 mm of enterprises
)

// newSeal draws a round seal: the words around a star, worn like a seal that is set every day.
func newSeal(t *typeface, r *rand.Rand) *mask {
	z := vector.NewRasterizer(sealSide, sealSide)
	mid, rim := float32(sealSide)/2, float32(sealSide)/2-4
	circle(z, mid, rim, false)
	circle(z, mid, rim-11, true)
	star(z, mid, mid, 66)
	letters := []rune(sealText)
	for i, r := range letters {
		angle := (float64(i) - float64(len(letters)-1)/2) * 38 * math.Pi / 180
		t.onArc(z, r, 82, mid, float64(rim)-34, angle)
	}
	foot := []rune(sealFoot)
	for i, r := range foot {
		t.upright(z, r, 48, mid+(float32(i)-float32(len(foot))/2)*52, mid+142)
	}
	full := image.NewAlpha(image.Rect(0, 0, sealSide, sealSide))
	z.DrawOp = draw.Src
	z.Draw(full, full.Bounds(), image.Opaque, image.Point{})
	wear(full, r)
	return &mask{left: -sealSide / 2, top: -sealSide / 2, w: sealSide, h: sealSide, pix: full.Pix}
}

// wear makes the ink uneven: thinner in blotches and with pinholes.
func wear(full *image.Alpha, r *rand.Rand) {
	b := newBlotches(r)
	for y := range sealSide {
		for x := range sealSide {
			at := y*full.Stride + x
			if full.Pix[at] == 0 {
				continue
			}
			left := 0.78 + 0.22*b.at(float64(x)/sealSide, float64(y)/sealSide)
			if r.IntN(40) == 0 {
				left *= 0.4
			}
			full.Pix[at] = uint8(float64(full.Pix[at]) * left)
		}
	}
}

// circle adds a disc; a hole runs the other way round, so that the two cancel out.
func circle(z *vector.Rasterizer, mid, radius float32, hole bool) {
	const steps = 180
	z.MoveTo(mid+radius, mid)
	for i := 1; i < steps; i++ {
		angle := 2 * math.Pi * float64(i) / steps
		if hole {
			angle = -angle
		}
		sin, cos := math.Sincos(angle)
		z.LineTo(mid+radius*float32(cos), mid+radius*float32(sin))
	}
	z.ClosePath()
}

func star(z *vector.Rasterizer, x, y, radius float32) {
	for i := range 10 {
		length := radius
		if i%2 == 1 {
			length = radius * 0.382
		}
		sin, cos := math.Sincos(float64(i)*math.Pi/5 - math.Pi/2)
		px, py := x+length*float32(cos), y+length*float32(sin)
		if i == 0 {
			z.MoveTo(px, py)
			continue
		}
		z.LineTo(px, py)
	}
	z.ClosePath()
}

// onArc sets a letter with its head to the rim; angle 0 is at the top.
func (t *typeface) onArc(z *vector.Rasterizer, r rune, size int, mid float32, radius, angle float64) {
	sin, cos := math.Sincos(angle)
	s, c := float32(sin), float32(cos)
	// The letter's box is size wide; its baseline lies 0.88 em below its head.
	down := float32(radius) - 0.88*float32(size)
	half := float32(size) / 2
	t.outline(z, r, size, transform{c, -s, mid + s*down - c*half, s, c, mid - c*down - s*half})
}

func (t *typeface) upright(z *vector.Rasterizer, r rune, size int, x, y float32) {
	t.outline(z, r, size, transform{1, 0, x, 0, 1, y})
}

// outline adds a letter's shape, or a bar where the font has none.
func (t *typeface) outline(z *vector.Rasterizer, r rune, size int, m transform) {
	var buf sfnt.Buffer
	index, err := t.font.GlyphIndex(&buf, r)
	if err == nil && index != 0 {
		if shape, err := t.font.LoadGlyph(&buf, index, fixed.I(size), nil); err == nil {
			trace(z, shape, m)
			return
		}
	}
	trace(z, bar(size), m)
}

func bar(size int) sfnt.Segments {
	corner := func(op sfnt.SegmentOp, x, y int) sfnt.Segment {
		return sfnt.Segment{Op: op, Args: [3]fixed.Point26_6{fixed.P(x, y)}}
	}
	return sfnt.Segments{corner(sfnt.SegmentOpMoveTo, size/8, -size/2), corner(sfnt.SegmentOpLineTo, size*7/8, -size/2),
		corner(sfnt.SegmentOpLineTo, size*7/8, -size/3), corner(sfnt.SegmentOpLineTo, size/8, -size/3)}
}

// newPortrait draws a head and shoulders without a face.
func newPortrait(w, h int) *mask {
	z := vector.NewRasterizer(w, h)
	mid := float32(w) / 2
	oval(z, mid, float32(h)*0.42, float32(w)*0.22, float32(w)*0.27)
	oval(z, mid, float32(h)*1.0, float32(w)*0.42, float32(w)*0.55)
	full := image.NewAlpha(image.Rect(0, 0, w, h))
	z.DrawOp = draw.Src
	z.Draw(full, full.Bounds(), image.Opaque, image.Point{})
	return &mask{w: w, h: h, pix: full.Pix}
}

func oval(z *vector.Rasterizer, x, y, rx, ry float32) {
	const steps = 90
	z.MoveTo(x+rx, y)
	for i := 1; i < steps; i++ {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / steps)
		z.LineTo(x+rx*float32(cos), y+ry*float32(sin))
	}
	z.ClosePath()
}
