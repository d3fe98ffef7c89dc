package main

import (
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// bar shows progress with rate and time left on a terminal, and nothing elsewhere.
type bar struct{ shown *progressbar.ProgressBar }

// newBar starts a bar of total pages; 0 means that the total is not known yet.
func newBar(quiet bool, title string, total int) bar {
	if quiet || !term.IsTerminal(int(os.Stderr.Fd())) {
		return bar{}
	}
	if total == 0 {
		total = -1
	}
	return bar{progressbar.NewOptions(total, progressbar.OptionSetWriter(os.Stderr), progressbar.OptionSetDescription(title),
		progressbar.OptionSetItsString("页"), progressbar.OptionShowIts(), progressbar.OptionShowCount(),
		progressbar.OptionSetPredictTime(true), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetWidth(30),
		progressbar.OptionClearOnFinish())}
}

func (b bar) pages(done int) {
	if b.shown != nil {
		_ = b.shown.Set(done) // a bar that cannot be drawn must not stop the work
	}
}

func (b bar) finish() {
	if b.shown != nil {
		_ = b.shown.Finish()
	}
}
