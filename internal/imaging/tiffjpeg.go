package imaging

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
)

// JPEG in TIFF (compression 7, TIFF technical note 2): every strip or tile is a JPEG stream, usually without its
// tables, which tag 347 holds once for all. The streams carry no colour marker: the photometric tag decides.

// adobeRGB is an APP14 segment that says "three components, not transformed", to which image/jpeg answers with RGB.
const adobeRGB = "\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00"

const maxJPEGTables = 64 << 10

func decodeTIFFJPEG(dir *ifd) (image.Image, error) {
	width, height := int(dir.uint(tagWidth, 0)), int(dir.uint(tagHeight, 0))
	cut, err := dir.blocks(width, height)
	if err != nil {
		return nil, err
	}
	preamble, err := jpegPreamble(dir)
	if err != nil {
		return nil, err
	}
	var page raster
	for i := range cut.across * cut.down {
		block, err := decodeJPEGBlock(dir, &cut, i, preamble)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			page = emptyLike(block, width, height)
		}
		if err := page.paste(block, i%cut.across*cut.w, i/cut.across*cut.h); err != nil {
			return nil, err
		}
	}
	if dir.uint(tagPhotometric, whiteIsZero) == whiteIsZero && len(page.planes) == 1 && page.planes[0].n == 1 {
		for i, v := range page.planes[0].pix {
			page.planes[0].pix[i] = 0xff - v
		}
	}
	return page.image(), nil
}

// jpegPreamble is what goes in front of each block's stream in place of its SOI marker.
func jpegPreamble(dir *ifd) ([]byte, error) {
	tables, _, err := dir.data(tagJPEGTables, maxJPEGTables)
	if err != nil {
		return nil, err
	}
	preamble := []byte{0xff, jpegSOI}
	switch photometric := dir.uint(tagPhotometric, whiteIsZero); photometric {
	case photometricRGB:
		preamble = append(preamble, adobeRGB...)
	case photometricCMYK:
		return nil, unsupported("CMYK 颜色的 JPEG 压缩 TIFF", nil)
	}
	tables = bytes.TrimPrefix(tables, []byte{0xff, jpegSOI})
	return append(preamble, bytes.TrimSuffix(tables, []byte{0xff, jpegEOI})...), nil
}

func decodeJPEGBlock(dir *ifd, cut *blocks, i int, preamble []byte) (raster, error) {
	const generous = 8 // bytes per pixel that no JPEG reaches
	length := int64(cut.counts[i])
	if length < 4 || length > generous*int64(cut.w)*int64(cut.h)+maxJPEGTables {
		return raster{}, corruptf("block %d of %d bytes", i, length)
	}
	stream := make([]byte, len(preamble)+int(length)-2)
	body, err := readFull(dir.r, int64(cut.offsets[i])+2, int(length)-2)
	if err != nil {
		return raster{}, err
	}
	copy(stream[copy(stream, preamble):], body)
	meta, err := readJPEGMeta(bytes.NewReader(stream))
	if err != nil {
		return raster{}, fmt.Errorf("block %d: %w", i, err)
	}
	if meta.width > cut.w || meta.height > cut.h {
		return raster{}, corruptf("block %d is %d x %d, expected %d x %d", i, meta.width, meta.height, cut.w, cut.h)
	}
	img, err := jpeg.Decode(bytes.NewReader(stream))
	if err != nil {
		return raster{}, fmt.Errorf("block %d: %w", i, err)
	}
	return rasterOf(img), nil
}

// emptyLike makes a raster of the block's colour model and subsampling.
func emptyLike(block raster, w, h int) raster {
	page := raster{w: w, h: h, ratio: block.ratio}
	hs, vs := 1, 1
	for i, p := range block.planes {
		if i > 0 {
			hs, vs = subsampling(block.ratio)
		}
		page.planes = append(page.planes, newPlane(ceilDiv(w, hs), ceilDiv(h, vs), p.n))
	}
	return page
}

// paste copies block to (x, y), cutting off what lies outside.
func (r raster) paste(block raster, x, y int) error {
	if len(block.planes) != len(r.planes) || block.ratio != r.ratio || block.planes[0].n != r.planes[0].n {
		return corruptf("blocks differ in their colour model")
	}
	hs, vs := 1, 1
	for i, p := range block.planes {
		if i > 0 {
			hs, vs = subsampling(r.ratio)
		}
		if x%hs != 0 || y%vs != 0 {
			return corruptf("block at %d, %d divides a chroma sample", x, y)
		}
		target := r.planes[i]
		px, py := x/hs, y/vs
		for row := range min(p.h, target.h-py) {
			copy(target.row(py + row)[px*p.n:], p.row(row))
		}
	}
	return nil
}
