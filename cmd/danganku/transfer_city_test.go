package main

import (
	"context"
	"flag"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/danganku/danganku/internal/app/registry"
	"github.com/danganku/danganku/internal/app/transfer"
	"github.com/danganku/danganku/internal/domain"
)

// A city's batch has 16,667 persons from 39 enterprises; the default is a tenth of it, so that every run of the tests can afford it.
var (
	cityPersons     = flag.Int("roster.persons", 1667, "persons of the roster of a city")
	cityEnterprises = flag.Int("roster.enterprises", 39, "enterprises they come from")
)

// TestCityRoster takes the roster of a whole city from upload to the acceptance lists.
func TestCityRoster(t *testing.T) {
	backends(t, func(t *testing.T, config *Config) {
		in := opened(t, config)
		desk := &handoverDesk{in.installation, &registry.Service{Store: in.store, Clock: in.clock}}
		roster := inspectedCity(t, desk)
		if roster.Accepted != *cityPersons || roster.Refused != 0 || roster.Enterprises != *cityEnterprises {
			t.Fatalf("dry run: %d accepted, %d refused, %d enterprises", roster.Accepted, roster.Refused, roster.Enterprises)
		}
		if _, err := desk.transfers.ConfirmRoster(t.Context(), localOperator(), roster.ID, false); err != nil {
			t.Fatal(err)
		}
		roster, err := desk.transfers.ImportRoster(t.Context(), roster.ID)
		if err != nil || len(roster.Batches) != *cityEnterprises {
			t.Fatalf("import: %d batches, %v", len(roster.Batches), err)
		}
		var lists []string
		listed, last := 0, domain.TransferBatch{}
		for _, id := range roster.Batches {
			batch := desk.mustList(t, id)
			tally, err := in.store.Batches().Tally(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			listed, last = listed+tally[domain.LineVerified], batch
			lists = append(lists, batch.ListNo)
		}
		if slices.Sort(lists); len(slices.Compact(lists)) != *cityEnterprises {
			t.Errorf("acceptance lists %v", lists)
		}
		_, inLedger, err := desk.people.Persons(t.Context(), localOperator(), domain.LedgerFilter{}, "", 1)
		if err != nil || inLedger != listed || listed != *cityPersons {
			t.Errorf("%d persons are listed and %d stand in the ledger, of %d: %v", listed, inLedger, *cityPersons, err)
		}
		again := inspectedCity(t, desk)
		if again.Refused != *cityPersons {
			t.Errorf("the same roster again: %d refused, %d accepted", again.Refused, again.Accepted)
		}
		if content, err := desk.transfers.OpenPaper(t.Context(), localOperator(), last.ListNo); err != nil || content.Paper.Lines == 0 {
			t.Errorf("acceptance list %s: %v", last.ListNo, err)
		}
	})
}

// inspectedCity registers the enterprises of a synthetic city, uploads their roster and runs it dry.
func inspectedCity(t testing.TB, desk *handoverDesk) domain.RosterImport {
	t.Helper()
	ctx, path := t.Context(), filepath.Join(t.TempDir(), "roster.xlsx")
	command := demoHandoverCmd{Persons: *cityPersons, Enterprises: *cityEnterprises, Seed: 1, Out: path}
	enterprises, _, err := command.write()
	if err != nil {
		t.Fatal(err)
	}
	for _, enterprise := range enterprises {
		if err := desk.confirmed(ctx, enterprise); err != nil {
			t.Fatal(err)
		}
	}
	roster, err := (&rosterCmd{File: path, JSON: true}).inspect(ctx, desk)
	if err != nil {
		t.Fatal(err)
	}
	return roster
}

// mustList takes a draft batch to its acceptance list.
func (d *handoverDesk) mustList(t *testing.T, id string) domain.TransferBatch {
	t.Helper()
	actor := localOperator()
	must := func(batch domain.TransferBatch, err error) domain.TransferBatch {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return batch
	}
	batch := must(d.store.Batches().Get(t.Context(), id))
	batch = must(d.transfers.Submit(t.Context(), actor, id, batch.Version))
	if batch.ProvinceInsured() {
		batch = must(d.transfers.ConfirmProvince(t.Context(), actor, id, batch.Version,
			domain.Confirmation{No: "省确1", By: "省社保", On: domain.DateOf(d.clock.Now())}))
	}
	batch = must(d.transfers.StartVerifying(t.Context(), actor, id, batch.Version, "U-1"))
	for after := 0; ; {
		lines, err := d.transfers.Lines(t.Context(), actor, id, domain.LineFilter{States: []domain.LineState{domain.LinePending}}, after, verifyStep)
		if err != nil {
			t.Fatal(err)
		}
		if len(lines) == 0 {
			break
		}
		after = lines[len(lines)-1].Seq
		if _, err := d.transfers.VerifyLines(t.Context(), actor, id, (&verifyLinesCmd{}).verdicts(lines)); err != nil {
			t.Fatal(err)
		}
	}
	return must(d.transfers.IssueList(t.Context(), actor, id, must(d.store.Batches().Get(t.Context(), id)).Version))
}

// BenchmarkRosterDryRun measures the dry run of a roster against merely reading the same workbook with the same library, in the
// same run (ratio; the goal is at most 3), and the most heap in use during it. For a city: -roster.persons 16667.
func BenchmarkRosterDryRun(b *testing.B) {
	in, err := openWithoutIndex(b.Context(), &Config{Data: b.TempDir(), Lease: 30 * time.Second})
	if err != nil {
		b.Fatal(err)
	}
	defer in.Close()
	desk := &handoverDesk{in, &registry.Service{Store: in.store, Clock: in.clock}}
	path := filepath.Join(b.TempDir(), "roster.xlsx")
	command := demoHandoverCmd{Persons: *cityPersons, Enterprises: *cityEnterprises, Seed: 1, Out: path}
	enterprises, _, err := command.write()
	if err != nil {
		b.Fatal(err)
	}
	for _, enterprise := range enterprises {
		if err := desk.confirmed(b.Context(), enterprise); err != nil {
			b.Fatal(err)
		}
	}
	var dry, bare time.Duration
	var peak float64
	for b.Loop() {
		bare += timed(func() { readBare(b, path) })
		attached, err := desk.attach(b.Context(), path)
		if err != nil {
			b.Fatal(err)
		}
		roster, err := desk.transfers.UploadRoster(b.Context(), localOperator(), transfer.RosterRequest{Name: "roster.xlsx", AttachmentID: attached})
		if err != nil {
			b.Fatal(err)
		}
		runtime.GC()
		stop := watchHeap(b.Context())
		dry += timed(func() { roster, err = desk.transfers.InspectRoster(b.Context(), roster.ID, func(int) {}) })
		peak = max(peak, stop())
		if err != nil || roster.Accepted != *cityPersons {
			b.Fatal(roster.Accepted, roster.Problem, err)
		}
	}
	b.ReportMetric(dry.Seconds()/bare.Seconds(), "ratio")
	b.ReportMetric(peak, "MB-peak")
	b.ReportMetric(float64(*cityPersons)*float64(b.N)/dry.Seconds(), "persons/s")
}

func timed(work func()) time.Duration {
	start := time.Now()
	work()
	return time.Since(start)
}

// watchHeap notes the most heap in use, in MB, until it is stopped.
func watchHeap(ctx context.Context) (stop func() float64) {
	ctx, cancel := context.WithCancel(ctx)
	most := make(chan float64)
	go func() {
		var peak uint64
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			var stats runtime.MemStats
			runtime.ReadMemStats(&stats)
			peak = max(peak, stats.HeapInuse)
			select {
			case <-ctx.Done():
				most <- float64(peak) / (1 << 20)
				return
			case <-tick.C:
			}
		}
	}()
	return func() float64 { cancel(); return <-most }
}

// readBare iterates a workbook's rows and does nothing with them.
func readBare(b *testing.B, path string) {
	b.Helper()
	book, err := excelize.OpenFile(path)
	if err != nil {
		b.Fatal(err)
	}
	defer book.Close()
	rows, err := book.Rows(book.GetSheetName(0))
	if err != nil {
		b.Fatal(err)
	}
	count := 0
	for rows.Next() {
		if _, err := rows.Columns(); err != nil {
			b.Fatal(err)
		}
		count++
	}
	if err := rows.Close(); err != nil || count <= *cityPersons {
		b.Fatal(count, err)
	}
}
