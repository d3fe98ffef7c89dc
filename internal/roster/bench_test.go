package roster

import (
	"bytes"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/danganku/danganku/internal/demo"
	"github.com/danganku/danganku/internal/domain"
)

// A real city's batch: the persons of 39 enterprises.
const (
	cityPersons     = 16_667
	cityEnterprises = 39
)

// BenchmarkRead measures reading a city's roster against merely iterating its rows with the same library in the same run:
// ratio is time to time; MB is the most heap in use while reading, floor-MB while iterating.
func BenchmarkRead(b *testing.B) {
	city, _, _ := demoRoster(b, demo.RosterOptions{Persons: cityPersons, Enterprises: cityEnterprises, Seed: 39})
	for name, content := range map[string][]byte{"city": city, "foreign dates": foreignDates(b)} {
		b.Run(name, func(b *testing.B) {
			path, r := save(b, "a.xlsx", content), reader(b)
			var reading, iterating cost
			for b.Loop() {
				reading.measure(b, func() { readCity(b, r, path) })
				iterating.measure(b, func() { iterate(b, path) })
			}
			b.ReportMetric(reading.time.Seconds()/iterating.time.Seconds(), "ratio")
			b.ReportMetric(reading.megabytes(), "MB")
			b.ReportMetric(iterating.megabytes(), "floor-MB")
		})
	}
}

func readCity(b *testing.B, r Reader, path string) {
	b.Helper()
	persons := 0
	err := r.Read(b.Context(), path, filepath.Base(path), func(row domain.RosterRow) error {
		if len(row.Findings) > 0 {
			b.Fatal(row.Findings)
		}
		persons++
		return nil
	})
	if err != nil || persons != cityPersons {
		b.Fatal(persons, err)
	}
}

func iterate(b *testing.B, path string) {
	b.Helper()
	book, err := excelize.OpenFile(path)
	if err != nil {
		b.Fatal(err)
	}
	rows, err := book.Rows(book.GetSheetName(0))
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	for rows.Next() {
		if _, err := rows.Columns(); err != nil {
			b.Fatal(err)
		}
		n++
	}
	if err := rows.Close(); err != nil || n < cityPersons {
		b.Fatal(n, err)
	}
	if err := book.Close(); err != nil {
		b.Fatal(err)
	}
}

// foreignDates is a roster whose dates have the format that says least, so that every row is read twice.
func foreignDates(b *testing.B) []byte {
	b.Helper()
	check := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	book := excelize.NewFile()
	format := "m/d/yy"
	style, err := book.NewStyle(&excelize.Style{CustomNumFmt: &format})
	check(err)
	stream, err := book.NewStreamWriter("Sheet1")
	check(err)
	day := time.Date(2008, 3, 9, 0, 0, 0, 0, time.UTC)
	check(stream.SetRow("A1", []any{"姓名", "身份证号码", "参保地", "退休年月", "常住地区县", "正本卷数"}))
	for i := range cityPersons {
		row := []any{"张三", idZhang, "210106", excelize.Cell{StyleID: style, Value: day}, "和平区", 1}
		for range 45 {
			row = append(row, "演示内容")
		}
		check(stream.SetRow(cellName(0, i+2), row))
	}
	check(stream.Flush())
	var out bytes.Buffer
	check(book.Write(&out))
	return out.Bytes()
}

// cost adds up time and keeps the most heap seen.
type cost struct {
	time time.Duration
	peak uint64
}

func (c *cost) megabytes() float64 { return float64(c.peak) / (1 << 20) }

func (c *cost) measure(b *testing.B, do func()) {
	b.Helper()
	runtime.GC()
	done, watched := make(chan struct{}), make(chan uint64)
	go func() {
		var peak uint64
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			var stats runtime.MemStats
			runtime.ReadMemStats(&stats)
			peak = max(peak, stats.HeapAlloc)
			select {
			case <-done:
				watched <- peak
				return
			case <-tick.C:
			}
		}
	}()
	start := time.Now()
	do()
	c.time += time.Since(start)
	close(done)
	c.peak = max(c.peak, <-watched)
}
