package demo

import (
	"image"
	"math"
)

// ink is a colour in YCbCr and how much of the paper it covers.
type ink struct {
	y, cb, cr uint8
	strength  int // 0..255
}

// The inks of the forms. Black is not tinted: the paper's hue shines through it, and the chroma planes need no work.
func black() ink   { return ink{y: 42, strength: 225} }
func blue() ink    { return ink{y: 52, cb: 156, cr: 116, strength: 215} }
func red() ink     { return ink{y: 95, cb: 108, cr: 202, strength: 190} }
func pencil() ink  { return ink{y: 95, strength: 170} }
func faint() ink   { return ink{y: 125, cb: 116, cr: 155, strength: 150} }
func warning() ink { return ink{y: 110, cb: 112, cr: 185, strength: 200} }
func light() ink   { return ink{y: 240, strength: 235} }
func shade() ink   { return ink{y: 120, strength: 200} }

func (k ink) tinted() bool { return k.cb != 0 }

// canvas is a page under way. What is drawn is turned by a small angle about the middle, as a sheet lies on a scanner;
// glyphs are placed by the angle and not turned themselves, which at under half a degree no eye sees.
type canvas struct {
	img      *image.YCbCr
	sin, cos float64
}

func newCanvas(w, h int) *canvas {
	return &canvas{img: image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420), cos: 1}
}

// turn sets the angle in degrees.
func (c *canvas) turn(degrees float64) { c.sin, c.cos = math.Sincos(degrees * math.Pi / 180) }

func (c *canvas) at(x, y int) (int, int) {
	cx, cy := float64(c.img.Rect.Dx())/2, float64(c.img.Rect.Dy())/2
	dx, dy := float64(x)-cx, float64(y)-cy
	return int(math.Round(cx + dx*c.cos - dy*c.sin)), int(math.Round(cy + dx*c.sin + dy*c.cos))
}

// stamp puts a mask with its pen position at (x, y).
func (c *canvas) stamp(m *mask, x, y int, k ink) {
	x, y = c.at(x, y)
	c.cover(m, x+m.left, y+m.top, k)
}

func (c *canvas) cover(m *mask, left, top int, k ink) {
	x0, x1 := max(0, -left), min(m.w, c.img.Rect.Dx()-left)
	for j := max(0, -top); j < min(m.h, c.img.Rect.Dy()-top); j++ {
		line := c.img.Y[(top+j)*c.img.YStride+left:]
		for i := x0; i < x1; i++ {
			if a := int(m.pix[j*m.w+i]); a != 0 {
				line[i] = mix(line[i], k.y, a*k.strength)
			}
		}
	}
	if k.tinted() {
		c.tint(m, left, top, k)
	}
}

// tint colours the chroma planes, which have a quarter of the pixels: one sample of the mask stands for four.
func (c *canvas) tint(m *mask, left, top int, k ink) {
	for j := 0; j < m.h; j += 2 {
		for i := 0; i < m.w; i += 2 {
			a := int(m.pix[j*m.w+i])
			x, y := left+i, top+j
			if a == 0 || x < 0 || y < 0 || x >= c.img.Rect.Dx() || y >= c.img.Rect.Dy() {
				continue
			}
			at := c.img.COffset(x, y)
			c.img.Cb[at] = mix(c.img.Cb[at], k.cb, a*k.strength)
			c.img.Cr[at] = mix(c.img.Cr[at], k.cr, a*k.strength)
		}
	}
}

// mix moves from towards to by amount of 255*255.
func mix(from, to uint8, amount int) uint8 {
	return uint8(int(from) + (int(to)-int(from))*amount/(255*255))
}

// horizontal rules a line of the given thickness from (x0, y) to (x1, y).
func (c *canvas) horizontal(x0, x1, y, thick int, k ink) {
	ax, _ := c.at(x0, y)
	bx, _ := c.at(x1, y)
	slope := c.sin / c.cos
	_, startY := c.exact(x0, y)
	for x := max(ax, 0); x < min(bx+thick, c.img.Rect.Dx()); x++ {
		c.spread(startY+float64(x-ax)*slope, thick, k, func(y int) (int, int) { return x, y })
	}
}

// vertical rules a line of the given thickness from (x, y0) to (x, y1).
func (c *canvas) vertical(x, y0, y1, thick int, k ink) {
	_, ay := c.at(x, y0)
	_, by := c.at(x, y1)
	slope := -c.sin / c.cos
	startX, _ := c.exact(x, y0)
	for y := max(ay, 0); y < min(by+thick, c.img.Rect.Dy()); y++ {
		c.spread(startX+float64(y-ay)*slope, thick, k, func(x int) (int, int) { return x, y })
	}
}

func (c *canvas) exact(x, y int) (float64, float64) {
	cx, cy := float64(c.img.Rect.Dx())/2, float64(c.img.Rect.Dy())/2
	dx, dy := float64(x)-cx, float64(y)-cy
	return cx + dx*c.cos - dy*c.sin, cy + dx*c.sin + dy*c.cos
}

// spread covers thick pixels across a line from a fractional position on, the two at the ends in part.
func (c *canvas) spread(from float64, thick int, k ink, place func(across int) (x, y int)) {
	whole := math.Floor(from)
	part := from - whole
	for i := range thick + 1 {
		coverage := 1.0
		switch i {
		case 0:
			coverage = 1 - part
		case thick:
			coverage = part
		}
		x, y := place(int(whole) + i)
		if x < 0 || y < 0 || x >= c.img.Rect.Dx() || y >= c.img.Rect.Dy() {
			continue
		}
		at := c.img.YOffset(x, y)
		amount := int(coverage * 255 * float64(k.strength))
		c.img.Y[at] = mix(c.img.Y[at], k.y, amount)
		if k.tinted() {
			at = c.img.COffset(x, y)
			c.img.Cb[at], c.img.Cr[at] = mix(c.img.Cb[at], k.cb, amount), mix(c.img.Cr[at], k.cr, amount)
		}
	}
}
