package demo

import (
	"bytes"
	"fmt"

	"github.com/signintech/gopdf"
)

// joinPDF makes a PDF of page images, each over the text that is written on it, so that the text can be searched and is
// not seen twice. The font is the one the images were drawn with.
func joinPDF(fontData []byte, pages [][]byte, texts [][]string) ([]byte, error) {
	pdf := &gopdf.GoPdf{}
	pdf.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	option := gopdf.TtfOption{OnGlyphNotFoundSubstitute: func(rune) rune { return '?' }}
	if err := pdf.AddTTFFontDataWithOption("demo", fontData, option); err != nil {
		return nil, fmt.Errorf("join PDF: font: %w", err)
	}
	if err := pdf.SetFont("demo", "", 9); err != nil {
		return nil, fmt.Errorf("join PDF: font: %w", err)
	}
	for i, page := range pages {
		pdf.AddPage()
		if err := textLayer(pdf, texts[i]); err != nil {
			return nil, fmt.Errorf("join PDF: page %d: %w", i+1, err)
		}
		holder, err := gopdf.ImageHolderByBytes(page)
		if err != nil {
			return nil, fmt.Errorf("join PDF: page %d: %w", i+1, err)
		}
		if err := pdf.ImageByHolder(holder, 0, 0, gopdf.PageSizeA4); err != nil {
			return nil, fmt.Errorf("join PDF: page %d: %w", i+1, err)
		}
	}
	var out bytes.Buffer
	if _, err := pdf.WriteTo(&out); err != nil {
		return nil, fmt.Errorf("join PDF: %w", err)
	}
	return out.Bytes(), nil
}

func textLayer(pdf *gopdf.GoPdf, lines []string) error {
	for i, line := range lines {
		pdf.SetXY(40, 40+12*float64(i))
		if err := pdf.Cell(nil, line); err != nil {
			return err
		}
	}
	return nil
}

// texts are the words on a sheet, line by line.
func (s sheet) texts() []string {
	lines := []string{s.title, s.under}
	for _, r := range s.rows {
		line := ""
		for _, c := range r.cells {
			line += c.text + " " + c.closing.unit + " " + c.closing.date + " "
		}
		lines = append(lines, line)
	}
	lines = append(lines, s.prose...)
	return append(lines, s.closing.unit, s.closing.date, mark)
}
