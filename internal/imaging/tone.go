package imaging

import (
	"image"
	"image/color"
)

// Gray returns the brightness of img. The brightness of a *image.YCbCr is its Y plane, which is shared.
func Gray(img image.Image) *image.Gray {
	switch m := flatten(img).(type) {
	case *image.Gray:
		return m
	case *image.YCbCr:
		r := rasterOf(m)
		return raster{w: r.w, h: r.h, planes: r.planes[:1]}.image().(*image.Gray)
	case *image.RGBA:
		return grayOfRGBA(rasterOf(m))
	}
	return nil // flatten returns no other type
}

func grayOfRGBA(r raster) *image.Gray {
	gray := image.NewGray(image.Rect(0, 0, r.w, r.h))
	for y := range r.h {
		src, dst := r.planes[0].row(y), gray.Pix[y*gray.Stride:]
		for x := range r.w {
			px := src[4*x : 4*x+3 : 4*x+3]
			dst[x] = uint8((19595*uint32(px[0]) + 38470*uint32(px[1]) + 7471*uint32(px[2]) + 1<<15) >> 16) // JFIF luma
		}
	}
	return gray
}

// rgbaOf converts a YCbCr image pixel by pixel.
func rgbaOf(m *image.YCbCr) *image.RGBA {
	out := image.NewRGBA(m.Rect)
	for y := m.Rect.Min.Y; y < m.Rect.Max.Y; y++ {
		row := out.Pix[out.PixOffset(m.Rect.Min.X, y):]
		for x := range m.Rect.Dx() {
			yi, ci := m.YOffset(m.Rect.Min.X+x, y), m.COffset(m.Rect.Min.X+x, y)
			row[4*x], row[4*x+1], row[4*x+2] = color.YCbCrToRGB(m.Y[yi], m.Cb[ci], m.Cr[ci])
			row[4*x+3] = 0xff
		}
	}
	return out
}

// Bitonal returns img in pure black and white, divided at the threshold that separates its brightness best (Otsu).
// The palette makes PNG files of it one bit deep.
func Bitonal(img image.Image) *image.Paletted {
	gray := Gray(img)
	r := rasterOf(gray)
	threshold := otsu(histogram(r.planes[0]))
	out := image.NewPaletted(image.Rect(0, 0, r.w, r.h), color.Palette{color.Black, color.White})
	for y := range r.h {
		dst := out.Pix[y*out.Stride:]
		for x, v := range r.planes[0].row(y) {
			if v > threshold {
				dst[x] = 1
			}
		}
	}
	return out
}

func histogram(p plane) (counts [256]int) {
	for y := range p.h {
		for _, v := range p.row(y) {
			counts[v]++
		}
	}
	return counts
}

// otsu finds the brightness that maximises the variance between the two sides; the darker side includes it.
func otsu(counts [256]int) uint8 {
	var total, sum float64
	for v, n := range counts {
		total += float64(n)
		sum += float64(v) * float64(n)
	}
	var below, belowSum, best float64
	threshold := uint8(127)
	for v, n := range counts {
		below += float64(n)
		belowSum += float64(v) * float64(n)
		if below == 0 || below == total {
			continue
		}
		gap := belowSum/below - (sum-belowSum)/(total-below)
		if between := below * (total - below) * gap * gap; between > best {
			best, threshold = between, uint8(v)
		}
	}
	return threshold
}
