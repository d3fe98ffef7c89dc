package print

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/signintech/gopdf"

	"github.com/danganku/danganku/internal/errs"
)

// builtInFont is where the user interface carries a font, once it is built.
const builtInFont = "fonts/NotoSansSC-Regular.ttf"

// probe are words that every form has; a font without them is no font for these papers.
const probe = "国有企业退休人员档案移交接收明细回执名册清单协议"

// largestFont bounds what is read as a font.
const largestFont = 64 << 20

// systemFonts are names of TrueType fonts with Chinese characters, those with the most rare characters first. Fonts in
// collections (.ttc) and with PostScript outlines (.otf) cannot be embedded by the library.
var systemFonts = []string{"notosanssc-regular.ttf", "notoserifsc-regular.ttf", "lxgwwenkai-regular.ttf", "deng.ttf", "simfang.ttf",
	"simhei.ttf", "simkai.ttf", "droidsansfallbackfull.ttf", "gbsn00lp.ttf"}

var systemFontFolders = map[string][]string{
	"windows": {`C:\Windows\Fonts`},
	"linux":   {"/usr/local/share/fonts", "/usr/share/fonts"},
}

// FindFont reads the font to print with: the TrueType file at path if one is named, else the font in builtIn (the built
// user interface; it may be nil or without), else one of the system's. Finding none is errs.Unavailable with what to do about it.
func FindFont(path string, builtIn fs.FS) ([]byte, error) {
	if path != "" {
		font, err := readFont(os.DirFS(filepath.Dir(path)), filepath.Base(path))
		if err != nil {
			return nil, errs.New(errs.Unavailable, "print.font_file", "DANGANKU_FONT 指定的字体“%s”不能用于打印，请改用含汉字的 TrueType 字体文件（.ttf）", path).Because(err)
		}
		return font, nil
	}
	if builtIn != nil {
		if font, err := readFont(builtIn, builtInFont); err == nil {
			return font, nil
		}
	}
	for _, folder := range systemFontFolders[runtime.GOOS] {
		if font := searchFont(os.DirFS(folder)); font != nil {
			return font, nil
		}
	}
	return nil, errs.New(errs.Unavailable, "print.font", "没有可用的中文字体，不能打印：请用环境变量 DANGANKU_FONT 指定一个含汉字的 TrueType 字体文件（.ttf），或运行 make ui 后重新编译程序")
}

// searchFont is the best known font below a folder; nil when there is none. What cannot be read is passed over.
func searchFont(folder fs.FS) []byte {
	found := make(map[string]string)
	_ = fs.WalkDir(folder, ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			found[strings.ToLower(entry.Name())] = path
		}
		return nil
	})
	for _, name := range systemFonts {
		if path, there := found[name]; there {
			if font, err := readFont(folder, path); err == nil {
				return font
			}
		}
	}
	return nil
}

func readFont(folder fs.FS, path string) ([]byte, error) {
	info, err := fs.Stat(folder, path)
	if err != nil {
		return nil, err
	}
	if info.Size() > largestFont {
		return nil, fmt.Errorf("font of %d bytes", info.Size())
	}
	font, err := fs.ReadFile(folder, path)
	if err != nil {
		return nil, err
	}
	if err := usable(font); err != nil {
		return nil, err
	}
	var parsed gopdf.SubsetFontObj
	if err := parsed.SetTTFData(font); err != nil {
		return nil, err
	}
	if _, missing := newFace(&parsed).shown(probe); len(missing) > 0 {
		return nil, fmt.Errorf("font lacks %s", string(missing))
	}
	return font, nil
}

// usable reports what keeps a font from being printed with.
func usable(font []byte) (err error) {
	defer func() { // the library indexes tables of a damaged font without looking
		if r := recover(); r != nil {
			err = fmt.Errorf("damaged font: %v", r)
		}
	}()
	var parsed gopdf.SubsetFontObj
	if err := parsed.SetTTFData(font); err != nil {
		return fmt.Errorf("not a TrueType font: %w", err)
	}
	if _, outlines := parsed.GetTTFParser().GetTables()["glyf"]; !outlines {
		return fmt.Errorf("font without TrueType outlines")
	}
	if !newFace(&parsed).has(box) {
		return fmt.Errorf("font without %c", box)
	}
	return nil
}
