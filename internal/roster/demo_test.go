package roster

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/demo"
	"github.com/danganku/danganku/internal/domain"
)

func demoRoster(t testing.TB, o demo.RosterOptions) ([]byte, []domain.Enterprise, []demo.Planted) {
	t.Helper()
	var out bytes.Buffer
	enterprises, planted, err := demo.WriteRoster(&out, o)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), enterprises, planted
}

// violations are those of a roster by row: what the reader finds, what the rules find, and who is there twice.
func violations(rows []domain.RosterRow) map[int][]domain.Violation {
	found := map[int][]domain.Violation{}
	seen := map[domain.IDNumber]bool{}
	for _, row := range rows {
		all := append(slices.Clone(row.Findings), domain.CheckInfoForm(row.Row, &row.Form, domain.Date(2020, 12, 31))...)
		if seen[row.Form.IDNumber] {
			all = append(all, domain.Violation{Rule: domain.R10, Row: row.Row})
		}
		seen[row.Form.IDNumber] = true
		if len(all) > 0 {
			found[row.Row] = all
		}
	}
	return found
}

func TestDemonstrationRosterIsRight(t *testing.T) {
	content, enterprises, planted := demoRoster(t, demo.RosterOptions{Persons: 800, Enterprises: 39, Seed: 5})
	rows := mustRead(t, "名册.xlsx", content)
	if len(rows) != 800 || len(enterprises) != 39 || planted != nil {
		t.Fatal(len(rows), len(enterprises), planted)
	}
	for row, found := range violations(rows) {
		t.Errorf("row %d: %v", row, found)
	}
	byName, codes := map[string]domain.Enterprise{}, map[string]bool{}
	for _, e := range enterprises {
		if err := e.Check(); err != nil || codes[e.USCC] || byName[e.Name].Name != "" || !strings.Contains(e.Name, "演示") || !strings.HasPrefix(e.USCC[2:], "219999") {
			t.Errorf("%+v: %v", e, err)
		}
		byName[e.Name], codes[e.USCC] = e, true
	}
	away, provincial, special, proxies := 0, 0, 0, 0
	for _, row := range rows {
		f := row.Form
		e := byName[f.Employer]
		if e.USCC != f.EmployerUSCC || e.Level != f.Level || f.InsurancePlace != e.InsuranceDivision || (f.Residence.Division == "") != f.OutOfCity ||
			f.Hukou.Phone == "" || f.Residence.Phone == "" || f.Spouse.Name == "" || f.Contacts[0].Relation != "配偶" {
			t.Errorf("row %d: %+v", row.Row, f)
		}
		count(&away, f.OutOfCity)
		count(&provincial, f.InsurancePlace == "21")
		count(&special, len(f.Special) > 0)
		count(&proxies, f.Proxy != "")
	}
	if away < 20 || provincial < 50 || special < 50 || proxies < 10 {
		t.Errorf("%d away, %d insured at the province, %d special, %d proxies", away, provincial, special, proxies)
	}
}

func count(n *int, is bool) {
	if is {
		*n++
	}
}

func TestPlantedFaultsAreFoundAndNoOthers(t *testing.T) {
	content, _, planted := demoRoster(t, demo.RosterOptions{Persons: 200, Enterprises: 3, Seed: 9, Defects: true})
	found := violations(mustRead(t, "名册.xlsx", content))
	rules := map[domain.RuleID]bool{}
	for _, fault := range planted {
		if !slices.ContainsFunc(found[fault.Row], func(v domain.Violation) bool { return v.Rule == fault.Rule }) {
			t.Errorf("row %d, %s (%s): %v", fault.Row, fault.Name, fault.What, found[fault.Row])
		}
		rules[fault.Rule] = true
		delete(found, fault.Row)
	}
	for row, others := range found {
		t.Errorf("row %d: %v", row, others)
	}
	for _, rule := range []domain.RuleID{domain.R02, domain.R03, domain.R08, domain.R09, domain.R10, domain.R14} {
		if !rules[rule] {
			t.Errorf("no fault of %s is planted", rule)
		}
	}
}

func TestDemonstrationRosterRepeats(t *testing.T) {
	o := demo.RosterOptions{Persons: 30, Enterprises: 2, Seed: 1}
	first, _, _ := demoRoster(t, o)
	again, _, _ := demoRoster(t, o)
	a, b := mustRead(t, "a.xlsx", first), mustRead(t, "b.xlsx", again)
	o.Seed = 2
	others, _, _ := demoRoster(t, o)
	c := mustRead(t, "c.xlsx", others)
	for i := range a {
		if a[i].Form.IDNumber != b[i].Form.IDNumber || a[i].Form.Name != b[i].Form.Name || a[i].Form.IDNumber == c[i].Form.IDNumber {
			t.Fatalf("row %d: %s %s %s", i, a[i].Form.IDNumber, b[i].Form.IDNumber, c[i].Form.IDNumber)
		}
	}
	if _, _, err := demo.WriteRoster(&bytes.Buffer{}, demo.RosterOptions{Persons: 3, Enterprises: 4}); err == nil {
		t.Error("more enterprises than persons")
	}
}
