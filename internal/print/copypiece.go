package print

import (
	"bytes"
	"fmt"
	"image/jpeg"
	"io"

	"github.com/signintech/gopdf"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const (
	sealWidth = 42 * mm
	dotsSide  = 22 * mm
	dotsWidth = 38 * mm // with the code below
)

// maxPictures bounds the bytes of the pictures of one copy. The library keeps each twice until the document is written.
const maxPictures = 64 << 20

// CopyPiece is one numbered copy or excerpt that is handed out.
type CopyPiece struct {
	Order  domain.CopyOrder
	Office domain.ArchiveOffice
	Piece  domain.CopyPiece
	Item   domain.CopyItem
	Pages  []domain.Page // of a copy, in order
	Verify string        // address of the public page that answers for the code; empty: none is known
}

// CopyPiece prints a copy: each page of the material above a frame that says of what it is a copy, by whom, and how to verify it,
// with the copy's number across the page; or an excerpt with that frame. picture gives a page as JPEG, upright; it is called once
// for each page. Pictures of more than 64 MiB are errs.TooLarge.
func (p *Printer) CopyPiece(w io.Writer, c CopyPiece, picture func(domain.Page) ([]byte, error)) error {
	d, err := p.document(layout{title: "档案复制件（摘录）", number: c.Piece.No, watermark: c.Piece.No, heading: func(*document) {}})
	if err != nil {
		return errs.Wrap("print copy", err)
	}
	if c.Item.Excerpt != "" {
		d.excerpt(&c)
		return errs.Wrap("print excerpt", d.writeTo(w))
	}
	for i, page := range c.Pages {
		content, err := picture(page)
		if err != nil {
			return errs.Wrap("print copy", err)
		}
		if d.pictures += len(content); d.pictures > maxPictures {
			return errs.New(errs.TooLarge, "print.pictures", "复制件%s的影像太大，不能一次打印，请作废后按页码分成几项重新申请", c.Piece.No)
		}
		if i > 0 {
			d.page()
		}
		if err := d.copied(&c, page, content); err != nil {
			return errs.Wrap("print copy", err)
		}
	}
	return errs.Wrap("print copy", d.writeTo(w))
}

// copied draws one page with its frame below.
func (d *document) copied(c *CopyPiece, page domain.Page, content []byte) error {
	f := &form{doc: d, size: textSize}
	frame := f.lay(c.frame("本复制件与档案原件核对无异。", fmt.Sprintf("本页为该材料第%d页。", page.Seq)))
	height := d.bottom() - frame.height - 2*mm - d.y
	if err := d.picture(content, margin, d.y, d.inner(), height); err != nil {
		return fmt.Errorf("page %d: %w", page.No, err)
	}
	d.y = d.bottom() - frame.height
	d.framed(f, frame, c.mark())
	return nil
}

// picture draws a JPEG in the middle of a room, as large as fits; one that lies is turned to stand. It is blended with what is below,
// so that the watermark shows on it and hides nothing.
func (d *document) picture(content []byte, x, y, width, height float64) error {
	size, err := jpeg.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return err
	}
	holder, err := gopdf.ImageHolderByBytes(content)
	if err != nil {
		return err
	}
	blend, err := gopdf.NewTransparency(0.99, string(gopdf.Multiply)) // 1 would not blend at all
	if err != nil {
		return err
	}
	wide, high := float64(size.Width), float64(size.Height)
	middleX, middleY := x+width/2, y+height/2
	lies := wide > high*1.1
	if lies {
		width, height = height, width
		d.pdf.Rotate(90, middleX, middleY)
		defer d.pdf.RotateReset()
	}
	scale := min(width/wide, height/high)
	return d.pdf.ImageByHolderWithOptions(holder, gopdf.ImageOptions{X: middleX - wide*scale/2, Y: middleY - high*scale/2,
		Rect: &gopdf.Rect{W: wide * scale, H: high * scale}, Transparency: &blend})
}

func (d *document) excerpt(c *CopyPiece) {
	d.y += 8 * mm
	d.title("人事档案摘录", formTitleSize)
	d.y += 6 * mm
	d.body(0, "摘自："+c.source())
	d.body(0, "摘录内容：")
	d.body(2, c.Item.Excerpt)
	d.y += 6 * mm
	f := &form{doc: d, size: textSize}
	frame := f.lay(c.frame("本摘录件与档案记载核对无异。"))
	d.need(frame.height)
	d.framed(f, frame, c.mark())
}

func (c *CopyPiece) mark() proofmark { return proofmark{c.Piece.Code, c.Verify} }

// source is of what the piece is a copy.
func (c *CopyPiece) source() string {
	words := fmt.Sprintf("%s（档号%s）人事档案，%s", c.Order.Name, c.Order.ArchivalCode, c.Item.Citation)
	if formed := c.Item.FormedOn.Words(); formed != "" {
		words += "，" + formed + "形成"
	}
	return words + "。"
}

// frame is what stands below each page: the sentence, what it is a copy of, the place of the seal and of the QR code.
func (c *CopyPiece) frame(sentence string, more ...string) row {
	words := sentence + "\n编号：" + c.Piece.No + "\n出处：" + c.source()
	for _, m := range more {
		words += m
	}
	words += "\n使用单位：" + c.Order.Unit + "\n制作单位：" + c.Office.Name +
		"\n制作人：" + c.Order.IssuedByName + "　制作日期：" + day(dayOf(c.Order.IssuedAt)) + "\n" + c.mark().howto("本件")
	return row{least: dotsSide + 11*mm, cells: []cell{{text: words}, {text: "（档案管理部门盖章）", width: sealWidth, to: center}, {width: dotsWidth}}}
}

// framed draws a frame with its QR code and the verification code below that.
func (d *document) framed(f *form, frame laid, mark proofmark) {
	top := d.y
	d.pdf.SetGrayFill(1) // over the watermark
	d.pdf.RectFromUpperLeftWithStyle(margin, top, d.inner(), frame.height, "F")
	d.pdf.SetGrayFill(0)
	f.draw(frame)
	x := d.width - margin - dotsWidth
	y := top + (frame.height-dotsSide-noteSize*leading*2-mm)/2
	d.qr(mark.content(), x+(dotsWidth-dotsSide)/2, y, dotsSide)
	d.line(x, y+dotsSide+mm, dotsWidth, noteSize, center, "验证码")
	d.line(x, y+dotsSide+mm+noteSize*leading, dotsWidth, noteSize+1, center, mark.code)
}
