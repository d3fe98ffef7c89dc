package imaging

import (
	"container/list"
	"context"
	"fmt"
	"image"
	"sync"
)

// DecodeCache keeps decoded pages, the most recently used up to a number of bytes, so that the tiles of one page cost
// one decode. It knows no rights: whoever asks must have been let through before.
type DecodeCache struct {
	capacity int64

	mu      sync.Mutex
	used    int64
	order   list.List // of *cachedPage, most recent first
	pages   map[string]*list.Element
	pending map[string]*pendingPage
}

type cachedPage struct {
	key string
	img image.Image
}

// pendingPage is one decode that several callers wait for. It is stopped when the last of them has gone.
type pendingPage struct {
	done    chan struct{}
	img     image.Image
	err     error
	waiting int
	stop    context.CancelFunc
}

// NewDecodeCache makes a cache of at most capacity bytes of pixels; zero keeps nothing but still joins equal requests.
func NewDecodeCache(capacity int64) *DecodeCache {
	return &DecodeCache{capacity: capacity, pages: map[string]*list.Element{}, pending: map[string]*pendingPage{}}
}

// Get returns the page kept under key, or what load returns. Callers asking for the same key at the same time share
// one load, which outlives the caller that started it as long as another waits. Failures are not kept. The image is
// shared and must not be written to.
func (c *DecodeCache) Get(ctx context.Context, key string, load func(context.Context) (image.Image, error)) (image.Image, error) {
	c.mu.Lock()
	if kept, ok := c.pages[key]; ok {
		c.order.MoveToFront(kept)
		c.mu.Unlock()
		return kept.Value.(*cachedPage).img, nil
	}
	wait, ok := c.pending[key]
	if !ok {
		wait = c.start(ctx, key, load)
	}
	wait.waiting++
	c.mu.Unlock()

	select {
	case <-wait.done:
		return wait.img, wait.err
	case <-ctx.Done():
		c.leave(key, wait)
		return nil, ctx.Err()
	}
}

// start begins a load; c.mu is held.
func (c *DecodeCache) start(ctx context.Context, key string, load func(context.Context) (image.Image, error)) *pendingPage {
	loading, stop := context.WithCancel(context.WithoutCancel(ctx))
	wait := &pendingPage{done: make(chan struct{}), stop: stop}
	c.pending[key] = wait
	go func() {
		defer stop()
		wait.img, wait.err = loadSafely(loading, load)
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.pending[key] == wait {
			delete(c.pending, key)
		}
		if wait.err == nil {
			c.keep(key, wait.img)
		}
		close(wait.done)
	}()
	return wait
}

// loadSafely keeps a panic from ending the program: the load runs on a goroutine of its own, where no caller's recovery
// reaches it.
func loadSafely(ctx context.Context, load func(context.Context) (image.Image, error)) (img image.Image, err error) {
	defer func() {
		if crash := recover(); crash != nil {
			img, err = nil, fmt.Errorf("load page: panic: %v", crash)
		}
	}()
	return load(ctx)
}

// leave gives up one caller's interest. The last one stops the load and takes it off the list, so that a later caller
// starts afresh instead of joining a load that is being stopped.
func (c *DecodeCache) leave(key string, wait *pendingPage) {
	c.mu.Lock()
	defer c.mu.Unlock()
	wait.waiting--
	if wait.waiting > 0 {
		return
	}
	wait.stop()
	if c.pending[key] == wait {
		delete(c.pending, key)
	}
}

// keep stores a page and drops the least recently used ones; c.mu is held.
func (c *DecodeCache) keep(key string, img image.Image) {
	size := memorySize(img)
	if size > c.capacity {
		return
	}
	if _, ok := c.pages[key]; ok {
		return
	}
	c.pages[key] = c.order.PushFront(&cachedPage{key: key, img: img})
	c.used += size
	for c.used > c.capacity {
		oldest := c.order.Remove(c.order.Back()).(*cachedPage)
		delete(c.pages, oldest.key)
		c.used -= memorySize(oldest.img)
	}
}

// Used is the number of bytes of pixels kept now.
func (c *DecodeCache) Used() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.used
}
