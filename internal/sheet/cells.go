package sheet

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/danganku/danganku/internal/domain"
)

var unknownWords = map[string]bool{"": true, "-": true, "--": true, "—": true, "/": true, "无": true, "不详": true, "未知": true, "不明": true}

// Date reads a date cell. What the cell shows decides, for it keeps how much of the date is known; only where that is not
// readable and the cell holds a formatted number is the number taken as a day count.
func (r Row) Date(column int) (domain.PartialDate, bool) {
	text := strings.TrimSuffix(Fold(r.Cell(column)), ".")
	if unknownWords[text] {
		return domain.PartialDate{}, true
	}
	if d, err := domain.ParsePartialDate(text); err == nil {
		return d, true
	}
	if r.day == nil {
		return domain.PartialDate{}, false
	}
	day, ok := r.day(column)
	if !ok {
		return domain.PartialDate{}, false
	}
	return domain.DateOf(day), true
}

var datePart = regexp.MustCompile(`^(\d{1,4})(?:\.0)?[年月日.]?$`)

// ParseDateParts reads a date that stands in three columns.
func ParseDateParts(year, month, day string) (domain.PartialDate, bool) {
	var parts [3]int
	for i, text := range []string{year, month, day} {
		if text = Fold(text); unknownWords[text] {
			continue
		}
		m := datePart.FindStringSubmatch(text)
		if m == nil {
			return domain.PartialDate{}, false
		}
		parts[i], _ = strconv.Atoi(m[1]) // at most four digits
	}
	d := domain.PartialDate{Year: parts[0], Month: parts[1], Day: parts[2]}
	if !d.IsZero() && (d.Year < 1000 || !d.Valid()) {
		return domain.PartialDate{}, false
	}
	return d, true
}

var countPattern = regexp.MustCompile(`^共?(\d{1,6})(?:\.0+)?[页张份件卷]?$`)

// ParseCount reads a number of pages or copies; empty is 0.
func ParseCount(text string) (int, bool) {
	text = Fold(text)
	if unknownWords[text] {
		return 0, true
	}
	m := countPattern.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	return n, err == nil
}
