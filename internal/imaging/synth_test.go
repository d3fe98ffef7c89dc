package imaging

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"os"
	"sort"
	"testing"
)

// synthPage draws a page of ruling lines and character-like marks, turned clockwise by degrees about its centre, on
// yellowed paper with a red seal. It stands in for a scan in every test.
func synthPage(w, h int, degrees float64) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	for y := range h {
		for x := range w {
			dark, red := 0, 0
			for _, d := range [...][2]float64{{.25, .25}, {.75, .25}, {.25, .75}, {.75, .75}} {
				dx, dy := float64(x)+d[0]-float64(w)/2, float64(y)+d[1]-float64(h)/2
				switch mark(dx*cos+dy*sin+float64(w)/2, -dx*sin+dy*cos+float64(h)/2, w, h) {
				case 1:
					dark++
				case 2:
					red++
				}
			}
			paper := color.RGBA{248, 240, 214, 255}
			mix := func(p, ink, seal int) uint8 { return uint8((p*(4-dark-red) + ink*dark + seal*red) / 4) }
			img.SetRGBA(x, y, color.RGBA{mix(int(paper.R), 40, 205), mix(int(paper.G), 40, 40), mix(int(paper.B), 50, 45), 255})
		}
	}
	return img
}

// mark tells what is at a point of the upright page: 0 paper, 1 ink, 2 seal.
func mark(u, v float64, w, h int) int {
	marginX, marginY := float64(w)/10, float64(h)/10
	if u < marginX || v < marginY || u > float64(w)-marginX || v > float64(h)-marginY {
		return 0
	}
	if r := math.Hypot(u-float64(w)*.7, v-float64(h)*.75); r < float64(w)/12 && r > float64(w)/14 {
		return 2
	}
	line, cell := int(v)/40, int(u)/22
	if int(v)%200 < 3 {
		return 1
	}
	inLine, inCell := int(v)%40-10, int(u)%22-2
	if inLine < 0 || inLine >= 18 || inCell < 0 || inCell >= 18 {
		return 0
	}
	seed := uint32(line*7919+cell*104729) * 2654435761
	if seed>>((inLine/3*6+inCell/3)%29)&3 == 0 {
		return 1
	}
	return 0
}

func grayOf(img image.Image) *image.Gray {
	b := img.Bounds()
	out := image.NewGray(b)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			out.Set(x, y, img.At(x, y))
		}
	}
	return out
}

func jpegBytes(t testing.TB, img image.Image) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, img, &jpeg.Options{Quality: 85}); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func pngBytes(t testing.TB, img image.Image) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// withJFIF inserts a JFIF header that states a density.
func withJFIF(data []byte, units byte, x, y uint16) []byte {
	segment := []byte{0xff, 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 2, units, 0, 0, 0, 0, 0, 0}
	binary.BigEndian.PutUint16(segment[12:], x)
	binary.BigEndian.PutUint16(segment[14:], y)
	return insertSegment(data, segment)
}

// withExif inserts an EXIF block of one directory.
func withExif(data []byte, tags map[uint16]tiffField) []byte {
	block := append([]byte("Exif\x00\x00"), tiffFile(tags, nil)...)
	segment := append([]byte{0xff, 0xe1, 0, 0}, block...)
	binary.BigEndian.PutUint16(segment[2:], uint16(len(block)+2))
	return insertSegment(data, segment)
}

func insertSegment(data, segment []byte) []byte {
	return bytes.Join([][]byte{data[:2], segment, data[2:]}, nil)
}

type tiffField struct {
	kind   uint16
	values []uint32 // two per rational
}

func short(v uint32) tiffField           { return tiffField{ifdShort, []uint32{v}} }
func long(v ...uint32) tiffField         { return tiffField{ifdLong, v} }
func rational(num, den uint32) tiffField { return tiffField{ifdRational, []uint32{num, den}} }

// tiffFile writes a little-endian TIFF: header, pixel data at offset 8, directory, values.
func tiffFile(fields map[uint16]tiffField, data []byte) []byte {
	order := binary.LittleEndian
	start := 8 + len(data) + len(data)%2
	out := make([]byte, start, start+512)
	copy(out, "II*\x00")
	order.PutUint32(out[4:], uint32(start))
	copy(out[8:], data)
	var tags []int
	for tag := range fields {
		tags = append(tags, int(tag))
	}
	sort.Ints(tags)
	valuesAt := start + 2 + 12*len(tags) + 4
	var values []byte
	out = order.AppendUint16(out, uint16(len(tags)))
	for _, tag := range tags {
		field := fields[uint16(tag)]
		var raw []byte
		count := len(field.values)
		for _, v := range field.values {
			switch field.kind {
			case ifdShort:
				raw = order.AppendUint16(raw, uint16(v))
			case ifdByte, 7:
				raw = append(raw, byte(v))
			default:
				raw = order.AppendUint32(raw, v)
			}
		}
		if field.kind == ifdRational {
			count /= 2
		}
		out = order.AppendUint16(out, uint16(tag))
		out = order.AppendUint16(out, field.kind)
		out = order.AppendUint32(out, uint32(count))
		if len(raw) <= 4 {
			out = append(out, append(raw, make([]byte, 4-len(raw))...)...)
			continue
		}
		out = order.AppendUint32(out, uint32(valuesAt+len(values)))
		values = append(values, raw...)
	}
	out = order.AppendUint32(out, 0)
	return append(out, values...)
}

// meanDifference compares two images of one size channel by channel, 0..255.
func meanDifference(t testing.TB, a, b image.Image) float64 {
	t.Helper()
	ab, bb := a.Bounds(), b.Bounds()
	if ab.Size() != bb.Size() {
		t.Fatalf("sizes differ: %v and %v", ab.Size(), bb.Size())
	}
	var sum float64
	for y := range ab.Dy() {
		for x := range ab.Dx() {
			ar, ag, abl, _ := a.At(ab.Min.X+x, ab.Min.Y+y).RGBA()
			br, bg, bbl, _ := b.At(bb.Min.X+x, bb.Min.Y+y).RGBA()
			for _, d := range [...]int{int(ar) - int(br), int(ag) - int(bg), int(abl) - int(bbl)} {
				sum += math.Abs(float64(d)) / 257
			}
		}
	}
	return sum / float64(3*ab.Dx()*ab.Dy())
}

// source makes a Source that *bytes.Reader satisfies.
func source(data []byte) Source { return bytes.NewReader(data) }

// compiled is where the engines of all tests keep the compiled PDF renderer, which takes seconds to make.
var compiled string

func TestMain(m *testing.M) {
	var err error
	if compiled, err = os.MkdirTemp("", "imaging-test"); err != nil {
		panic(err)
	}
	code := m.Run()
	if err := os.RemoveAll(compiled); err != nil {
		panic(err)
	}
	os.Exit(code)
}

func newEngine(t testing.TB) *Engine { return newEngineWith(t, Config{}) }

func newEngineWith(t testing.TB, cfg Config) *Engine {
	t.Helper()
	cfg.CacheDir = compiled
	engine, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	return engine
}
