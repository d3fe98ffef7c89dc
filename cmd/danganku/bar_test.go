package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/app/ingest"
	"github.com/danganku/danganku/internal/domain"
)

func TestBarShowsUnitAndTotal(t *testing.T) {
	var out bytes.Buffer
	known := &bar{out: &out, title: "检测", unit: "个文件"}
	for done := range 5 {
		known.of(done, 10)
		time.Sleep(150 * time.Millisecond) //nolint:forbidigo // the bar draws at most ten times a second
	}
	if text := out.String(); !strings.Contains(text, "个文件/s") || !strings.Contains(text, "4/10") {
		t.Errorf("no rate or total: %q", text)
	}
	out.Reset()
	unknown := &bar{out: &out, title: "核对", unit: "份"}
	unknown.at(3)
	if text := out.String(); !strings.Contains(text, "份/s") || strings.Contains(text, "页") {
		t.Errorf("no unit: %q", text)
	}
}

// Both halves of an intake know from their first step how much there is to do.
func TestProgressKnowsTheTotal(t *testing.T) {
	d := opened(t, embedded(t))
	folder := t.TempDir()
	files := len(fixturePackage(t, folder, 54, 2, 2))
	taken, err := d.ingests.Create(t.Context(), d.actor, ingest.Request{Office: "210106", Name: "包", Source: folder})
	if err != nil {
		t.Fatal(err)
	}
	var last domain.IngestCount
	watch := func(total func(domain.IngestCount) int) ingest.Progress {
		return func(done, all domain.IngestCount) {
			if total(all) != files || all.Dossiers != 2 {
				t.Errorf("the total is %+v, want %d files", all, files)
			}
			last = done
		}
	}
	_, err = d.ingests.Inspect(t.Context(), taken.ID, watch(func(all domain.IngestCount) int { return all.Files }))
	if err != nil || last.Files != files {
		t.Fatalf("dry run ends at %+v, %v", last, err)
	}
	if _, err := d.ingests.Confirm(t.Context(), d.actor, taken.ID, false); err != nil {
		t.Fatal(err)
	}
	_, err = d.ingests.Commit(t.Context(), d.actor, taken.ID, watch(func(all domain.IngestCount) int { return all.Pages }))
	if err != nil || last.Pages != files {
		t.Fatalf("storing ends at %+v, %v", last, err)
	}
}
