package imaging

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"testing"

	"github.com/danganku/danganku/internal/errs"
	"golang.org/x/image/draw"
)

// areaMean is the slow, exact definition that scaling must agree with.
func areaMean(img *image.Gray, w, h, x, y int) float64 {
	sx, sy := float64(img.Rect.Dx())/float64(w), float64(img.Rect.Dy())/float64(h)
	x0, x1, y0, y1 := float64(x)*sx, float64(x+1)*sx, float64(y)*sy, float64(y+1)*sy
	var sum, area float64
	for v := int(y0); v < int(math.Ceil(y1)) && v < img.Rect.Dy(); v++ {
		for u := int(x0); u < int(math.Ceil(x1)) && u < img.Rect.Dx(); u++ {
			a := (min(x1, float64(u+1)) - max(x0, float64(u))) * (min(y1, float64(v+1)) - max(y0, float64(v)))
			sum += a * float64(img.GrayAt(u, v).Y)
			area += a
		}
	}
	return sum / area
}

func TestResizeIsTheAreaMean(t *testing.T) {
	src := noise(97, 61)
	for _, size := range []image.Point{{97, 61}, {96, 60}, {63, 37}, {48, 30}, {32, 61}, {97, 20}, {7, 5}, {1, 1}} {
		out, err := Resize(src, size.X, size.Y)
		if err != nil {
			t.Fatal(err)
		}
		for y := range size.Y {
			for x := range size.X {
				want := areaMean(src, size.X, size.Y, x, y)
				if got := out.(*image.Gray).GrayAt(x, y).Y; math.Abs(float64(got)-want) > 1 {
					t.Fatalf("%v at %d,%d: %d, want %.2f", size, x, y, got, want)
				}
			}
		}
	}
}

// A flat colour must stay exactly that colour in every image type, at any ratio.
func TestResizeKeepsFlatColour(t *testing.T) {
	rect := image.Rect(0, 0, 101, 67)
	for _, level := range []uint8{0, 1, 127, 254, 255} {
		gray := image.NewGray(rect)
		rgba := image.NewRGBA(rect)
		ycc := image.NewYCbCr(rect, image.YCbCrSubsampleRatio420)
		for i := range gray.Pix {
			gray.Pix[i] = level
		}
		for i := range rgba.Pix {
			rgba.Pix[i] = level | uint8(0xff*(i%4/3))
		}
		for _, p := range [][]uint8{ycc.Y, ycc.Cb, ycc.Cr} {
			for i := range p {
				p[i] = level
			}
		}
		for _, img := range []image.Image{gray, rgba, ycc} {
			out, err := Resize(img, 40, 29)
			if err != nil {
				t.Fatal(err)
			}
			want := img.At(0, 0)
			for y := range 29 {
				for x := range 40 {
					if out.At(x, y) != want {
						t.Fatalf("%T of %d became %v at %d,%d", img, level, out.At(x, y), x, y)
					}
				}
			}
		}
	}
}

// Each chroma subsampling must land where the library's own filter puts it.
func TestResizeChroma(t *testing.T) {
	page := synthPage(200, 260, 0)
	for _, ratio := range []image.YCbCrSubsampleRatio{image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422,
		image.YCbCrSubsampleRatio420, image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410} {
		ycc := subsampled(page, ratio)
		out, err := Resize(ycc, 61, 79)
		if err != nil {
			t.Fatal(err)
		}
		want := image.NewRGBA(image.Rect(0, 0, 61, 79))
		draw.BiLinear.Scale(want, want.Rect, ycc, ycc.Rect, draw.Src, nil)
		if diff := meanDifference(t, out, want); diff > 6 {
			t.Errorf("%v: differs by %.2f", ratio, diff)
		}
	}
}

func subsampled(img *image.RGBA, ratio image.YCbCrSubsampleRatio) *image.YCbCr {
	out := image.NewYCbCr(img.Rect, ratio)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			c := img.RGBAAt(x, y)
			out.Y[out.YOffset(x, y)], out.Cb[out.COffset(x, y)], out.Cr[out.COffset(x, y)] = color.RGBToYCbCr(c.R, c.G, c.B)
		}
	}
	return out
}

// Ruling lines one pixel apart are the classic source of false patterns.
func TestNoAliasing(t *testing.T) {
	lines := image.NewGray(image.Rect(0, 0, 1000, 1000))
	for i := range lines.Pix {
		lines.Pix[i] = uint8(i / 1000 % 2 * 255)
	}
	out, err := Resize(lines, 130, 130)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range out.(*image.Gray).Pix {
		if v < 108 || v > 147 {
			t.Fatalf("an even grey of 127 became %d", v)
		}
	}
}

