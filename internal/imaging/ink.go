package imaging

// Working size of the analyses: fine enough for a tenth of a degree and for small print, and the same for any scan
// resolution.
const analysisSide = 1200

// inkMap marks the pixels of a shrunken page that carry writing.
type inkMap struct {
	w, h int
	bits []bool
	ink  int // pixels marked inside the margins
	area int // pixels inside the margins
}

// findInk shrinks the page and compares each pixel with the brightness of the paper around it, so that yellowing,
// shading and bleed-through do not count as writing. A rim is left out: scanners darken it.
func findInk(page raster) inkMap {
	gray := shrinkForAnalysis(page)
	paper := paperTone(gray)
	m := inkMap{w: gray.w, h: gray.h, bits: make([]bool, gray.w*gray.h)}
	rimX, rimY := gray.w/40, gray.h/40
	for y := rimY; y < gray.h-rimY; y++ {
		row := gray.row(y)
		tone := paper.row(y / paperCell)
		for x := rimX; x < gray.w-rimX; x++ {
			const darker = 78 // percent of the paper's brightness
			if int(row[x])*100 < int(tone[x/paperCell])*darker {
				m.bits[y*m.w+x] = true
			}
		}
	}
	m.area = max(0, gray.w-2*rimX) * max(0, gray.h-2*rimY)
	m.despeckle()
	return m
}

func shrinkForAnalysis(page raster) plane {
	gray := page.planes[0]
	if gray.n == 4 {
		gray = rasterOf(Gray(page.image())).planes[0]
	}
	long := max(page.w, page.h)
	if long <= analysisSide {
		return gray
	}
	step := float64(long) / analysisSide
	w, h := max(1, int(float64(page.w)/step)), max(1, int(float64(page.h)/step))
	return gray.scale(w, h, step, step)
}

const paperCell = 24

// paperTone estimates the paper's brightness cell by cell: the brightness that the lightest tenth of the cell and
// its neighbours reaches. Inside a photograph or a dark seal this follows the picture, which is harmless here.
func paperTone(gray plane) plane {
	tone := newPlane(ceilDiv(gray.w, paperCell), ceilDiv(gray.h, paperCell), 1)
	for cy := range tone.h {
		for cx := range tone.w {
			var counts [256]int
			total := 0
			for y := max(0, (cy-1)*paperCell); y < min(gray.h, (cy+2)*paperCell); y += 2 {
				row := gray.row(y)
				for x := max(0, (cx-1)*paperCell); x < min(gray.w, (cx+2)*paperCell); x += 2 {
					counts[row[x]]++
					total++
				}
			}
			tone.row(cy)[cx] = lightest(counts, total/10)
		}
	}
	return tone
}

// lightest returns the brightness that n of the counted pixels exceed or reach.
func lightest(counts [256]int, n int) uint8 {
	for v := 255; v > 0; v-- {
		n -= counts[v]
		if n <= 0 {
			return uint8(v)
		}
	}
	return 0
}

// despeckle removes marks without two marked neighbours, which are dust, and counts the rest.
func (m *inkMap) despeckle() {
	kept := make([]bool, len(m.bits))
	for y := 1; y < m.h-1; y++ {
		for x := 1; x < m.w-1; x++ {
			at := y*m.w + x
			if m.bits[at] && m.neighbours(at) >= 2 {
				kept[at] = true
				m.ink++
			}
		}
	}
	m.bits = kept
}

func (m *inkMap) neighbours(at int) int {
	n := 0
	for _, d := range [...]int{-m.w - 1, -m.w, -m.w + 1, -1, 1, m.w - 1, m.w, m.w + 1} {
		if m.bits[at+d] {
			n++
		}
	}
	return n
}

// blank reports whether nothing is written: less ink than four small characters. Synthetic text pages had 2 to 12
// percent, so the limit errs on the side of keeping a page.
func (m *inkMap) blank() bool {
	const share = 0.0002
	return float64(m.ink) < share*float64(m.area)
}
