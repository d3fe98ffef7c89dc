package demo

import (
	"errors"
	"fmt"

	"github.com/xuri/excelize/v2"
)

// grid is a sheet of a workbook. Identity numbers go in as text, or a spreadsheet program would round them.
type grid struct {
	name  string
	width []float64 // of the columns, in characters
	rows  [][]any
}

func writeWorkbook(path string, grids ...grid) error {
	book := excelize.NewFile()
	if err := fillWorkbook(book, grids); err != nil {
		return errors.Join(err, book.Close())
	}
	if err := book.SaveAs(path); err != nil {
		return errors.Join(fmt.Errorf("save workbook: %w", err), book.Close())
	}
	if err := book.Close(); err != nil {
		return fmt.Errorf("close workbook: %w", err)
	}
	return nil
}

func fillWorkbook(book *excelize.File, grids []grid) error {
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
