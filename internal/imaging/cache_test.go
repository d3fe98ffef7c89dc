package imaging

import (
	"context"
	"errors"
	"image"
	"sync"
	"sync/atomic"
	"testing"
)

func grayPage(bytes int) *image.Gray { return image.NewGray(image.Rect(0, 0, bytes, 1)) }

func TestCacheJoinsEqualRequests(t *testing.T) {
	cache := NewDecodeCache(1000)
	var decodes atomic.Int32
	release := make(chan struct{})
	load := func(context.Context) (image.Image, error) {
		decodes.Add(1)
		<-release
		return grayPage(100), nil
	}
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			if img, err := cache.Get(context.Background(), "page", load); err != nil || img == nil {
				t.Errorf("%v %v", img, err)
			}
		})
	}
	close(release)
	wg.Wait()
	if _, err := cache.Get(context.Background(), "page", load); err != nil {
		t.Error(err)
	}
	if n := decodes.Load(); n != 1 {
		t.Errorf("%d decodes for eleven requests", n)
	}
}

func TestCacheStaysWithinItsBytes(t *testing.T) {
	cache := NewDecodeCache(250)
	decodes := map[string]int{}
	get := func(key string, size int) {
		t.Helper()
		_, err := cache.Get(context.Background(), key, func(context.Context) (image.Image, error) {
			decodes[key]++
			return grayPage(size), nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if cache.Used() > 250 {
			t.Fatalf("%d bytes kept", cache.Used())
		}
	}
	get("a", 100)
	get("b", 100)
	get("a", 100) // now b is the oldest
	get("c", 100)
	get("huge", 1000)
	get("a", 100)
	get("b", 100)
	if decodes["a"] != 1 || decodes["b"] != 2 || decodes["c"] != 1 {
		t.Errorf("decodes %v", decodes)
	}
}

func TestCacheDoesNotKeepFailures(t *testing.T) {
	cache := NewDecodeCache(250)
	broken := errors.New("broken")
	if _, err := cache.Get(context.Background(), "a", func(context.Context) (image.Image, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if img, err := cache.Get(context.Background(), "a", func(context.Context) (image.Image, error) { return grayPage(1), nil }); err != nil || img == nil {
		t.Errorf("after a failure: %v %v", img, err)
	}
}

// A viewer that scrolls away must not spoil the page for another, and a page nobody wants must stop being decoded.
func TestCacheCancellation(t *testing.T) {
	cache := NewDecodeCache(250)
	started, release, stopped := make(chan struct{}), make(chan struct{}), make(chan struct{})
	load := func(ctx context.Context) (image.Image, error) {
		close(started)
		select {
		case <-release:
			return grayPage(1), nil
		case <-ctx.Done():
			close(stopped)
			return nil, ctx.Err()
		}
	}
	first, leave := context.WithCancel(context.Background())
	results := make(chan error, 2)
	go func() {
		_, err := cache.Get(first, "a", load)
		results <- err
	}()
	<-started
	go func() {
		_, err := cache.Get(context.Background(), "a", load) // a second call of load would panic on started
		results <- err
	}()
	waitFor(cache, "a", 2)
	leave()
	if err := <-results; !errors.Is(err, context.Canceled) {
		t.Fatalf("the one who left got %v", err)
	}
	close(release)
	if err := <-results; err != nil {
		t.Fatalf("the one who stayed got %v", err)
	}

	alone, leaveAlone := context.WithCancel(context.Background())
	started, release = make(chan struct{}), make(chan struct{})
	go func() {
		_, err := cache.Get(alone, "b", load)
		results <- err
	}()
	<-started
	leaveAlone()
	<-results
	<-stopped
	if img, err := cache.Get(context.Background(), "b", func(context.Context) (image.Image, error) { return grayPage(1), nil }); err != nil || img == nil {
		t.Errorf("after a stopped decode: %v %v", img, err)
	}
}

// waitFor returns once n callers wait for key.
func waitFor(c *DecodeCache, key string, n int) {
	for {
		c.mu.Lock()
		pending, ok := c.pending[key]
		reached := ok && pending.waiting == n
		c.mu.Unlock()
		if reached {
			return
		}
	}
}

func TestCacheSurvivesAPanickingLoad(t *testing.T) {
	cache := NewDecodeCache(250)
	_, err := cache.Get(context.Background(), "a", func(context.Context) (image.Image, error) { panic("codec") })
	if err == nil {
		t.Error("no error")
	}
}

func TestGateServesInOrderAndNeverOverflows(t *testing.T) {
	gate := newGate(10)
	leaveFirst, err := gate.enter(context.Background(), 8)
	if err != nil {
		t.Fatal(err)
	}
	large, admitted := make(chan func()), make(chan func())
	enter := func(need int64, out chan func()) {
		leave, err := gate.enter(context.Background(), need)
		if err != nil {
			t.Error(err)
		}
		out <- leave
	}
	go enter(9, large)
	for gateWaiting(gate) < 1 {
	}
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := gate.enter(gone, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("left the queue with %v", err)
	}
	go enter(2, admitted) // would fit, but must not overtake
	for gateWaiting(gate) < 2 {
	}
	leaveFirst()
	leaveLarge := <-large
	if gateWaiting(gate) != 1 {
		t.Error("2 was admitted beside 9 of 10")
	}
	leaveLarge()
	(<-admitted)()
	if gate.free != 10 {
		t.Errorf("%d of 10 came back", gate.free)
	}
}

func gateWaiting(g *gate) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.waiting.Len()
}
