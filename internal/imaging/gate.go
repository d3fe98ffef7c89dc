package imaging

import (
	"container/list"
	"context"
	"sync"
)

// gate is a counting semaphore in bytes: decoders together stay below its capacity, however many requests arrive.
// Waiters are served in order, so that a large page is not starved by small ones.
type gate struct {
	mu      sync.Mutex
	free    int64
	waiting list.List // of *gateWaiter
}

type gateWaiter struct {
	need  int64
	ready chan struct{}
}

func newGate(capacity int64) *gate { return &gate{free: capacity} }

// enter waits until need bytes are free; need must not exceed the capacity. The returned function gives them back.
func (g *gate) enter(ctx context.Context, need int64) (leave func(), err error) {
	g.mu.Lock()
	if g.waiting.Len() == 0 && g.free >= need {
		g.free -= need
		g.mu.Unlock()
		return func() { g.leave(need) }, nil
	}
	waiter := &gateWaiter{need: need, ready: make(chan struct{})}
	place := g.waiting.PushBack(waiter)
	g.mu.Unlock()

	select {
	case <-waiter.ready:
		return func() { g.leave(need) }, nil
	case <-ctx.Done():
		g.abandon(place, waiter)
		return nil, ctx.Err()
	}
}

func (g *gate) leave(need int64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.free += need
	g.admit()
}

// abandon takes a waiter out of the queue; if it was admitted meanwhile its bytes go back.
func (g *gate) abandon(place *list.Element, waiter *gateWaiter) {
	g.mu.Lock()
	defer g.mu.Unlock()
	select {
	case <-waiter.ready:
		g.free += waiter.need
	default:
		g.waiting.Remove(place)
	}
	g.admit()
}

func (g *gate) admit() {
	for front := g.waiting.Front(); front != nil; front = g.waiting.Front() {
		waiter := front.Value.(*gateWaiter)
		if waiter.need > g.free {
			return
		}
		g.free -= waiter.need
		g.waiting.Remove(front)
		close(waiter.ready)
	}
}
