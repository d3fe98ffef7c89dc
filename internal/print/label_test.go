package print

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// longLabel has the longest texts there may be.
var longLabel = domain.VolumeLabel{Office: "沈阳市铁西区国有企业退休人员社会化管理服务中心人事档案馆", ArchivalCode: "辽沈铁西人社〔2021〕档字第00017号-2101060012345678901234567890123",
	Name: "迪丽热巴·迪力木拉提江·阿布都热合曼·买买提艾力", No: 12, Of: 12, CopyKind: domain.Duplicate, Code: "0193F5C8-7B1A-7C3D-9E4F-1234567890AB"}

func labelsOf(n int) []domain.VolumeLabel {
	names := []string{"张甲", "刘𬭎", "Андрей Петров", "王乙（女）", "欧阳娜娜"}
	labels := make([]domain.VolumeLabel, n)
	for i := range labels {
		code := fmt.Sprintf("TX-2024-%05d", i+1)
		labels[i] = domain.VolumeLabel{Office: "铁西区人事档案管理中心", ArchivalCode: code, Code: code, Name: names[i%len(names)], No: 1 + i%2, Of: 2, CopyKind: domain.Original}
	}
	return labels
}

func printedLabels(t *testing.T, run domain.LabelRun, labels []domain.VolumeLabel) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := testPrinter(t).Labels(&out, run, labels); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const dot = 300 / 72.0 // pixels of a picture in a point

// readQR reads the QR code in a part of a page, in points.
func readQR(t *testing.T, page image.Image, x, y, width, height float64) string {
	t.Helper()
	part := image.NewGray(image.Rect(0, 0, int(width*dot), int(height*dot)))
	draw.Draw(part, part.Bounds(), page, image.Pt(int(x*dot), int(y*dot)), draw.Src)
	bitmap, err := gozxing.NewBinaryBitmapFromImage(part)
	if err != nil {
		t.Fatal(err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil {
		return err.Error()
	}
	return result.GetText()
}

// darkest is the darkest pixel in a part of a page, 0 for black to 255 for white.
func darkest(page image.Image, x, y, width, height float64) uint8 {
	part := image.NewGray(image.Rect(0, 0, max(1, int(width*dot)), max(1, int(height*dot))))
	draw.Draw(part, part.Bounds(), page, image.Pt(int(x*dot), int(y*dot)), draw.Src)
	least := uint8(255)
	for _, gray := range part.Pix {
		least = min(least, gray)
	}
	return least
}

func TestSpineLabels(t *testing.T) {
	p := testPrinter(t)
	for width, across := range map[int]int{20: 9, 30: 6, 40: 4, 50: 3} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			labels := append(labelsOf(across), longLabel)
			document := printedLabels(t, domain.LabelRun{Kind: domain.LabelSpine, SpineWidth: width}, labels)
			texts := pages(t, document)
			if len(texts) != 2 {
				t.Fatalf("%d labels on %d pages", len(labels), len(texts))
			}
			for _, label := range labels[:across] {
				p.wantWords(t, texts[0], label.Name, label.ArchivalCode, label.Office, "第1卷", "第2卷", "共2卷", "正本")
			}
			p.wantWords(t, texts[1], longLabel.Name, longLabel.ArchivalCode, longLabel.Office, "第12卷", "共12卷", "副本")
			label := float64(width) * mm
			first := (a4Short - float64(across)*label) / 2
			sheets := []image.Image{picture(t, document, 0), picture(t, document, 1)}
			for i, l := range labels {
				page, x := sheets[i/across], first+float64(i%across)*label
				if got := readQR(t, page, x, spineTop+spineHeight-label-spineEnd, label, label+spineEnd); got != l.Code {
					t.Errorf("label %d is read as %q, want %q", i+1, got, l.Code)
				}
				for _, cut := range []float64{x, x + label} {
					if d := darkest(page, cut-0.7*mm, spineTop+mm, 1.4*mm, spineHeight-2*mm); d < 150 {
						t.Errorf("label %d: something stands where it is cut", i+1)
					}
				}
			}
		})
	}
}

func TestQRLabelsBeginAtTheFirstFreeSticker(t *testing.T) {
	p := testPrinter(t)
	labels := append(labelsOf(23), longLabel)
	labels[1].Name, labels[1].Of = "欧阳"+unprintable, 0
	document := printedLabels(t, domain.LabelRun{Kind: domain.LabelQR, Start: 6}, labels)
	texts := pages(t, document)
	if len(texts) != 2 {
		t.Fatalf("24 labels from the sixth sticker on %d pages", len(texts))
	}
	text := strings.Join(texts, "")
	for _, label := range labels {
		p.wantWords(t, text, label.Name, label.ArchivalCode, label.Office)
	}
	p.wantWords(t, text, "第1卷共2卷正本", "U+2FFF0", "U+E123")
	sheets := []image.Image{picture(t, document, 0), picture(t, document, 1)}
	for i, label := range labels {
		at := 5 + i
		page, at := sheets[at/domain.LabelsPerSheet], at%domain.LabelsPerSheet
		x, y := float64(at%stickerColumns)*stickerWidth, stickersTop+float64(at/stickerColumns)*stickerHeight
		if got := readQR(t, page, x, y, stickerWidth/2, stickerHeight); got != label.Code {
			t.Errorf("label %d is read as %q, want %q", i+1, got, label.Code)
		}
		const edge = 3 * mm
		if d := min(darkest(page, x+edge, y+2*mm, stickerWidth-2*edge, mm), darkest(page, x+edge, y+stickerHeight-3*mm, stickerWidth-2*edge, mm),
			darkest(page, x+stickerWidth-4*mm, y+edge, mm, stickerHeight-2*edge)); d < 150 {
			t.Errorf("label %d reaches the edge of its sticker", i+1)
		}
	}
	if d := darkest(sheets[0], 0, 0, a4Short, stickerHeight-2*mm); d < 150 {
		t.Error("a used sticker is printed on")
	}
}

func TestLabelsHaveBounds(t *testing.T) {
	p := testPrinter(t)
	var out bytes.Buffer
	err := p.Labels(&out, domain.LabelRun{Kind: domain.LabelQR, Start: 1}, labelsOf(domain.MaxLabels+1))
	if !errs.Is(err, errs.TooLarge) || out.Len() != 0 {
		t.Errorf("%v, %d bytes", err, out.Len())
	}
	if err := p.Labels(&out, domain.LabelRun{Kind: domain.LabelSpine, SpineWidth: 25}, labelsOf(1)); !errs.Is(err, errs.Invalid) {
		t.Errorf("25 mm: %v", err)
	}
}
