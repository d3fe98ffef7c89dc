package imaging

import (
	"context"
	"errors"
	"io"
	"sync"
)

// guard is a Source that stops reading when the context ends and remembers a failure of the source itself, which
// codecs would otherwise pass off as a broken image. Small reads are served from a window, because headers are read
// in pieces of a few bytes and the source may be a remote object.
type guard struct {
	src Source

	mu       sync.Mutex
	ctx      context.Context
	fault    error
	window   []byte
	windowAt int64
}

// windowBytes holds any header, and is small enough that a walk through the directories of a long TIFF file does not
// read the whole of it.
const windowBytes = 16 << 10

func newGuard(ctx context.Context, src Source) *guard { return &guard{ctx: ctx, src: src} }

func (g *guard) Size() int64 { return g.src.Size() }

// during makes ctx bound the reads from now on.
func (g *guard) during(ctx context.Context) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.ctx = ctx
}

func (g *guard) ReadAt(p []byte, off int64) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.ctx.Err(); err != nil {
		return 0, err
	}
	if off < 0 || off >= g.Size() {
		return 0, io.EOF
	}
	if len(p) >= windowBytes {
		return g.fetch(p, off)
	}
	if off < g.windowAt || off+int64(len(p)) > g.windowAt+int64(len(g.window)) {
		if err := g.moveWindow(off); err != nil {
			return 0, err
		}
	}
	n := copy(p, g.window[off-g.windowAt:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (g *guard) moveWindow(off int64) error {
	if g.window == nil {
		g.window = make([]byte, windowBytes)
	}
	n, err := g.fetch(g.window[:min(windowBytes, g.Size()-off)], off)
	g.window, g.windowAt = g.window[:n], off
	if err != nil && !errors.Is(err, io.EOF) {
		g.window = nil
		return err
	}
	return nil
}

func (g *guard) fetch(p []byte, off int64) (int, error) {
	n, err := g.src.ReadAt(p, off)
	if n == len(p) {
		return n, nil
	}
	if err != nil && !errors.Is(err, io.EOF) {
		g.fault = err
	}
	return n, err
}

func (g *guard) readFault() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.fault
}

// section returns a reader of its own position over the whole source.
func (g *guard) section() *io.SectionReader { return io.NewSectionReader(g, 0, g.Size()) }

func (g *guard) context() context.Context {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.ctx
}
