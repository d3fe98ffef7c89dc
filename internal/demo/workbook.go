package demo

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// page of a workbook: a sheet with a heading line and rows of text. Everything is text, as identity numbers must be.
type grid struct {
	name  string
	width []float64 // of the columns, in characters
	rows  [][]any
}

func writeWorkbook(path string, grids ...grid) error {
	book := excelize.NewFile()
	defer book.Close()
	for i, g := range grids {
		if i == 0 {
			if err := book.SetSheetName("Sheet1", g.name); err != nil {
				return fmt.Errorf("name sheet: %w", err)
			}
		} else if _, err := book.NewSheet(g.name); err != nil {
			return fmt.Errorf("add sheet: %w", err)
		}
		if err := g.write(book); err != nil {
			return fmt.Errorf("write sheet %s: %w", g.name, err)
		}
	}
	if err := book.SaveAs(path); err != nil {
		return fmt.Errorf("save workbook: %w", err)
	}
	return nil
}

func (g grid) write(book *excelize.File) error {
	stream, err := book.NewStreamWriter(g.name)
	if err != nil {
		return err
	}
	for i, width := range g.width {
		if err := stream.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	for i, row := range g.rows {
		if err := stream.SetRow(fmt.Sprintf("A%d", i+1), row); err != nil {
			return err
		}
	}
	return stream.Flush()
}

func cells(texts ...string) []any {
	row := make([]any, len(texts))
	for i, text := range texts {
		row[i] = text
	}
	return row
}
