package imaging

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"

	"github.com/danganku/danganku/internal/errs"
	"github.com/klippa-app/go-pdfium"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// pdfDocument is a PDF; its frames are the pages. A page that is nothing but one scanned JPEG is that JPEG; any other
// page is drawn.
type pdfDocument struct {
	*pdfSession
	limits     Limits
	file       *tracedReader
	ref        references.FPDF_DOCUMENT
	pages      int
	restricted bool
	current    *pdfPage // the page looked at last
}

// openPDF takes over the session, except when it fails.
func openPDF(session *pdfSession, limits Limits) (document, error) {
	if err := checkPDFEnd(session.g); err != nil {
		return nil, err
	}
	doc := &pdfDocument{pdfSession: session, limits: limits, file: newTracedReader(session.g)}
	if err := doc.do(doc.open); err != nil {
		return nil, err
	}
	if err := limits.checkFrames(doc.pages); err != nil {
		return nil, err
	}
	return doc, nil
}

// checkPDFEnd finds truncation: PDFium would repair the file from what is left and show fewer pages without a word.
func checkPDFEnd(g *guard) error {
	const farthest = 64 << 10 // from the end; some writers pad the file
	tail := min(g.Size(), farthest)
	end, err := readFull(g, g.Size()-tail, int(tail))
	if err != nil {
		return err
	}
	if !bytes.Contains(end, []byte("%%EOF")) {
		return truncated(errors.New("no end-of-file marker in PDF"))
	}
	return nil
}

func (d *pdfDocument) open(instance pdfium.Pdfium) error {
	opened, err := instance.OpenDocument(&requests.OpenDocument{FileReader: d.file, FileReaderSize: d.g.Size()})
	if errors.Is(err, pdfiumerrors.ErrPassword) || errors.Is(err, pdfiumerrors.ErrSecurity) {
		return errs.New(errs.Unprocessable, CodeEncrypted, "PDF 已加密，请解除密码后重新提交").Because(err)
	}
	if err != nil {
		return err
	}
	d.ref = opened.Document
	counted, err := instance.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: d.ref})
	if err != nil {
		return err
	}
	d.pages = counted.PageCount
	if d.pages <= 0 {
		return corruptf("PDF without pages")
	}
	security, err := instance.FPDF_GetSecurityHandlerRevision(&requests.FPDF_GetSecurityHandlerRevision{Document: d.ref})
	if err != nil {
		return err
	}
	d.restricted = security.SecurityHandlerRevision >= 0
	return nil
}

func (d *pdfDocument) count() int { return d.pages }

func (d *pdfDocument) findings() []Finding {
	if !d.restricted {
		return nil
	}
	return []Finding{{Code: FindingRestricted, Frame: -1, Message: "PDF 带有加密或权限限制，长期保存前宜解除"}}
}

func (d *pdfDocument) header(frame int) (header, error) {
	page, err := d.page(frame)
	if err != nil {
		return header{}, err
	}
	return page.head, nil
}

func (d *pdfDocument) page(frame int) (*pdfPage, error) {
	if d.current != nil && d.current.head.Index == frame {
		return d.current, nil
	}
	page := &pdfPage{head: header{Frame: Frame{Index: frame, Orientation: Upright}}}
	if err := d.do(func(instance pdfium.Pdfium) error { return page.read(instance, d) }); err != nil {
		return nil, err
	}
	d.current = page
	return page, nil
}

func (d *pdfDocument) decode(frame int) (image.Image, error) {
	page, err := d.page(frame)
	if err != nil {
		return nil, err
	}
	if page.scan != nil {
		return jpeg.Decode(bytes.NewReader(page.scan))
	}
	var img image.Image
	err = d.do(func(instance pdfium.Pdfium) error {
		img, err = page.draw(instance, d.ref)
		return err
	})
	return img, err
}

func (d *pdfDocument) embedded(frame int) ([]byte, bool, error) {
	page, err := d.page(frame)
	if err != nil {
		return nil, false, err
	}
	return page.scan, page.scan != nil, nil
}

func (d *pdfDocument) text(frame int) (string, error) {
	page, err := d.page(frame)
	if err != nil {
		return "", err
	}
	return page.text, nil
}
