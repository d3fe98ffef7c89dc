package domain

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"
)

// WorkCalendar tells working days from days off as the State Council announces them, year by year. It does not change;
// the zero value knows no year and works Monday to Friday.
type WorkCalendar struct {
	years map[int]CalendarYear
}

// CalendarYear is the arrangement of one year. It may begin in December of the year before, as that of 2023 does.
type CalendarYear struct {
	Year    int
	Sources []string      // the notices it was announced by, later changes included
	Off     []Holiday     // in the order of the calendar; weekends beside a holiday may be left out
	Work    []PartialDate // Saturdays and Sundays that are worked instead
}

// Holiday is a run of days off, both ends included.
type Holiday struct {
	Name     string
	From, To PartialDate
}

const (
	maxCalendarBytes = 1 << 20
	maxHolidayDays   = 31
)

//go:embed data/workdays.json
var workdayData embed.FS

// ShippedWorkCalendar is what had been announced when the program was built.
func ShippedWorkCalendar() (WorkCalendar, error) {
	f, err := workdayData.Open("data/workdays.json")
	if err != nil {
		return WorkCalendar{}, fmt.Errorf("open shipped working days: %w", err)
	}
	defer f.Close()
	return ReadWorkCalendar(f)
}

// ReadWorkCalendar reads years in the JSON form of data/workdays.json, of at most 1 MiB. An arrangement that cannot be
// right (a make-up day that is no weekend, a holiday that overlaps another) is refused by the name of its entry.
func ReadWorkCalendar(r io.Reader) (WorkCalendar, error) {
	content, err := io.ReadAll(io.LimitReader(r, maxCalendarBytes+1))
	if err != nil {
		return WorkCalendar{}, fmt.Errorf("read working days: %w", err)
	}
	if len(content) > maxCalendarBytes {
		return WorkCalendar{}, fmt.Errorf("read working days: more than %d bytes", maxCalendarBytes)
	}
	var rows []calendarRow
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&rows); err != nil {
		return WorkCalendar{}, fmt.Errorf("read working days: %w", err)
	}
	years := make(map[int]CalendarYear, len(rows))
	for i, row := range rows {
		year, err := row.year()
		if _, twice := years[row.Year]; err == nil && twice {
			err = errors.New("the year stands in the file twice")
		}
		if err != nil {
			return WorkCalendar{}, fmt.Errorf("read working days: entry %d (year %d): %w", i+1, row.Year, err)
		}
		years[row.Year] = year
	}
	return WorkCalendar{years: years}, nil
}

// IsWorkday reports whether the day is worked. A month or day that is not known counts as the first; an unknown date
// is no working day.
func (c WorkCalendar) IsWorkday(day PartialDate) bool {
	return !day.IsZero() && c.worked(day.midnight())
}

// AddWorkdays is the n-th working day after the day, which is not counted itself. With n below 1, and for an unknown
// date, it is the day as given.
func (c WorkCalendar) AddWorkdays(day PartialDate, n int) PartialDate {
	if n < 1 || day.IsZero() {
		return day
	}
	t := day.midnight()
	for n > 0 {
		t = t.AddDate(0, 0, 1)
		if c.worked(t) {
			n--
		}
	}
	return DateOf(t)
}

// Covers reports whether the year's holidays are known; otherwise it is worked Monday to Friday, and whoever computes
// with it should say so.
func (c WorkCalendar) Covers(year int) bool {
	_, known := c.years[year]
	return known
}

// Years are the arrangements that are known, in order.
func (c WorkCalendar) Years() []CalendarYear {
	years := make([]CalendarYear, 0, len(c.years))
	for _, year := range slices.Sorted(maps.Keys(c.years)) {
		y := c.years[year]
		y.Sources, y.Off, y.Work = slices.Clone(y.Sources), slices.Clone(y.Off), slices.Clone(y.Work)
		years = append(years, y)
	}
	return years
}

// With is the calendar with the years of another added, which replace its own as a whole.
func (c WorkCalendar) With(other WorkCalendar) WorkCalendar {
	years := make(map[int]CalendarYear, len(c.years)+len(other.years))
	maps.Copy(years, c.years)
	maps.Copy(years, other.years)
	return WorkCalendar{years: years}
}

// worked asks the arrangement of the day's own year first, then that of the next, which may begin in December.
func (c WorkCalendar) worked(t time.Time) bool {
	day := DateOf(t)
	for _, year := range []int{day.Year, day.Year + 1} {
		arrangement := c.years[year]
		if slices.Contains(arrangement.Work, day) {
			return true
		}
		if slices.ContainsFunc(arrangement.Off, func(h Holiday) bool { return h.has(day) }) {
			return false
		}
	}
	return !weekend(t)
}

func (h Holiday) has(day PartialDate) bool { return h.From.Compare(day) <= 0 && day.Compare(h.To) <= 0 }

func weekend(t time.Time) bool { return t.Weekday() == time.Saturday || t.Weekday() == time.Sunday }

// calendarRow is a year as the file has it: holidays are [name, first day, last day].
type calendarRow struct {
	Year    int
	Sources []string
	Off     [][]string
	Work    []string
}

func (row calendarRow) year() (CalendarYear, error) {
	y := CalendarYear{Year: row.Year, Sources: row.Sources}
	if row.Year < 1949 || row.Year > 9998 {
		return y, errors.New("want a year from 1949 on")
	}
	if len(row.Sources) == 0 || len(row.Off) == 0 {
		return y, errors.New("lacks the notice it was announced by, or its holidays")
	}
	for i, off := range row.Off {
		h, err := y.holiday(off)
		if err != nil {
			return y, fmt.Errorf("holiday %d %q: %w", i+1, off, err)
		}
		y.Off = append(y.Off, h)
	}
	for i, text := range row.Work {
		day, err := y.day(text)
		if err == nil {
			err = y.checkMakeUp(day)
		}
		if err != nil {
			return y, fmt.Errorf("make-up day %d %q: %w", i+1, text, err)
		}
		y.Work = append(y.Work, day)
	}
	return y, nil
}

func (y CalendarYear) holiday(off []string) (Holiday, error) {
	if len(off) != 3 || off[0] == "" {
		return Holiday{}, errors.New("want a name, the first and the last day")
	}
	from, err := y.day(off[1])
	if err != nil {
		return Holiday{}, err
	}
	to, err := y.day(off[2])
	if err != nil {
		return Holiday{}, err
	}
	if days := daysBetween(from, to) + 1; days < 1 || days > maxHolidayDays {
		return Holiday{}, fmt.Errorf("want 1 to %d days", maxHolidayDays)
	}
	if n := len(y.Off); n > 0 && from.Compare(y.Off[n-1].To) <= 0 {
		return Holiday{}, errors.New("begins before the one above has ended")
	}
	return Holiday{Name: off[0], From: from, To: to}, nil
}

func (y CalendarYear) checkMakeUp(day PartialDate) error {
	if !weekend(day.midnight()) {
		return errors.New("is no Saturday or Sunday")
	}
	if slices.ContainsFunc(y.Off, func(h Holiday) bool { return h.has(day) }) {
		return errors.New("is a day off as well")
	}
	if slices.Contains(y.Work, day) {
		return errors.New("stands there twice")
	}
	return nil
}

func (y CalendarYear) day(text string) (PartialDate, error) {
	d, err := ParsePartialDate(text)
	if err != nil {
		return d, err
	}
	if d.Day == 0 {
		return d, errors.New("want a full date")
	}
	if d.Year != y.Year && (d.Year != y.Year-1 || d.Month != 12) {
		return d, errors.New("lies outside the year and the December before it")
	}
	return d, nil
}
