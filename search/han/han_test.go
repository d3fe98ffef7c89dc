package han_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/search/han"
)

func newFolder(t testing.TB) *han.Folder {
	t.Helper()
	folder, err := han.NewFolder()
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestTextFoldsShapesOfOneCharacter(t *testing.T) {
	folder := newFolder(t)
	for _, c := range []struct{ in, want string }{
		{"王小明", "王小明"},
		{"劉東峯", "刘东峰"},
		{"髙囯戸靑眞", "高国户青真"},
		{"鍾鈺", "钟钰"},
		{"王　明", "王明"},
		{"ＡＢ１２", "ab12"},
		{"㈠", "(一)"},
		{"⼀", "一"},
		{"－—–−-", "-----"},
		{"阿依古丽・买买提", "阿依古丽·买买提"},
		{"𬭎𠅤", "𬭎𠅤"},
		{"葛\U000E0100", "葛"},
		{"李\u200b明\ufeff\n", "李明"},
		{"", ""},
		{"\xff王", "\ufffd王"},
	} {
		if got := folder.Text(c.in); got != c.want {
			t.Errorf("Text(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestSpellingsMeetHoweverANameIsWritten(t *testing.T) {
	folder := newFolder(t)
	for _, names := range [][]string{{"刘东峰", "劉東峯"}, {"高国强", "髙國強"}, {"王小明", "王小明"}, {"阿依古丽·买买提", "阿依古麗・買買提"}} {
		for _, name := range names {
			spellings := folder.Spellings(name, 64)
			for _, spelling := range spellings {
				if folder.Name(spelling) != folder.Name(name) {
					t.Errorf("%s is no spelling of %s", spelling, name)
				}
			}
			// A middle dot in another form is not a spelling anybody can guess; its folded form is.
			if want := folder.Text(names[0]); spellings[0] != name || !slices.Contains(spellings, want) {
				t.Errorf("spellings of %s are %v, want itself first, and %s", name, spellings, want)
			}
		}
	}
	if !slices.Contains(folder.Spellings("刘东峰", 64), "劉東峯") {
		t.Error("劉東峯 is not found by 刘东峰")
	}
	if got := folder.Spellings("台发台发台发台发", 10); len(got) != 10 || got[0] != "台发台发台发台发" {
		t.Errorf("%d spellings %v, want the bound 10", len(got), got)
	}
	if got := folder.Spellings("", 64); len(got) != 1 || got[0] != "" {
		t.Errorf("no name is spelt %q", got)
	}
}

func TestTextKeepsDifferentNamesApart(t *testing.T) {
	folder := newFolder(t)
	for _, pair := range [][2]string{{"哲", "喆"}, {"皓", "晧"}, {"明", "鸣"}, {"浜", "滨"}} {
		if folder.Text(pair[0]) == folder.Text(pair[1]) {
			t.Errorf("%s and %s fold to one key", pair[0], pair[1])
		}
	}
}

func TestFoldingAPartGivesAPartOfTheKey(t *testing.T) {
	folder := newFolder(t)
	text := []rune("乾隆後面有劉髙於餘㈠ＡB鍾")
	whole := folder.Text(string(text))
	for i := range text {
		for j := i + 1; j <= len(text); j++ {
			if part := folder.Text(string(text[i:j])); !strings.Contains(whole, part) {
				t.Fatalf("key %q of %q is not in %q", part, string(text[i:j]), whole)
			}
		}
	}
}

func TestTracedLeadsBackToTheText(t *testing.T) {
	text := "劉　髙㈠a\u0301𬭎"
	key, offsets := newFolder(t).Traced(text)
	if got, want := string(key), newFolder(t).Text(text); got != want {
		t.Fatalf("traced key %q, want %q", got, want)
	}
	if len(offsets) != len(key)+1 || offsets[len(key)] != len(text) {
		t.Fatalf("offsets %v for %d code points of %d bytes", offsets, len(key), len(text))
	}
	if i := slices.Index(key, '𬭎'); text[offsets[i]:] != "𬭎" {
		t.Errorf("𬭎 traced to %q", text[offsets[i]:])
	}
}

func full(readings []han.Reading) []string {
	var all []string
	for _, reading := range readings {
		all = append(all, reading.Full()+" "+reading.Initials())
	}
	return all
}

func TestReadingsStartWithTheFamilysOwn(t *testing.T) {
	names := han.NewPinyin()
	for _, c := range []struct{ name, first string }{
		{"单田芳", "shantianfang stf"},
		{"仇英", "qiuying qy"},
		{"尉迟恭", "yuchigong ycg"},
		{"万俟卨", "moqixie mqx"},
		{"长孙明", "zhangsunming zsm"},
		{"欧阳锋", "ouyangfeng oyf"},
		{"曾国华", "zengguohua zgh"},
		{"解明", "xieming xm"},
		{"区明", "ouming om"},
		{"查明", "zhaming zm"},
		{"朴明", "piaoming pm"},
		{"翟明", "zhaiming zm"},
		{"乐明", "yueming ym"},
		{"任明", "renming rm"},
		{"华明", "huaming hm"},
		{"吕明", "lvming lm"},
		{"张三", "zhangsan zs"},
		{"王𱁬", "wang𱁬 w𱁬"},
		{"王𬭎", "wanghong wh"},
		{"单", "shan s"},
		{"a王", "awang aw"},
	} {
		got := full(names.Readings(c.name))
		if len(got) == 0 || got[0] != c.first {
			t.Errorf("%s reads %v, want %q first", c.name, got, c.first)
		}
	}
}

func TestReadingsHoldEveryPlausibleOne(t *testing.T) {
	names := han.NewPinyin()
	for name, want := range map[string][]string{
		"单乐": {"shanle sl", "danle dl", "shanyue sy", "danyue dy"},
		"盖明": {"geming gm", "gaiming gm"},
		"吕明": {"lvming lm", "luming lm"},
	} {
		if diff := cmp.Diff(want, full(names.Readings(name))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if got := names.Readings("乐长朝重晟盛茜行"); len(got) != han.MaxReadings {
		t.Errorf("%d readings, want the bound %d", len(got), han.MaxReadings)
	}
	if got := names.Readings(""); got != nil {
		t.Errorf("empty name reads %v", got)
	}
}

func FuzzKeys(f *testing.F) {
	folder, names := newFolder(f), han.NewPinyin()
	for _, seed := range []string{"王小明", "𬭎𠅤", "a\u0301㈠", "\xff\xfe", "尉迟"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		key := folder.Text(text)
		if !utf8.ValidString(key) {
			t.Fatalf("key %q is not UTF-8", key)
		}
		traced, offsets := folder.Traced(text)
		if string(traced) != key || !slices.IsSorted(offsets) {
			t.Fatalf("traced %q %v, key %q", string(traced), offsets, key)
		}
		for _, spelling := range folder.Spellings(text, 20) {
			if folder.Name(spelling) != folder.Name(text) {
				t.Fatalf("%q is no spelling of %q", spelling, text)
			}
		}
		for _, reading := range names.Readings(key) {
			if len(reading) != utf8.RuneCountInString(key) {
				t.Fatalf("%q read as %v", key, reading)
			}
		}
	})
}
