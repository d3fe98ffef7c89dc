package testkit_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/testkit"
)

// verdicts takes down what a checker says instead of failing the test.
type verdicts struct {
	testing.TB
	said []string
}

func (v *verdicts) Helper() {}

func (v *verdicts) Errorf(format string, args ...any) {
	v.said = append(v.said, fmt.Sprintf(format, args...))
}

func TestGoldenTellsADifference(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.MkdirAll(filepath.Join("testdata", "forms"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("testdata", "forms", "loan.txt"), []byte("借阅\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for got, wantVerdicts := range map[string]int{"借阅\n": 0, "借阅": 1} {
		checker := &verdicts{TB: t}
		testkit.Golden(checker, "forms/loan.txt", []byte(got))
		if len(checker.said) != wantVerdicts {
			t.Errorf("%q: got verdicts %q", got, checker.said)
		}
	}
}

func TestClockMovesOnlyWhenTold(t *testing.T) {
	start := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	clock := testkit.NewClock(start)
	if !clock.Now().Equal(start) {
		t.Errorf("shows %v, want %v", clock.Now(), start)
	}
	if got, want := clock.Advance(time.Hour), start.Add(time.Hour); !got.Equal(want) || !clock.Now().Equal(want) {
		t.Errorf("shows %v, want %v", got, want)
	}
}
