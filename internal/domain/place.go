package domain

import (
	"embed"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/errs"
)

// Division is an administrative division (GB/T 2260, GB/T 10114). Codes are prefixes of each other: 21 province, 2101
// city, 210106 district, 210106001 subdistrict (街道), 210106001002 community (社区).
type Division struct {
	Code      string
	Name      string
	ValidFrom PartialDate // zero: always
	ValidTo   PartialDate // zero: still valid
	Successor string      // code of the division that took over, when ValidTo is set
}

// divisionLevels are the lengths codes of divisions have, from the province down.
var divisionLevels = []int{2, 4, 6, 9, 12}

// ValidDivisionCode reports whether a text has the form of a division's code.
func ValidDivisionCode(code string) bool {
	return slices.Contains(divisionLevels, len(code)) && strings.Trim(code, "0123456789") == ""
}

// Parent is the code of the division this one belongs to; empty for a province and for what is no code.
func (d Division) Parent() string {
	for i := len(divisionLevels) - 1; i > 0; i-- {
		if len(d.Code) == divisionLevels[i] {
			return d.Code[:divisionLevels[i-1]]
		}
	}
	return ""
}

// Local reports whether the division is a subdistrict or a community, which districts keep up themselves.
func (d Division) Local() bool { return len(d.Code) > 6 }

// CheckParents refuses subdistricts and communities whose district or subdistrict is neither among them nor known.
func CheckParents(divisions, known []Division) error {
	there := map[string]bool{}
	for _, d := range slices.Concat(known, divisions) {
		there[d.Code] = true
	}
	for _, d := range divisions {
		if d.Local() && !there[d.Parent()] {
			return errs.New(errs.Unprocessable, "division.parent", "没有代码为“%s”的上级区划，请先登记，再登记%s（%s）", d.Parent(), d.Name, d.Code).
				WithFields(errs.Field{Name: "code", Message: "上级区划不存在"})
		}
	}
	return nil
}

// DivisionsAbove are the names of a division and of those it belongs to, from the province down; those that are not known
// are left out.
func DivisionsAbove(code string, known []Division) []string {
	names := make(map[string]string, len(known))
	for _, d := range known {
		names[d.Code] = d.Name
	}
	var above []string
	for ; code != ""; code = (Division{Code: code}).Parent() {
		if name := names[code]; name != "" {
			above = append(above, name)
		}
	}
	slices.Reverse(above)
	return above
}

// ArchiveOffice is an archive department (档案管理部门) that holds dossiers; its division decides who supervises it.
type ArchiveOffice struct {
	Code     string // unique, e.g. the division code when a district has one office
	Name     string
	Division string // code of Division
}

//go:embed data/divisions-2101.csv
var placeData embed.FS

// ShenyangDivisions are the city of Shenyang and its 13 districts and counties, shipped as the default.
func ShenyangDivisions() ([]Division, error) {
	f, err := placeData.Open("data/divisions-2101.csv")
	if err != nil {
		return nil, fmt.Errorf("open shipped divisions: %w", err)
	}
	defer f.Close()
	return ReadDivisions(f)
}

// ReadDivisions reads a city's divisions from CSV (UTF-8) with the header code,name,valid_from,valid_to,successor.
func ReadDivisions(r io.Reader) ([]Division, error) {
	reader := csv.NewReader(r)
	reader.FieldsPerRecord = 5
	rows, err := reader.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read divisions: %w", err)
	}
	if len(rows) == 0 || strings.Join(rows[0], ",") != "code,name,valid_from,valid_to,successor" {
		return nil, fmt.Errorf("read divisions: the first line must be code,name,valid_from,valid_to,successor")
	}
	divisions := make([]Division, 0, len(rows)-1)
	for i, row := range rows[1:] {
		d, err := divisionFromRow(row)
		if err != nil {
			return nil, fmt.Errorf("read divisions: line %d: %w", i+2, err)
		}
		divisions = append(divisions, d)
	}
	return divisions, nil
}

func divisionFromRow(row []string) (Division, error) {
	d := Division{Code: row[0], Name: row[1], Successor: row[4]}
	if !ValidDivisionCode(d.Code) {
		return d, fmt.Errorf("code %q: want 2, 4, 6, 9 or 12 digits", d.Code)
	}
	if d.Name == "" {
		return d, fmt.Errorf("code %s has no name", d.Code)
	}
	var err error
	if d.ValidFrom, err = ParsePartialDate(row[2]); err != nil {
		return d, err
	}
	d.ValidTo, err = ParsePartialDate(row[3])
	return d, err
}

// OfficesOf gives each district its archive office, as a new installation starts out: code and division are the district's.
func OfficesOf(divisions []Division) []ArchiveOffice {
	var offices []ArchiveOffice
	for _, division := range divisions {
		if len(division.Code) == 6 && division.ValidTo.IsZero() {
			offices = append(offices, ArchiveOffice{Code: division.Code, Name: division.Name + "人事档案管理中心", Division: division.Code})
		}
	}
	return offices
}
