package imaging

import (
	"bytes"
	"io"
	"regexp"
	"sync"
)

// PDFium's interface shows the data of an image but not its dictionary, where a mask, inverted samples or a layer may
// stand that change what is seen. Streams lie in the file with their dictionary in plain text before them, even in
// encrypted files, so the place that PDFium reads an image from leads to it.

// tracedReader remembers where PDFium read what length.
type tracedReader struct {
	*io.SectionReader
	mu    sync.Mutex
	reads map[int]int64
}

// Short reads are not images, and the memory of long ones is bounded.
const leastTraced, mostTraced = 1024, 10_000

func newTracedReader(g *guard) *tracedReader {
	return &tracedReader{SectionReader: g.section(), reads: map[int]int64{}}
}

func (r *tracedReader) Read(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	at, err := r.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0, err
	}
	if len(p) >= leastTraced {
		if len(r.reads) >= mostTraced {
			clear(r.reads)
		}
		r.reads[len(p)] = at
	}
	return io.ReadFull(r.SectionReader, p)
}

// placeOf returns where the file holds data, if PDFium read it from there in one piece.
func (r *tracedReader) placeOf(data []byte) (int64, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	at, ok := r.reads[len(data)]
	if !ok {
		return 0, false
	}
	stored, err := readFull(r.SectionReader, at, len(data))
	return at, err == nil && bytes.Equal(stored, data)
}

var (
	// changesLook matches the entries of an image dictionary that make it look other than its JPEG, after harmless
	// ones were removed (PDF 1.7, tables 89 and 11.6.5.3).
	changesLook = regexp.MustCompile(`/(SMask|SMaskInData|Mask|Decode|OC|Matte)\b`)
	harmless    = regexp.MustCompile(`/SMask\s*/None|/Decode\s*\[\s*(0(\.0*)?\s+1(\.0*)?\s*)+\]`)
)

// plainImage reports whether the dictionary of the image stored as data leaves its look alone. What cannot be found
// out counts as not plain.
func (r *tracedReader) plainImage(data []byte) bool {
	const longest = 2048 // bytes of an image dictionary; real ones take some 200
	at, ok := r.placeOf(data)
	if !ok {
		return false
	}
	begin := max(0, at-longest)
	before, err := readFull(r.SectionReader, begin, int(at-begin))
	if err != nil {
		return false
	}
	start := bytes.LastIndex(before, []byte(" obj"))
	if start < 0 {
		return false
	}
	dictionary := harmless.ReplaceAll(before[start:], nil)
	return !changesLook.Match(dictionary) && !bytes.Contains(dictionary, []byte("#"))
}
