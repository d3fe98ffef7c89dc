package imaging

import (
	"bytes"
	"encoding/binary"
	"io"
)

// jpegMeta is what the segments before the first scan say.
type jpegMeta struct {
	width, height int
	components    int
	precision     int // bits per sample
	progressive   bool
	lossless      bool
	arithmetic    bool
	subsampled    bool // some component has fewer samples than another
	dpiX, dpiY    float64
	orientation   Orientation
	jfif          bool
}

const (
	jpegSOI  = 0xd8
	jpegEOI  = 0xd9
	jpegSOS  = 0xda
	jpegAPP0 = 0xe0
	jpegAPP1 = 0xe1

	jpegMaxSegments = 4096    // a profile or preview split into segments stays far below
	jpegMaxFill     = 1 << 16 // bytes between two segments that belong to neither
)

// readJPEGMeta walks the segments of a JPEG up to its first scan. Only the frame header is required.
func readJPEGMeta(r io.ReaderAt) (jpegMeta, error) {
	meta := jpegMeta{orientation: Upright}
	at := int64(2)
	for range jpegMaxSegments {
		marker, length, err := jpegSegment(r, &at)
		if err != nil {
			return meta, err
		}
		if marker == jpegSOS || marker == jpegEOI {
			break
		}
		if err := meta.readSegment(r, marker, at, length); err != nil {
			return meta, err
		}
		at += int64(length)
	}
	if meta.width == 0 || meta.components == 0 {
		return meta, corruptf("no JPEG frame header")
	}
	return meta, nil
}

// jpegSegment finds the next marker at *at and moves *at to the first byte of its payload. Markers without payload
// other than EOI do not occur between segments, but fill bytes do.
func jpegSegment(r io.ReaderAt, at *int64) (marker byte, length int, err error) {
	head, err := readFull(r, *at, 2)
	if err != nil {
		return 0, 0, err
	}
	for fill := 0; head[0] != 0xff || head[1] == 0xff; fill++ {
		if fill == jpegMaxFill {
			return 0, 0, corruptf("no JPEG segment at %d", *at)
		}
		*at++
		if head, err = readFull(r, *at, 2); err != nil {
			return 0, 0, err
		}
	}
	*at += 2
	if head[1] == jpegEOI || head[1] == jpegSOI || head[1] == 0 {
		return head[1], 0, nil
	}
	size, err := readFull(r, *at, 2)
	if err != nil {
		return 0, 0, err
	}
	length = int(binary.BigEndian.Uint16(size)) - 2
	if length < 0 {
		return 0, 0, corruptf("JPEG segment %#x of %d bytes", head[1], length)
	}
	*at += 2
	return head[1], length, nil
}

func (m *jpegMeta) readSegment(r io.ReaderAt, marker byte, at int64, length int) error {
	isFrame := marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc
	if !isFrame && marker != jpegAPP0 && marker != jpegAPP1 {
		return nil
	}
	payload, err := readFull(r, at, length)
	if err != nil {
		return err
	}
	switch marker {
	case jpegAPP0:
		m.readJFIF(payload)
	case jpegAPP1:
		m.readExif(payload)
	default:
		return m.readFrame(marker, payload)
	}
	return nil
}

func (m *jpegMeta) readFrame(marker byte, p []byte) error {
	if len(p) < 6 || len(p) < 6+3*int(p[5]) {
		return corruptf("short JPEG frame header")
	}
	m.precision, m.components = int(p[0]), int(p[5])
	m.height, m.width = int(binary.BigEndian.Uint16(p[1:])), int(binary.BigEndian.Uint16(p[3:]))
	m.progressive = marker&3 == 2
	m.lossless = marker&3 == 3
	m.arithmetic = marker >= 0xc8
	for i := range m.components {
		m.subsampled = m.subsampled || p[6+3*i+1] != p[6+1]
	}
	return nil
}

// readJFIF takes the density of the JFIF header (JFIF 1.02). Units 0 state only an aspect ratio.
func (m *jpegMeta) readJFIF(p []byte) {
	const perInch, perCentimetre = 1, 2
	if len(p) < 12 || string(p[:5]) != "JFIF\x00" {
		return
	}
	m.jfif = true
	x, y := float64(binary.BigEndian.Uint16(p[8:])), float64(binary.BigEndian.Uint16(p[10:]))
	switch p[7] {
	case perInch:
		m.dpiX, m.dpiY = plausibleDPI(x, y)
	case perCentimetre:
		m.dpiX, m.dpiY = plausibleDPI(x*cmPerInch, y*cmPerInch)
	}
}

// readExif takes orientation, and resolution where JFIF gave none: scanners that write both keep JFIF right, cameras
// write a meaningless 72 into EXIF only.
func (m *jpegMeta) readExif(p []byte) {
	block, ok := bytes.CutPrefix(p, []byte("Exif\x00\x00"))
	if !ok {
		return
	}
	dir, err := exifDirectory(block)
	if err != nil {
		return // a broken EXIF block does not make the picture unreadable
	}
	m.orientation = dir.orientation()
	if m.dpiX == 0 {
		m.dpiX, m.dpiY = dir.resolution()
	}
}

// exifDirectory reads the first directory of an EXIF block, which is a TIFF stream of its own.
func exifDirectory(block []byte) (*ifd, error) {
	r := bytes.NewReader(block)
	order, offset, err := tiffStart(r)
	if err != nil {
		return nil, err
	}
	return readIFD(r, r.Size(), order, offset)
}
