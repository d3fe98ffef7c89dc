package sheet

import (
	"encoding/csv"
	"errors"
	"io"
	"path"
	"strings"
)

// csvBook is a CSV file as a workbook of one sheet.
type csvBook struct {
	name   string
	file   Source
	limits Limits
}

func (b *csvBook) Sheets() []string { return []string{path.Base(b.name)} }
func (b *csvBook) Close() error     { return b.file.Close() }

func (b *csvBook) Each(_ string, do func(Row) error) error {
	text, err := TextReader(b.file, b.file.Size())
	if err != nil {
		return Unreadable(b.name, "无法读取").Because(err)
	}
	comma, text, err := separator(text)
	if err != nil {
		return Unreadable(b.name, "无法读取").Because(err)
	}
	reader := csv.NewReader(text)
	reader.Comma, reader.LazyQuotes, reader.FieldsPerRecord, reader.ReuseRecord = comma, true, -1, true
	count, folded := 0, 0 // folded: line feeds inside cells, which a spreadsheet program does not number
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return Unreadable(b.name, "不是完整的CSV文件，请另存为xlsx后提交").Because(err)
		}
		line, _ := reader.FieldPos(0)
		r := Row{No: line - folded, Cells: make([]string, len(cells))}
		for i, cell := range cells {
			folded += strings.Count(cell, "\n")
			r.Cells[i] = Trim(cell)
		}
		if r.blank() {
			continue
		}
		count++
		if err := b.limits.check(b.name, r, count); err != nil {
			return err
		}
		if err := do(r); err != nil {
			return err
		}
	}
}

// separator looks at the beginning of the text: tabs where Excel saved "Unicode text", semicolons in some locales.
func separator(text io.Reader) (rune, io.Reader, error) {
	head := make([]byte, 4096)
	n, err := io.ReadFull(text, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return 0, nil, err
	}
	start := string(head[:n])
	best, most := ',', strings.Count(start, ",")
	for _, candidate := range []rune{'\t', ';'} {
		if count := strings.Count(start, string(candidate)); count > most {
			best, most = candidate, count
		}
	}
	return best, io.MultiReader(strings.NewReader(start), text), nil
}
