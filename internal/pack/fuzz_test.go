package pack

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/sheet"
)

func FuzzCleanName(f *testing.F) {
	for _, seed := range []string{"张三/1.jpg", "../x", `C:\x`, "a//b", "\xd5\xc5\xc8\xfd/1.jpg", "\xfe\x51", "a/\x00", "CON", "a/./b", strings.Repeat("a/", 30)} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	limits := DefaultLimits()
	f.Fuzz(func(t *testing.T, raw string, flag bool) {
		name, fault := cleanName(raw, flag, limits)
		if !utf8.ValidString(name) {
			t.Fatalf("%q: %q is not UTF-8", raw, name)
		}
		if fault != "" {
			return
		}
		if strings.HasPrefix(name, "/") || strings.ContainsAny(name, "\\\x00:") || strings.ContainsRune(name, utf8.RuneError) || len(name) > limits.MaxNameBytes {
			t.Fatalf("%q gives %q", raw, name)
		}
		for part := range strings.SplitSeq(name, "/") {
			if part == "" || part == "." || part == ".." {
				t.Fatalf("%q gives %q", raw, name)
			}
		}
		if again, fault := cleanName(name, true, limits); fault != "" || again != name {
			t.Fatalf("%q gives %q, which gives %q %s", raw, name, again, fault)
		}
	})
}

// memoryFile is a File over bytes.
type memoryFile struct{ *strings.Reader }

func (memoryFile) Close() error { return nil }

func FuzzSheetRows(f *testing.F) {
	f.Add("姓名,身份证号码,性别,页数\n张三,219999194802290019,男,3\n")
	f.Add("姓名：张三\n序号,材料名称,材料形成时间,,,页数\n,,年,月,日\n一,履历类材料\n1,履历表,1978,3,9,2\n四-1,学历\n1-1,x,,,,1\n")
	f.Add("类号,份号,材料名称,页数\n\"a\nb\",1,2,3\n\xff,,,")
	limits := sheet.Limits{MaxRows: 1000}
	f.Fuzz(func(t *testing.T, text string) {
		book, err := sheet.Open("a.csv", memoryFile{strings.NewReader(text)}, limits)
		if err != nil {
			t.Fatal(err)
		}
		var c contents
		reader := sheetReader{into: &c, file: "a.csv"}
		last := 0
		err = book.Each("a", func(r sheet.Row) error {
			if r.No <= last {
				t.Fatalf("row %d after row %d", r.No, last)
			}
			last = r.No
			return reader.add(r)
		})
		reader.finish()
		if err != nil {
			return
		}
		for _, listed := range c.roster {
			if listed.draft.Row < 1 || (strings.ContainsRune(listed.draft.Name, utf8.RuneError) && !domain.Blocked(listed.draft.Findings)) {
				t.Fatalf("%+v", listed)
			}
		}
		for _, catalogue := range c.catalogues {
			for _, m := range catalogue.materials {
				if m.Row < 1 || !m.FormedOn.Valid() || m.PageCount < 0 || m.ItemNo < 0 {
					t.Fatalf("%+v", m)
				}
			}
		}
	})
}

func FuzzPersonName(f *testing.F) {
	for _, seed := range []string{"张三219999194802290019", "001 张三（219999480229001）", "买买提·艾力", "21060001", "档案档案"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, folder string) {
		p := parsePersonName(folder)
		if strings.ContainsAny(p.name, "0123456789/_ ()") || wordsAboutFolders[p.name] {
			t.Fatalf("%q: name %q", folder, p.name)
		}
		if p.id != "" && (len(p.id) != 18 || !strings.Contains(folder, p.given) && !strings.ContainsAny(folder, "０１２３４５６７８９")) {
			t.Fatalf("%q: number %q", folder, p.id.Full())
		}
	})
}

func FuzzFileNumber(f *testing.F) {
	for _, seed := range []string{"4-1-1-01", "四-1-1 毕业证 02", "3-5(2)", "张三_1-1", "2024-03-05", "一、履历类材料", "12工资表1978.03"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		for _, n := range parseFileNumber(name) {
			if class, ok := domain.ParseClassCode(n.class); !ok || class != n.class || n.item < 1 || n.item > maxNumber || n.page < 0 {
				t.Fatalf("%q: %+v", name, n)
			}
		}
		if class, ok := classOfName(name); ok != (class != "") {
			t.Fatalf("%q: %q %v", name, class, ok)
		}
		if m := parseMaterialName(name); m.item < 0 || m.item > 999 || !m.formed.Valid() {
			t.Fatalf("%q: %+v", name, m)
		}
	})
}
