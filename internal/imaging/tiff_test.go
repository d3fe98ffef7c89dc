package imaging

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/errs"
)

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestTIFFVariantsShowThePage(t *testing.T) {
	engine := newEngine(t)
	colour := synthPage(404, 300, 0)
	bilevel, gray := Bitonal(colour), Gray(colour)
	cases := []struct {
		file        string
		want        image.Image
		tolerance   float64
		compression string
		bits        int
		colour      bool
	}{
		{"g3.tif", bilevel, 0, "g3", 1, false},
		{"g4-3pages.tif", bilevel, 0, "g4", 1, false},
		{"packbits.tif", bilevel, 0, "packbits", 1, false},
		{"lzw.tif", colour, 0, "lzw", 24, true},
		{"lzw-bigendian.tif", colour, 0, "lzw", 24, true},
		{"deflate.tif", colour, 0, "deflate", 24, true},
		{"jpeg-gray.tif", gray, 6, "jpeg", 8, false},
		{"jpeg-ycbcr.tif", colour, 9, "jpeg", 24, true},
		{"jpeg-tiles.tif", colour, 9, "jpeg", 24, true},
		{"jpeg-rgb.tif", colour, 9, "jpeg", 24, true},
	}
	for _, c := range cases {
		t.Run(c.file, func(t *testing.T) {
			data := fixture(t, c.file)
			report, err := engine.Inspect(context.Background(), source(data), c.file)
			if err != nil {
				t.Fatal(err)
			}
			f := report.Frames[0]
			if f.Width != 404 || f.Height != 300 || f.DPIX != 300 || f.DPIY != 300 || f.Compression != c.compression ||
				f.BitsPerPixel != c.bits || f.Color != c.colour || f.Blank {
				t.Errorf("inspection says %+v", f)
			}
			img, err := engine.Decode(context.Background(), source(data), 0)
			if err != nil {
				t.Fatal(err)
			}
			if diff := meanDifference(t, img, c.want); diff > c.tolerance {
				t.Errorf("pixels differ by %.2f on average", diff)
			}
		})
	}
}

func TestTIFFPages(t *testing.T) {
	engine := newEngine(t)
	data := fixture(t, "g4-3pages.tif")
	visited := 0
	report, err := engine.InspectEach(context.Background(), source(data), "scan.tif", func(p Page) error {
		if p.Frame.Index != visited || p.Image.Bounds().Dx() != 404 {
			t.Errorf("visit %d got frame %d of %v", visited, p.Frame.Index, p.Image.Bounds())
		}
		visited++
		return nil
	})
	if err != nil || len(report.Frames) != 3 || visited != 3 {
		t.Fatalf("frames %d, visited %d, error %v", len(report.Frames), visited, err)
	}
	if _, err := engine.Decode(context.Background(), source(data), 2); err != nil {
		t.Error(err)
	}
	if _, err := engine.Decode(context.Background(), source(data), 3); errs.CodeOf(err) != CodeNoFrame || !errs.Is(err, errs.NotFound) {
		t.Errorf("fourth page of three: %v", err)
	}
}

// Scanners add a small picture of each page to the file; it must not become a page.
func TestTIFFThumbnailIsNoPage(t *testing.T) {
	first := tiffFile(map[uint16]tiffField{
		tagWidth: long(100), tagHeight: long(100), tagBitsPerSample: short(8), tagCompression: short(1),
		tagPhotometric: short(1), tagStripOffsets: long(8), tagRowsPerStrip: long(100), tagStripByteCounts: long(10000),
	}, make([]byte, 10000))
	directory := bytes.Clone(first[binary.LittleEndian.Uint32(first[4:]):])
	// The second directory is the first one again, with a leading tag 254 in place of its count of entries.
	thumbnail := binary.LittleEndian.AppendUint16(nil, binary.LittleEndian.Uint16(directory)+1)
	for _, v := range []uint16{tagSubfileType, ifdLong, 1, 0, 1, 0} {
		thumbnail = binary.LittleEndian.AppendUint16(thumbnail, v)
	}
	thumbnail = append(thumbnail, directory[2:]...)
	binary.LittleEndian.PutUint32(first[len(first)-4:], uint32(len(first)))
	report, err := newEngine(t).Inspect(context.Background(), source(append(first, thumbnail...)), "scan.tif")
	if err != nil || len(report.Frames) != 1 {
		t.Errorf("%d frames, %v; want 1", len(report.Frames), err)
	}
}

