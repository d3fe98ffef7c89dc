package imaging

import (
	"bytes"
	"image"
	"image/draw"
	"image/jpeg"
	"math"
	"unicode/utf8"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"github.com/danganku/danganku/internal/errs"
)

const (
	markQuality   = 80
	maxMarkPixels = 40_000_000
	maxMarkRunes  = 300
	minMarkSize   = 12  // pixels of an em
	markSizes     = 42  // ems to the width of a picture
	markLines     = 5   // ems from line to line
	markGap       = 3   // ems between a text and its repetition
	markTilt      = -30 // degrees: the lines rise to the right
	markHalo      = 14  // halos to an em
	inkOpacity    = 0.45
	haloOpacity   = 0.5
	inkTone       = 64
)

// Watermarker burns texts into pictures, in one font. It may be used by many at once.
type Watermarker struct{ font *opentype.Font }

// NewWatermarker reads a TrueType or OpenType font. Characters that the font lacks are boxes.
func NewWatermarker(content []byte) (*Watermarker, error) {
	parsed, err := opentype.Parse(content)
	if err != nil {
		return nil, errs.Wrap("read font of watermarks", err)
	}
	return &Watermarker{font: parsed}, nil
}

// Mark returns a JPEG with the text all over it, in rising lines: dark with a light halo, so that it is legible on white paper
// and on black film, and half transparent, so that what lies below it is, too. Pictures of more than 40 million pixels are refused.
func (m *Watermarker) Mark(picture []byte, text string) ([]byte, error) {
	head, err := jpeg.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		return nil, errs.Wrap("read picture to be marked", err)
	}
	if head.Width*head.Height > maxMarkPixels {
		return nil, tooLarge("图像尺寸 %d×%d 像素过大，不能加水印", head.Width, head.Height)
	}
	decoded, err := jpeg.Decode(bytes.NewReader(picture))
	if err != nil {
		return nil, errs.Wrap("decode picture to be marked", err)
	}
	marked := image.NewRGBA(image.Rectangle{Max: decoded.Bounds().Size()})
	draw.Draw(marked, marked.Rect, decoded, decoded.Bounds().Min, draw.Src)
	size := max(marked.Rect.Dx()/markSizes, minMarkSize)
	line, err := m.line(text, size)
	if err != nil {
		return nil, err
	}
	line.burn(marked)
	var out bytes.Buffer
	err = jpeg.Encode(&out, marked, &jpeg.Options{Quality: markQuality})
	return out.Bytes(), errs.Wrap("encode marked picture", err)
}

// markLine is one line of text, to be repeated in both directions: how much ink and halo there is at each point.
type markLine struct {
	ink, halo *image.Alpha
	pitch     int // pixels from line to line
}

func (m *Watermarker) line(text string, size int) (markLine, error) {
	if utf8.RuneCountInString(text) > maxMarkRunes {
		text = string([]rune(text)[:maxMarkRunes])
	}
	face, err := opentype.NewFace(m.font, &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return markLine{}, errs.Wrap("size font of watermarks", err)
	}
	defer face.Close()
	width := font.MeasureString(face, text).Ceil() + markGap*size
	ink := image.NewAlpha(image.Rect(0, 0, width, 2*size))
	drawer := font.Drawer{Dst: ink, Src: image.Opaque, Face: face, Dot: fixed.P(size, size+size/2)}
	drawer.DrawString(text)
	return markLine{ink: ink, halo: widened(ink, max(size/markHalo, 1)), pitch: markLines * size}, nil
}

// widened spreads what is there by some pixels in all directions.
func widened(ink *image.Alpha, by int) *image.Alpha {
	across, wide := image.NewAlpha(ink.Rect), image.NewAlpha(ink.Rect)
	spread := func(from, to *image.Alpha, count, step, runs, stride int) {
		for run := range runs {
			for i := range count {
				most := byte(0)
				for j := max(i-by, 0); j <= min(i+by, count-1); j++ {
					most = max(most, from.Pix[run*stride+j*step])
				}
				to.Pix[run*stride+i*step] = most
			}
		}
	}
	w, h := ink.Rect.Dx(), ink.Rect.Dy()
	spread(ink, across, w, 1, h, ink.Stride)
	spread(across, wide, h, ink.Stride, w, 1)
	return wide
}

// burn lays the lines over a picture. Each point of it is turned back to where it lies in the lines; every other line begins half
// a text further on, so that no strip of a page is without one.
func (l markLine) burn(picture *image.RGBA) {
	sin, cos := math.Sincos(markTilt * math.Pi / 180)
	width, height := l.ink.Rect.Dx(), l.ink.Rect.Dy()
	for y := range picture.Rect.Dy() {
		for x := range picture.Rect.Dx() {
			along, across := float64(x)*cos+float64(y)*sin, float64(y)*cos-float64(x)*sin
			row := math.Floor(across / float64(l.pitch))
			down := across - row*float64(l.pitch)
			if down >= float64(height-1) {
				continue
			}
			if math.Mod(row, 2) != 0 {
				along += float64(width) / 2
			}
			along -= math.Floor(along/float64(width)) * float64(width)
			halo := between(l.halo, along, down)
			if halo == 0 {
				continue
			}
			shade(picture.Pix[y*picture.Stride+4*x:][:3], halo*haloOpacity, between(l.ink, along, down)*inkOpacity)
		}
	}
}

// between is how much lies at a point between four, from 0 to 1.
func between(layer *image.Alpha, x, y float64) float64 {
	left, top := int(x), int(y)
	right, width := x-float64(left), layer.Rect.Dx()
	next := (left + 1) % width
	above, below := layer.Pix[top*layer.Stride:], layer.Pix[(top+1)*layer.Stride:]
	mix := func(row []byte) float64 { return float64(row[left%width])*(1-right) + float64(row[next])*right }
	lower := y - float64(top)
	return (mix(above)*(1-lower) + mix(below)*lower) / math.MaxUint8
}

func shade(pixel []byte, halo, ink float64) {
	for i, tone := range pixel {
		light := float64(tone) + (math.MaxUint8-float64(tone))*halo
		pixel[i] = byte(light*(1-ink) + inkTone*ink)
	}
}
