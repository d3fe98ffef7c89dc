package imaging

import (
	"image"
	"image/color"
	"image/draw"
)

// plane is one rectangle of interleaved 8-bit samples, n to the pixel. dx and dy say how far into the plane's first
// sample the image begins, in samples: not zero only for the chroma of a region cut at an odd pixel.
type plane struct {
	pix    []uint8
	stride int
	w, h   int
	n      int
	dx, dy float64
}

func newPlane(w, h, n int) plane {
	return plane{pix: make([]uint8, w*h*n), stride: w * n, w: w, h: h, n: n}
}

func (p plane) row(y int) []uint8 { return p.pix[y*p.stride : y*p.stride+p.w*p.n] }

// raster is an image as planes: one of grey, one of RGBA, or three of Y, Cb and Cr with subsampled chroma. Every
// operation of this package is one loop over planes.
type raster struct {
	w, h   int
	ratio  image.YCbCrSubsampleRatio
	planes []plane
}

// rasterOf shares the pixels of *image.Gray, *image.YCbCr and opaque *image.RGBA; everything else is flattened first.
func rasterOf(img image.Image) raster {
	img = flatten(img)
	b := img.Bounds()
	r := raster{w: b.Dx(), h: b.Dy()}
	switch m := img.(type) {
	case *image.Gray:
		r.planes = []plane{{pix: m.Pix[m.PixOffset(b.Min.X, b.Min.Y):], stride: m.Stride, w: r.w, h: r.h, n: 1}}
	case *image.RGBA:
		r.planes = []plane{{pix: m.Pix[m.PixOffset(b.Min.X, b.Min.Y):], stride: m.Stride, w: r.w, h: r.h, n: 4}}
	case *image.YCbCr:
		r.ratio = m.SubsampleRatio
		r.planes = yCbCrPlanes(m)
	}
	return r
}

func yCbCrPlanes(m *image.YCbCr) []plane {
	b := m.Rect
	hs, vs := subsampling(m.SubsampleRatio)
	luma := plane{pix: m.Y[m.YOffset(b.Min.X, b.Min.Y):], stride: m.YStride, w: b.Dx(), h: b.Dy(), n: 1}
	chroma := plane{
		stride: m.CStride, n: 1,
		w: ceilDiv(b.Max.X, hs) - b.Min.X/hs, h: ceilDiv(b.Max.Y, vs) - b.Min.Y/vs,
		dx: float64(b.Min.X%hs) / float64(hs), dy: float64(b.Min.Y%vs) / float64(vs),
	}
	cb, cr := chroma, chroma
	offset := m.COffset(b.Min.X, b.Min.Y)
	cb.pix, cr.pix = m.Cb[offset:], m.Cr[offset:]
	return []plane{luma, cb, cr}
}

func (r raster) image() image.Image {
	rect := image.Rect(0, 0, r.w, r.h)
	first := r.planes[0]
	switch {
	case len(r.planes) == 3:
		return &image.YCbCr{Y: first.pix, Cb: r.planes[1].pix, Cr: r.planes[2].pix, YStride: first.stride,
			CStride: r.planes[1].stride, SubsampleRatio: r.ratio, Rect: rect}
	case first.n == 4:
		return &image.RGBA{Pix: first.pix, Stride: first.stride, Rect: rect}
	}
	return &image.Gray{Pix: first.pix, Stride: first.stride, Rect: rect}
}

// subsampling gives how many pixels across and down share one chroma sample.
func subsampling(ratio image.YCbCrSubsampleRatio) (hs, vs int) {
	switch ratio {
	case image.YCbCrSubsampleRatio422:
		return 2, 1
	case image.YCbCrSubsampleRatio420:
		return 2, 2
	case image.YCbCrSubsampleRatio440:
		return 1, 2
	case image.YCbCrSubsampleRatio411:
		return 4, 1
	case image.YCbCrSubsampleRatio410:
		return 4, 2
	}
	return 1, 1
}

func ceilDiv(a, b int) int { return (a + b - 1) / b }

