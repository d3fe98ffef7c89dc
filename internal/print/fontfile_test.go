package print

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/image/font/gofont/goregular"

	"github.com/danganku/danganku/internal/errs"
)

func TestUselessFontsAreRefused(t *testing.T) {
	folder := t.TempDir()
	write := func(name string, content []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, path := range map[string]string{
		"absent":          filepath.Join(folder, "absent.ttf"),
		"a folder":        folder,
		"not a font":      write("text.ttf", []byte("文本")),
		"empty":           write("empty.ttf", nil),
		"without Chinese": write("latin.ttf", goregular.TTF),
		"cut off":         write("cut.ttf", goregular.TTF[:len(goregular.TTF)/3]),
		"a collection":    write("many.ttc", append([]byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01\x00\x00\x00\x0c"), goregular.TTF...)),
	} {
		font, err := FindFont(path, fstest.MapFS{})
		if font != nil || errs.CodeOf(err) != "print.font_file" || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %d bytes, error %v", name, len(font), err)
		}
	}
	if _, err := New([]byte("文本")); err == nil {
		t.Error("text was taken for a font")
	}
}

func TestFontOfTheInterfaceIsTaken(t *testing.T) {
	own := testFont(t)
	font, err := FindFont("", fstest.MapFS{builtInFont: {Data: own}})
	if _, missing := newFace(&testPrinter(t).font).shown(probe); len(missing) > 0 { // the interface is not built
		if font != nil && len(font) == len(own) {
			t.Error("a font without Chinese was taken")
		}
		return
	}
	if err != nil || len(font) != len(own) {
		t.Errorf("%d bytes, error %v", len(font), err)
	}
	folder := fstest.MapFS{"truetype/x/SimFang.ttf": {Data: own}, "truetype/x/NotoSansSC-Regular.ttf": {Data: goregular.TTF}}
	if font := searchFont(folder); len(font) != len(own) {
		t.Error("the system's font was not found behind a useless one")
	}
	if searchFont(fstest.MapFS{"a.ttf": {Data: own}}) != nil {
		t.Error("an unknown font was taken")
	}
}
