package domain

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// PartialDate is a date as documents carry it: a year, a year and month, or a full day. The zero value is unknown.
type PartialDate struct {
	Year  int // 0: unknown
	Month int // 0: only the year is known
	Day   int // 0: only year and month are known
}

// Date makes a full day.
func Date(year, month, day int) PartialDate { return PartialDate{year, month, day} }

// DateOf is the calendar day of t in its own location.
func DateOf(t time.Time) PartialDate {
	return PartialDate{t.Year(), int(t.Month()), t.Day()}
}

// IsZero reports whether nothing is known.
func (d PartialDate) IsZero() bool { return d == PartialDate{} }

// Valid reports whether the known parts exist in the calendar and no part is known below an unknown one.
func (d PartialDate) Valid() bool {
	if d.IsZero() {
		return true
	}
	if d.Year < 1 || d.Year > 9999 || d.Month < 0 || d.Month > 12 || d.Day < 0 || (d.Month == 0 && d.Day != 0) {
		return false
	}
	if d.Day == 0 {
		return true
	}
	t := time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
	return t.Month() == time.Month(d.Month) && t.Day() == d.Day
}

// String is "1978", "1978-03", "1978-03-09", or "" when unknown.
func (d PartialDate) String() string {
	switch {
	case d.IsZero():
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	default:
		return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
	}
}

// Compare orders dates as a catalogue does: a missing month counts as January, a missing day as the first, and an
// unknown date comes last.
func (d PartialDate) Compare(other PartialDate) int { return d.sortKey() - other.sortKey() }

func (d PartialDate) sortKey() int {
	if d.IsZero() {
		return 99999999
	}
	return d.Year*10000 + max(d.Month, 1)*100 + max(d.Day, 1)
}

// Contradicts reports whether the two dates cannot be the same day; unknown parts never contradict.
func (d PartialDate) Contradicts(other PartialDate) bool {
	if d.IsZero() || other.IsZero() {
		return false
	}
	return d.Year != other.Year ||
		(d.Month != 0 && other.Month != 0 && d.Month != other.Month) ||
		(d.Day != 0 && other.Day != 0 && d.Day != other.Day)
}

// After reports whether every day d can mean lies after the day t.
func (d PartialDate) After(t PartialDate) bool {
	if d.IsZero() || t.IsZero() || d.Year != t.Year {
		return !d.IsZero() && !t.IsZero() && d.Year > t.Year
	}
	if d.Month == 0 || t.Month == 0 || d.Month != t.Month {
		return d.Month != 0 && t.Month != 0 && d.Month > t.Month
	}
	return d.Day != 0 && t.Day != 0 && d.Day > t.Day
}

var datePattern = regexp.MustCompile(`^(\d{4})(?:[-./年]?(\d{1,2})(?:[-./月]?(\d{1,2})日?|月?)?|年)?$`)

// ParsePartialDate reads the ways dates stand in rosters and catalogues: 1978, 1978年, 1978.3, 1978-03-09, 19780309,
// 1978年3月9日, 1978/3/9. Empty text is the unknown date. Month or day "00" mean unknown.
func ParsePartialDate(text string) (PartialDate, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return PartialDate{}, nil
	}
	m := datePattern.FindStringSubmatch(text)
	if m == nil || ambiguousDigits(text) {
		return PartialDate{}, fmt.Errorf("date %q: want YYYY, YYYY-MM or YYYY-MM-DD", text)
	}
	var d PartialDate
	for i, part := range []*int{&d.Year, &d.Month, &d.Day} {
		*part, _ = strconv.Atoi(m[i+1]) // the pattern admits digits only; a missing part reads as 0
	}
	if !d.Valid() {
		return PartialDate{}, fmt.Errorf("date %q does not exist", text)
	}
	return d, nil
}

// ambiguousDigits refuses runs of digits such as 1978311, where month and day cannot be told apart.
func ambiguousDigits(text string) bool {
	for _, r := range text {
		if r < '0' || r > '9' {
			return false
		}
	}
	return len(text) != 4 && len(text) != 6 && len(text) != 8
}

// lastOfMonth is the last day of a month.
func lastOfMonth(year, month int) PartialDate {
	return DateOf(time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC))
}

func (d PartialDate) midnight() time.Time {
	return time.Date(d.Year, time.Month(max(d.Month, 1)), max(d.Day, 1), 0, 0, 0, 0, time.UTC)
}

// Words writes the known parts as papers have them: 1950年3月9日, 1950年3月, 1950年; empty when nothing is known.
func (d PartialDate) Words() string {
	switch {
	case d.IsZero():
		return ""
	case d.Month == 0:
		return itoa(d.Year) + "年"
	case d.Day == 0:
		return itoa(d.Year) + "年" + itoa(d.Month) + "月"
	}
	return itoa(d.Year) + "年" + itoa(d.Month) + "月" + itoa(d.Day) + "日"
}

// AddMonths is the same day so many months later, or the last of a month that is too short. The day must be known.
func (d PartialDate) AddMonths(n int) PartialDate {
	first := DateOf(Date(d.Year, d.Month, 1).midnight().AddDate(0, n, 0))
	first.Day = min(d.Day, lastOfMonth(first.Year, first.Month).Day)
	return first
}

// AddDays is the day n days later.
func (d PartialDate) AddDays(n int) PartialDate { return addDays(d, n) }

// addDays is the day n days later.
func addDays(d PartialDate, n int) PartialDate { return DateOf(d.midnight().AddDate(0, 0, n)) }

// daysBetween counts the days from one full day to another.
func daysBetween(from, to PartialDate) int {
	return int(to.midnight().Sub(from.midnight()).Hours() / 24)
}
