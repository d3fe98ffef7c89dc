package imaging

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"math"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/errs"
	"golang.org/x/image/bmp"
)

// A lossless WEBP of one red pixel, 34 bytes.
const onePixelWEBP = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="

func TestSniff(t *testing.T) {
	page := synthPage(40, 30, 0)
	var bitmap bytes.Buffer
	if err := bmp.Encode(&bitmap, page); err != nil {
		t.Fatal(err)
	}
	webp, err := base64.StdEncoding.DecodeString(onePixelWEBP)
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name string
		data []byte
		kind Kind
		code string
	}{
		{"jpeg", jpegBytes(t, page), JPEG, ""},
		{"png", pngBytes(t, page), PNG, ""},
		{"tiff", fixture(t, "lzw.tif"), TIFF, ""},
		{"big-endian tiff", fixture(t, "lzw-bigendian.tif"), TIFF, ""},
		{"bmp", bitmap.Bytes(), BMP, ""},
		{"webp", webp, WEBP, ""},
		{"pdf behind junk", []byte("\r\n\r\n%PDF-1.4\n"), PDF, ""},
		{"gif", []byte("GIF89a..."), "", CodeRefused},
		{"heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00"), "", CodeRefused},
		{"zip", []byte("PK\x03\x04...."), "", CodeRefused},
		{"jpeg 2000", []byte("\x00\x00\x00\x0cjP  \r\n\x87\n"), "", CodeRefused},
		{"text that begins like a bitmap", []byte("BMW is a maker of cars, and this is a text."), "", CodeUnknown},
		{"web page named jpg", []byte("<html><body>404</body></html>"), "", CodeUnknown},
		{"nothing", nil, "", CodeEmpty},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			kind, ok := Sniff(c.data)
			if kind != c.kind || ok != (c.kind != "") {
				t.Errorf("Sniff = %q, %v", kind, ok)
			}
			if _, err := SniffSource(source(c.data)); c.code != "" {
				wantRefusal(t, err, c.code, "")
			} else if err != nil {
				t.Error(err)
			}
		})
	}
}

func TestExtensionAgrees(t *testing.T) {
	cases := []struct {
		kind Kind
		name string
		want bool
	}{
		{JPEG, "4-1-01.JPG", true}, {JPEG, "a.b.jpeg", true}, {JPEG, "scan", true}, {JPEG, "a.png", false},
		{TIFF, "a.tif", true}, {TIFF, "a.TIFF", true}, {PDF, "a.pdf", true}, {PDF, "a.jpg", false}, {"", "a.jpg", false},
	}
	for _, c := range cases {
		if got := ExtensionAgrees(c.kind, c.name); got != c.want {
			t.Errorf("ExtensionAgrees(%q, %q) = %v", c.kind, c.name, got)
		}
	}
	if MediaType(TIFF) != "image/tiff" || MediaType("x") != "application/octet-stream" {
		t.Error("media types")
	}
}

func TestWrongExtensionIsAFinding(t *testing.T) {
	report, err := newEngine(t).Inspect(context.Background(), source(pngBytes(t, synthPage(60, 80, 0))), "page.jpg")
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Findings) != 1 || report.Findings[0].Code != FindingExtension || report.Kind != PNG {
		t.Errorf("report %+v", report)
	}
}

