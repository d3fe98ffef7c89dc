package imaging

import (
	"bytes"
	"image"
	"math"
	"strings"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/structs"
)

// Resolution, in dots per inch, that pages are drawn at: that of the scan if the page is one, else at least drawDPI.
const (
	drawDPI      = 300
	leastDrawDPI = 72
	mostDrawDPI  = 600
	pointsInch   = 72
)

// maxPageObjects bounds the look at a page; a page of more objects is not a plain scan.
const maxPageObjects = 5000

// pdfPage is what is known of one page after looking at its objects.
type pdfPage struct {
	head          header
	width, height float64 // points, as shown
	drawDPI       float64
	grey          bool   // drawing in grey loses nothing
	scan          []byte // the JPEG that is the whole page, as stored
	text          string
}

// pdfImage is an image object of a page.
type pdfImage struct {
	object references.FPDF_PAGEOBJECT
	meta   structs.FPDF_IMAGEOBJ_METADATA
	matrix structs.FPDF_FS_MATRIX
}

// area in square points, as far as the matrix tells.
func (m *pdfImage) area() float64 {
	return math.Abs(float64(m.matrix.A)*float64(m.matrix.D) - float64(m.matrix.B)*float64(m.matrix.C))
}

// upright reports that the picture is neither turned nor mirrored nor sheared.
func (m *pdfImage) upright() bool {
	const nothing = 0.01
	return m.matrix.A > 0 && m.matrix.D > 0 && math.Abs(float64(m.matrix.B)) < nothing && math.Abs(float64(m.matrix.C)) < nothing
}

// dpi relates pixels to the length of the sides of the picture on paper, whichever way it lies.
func (m *pdfImage) dpi() (x, y float64) {
	across := math.Hypot(float64(m.matrix.A), float64(m.matrix.B))
	down := math.Hypot(float64(m.matrix.C), float64(m.matrix.D))
	if across == 0 || down == 0 {
		return 0, 0
	}
	return plausibleDPI(float64(m.meta.Width)*pointsInch/across, float64(m.meta.Height)*pointsInch/down)
}

func (p *pdfPage) read(instance pdfium.Pdfium, doc *pdfDocument) error {
	ref := requests.Page{ByIndex: &requests.PageByIndex{Document: doc.ref, Index: p.head.Index}}
	size, err := instance.GetPageSize(&requests.GetPageSize{Page: ref})
	if err != nil {
		return err
	}
	p.width, p.height = size.Width, size.Height
	if !(p.width > 0 && p.height > 0) || math.IsInf(p.width*p.height, 0) {
		return corruptf("PDF page of %g x %g points", p.width, p.height)
	}
	if p.text, err = pageText(instance, ref, doc.limits.MaxTextBytes); err != nil {
		return err
	}
	p.head.Text = p.text != ""
	largest, alone, err := findImages(instance, ref)
	if err != nil {
		return err
	}
	if alone {
		alone, err = p.fills(instance, ref, largest)
		if err != nil {
			return err
		}
	}
	if err := p.describe(instance, doc.file, largest, alone); err != nil {
		return err
	}
	if p.scan == nil {
		p.planDrawing(doc.limits)
	}
	return nil
}

// findImages returns the largest image of the page, if any, and whether nothing else on the page can be seen.
// Invisible text, which is how recognised text lies under a scan, does not count.
func findImages(instance pdfium.Pdfium, ref requests.Page) (largest *pdfImage, alone bool, err error) {
	counted, err := instance.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: ref})
	if err != nil {
		return nil, false, err
	}
	images, others := 0, max(0, counted.Count-maxPageObjects)
	for i := range min(counted.Count, maxPageObjects) {
		object, err := instance.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: ref, Index: i})
		if err != nil {
			return nil, false, err
		}
		kind, err := instance.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: object.PageObject})
		if err != nil {
			return nil, false, err
		}
		if kind.Type != enums.FPDF_PAGEOBJ_IMAGE {
			if !isInvisibleText(instance, object.PageObject, kind.Type) {
				others++
			}
			continue
		}
		images++
		candidate, err := readImage(instance, ref, object.PageObject)
		if err != nil {
			return nil, false, err
		}
		if largest == nil || candidate.area() > largest.area() {
			largest = candidate
		}
	}
	annotations, err := instance.FPDFPage_GetAnnotCount(&requests.FPDFPage_GetAnnotCount{Page: ref})
	if err != nil {
		return nil, false, err
	}
	return largest, images == 1 && others == 0 && annotations.Count == 0, nil
}

