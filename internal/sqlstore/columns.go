package sqlstore

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// insertRows is how many rows go into one INSERT: well below the bound of 32,766 parameters of SQLite for every table.
const insertRows = 500

// lookupKeys is how many keys go into one IN list.
const lookupKeys = 500

// stamp is a time as both databases keep it: UTC, whole microseconds.
func stamp(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// stampOrNull is NULL for the zero time.
func stampOrNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = stamp(t)
	return &t
}

// timeOf undoes stampOrNull. Drivers return times in the machine's zone.
func timeOf(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// textOrNull is NULL for empty text, so that a unique constraint does not count it.
func textOrNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func textOf(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// cleanText removes what PostgreSQL cannot keep in text: NUL and bytes that are not UTF-8. Recognised text has both.
func cleanText(text string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "\uFFFD")
}

// dateColumn is a partial date in a text column.
type dateColumn domain.PartialDate

// Value writes the date as "1978", "1978-03", "1978-03-09" or "".
func (d dateColumn) Value() (driver.Value, error) { return domain.PartialDate(d).String(), nil }

// Scan reads what Value wrote.
func (d *dateColumn) Scan(stored any) error {
	text, ok := stored.(string)
	if !ok {
		return fmt.Errorf("date column holds a %T", stored)
	}
	date, err := domain.ParsePartialDate(text)
	*d = dateColumn(date)
	return err
}

// recusalColumn is whom a user keeps away from, as JSON; empty text: nobody.
type recusalColumn domain.Recusal

// Value writes JSON, or "".
func (c recusalColumn) Value() (driver.Value, error) {
	if c.IDNumber == "" && len(c.Relatives) == 0 {
		return "", nil
	}
	return encoded(domain.Recusal(c))
}

// Scan reads what Value wrote.
func (c *recusalColumn) Scan(stored any) error {
	text, ok := stored.(string)
	if !ok {
		return fmt.Errorf("recusal column holds a %T", stored)
	}
	*c = recusalColumn{}
	if text == "" {
		return nil
	}
	return decode(text, (*domain.Recusal)(c))
}

// encoded is a value as the JSON text of a column; NUL is escaped there, so PostgreSQL takes it.
func encoded(value any) (string, error) {
	text, err := json.Marshal(value)
	return string(text), errs.Wrap("encode column", err)
}

func decode(column string, value any) error {
	return errs.Wrap("decode column", json.Unmarshal([]byte(column), value))
}
