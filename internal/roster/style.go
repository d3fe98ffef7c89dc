package roster

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// styles are the looks of cells, by the numbers the workbook gives them.
type styles struct {
	title, head, need, text, number, example, wrapped int
}

// textFormat keeps a spreadsheet program from turning long numbers and dates into numbers of its own.
const textFormat = 49

func newStyles(file *excelize.File) (styles, error) {
	var s styles
	border := []excelize.Border{{Type: "left", Color: "BFBFBF", Style: 1}, {Type: "right", Color: "BFBFBF", Style: 1},
		{Type: "top", Color: "BFBFBF", Style: 1}, {Type: "bottom", Color: "BFBFBF", Style: 1}}
	heading := func(color string) *excelize.Style {
		return &excelize.Style{NumFmt: textFormat, Border: border, Font: &excelize.Font{Bold: true, Size: 11, Family: "宋体"},
			Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}},
			Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}}
	}
	for _, look := range []struct {
		id    *int
		style *excelize.Style
	}{
		{&s.title, &excelize.Style{NumFmt: textFormat, Font: &excelize.Font{Bold: true, Size: 14, Family: "宋体"},
			Alignment: &excelize.Alignment{Vertical: "center"}}},
		{&s.head, heading("DDEBF7")},
		{&s.need, heading("FCE4D6")},
		{&s.text, &excelize.Style{NumFmt: textFormat}},
		{&s.number, &excelize.Style{NumFmt: 1}},
		{&s.example, &excelize.Style{NumFmt: textFormat, Font: &excelize.Font{Italic: true, Color: "808080", Family: "宋体"},
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F2F2F2"}}}},
		{&s.wrapped, &excelize.Style{NumFmt: textFormat, Border: border, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}},
	} {
		id, err := file.NewStyle(look.style)
		if err != nil {
			return s, fmt.Errorf("make style: %w", err)
		}
		*look.id = id
	}
	return s, nil
}

// of is the look of a column's cells below its heading.
func (s styles) of(c column) int {
	if _, counts := c.value.(countAt); counts {
		return s.number
	}
	return s.text
}
