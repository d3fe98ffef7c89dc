package demo

import (
	"strings"

	"github.com/danganku/danganku/internal/domain"
)

// headingRow is a class as a catalogue announces it: 一 for a class, 4-1 for a subclass.
type headingRow struct {
	code   string
	serial string
	title  string
}

// headings are the classes that the dossier has materials in, divided ones above their subclasses.
func (d *dossier) headings() []headingRow {
	used := map[string]bool{}
	for _, m := range d.materials {
		used[m.class] = true
		main, _, _ := strings.Cut(m.class, "-")
		used[main] = true
	}
	var rows []headingRow
	for _, c := range classes() {
		if !used[c.code] {
			continue
		}
		serial := c.code
		if !strings.Contains(c.code, "-") {
			serial = domain.ClassLabel(c.code)
		}
		rows = append(rows, headingRow{code: c.code, serial: serial, title: c.title})
	}
	return rows
}
