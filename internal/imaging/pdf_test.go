package imaging

import (
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"image"
	"image/color"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/errs"
	"github.com/signintech/gopdf"
)

// pdfFile writes a PDF of the given objects, numbered from 1; the first must be the catalogue.
func pdfFile(objects ...string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n")
	var offsets []int
	for i, object := range objects {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return out.Bytes()
}

func pdfStream(entries string, data []byte) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", entries, len(data), data)
}

// pdfPageOf is a PDF of one page: its dictionary entries, its content, and further objects from number 5 on.
func pdfPageOf(entries, content string, more ...string) []byte {
	return pdfFile(append([]string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /Contents 4 0 R " + entries + " >>", pdfStream("", []byte(content)),
	}, more...)...)
}

const pdfScanPage = "/MediaBox [0 0 240 320] /Resources << /XObject << /Im 5 0 R >> /Font << /F 6 0 R /U 7 0 R >> " +
	"/ExtGState << /Faint << /ca 0.3 >> >> >> "

func pdfJPEG(data []byte, w, h int) string {
	return pdfStream(fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB "+
		"/BitsPerComponent 8 /Filter /DCTDecode", w, h), data)
}

const pdfHelvetica = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"

// pdfGlyphless are the objects 7 to 9: a font without visible glyphs whose codes 1 to 5 mean 张淼𬭎 and two more.
func pdfGlyphless() []string {
	const toUnicode = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n" +
		"1 begincodespacerange <0000> <FFFF> endcodespacerange\n" +
		"3 beginbfchar <0001> <5F20> <0002> <6DFC> <0003> <D872DF4E> endbfchar endcmap end end"
	return []string{
		"<< /Type /Font /Subtype /Type0 /BaseFont /U /Encoding /Identity-H /DescendantFonts [8 0 R] /ToUnicode 9 0 R >>",
		"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /U /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) " +
			"/Supplement 0 >> /DW 1000 >>",
		pdfStream("", []byte(toUnicode)),
	}
}

const pdfDrawScan = "q 240 0 0 320 0 0 cm /Im Do Q "

func scanPDF(entries, content string, scan []byte, size image.Point) []byte {
	return pdfPageOf(pdfScanPage+entries, content, append([]string{pdfJPEG(scan, size.X, size.Y), pdfHelvetica}, pdfGlyphless()...)...)
}

// inImage adds entries to the dictionary of the JPEG.
func inImage(data []byte, entries string) []byte {
	return bytes.Replace(data, []byte("/Filter /DCTDecode"), []byte("/Filter /DCTDecode "+entries), 1)
}

func TestPDFOfScansGivesTheJPEGsBack(t *testing.T) {
	engine := newEngine(t)
	var scans [][]byte
	pdf := &gopdf.GoPdf{}
	pdf.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	for range 2 {
		scan := jpegBytes(t, synthPage(1240, 1754, float64(len(scans))))
		holder, err := gopdf.ImageHolderByBytes(scan)
		if err != nil {
			t.Fatal(err)
		}
		pdf.AddPage()
		if err := pdf.ImageByHolder(holder, 0, 0, gopdf.PageSizeA4); err != nil {
			t.Fatal(err)
		}
		scans = append(scans, scan)
	}
	data := pdf.GetBytesPdf()
	report, err := engine.Inspect(context.Background(), source(data), "dossier.pdf")
	if err != nil || len(report.Frames) != 2 || len(report.Findings) != 0 {
		t.Fatalf("%+v %v", report, err)
	}
	for i, scan := range scans {
		got, ok, err := engine.ExtractJPEG(context.Background(), source(data), i)
		if err != nil || !ok || !bytes.Equal(got, scan) {
			t.Errorf("page %d: %v, %v, %d of %d bytes", i, ok, err, len(got), len(scan))
		}
		f := report.Frames[i]
		if f.Width != 1240 || f.Height != 1754 || math.Abs(f.DPIX-150) > .5 || f.Compression != "jpeg" || !f.Color ||
			f.Text || !f.SkewKnown || math.Abs(f.Skew-float64(i)) > .1 {
			t.Errorf("page %d: %+v", i, f)
		}
	}
}

