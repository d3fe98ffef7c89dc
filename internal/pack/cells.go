package pack

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/danganku/danganku/internal/domain"
)

var unknownWords = map[string]bool{"": true, "-": true, "--": true, "—": true, "/": true, "无": true, "不详": true, "未知": true, "不明": true}

// parseDate reads a date cell. What the cell shows decides, for it keeps how much of the date is known; only where that
// is not readable and the cell holds a formatted number is the number taken as a day count.
func parseDate(shown, raw string, date1904 bool) (domain.PartialDate, bool) {
	text := strings.TrimSuffix(fold(shown), ".")
	if unknownWords[text] {
		return domain.PartialDate{}, true
	}
	if d, err := domain.ParsePartialDate(text); err == nil {
		return d, true
	}
	if raw == shown {
		return domain.PartialDate{}, false
	}
	serial, err := strconv.ParseFloat(raw, 64)
	if err != nil || serial < 1 || serial > 2_958_465 { // 9999-12-31
		return domain.PartialDate{}, false
	}
	t, err := excelize.ExcelDateToTime(serial, date1904)
	if err != nil {
		return domain.PartialDate{}, false
	}
	return domain.DateOf(t), true
}

var datePart = regexp.MustCompile(`^(\d{1,4})(?:\.0)?[年月日.]?$`)

// parseDateParts reads a date that stands in three columns.
func parseDateParts(year, month, day string) (domain.PartialDate, bool) {
	var parts [3]int
	for i, text := range []string{year, month, day} {
		if text = fold(text); unknownWords[text] {
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

var countPattern = regexp.MustCompile(`^共?(\d{1,6})(?:\.0+)?[页张份件]?$`)

// parseCount reads a number of pages or copies; empty is 0.
func parseCount(text string) (int, bool) {
	text = fold(text)
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
