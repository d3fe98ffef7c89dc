package domain

import (
	"strings"
	"testing"
)

func TestShippedSchemesAreWhole(t *testing.T) {
	schemes, err := ShippedSchemes()
	if err != nil {
		t.Fatal(err)
	}
	classes := map[SchemeCode]int{SchemeCadre2018: 18, SchemeCadre2009: 18, SchemeWorker1992: 10, SchemeRetiree4: 4}
	if len(schemes) != len(classes) {
		t.Fatal(len(schemes))
	}
	for code, n := range classes {
		scheme := schemes[code]
		if len(scheme.Classes) != n || scheme.Source == "" || scheme.Name == "" || len(scheme.Required) != 3 {
			t.Errorf("%s: %d classes, %+v", code, len(scheme.Classes), scheme)
		}
		for i, class := range scheme.Classes {
			if read, ok := ParseClassCode(ClassLabel(class.Code)); !ok || read != class.Code || scheme.Order(class.Code) != i {
				t.Errorf("%s class %s does not survive its label %s", code, class.Code, ClassLabel(class.Code))
			}
			parent, _, sub := strings.Cut(class.Code, "-")
			if above, _ := scheme.Class(parent); sub && !above.Divided {
				t.Errorf("%s: %s is a subclass of an undivided class", code, class.Code)
			}
		}
	}
	if _, known := schemes[SchemeWorker1992].Class("4-1"); known {
		t.Error("the workers' scheme has subclasses")
	}
	if schemes[SchemeRetiree4].Order("99") != 4 {
		t.Error("an unknown class is not last")
	}
}

func TestRequiredMaterialsMatchTitlesAsWritten(t *testing.T) {
	scheme := cadre2018(t)
	for title, name := range map[string]string{
		"职工退休审批表": "退休审批", "企业职工退休呈报表": "退休审批", "招工登记表": "招工（入伍、录用）", "应征公民入伍批准书": "招工（入伍、录用）", "1993年工资套改表": "工资", "入党志愿书": "",
	} {
		matched := ""
		for _, required := range scheme.Required {
			if required.MatchesTitle(title) {
				matched = required.Name
			}
		}
		if matched != name {
			t.Errorf("%s counts as %q", title, matched)
		}
	}
}

func TestParseClassCode(t *testing.T) {
	for text, want := range map[string]string{
		"1": "1", "十": "10", "10": "10", "四-1": "4-1", "4-1": "4-1", "4.1": "4-1", "（四）": "4", "第四类": "4", "四－２": "4-2", "９—４": "9-4", " 七 ": "7",
	} {
		if got, ok := ParseClassCode(text); !ok || got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
	for _, text := range []string{"", "0", "11", "〇", "四-0", "4-10", "4-1-1", "履历", "-1", "4-", "一二"} {
		if got, ok := ParseClassCode(text); ok {
			t.Errorf("%q is read as %q", text, got)
		}
	}
}

func TestSchemesOfAnotherCityAreChecked(t *testing.T) {
	for name, data := range map[string]string{
		"unknown key": `[{"code":"X","colour":"red"}]`, "bad pattern": `[{"code":"X","required":[["a","("]]}]`, "not a list": `{}`,
	} {
		if _, err := ReadSchemes(strings.NewReader(data)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func FuzzClassCode(f *testing.F) {
	f.Add("四-1")
	f.Add("第十类")
	f.Fuzz(func(t *testing.T, text string) {
		code, ok := ParseClassCode(text)
		if !ok {
			return
		}
		if again, ok := ParseClassCode(ClassLabel(code)); !ok || again != code {
			t.Fatalf("%q is %q, its label %q is %q", text, code, ClassLabel(code), again)
		}
	})
}
