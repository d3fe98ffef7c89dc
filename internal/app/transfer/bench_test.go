package transfer

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/danganku/danganku/internal/domain"
	workbook "github.com/danganku/danganku/internal/roster"
	"github.com/danganku/danganku/internal/sqlstore"
)

// The size of a real city's batch.
const (
	cityPersons     = 16_667
	cityEnterprises = 39
)

// BenchmarkDryRun compares the dry run of a city's roster with merely reading the same workbook with the same library. The
// metrics are ratios.
func BenchmarkDryRun(b *testing.B) {
	store, err := sqlstore.Open(b.Context(), sqlstore.Config{SQLitePath: filepath.Join(b.TempDir(), "danganku.db")})
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	if err := store.Migrate(b.Context()); err != nil {
		b.Fatal(err)
	}
	w := newWorld(b, store)
	book := w.cityRoster(b)
	for b.Loop() {
		began := time.Now()
		readMerely(b, book)
		reading := time.Since(began)
		began = time.Now()
		r := must(w.InspectRoster(b.Context(), w.announced(book).ID, nil))
		dryRun := time.Since(began)
		if r.Accepted != cityPersons || r.Enterprises != cityEnterprises {
			b.Fatalf("%d accepted of %d enterprises: %v", r.Accepted, r.Enterprises, r.Violations)
		}
		must(w.ConfirmRoster(b.Context(), w.agency, r.ID, false))
		began = time.Now()
		must(w.ImportRoster(b.Context(), r.ID))
		b.ReportMetric(dryRun.Seconds()/reading.Seconds(), "dryrun/reading")
		b.ReportMetric(time.Since(began).Seconds()/reading.Seconds(), "import/reading")
		w.releaseAll(b)
	}
}

// cityRoster writes the workbook to a file.
func (w *world) cityRoster(b *testing.B) string {
	var units []domain.Enterprise
	for range cityEnterprises {
		units = append(units, w.enterprise())
	}
	path := filepath.Join(b.TempDir(), "名册.xlsx")
	file := must(os.Create(path))
	defer file.Close()
	err := workbook.WriteForms(file, workbook.TemplateOptions{}, func(yield func(domain.InfoForm) bool) {
		for i := range cityPersons {
			if !yield(w.form(units[i%len(units)])) {
				return
			}
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	return path
}

func (w *world) announced(path string) domain.RosterImport {
	file := must(os.Open(path))
	defer file.Close()
	attached := must(w.Upload(w.t.Context(), w.agency, filepath.Base(path), file))
	return must(w.UploadRoster(w.t.Context(), w.agency, RosterRequest{AttachmentID: attached.ID}))
}

// releaseAll lets the persons go, so that the next round finds them free.
func (w *world) releaseAll(b *testing.B) {
	for _, summary := range must(w.Batches(b.Context(), w.agency, domain.BatchFilter{State: domain.BatchDraft}, "", maxPage)) {
		must(w.Cancel(b.Context(), w.agency, summary.Batch.ID, summary.Batch.Version, "测量"))
	}
}

func readMerely(b *testing.B, path string) {
	file := must(excelize.OpenFile(path))
	defer file.Close()
	cells := 0
	for _, sheet := range file.GetSheetList() {
		rows := must(file.Rows(sheet))
		for rows.Next() {
			cells += len(must(rows.Columns()))
		}
		if err := rows.Close(); err != nil {
			b.Fatal(err)
		}
	}
	if cells < cityPersons {
		b.Fatalf("read %d cells", cells)
	}
}
