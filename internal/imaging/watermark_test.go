package imaging

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"testing"

	"golang.org/x/image/font/gofont/goregular"
)

func plain(t *testing.T, width, height int, tone uint8) []byte {
	t.Helper()
	picture := image.NewGray(image.Rect(0, 0, width, height))
	draw.Draw(picture, picture.Rect, image.NewUniform(color.Gray{Y: tone}), image.Point{}, draw.Src)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// differing counts in each of nine fields how many pixels are at least the given tones away from the tone of the paper.
func differing(t *testing.T, content []byte, tone uint8, by int) (fields [9]int) {
	t.Helper()
	picture, err := jpeg.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	size := picture.Bounds().Size()
	for y := range size.Y {
		for x := range size.X {
			gray := int(color.GrayModel.Convert(picture.At(x, y)).(color.Gray).Y)
			if max(gray-int(tone), int(tone)-gray) >= by {
				fields[3*(3*y/size.Y)+3*x/size.X]++
			}
		}
	}
	return fields
}

func TestWatermarkIsEverywhereOnWhiteAndOnBlack(t *testing.T) {
	marker, err := NewWatermarker(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"latin":            "CY-210106-2026-0001 2026-11-02 09:00",
		"characters":       "CY-210106-2026-0001 市审计局 赵公、𠮷田𬭚 2026-11-02 09:00",
		"longer than wide": "CY-210106-2026-0001 沈阳市铁西区人力资源和社会保障局退休人员档案管理服务中心 赵公、钱证、孙立、李平、周明、吴用 2026-11-02 09:00",
	} {
		for _, tone := range []uint8{255, 128, 0} {
			content, err := marker.Mark(plain(t, 1400, 1980, tone), text)
			if err != nil {
				t.Fatal(err)
			}
			for i, n := range differing(t, content, tone, 40) {
				if n < 300 {
					t.Errorf("%s on %d: only %d pixels of the mark can be told apart in field %d", name, tone, n, i)
				}
			}
		}
	}
}

func TestWatermarkLeavesThePageLegible(t *testing.T) {
	marker, err := NewWatermarker(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	content, err := marker.Mark(plain(t, 1400, 1980, 255), "CY-210106-2026-0001")
	if err != nil {
		t.Fatal(err)
	}
	for i, n := range differing(t, content, 255, 120) {
		if n > 0 {
			t.Errorf("the mark is as dark as ink at %d pixels of field %d", n, i)
		}
	}
}

func TestWatermarkRefusesWhatIsNoPicture(t *testing.T) {
	marker, err := NewWatermarker(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := marker.Mark([]byte("no picture"), "x"); err == nil {
		t.Error("no picture was marked")
	}
	if _, err := NewWatermarker([]byte("no font")); err == nil {
		t.Error("no font was taken for one")
	}
	if _, err := marker.Mark(plain(t, 1, 1, 255), ""); err != nil {
		t.Error(err)
	}
}

func BenchmarkWatermark(b *testing.B) {
	marker, err := NewWatermarker(goregular.TTF)
	if err != nil {
		b.Fatal(err)
	}
	var page bytes.Buffer
	if err := jpeg.Encode(&page, image.NewGray(image.Rect(0, 0, 1400, 1980)), nil); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := marker.Mark(page.Bytes(), "CY-210106-2026-0001 市审计局 赵公、钱证 2026-11-02 09:00"); err != nil {
			b.Fatal(err)
		}
	}
}
