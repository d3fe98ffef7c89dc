package demo

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/domain"
)

func plan(seed uint64, n int) []*dossier {
	dossiers := make([]*dossier, n)
	for i := range dossiers {
		dossiers[i] = newDossier(Options{Dossiers: n, Seed: seed, PagesPerDossier: defaultPages}, i)
	}
	return dossiers
}

func TestPeopleAreValidAndDistinct(t *testing.T) {
	endOf2020 := time.Date(2020, 12, 31, 0, 0, 0, 0, time.UTC)
	seen := map[domain.IDNumber]bool{}
	codes := map[string]bool{}
	for _, seed := range []uint64{1, 2, 3} {
		for _, d := range plan(seed, 700) {
			if fault := domain.CheckIDNumber(d.id.Full(), endOf2020); fault != nil {
				t.Errorf("%s: %s", d.id.Full(), fault.Reason)
			}
			if !strings.HasPrefix(d.id.Full(), "219999") || d.born != d.id.Birth() || d.sex != d.id.Sex() {
				t.Errorf("number %s contradicts %+v", d.id.Full(), d.person)
			}
			if d.born.Year < 1935 || d.born.Year > 1965 || d.started.Year-d.born.Year < 16 || !d.retired.After(d.started) || d.retired.Year > lastYear {
				t.Errorf("life out of order: born %s, work %s, retired %s", d.born, d.started, d.retired)
			}
			if !d.died.IsZero() && (!d.died.After(d.retired) || d.died.Year > lastYear) {
				t.Errorf("retired %s, died %s", d.retired, d.died)
			}
			if !strings.Contains(d.employer, "演示") {
				t.Errorf("employer %s could be a real one", d.employer)
			}
			if seen[d.id] || codes[d.code] {
				t.Errorf("%s, %s: twice", d.id.Full(), d.code)
			}
			seen[d.id], codes[d.code] = true, true
		}
	}
}

func TestHardCasesAreAmongTwenty(t *testing.T) {
	names := map[string]int{}
	for _, d := range plan(99, 20) {
		names[d.name]++
	}
	for _, surname := range []string{"单", "仇", "尉迟", "欧阳", "曾", "解", "查", "髙", "鍾"} {
		if !slices.ContainsFunc(keys(names), func(name string) bool { return strings.HasPrefix(name, surname) }) {
			t.Errorf("nobody is called %s", surname)
		}
	}
	if names["李秀英"] != 2 || names["刘𬭎"] != 1 || names["王𠅤"] != 1 || names["张建国"]+names["张健国"] != 2 {
		t.Errorf("names: %v", names)
	}
}

func keys(m map[string]int) []string {
	var list []string
	for key := range m {
		list = append(list, key)
	}
	return list
}

func TestCataloguesAreInOrder(t *testing.T) {
	schemes, err := domain.ShippedSchemes()
	if err != nil {
		t.Fatal(err)
	}
	scheme := schemes[domain.SchemeCadre2018]
	total := 0
	for _, d := range plan(5, 300) {
		last := material{}
		for n, m := range d.materials {
			class, known := scheme.Class(m.class)
			if !known || class.Divided {
				t.Errorf("%s stands in class %s", m.title, m.class)
			}
			switch {
			case m.class != last.class && (m.item != 1 || scheme.Order(m.class) < scheme.Order(last.class) && last.class != ""):
				t.Errorf("%s: class %s begins with item %d after class %s", d.name, m.class, m.item, last.class)
			case m.class == last.class && (m.item != last.item+1 || m.on.Compare(last.on) < 0):
				t.Errorf("%s: item %d of %s after item %d of %s", d.name, m.item, m.on, last.item, last.on)
			}
			if !m.on.Valid() || !m.on.After(d.born) || m.on.Year > lastYear {
				t.Errorf("%s of %s: %s", m.title, d.name, m.on)
			}
			if sheets := d.sheets(n); len(sheets) != m.count {
				t.Errorf("%s: %d sheets for %d pages", m.title, len(sheets), m.count)
			}
			last = m
		}
		for _, required := range scheme.Required {
			if !slices.ContainsFunc(d.materials, func(m material) bool { return required.MatchesTitle(m.title) }) {
				t.Errorf("%s has no %s", d.name, required.Name)
			}
		}
		total += d.pages()
	}
	if mean := total / 300; mean < defaultPages-2 || mean > defaultPages+2 {
		t.Errorf("%d pages a dossier, want about %d", mean, defaultPages)
	}
}

func TestClassesAndPlacesAgreeWithTheDomain(t *testing.T) {
	schemes, err := domain.ShippedSchemes()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range classes() {
		if class, known := schemes[domain.SchemeCadre2018].Class(c.code); !known || class.Name != c.title {
			t.Errorf("class %s is %q, want %q", c.code, c.title, class.Name)
		}
	}
	divisions, err := domain.ShenyangDivisions()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, d := range divisions {
		if len(d.Code) == 6 && d.ValidTo.IsZero() {
			names = append(names, d.Name)
		}
	}
	for _, name := range districts() {
		if !slices.Contains(names, name) {
			t.Errorf("%s is no district", name)
		}
	}
	if len(names) != len(districts()) {
		t.Errorf("%d districts, want %d", len(districts()), len(names))
	}
}

func TestShare(t *testing.T) {
	for _, test := range []struct {
		dossiers int
		want     []int
	}{{1, []int{1}}, {2, []int{1, 1}}, {4, []int{1, 1, 1, 1}}, {20, []int{14, 2, 2, 2}}, {200, []int{140, 20, 20, 20}}} {
		var got []int
		for _, part := range (Options{Dossiers: test.dossiers, Layouts: AllLayouts()}).share() {
			got = append(got, part.count)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%d dossiers are shared as %v, want %v", test.dossiers, got, test.want)
		}
	}
}
