package demo

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/jpeg"
)

const jpegQuality = 76

// encodeJPEG appends a JPEG file. The encoder of the standard library writes no JFIF segment, without which a scan has no
// resolution, so the segment is put behind the start marker.
func encodeJPEG(buf *bytes.Buffer, img image.Image, dpi int) error {
	start := buf.Len()
	buf.Write(jfifHeader(dpi))
	body := &afterStart{buf: buf}
	if err := jpeg.Encode(body, img, &jpeg.Options{Quality: jpegQuality}); err != nil {
		buf.Truncate(start)
		return fmt.Errorf("encode JPEG: %w", err)
	}
	return nil
}

// jfifHeader is the start marker and an APP0 segment: version 1.1, density in dots per inch, no thumbnail (JFIF 1.02).
func jfifHeader(dpi int) []byte {
	h := []byte{0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 1, 0, 0, 0, 0, 0, 0}
	binary.BigEndian.PutUint16(h[14:], uint16(dpi))
	binary.BigEndian.PutUint16(h[16:], uint16(dpi))
	return h
}

// afterStart drops the start marker that the encoder writes, which already stands before the JFIF segment.
type afterStart struct {
	buf     *bytes.Buffer
	dropped int
}

func (w *afterStart) Write(p []byte) (int, error) {
	drop := min(2-w.dropped, len(p))
	w.dropped += drop
	w.buf.Write(p[drop:])
	return len(p), nil
}