func TestPDFPageThatIsMoreThanItsScan(t *testing.T) {
	engine := newEngine(t)
	page := synthPage(480, 640, 0)
	scan := jpegBytes(t, page)
	turnedScan := withExif(scan, map[uint16]tiffField{tagOrientation: short(6)})
	const red = "1 0 0 rg 100 200 40 40 re f "
	size := image.Pt(480, 640)
	cases := []struct {
		name  string
		data  []byte
		exact bool
		shape image.Point
		red   image.Point // where the page shows the red square, if anywhere
	}{
		{"scan alone", scanPDF("", pdfDrawScan, scan, size), true, size, image.Point{}},
		{"scan over invisible text", scanPDF("", "BT 3 Tr /F 10 Tf 20 20 Td (hidden) Tj ET "+pdfDrawScan, scan, size), true, size, image.Point{}},
		{"stamp drawn on it", scanPDF("", pdfDrawScan+red, scan, size), false, image.Pt(1000, 1333), image.Pt(500, 417)},
		{"visible text on it", scanPDF("", pdfDrawScan+"BT /F 10 Tf 20 20 Td (seen) Tj ET", scan, size), false, image.Pt(1000, 1333), image.Point{}},
		{"page turned", scanPDF("/Rotate 90", pdfDrawScan+red, scan, size), false, image.Pt(1333, 1000), image.Pt(917, 500)},
		{"scan turned", scanPDF("", "q 0 320 -240 0 240 0 cm /Im Do Q", scan, size), false, image.Point{}, image.Point{}},
		{"scan on half the page", scanPDF("", "q 120 0 0 160 0 0 cm /Im Do Q", scan, size), false, image.Point{}, image.Point{}},
		{"scan larger than the page", scanPDF("", "q 480 0 0 640 -100 -100 cm /Im Do Q", scan, size), false, image.Point{}, image.Point{}},
		{"scan twice", scanPDF("", pdfDrawScan+pdfDrawScan, scan, size), false, image.Point{}, image.Point{}},
		{"annotation", scanPDF("/Annots [<< /Type /Annot /Subtype /Square /Rect [10 10 50 50] /C [1 0 0] >>]", pdfDrawScan, scan, size), false, image.Pt(1000, 1333), image.Point{}},
		{"translucent", scanPDF("", "/Faint gs "+pdfDrawScan, scan, size), false, image.Point{}, image.Point{}},
		{"masked", inImage(scanPDF("", pdfDrawScan, scan, size), "/SMask 5 0 R"), false, image.Point{}, image.Point{}},
		{"negative", inImage(scanPDF("", pdfDrawScan, scan, size), "/Decode [1 0 1 0 1 0]"), false, image.Point{}, image.Point{}},
		{"entries that change nothing", inImage(scanPDF("", pdfDrawScan, scan, size), "/Decode [0 1 0 1 0 1] /SMask /None /DecodeParms << >>"), true, size, image.Point{}},
		{"orientation tag that PDF ignores", scanPDF("", pdfDrawScan, turnedScan, size), false, size, image.Point{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			data, ok, err := engine.ExtractJPEG(context.Background(), source(c.data), 0)
			if err != nil || ok != c.exact || (ok && !bytes.Equal(data, scan)) {
				t.Fatalf("extracted %d bytes, %v, %v", len(data), ok, err)
			}
			img, err := engine.Decode(context.Background(), source(c.data), 0)
			if err != nil {
				t.Fatal(err)
			}
			if c.shape != (image.Point{}) && img.Bounds().Size() != c.shape {
				t.Errorf("shown as %v, want %v", img.Bounds().Size(), c.shape)
			}
			if c.red != (image.Point{}) && !sameColour(img.At(c.red.X, c.red.Y), color.RGBA{255, 0, 0, 255}) {
				t.Errorf("%v at %v is not red", img.At(c.red.X, c.red.Y), c.red)
			}
			if c.name == "scan alone" {
				if diff := meanDifference(t, img, page); diff > 5 {
					t.Errorf("differs from the page by %.1f", diff)
				}
			}
		})
	}
}

