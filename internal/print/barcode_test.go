package print

import (
	"fmt"
	"image"
	"image/draw"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"

	"github.com/danganku/danganku/internal/domain"
)

// scan reads the barcodes in the right part of a page as a gun does that is moved down over it.
func scan(t *testing.T, page image.Image) map[string]bool {
	t.Helper()
	bounds := page.Bounds()
	found := make(map[string]bool)
	const step = 20 // pixels at 300 dpi: 1.7 mm
	for y := bounds.Min.Y; y+step < bounds.Max.Y; y += step {
		strip := image.NewGray(image.Rect(0, 0, bounds.Dx()*2/5, step))
		draw.Draw(strip, strip.Bounds(), page, image.Pt(bounds.Max.X-strip.Bounds().Dx(), y), draw.Src)
		bitmap, err := gozxing.NewBinaryBitmapFromImage(strip)
		if err != nil {
			t.Fatal(err)
		}
		if result, err := oned.NewCode128Reader().Decode(bitmap, nil); err == nil {
			found[result.GetText()] = true
		}
	}
	return found
}

func TestBarcodeGunReadsEveryLine(t *testing.T) {
	p := testPrinter(t)
	head := testHead(domain.PaperRoster, 8)
	document := printed(t, p, head, entriesOf(8, func(e *Entry) { e.Line.Seq += 16660 })) // the longest codes
	found := scan(t, picture(t, document, 0))
	want := []string{head.Paper.Number}
	for seq := 16661; seq <= 16668; seq++ {
		want = append(want, fmt.Sprintf("%s-%d", head.Batch.No, seq))
	}
	for _, code := range want {
		if !found[code] {
			t.Errorf("%s was not read; read were %v", code, found)
		}
	}
}