// flatten reduces the many image types that codecs return to three opaque ones: *image.Gray, *image.YCbCr and
// *image.RGBA. Transparent parts become white, as paper is; 16-bit samples lose their low byte. Pixels are shared with
// img where they need no change, and never written to.
func flatten(img image.Image) image.Image {
	switch m := img.(type) {
	case *image.Gray, *image.YCbCr:
		return m
	case *image.RGBA:
		if m.Opaque() {
			return m
		}
		return whiten(m.Pix, m.Stride, m.Rect, false)
	case *image.NRGBA:
		if m.Opaque() {
			return &image.RGBA{Pix: m.Pix, Stride: m.Stride, Rect: m.Rect}
		}
		return whiten(m.Pix, m.Stride, m.Rect, true)
	case *image.Gray16:
		return flattenGray16(m)
	case *image.Paletted:
		return flattenPaletted(m)
	case *image.CMYK:
		return flattenCMYK(m)
	}
	flat := image.NewRGBA(img.Bounds())
	draw.Draw(flat, flat.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(flat, flat.Rect, img, img.Bounds().Min, draw.Over)
	return flat
}

// whiten lays RGBA samples on white. Straight (not premultiplied) samples are multiplied on the way.
func whiten(pix []uint8, stride int, rect image.Rectangle, straight bool) *image.RGBA {
	flat := image.NewRGBA(rect)
	for y := range rect.Dy() {
		src, dst := pix[y*stride:], flat.Pix[y*flat.Stride:][:flat.Stride]
		for i := 0; i < len(dst); i += 4 {
			alpha := uint32(src[i+3])
			for c := i; c < i+3; c++ {
				v := uint32(src[c])
				if straight {
					v = (v*alpha + 127) / 255
				}
				dst[c] = uint8(min(v+255-alpha, 255))
			}
			dst[i+3] = 0xff
		}
	}
	return flat
}

func flattenGray16(m *image.Gray16) *image.Gray {
	flat := image.NewGray(m.Rect)
	w := m.Rect.Dx()
	for y := range m.Rect.Dy() {
		src, dst := m.Pix[y*m.Stride:], flat.Pix[y*flat.Stride:]
		for x := range w {
			dst[x] = src[2*x]
		}
	}
	return flat
}

func flattenPaletted(m *image.Paletted) image.Image {
	var table [256]color.RGBA
	grey := true
	for i, c := range m.Palette {
		r, g, b, a := c.RGBA()
		white := 0xffff - a
		table[i] = color.RGBA{uint8((r + white) >> 8), uint8((g + white) >> 8), uint8((b + white) >> 8), 0xff}
		grey = grey && table[i].R == table[i].G && table[i].G == table[i].B
	}
	out := raster{w: m.Rect.Dx(), h: m.Rect.Dy()}
	if grey {
		out.planes = []plane{newPlane(out.w, out.h, 1)}
	} else {
		out.planes = []plane{newPlane(out.w, out.h, 4)}
	}
	for y := range out.h {
		src, dst := m.Pix[y*m.Stride:], out.planes[0].row(y)
		for x := range out.w {
			c := table[src[x]]
			if grey {
				dst[x] = c.R
				continue
			}
			dst[4*x], dst[4*x+1], dst[4*x+2], dst[4*x+3] = c.R, c.G, c.B, 0xff
		}
	}
	return out.image()
}

func flattenCMYK(m *image.CMYK) *image.RGBA {
	flat := image.NewRGBA(m.Rect)
	for y := range m.Rect.Dy() {
		src, dst := m.Pix[y*m.Stride:], flat.Pix[y*flat.Stride:][:flat.Stride]
		for i := 0; i < len(dst); i += 4 {
			dst[i], dst[i+1], dst[i+2] = color.CMYKToRGB(src[i], src[i+1], src[i+2], src[i+3])
			dst[i+3] = 0xff
		}
	}
	return flat
}

// memorySize is the number of bytes the pixels of an image from this package hold.
func memorySize(img image.Image) int64 {
	switch m := img.(type) {
	case *image.Gray:
		return int64(len(m.Pix))
	case *image.RGBA:
		return int64(len(m.Pix))
	case *image.YCbCr:
		return int64(len(m.Y) + len(m.Cb) + len(m.Cr))
	}
	return int64(img.Bounds().Dx()) * int64(img.Bounds().Dy()) * 8
}
