package imaging

import "image"

// Orientation is one of the eight ways a rectangle can lie, in the numbers of EXIF tag 274: what must be done to the
// stored pixels to show the page upright.
type Orientation uint8

const (
	Upright    Orientation = 1
	FlippedX   Orientation = 2 // left and right exchanged
	Turned180  Orientation = 3
	FlippedY   Orientation = 4
	Transposed Orientation = 5
	Turned90   Orientation = 6 // clockwise
	Transverse Orientation = 7
	Turned270  Orientation = 8
)

// swaps reports whether width and height change places.
func (o Orientation) swaps() bool { return o >= Transposed && o <= Turned270 }

// orient returns p turned; target sample (x, y) is the source sample at start + x*across + y*down.
func (p plane) orient(o Orientation) plane {
	right, bottom := (p.w-1)*p.n, (p.h-1)*p.stride
	var start, across, down int
	switch o {
	case FlippedX:
		start, across, down = right, -p.n, p.stride
	case Turned180:
		start, across, down = right+bottom, -p.n, -p.stride
	case FlippedY:
		start, across, down = bottom, p.n, -p.stride
	case Transposed:
		start, across, down = 0, p.stride, p.n
	case Turned90:
		start, across, down = bottom, -p.stride, p.n
	case Transverse:
		start, across, down = right+bottom, -p.stride, -p.n
	case Turned270:
		start, across, down = right, p.stride, -p.n
	default:
		return p
	}
	w, h := p.w, p.h
	if o.swaps() {
		w, h = h, w
	}
	out := newPlane(w, h, p.n)
	for y := range h {
		at, row := start+y*down, out.row(y)
		if p.n == 1 {
			for x := range row {
				row[x] = p.pix[at]
				at += across
			}
			continue
		}
		for x := 0; x < len(row); x += 4 {
			copy(row[x:x+4], p.pix[at:at+4])
			at += across
		}
	}
	return out
}

// orient turns all planes. Colour shared by two pixels may move by one of them when a side is odd.
func (r raster) orient(o Orientation) raster {
	if o <= Upright || o > Turned270 {
		return r
	}
	hs, vs := subsampling(r.ratio)
	out := raster{w: r.w, h: r.h, ratio: r.ratio, planes: make([]plane, len(r.planes))}
	if o.swaps() {
		out.w, out.h = r.h, r.w
		out.ratio = swappedRatio(r.ratio)
	}
	for i, p := range r.planes {
		if i > 0 {
			p.w, p.h = min(p.w, ceilDiv(r.w, hs)), min(p.h, ceilDiv(r.h, vs))
		}
		out.planes[i] = p.orient(o)
	}
	return out
}

func swappedRatio(ratio image.YCbCrSubsampleRatio) image.YCbCrSubsampleRatio {
	switch ratio {
	case image.YCbCrSubsampleRatio422:
		return image.YCbCrSubsampleRatio440
	case image.YCbCrSubsampleRatio440:
		return image.YCbCrSubsampleRatio422
	}
	return ratio
}

// orientImage turns an image; the 4:1:1 and 4:1:0 ratios, which have no turned counterpart and too coarse a colour for
// a border to move, become RGBA.
func orientImage(img image.Image, o Orientation) image.Image {
	if o <= Upright || o > Turned270 {
		return img
	}
	if m, ok := img.(*image.YCbCr); ok {
		if hs, _ := subsampling(m.SubsampleRatio); hs == 4 {
			img = rgbaOf(m)
		}
	}
	return rasterOf(img).orient(o).image()
}

// Region cuts the rectangle with the top left corner (x, y) out of img, clipped to it; pixels are shared.
// A rectangle that lies outside fails.
func Region(img image.Image, x, y, w, h int) (image.Image, error) {
	b := img.Bounds()
	want := image.Rect(x, y, x+w, y+h).Add(b.Min).Intersect(b)
	if w <= 0 || h <= 0 || want.Empty() {
		return nil, badTransform("区域 %d,%d,%d,%d 不在 %d×%d 的图像内", x, y, w, h, b.Dx(), b.Dy())
	}
	if want == b {
		return img, nil
	}
	cutter, ok := img.(interface {
		SubImage(image.Rectangle) image.Image
	})
	if !ok {
		return nil, badTransform("不支持 %T 类型的图像", img)
	}
	return cutter.SubImage(want), nil
}

// Resize scales img to exactly w x h pixels by averaging areas. The size may not exceed that of img in either
// direction: enlarging adds nothing that a viewer cannot do itself.
func Resize(img image.Image, w, h int) (image.Image, error) {
	b := img.Bounds()
	if w <= 0 || h <= 0 || w > b.Dx() || h > b.Dy() {
		return nil, badTransform("不能将 %d×%d 的图像缩放为 %d×%d", b.Dx(), b.Dy(), w, h)
	}
	if w == b.Dx() && h == b.Dy() {
		return img, nil
	}
	return rasterOf(img).scale(w, h).image(), nil
}

// Rotate turns img clockwise by 0, 90, 180 or 270 degrees.
func Rotate(img image.Image, degrees int) (image.Image, error) {
	o, err := turn(degrees)
	if err != nil {
		return nil, err
	}
	return orientImage(img, o), nil
}

func turn(degrees int) (Orientation, error) {
	switch degrees {
	case 0:
		return Upright, nil
	case 90:
		return Turned90, nil
	case 180:
		return Turned180, nil
	case 270:
		return Turned270, nil
	}
	return 0, badTransform("旋转角度只能是 0、90、180 或 270，不能是 %d", degrees)
}

// Mirror exchanges left and right.
func Mirror(img image.Image) image.Image { return orientImage(img, FlippedX) }
