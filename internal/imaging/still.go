package imaging

import (
	"bufio"
	"encoding/binary"
	"image"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/bmp"
	"golang.org/x/image/webp"
)

// still is a file of one image that a stream codec decodes.
type still struct {
	noExtras
	g     *guard
	head  header
	codec func(io.Reader) (image.Image, error)
}

func (s *still) count() int                 { return 1 }
func (s *still) header(int) (header, error) { return s.head, nil }

func (s *still) decode(int) (image.Image, error) {
	return s.codec(bufio.NewReaderSize(s.g.section(), 4*windowBytes))
}

// openStill reads the header of a file of one image.
func openStill(g *guard, kind Kind) (document, error) {
	opened := &still{g: g}
	var err error
	switch kind {
	case JPEG:
		opened.codec = jpeg.Decode
		opened.head, err = jpegHeader(g)
	case PNG:
		opened.codec = png.Decode
		opened.head, err = pngHeader(g)
	case BMP:
		opened.codec = bmp.Decode
		opened.head, err = bmpHeader(g)
	case WEBP:
		opened.codec = webp.Decode
		opened.head, err = webpHeader(g)
	}
	if err != nil {
		return nil, err
	}
	return opened, nil
}

func jpegHeader(r io.ReaderAt) (header, error) {
	meta, err := readJPEGMeta(r)
	if err != nil {
		return header{}, err
	}
	switch {
	case meta.lossless:
		return header{}, unsupported("无损 JPEG", nil)
	case meta.arithmetic:
		return header{}, unsupported("算术编码的 JPEG", nil)
	case meta.precision != 8:
		return header{}, unsupported("每通道不是 8 位的 JPEG", nil)
	}
	h := header{Frame: Frame{Width: meta.width, Height: meta.height, DPIX: meta.dpiX, DPIY: meta.dpiY,
		BitsPerPixel: meta.components * meta.precision, Color: meta.components >= 3, Compression: "jpeg"}}
	h.memory = meta.memory()
	if meta.progressive {
		h.Compression = "jpeg-progressive"
	}
	h.turn(meta.orientation)
	return h, nil
}

// memory estimates the decoder's need: samples, four bytes for each coefficient of a progressive file, and the
// conversion of four-channel pictures.
func (m *jpegMeta) memory() int64 {
	pixels := int64(m.width) * int64(m.height)
	samples := pixels * int64(m.components)
	if m.subsampled {
		samples = pixels * 2
	}
	need := samples
	if m.progressive {
		need += 4 * samples
	}
	if m.components == 4 {
		need += 8 * pixels
	}
	return need
}

// pngHeader walks the chunks before the image data (PNG 3rd edition, 11.2.1, 11.3.3.2, 11.3.4.3).
func pngHeader(g *guard) (header, error) {
	const maxChunks, maxExif = 1000, 64 << 10
	h := header{Frame: Frame{Compression: "deflate"}}
	orientation := Upright
	at := int64(8)
	for range maxChunks {
		lead, err := readFull(g, at, 8)
		if err != nil {
			return h, err
		}
		length, name := int64(binary.BigEndian.Uint32(lead)), string(lead[4:])
		at += 8
		if name == "IDAT" || name == "IEND" {
			break
		}
		var data []byte
		if name == "IHDR" || name == "pHYs" || (name == "eXIf" && length <= maxExif) {
			if data, err = readFull(g, at, int(min(length, maxExif))); err != nil {
				return h, err
			}
		}
		switch {
		case name == "IHDR" && len(data) == 13:
			h.readIHDR(data)
		case name == "pHYs" && len(data) == 9 && data[8] == 1:
			h.DPIX, h.DPIY = perMetre(binary.BigEndian.Uint32(data), binary.BigEndian.Uint32(data[4:]))
		case name == "eXIf":
			if dir, err := exifDirectory(data); err == nil {
				orientation = dir.orientation()
			}
		}
		at += length + 4
	}
	if h.Width == 0 {
		return h, corruptf("PNG without IHDR")
	}
	h.turn(orientation)
	return h, nil
}

func (h *header) readIHDR(p []byte) {
	const truecolour, palette, greyAlpha, truecolourAlpha = 2, 3, 4, 6
	h.Width, h.Height = int(binary.BigEndian.Uint32(p)), int(binary.BigEndian.Uint32(p[4:]))
	depth, model, interlaced := int(p[8]), p[9], p[12] != 0
	channels := 1
	switch model {
	case truecolour:
		channels = 3
	case greyAlpha:
		channels = 2
	case truecolourAlpha:
		channels = 4
	}
	h.BitsPerPixel = depth * channels
	h.Color = channels >= 3 && depth >= 8
	need := int64(2) // grey: the decoder's byte and flatten's
	switch {
	case depth == 16:
		need = 12
	case channels > 1 || model == palette:
		need = 8
	}
	if interlaced {
		need *= 2
	}
	h.memory = need * int64(h.Width) * int64(h.Height)
}

func perMetre(x, y uint32) (float64, float64) {
	const metresPerInch = cmPerInch / 100
	return plausibleDPI(float64(x)*metresPerInch, float64(y)*metresPerInch)
}

// bmpHeader reads the BITMAPINFOHEADER; the older 12-byte header has no resolution and is left to the codec.
func bmpHeader(g *guard) (header, error) {
	config, err := bmp.DecodeConfig(g.section())
	if err != nil {
		return header{}, err
	}
	p, err := readFull(g, 0, 54)
	if err != nil {
		return header{}, err
	}
	h := header{Frame: Frame{Width: config.Width, Height: config.Height, Compression: "none", Orientation: Upright}}
	h.BitsPerPixel = int(binary.LittleEndian.Uint16(p[28:]))
	h.Color = h.BitsPerPixel >= 24
	h.DPIX, h.DPIY = perMetre(binary.LittleEndian.Uint32(p[38:]), binary.LittleEndian.Uint32(p[42:]))
	h.memory = 8 * int64(config.Width) * int64(config.Height)
	return h, nil
}

// webpHeader takes the size from the picture chunk itself and not from the canvas in the extended header, which may
// claim to be smaller (RFC 9649, 2.5 and 2.6).
func webpHeader(g *guard) (header, error) {
	const maxChunks = 100
	h := header{Frame: Frame{BitsPerPixel: 24, Color: true, Orientation: Upright}}
	at := int64(12)
	for range maxChunks {
		lead, err := readFull(g, at, 18)
		if err != nil {
			return h, err
		}
		name, length, body := string(lead[:4]), int64(binary.LittleEndian.Uint32(lead[4:])), lead[8:]
		switch name {
		case "VP8 ":
			h.Compression = "webp"
			h.Width = int(binary.LittleEndian.Uint16(body[6:]) & 0x3fff)
			h.Height = int(binary.LittleEndian.Uint16(body[8:]) & 0x3fff)
		case "VP8L":
			size := binary.LittleEndian.Uint32(body[1:])
			h.Compression = "webp-lossless"
			h.Width, h.Height = int(size&0x3fff)+1, int(size>>14&0x3fff)+1
		}
		if h.Compression != "" {
			h.memory = 8 * int64(h.Width) * int64(h.Height)
			return h, nil
		}
		at += 8 + length + length&1
	}
	return h, corruptf("WEBP without picture")
}