func TestResolution(t *testing.T) {
	engine := newEngine(t)
	page := synthPage(120, 160, 0)
	plain := jpegBytes(t, page)
	exif300 := map[uint16]tiffField{tagXResolution: rational(300, 1), tagYResolution: rational(600, 2), tagResolutionUnit: short(2)}
	var bitmap bytes.Buffer
	if err := bmp.Encode(&bitmap, page); err != nil {
		t.Fatal(err)
	}
	withDensity := bytes.Clone(bitmap.Bytes())
	binary.LittleEndian.PutUint32(withDensity[38:], 11811)
	binary.LittleEndian.PutUint32(withDensity[42:], 11811)
	cases := []struct {
		name string
		data []byte
		x, y float64
	}{
		{"unknown", plain, 0, 0},
		{"JFIF inches", withJFIF(plain, 1, 300, 300), 300, 300},
		{"JFIF centimetres", withJFIF(plain, 2, 118, 118), 299.72, 299.72},
		{"JFIF aspect ratio only", withJFIF(plain, 0, 1, 1), 0, 0},
		{"JFIF nonsense", withJFIF(plain, 1, 1, 1), 0, 0},
		{"EXIF", withExif(plain, exif300), 300, 300},
		{"EXIF centimetres", withExif(plain, map[uint16]tiffField{tagXResolution: rational(11811, 100), tagResolutionUnit: short(3)}), 300, 300},
		{"JFIF before EXIF", withJFIF(withExif(plain, exif300), 1, 600, 600), 600, 600},
		{"EXIF of unknown unit", withExif(plain, map[uint16]tiffField{tagXResolution: rational(300, 1), tagResolutionUnit: short(1)}), 0, 0},
		{"EXIF broken", insertSegment(plain, []byte("\xff\xe1\x00\x0cExif\x00\x00II*\x00")), 0, 0},
		{"PNG", withChunk(pngBytes(t, page), "pHYs", []byte{0, 0, 0x2e, 0x23, 0, 0, 0x2e, 0x23, 1}), 300, 300},
		{"PNG aspect ratio only", withChunk(pngBytes(t, page), "pHYs", []byte{0, 0, 0x2e, 0x23, 0, 0, 0x2e, 0x23, 0}), 0, 0},
		{"BMP", withDensity, 300, 300},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			report, err := engine.Inspect(context.Background(), source(c.data), "")
			if err != nil {
				t.Fatal(err)
			}
			f := report.Frames[0]
			if math.Abs(f.DPIX-c.x) > .01 || math.Abs(f.DPIY-c.y) > .01 {
				t.Errorf("%g x %g dpi, want %g x %g", f.DPIX, f.DPIY, c.x, c.y)
			}
			if !f.Color || f.BitsPerPixel < 24 {
				t.Errorf("24-bit colour not seen: %+v", f)
			}
		})
	}
}

func withChunk(data []byte, name string, body []byte) []byte {
	const afterIHDR = 8 + 25
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	chunk = append(append(chunk, name...), body...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	return bytes.Join([][]byte{data[:afterIHDR], chunk, data[afterIHDR:]}, nil)
}

// The pixel of the stored top left corner must appear where each of the eight orientations puts it.
func TestOrientation(t *testing.T) {
	engine := newEngine(t)
	stored := image.NewRGBA(image.Rect(0, 0, 64, 32))
	for i := range stored.Pix {
		stored.Pix[i] = 0xff
	}
	for y := range 16 {
		for x := range 16 {
			stored.SetRGBA(x, y, color.RGBA{255, 0, 0, 255})
		}
	}
	corners := map[Orientation]image.Point{ // of the red square, once shown
		Upright: {0, 0}, FlippedX: {63, 0}, Turned180: {63, 31}, FlippedY: {0, 31},
		Transposed: {0, 0}, Turned90: {31, 0}, Transverse: {31, 63}, Turned270: {0, 63},
	}
	for o, corner := range corners {
		tags := map[uint16]tiffField{tagOrientation: short(uint32(o)), tagXResolution: rational(300, 1), tagYResolution: rational(200, 1)}
		data := withExif(jpegBytes(t, stored), tags)
		report, err := engine.Inspect(context.Background(), source(data), "a.jpg")
		if err != nil {
			t.Fatal(err)
		}
		img, err := engine.Decode(context.Background(), source(data), 0)
		if err != nil {
			t.Fatal(err)
		}
		want, wantX := image.Pt(64, 32), 300.0
		if o.swaps() {
			want, wantX = image.Pt(32, 64), 200
		}
		f := report.Frames[0]
		if img.Bounds().Size() != want || f.Width != want.X || f.Height != want.Y || f.DPIX != wantX || f.Orientation != o {
			t.Errorf("orientation %d: %v, frame %+v", o, img.Bounds(), f)
		}
		if r, g, _, _ := img.At(corner.X, corner.Y).RGBA(); r < 0xf000 || g > 0x1000 {
			t.Errorf("orientation %d: no red at %v", o, corner)
		}
		if (len(report.Findings) == 1) != (o != Upright) {
			t.Errorf("orientation %d: findings %v", o, report.Findings)
		}
	}
}

func TestTruncatedStills(t *testing.T) {
	engine := newEngine(t)
	page := synthPage(300, 400, 0)
	var bitmap bytes.Buffer
	if err := bmp.Encode(&bitmap, page); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"jpg": jpegBytes(t, page), "png": pngBytes(t, page), "bmp": bitmap.Bytes()} {
		if _, err := engine.Inspect(context.Background(), source(data), "a."+name); err != nil {
			t.Fatal(name, err)
		}
		for _, keep := range []int{len(data) / 20, len(data) / 3, len(data) / 2, len(data) - 2, len(data) - 1} {
			_, err := engine.Inspect(context.Background(), source(data[:keep]), "a."+name)
			wantRefusal(t, err, CodeTruncated, "不完整")
		}
	}
}

