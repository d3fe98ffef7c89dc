package demo

import (
	"bytes"
	"encoding/binary"
)

// TIFF tags and types as in TIFF 6.0 and its Technical Note 2, which defines compression 7.
const (
	tiffShort, tiffLong, tiffRational = 3, 4, 5
	tiffJPEG, tiffYCbCr               = 7, 6
)

// tiffDirectory is how many bytes a page takes besides its image: entries, next offset, and the values that do not fit
// into an entry.
const (
	tiffEntries   = 15
	tiffDirectory = 2 + 12*tiffEntries + 4
	tiffValues    = 8 + 6 // resolution, bits per sample
)

// joinTIFF makes a TIFF file of several pages, each of which keeps the JPEG stream it is given, without encoding again.
// Little-endian; pages are pageWidth x pageHeight, YCbCr with chroma at half resolution.
func joinTIFF(pages [][]byte) []byte {
	var out bytes.Buffer
	put := func(values ...any) {
		for _, v := range values {
			binary.Write(&out, binary.LittleEndian, v) //nolint:errcheck // a bytes.Buffer does not fail on fixed-size values
		}
	}
	put([]byte("II"), uint16(42), uint32(8))
	for i, page := range pages {
		values := uint32(out.Len() + tiffDirectory)
		image := values + tiffValues
		next := image + uint32(len(page)+len(page)%2)
		if i == len(pages)-1 {
			next = 0
		}
		put(uint16(tiffEntries))
		for _, e := range tiffPage(values, image, len(page), i, len(pages)) {
			put(e.tag, e.kind, e.count, e.value)
		}
		put(next, uint32(dpi), uint32(1), [3]uint16{8, 8, 8})
		out.Write(page)
		if len(page)%2 == 1 {
			out.WriteByte(0)
		}
	}
	return out.Bytes()
}

type tiffEntry struct {
	tag, kind    uint16
	count, value uint32
}

// tiffPage are the entries of one directory in the order of their tags; values and image are offsets in the file.
func tiffPage(values, image uint32, size, page, pages int) [tiffEntries]tiffEntry {
	return [tiffEntries]tiffEntry{
		{254, tiffLong, 1, 2}, // a page of a document
		{256, tiffLong, 1, pageWidth},
		{257, tiffLong, 1, pageHeight},
		{258, tiffShort, 3, values + 8}, // bits per sample
		{259, tiffShort, 1, tiffJPEG},
		{262, tiffShort, 1, tiffYCbCr},
		{273, tiffLong, 1, image}, // strip
		{277, tiffShort, 1, 3},    // samples
		{278, tiffLong, 1, pageHeight},
		{279, tiffLong, 1, uint32(size)},
		{282, tiffRational, 1, values}, // resolution, the same in both directions
		{283, tiffRational, 1, values},
		{296, tiffShort, 1, 2}, // inches
		{297, tiffShort, 2, uint32(page) | uint32(pages)<<16},
		{530, tiffShort, 2, 2 | 2<<16}, // chroma subsampling
	}
}
