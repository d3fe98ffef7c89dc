package iiif

import (
	"errors"
	"image"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/app/reading"
)

func TestLargePagesAreScaledDownUnderMax(t *testing.T) {
	page := image.Pt(20_000, 10_000)
	request, err := Parse("full", "max", "0", "default.jpg")
	if err != nil {
		t.Fatal(err)
	}
	cut, err := request.Resolve(page)
	if err != nil || cut.Width > MaxSide || cut.Width*cut.Height > MaxArea || cut.Width < 9_000 {
		t.Errorf("%+v %v", cut, err)
	}
	if got := Canonical(cut, page); got != "full/max/0/default.jpg" {
		t.Errorf("canonical %s", got)
	}
	request, _ = Parse("full", "20000,10000", "0", "default.jpg")
	if _, err := request.Resolve(page); !errors.Is(err, ErrRequest) {
		t.Errorf("the full size of a page too large is served: %v", err)
	}
}

func TestCanonicalAddressOfTiles(t *testing.T) {
	page := image.Pt(2480, 3508)
	for from, want := range map[string]string{
		"full/2480,/0/color.jpg":                "full/max/0/default.jpg",
		"0,0,2480,3508/max/0/default.jpg":       "full/max/0/default.jpg",
		"2048,3072,512,512/432,/!90/gray.png":   "2048,3072,432,436/max/!90/gray.png",
		"pct:0,0,50,50/!100,100/360/color.jpg":  "0,0,1240,1754/71,100/0/default.jpg",
		"square/pct:10/0/bitonal.png":           "0,514,2480,2480/248,248/0/bitonal.png",
		"0,0,1024,1024/512,512/180/default.jpg": "0,0,1024,1024/512,512/180/default.jpg",
	} {
		parts := strings.Split(from, "/")
		request, err := Parse(parts[0], parts[1], parts[2], parts[3])
		if err != nil {
			t.Fatal(from, err)
		}
		cut, err := request.Resolve(page)
		if err != nil {
			t.Fatal(from, err)
		}
		if got := Canonical(cut, page); got != want {
			t.Errorf("%s: %s, want %s", from, got, want)
		}
	}
}

func TestTilesCoverThePage(t *testing.T) {
	info := NewInfo("http://x/1", reading.Info{Width: 4960, Height: 7016})
	last := info.Tiles[0].ScaleFactors[len(info.Tiles[0].ScaleFactors)-1]
	if info.Tiles[0].Width*last < 7016 || last != 16 {
		t.Errorf("scale factors %v", info.Tiles[0].ScaleFactors)
	}
}

// FuzzRequest holds every request that is admitted to the page and to the bounds, and to having a canonical form that
// means the same.
func FuzzRequest(f *testing.F) {
	for _, seed := range []string{"full/max/0/default.jpg", "square/^!10,10/!90/gray.png", "1,2,3,4/pct:12.5/270/bitonal.jpg", "pct:.5,0,99.99,1e9/,5/360.0/color.png",
		"0,0,999999999,999999999/1,/0/default.jpg", "full/pct:0.000000001/0/default.jpg", "9999999999,0,1,1/max/0/default.jpg", "///", "full/^^max/!!0/default.jpg.png"} {
		f.Add(seed, 2480, 3508)
	}
	f.Add("full/max/0/default.jpg", 1, 60_000)
	f.Fuzz(func(t *testing.T, text string, width, height int) {
		parts := strings.Split(text, "/")
		if len(parts) != 4 || width < 1 || height < 1 || width > 100_000 || height > 100_000 {
			return
		}
		page := image.Pt(width, height)
		request, err := Parse(parts[0], parts[1], parts[2], parts[3])
		if err == nil {
			var cut reading.Cut
			if cut, err = request.Resolve(page); err == nil {
				checkCut(t, text, page, cut)
			}
		}
		if err != nil && !errors.Is(err, ErrRequest) {
			t.Errorf("%q: %v does not wrap ErrRequest", text, err)
		}
	})
}

func checkCut(t *testing.T, text string, page image.Point, cut reading.Cut) {
	t.Helper()
	whole := image.Rectangle{Max: page}
	if cut.Region.Empty() || !cut.Region.In(whole) || cut.Width < 1 || cut.Height < 1 || cut.Width > MaxSide || cut.Height > MaxSide ||
		cut.Width*cut.Height > MaxArea || cut.Width > cut.Region.Dx() || cut.Height > cut.Region.Dy() || cut.Rotation%90 != 0 || cut.Rotation >= 360 {
		t.Fatalf("%q of %v: %+v", text, page, cut)
	}
	parts := strings.Split(Canonical(cut, page), "/")
	again, err := Parse(parts[0], parts[1], parts[2], parts[3])
	if err != nil {
		t.Fatalf("%q: canonical %v: %v", text, parts, err)
	}
	if same, err := again.Resolve(page); err != nil || same != cut {
		t.Fatalf("%q: canonical %v means %+v, not %+v (%v)", text, parts, same, cut, err)
	}
}