func TestRegionRotateMirror(t *testing.T) {
	page := synthPage(90, 60, 0)
	images := map[string]image.Image{"rgba": page, "gray": Gray(page)}
	for _, ratio := range []image.YCbCrSubsampleRatio{image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420, image.YCbCrSubsampleRatio411} {
		images[ratio.String()] = subsampled(page, ratio)
	}
	for name, img := range images {
		for degrees, at := range map[int]func(x, y int) image.Point{
			0:   func(x, y int) image.Point { return image.Pt(x, y) },
			90:  func(x, y int) image.Point { return image.Pt(59-y, x) },
			180: func(x, y int) image.Point { return image.Pt(89-x, 59-y) },
			270: func(x, y int) image.Point { return image.Pt(y, 89-x) },
		} {
			turned, err := Rotate(img, degrees)
			if err != nil {
				t.Fatal(err)
			}
			for y := 0; y < 60; y += 7 {
				for x := 0; x < 90; x += 7 {
					p := at(x, y)
					if !sameColour(turned.At(p.X, p.Y), img.At(x, y)) {
						t.Fatalf("%s by %d: %v at %v, want %v", name, degrees, turned.At(p.X, p.Y), p, img.At(x, y))
					}
				}
			}
		}
		if got := Mirror(img).At(89-20, 30); !sameColour(got, img.At(20, 30)) {
			t.Errorf("%s mirrored: %v", name, got)
		}
		part, err := Region(img, 10, 20, 500, 30)
		if err != nil || part.Bounds().Dx() != 80 || part.Bounds().Dy() != 30 {
			t.Fatalf("%s region: %v %v", name, part.Bounds(), err)
		}
		small, err := Resize(part, 40, 15)
		if err != nil || small.Bounds() != image.Rect(0, 0, 40, 15) {
			t.Fatalf("%s tile: %v %v", name, small.Bounds(), err)
		}
	}
	for _, bad := range []error{
		second(Region(page, 90, 0, 10, 10)), second(Region(page, 0, 0, 0, 10)), second(Region(page, -20, 0, 10, 10)),
		second(Resize(page, 91, 60)), second(Resize(page, 0, 60)), second(Rotate(page, 45)),
	} {
		if !errs.Is(bad, errs.Invalid) {
			t.Errorf("accepted: %v", bad)
		}
	}
}

func second(_ image.Image, err error) error { return err }

func sameColour(a, b color.Color) bool {
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	return ar>>8 == br>>8 && ag>>8 == bg>>8 && ab>>8 == bb>>8
}

func TestGrayAndBitonal(t *testing.T) {
	page := synthPage(120, 160, 0)
	for name, img := range map[string]image.Image{"rgba": page, "ycbcr": subsampled(page, image.YCbCrSubsampleRatio444)} {
		if diff := meanDifference(t, Gray(img), grayOf(page)); diff > 1 {
			t.Errorf("%s grey differs by %.2f", name, diff)
		}
		bw := Bitonal(img)
		var buf bytes.Buffer
		if err := EncodePNG(&buf, bw); err != nil {
			t.Fatal(err)
		}
		if depth := buf.Bytes()[24]; depth != 1 {
			t.Errorf("%s bitonal PNG has %d bits", name, depth)
		}
		dark := 0
		for _, v := range bw.Pix {
			dark += int(1 - v)
		}
		if share := float64(dark) / float64(len(bw.Pix)); share < .03 || share > .4 {
			t.Errorf("%s bitonal is %.2f dark", name, share)
		}
	}
}

// Codecs return many image types; all must come out opaque, on white, and as one of three.
func TestFlatten(t *testing.T) {
	rect := image.Rect(0, 0, 4, 4)
	transparent := image.NewNRGBA(rect)
	transparent.SetNRGBA(1, 1, color.NRGBA{200, 0, 0, 128})
	gray16 := image.NewGray16(rect)
	gray16.SetGray16(1, 1, color.Gray16{0xab12})
	grayPalette := image.NewPaletted(rect, color.Palette{color.Black, color.White})
	colourPalette := image.NewPaletted(rect, color.Palette{color.Transparent, color.RGBA{0, 0, 255, 255}})
	colourPalette.SetColorIndex(1, 1, 1)
	deep := image.NewNRGBA64(rect)
	deep.SetNRGBA64(1, 1, color.NRGBA64{0xffff, 0, 0, 0xffff})
	cases := []struct {
		img    image.Image
		corner color.RGBA // at 0,0
		inner  color.RGBA // at 1,1
		gray   bool
	}{
		{transparent, color.RGBA{255, 255, 255, 255}, color.RGBA{227, 127, 127, 255}, false},
		{gray16, color.RGBA{0, 0, 0, 255}, color.RGBA{0xab, 0xab, 0xab, 255}, true},
		{grayPalette, color.RGBA{0, 0, 0, 255}, color.RGBA{0, 0, 0, 255}, true},
		{colourPalette, color.RGBA{255, 255, 255, 255}, color.RGBA{0, 0, 255, 255}, false},
		{deep, color.RGBA{255, 255, 255, 255}, color.RGBA{255, 0, 0, 255}, false},
	}
	for _, c := range cases {
		flat := flatten(c.img)
		if _, gray := flat.(*image.Gray); gray != c.gray {
			t.Errorf("%T became %T", c.img, flat)
		}
		if !sameColour(flat.At(0, 0), c.corner) || !sameColour(flat.At(1, 1), c.inner) {
			t.Errorf("%T: %v %v", c.img, flat.At(0, 0), flat.At(1, 1))
		}
	}
	if transparent.NRGBAAt(1, 1) != (color.NRGBA{200, 0, 0, 128}) {
		t.Error("the argument was changed")
	}
}

