package domain

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParsePartialDate(t *testing.T) {
	for text, want := range map[string]PartialDate{
		"": {}, "1978": Date(1978, 0, 0), "1978年": Date(1978, 0, 0), "1978.3": Date(1978, 3, 0), "1978年03月": Date(1978, 3, 0),
		"197803": Date(1978, 3, 0), "19780309": Date(1978, 3, 9), "1978-03-09": Date(1978, 3, 9), "1978/3/9": Date(1978, 3, 9),
		"1978年3月9日": Date(1978, 3, 9), " 1978.12.31 ": Date(1978, 12, 31), "19780300": Date(1978, 3, 0), "19780000": Date(1978, 0, 0),
		"20000229": Date(2000, 2, 29),
	} {
		if got, err := ParsePartialDate(text); err != nil || got != want {
			t.Errorf("%q: %v %v", text, got, err)
		}
	}
	for _, text := range []string{"78.3", "1978.13", "1978-02-30", "19000229", "1978311", "19783", "七八年", "1978-3-9-1", "0000-05", "1978年3日", "19780009"} {
		if got, err := ParsePartialDate(text); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

func TestPartialDatesSortAsACatalogueDoes(t *testing.T) {
	dates := []PartialDate{{}, Date(1978, 3, 0), Date(1978, 0, 0), Date(1977, 12, 31), Date(1978, 3, 9)}
	slices.SortFunc(dates, PartialDate.Compare)
	want := []PartialDate{Date(1977, 12, 31), Date(1978, 0, 0), Date(1978, 3, 0), Date(1978, 3, 9), {}}
	if diff := cmp.Diff(want, dates); diff != "" {
		t.Error(diff)
	}
}

func TestUnknownPartsContradictNothing(t *testing.T) {
	for _, c := range []struct {
		a, b              PartialDate
		contradict, after bool
	}{
		{Date(1978, 0, 0), Date(1978, 3, 9), false, false}, {Date(1978, 4, 0), Date(1978, 3, 9), true, true},
		{Date(1979, 0, 0), Date(1978, 12, 31), true, true}, {PartialDate{}, Date(1978, 3, 9), false, false},
		{Date(1978, 3, 10), Date(1978, 3, 9), true, true}, {Date(1978, 3, 0), Date(1978, 3, 9), false, false},
		{Date(1978, 3, 9), Date(1978, 3, 9), false, false}, {Date(1978, 3, 9), PartialDate{}, false, false},
	} {
		if c.a.Contradicts(c.b) != c.contradict || c.b.Contradicts(c.a) != c.contradict || c.a.After(c.b) != c.after {
			t.Errorf("%v and %v", c.a, c.b)
		}
	}
}

func TestPartialDateWritesOnlyWhatIsKnown(t *testing.T) {
	for want, d := range map[string]PartialDate{"": {}, "1978": Date(1978, 0, 0), "1978-03": Date(1978, 3, 0), "1978-03-09": Date(1978, 3, 9)} {
		if d.String() != want {
			t.Errorf("%v: %s", want, d)
		}
	}
	if d := (PartialDate{Year: 1978, Day: 9}); d.Valid() {
		t.Error("a day without a month is valid")
	}
	zone := time.FixedZone("CST", 8*3600)
	if d := DateOf(time.Date(2026, 1, 1, 0, 30, 0, 0, zone)); d != Date(2026, 1, 1) {
		t.Error(d)
	}
}

func FuzzPartialDate(f *testing.F) {
	f.Add("1978年3月9日")
	f.Add("197803")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParsePartialDate(text)
		if err != nil {
			return
		}
		again, err := ParsePartialDate(d.String())
		if err != nil || again != d || !d.Valid() {
			t.Fatalf("%q: %v, then %v %v", text, d, again, err)
		}
	})
}