func isInvisibleText(instance pdfium.Pdfium, object references.FPDF_PAGEOBJECT, kind enums.FPDF_PAGEOBJ) bool {
	if kind != enums.FPDF_PAGEOBJ_TEXT {
		return false
	}
	mode, err := instance.FPDFTextObj_GetTextRenderMode(&requests.FPDFTextObj_GetTextRenderMode{PageObject: object})
	return err == nil && mode.TextRenderMode == enums.FPDF_TEXTRENDERMODE_INVISIBLE
}

func readImage(instance pdfium.Pdfium, ref requests.Page, object references.FPDF_PAGEOBJECT) (*pdfImage, error) {
	meta, err := instance.FPDFImageObj_GetImageMetadata(&requests.FPDFImageObj_GetImageMetadata{ImageObject: object, Page: ref})
	if err != nil {
		return nil, err
	}
	matrix, err := instance.FPDFPageObj_GetMatrix(&requests.FPDFPageObj_GetMatrix{PageObject: object})
	if err != nil {
		return nil, err
	}
	return &pdfImage{object: object, meta: meta.ImageMetadata, matrix: matrix.Matrix}, nil
}

// fills reports whether the image, upright and opaque, covers the visible page and nothing more.
func (p *pdfPage) fills(instance pdfium.Pdfium, ref requests.Page, m *pdfImage) (bool, error) {
	rotation, err := instance.FPDFPage_GetRotation(&requests.FPDFPage_GetRotation{Page: ref})
	if err != nil {
		return false, err
	}
	box, err := instance.FPDF_GetPageBoundingBox(&requests.FPDF_GetPageBoundingBox{Page: ref})
	if err != nil {
		return false, err
	}
	see, err := instance.FPDFPageObj_HasTransparency(&requests.FPDFPageObj_HasTransparency{PageObject: m.object})
	if err != nil {
		return false, err
	}
	const slack = 0.01 // of the page's side, cut off or left white at each edge
	near := func(a, b float32, side float64) bool { return math.Abs(float64(a-b)) <= slack*side }
	return m.upright() && !see.HasTransparency && rotation.PageRotation == enums.FPDF_PAGE_ROTATION_NONE &&
		near(m.matrix.E, box.Rect.Left, p.width) && near(m.matrix.E+m.matrix.A, box.Rect.Right, p.width) &&
		near(m.matrix.F, box.Rect.Bottom, p.height) && near(m.matrix.F+m.matrix.D, box.Rect.Top, p.height), nil
}

// describe fills the header from the largest image and takes the page's JPEG out if the page is nothing else.
func (p *pdfPage) describe(instance pdfium.Pdfium, file *tracedReader, largest *pdfImage, alone bool) error {
	p.head.BitsPerPixel, p.head.Color, p.head.Compression = 24, true, "vector"
	p.drawDPI = drawDPI
	if largest == nil {
		return nil
	}
	p.head.DPIX, p.head.DPIY = largest.dpi()
	p.head.BitsPerPixel = int(largest.meta.BitsPerPixel)
	p.head.Color = largest.meta.BitsPerPixel >= 24
	p.head.Compression = "mixed"
	p.drawDPI = min(max(p.head.DPIX, p.head.DPIY, drawDPI), mostDrawDPI)
	if !alone {
		return nil
	}
	filter, err := onlyFilter(instance, largest.object)
	if err != nil {
		return err
	}
	p.head.Compression = filter
	if p.head.DPIX > 0 {
		p.drawDPI = min(max(p.head.DPIX, p.head.DPIY, leastDrawDPI), mostDrawDPI)
	}
	p.grey = largest.meta.BitsPerPixel <= 8 && largest.meta.Colorspace == enums.FPDF_COLORSPACE_DEVICEGRAY
	if filter != "jpeg" {
		return nil
	}
	raw, err := instance.FPDFImageObj_GetImageDataRaw(&requests.FPDFImageObj_GetImageDataRaw{ImageObject: largest.object})
	if err != nil {
		return err
	}
	if file.plainImage(raw.Data) {
		p.takeScan(raw.Data, largest.meta.Colorspace)
	}
	return nil
}

