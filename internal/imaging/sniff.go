package imaging

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/errs"
)

// Kind is the format of a master.
type Kind string

// The formats accepted as masters.
const (
	JPEG Kind = "jpeg"
	PNG  Kind = "png"
	TIFF Kind = "tiff"
	BMP  Kind = "bmp"
	WEBP Kind = "webp"
	PDF  Kind = "pdf"
)

// SniffLen is how many leading bytes Sniff wants to see; fewer are enough for a shorter file.
const SniffLen = 1024

type format struct {
	kind       Kind
	label      string
	mediaType  string
	extensions []string
	refused    string // why this format is not accepted; empty for masters
	match      func(head []byte) bool
}

const convertAdvice = "请先转换为 JPEG 或 TIFF 再提交"

// formats is searched in order; the first match wins. Magic numbers are those of the formats' specifications.
var formats = []format{
	{kind: JPEG, label: "JPEG", mediaType: "image/jpeg", extensions: []string{".jpg", ".jpeg", ".jpe", ".jfif"}, match: magic("\xff\xd8\xff")},
	{kind: PNG, label: "PNG", mediaType: "image/png", extensions: []string{".png"}, match: magic("\x89PNG\r\n\x1a\n")},
	{kind: TIFF, label: "TIFF", mediaType: "image/tiff", extensions: []string{".tif", ".tiff"}, match: magic("II*\x00", "MM\x00*")},
	{kind: PDF, label: "PDF", mediaType: "application/pdf", extensions: []string{".pdf"}, match: isPDF},
	{kind: WEBP, label: "WEBP", mediaType: "image/webp", extensions: []string{".webp"}, match: isWEBP},
	{kind: BMP, label: "BMP", mediaType: "image/bmp", extensions: []string{".bmp", ".dib"}, match: isBMP},
	{label: "BigTIFF", refused: convertAdvice, match: magic("II+\x00", "MM\x00+")},
	{label: "GIF", refused: convertAdvice, match: magic("GIF87a", "GIF89a")},
	{label: "JPEG 2000", refused: convertAdvice, match: magic("\x00\x00\x00\x0cjP  \r\n\x87\n", "\xff\x4f\xff\x51")},
	{label: "JPEG XL", refused: convertAdvice, match: magic("\xff\x0a", "\x00\x00\x00\x0cJXL \r\n\x87\n")},
	{label: "HEIF/AVIF", refused: convertAdvice, match: isHEIF},
	{label: "DjVu", refused: convertAdvice, match: magic("AT&TFORM")},
	{label: "Photoshop", refused: convertAdvice, match: magic("8BPS")},
	{label: "ZIP（OFD、Office 文档或压缩包）", refused: "请先解压，或将每页转换为 JPEG、TIFF 或 PDF 再提交", match: magic("PK\x03\x04", "PK\x05\x06")},
}

func magic(prefixes ...string) func([]byte) bool {
	return func(head []byte) bool {
		return slices.ContainsFunc(prefixes, func(p string) bool { return bytes.HasPrefix(head, []byte(p)) })
	}
}

// isPDF follows readers in practice, which look for the header anywhere in the first 1024 bytes.
func isPDF(head []byte) bool {
	return bytes.Contains(head[:min(len(head), SniffLen)], []byte("%PDF-"))
}

func isWEBP(head []byte) bool {
	return len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP"
}

// isBMP also checks the reserved words and the size of the second header: two letters alone begin many texts.
func isBMP(head []byte) bool {
	return len(head) >= 18 && string(head[:2]) == "BM" && bytes.Equal(head[6:10], make([]byte, 4)) &&
		head[14] >= 12 && head[14] <= 124 && bytes.Equal(head[15:18], make([]byte, 3))
}

func isHEIF(head []byte) bool {
	if len(head) < 12 || string(head[4:8]) != "ftyp" {
		return false
	}
	return slices.Contains([]string{"heic", "heix", "hevc", "heif", "mif1", "msf1", "avif", "avis"}, string(head[8:12]))
}

// Sniff names the format of a file by its first bytes (SniffLen of them, or all there are); the file's name plays no
// part. ok is false for everything that is not accepted as a master.
func Sniff(head []byte) (kind Kind, ok bool) {
	f := sniffFormat(head)
	if f == nil || f.refused != "" {
		return "", false
	}
	return f.kind, true
}

func sniffFormat(head []byte) *format {
	for i := range formats {
		if formats[i].match(head) {
			return &formats[i]
		}
	}
	return nil
}

// admit is Sniff with the reason for a refusal.
func admit(head []byte) (Kind, error) {
	if len(head) == 0 {
		return "", errs.New(errs.Unprocessable, CodeEmpty, "文件为空，请重新扫描或重新上传")
	}
	f := sniffFormat(head)
	switch {
	case f == nil:
		return "", errs.New(errs.Unprocessable, CodeUnknown, "不是可识别的图像文件，请提交 JPEG、PNG、TIFF 或 PDF")
	case f.refused != "":
		return "", errs.New(errs.Unprocessable, CodeRefused, "不接收 %s 格式，%s", f.label, f.refused)
	}
	return f.kind, nil
}

func formatOf(kind Kind) *format {
	i := slices.IndexFunc(formats, func(f format) bool { return f.kind == kind && f.refused == "" })
	if i < 0 {
		return nil
	}
	return &formats[i]
}

// ExtensionAgrees reports whether the extension of name is one that the format goes by. A name without an extension
// claims nothing and agrees.
func ExtensionAgrees(kind Kind, name string) bool {
	ext := strings.ToLower(path.Ext(name))
	f := formatOf(kind)
	return ext == "" || (f != nil && slices.Contains(f.extensions, ext))
}

// MediaType is the IANA media type of the format, "application/octet-stream" for an unknown one.
func MediaType(kind Kind) string {
	if f := formatOf(kind); f != nil {
		return f.mediaType
	}
	return "application/octet-stream"
}
