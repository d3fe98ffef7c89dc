package imaging

import (
	"fmt"
	"image"
	"io"

	"github.com/hhrutter/tiff"
)

// Values of TIFF tags 259 and 262.
const (
	tiffRaw         = 1
	tiffOldJPEG     = 6
	tiffJPEG        = 7
	whiteIsZero     = 0
	photometricRGB  = 2
	photometricPal  = 3
	photometricCMYK = 5
)

// tiffCompressions are the ones that can be decoded.
var tiffCompressions = map[uint32]string{
	tiffRaw: "none", 2: "ccitt-rle", 3: "g3", 4: "g4", 5: "lzw", tiffJPEG: "jpeg", 8: "deflate", 32773: "packbits",
	32946: "deflate",
}

// tiffDocument is a TIFF file; its frames are the full images of the directory chain. Reduced images and masks
// (tag 254), which some scanners add to each page, are not pages.
type tiffDocument struct {
	noExtras
	g      *guard
	limits Limits
	dirs   []*ifd
}

func openTIFF(g *guard, limits Limits) (document, error) {
	order, offset, err := tiffStart(g)
	if err != nil {
		return nil, err
	}
	doc := &tiffDocument{g: g, limits: limits}
	seen := map[int64]bool{}
	for offset != 0 {
		if seen[offset] {
			return nil, corruptf("directory chain returns to %d", offset)
		}
		seen[offset] = true
		if err := limits.checkFrames(len(seen)); err != nil {
			return nil, err
		}
		dir, err := readIFD(g, g.Size(), order, offset)
		if err != nil {
			return nil, err
		}
		const reduced, mask = 1, 4
		if dir.uint(tagSubfileType, 0)&(reduced|mask) == 0 {
			doc.dirs = append(doc.dirs, dir)
		}
		offset = dir.next
	}
	if len(doc.dirs) == 0 {
		return nil, corruptf("TIFF without an image")
	}
	return doc, nil
}

func (d *tiffDocument) count() int { return len(d.dirs) }

func (d *tiffDocument) header(frame int) (header, error) {
	dir := d.dirs[frame]
	h := header{Frame: Frame{Index: frame, Width: int(dir.uint(tagWidth, 0)), Height: int(dir.uint(tagHeight, 0))}}
	if err := d.limits.checkSize(h.Width, h.Height); err != nil {
		return h, err
	}
	compression := dir.uint(tagCompression, tiffRaw)
	var known bool
	if h.Compression, known = tiffCompressions[compression]; !known {
		return h, unsupportedTIFF(compression)
	}
	bits, samples := int(dir.uint(tagBitsPerSample, 1)), int(dir.uint(tagSamplesPerPixel, 1))
	if samples > 1 && dir.uint(tagPlanarConfig, 1) != 1 {
		return h, unsupported("各颜色分开存储的 TIFF", nil)
	}
	h.BitsPerPixel = bits * samples
	h.Color = samples >= 3 && bits >= 8
	h.DPIX, h.DPIY = dir.resolution()
	cut, err := dir.blocks(h.Width, h.Height)
	if err != nil {
		return h, err
	}
	h.memory = tiffMemory(&h.Frame, bits, dir.uint(tagPhotometric, whiteIsZero), cut)
	h.turn(dir.orientation())
	return h, nil
}

func unsupportedTIFF(compression uint32) error {
	if compression == tiffOldJPEG {
		return unsupported("旧式 JPEG 压缩（方式 6）的 TIFF", nil)
	}
	return unsupported(fmt.Sprintf("压缩方式为 %d 的 TIFF", compression), nil)
}

// tiffMemory is the finished image, what flatten adds, and the largest unpacked block: eight bytes to the pixel is
// what the codec accepts of a compressed block.
func tiffMemory(f *Frame, bits int, photometric uint32, cut blocks) int64 {
	perPixel := int64(1)
	switch {
	case f.Compression == "jpeg":
		perPixel = 4
	case bits == 16:
		perPixel = 12
	case f.Color || photometric == photometricPal || photometric == photometricCMYK:
		perPixel = 8
	}
	need := perPixel * int64(f.Width) * int64(f.Height)
	if f.Compression == "none" {
		return need + cut.largest()
	}
	return need + 8*int64(cut.w)*int64(cut.h)
}

func (d *tiffDocument) decode(frame int) (image.Image, error) {
	dir := d.dirs[frame]
	if dir.uint(tagCompression, tiffRaw) == tiffJPEG {
		return decodeTIFFJPEG(dir)
	}
	return tiff.DecodeAt(d.g.section(), dir.offset)
}

// blocks are the strips or tiles that an image is cut into, row by row.
type blocks struct {
	w, h         int // of one block; the last of a row or column may show less of itself
	across, down int
	offsets      []uint32
	counts       []uint32
}

func (b *blocks) largest() int64 {
	var most uint32
	for _, n := range b.counts {
		most = max(most, n)
	}
	return int64(most)
}

// blocks reads the table of strips or tiles and checks that each lies inside the file, which finds truncation before
// anything is decoded.
func (d *ifd) blocks(width, height int) (blocks, error) {
	cut := blocks{w: width, h: int(min(d.uint(tagRowsPerStrip, uint32(height)), uint32(height)))}
	offsetTag, countTag := uint16(tagStripOffsets), uint16(tagStripByteCounts)
	if tileWidth := d.uint(tagTileWidth, 0); tileWidth != 0 {
		offsetTag, countTag = tagTileOffsets, tagTileByteCounts
		cut.w, cut.h = int(tileWidth), int(d.uint(tagTileHeight, 0))
	}
	const mostPadding = 4096 // a tile may be larger than a small image, but not by much
	if cut.w <= 0 || cut.h <= 0 || cut.w > width+mostPadding || cut.h > height+mostPadding {
		return cut, corruptf("blocks of %d x %d", cut.w, cut.h)
	}
	cut.across, cut.down = ceilDiv(width, cut.w), ceilDiv(height, cut.h)
	n := cut.across * cut.down
	if n > ifdMaxElements {
		return cut, corruptf("image cut into %d blocks", n)
	}
	var err error
	if cut.offsets, err = d.uints(offsetTag, ifdMaxElements); err != nil {
		return cut, err
	}
	if cut.counts, err = d.uints(countTag, ifdMaxElements); err != nil {
		return cut, err
	}
	if len(cut.offsets) < n || len(cut.counts) < n {
		return cut, corruptf("%d blocks, but %d offsets and %d lengths", n, len(cut.offsets), len(cut.counts))
	}
	for i := range n {
		if int64(cut.offsets[i])+int64(cut.counts[i]) > d.size {
			return cut, io.ErrUnexpectedEOF
		}
	}
	return cut, nil
}
