package print

import (
	"image/color"

	"github.com/boombuler/barcode/qr"

	"github.com/danganku/danganku/internal/errs"
)

// leastDot is the least side of a dot of a QR code that common guns and telephones read off paper.
const leastDot = 0.25 * mm

// overlap closes the seam that viewers show between shapes that touch.
const overlap = 0.01 * mm

// qr draws text as a QR code of error correction M, its dots side wide in all. Four dots of white around it are left to the
// caller.
func (d *document) qr(text string, x, y, side float64) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		d.fail(errs.Wrap("draw QR code of "+text, err))
		return
	}
	dots := code.Bounds().Dx()
	unit := side / float64(dots)
	if unit < leastDot {
		d.fail(errs.New(errs.Unprocessable, "print.qr", "“%s”太长，二维码无法打印", text))
		return
	}
	for row := range dots {
		for at := 0; at < dots; at++ {
			from := at
			for at < dots && code.At(at, row) == color.Black {
				at++
			}
			if at > from {
				d.pdf.RectFromUpperLeftWithStyle(x+float64(from)*unit, y+float64(row)*unit, float64(at-from)*unit, unit+overlap, "F")
			}
		}
	}
}
