package imaging

import (
	"cmp"
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/danganku/danganku/internal/errs"
	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// pdfPool runs PDFium as WebAssembly: a hostile PDF meets a sandbox without files, with bounded memory, whose run can
// be cut off. An instance serves one document and is thrown away; making one takes about two milliseconds.
type pdfPool struct {
	cacheDir  string
	instances int

	mu     sync.Mutex
	pool   pdfium.Pool
	cache  wazero.CompilationCache
	closed bool
}

// wasmMemoryPages bounds the memory of one instance: 512 MB in pages of 64 KB.
const wasmMemoryPages = 8192

// session waits for a free instance. The first call compiles PDFium, which takes seconds without a warm cache
// directory and a tenth of a second with one.
func (p *pdfPool) session(ctx context.Context, g *guard) (*pdfSession, error) {
	pool, err := p.started()
	if err != nil {
		return nil, err
	}
	instance, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return nil, errs.Wrap("start pdfium instance", cmp.Or(ctx.Err(), err))
	}
	return &pdfSession{g: g, instance: instance}, nil
}

func (p *pdfPool) started() (pdfium.Pool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, errors.New("imaging engine is closed")
	}
	if p.pool != nil {
		return p.pool, nil
	}
	cache := wazero.NewCompilationCache()
	if p.cacheDir != "" {
		var err error
		if cache, err = wazero.NewCompilationCacheWithDir(p.cacheDir); err != nil {
			return nil, errs.Wrap("open pdfium compilation cache", err)
		}
	}
	// The module uses exception handling instructions, which a custom RuntimeConfig must enable. Only with
	// CloseOnContextDone can a running instance be killed; it costs a check in every loop.
	runtime := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithCompilationCache(cache).
		WithMemoryLimitPages(wasmMemoryPages).
		WithCloseOnContextDone(true)
	pool, err := webassembly.Init(webassembly.Config{
		MaxTotal: p.instances, RuntimeConfig: runtime, FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard,
	})
	if err != nil {
		return nil, errors.Join(errs.Wrap("start pdfium", err), cache.Close(context.Background()))
	}
	p.pool, p.cache = pool, cache
	return pool, nil
}

func (p *pdfPool) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	if p.pool == nil {
		return nil
	}
	err := errors.Join(p.pool.Close(), p.cache.Close(context.Background()))
	p.pool, p.cache = nil, nil
	return errs.Wrap("stop pdfium", err)
}

// pdfSession is one instance working for one document.
type pdfSession struct {
	g        *guard
	instance pdfium.Pdfium // nil once it was killed
}

var errInstanceGone = errors.New("pdfium instance was stopped")

// do runs work on the instance until the guard's context ends; then the instance is killed and cannot be used again.
// A crash inside the sandbox comes back as an error.
func (s *pdfSession) do(work func(pdfium.Pdfium) error) error {
	if s.instance == nil {
		return errInstanceGone
	}
	ctx, instance := s.g.context(), s.instance
	done := make(chan error, 1)
	go func() {
		defer func() {
			if crash := recover(); crash != nil {
				done <- corruptf("pdfium: %v", crash)
			}
		}()
		done <- work(instance)
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		s.instance = nil
		killErr := instance.Kill()
		<-done //nolint:errcheck // work writes to its caller's variables, so it must have ended; its error is the kill
		return errors.Join(context.Cause(ctx), killErr)
	}
}

// closeTime is what an instance gets for tidying up before it is thrown away anyway.
const closeTime = 5 * time.Second

// close may be called on a nil session.
func (s *pdfSession) close() {
	if s == nil || s.instance == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), closeTime)
	defer cancel()
	s.g.during(ctx)
	// A failure is of no consequence: the sandbox ends either way.
	_ = s.do(func(instance pdfium.Pdfium) error { return instance.Close() })
	s.instance = nil
}
