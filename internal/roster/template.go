package roster

import (
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/xuri/excelize/v2"

	"github.com/danganku/danganku/internal/domain"
)

// TemplateOptions fit the template to an installation. The zero value gives one without a list of insurance places.
type TemplateOptions struct {
	Title     string            // above the headings; empty: 国有企业退休人员基本信息表
	Divisions []domain.Division // offered as insurance places, and the names they are written by
}

const (
	formSheet  = "基本信息表"
	guideSheet = "填表说明"
	listSheet  = "选项" // hidden; holds the drop-down list of insurance places

	titleRow  = 1
	headRow   = 2
	firstRow  = 3
	frozen    = 2 // columns that stay in sight: number and name
	titleSpan = 10
)

// WriteTemplate writes the workbook that is handed out: headings with notes, drop-down lists, a row that shows how to fill it
// in, which Read passes over, and a sheet of instructions.
func WriteTemplate(w io.Writer, options TemplateOptions) error {
	return write(w, options, func(b *book) error { return b.example() })
}

// WriteForms writes forms into the template, one a row, for Read to give them back. It streams: what it holds are a part
// of the sheet and the compressed workbook.
func WriteForms(w io.Writer, options TemplateOptions, forms iter.Seq[domain.InfoForm]) error {
	return write(w, options, func(b *book) error {
		for f := range forms {
			if err := b.form(f); err != nil {
				return err
			}
		}
		return nil
	})
}

// book is a template being written.
type book struct {
	file    *excelize.File
	stream  *excelize.StreamWriter
	columns []column
	styles  styles
	names   placeNames
	places  []string // offered as insurance places
	title   string
	row     int // next
}

func write(w io.Writer, options TemplateOptions, rows func(*book) error) (err error) {
	b := &book{file: excelize.NewFile(), title: options.Title, row: firstRow}
	defer func() { err = errors.Join(err, b.file.Close()) }()
	if b.title == "" {
		b.title = "国有企业退休人员基本信息表"
	}
	for _, c := range columnsOfForms() {
		if !c.readOnly {
			b.columns = append(b.columns, c)
		}
	}
	b.names, b.places = namesOf(options.Divisions)
	for _, step := range []struct {
		name string
		do   func() error
	}{
		{"prepare", b.prepare}, {"guide", b.guide}, {"lists", b.lists}, {"headings", b.headings},
		{"rows", func() error { return rows(b) }}, {"finish", func() error { return b.stream.Flush() }},
	} {
		if err := step.do(); err != nil {
			return fmt.Errorf("write info forms: %s: %w", step.name, err)
		}
	}
	if err := b.file.Write(w); err != nil {
		return fmt.Errorf("write info forms: %w", err)
	}
	return nil
}

func (b *book) prepare() (err error) {
	if err := b.file.SetSheetName("Sheet1", formSheet); err != nil {
		return err
	}
	if err := b.file.SetDocProps(&excelize.DocProperties{Title: b.title, Creator: "档案库", Language: "zh-CN"}); err != nil {
		return err
	}
	if b.styles, err = newStyles(b.file); err != nil {
		return err
	}
	b.stream, err = b.file.NewStreamWriter(formSheet)
	return err
}

// headings writes what stands above the rows. Column styles must be set before the first row.
func (b *book) headings() error {
	if err := b.stream.SetPanes(&excelize.Panes{Freeze: true, XSplit: frozen, YSplit: headRow, TopLeftCell: cellName(frozen, firstRow), ActivePane: "bottomRight"}); err != nil {
		return err
	}
	cells := make([]any, len(b.columns))
	for i, c := range b.columns {
		if err := b.stream.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
		if err := b.stream.SetColStyle(i+1, i+1, b.styles.of(c)); err != nil {
			return err
		}
		head := excelize.Cell{StyleID: b.styles.head, Value: c.title}
		if c.need {
			head = excelize.Cell{StyleID: b.styles.need, Value: "*" + c.title}
		}
		cells[i] = head
		if err := b.file.AddComment(formSheet, comment(cellName(i, headRow), c)); err != nil {
			return err
		}
	}
	title := b.title + "（每人一行；带*的列必填；鼠标停在列名上可看填写说明）"
	if err := b.stream.SetRow(cellName(0, titleRow), []any{excelize.Cell{StyleID: b.styles.title, Value: title}}, excelize.RowOpts{Height: 28}); err != nil {
		return err
	}
	if err := b.stream.MergeCell(cellName(0, titleRow), cellName(titleSpan-1, titleRow)); err != nil {
		return err
	}
	return b.stream.SetRow(cellName(0, headRow), cells, excelize.RowOpts{Height: 34})
}

func comment(at string, c column) excelize.Comment {
	text := c.note
	if c.need {
		text = "必填。" + text
	}
	return excelize.Comment{Cell: at, Author: guideSheet, Text: text, Width: 260, Height: 80}
}

func (b *book) example() error {
	cells := make([]any, len(b.columns))
	for i, c := range b.columns {
		cells[i] = excelize.Cell{StyleID: b.styles.example, Value: c.example}
	}
	return b.add(cells)
}

func (b *book) form(f domain.InfoForm) error {
	f.Contacts = append(append(make([]domain.Relative, 0, maxContacts), f.Contacts...), make([]domain.Relative, maxContacts)...)[:maxContacts]
	cells := make([]any, len(b.columns))
	for i, c := range b.columns {
		if value := c.value.write(&f, b.names); value != nil {
			cells[i] = excelize.Cell{StyleID: b.styles.of(c), Value: value}
		}
	}
	return b.add(cells)
}

func (b *book) add(cells []any) error {
	err := b.stream.SetRow(cellName(0, b.row), cells)
	b.row++
	return err
}

// cellName names a cell; the column counts from 0, the row from 1.
func cellName(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column+1, row)
	if err != nil {
		panic(err) // only a table of more columns than a sheet has
	}
	return name
}