func TestDeriveAll(t *testing.T) {
	page := synthPage(620, 877, 0)
	specs := []Spec{{Width: 100, Quality: 75}, {Width: 400, Quality: 80}, {Width: 5000, Quality: 80}, {Width: 100, Quality: 75, Rotate: 90}}
	for name, img := range map[string]image.Image{"colour": page, "grey": Gray(page), "bitonal": Bitonal(page)} {
		made, err := DeriveAll(context.Background(), img, specs)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []image.Point{{100, 141}, {400, 566}, {620, 877}, {100, 71}} {
			out, err := jpeg.Decode(bytes.NewReader(made[i].JPEG))
			if err != nil {
				t.Fatal(err)
			}
			if out.Bounds().Size() != want || made[i].Width != want.X || made[i].Height != want.Y || made[i].Spec != specs[i] {
				t.Errorf("%s %+v: %v and %dx%d, want %v", name, specs[i], out.Bounds().Size(), made[i].Width, made[i].Height, want)
			}
			if _, gray := out.(*image.Gray); gray != (name != "colour") {
				t.Errorf("%s came out as %T", name, out)
			}
			if i != 1 {
				continue
			}
			direct, err := Resize(img, want.X, want.Y)
			if err != nil {
				t.Fatal(err)
			}
			if diff := meanDifference(t, out, direct); diff > 8 {
				t.Errorf("%s: %.2f away from the page", name, diff)
			}
		}
	}
}

func TestDeriveRefusals(t *testing.T) {
	page := synthPage(60, 80, 0)
	for _, spec := range []Spec{{Width: 0, Quality: 80}, {Width: 10, Quality: 0}, {Width: 10, Quality: 101}, {Width: 10, Quality: 80, Rotate: 45}} {
		if _, err := Derive(context.Background(), page, spec); !errs.Is(err, errs.Invalid) {
			t.Errorf("%+v: %v", spec, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Derive(ctx, page, Spec{Width: 10, Quality: 80}); !errs.IsCanceled(err) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestSkew(t *testing.T) {
	for _, size := range []image.Point{{1240, 1754}, {1754, 1240}} {
		for _, angle := range []float64{0, 0.1, 0.5, -0.8, 1.4, -2, 3.3, -4.5} {
			t.Run(fmt.Sprint(size, angle), func(t *testing.T) {
				page := synthPage(size.X, size.Y, angle)
				f := Frame{}
				f.analyse(page)
				if !f.SkewKnown || f.Blank || math.Abs(f.Skew-angle) > 0.1 {
					t.Errorf("found %.2f (known %v, blank %v)", f.Skew, f.SkewKnown, f.Blank)
				}
				side, err := Rotate(page, 90)
				if err != nil {
					t.Fatal(err)
				}
				f.analyse(side)
				if !f.SkewKnown || math.Abs(f.Skew-angle) > 0.1 {
					t.Errorf("lying on its side: found %.2f (known %v)", f.Skew, f.SkewKnown)
				}
			})
		}
	}
}

func TestSkewUnknown(t *testing.T) {
	cases := map[string]image.Image{"noise": noise(900, 1200), "beyond the range": synthPage(900, 1200, 9), "tiny": synthPage(60, 80, 1)}
	for name, img := range cases {
		f := Frame{}
		f.analyse(img)
		if f.SkewKnown {
			t.Errorf("%s: claims %.2f degrees", name, f.Skew)
		}
	}
}

func TestBlank(t *testing.T) {
	paper := func(level uint8) *image.Gray {
		img := image.NewGray(image.Rect(0, 0, 1240, 1754))
		seed := uint32(7)
		for i := range img.Pix {
			seed = seed*1664525 + 1013904223
			img.Pix[i] = level - uint8(i/1240/60) - uint8(seed>>30) // shaded from top to bottom, with grain
			if seed>>8%20_000 == 0 {
				img.Pix[i] = 60 // dust
			}
		}
		return img
	}
	signed := paper(240)
	for y := 900; y < 930; y++ { // four characters, 5 mm high, with strokes of 0.5 mm
		for x := 600; x < 740; x++ {
			if x%34 < 28 && (y%9 < 3 || x%12 < 3) {
				signed.SetGray(x, y, color.Gray{70})
			}
		}
	}
	cases := []struct {
		name string
		img  image.Image
		want bool
	}{
		{"white", paper(255), true}, {"yellowed", paper(190), true}, {"signed", signed, false}, {"text", synthPage(1240, 1754, 0), false},
	}
	for _, c := range cases {
		f := Frame{}
		if f.analyse(c.img); f.Blank != c.want {
			ink := findInk(rasterOf(c.img))
			t.Errorf("%s: blank %v, ink share %.5f", c.name, f.Blank, float64(ink.ink)/float64(ink.area))
		}
	}
}
