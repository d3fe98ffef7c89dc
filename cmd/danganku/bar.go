package main

import (
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// bar shows progress with rate and time left on a terminal, and nothing elsewhere.
type bar struct {
	out         io.Writer // nil: nothing is shown
	title, unit string
	mu          sync.Mutex
	shown       *progressbar.ProgressBar // made at the first step, when the total is known
}

// newBar makes a bar that counts in the given unit.
func newBar(quiet bool, title, unit string) *bar {
	if quiet || !term.IsTerminal(int(os.Stderr.Fd())) {
		return &bar{}
	}
	return &bar{out: os.Stderr, title: title, unit: unit}
}

// at shows what is done where nobody knows of how much.
func (b *bar) at(done int) { b.of(done, 0) }

// of shows what is done of a total; a total of 0 is unknown. It may be called by several at once.
func (b *bar) of(done, total int) {
	if b.out == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.shown == nil {
		if total == 0 {
			total = -1
		}
		b.shown = progressbar.NewOptions(total, progressbar.OptionSetWriter(b.out), progressbar.OptionSetDescription(b.title),
			progressbar.OptionSetItsString(b.unit), progressbar.OptionShowIts(), progressbar.OptionShowCount(),
			progressbar.OptionSetPredictTime(true), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetWidth(30),
			progressbar.OptionClearOnFinish())
	}
	_ = b.shown.Set(done) // a bar that cannot be drawn must not stop the work
}

func (b *bar) finish() {
	if b.shown != nil {
		_ = b.shown.Finish()
	}
}
