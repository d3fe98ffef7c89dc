package roster

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// lastRow is the last one with drop-down lists: a whole file fits below the headings.
const lastRow = firstRow + MaxRows

// words are those that the drop-down list of a column has; nil: it has none.
func (b *book) words(c column) []string {
	switch v := c.value.(type) {
	case choice:
		return v.words
	case flagAt, tick:
		return []string{flagWord(true), flagWord(false)}
	case insurance:
		return b.places
	}
	return nil
}

// offers are the words a column takes, for the instructions.
func (b *book) offers(c column) string {
	if _, many := c.value.(specials); many {
		return strings.Join(specialWords(), "、")
	}
	return strings.Join(b.words(c), "、")
}

// lists adds the drop-down lists and the checks on what is typed.
func (b *book) lists() error {
	if err := b.placeList(); err != nil {
		return err
	}
	for i, c := range b.columns {
		validation := excelize.NewDataValidation(true)
		validation.Sqref = cellName(i, firstRow) + ":" + cellName(i, lastRow)
		if err := b.restrict(validation, c); err != nil {
			return fmt.Errorf("%s: %w", c.title, err)
		}
		if validation.Type == "" {
			continue
		}
		if err := b.file.AddDataValidation(formSheet, validation); err != nil {
			return fmt.Errorf("%s: %w", c.title, err)
		}
	}
	return nil
}

func (b *book) restrict(v *excelize.DataValidation, c column) error {
	words := b.words(c)
	v.SetError(excelize.DataValidationErrorStyleStop, c.title, "请从下拉列表中选择："+strings.Join(words, "、"))
	switch c.value.(type) {
	case insurance: // codes may be typed, too
		if len(words) == 0 {
			return nil
		}
		v.SetError(excelize.DataValidationErrorStyleWarning, c.title, c.note)
		v.SetSqrefDropList(fmt.Sprintf("%s!$A$1:$A$%d", listSheet, len(words)))
		return nil
	case identity:
		const short, long = 15, 18
		v.SetError(excelize.DataValidationErrorStyleStop, c.title, c.note)
		return v.SetRange(short, long, excelize.DataValidationTypeTextLength, excelize.DataValidationOperatorBetween)
	case countAt:
		const most = 999_999
		v.SetError(excelize.DataValidationErrorStyleStop, c.title, fmt.Sprintf("请填写0至%d的整数", most))
		return v.SetRange(0, most, excelize.DataValidationTypeWhole, excelize.DataValidationOperatorBetween)
	}
	if len(words) == 0 {
		return nil
	}
	return v.SetDropList(words)
}

// placeList writes the insurance places on a hidden sheet: there may be more of them than a list inside a cell may have.
func (b *book) placeList() error {
	if len(b.places) == 0 {
		return nil
	}
	if _, err := b.file.NewSheet(listSheet); err != nil {
		return err
	}
	for i, place := range b.places {
		if err := b.file.SetCellStr(listSheet, cellName(0, i+1), place); err != nil {
			return err
		}
	}
	return b.file.SetSheetVisible(listSheet, false)
}