func TestCorruptStills(t *testing.T) {
	engine := newEngine(t)
	page := synthPage(300, 400, 0)
	cutJPEG := jpegBytes(t, page)
	cutJPEG = append(bytes.Clone(cutJPEG[:len(cutJPEG)/2]), 0xff, 0xd9)
	spoiledPNG := pngBytes(t, page)
	spoiledPNG[len(spoiledPNG)/2] ^= 1
	for name, data := range map[string][]byte{"JPEG cut and closed": cutJPEG, "PNG with a flipped bit": spoiledPNG} {
		_, err := engine.Inspect(context.Background(), source(data), "")
		if code := errs.CodeOf(err); code != CodeCorrupt && code != CodeTruncated {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A few bytes may claim any size; they must be refused before memory is allocated for them.
func TestImageBombs(t *testing.T) {
	engine := newEngine(t)
	page := synthPage(20, 20, 0)
	bigPNG := pngBytes(t, page)
	binary.BigEndian.PutUint32(bigPNG[16:], 60_000)
	binary.BigEndian.PutUint32(bigPNG[20:], 60_000)
	deepPNG := pngBytes(t, page) // within the pixels, but 16 bits deep and interlaced: beyond the memory
	binary.BigEndian.PutUint32(deepPNG[16:], 14_000)
	binary.BigEndian.PutUint32(deepPNG[20:], 14_000)
	deepPNG[24], deepPNG[28] = 16, 1
	bigJPEG := jpegBytes(t, page)
	frame := bytes.Index(bigJPEG, []byte{0xff, 0xc0})
	binary.BigEndian.PutUint16(bigJPEG[frame+5:], 65_000)
	binary.BigEndian.PutUint16(bigJPEG[frame+7:], 65_000)
	for name, data := range map[string][]byte{"png": bigPNG, "deep.png": deepPNG, "jpg": bigJPEG} {
		_, err := engine.Inspect(context.Background(), source(data), "a."+name)
		wantRefusal(t, err, CodeTooLarge, "上限")
	}
}

// The extended header of a WEBP may claim a small canvas around a huge picture.
func TestWEBP(t *testing.T) {
	engine := newEngine(t)
	small, err := base64.StdEncoding.DecodeString(onePixelWEBP)
	if err != nil {
		t.Fatal(err)
	}
	img, err := engine.Decode(context.Background(), source(small), 0)
	if err != nil || img.Bounds().Size() != image.Pt(1, 1) {
		t.Fatalf("%v %v", img, err)
	}
	canvas := append([]byte("VP8X\x0a\x00\x00\x00"), make([]byte, 10)...)
	bomb := bytes.Join([][]byte{small[:12], canvas, small[12:]}, nil)
	size := bomb[12+18+9:]
	binary.LittleEndian.PutUint32(size, binary.LittleEndian.Uint32(size)|0x0fffffff)
	_, err = engine.Decode(context.Background(), source(bomb), 0)
	wantRefusal(t, err, CodeTooLarge, "16384×16384")
}

// The strip of a JPEG-compressed TIFF, given its tables, is a JPEG file of its own; so the fixture serves twice.
func TestFourChannelJPEG(t *testing.T) {
	engine := newEngine(t)
	data := fixture(t, "jpeg-cmyk.tif")
	_, err := engine.Inspect(context.Background(), source(data), "a.tif")
	wantRefusal(t, err, CodeUnsupported, "CMYK")

	r := bytes.NewReader(data)
	order, offset, err := tiffStart(r)
	if err != nil {
		t.Fatal(err)
	}
	dir, err := readIFD(r, r.Size(), order, offset)
	if err != nil {
		t.Fatal(err)
	}
	tables, _, err := dir.data(tagJPEGTables, maxJPEGTables)
	if err != nil {
		t.Fatal(err)
	}
	at, length := dir.uint(tagStripOffsets, 0), dir.uint(tagStripByteCounts, 0)
	file := append(bytes.Clone(tables[:len(tables)-2]), data[at+2:at+length]...)
	file = insertSegment(file, []byte(adobeRGB)) // four channels make the same marker mean inverted CMYK
	img, err := engine.Decode(context.Background(), source(file), 0)
	if err != nil {
		t.Fatal(err)
	}
	if diff := meanDifference(t, img, synthPage(64, 48, 0)); diff > 12 {
		t.Errorf("colours differ by %.1f", diff)
	}
}

// failing is a source whose store goes away.
type failing struct {
	*bytes.Reader
	after int64
}

var errStore = errors.New("connection reset")

func (f failing) ReadAt(p []byte, off int64) (int, error) {
	if off+int64(len(p)) > f.after {
		return 0, errStore
	}
	return f.Reader.ReadAt(p, off)
}

// A store that fails must not condemn the page.
func TestStoreFailureIsNotABrokenImage(t *testing.T) {
	engine := newEngine(t)
	big := pngBytes(t, noise(500, 500))
	for _, after := range []int64{0, 200_000} {
		_, err := engine.Inspect(context.Background(), failing{bytes.NewReader(big), after}, "a.png")
		if !errors.Is(err, errStore) || errs.KindOf(err) != errs.Internal {
			t.Errorf("after %d bytes: %v", after, err)
		}
	}
}

func noise(w, h int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, w, h))
	seed := uint32(1)
	for i := range img.Pix {
		seed = seed*1664525 + 1013904223
		img.Pix[i] = uint8(seed >> 24)
	}
	return img
}

func TestTimeAndCancellation(t *testing.T) {
	limits := DefaultLimits()
	limits.DecodeTimeout = time.Nanosecond
	hasty := newEngineWith(t, Config{Limits: limits})
	data := pngBytes(t, noise(300, 300))
	_, err := hasty.Inspect(context.Background(), source(data), "a.png")
	wantRefusal(t, err, CodeTimeout, "超时")

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = newEngine(t).Inspect(ctx, source(data), "a.png")
	if !errs.IsCanceled(err) || errs.CodeOf(err) != "internal" {
		t.Errorf("cancelled: %v", err)
	}
}

func TestLimits(t *testing.T) {
	if _, err := New(Config{Limits: Limits{MaxBytes: 1}}); err == nil {
		t.Error("limits with zeros were accepted")
	}
	limits := DefaultLimits()
	limits.MaxBytes, limits.MaxFrames = 50_000, 2
	engine := newEngineWith(t, Config{Limits: limits})
	_, err := engine.Inspect(context.Background(), source(make([]byte, 50_001)), "a.jpg")
	wantRefusal(t, err, CodeTooLarge, "上限")
	_, err = engine.Inspect(context.Background(), source(fixture(t, "g4-3pages.tif")), "a.tif")
	wantRefusal(t, err, CodeTooLarge, "2 页的上限")
}
