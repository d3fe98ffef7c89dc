package domain

import (
	"embed"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
)

// Division is an administrative division (GB/T 2260). Codes are prefixes of each other: 21 province, 2101 city,
// 210106 district.
type Division struct {
	Code      string
	Name      string
	ValidFrom PartialDate // zero: always
	ValidTo   PartialDate // zero: still valid
	Successor string      // code of the division that took over, when ValidTo is set
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
	if n := len(d.Code); n != 2 && n != 4 && n != 6 || strings.Trim(d.Code, "0123456789") != "" {
		return d, fmt.Errorf("code %q: want 2, 4 or 6 digits", d.Code)
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
