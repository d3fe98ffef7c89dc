package imaging

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/errs"
)

// fuzzLimits keep one input fast, so that many are tried.
func fuzzLimits() Limits {
	limits := DefaultLimits()
	limits.MaxPixels, limits.MaxSide, limits.MaxMemory, limits.MaxFrames = 1_000_000, 4_000, 64<<20, 50
	limits.DecodeTimeout = 5 * time.Second
	return limits
}

// checkHostile inspects bytes of any kind but PDF; whatever they are, the answer is a report or a named fault.
func checkHostile(t *testing.T, engine *Engine, data []byte) {
	t.Helper()
	if kind, _ := Sniff(data); kind == PDF {
		return
	}
	report, err := engine.Inspect(context.Background(), source(data), "a.tif")
	if err != nil {
		if errs.KindOf(err) == errs.Internal || errs.CodeOf(err) == CodeTimeout {
			t.Fatalf("unnamed fault: %v", err)
		}
		return
	}
	for _, f := range report.Frames {
		if f.Width <= 0 || f.Height <= 0 {
			t.Fatalf("accepted a frame of %d x %d", f.Width, f.Height)
		}
	}
}

func FuzzTIFF(f *testing.F) {
	for _, name := range []string{"g4-3pages.tif", "jpeg-cmyk.tif", "lzw-bigendian.tif", "packbits.tif"} {
		f.Add(fixture(f, name))
	}
	f.Add(tiffFile(map[uint16]tiffField{
		tagWidth: long(8), tagHeight: long(8), tagBitsPerSample: short(8), tagCompression: short(1), tagPhotometric: short(1),
		tagStripOffsets: long(8), tagRowsPerStrip: long(8), tagStripByteCounts: long(64), tagXResolution: rational(300, 1),
	}, make([]byte, 64)))
	engine := newEngineWith(f, Config{Limits: fuzzLimits()})
	f.Fuzz(func(t *testing.T, data []byte) { checkHostile(t, engine, data) })
}

func FuzzJPEGMeta(f *testing.F) {
	plain := jpegBytes(f, synthPage(16, 16, 0))
	f.Add(plain)
	f.Add(withJFIF(plain, 1, 300, 300))
	f.Add(withExif(plain, map[uint16]tiffField{tagOrientation: short(6), tagXResolution: rational(300, 1), tagResolutionUnit: short(2)}))
	f.Fuzz(func(t *testing.T, data []byte) {
		meta, err := readJPEGMeta(bytes.NewReader(data))
		if err == nil && (meta.width == 0 || meta.orientation < Upright || meta.orientation > Turned270 || meta.dpiX < 0 || meta.dpiX != meta.dpiX) {
			t.Fatalf("accepted %+v", meta)
		}
	})
}

func FuzzSniff(f *testing.F) {
	for _, format := range formats {
		if format.kind != "" {
			f.Add([]byte(format.extensions[0]))
		}
	}
	f.Add(pngBytes(f, synthPage(8, 8, 0)))
	f.Add([]byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00"))
	f.Add([]byte("BM\x46\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00"))
	engine := newEngineWith(f, Config{Limits: fuzzLimits()})
	f.Fuzz(func(t *testing.T, data []byte) {
		kind, ok := Sniff(data)
		if ok != (kind != "") || ok != (MediaType(kind) != "application/octet-stream") {
			t.Fatalf("Sniff = %q, %v", kind, ok)
		}
		checkHostile(t, engine, data)
	})
}
