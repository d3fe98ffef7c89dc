package demo

import (
	"image"
	"math"
	"math/rand/v2"
)

// Pages are A4 at 300 dpi.
const (
	pageWidth  = 2480
	pageHeight = 3508
	dpi        = 300
)

// paperMargin is how much larger a paper is than a page, so that every page can show another part of it. Even, because
// chroma has half the resolution.
const paperMargin = 96

// tint is the colour and the wear of a kind of paper.
type tint struct {
	y, cb, cr uint8
	wear      float64 // darkening towards the edges
	grain     int     // noise, 1/16 of the widest; decides how large the JPEG files get
}

func tints() []tint {
	return []tint{
		{238, 123, 130, 10, 7}, // office paper
		{228, 119, 133, 18, 7}, // aged writing paper
		{218, 115, 136, 24, 7}, // yellowed newsprint
		{232, 122, 129, 14, 7}, // printed form
	}
}

// newPaper makes a sheet with blotches, darker edges, fibres and the noise of a scanner.
func newPaper(t tint, r *rand.Rand) *image.YCbCr {
	w, h := pageWidth+paperMargin, pageHeight+paperMargin
	img := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	blotches := newBlotches(r)
	shadeLine := make([]int, w)
	for y := range h {
		if y%4 == 0 {
			for x := range w {
				shadeLine[x] = int(t.y) - int(t.wear*edge(x, w, y, h)) + int(4*blotches.at(float64(x)/float64(w), float64(y)/float64(h)))
			}
		}
		addGrain(img.Y[y*img.YStride:][:w], shadeLine, t.grain, r)
	}
	for y := range h / 2 {
		for x := range w / 2 {
			drift := int(2 * blotches.at(float64(y)/float64(h/2), float64(x)/float64(w/2)))
			img.Cb[y*img.CStride+x] = uint8(int(t.cb) - drift)
			img.Cr[y*img.CStride+x] = uint8(int(t.cr) + drift/2)
		}
	}
	addFibres(img, r)
	return img
}

// edge is 0 in the middle of a sheet and 1 at its rim.
func edge(x, w, y, h int) float64 {
	dx, dy := math.Abs(2*float64(x)/float64(w)-1), math.Abs(2*float64(y)/float64(h)-1)
	d := max(dx, dy)
	return d * d * d * d * d * d
}

// addGrain adds triangular noise, eight pixels for each random number.
func addGrain(line []uint8, shade []int, grain int, r *rand.Rand) {
	var bits uint64
	for x := range line {
		if x%8 == 0 {
			bits = r.Uint64()
		}
		n := int(bits&15) + int(bits>>4&15) - 15
		bits >>= 8
		line[x] = uint8(min(255, shade[x]+n*grain/16))
	}
}

// blotches is smooth noise in -1..1.
type blotches [12][12]float64

func newBlotches(r *rand.Rand) *blotches {
	var b blotches
	for i := range b {
		for j := range b[i] {
			b[i][j] = 2*r.Float64() - 1
		}
	}
	return &b
}

// at takes u and v in 0..1.
func (b *blotches) at(u, v float64) float64 {
	x, y := u*float64(len(b)-2), v*float64(len(b)-2)
	i, j := int(x), int(y)
	fx, fy := x-float64(i), y-float64(j)
	top := b[j][i]*(1-fx) + b[j][i+1]*fx
	low := b[j+1][i]*(1-fx) + b[j+1][i+1]*fx
	return top*(1-fy) + low*fy
}

func addFibres(img *image.YCbCr, r *rand.Rand) {
	for range 900 {
		x, y := float64(r.IntN(img.Rect.Dx())), float64(r.IntN(img.Rect.Dy()))
		dir := r.Float64() * 2 * math.Pi
		dark := 6 + r.IntN(18)
		for range 10 + r.IntN(30) {
			if image.Pt(int(x), int(y)).In(img.Rect) {
				at := img.YOffset(int(x), int(y))
				img.Y[at] = uint8(max(0, int(img.Y[at])-dark))
			}
			dir += (r.Float64() - 0.5) / 2
			x, y = x+math.Cos(dir), y+math.Sin(dir)
		}
	}
}

// lay covers the canvas with the part of the paper that begins at (x, y), both even.
func (c *canvas) lay(paper *image.YCbCr, x, y int) {
	for j := range c.img.Rect.Dy() {
		copy(c.img.Y[j*c.img.YStride:][:c.img.Rect.Dx()], paper.Y[(y+j)*paper.YStride+x:])
	}
	for j := range c.img.Rect.Dy() / 2 {
		from := (y/2+j)*paper.CStride + x/2
		to := j * c.img.CStride
		copy(c.img.Cb[to:to+c.img.CStride], paper.Cb[from:])
		copy(c.img.Cr[to:to+c.img.CStride], paper.Cr[from:])
	}
}