// A one-bit scan must come out at its own resolution, pixel for pixel, and grey.
func TestPDFOneBitScan(t *testing.T) {
	page := Bitonal(synthPage(500, 700, 0))
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	for y := range 700 {
		row := make([]byte, 63)
		for x := range 500 {
			row[x/8] |= page.ColorIndexAt(x, y) << (7 - x%8)
		}
		if _, err := z.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	data := pdfPageOf("/MediaBox [0 0 90 126] /Resources << /XObject << /Im 5 0 R >> >>", "q 90 0 0 126 0 0 cm /Im Do Q",
		pdfStream("/Type /XObject /Subtype /Image /Width 500 /Height 700 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /FlateDecode", packed.Bytes()))
	engine := newEngine(t)
	var img image.Image
	report, err := engine.InspectEach(context.Background(), source(data), "a.pdf", func(p Page) error { img = p.Image; return nil })
	if err != nil {
		t.Fatal(err)
	}
	f := report.Frames[0]
	if f.Width != 500 || f.Height != 700 || f.Compression != "deflate" || f.Color || f.BitsPerPixel != 1 || math.Abs(f.DPIX-400) > .1 {
		t.Errorf("%+v", f)
	}
	if _, gray := img.(*image.Gray); !gray {
		t.Errorf("drawn as %T", img)
	}
	if diff := meanDifference(t, img, page); diff > 1 {
		t.Errorf("differs by %.2f", diff)
	}
}

func TestPDFText(t *testing.T) {
	engine := newEngine(t)
	scan := jpegBytes(t, synthPage(240, 320, 0))
	content := "BT 3 Tr /U 10 Tf 20 200 Td <000100020003> Tj 0 -20 Td <00010003> Tj ET " + pdfDrawScan
	data := scanPDF("", content, scan, image.Pt(240, 320))
	text, err := engine.Text(context.Background(), source(data), 0)
	if err != nil || text != "张淼𬭎\n张𬭎" {
		t.Errorf("%q, %v", text, err)
	}
	report, err := engine.InspectEach(context.Background(), source(data), "a.pdf", func(p Page) error {
		if p.Text != text {
			t.Errorf("visited with text %q", p.Text)
		}
		return nil
	})
	if err != nil || !report.Frames[0].Text || report.Frames[0].Compression != "jpeg" {
		t.Errorf("%+v %v", report, err)
	}
	if text, err := engine.Text(context.Background(), source(scan), 0); err != nil || text != "" {
		t.Errorf("text of a JPEG: %q, %v", text, err)
	}
}

func TestTidyText(t *testing.T) {
	cases := []struct {
		raw  string
		most int
		want string
	}{
		{"姓名\r\n  张三  \r\r\n\n\n性别\x00\u0002\ufffe", 100, "姓名\n  张三\n\n性别"},
		{"\n \n", 100, ""},
		{"张三李四", 7, "张三"},
	}
	for _, c := range cases {
		if got := tidyText(c.raw, c.most); got != c.want {
			t.Errorf("tidyText(%q) = %q", c.raw, got)
		}
	}
}

func TestPDFOfTextIsDrawn(t *testing.T) {
	data := pdfPageOf("/MediaBox [0 0 595 842] /Resources << /Font << /F 5 0 R >> >>",
		"0 0 1 rg BT /F 24 Tf 72 700 Td (Retirement approval) Tj ET", pdfHelvetica)
	var img image.Image
	report, err := newEngine(t).InspectEach(context.Background(), source(data), "a.pdf", func(p Page) error { img = p.Image; return nil })
	if err != nil {
		t.Fatal(err)
	}
	f := report.Frames[0]
	if f.Width != 2479 || f.Height != 3508 || f.DPIX != 0 || f.Compression != "vector" || !f.Text || f.Blank {
		t.Errorf("%+v", f)
	}
	if !sameColour(img.At(0, 0), color.White) {
		t.Errorf("paper is %v", img.At(0, 0))
	}
}

func TestPDFRefusals(t *testing.T) {
	scan := jpegBytes(t, synthPage(240, 320, 0))
	whole := scanPDF("", pdfDrawScan, scan, image.Pt(240, 320))
	many := "<< /Type /Pages /Kids [" + strings.Repeat("3 0 R ", 30) + "] /Count 30 >>"
	limits := DefaultLimits()
	limits.MaxFrames = 20
	engine := newEngineWith(t, Config{Limits: limits})
	brokenScan := scanPDF("", pdfDrawScan, scan[:len(scan)/2], image.Pt(240, 320))
	cases := []struct {
		name string
		data []byte
		code string
	}{
		{"password", protectedPDF(t, scan, "secret"), CodeEncrypted},
		{"cut", whole[:len(whole)*2/3], CodeTruncated},
		{"only a header", []byte("%PDF-1.4\n%%EOF\n"), CodeCorrupt},
		{"too many pages", pdfFile("<< /Type /Catalog /Pages 2 0 R >>", many, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] >>"), CodeTooLarge},
		{"no pages", pdfFile("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"), CodeCorrupt},
		{"half a scan inside", brokenScan, CodeTruncated},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := engine.Inspect(context.Background(), source(c.data), "a.pdf")
			wantRefusal(t, err, c.code, "")
		})
	}
}

