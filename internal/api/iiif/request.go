// Package iiif reads image requests of the IIIF Image API 3 and writes its image information and the manifests of the
// Presentation API 3. What it makes of them is data; pixels are cut elsewhere.
//
// It may import domain, and app/reading for the words of a cut.
package iiif

import (
	"errors"
	"fmt"
	"image"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/danganku/danganku/internal/app/reading"
)

// Bounds of a picture handed out. A page larger than this is scaled down under "max".
const (
	MaxSide = 12_000
	MaxArea = 50_000_000 // pixels; an A4 page at 600 dpi has 35 million
)

// ErrRequest is wrapped by errors of requests that are malformed or ask for what the page does not have.
var ErrRequest = errors.New("bad image request")

func refuse(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrRequest, fmt.Sprintf(format, args...))
}

// Request is an image request as sent: region, size, rotation, quality and format.
type Request struct {
	region   region
	size     size
	mirror   bool
	rotation int
	quality  string
	format   reading.Format
}

type regionKind uint8

const (
	regionFull regionKind = iota
	regionSquare
	regionPixels
	regionPercent
)

type region struct {
	kind       regionKind
	x, y, w, h float64
}

type size struct {
	max      bool
	confined bool // !w,h
	percent  float64
	w, h     int // 0: follows from the other
}

// Parse reads the path segments of an image request; file is "quality.format". Errors wrap ErrRequest.
func Parse(regionText, sizeText, rotationText, file string) (Request, error) {
	var request Request
	var err error
	if request.region, err = parseRegion(regionText); err != nil {
		return request, err
	}
	if request.size, err = parseSize(sizeText); err != nil {
		return request, err
	}
	if request.mirror, request.rotation, err = parseRotation(rotationText); err != nil {
		return request, err
	}
	quality, format, _ := strings.Cut(file, ".")
	switch quality {
	case "default", "color", "gray", "bitonal":
		request.quality = quality
	default:
		return request, refuse("quality %.20q", quality)
	}
	switch reading.Format(format) {
	case reading.JPEG, reading.PNG:
		request.format = reading.Format(format)
	default:
		return request, refuse("format %.20q", format)
	}
	return request, nil
}

func parseRegion(text string) (region, error) {
	switch text {
	case "full":
		return region{}, nil
	case "square":
		return region{kind: regionSquare}, nil
	}
	kind := regionPixels
	numbers, percent := strings.CutPrefix(text, "pct:")
	if percent {
		kind = regionPercent
	}
	parts := strings.Split(numbers, ",")
	if len(parts) != 4 {
		return region{}, refuse("region %.40q", text)
	}
	var values [4]float64
	for i, part := range parts {
		value, ok := parseNumber(part, !percent)
		if !ok {
			return region{}, refuse("region %.40q", text)
		}
		values[i] = value
	}
	if values[2] <= 0 || values[3] <= 0 {
		return region{}, refuse("region %.40q has no extent", text)
	}
	return region{kind, values[0], values[1], values[2], values[3]}, nil
}

var (
	wholePattern   = regexp.MustCompile(`^[0-9]{1,9}$`)
	decimalPattern = regexp.MustCompile(`^([0-9]{1,9}(\.[0-9]{1,9})?|\.[0-9]{1,9})$`)
)

// parseNumber reads plain numbers: no sign, no exponent, below a thousand million.
func parseNumber(text string, whole bool) (float64, bool) {
	if whole && !wholePattern.MatchString(text) || !decimalPattern.MatchString(text) {
		return 0, false
	}
	value, err := strconv.ParseFloat(text, 64)
	return value, err == nil
}

// parseSize reads a size. The mark ^, which permits scaling up, is read and changes nothing.
func parseSize(text string) (size, error) {
	var s size
	rest := strings.TrimPrefix(text, "^")
	if rest == "max" {
		s.max = true
		return s, nil
	}
	if number, is := strings.CutPrefix(rest, "pct:"); is {
		percent, ok := parseNumber(number, false)
		if !ok || percent <= 0 {
			return s, refuse("size %.40q", text)
		}
		s.percent = percent
		return s, nil
	}
	rest, s.confined = strings.CutPrefix(rest, "!")
	width, height, both := strings.Cut(rest, ",")
	if !both || width == "" && height == "" || s.confined && (width == "" || height == "") {
		return s, refuse("size %.40q", text)
	}
	for _, side := range []struct {
		text string
		into *int
	}{{width, &s.w}, {height, &s.h}} {
		if side.text == "" {
			continue
		}
		value, ok := parseNumber(side.text, true)
		if !ok || value < 1 {
			return s, refuse("size %.40q", text)
		}
		*side.into = int(value)
	}
	return s, nil
}

