package print

import (
	"fmt"
	"io"
	"strings"

	"github.com/danganku/danganku/internal/domain"
)

// Stickers of 70 x 37 mm fill A4 three by eight; printers leave about 5 mm white at the edges of the sheet.
const (
	stickerWidth   = 70 * mm
	stickerHeight  = 37 * mm
	stickerColumns = 3
	stickerRows    = domain.LabelsPerSheet / stickerColumns
	stickersTop    = (a4Long - stickerRows*stickerHeight) / 2
	stickerPad     = 6.5 * mm
	stickerDots    = 22 * mm
	stickerGap     = 3 * mm // white of the QR code to the text
)

func (p *Printer) stickers(w io.Writer, start int, labels []domain.VolumeLabel) error {
	d, err := p.document(layout{title: "二维码标签", heading: func(*document) {}, bare: true})
	if err != nil {
		return err
	}
	for i, label := range labels {
		at := (start - 1 + i) % domain.LabelsPerSheet
		if i > 0 && at == 0 {
			d.page()
		}
		x := float64(at%stickerColumns) * stickerWidth
		y := stickersTop + float64(at/stickerColumns)*stickerHeight
		d.corners(x, y)
		d.sticker(label, x, y)
	}
	return d.writeTo(w)
}

// corners marks where a sticker ends, for runs on plain paper.
func (d *document) corners(x, y float64) {
	const arm = 1.5 * mm
	d.pdf.SetLineWidth(0.25)
	d.pdf.SetGrayStroke(frameGray)
	for _, cx := range []float64{x, x + stickerWidth} {
		for _, cy := range []float64{y, y + stickerHeight} {
			d.pdf.Line(cx-arm, cy, cx+arm, cy)
			d.pdf.Line(cx, cy-arm, cx, cy+arm)
		}
	}
	d.pdf.SetGrayStroke(0)
}

// sticker draws the QR code at the left, and the text beside it in the middle of the height.
func (d *document) sticker(l domain.VolumeLabel, x, y float64) {
	d.qr(l.Code, x+stickerPad, y+(stickerHeight-stickerDots)/2, stickerDots)
	beside := x + stickerPad + stickerDots + stickerGap
	width := x + stickerWidth - stickerPad - beside

	type part struct {
		lines []string
		size  float64
	}
	var parts []part
	add := func(text string, most, least float64, lines int, wrap wrapper) {
		if text != "" {
			wrapped, size := d.face.fit(text, width, most, least, lines, wrap)
			parts = append(parts, part{wrapped, size})
		}
	}
	add(l.ArchivalCode, 10, 8, 3, wrapCode)
	add(strings.ReplaceAll(clean(l.Name), "\n", " "), 14, 10, 2, (*face).wrap)
	add(strings.Join(place(l), " "), 9, 7, 1, (*face).wrap)
	add(l.Office, 7, 6, 2, (*face).wrap)
	_, missing := d.face.shown(l.ArchivalCode + l.Name + l.Office)
	add(codePoints(missing), 5, 5, 2, (*face).wrap)

	height := 0.0
	for _, part := range parts {
		height += float64(len(part.lines)) * part.size * leading
	}
	shrink := min(1, (stickerHeight-10*mm)/height)
	d.y = y + (stickerHeight-height*shrink)/2
	for _, part := range parts {
		d.block(beside, width, part.size*shrink, left, part.lines)
	}
}

// codePoints names the characters that stand as boxes on a label, so that they can be written in by hand.
func codePoints(missing []rune) string {
	var note strings.Builder
	for _, r := range missing {
		fmt.Fprintf(&note, "%c U+%04X ", box, r)
	}
	return strings.TrimSpace(note.String())
}
