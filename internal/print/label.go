package print

import (
	"fmt"
	"io"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const (
	leastSize = 3.0  // points; texts that are longer than any label are still complete
	frameGray = 0.75 // of lines to cut along
)

// Labels prints labels for volumes on A4: spine labels beside each other with marks to cut along, QR labels on a grid of
// stickers from the run's first free one. A run has at most domain.MaxLabels.
func (p *Printer) Labels(w io.Writer, run domain.LabelRun, labels []domain.VolumeLabel) error {
	if err := run.Check(); err != nil {
		return err
	}
	if len(labels) > domain.MaxLabels {
		return errs.New(errs.TooLarge, "label.count", "一次最多打印%d个标签，请分批打印", domain.MaxLabels)
	}
	if run.Kind == domain.LabelQR {
		return errs.Wrap("print QR labels", p.stickers(w, run.Start, labels))
	}
	return errs.Wrap("print spine labels", p.spines(w, float64(run.SpineWidth)*mm, labels))
}

// fit breaks text into at most so many lines, of about the same length: one if it fits at a size from most to least, else
// as large as may be.
func (f *face) fit(text string, width, most, least float64, lines int, wrap wrapper) ([]string, float64) {
	for size := most; size >= least; size -= 0.5 {
		if f.measure(text, size) <= width && !strings.Contains(text, "\n") {
			return []string{text}, size
		}
	}
	for size := most; ; size -= 0.5 {
		wrapped := wrap(f, text, size, width)
		if len(wrapped) > lines && size > leastSize {
			continue
		}
		for narrower := width - 1; narrower > size; narrower-- {
			even := wrap(f, text, size, narrower)
			if len(even) > len(wrapped) {
				break
			}
			wrapped = even
		}
		return wrapped, size
	}
}

// wrapper breaks text into lines at most width points wide.
type wrapper func(f *face, text string, size, width float64) []string

// wrapCode breaks a code before its separators, and inside its parts only where these are wider than a line. Behind a hyphen
// it must not break: whoever copies the text from the document would lose the hyphen.
func wrapCode(f *face, code string, size, width float64) []string {
	var lines []string
	line := ""
	for _, part := range codeParts(code) {
		if line != "" && f.measure(line+part, size) > width {
			lines = append(lines, f.wrap(line, size, width)...)
			line = ""
		}
		line += part
	}
	return append(lines, f.wrap(line, size, width)...)
}

// codeParts are the parts of a code, each with the separators before it.
func codeParts(code string) []string {
	var parts []string
	from, before := 0, true
	for at, r := range code {
		separator := strings.ContainsRune("-–—_/·.", r)
		if separator && !before {
			parts = append(parts, code[from:at])
			from = at
		}
		before = separator
	}
	return append(parts, code[from:])
}

// block draws lines below each other and leaves y below them.
func (d *document) block(x, width, size float64, to align, lines []string) {
	for _, line := range lines {
		d.line(x, d.y, width, size, to, line)
		d.y += size * leading
	}
}

// place is "第2卷", "共3卷" and "正本"; nothing where the volumes are not recorded.
func place(l domain.VolumeLabel) []string {
	if l.Of == 0 {
		return nil
	}
	return []string{fmt.Sprintf("第%d卷", l.No), fmt.Sprintf("共%d卷", l.Of), l.CopyKind.Label()}
}
