package imaging

import (
	"encoding/binary"
	"io"
)

// TIFF tags that this package reads (TIFF 6.0 and technical note 2; EXIF uses the same directory).
const (
	tagSubfileType     = 254
	tagWidth           = 256
	tagHeight          = 257
	tagBitsPerSample   = 258
	tagCompression     = 259
	tagPhotometric     = 262
	tagStripOffsets    = 273
	tagOrientation     = 274
	tagSamplesPerPixel = 277
	tagRowsPerStrip    = 278
	tagStripByteCounts = 279
	tagXResolution     = 282
	tagYResolution     = 283
	tagPlanarConfig    = 284
	tagResolutionUnit  = 296
	tagTileWidth       = 322
	tagTileHeight      = 323
	tagTileOffsets     = 324
	tagTileByteCounts  = 325
	tagJPEGTables      = 347
)

const (
	ifdEntryBytes  = 12
	ifdMaxEntries  = 512 // real directories have some 20
	ifdMaxElements = 1 << 20
)

// ifdTypeBytes is the size of one value of each TIFF field type; index 0 is not a type.
var ifdTypeBytes = [...]int64{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8}

const (
	ifdByte     = 1
	ifdShort    = 3
	ifdLong     = 4
	ifdRational = 5
)

type ifdEntry struct {
	kind  uint16
	count uint32
	value [4]byte // the values themselves when they fit, else their offset
}

// ifd is one directory of a TIFF stream: only the table is read, values are fetched when asked for.
type ifd struct {
	r       io.ReaderAt
	size    int64
	order   binary.ByteOrder
	offset  int64
	entries map[uint16]ifdEntry
	next    int64 // offset of the following directory, 0 for none
}

// tiffStart reads the header of a TIFF stream and returns the offset of its first directory.
func tiffStart(r io.ReaderAt) (binary.ByteOrder, int64, error) {
	head, err := readFull(r, 0, 8)
	if err != nil {
		return nil, 0, err
	}
	var order binary.ByteOrder
	switch string(head[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return nil, 0, corruptf("not a TIFF header: %x", head[:4])
	}
	return order, int64(order.Uint32(head[4:])), nil
}

func readIFD(r io.ReaderAt, size int64, order binary.ByteOrder, offset int64) (*ifd, error) {
	counted, err := readFull(r, offset, 2)
	if err != nil {
		return nil, err
	}
	n := int(order.Uint16(counted))
	if n == 0 || n > ifdMaxEntries {
		return nil, corruptf("directory of %d entries", n)
	}
	table, err := readFull(r, offset+2, n*ifdEntryBytes+4)
	if err != nil {
		return nil, err
	}
	dir := &ifd{r: r, size: size, order: order, offset: offset, entries: make(map[uint16]ifdEntry, n)}
	for ; len(table) >= ifdEntryBytes; table = table[ifdEntryBytes:] {
		entry := ifdEntry{kind: order.Uint16(table[2:]), count: order.Uint32(table[4:])}
		copy(entry.value[:], table[8:])
		dir.entries[order.Uint16(table)] = entry
	}
	dir.next = int64(order.Uint32(table))
	return dir, nil
}

// data returns the bytes of a field, or nil when it is absent or of an unknown type. A field larger than the file or
// than most elements is an error, found before anything is allocated.
func (d *ifd) data(tag uint16, most int) ([]byte, ifdEntry, error) {
	entry, ok := d.entries[tag]
	if !ok || int(entry.kind) >= len(ifdTypeBytes) || entry.kind == 0 || entry.count == 0 {
		return nil, entry, nil
	}
	if int64(entry.count) > int64(most) {
		return nil, entry, corruptf("tag %d has %d values", tag, entry.count)
	}
	length := int64(entry.count) * ifdTypeBytes[entry.kind]
	if length <= 4 {
		return entry.value[:length], entry, nil
	}
	at := int64(d.order.Uint32(entry.value[:]))
	if at+length > d.size {
		return nil, entry, io.ErrUnexpectedEOF
	}
	raw, err := readFull(d.r, at, int(length))
	return raw, entry, err
}

// uints returns the values of a BYTE, SHORT or LONG field, nil when it is absent or of another type.
func (d *ifd) uints(tag uint16, most int) ([]uint32, error) {
	raw, entry, err := d.data(tag, most)
	if err != nil || raw == nil {
		return nil, err
	}
	values := make([]uint32, 0, entry.count)
	for i := range int(entry.count) {
		switch entry.kind {
		case ifdByte:
			values = append(values, uint32(raw[i]))
		case ifdShort:
			values = append(values, uint32(d.order.Uint16(raw[2*i:])))
		case ifdLong:
			values = append(values, d.order.Uint32(raw[4*i:]))
		default:
			return nil, nil
		}
	}
	return values, nil
}

// uint returns the first value of a field, or fallback when it is absent or unreadable.
func (d *ifd) uint(tag uint16, fallback uint32) uint32 {
	values, err := d.uints(tag, ifdMaxElements)
	if err != nil || len(values) == 0 {
		return fallback
	}
	return values[0]
}

// rational returns the first value of a RATIONAL field, 0 when it is absent or has no meaning.
func (d *ifd) rational(tag uint16) float64 {
	raw, entry, err := d.data(tag, 16)
	if err != nil || raw == nil || entry.kind != ifdRational {
		return 0
	}
	num, den := d.order.Uint32(raw), d.order.Uint32(raw[4:])
	if den == 0 {
		return 0
	}
	return float64(num) / float64(den)
}

// resolution returns dots per inch from tags 282, 283 and 296; 0, 0 when unknown.
func (d *ifd) resolution() (x, y float64) {
	const perInch, perCentimetre = 2, 3
	x, y = d.rational(tagXResolution), d.rational(tagYResolution)
	switch d.uint(tagResolutionUnit, perInch) {
	case perInch:
		return plausibleDPI(x, y)
	case perCentimetre:
		return plausibleDPI(x*cmPerInch, y*cmPerInch)
	}
	return 0, 0
}

func (d *ifd) orientation() Orientation {
	o := d.uint(tagOrientation, uint32(Upright))
	if o < uint32(Upright) || o > uint32(Turned270) {
		return Upright
	}
	return Orientation(o)
}

const cmPerInch = 2.54

// plausibleDPI drops values that no scanner has, so that a nonsense tag counts as unknown. One missing direction is
// taken from the other.
func plausibleDPI(x, y float64) (float64, float64) {
	const least, most = 10, 20_000
	if x == 0 {
		x = y
	}
	if y == 0 {
		y = x
	}
	if x < least || y < least || x > most || y > most {
		return 0, 0
	}
	return x, y
}