func TestTIFFRefusals(t *testing.T) {
	engine := newEngine(t)
	page := map[uint16]tiffField{
		tagWidth: long(100), tagHeight: long(100), tagBitsPerSample: short(8), tagCompression: short(1),
		tagPhotometric: short(1), tagStripOffsets: long(8), tagRowsPerStrip: long(100), tagStripByteCounts: long(10000),
	}
	with := func(changes map[uint16]tiffField) []byte {
		fields := map[uint16]tiffField{}
		for tag, f := range page {
			fields[tag] = f
		}
		for tag, f := range changes {
			fields[tag] = f
		}
		return tiffFile(fields, make([]byte, 10000))
	}
	if _, err := engine.Inspect(context.Background(), source(with(nil)), "a.tif"); err != nil {
		t.Fatalf("the unchanged file: %v", err)
	}
	looped := with(nil)
	binary.LittleEndian.PutUint32(looped[len(looped)-4:], binary.LittleEndian.Uint32(looped[4:]))
	cases := []struct {
		name string
		data []byte
		code string
		says string
	}{
		{"old-style JPEG", with(map[uint16]tiffField{tagCompression: short(6)}), CodeUnsupported, "旧式 JPEG"},
		{"unknown compression", with(map[uint16]tiffField{tagCompression: short(34661)}), CodeUnsupported, "34661"},
		{"separate planes", fixture(t, "rgb-planes.tif"), CodeUnsupported, "分开存储"},
		{"two-dimensional G3", fixture(t, "g3-2d.tif"), CodeUnsupported, "TIFF"},
		{"BigTIFF", fixture(t, "bigtiff.tif"), CodeRefused, "BigTIFF"},
		{"huge image", with(map[uint16]tiffField{tagWidth: long(60000), tagHeight: long(60000)}), CodeTooLarge, "60000×60000"},
		{"absurd side", with(map[uint16]tiffField{tagWidth: long(4_000_000_000)}), CodeTooLarge, "过大"},
		{"a strip for each of a billion rows", with(map[uint16]tiffField{tagHeight: long(2_000_000_000), tagRowsPerStrip: long(1)}), CodeTooLarge, "过大"},
		{"too few strips", with(map[uint16]tiffField{tagRowsPerStrip: long(1)}), CodeCorrupt, "损坏"},
		{"tiles of no height", with(map[uint16]tiffField{tagTileWidth: long(16)}), CodeCorrupt, "损坏"},
		{"strip outside the file", with(map[uint16]tiffField{tagStripOffsets: long(50_000)}), CodeTruncated, "不完整"},
		{"strip too short", with(map[uint16]tiffField{tagStripByteCounts: long(9_000)}), CodeTruncated, "不完整"},
		{"directory chain in a circle", looped, CodeCorrupt, "损坏"},
		{"no width", with(map[uint16]tiffField{tagWidth: long(0)}), CodeCorrupt, "损坏"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := engine.Inspect(context.Background(), source(c.data), "a.tif")
			wantRefusal(t, err, c.code, c.says)
		})
	}
}

// Every cut of a multi-page file must be noticed, wherever it falls, and a flipped byte must not crash.
func TestTIFFTruncation(t *testing.T) {
	engine := newEngine(t)
	for _, file := range []string{"g4-3pages.tif", "jpeg-ycbcr.tif", "lzw.tif"} {
		data := fixture(t, file)
		for _, part := range []int{1, 3, 5, 7, 9} {
			cut := data[:len(data)*part/10]
			_, err := engine.Inspect(context.Background(), source(cut), file)
			wantRefusal(t, err, CodeTruncated, "不完整")
		}
		for at := 0; at < len(data); at += 97 {
			spoiled := bytes.Clone(data)
			spoiled[at] ^= 0xff
			_, err := engine.Inspect(context.Background(), source(spoiled), file)
			if err != nil && errs.KindOf(err) == errs.Internal {
				t.Errorf("%s with byte %d changed: %v", file, at, err)
			}
		}
	}
}

func wantRefusal(t *testing.T, err error, code, says string) {
	t.Helper()
	if errs.CodeOf(err) != code {
		t.Fatalf("got %v, want %s", err, code)
	}
	if !strings.Contains(err.Error(), says) {
		t.Errorf("message %q does not say %q", err, says)
	}
}
