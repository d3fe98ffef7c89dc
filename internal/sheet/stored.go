package sheet

import (
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"
)

// storedCells reads a sheet a second time for the cells as stored, in step with the rows that ask for them. Nothing is
// read before the first does, so that most sheets are read once.
type storedCells struct {
	book  *xlsxBook
	sheet string
	rows  *excelize.Rows
	at    int // row that cells belongs to
	cells []string
	err   error
}

// day takes a number that is shown otherwise than stored as a count of days; only a format for dates makes sense of a
// column of dates.
func (s *storedCells) day(row, column int, shown string) (time.Time, bool) {
	if !s.advance(row) || column >= len(s.cells) {
		return time.Time{}, false
	}
	stored := s.cells[column]
	serial, err := strconv.ParseFloat(stored, 64)
	if err != nil || stored == shown || serial < 1 || serial > 2_958_465 { // 9999-12-31
		return time.Time{}, false
	}
	t, err := excelize.ExcelDateToTime(serial, s.book.date1904)
	return t, err == nil
}

// advance reads on to the row. Rows are only ever asked for in their order.
func (s *storedCells) advance(row int) bool {
	if s.err != nil {
		return false
	}
	if s.rows == nil {
		if s.rows, s.err = s.book.book.Rows(s.sheet); s.err != nil {
			return false
		}
	}
	if s.at == row {
		return true
	}
	for s.at < row {
		if !s.rows.Next() {
			s.err = s.rows.Error()
			return false
		}
		s.at++
	}
	s.cells, s.err = s.rows.Columns(excelize.Options{RawCellValue: true})
	return s.err == nil
}

func (s *storedCells) Close() error {
	if s.rows == nil {
		return nil
	}
	return s.rows.Close()
}