// takeScan accepts the JPEG as the page if it looks the same outside the PDF: PDF ignores orientation tags, and may
// give four-channel or indexed samples a meaning of its own. A JPEG that image/jpeg cannot read is left to PDFium.
func (p *pdfPage) takeScan(data []byte, space enums.FPDF_COLORSPACE) {
	plain := space == enums.FPDF_COLORSPACE_DEVICEGRAY || space == enums.FPDF_COLORSPACE_DEVICERGB ||
		space == enums.FPDF_COLORSPACE_CALGRAY || space == enums.FPDF_COLORSPACE_CALRGB || space == enums.FPDF_COLORSPACE_ICCBASED
	h, err := jpegHeader(bytes.NewReader(data))
	if err != nil || !plain || h.Orientation != Upright || h.BitsPerPixel == 32 {
		return
	}
	p.scan = data
	p.head.Width, p.head.Height, p.head.memory = h.Width, h.Height, h.memory
	p.head.BitsPerPixel, p.head.Color, p.head.Compression = h.BitsPerPixel, h.Color, h.Compression
}

// pdfFilters names the codecs of PDF 1.7, 7.4.
var pdfFilters = map[string]string{
	"DCTDecode": "jpeg", "CCITTFaxDecode": "g4", "JBIG2Decode": "jbig2", "JPXDecode": "jpeg2000",
	"FlateDecode": "deflate", "LZWDecode": "lzw", "RunLengthDecode": "packbits",
}

// onlyFilter returns the name of the image's codec, "mixed" for a chain of several.
func onlyFilter(instance pdfium.Pdfium, object references.FPDF_PAGEOBJECT) (string, error) {
	counted, err := instance.FPDFImageObj_GetImageFilterCount(&requests.FPDFImageObj_GetImageFilterCount{ImageObject: object})
	if err != nil {
		return "", err
	}
	switch counted.Count {
	case 0:
		return "none", nil
	case 1:
		filter, err := instance.FPDFImageObj_GetImageFilter(&requests.FPDFImageObj_GetImageFilter{ImageObject: object})
		if err != nil {
			return "", err
		}
		if name, ok := pdfFilters[strings.TrimRight(filter.ImageFilter, "\x00")]; ok {
			return name, nil
		}
	}
	return "mixed", nil
}

// planDrawing fixes the size of the drawing: a page of any size, however absurd, gets at most MaxRenderPixels.
func (p *pdfPage) planDrawing(limits Limits) {
	scale := p.drawDPI / pointsInch
	most := float64(min(limits.MaxRenderPixels, limits.MaxPixels))
	if pixels := p.width * p.height * scale * scale; pixels > most {
		scale *= math.Sqrt(most / pixels)
	}
	side := float64(min(limits.MaxSide, math.MaxInt16))
	scale = min(scale, side/p.width, side/p.height)
	p.head.Width, p.head.Height = max(1, int(math.Round(p.width*scale))), max(1, int(math.Round(p.height*scale)))
	const perPixel = 12 // the sandbox's bitmap, the copy and a margin
	p.head.memory = perPixel * int64(p.head.Width) * int64(p.head.Height)
}

// draw renders the page on white, annotations such as stamps included.
func (p *pdfPage) draw(instance pdfium.Pdfium, doc references.FPDF_DOCUMENT) (image.Image, error) {
	request := &requests.RenderPageInPixels{
		Page:  requests.Page{ByIndex: &requests.PageByIndex{Document: doc, Index: p.head.Index}},
		Width: p.head.Width, Height: p.head.Height, RenderFlags: enums.FPDF_RENDER_FLAG_ANNOT,
	}
	if p.grey {
		request.ImageFormat = requests.RenderImageFormatGrayscale
	}
	drawn, err := instance.RenderPageInPixels(request)
	if err != nil {
		return nil, err
	}
	defer drawn.Cleanup()
	return copyOut(drawn.Result.RenderedImage)
}

// copyOut copies pixels out of the sandbox's memory, which is reused. A drawing without colour becomes grey.
func copyOut(img image.Image) (image.Image, error) {
	switch m := img.(type) {
	case *image.Gray:
		return &image.Gray{Pix: bytes.Clone(m.Pix), Stride: m.Stride, Rect: m.Rect}, nil
	case *image.RGBA:
		flat := whiten(m.Pix, m.Stride, m.Rect, false)
		if isGrey(flat.Pix) {
			return grayOfRGBA(rasterOf(flat)), nil
		}
		return flat, nil
	}
	return nil, corruptf("pdfium drew a %T", img)
}

func isGrey(pix []uint8) bool {
	for i := 0; i+3 < len(pix); i += 4 {
		if pix[i] != pix[i+1] || pix[i+1] != pix[i+2] {
			return false
		}
	}
	return true
}
