package roster

import (
	"bytes"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/danganku/danganku/internal/domain"
)

const (
	idZhang = "219999194802290019"
	idLi    = "219999195511010026"
)

func reader(t testing.TB) Reader {
	t.Helper()
	divisions, err := domain.ShenyangDivisions()
	if err != nil {
		t.Fatal(err)
	}
	return Reader{Division: Places(divisions)}
}

func options(t testing.TB) TemplateOptions {
	t.Helper()
	divisions, err := domain.ShenyangDivisions()
	if err != nil {
		t.Fatal(err)
	}
	return TemplateOptions{Divisions: divisions}
}

// save writes a file and returns its path.
func save(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func readAll(t testing.TB, r Reader, path string) ([]domain.RosterRow, error) {
	t.Helper()
	var rows []domain.RosterRow
	err := r.Read(t.Context(), path, filepath.Base(path), func(row domain.RosterRow) error {
		rows = append(rows, row)
		return nil
	})
	return rows, err
}

func mustRead(t testing.TB, name string, content []byte) []domain.RosterRow {
	t.Helper()
	rows, err := readAll(t, reader(t), save(t, name, content))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func formsFile(t testing.TB, forms iter.Seq[domain.InfoForm]) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := WriteForms(&out, options(t), forms); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// workbook makes a workbook of sheets, given as name and rows.
func workbook(t testing.TB, sheets map[string][][]any) []byte {
	t.Helper()
	book := excelize.NewFile()
	for n, name := range slices.Sorted(func(yield func(string) bool) {
		for name := range sheets {
			if !yield(name) {
				return
			}
		}
	}) {
		var err error
		if n == 0 {
			err = book.SetSheetName("Sheet1", name)
		} else {
			_, err = book.NewSheet(name)
		}
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range sheets[name] {
			if err := book.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// randomForm fills every field of a form at random, sometimes with nothing.
func randomForm(r *rand.Rand) domain.InfoForm {
	f := domain.InfoForm{
		Level: pick(r, "", domain.LevelCentral, domain.LevelProvincial, domain.LevelCity, domain.LevelDistrict), RunningNo: fmt.Sprintf("%04d", r.IntN(10000)),
		Name: "张" + words(r), Sex: pick(r, domain.SexUnknown, domain.SexMale, domain.SexFemale, domain.SexUnspecified), Ethnicity: words(r), BornOn: date(r),
		Political: words(r), Health: words(r), Employer: words(r), EmployerUSCC: pick(r, "", "91219999MA0000001X", "912199990000000011"), Post: words(r),
		WorkedFrom: date(r), RetiredOn: date(r), DossierKeptAt: words(r), Education: words(r), Skills: words(r), RetirementType: words(r), Hobbies: words(r),
		InsuranceNo: pick(r, "", "0012345678", "21000000012345678901"), PensionPlace: words(r), MedicalPlace: words(r), InjuryGrade: words(r),
		InsurancePlace: pick(r, "", "21", "210102", "210181", "210113"), Hukou: address(r), Residence: address(r), Away: address(r), OutOfCity: flip(r),
		Spouse:     domain.Relative{Name: words(r), BornOn: date(r), Employer: words(r), Health: words(r), Phone: words(r)},
		Employment: pick(r, domain.RegularStaff, domain.InstitutionStaff, domain.FactoryCollective, domain.LaborDispatch, domain.EmploymentDeceased), DiedOn: date(r),
		CompanySeal: flip(r), Signed: flip(r), Proxy: words(r), ProxyVerified: flip(r), Paper: flip(r), Electronic: flip(r),
		Roster: domain.RosterCount{ArchivalCode: words(r), Originals: r.IntN(4), Duplicates: r.IntN(3), Materials: r.IntN(200), Pages: r.IntN(1000000),
			Electronic: flip(r), Remark: words(r)},
	}
	f.IDGiven = pick(r, idZhang, idLi, "219999480229001", "21999919600131003x", "不知道")
	f.IDNumber = domain.NormalizeIDNumber(f.IDGiven)
	for _, category := range domain.SpecialCategories() {
		if r.IntN(4) == 0 {
			f.Special = append(f.Special, category)
		}
	}
	for range r.IntN(maxContacts + 1) {
		f.Contacts = append(f.Contacts, domain.Relative{Name: "李" + words(r), Relation: words(r), Employer: words(r), Phone: words(r), Address: words(r),
			Postcode: pick(r, "", "001001")})
	}
	return f
}

func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

func flip(r *rand.Rand) bool { return r.IntN(2) == 0 }

func date(r *rand.Rand) domain.PartialDate {
	return pick(r, domain.PartialDate{}, domain.Date(1968, 0, 0), domain.Date(1900+r.IntN(120), 1+r.IntN(12), 0), domain.Date(1900+r.IntN(120), 1+r.IntN(12), 1+r.IntN(28)))
}

func address(r *rand.Rand) domain.Address {
	return domain.Address{Place: words(r), Division: words(r), Subdistrict: words(r), Community: words(r), Phone: pick(r, "", "024-00000000", "013800000000")}
}

// words are text that a spreadsheet, XML or a careless reader could mistake for something else.
func words(r *rand.Rand) string {
	parts := []string{"", "", "演示", "刘𬭎", "007", "1e5", "=1+1", "<b>&\"", "两\n行", "3-5", "1978-03", "是", "TRUE", "_x0041_", "·", "合计", "0.10", "’", "a b"}
	var b strings.Builder
	for range r.IntN(3) {
		b.WriteString(parts[r.IntN(len(parts))])
	}
	return strings.TrimSpace(b.String())
}

// collect notes for every field of a form whether it is filled.
func collect(path string, value any, filled map[string]bool) {
	v := reflect.ValueOf(value)
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			collect(path+"."+v.Type().Field(i).Name, v.Field(i).Interface(), filled)
		}
	case reflect.Slice:
		filled[path] = filled[path] || v.Len() > 0
		for i := range v.Len() {
			collect(path, v.Index(i).Interface(), filled)
		}
	default:
		filled[path] = filled[path] || !v.IsZero()
	}
}
