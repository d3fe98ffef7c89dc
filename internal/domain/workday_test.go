package domain

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func shippedCalendar(t *testing.T) WorkCalendar {
	t.Helper()
	c, err := ShippedWorkCalendar()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The sums were counted in the notices. Whatever is shifted, a year loses as many working days as the law gives
// holidays: eleven, since 2025 thirteen, and in 2020 two more by the notice that prolonged the Spring Festival.
func TestShippedYearsAddUp(t *testing.T) {
	type sums struct{ Off, Work, Lost int }
	want := map[int]sums{
		2019: {24, 7, 11}, 2020: {30, 6, 13}, 2021: {31, 7, 11}, 2022: {31, 7, 11},
		2023: {27, 7, 11}, 2024: {28, 8, 11}, 2025: {28, 5, 13}, 2026: {33, 6, 13},
	}
	got := map[int]sums{}
	for _, year := range shippedCalendar(t).Years() {
		s := sums{Work: len(year.Work), Lost: -len(year.Work)}
		for _, h := range year.Off {
			for d := h.From; d.Compare(h.To) <= 0; d = d.AddDays(1) {
				s.Off++
				if !weekend(d.midnight()) {
					s.Lost++
				}
			}
		}
		got[year.Year] = s
		if !strings.HasPrefix(year.Sources[0], fmt.Sprintf("国办发明电〔%d〕", year.Year-1)) {
			t.Errorf("%d is announced by %q", year.Year, year.Sources)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestIsWorkday(t *testing.T) {
	c := shippedCalendar(t)
	for _, x := range []struct {
		day  PartialDate
		work bool
		why  string
	}{
		{Date(2026, 2, 13), true, "Friday before the Spring Festival"}, {Date(2026, 2, 14), true, "make-up Saturday"},
		{Date(2026, 2, 15), false, "first day"}, {Date(2026, 2, 23), false, "Monday, last day"}, {Date(2026, 2, 24), true, "Tuesday after"},
		{Date(2026, 2, 28), true, "make-up Saturday"}, {Date(2026, 3, 7), false, "plain Saturday"},
		{Date(2026, 9, 20), true, "make-up Sunday of National Day"}, {Date(2026, 10, 7), false, "last of National Day"},
		{Date(2018, 12, 29), true, "worked by the notice for 2019"}, {Date(2018, 12, 31), false, "off by the notice for 2019"},
		{Date(2022, 12, 31), false, "New Year of 2023"}, {Date(2023, 1, 2), false, "Monday, New Year of 2023"},
		{Date(2020, 1, 31), false, "prolonged in 2020"}, {Date(2020, 2, 1), false, "no longer a make-up day"}, {Date(2020, 2, 3), true, "back to work"},
		{Date(2019, 5, 3), false, "Labour Day as changed"}, {Date(2019, 4, 28), true, "make-up Sunday as changed"},
		{Date(2035, 10, 1), true, "Monday of a year not announced"}, {Date(2035, 10, 6), false, "Saturday of a year not announced"},
		{Date(2026, 1, 0), false, "a month counts from its first day"}, {PartialDate{}, false, "unknown"},
	} {
		if c.IsWorkday(x.day) != x.work {
			t.Errorf("%v (%s): want worked %v", x.day, x.why, x.work)
		}
	}
}

func TestAddWorkdays(t *testing.T) {
	c := shippedCalendar(t)
	for _, x := range []struct {
		from PartialDate
		n    int
		want PartialDate
	}{
		{Date(2026, 2, 12), 1, Date(2026, 2, 13)}, {Date(2026, 2, 12), 2, Date(2026, 2, 14)}, {Date(2026, 2, 12), 3, Date(2026, 2, 24)},
		{Date(2026, 2, 18), 1, Date(2026, 2, 24)},   // from within the holiday
		{Date(2026, 2, 10), 15, Date(2026, 3, 9)},   // 11..14, 24..28, 2..6, 9: two make-up Saturdays among them
		{Date(2026, 9, 30), 1, Date(2026, 10, 8)},   // National Day
		{Date(2026, 9, 24), 4, Date(2026, 10, 8)},   // Mid-Autumn and National Day
		{Date(2022, 12, 30), 1, Date(2023, 1, 3)},   // across the end of the year
		{Date(2024, 12, 31), 15, Date(2025, 1, 22)}, // 1 January alone
		{Date(2025, 1, 24), 3, Date(2025, 2, 5)},    // Friday; Sunday the 26th is worked
		{Date(2020, 1, 23), 1, Date(2020, 2, 3)},    // the longest Spring Festival
		{Date(2035, 9, 28), 15, Date(2035, 10, 19)}, // not announced: Monday to Friday
		{Date(2026, 2, 18), 0, Date(2026, 2, 18)}, {PartialDate{}, 15, PartialDate{}},
	} {
		got := c.AddWorkdays(x.from, x.n)
		if got != x.want {
			t.Errorf("%v + %d: %v, want %v", x.from, x.n, got, x.want)
		}
	}
}

func TestYearsOfAFileReplaceShippedOnes(t *testing.T) {
	shipped := shippedCalendar(t)
	own, err := ReadWorkCalendar(strings.NewReader(`[
		{"Year": 2026, "Sources": ["改"], "Off": [["国庆节", "2026-10-01", "2026-10-03"]], "Work": []},
		{"Year": 2027, "Sources": ["国办发明电〔2026〕9号"], "Off": [["元旦", "2026-12-31", "2027-01-03"]], "Work": ["2026-12-27"]}]`))
	if err != nil {
		t.Fatal(err)
	}
	c := shipped.With(own)
	for day, work := range map[PartialDate]bool{
		Date(2026, 10, 5): true, Date(2026, 2, 16): true, Date(2026, 10, 2): false, // nothing of the shipped year is left
		Date(2026, 12, 31): false, Date(2026, 12, 27): true, Date(2025, 10, 8): false,
	} {
		if c.IsWorkday(day) != work {
			t.Errorf("%v: want worked %v", day, work)
		}
	}
	if !c.Covers(2027) || shipped.Covers(2027) || c.Covers(2018) || !c.Covers(2019) {
		t.Error("the years covered are wrong, or the shipped calendar was changed")
	}
	if shipped.IsWorkday(Date(2026, 10, 5)) {
		t.Error("the shipped calendar was changed")
	}
	years := c.Years()
	years[0].Off[0].Name = "x"
	if c.Years()[0].Off[0].Name == "x" {
		t.Error("a caller can change the calendar")
	}
}

func TestMalformedCalendarsAreNamedByEntry(t *testing.T) {
	const good = `{"Year": 2030, "Sources": ["文"], "Off": [["元旦", "2030-01-01", "2030-01-01"]], "Work": []}`
	for _, x := range []struct{ entry, want string }{
		{`{"Year": 2031, "Sources": [], "Off": [["元旦", "2031-01-01", "2031-01-01"]]}`, "lacks the notice"},
		{`{"Year": 2031, "Sources": ["文"], "Off": []}`, "or its holidays"},
		{`{"Year": 31, "Sources": ["文"], "Off": [["元旦", "2031-01-01", "2031-01-01"]]}`, "year from 1949"},
		{`{"Year": 2031, "Sources": ["文"], "Off": [["元旦", "2031-01-01"]]}`, "first and the last day"},
		{`{"Year": 2031, "Sources": ["文"], "Off": [["元旦", "2031-01-01", "2031-01-32"]]}`, "does not exist"},
		{`{"Year": 2031, "Sources": ["文"], "Off": [["元旦", "2031-01", "2031-01-02"]]}`, "full date"},
		{`{"Year": 2031, "Sources": ["文"], "Off": [["元旦", "2031-01-03", "2031-01-01"]]}`, "1 to 31 days"},
		{`{"Year": 2031, "Sources": ["文"], "Off": [["元旦", "2030-01-01", "2030-01-01"]]}`, "outside the year"},
		{`{"Year": 2031, "Sources": ["文"], "Off": [["元旦", "2031-01-01", "2031-01-03"], ["春节", "2031-01-03", "2031-01-09"]]}`, `holiday 2 ["春节"`},
		{`{"Year": 2031, "Sources": ["文"], "Off": [["元旦", "2031-01-01", "2031-01-03"]], "Work": ["2031-01-06"]}`, `make-up day 1 "2031-01-06": is no Saturday`},
		{`{"Year": 2031, "Sources": ["文"], "Off": [["元旦", "2031-01-01", "2031-01-05"]], "Work": ["2031-01-04"]}`, "day off as well"},
		{`{"Year": 2031, "Sources": ["文"], "Off": [["元旦", "2031-01-01", "2031-01-03"]], "Work": ["2031-01-11", "2031-01-11"]}`, "twice"},
		{good, "in the file twice"},
	} {
		_, err := ReadWorkCalendar(strings.NewReader("[" + good + "," + x.entry + "]"))
		if err == nil || !strings.Contains(err.Error(), x.want) || !strings.Contains(err.Error(), "entry 2") {
			t.Errorf("%s: %v, want %q of entry 2", x.entry, err, x.want)
		}
	}
	for name, text := range map[string]string{
		"no JSON": "2026", "cut off": "[" + good, "misspelt": strings.Replace("["+good+"]", "Work", "Worked", 1), "endless": strings.Repeat(" ", maxCalendarBytes+1),
	} {
		if _, err := ReadWorkCalendar(strings.NewReader(text)); err == nil {
			t.Errorf("%s is read", name)
		}
	}
}
