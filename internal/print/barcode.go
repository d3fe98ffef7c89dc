package print

import (
	"image/color"

	"github.com/boombuler/barcode/code128"
	"github.com/signintech/gopdf"

	"github.com/danganku/danganku/internal/errs"
)

// module is the widest that the narrowest bar gets: 0.33 mm, which any barcode gun reads. Below 0.19 mm common guns fail.
const (
	module       = 0.33 * mm
	leastModule  = 0.19 * mm
	quietModules = 10 // white on each side
)

const (
	barHeight   = 7 * mm
	codeHeight  = barHeight + 1 + noteSize*leading // with the text below
	codeTextTop = barHeight + 1
)

// barcode draws text as Code 128 with the text itself below, at most width wide with its white margins.
func (d *document) barcode(text string, x, y, width float64) {
	used, err := d.bars(text, x, y, width)
	d.fail(err)
	d.line(x, y+codeTextTop, used, noteSize, center, text)
}

// bars returns the width used. It draws one polygon, a comb whose teeth are the bars: a shape for each bar would multiply
// the memory of long rosters.
func (d *document) bars(text string, x, y, width float64) (float64, error) {
	code, err := code128.Encode(text)
	if err != nil {
		return 0, errs.Wrap("draw barcode of "+text, err)
	}
	modules := code.Bounds().Dx()
	unit := min(module, width/float64(modules+2*quietModules))
	if unit < leastModule {
		return 0, errs.New(errs.Unprocessable, "print.barcode", "编号“%s”太长，条码无法打印", text)
	}
	left := x + quietModules*unit
	var comb []gopdf.Point
	for m := 0; m < modules; m++ {
		if code.At(m, 0) != color.Black {
			continue
		}
		start := m
		for m < modules && code.At(m, 0) == color.Black {
			m++
		}
		from, to := left+float64(start)*unit, left+float64(m)*unit
		comb = append(comb, gopdf.Point{X: from, Y: y + barHeight}, gopdf.Point{X: from, Y: y}, gopdf.Point{X: to, Y: y}, gopdf.Point{X: to, Y: y + barHeight})
	}
	d.pdf.Polygon(comb, "F")
	return float64(modules+2*quietModules) * unit, nil
}
