package pack

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
)

// csvBook is a CSV file as a workbook of one sheet.
type csvBook struct {
	name   string
	file   File
	limits Limits
}

func openCSV(name string, f File, limits Limits) (workbook, error) {
	return &csvBook{name, f, limits}, nil
}

func (b *csvBook) sheets() []string { return []string{stem(b.name)} }
func (b *csvBook) date1904() bool   { return false }
func (b *csvBook) Close() error     { return b.file.Close() }

func (b *csvBook) each(_ string, do func(row) error) error {
	text, err := textReader(b.file, b.file.Size())
	if err != nil {
		return badWorkbook(b.name, "无法读取").Because(err)
	}
	comma, text, err := separator(text)
	if err != nil {
		return badWorkbook(b.name, "无法读取").Because(err)
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
			return badWorkbook(b.name, "不是完整的CSV文件，请另存为xlsx后提交").Because(err)
		}
		line, _ := reader.FieldPos(0)
		r := row{no: line - folded, shown: make([]string, len(cells))}
		for i, cell := range cells {
			folded += strings.Count(cell, "\n")
			r.shown[i] = trimCell(cell)
		}
		if r.raw = r.shown; r.blank() {
			continue
		}
		count++
		if err := checkRow(b.name, r.no, count, r.shown, b.limits); err != nil {
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
