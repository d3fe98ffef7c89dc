package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/domain"
)

func TestWorkdaysOfTheInstallation(t *testing.T) {
	config := embedded(t)
	config.Workdays = filepath.Join(t.TempDir(), "workdays.json")
	write := func(text string) {
		if err := os.WriteFile(config.Workdays, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const year = `[{"Year": 2031, "Sources": ["本馆录入"], "Off": [["元旦", "2031-01-01", "2031-01-03"]], "Work": ["2031-01-05"]}]`
	write(year)
	d := opened(t, config)
	if !d.workdays.Covers(2031) || !d.workdays.Covers(2026) || d.workdays.IsWorkday(domain.Date(2031, 1, 2)) {
		t.Errorf("years: %+v", d.workdays.Years())
	}
	for day, want := range map[time.Time][]int{
		time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC): nil, time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC): {2027},
		time.Date(2028, 12, 31, 9, 0, 0, 0, time.UTC): {2028, 2029}, time.Date(2030, 12, 31, 9, 0, 0, 0, time.UTC): {2030},
	} {
		if got := d.unknownYears(day); !slices.Equal(got, want) {
			t.Errorf("%v: warned of %v, want %v", day, got, want)
		}
	}
	write(strings.Replace(year, "2031-01-05", "2031-01-06", 1))
	if in, err := openWithoutIndex(t.Context(), config); err == nil || !strings.Contains(err.Error(), "DANGANKU_WORKDAYS") || !strings.Contains(err.Error(), "2031-01-06") {
		t.Errorf("a make-up Monday: %v, %v", in, err)
	}
}
