package imaging

import (
	"bytes"
	"image"
	"testing"
)

func TestOriginalJPEG(t *testing.T) {
	e := newEngine(t)
	scan := jpegBytes(t, synthPage(240, 320, 0))
	pdf := scanPDF("", pdfDrawScan, scan, image.Pt(240, 320))
	for name, c := range map[string]struct {
		master []byte
		want   []byte // nil: must be encoded anew
	}{
		"JPEG":                 {scan, scan},
		"JPEG turned by a tag": {withExif(scan, map[uint16]tiffField{274: short(6)}), nil},
		"PNG":                  {pngBytes(t, synthPage(120, 170, 0)), nil},
		"PDF of a single scan": {pdf, scan},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok, err := e.OriginalJPEG(t.Context(), source(c.master), 0)
			if err != nil || ok != (c.want != nil) || !bytes.Equal(got, c.want) {
				t.Errorf("got %d bytes, %t, %v", len(got), ok, err)
			}
		})
	}
	if _, _, err := e.OriginalJPEG(t.Context(), source([]byte("no image")), 0); err == nil {
		t.Error("a text file has an original")
	}
}
