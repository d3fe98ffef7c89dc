package search_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/search"
)

func newInterpreter(t testing.TB) *search.Interpreter {
	t.Helper()
	interpreter, err := search.NewInterpreter()
	if err != nil {
		t.Fatal(err)
	}
	return interpreter
}

// meaning writes an interpretation on one line: tokens apart by " & ", clauses as kind=value.
func meaning(m search.Interpretation) string {
	var tokens []string
	for _, token := range m.Tokens {
		var clauses []string
		for _, clause := range token.Clauses {
			clauses = append(clauses, fmt.Sprintf("%s=%s", clause.Kind, clause.Value))
		}
		tokens = append(tokens, strings.Join(clauses, " "))
	}
	return strings.Join(tokens, " & ")
}

func TestInterpret(t *testing.T) {
	interpreter := newInterpreter(t)
	for text, want := range map[string]string{
		"":                   "",
		" 　\n":               "",
		"219999194802290019": "id_number=219999194802290019 archival_code=219999194802290019 archival_code_part=219999194802290019 name=219999194802290019",
		"２１９９９９１９６１０２０９２５３Ｘ": "id_number=21999919610209253x archival_code=21999919610209253x archival_code_part=21999919610209253x name=21999919610209253x",
		"219999480229001":   "id_number=219999194802290019 archival_code=219999480229001 id_part=219999480229001 archival_code_part=219999480229001 name=219999480229001",
		"21999919480229001": "id_number=219999194802290019 archival_code=21999919480229001 id_part=21999919480229001 archival_code_part=21999919480229001 name=21999919480229001",
		"0019":              "archival_code=0019 id_part=0019 archival_code_part=0019 name=0019",
		"253X":              "archival_code=253x id_part=253x archival_code_part=253x name=253x",
		"19":                "archival_code=19 name=19",
		"2101*":             "archival_code=2101 id_part=2101 archival_code_part=2101 name=2101",
		"A-01—003":          "archival_code=a-01-003 archival_code_part=a-01-003 name=a-01-003",
		"wm":                "archival_code=wm name=wm pinyin=wm pinyin_prefix=wm initials=wm",
		"Lü":                "archival_code=lv name=lv pinyin=lv pinyin_prefix=lv initials=lv",
		"xi'an":             "archival_code=xian archival_code_part=xian name=xian pinyin=xian pinyin_prefix=xian initials=xian",
		"髙":                 "name=高 name_part=高 employer=高 catalog_row=高 text=高",
		"王明":                "name=王明 name_part=王明 employer=王明 catalog_row=王明 text=王明 name_fuzzy=王明",
		"單小明":               "name=单小明 name_part=单小明 name_fuzzy=单小明 employer=单小明 catalog_row=单小明 text=单小明",
		"王？明":               "name_fuzzy=王?明",
		"王□*":               "name_fuzzy=王??",
		"王某":                "name=王某 name_part=王某 name_fuzzy=王? employer=王某 catalog_row=王某 text=王某",
		"？*":                "",
		"阿依·买买提":            "name=阿依买买提 name_part=阿依买买提 name_fuzzy=阿依买买提 employer=阿依·买买提 catalog_row=阿依·买买提 text=阿依·买买提",
		"𬭎、3301厂":           "name=𬭎 name_part=𬭎 employer=𬭎 catalog_row=𬭎 text=𬭎 & name=3301厂 name_part=3301厂 name_fuzzy=3301厂 employer=3301厂 catalog_row=3301厂 text=3301厂",
	} {
		got, err := interpreter.Interpret(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if diff := cmp.Diff(want, meaning(got)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestOneWrongCharacterOfTwoIsWeakest(t *testing.T) {
	got, err := newInterpreter(t).Interpret("王明")
	if err != nil {
		t.Fatal(err)
	}
	last := got.Tokens[0].Clauses[len(got.Tokens[0].Clauses)-1]
	if last.Kind != search.MatchNameFuzzy || last.Strength != 0 {
		t.Errorf("weakest clause is %+v", last)
	}
}

func TestOnlyLeavesATokenWithoutClausesUnmatched(t *testing.T) {
	got, err := newInterpreter(t).Interpret("王明 wm")
	if err != nil {
		t.Fatal(err)
	}
	if kept := got.Only([]search.MatchKind{search.MatchInitials}); len(kept.Tokens) != 2 || len(kept.Tokens[0].Clauses) != 0 {
		t.Errorf("kept %+v", kept)
	}
}

func TestHighlightMarksTheStoredShapes(t *testing.T) {
	interpreter := newInterpreter(t)
	for _, c := range []struct{ query, text, want string }{
		{"高劉青", "证明人：髙　刘靑。", "证明人：[髙　刘靑]。"},
		{"沈阳 机床", "沈陽第一机床厂", "[沈陽]第一[机床]厂"},
		{"2101", "档号２１０１-3", "档号[２１０１]-3"},
		{"𬭎", "王𬭎明𬭎", "王[𬭎]明[𬭎]"},
		{"机床 床厂", "第一机床厂", "第一[机床厂]"},
		{"(一)", "第㈠条", "第[㈠]条"},
		{"铁西", "皇姑", "皇姑"},
	} {
		m, err := interpreter.Interpret(c.query)
		if err != nil {
			t.Fatal(err)
		}
		marked, from := "", 0
		for _, span := range interpreter.Highlight(m, c.text, 10) {
			marked += c.text[from:span.Start] + "[" + c.text[span.Start:span.End] + "]"
			from = span.End
		}
		if got := marked + c.text[from:]; got != c.want {
			t.Errorf("%q in %q: %q, want %q", c.query, c.text, got, c.want)
		}
	}
}

func FuzzInterpret(f *testing.F) {
	interpreter := newInterpreter(f)
	for _, seed := range []string{"王小明", "219999194802290019", "王?某*", "Lü xi'an", "\xff", "·", "a·", "某", "🙂 x", "㈠"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := interpreter.Interpret(text)
		if err != nil {
			if errs.KindOf(err) != errs.Invalid {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		for _, token := range m.Tokens {
			if len(token.Clauses) == 0 {
				t.Fatalf("%q has a word without meaning", text)
			}
			for _, clause := range token.Clauses {
				if n := utf8.RuneCountInString(clause.Value); n < 1 || n > search.MaxTokenRunes || !utf8.ValidString(clause.Value) {
					t.Fatalf("%q: clause %+v", text, clause)
				}
			}
		}
		for _, span := range interpreter.Highlight(m, text, 100) {
			if span.Start >= span.End || span.End > len(text) {
				t.Fatalf("%q: span %+v", text, span)
			}
		}
	})
}

func FuzzCursor(f *testing.F) {
	query := search.Query{Text: "王", Scope: authz.Everything(), Limit: 10}
	f.Add(query.EncodeCursor(search.HitPosition{Score: 3, Key: "wang ming\t王明", DossierID: "d1"}))
	f.Add("")
	f.Add("AAAA")
	f.Fuzz(func(t *testing.T, cursor string) {
		query.Cursor = cursor
		at, ok, err := query.DecodeCursor()
		if err != nil {
			if errs.CodeOf(err) != "search.cursor" {
				t.Fatal(err)
			}
			return
		}
		if !ok {
			return
		}
		query.Cursor = query.EncodeCursor(at)
		if again, _, err := query.DecodeCursor(); err != nil || again != at {
			t.Fatalf("%+v came back as %+v (%v)", at, again, err)
		}
	})
}
