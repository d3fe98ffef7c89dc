package imaging

import (
	"bytes"
	"context"
	"image/jpeg"
	"testing"
	"time"
)

// scanJPEG is an A4 page at 300 dpi as a scanner writes it.
func scanJPEG(b *testing.B) []byte { return jpegBytes(b, synthPage(2480, 3508, 0.7)) }

// BenchmarkPage states the cost of each step of receiving a page as a multiple of image/jpeg decoding the same page,
// alternating with it so that both meet the same machine.
func BenchmarkPage(b *testing.B) {
	data := scanJPEG(b)
	engine := newEngine(b)
	decode := func() {
		if _, err := jpeg.Decode(bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
	img, err := engine.Decode(context.Background(), source(data), 0)
	if err != nil {
		b.Fatal(err)
	}
	specs := []Spec{{Width: 200, Quality: 75}, {Width: 1600, Quality: 80}}
	steps := []struct {
		name string
		work func() error
	}{
		{"derive-200-1600", func() error { _, err := DeriveAll(context.Background(), img, specs); return err }},
		{"scale-1600", func() error { _, err := Resize(img, 1600, 2263); return err }},
		{"inspect", func() error { _, err := engine.Inspect(context.Background(), source(data), "a.jpg"); return err }},
		{"analyse", func() error { new(Frame).analyse(img); return nil }},
	}
	for _, step := range steps {
		b.Run(step.name, func(b *testing.B) {
			b.ReportAllocs()
			var base, own time.Duration
			for b.Loop() {
				begun := time.Now()
				decode()
				middle := time.Now()
				if err := step.work(); err != nil {
					b.Fatal(err)
				}
				base += middle.Sub(begun)
				own += time.Since(middle)
			}
			b.ReportMetric(own.Seconds()/base.Seconds(), "x-decode")
		})
	}
}
