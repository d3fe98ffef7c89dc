package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/danganku/danganku/internal/domain"
)

// fixturePackage writes a package of class-named folders: persons dossiers of three materials with pages pages each, small
// scans at 300 dpi, all different. It returns the package's files by path relative to the folder.
func fixturePackage(t *testing.T, folder string, serial, persons, pages int) []string {
	t.Helper()
	random := rand.New(rand.NewPCG(uint64(serial), 1))
	return writePackage(t, folder, serial, persons, pages, func() []byte { return scan(t, random) })
}

// writePackage is fixturePackage with scans of the caller's.
func writePackage(t testing.TB, folder string, serial, persons, pages int, scan func() []byte) []string {
	t.Helper()
	var files []string
	random := rand.New(rand.NewPCG(uint64(serial), 2))
	for p := range persons {
		digits := fmt.Sprintf("219999%04d%02d%02d%03d", 1940+random.IntN(20), 1+random.IntN(12), 1+random.IntN(28), (serial*37+p)%1000)
		person := fmt.Sprintf("演示%c%c%s%c", '一'+rune(serial%2000), '丁'+rune(p), digits, domain.IDCheckCharacter(digits))
		for _, material := range []string{"一、履历类材料/1 职工履历表 1978.03", "九-1 工资材料/1 工资变动审批表 1985.07", "九-2 任免材料/1 退休审批表 2003.05"} {
			for page := range pages {
				name := person + "/" + material + fmt.Sprintf("/%02d.jpg", page+1)
				writeFile(t, filepath.Join(folder, filepath.FromSlash(name)), scan())
				files = append(files, name)
			}
		}
	}
	return files
}

// scan is a small page with ruled lines and blots that no other scan has.
func scan(t testing.TB, random *rand.Rand) []byte {
	t.Helper()
	page := image.NewRGBA(image.Rect(0, 0, 248, 351))
	for i := range page.Pix {
		page.Pix[i] = 250
	}
	for y := 20; y < 340; y += 16 {
		for x := 20; x < 228; x++ {
			if random.IntN(3) > 0 {
				page.Set(x, y+random.IntN(3), color.RGBA{30, 30, uint8(random.IntN(200)), 255})
			}
		}
	}
	return jpegAt300(t, page, 80)
}

// jpegAt300 is the page as a JPEG with a JFIF density of 300 dpi, which the encoder itself does not write.
func jpegAt300(t testing.TB, page image.Image, quality int) []byte {
	t.Helper()
	var encoded bytes.Buffer
	if err := jpeg.Encode(&encoded, page, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	density := []byte{0xFF, 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 1, 1, 0x2C, 1, 0x2C, 0, 0}
	raw := encoded.Bytes()
	return append(append(raw[:2:2], density...), raw[2:]...)
}

func writeFile(t testing.TB, path string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o640); err != nil {
		t.Fatal(err)
	}
}