func parseRotation(text string) (mirror bool, degrees int, err error) {
	number, mirror := strings.CutPrefix(text, "!")
	value, ok := parseNumber(number, false)
	if !ok || value > 360 || math.Mod(value, 90) != 0 {
		return false, 0, refuse("rotation %.20q: multiples of 90 only", text)
	}
	return mirror, int(value) % 360, nil
}

// Resolve makes the request a cut of a page of the given size. Errors wrap ErrRequest.
func (r Request) Resolve(page image.Point) (reading.Cut, error) {
	area, err := r.region.on(page)
	if err != nil {
		return reading.Cut{}, err
	}
	width, height, err := r.size.of(area.Dx(), area.Dy())
	if err != nil {
		return reading.Cut{}, err
	}
	quality := reading.Quality(r.quality)
	if r.quality == "default" {
		quality = reading.Color
	}
	return reading.Cut{Region: area, Width: width, Height: height, Mirror: r.mirror, Rotation: r.rotation, Quality: quality, Format: r.format}, nil
}

func (r region) on(page image.Point) (image.Rectangle, error) {
	whole := image.Rectangle{Max: page}
	switch r.kind {
	case regionFull:
		return whole, nil
	case regionSquare:
		side := min(page.X, page.Y)
		corner := image.Pt((page.X-side)/2, (page.Y-side)/2)
		return image.Rectangle{Min: corner, Max: corner.Add(image.Pt(side, side))}, nil
	}
	x, y, w, h := r.x, r.y, r.w, r.h
	if r.kind == regionPercent {
		x, w = x*float64(page.X)/100, w*float64(page.X)/100
		y, h = y*float64(page.Y)/100, h*float64(page.Y)/100
	}
	at := image.Pt(int(math.Round(x)), int(math.Round(y)))
	extent := image.Pt(int(math.Round(w)), int(math.Round(h)))
	area := image.Rectangle{Min: at, Max: at.Add(extent)}.Intersect(whole)
	if area.Empty() {
		return area, refuse("the region lies outside the page")
	}
	return area, nil
}

// of is the size in pixels of a region of w by h.
func (s size) of(w, h int) (int, int, error) {
	switch {
	case s.max:
		width, height := fit(w, h)
		return width, height, nil
	case s.percent > 0:
		return admit(w, h, scaled(w, s.percent/100), scaled(h, s.percent/100))
	case s.confined:
		scale := min(float64(s.w)/float64(w), float64(s.h)/float64(h), 1)
		return admit(w, h, scaled(w, scale), scaled(h, scale))
	case s.h == 0:
		return admit(w, h, s.w, scaled(h, float64(s.w)/float64(w)))
	case s.w == 0:
		return admit(w, h, scaled(w, float64(s.h)/float64(h)), s.h)
	}
	return admit(w, h, s.w, s.h)
}

// admit holds the size to the region's own and to the bounds. Viewers scale up by themselves; made here it would only be
// more bytes.
func admit(w, h, width, height int) (int, int, error) {
	if width > w || height > h {
		return 0, 0, refuse("the size exceeds the region, and nothing is scaled up")
	}
	if width > MaxSide || height > MaxSide || width*height > MaxArea {
		return 0, 0, refuse("the size exceeds %d pixels of area or %d of a side", MaxArea, MaxSide)
	}
	return width, height, nil
}

// fit scales down as far as the bounds demand.
func fit(w, h int) (int, int) {
	scale := min(1, MaxSide/float64(w), MaxSide/float64(h), math.Sqrt(MaxArea/(float64(w)*float64(h))))
	return max(int(float64(w)*scale), 1), max(int(float64(h)*scale), 1)
}

func scaled(side int, scale float64) int {
	return max(int(math.Round(min(float64(side)*scale, 1e9))), 1)
}

// Canonical is the path of the same picture as the specification writes it, to be put behind the image's base address.
func Canonical(cut reading.Cut, page image.Point) string {
	area := "full"
	if (cut.Region != image.Rectangle{Max: page}) {
		area = fmt.Sprintf("%d,%d,%d,%d", cut.Region.Min.X, cut.Region.Min.Y, cut.Region.Dx(), cut.Region.Dy())
	}
	extent := fmt.Sprintf("%d,%d", cut.Width, cut.Height)
	if width, height := fit(cut.Region.Dx(), cut.Region.Dy()); cut.Width == width && cut.Height == height {
		extent = "max"
	}
	turn := strconv.Itoa(cut.Rotation)
	if cut.Mirror {
		turn = "!" + turn
	}
	quality := string(cut.Quality)
	if cut.Quality == reading.Color {
		quality = "default"
	}
	return strings.Join([]string{area, extent, turn, quality + "." + string(cut.Format)}, "/")
}