func TestPDFThatClaimsABillionPages(t *testing.T) {
	data := pdfFile("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] >>")
	report, err := newEngine(t).Inspect(context.Background(), source(data), "a.pdf")
	if err == nil && len(report.Frames) != 1 {
		t.Errorf("%d pages", len(report.Frames))
	}
}

func protectedPDF(t *testing.T, scan []byte, password string) []byte {
	t.Helper()
	pdf := &gopdf.GoPdf{}
	pdf.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4, Protection: gopdf.PDFProtectionConfig{
		UseProtection: true, Permissions: gopdf.PermissionsPrint, OwnerPass: []byte("owner"), UserPass: []byte(password)}})
	pdf.AddPage()
	holder, err := gopdf.ImageHolderByBytes(scan)
	if err != nil {
		t.Fatal(err)
	}
	if err := pdf.ImageByHolder(holder, 0, 0, gopdf.PageSizeA4); err != nil {
		t.Fatal(err)
	}
	return pdf.GetBytesPdf()
}

func TestPDFWithRestrictionsIsReadable(t *testing.T) {
	data := protectedPDF(t, jpegBytes(t, synthPage(240, 320, 0)), "")
	report, err := newEngine(t).Inspect(context.Background(), source(data), "a.pdf")
	if err != nil || len(report.Findings) != 1 || report.Findings[0].Code != FindingRestricted {
		t.Errorf("%+v %v", report, err)
	}
}

func TestPDFOfAbsurdSizeIsDrawnSmall(t *testing.T) {
	limits := DefaultLimits()
	limits.MaxRenderPixels = 1_000_000
	engine := newEngineWith(t, Config{Limits: limits})
	for _, box := range []string{"[0 0 1000000 1000000]", "[0 0 14400 3]", "[0 0 1e30 1e30]", "[0 0 0 0]"} {
		data := pdfPageOf("/MediaBox "+box, "1 0 0 rg 0 0 100 100 re f")
		img, err := engine.Decode(context.Background(), source(data), 0)
		if err != nil {
			if errs.KindOf(err) == errs.Internal {
				t.Errorf("%s: %v", box, err)
			}
			continue
		}
		if size := img.Bounds(); size.Dx()*size.Dy() > 1_010_000 {
			t.Errorf("%s drawn as %v", box, size)
		}
	}
}

// A page that would be drawn for hours must be given up, its instance freed, and the next file served.
func TestPDFThatHangs(t *testing.T) {
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 600 600] /Resources << /XObject << /X 5 0 R >> >> >>",
		pdfStream("", []byte(strings.Repeat("/X Do ", 30)))}
	const depth = 8
	for i := range depth {
		content, resources := strings.Repeat("/X Do ", 30), fmt.Sprintf("/Resources << /XObject << /X %d 0 R >> >>", 6+i)
		if i == depth-1 {
			content, resources = "0 0 600 600 re f", ""
		}
		objects = append(objects, pdfStream("/Type /XObject /Subtype /Form /BBox [0 0 600 600] "+resources, []byte(content)))
	}
	bomb := pdfFile(objects...)
	limits := DefaultLimits()
	limits.DecodeTimeout = time.Second
	engine := newEngineWith(t, Config{Limits: limits, PDFInstances: 1})
	scan := jpegBytes(t, synthPage(240, 320, 0))
	good := scanPDF("", pdfDrawScan+"1 0 0 rg 10 10 5 5 re f", scan, image.Pt(240, 320))
	for range 2 {
		begun := time.Now()
		_, err := engine.Decode(context.Background(), source(bomb), 0)
		wantRefusal(t, err, CodeTimeout, "超时")
		if took := time.Since(begun); took > 20*time.Second {
			t.Errorf("given up after %v", took)
		}
		if _, err := engine.Decode(context.Background(), source(good), 0); err != nil {
			t.Fatalf("after the bomb: %v", err)
		}
	}
}

func TestClosedEngineRefusesPDF(t *testing.T) {
	engine, err := New(Config{CacheDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := engine.Decode(context.Background(), source(pdfPageOf("/MediaBox [0 0 9 9]", "")), 0); err == nil {
		t.Error("a closed engine drew a page")
	}
}
