package imaging

import (
	"context"
	"errors"
	"fmt"
	"image/jpeg"
	"image/png"
	"io"

	"github.com/danganku/danganku/internal/errs"
	"github.com/hhrutter/tiff"
	"golang.org/x/image/bmp"
)

// Codes of the errors and findings of this package. They are stable: interfaces translate by them.
const (
	CodeEmpty        = "image.empty"          // no bytes
	CodeUnknown      = "image.unknown_format" // not an image this package has heard of
	CodeRefused      = "image.refused_format" // known, but not accepted as a master
	CodeTooLarge     = "image.too_large"      // bytes, pixels, frames or memory over a limit
	CodeTruncated    = "image.truncated"      // the file ends too early
	CodeCorrupt      = "image.corrupt"        // the bytes contradict the format
	CodeUnsupported  = "image.unsupported"    // a valid variant that cannot be decoded
	CodeTimeout      = "image.timeout"        // decoding took longer than Limits.DecodeTimeout
	CodeNoFrame      = "image.no_frame"       // the file has no frame of that number
	CodeEncrypted    = "image.encrypted"      // a PDF that needs a password
	CodeBadTransform = "image.bad_transform"  // a region, size or rotation that makes no image

	FindingExtension  = "image.extension_mismatch" // the name's extension belongs to another format
	FindingRestricted = "image.pdf_restricted"     // the PDF opens, but its author restricted use
	FindingRotated    = "image.rotated_by_tag"     // shown turned because a tag says so
)

// errDecodeTimeout is the cause of a context that this package ended, as against one that the caller ended.
var errDecodeTimeout = errors.New("decode time limit passed")

func truncated(err error) error {
	return errs.New(errs.Unprocessable, CodeTruncated, "图像不完整，文件可能在扫描或传输中被截断，请重新扫描或重新上传").Because(err)
}

func corrupt(err error) error {
	return errs.New(errs.Unprocessable, CodeCorrupt, "图像数据已损坏，无法解码，请重新扫描").Because(err)
}

func corruptf(format string, args ...any) error { return corrupt(fmt.Errorf(format, args...)) }

// unsupported names the variant (in words for the user) and how to get rid of it.
func unsupported(what string, err error) error {
	return errs.New(errs.Unprocessable, CodeUnsupported, "不支持%s，请转换为 JPEG 或 LZW/G4 压缩的 TIFF 后重新提交", what).Because(err)
}

func tooLarge(format string, args ...any) error {
	return errs.New(errs.TooLarge, CodeTooLarge, format, args...)
}

func noFrame(frame, frames int) error {
	return errs.New(errs.NotFound, CodeNoFrame, "文件共%d页，没有第%d页", frames, frame+1)
}

func badTransform(format string, args ...any) error {
	return errs.New(errs.Invalid, CodeBadTransform, format, args...)
}

// classify turns what a decoder returned into an error that says whose fault it is. A failing source is reported as
// it is, never as a broken image: a page must not be condemned because a disk or a network was away.
func classify(ctx context.Context, src *guard, err error) error {
	if err == nil {
		return nil
	}
	if fault := src.readFault(); fault != nil {
		return errs.Wrap("read image", fault)
	}
	if errors.Is(context.Cause(ctx), errDecodeTimeout) {
		return errs.New(errs.TooLarge, CodeTimeout, "图像解码超时，文件可能过于复杂或已损坏，请重新扫描").Because(err)
	}
	if ctx.Err() != nil {
		return errs.Wrap("decode image", ctx.Err())
	}
	var known *errs.Error
	if errors.As(err, &known) {
		return err
	}
	return classifyCodec(err)
}

func classifyCodec(err error) error {
	var (
		jpegUnsupported jpeg.UnsupportedError
		pngUnsupported  png.UnsupportedError
		tiffUnsupported tiff.UnsupportedError
	)
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF),
		errors.Is(err, jpeg.FormatError("short Huffman data")),
		errors.Is(err, png.FormatError("not enough pixel data")),
		errors.Is(err, tiff.FormatError("not enough pixel data")):
		return truncated(err)
	case errors.As(err, &jpegUnsupported):
		return unsupported("这种 JPEG 编码", err)
	case errors.As(err, &pngUnsupported):
		return unsupported("这种 PNG 编码", err)
	case errors.As(err, &tiffUnsupported):
		return unsupported("这种 TIFF 编码", err)
	case errors.Is(err, bmp.ErrUnsupported):
		return unsupported("这种 BMP 编码", err)
	}
	return corrupt(err)
}

// onFrame puts the page number in front of the message when the file has several pages.
func onFrame(err error, frame, frames int) error {
	var known *errs.Error
	if err == nil || frames < 2 || !errors.As(err, &known) {
		return err
	}
	placed := *known
	placed.Msg = fmt.Sprintf("第%d页：%s", frame+1, known.Msg)
	return &placed
}
