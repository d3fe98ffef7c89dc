package domain

import (
	"slices"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/errs"
)

func TestShenyangHasThirteenDistrictsAndCounties(t *testing.T) {
	divisions, err := ShenyangDivisions()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	districts := 0
	for _, d := range divisions {
		if names[d.Code] != "" {
			t.Errorf("%s stands twice", d.Code)
		}
		names[d.Code] = d.Name
		if len(d.Code) == 6 {
			districts++
		}
		if parent := d.Code[:len(d.Code)-2]; parent != "" && names[parent] == "" {
			t.Errorf("%s comes before the division it belongs to", d.Code)
		}
	}
	if districts != 13 || names["2101"] != "沈阳市" || names["210106"] != "铁西区" || names["210181"] != "新民市" {
		t.Error(districts, names)
	}
}

func TestReadDivisions(t *testing.T) {
	const head = "code,name,valid_from,valid_to,successor\n"
	divisions, err := ReadDivisions(strings.NewReader(head + "210122,辽中县,,2016-01,210115\n"))
	if err != nil || len(divisions) != 1 || divisions[0].ValidTo != Date(2016, 1, 0) || divisions[0].Successor != "210115" {
		t.Fatal(divisions, err)
	}
	local, err := ReadDivisions(strings.NewReader(head + "210106001,昆明湖街道,,,\n210106001002,湖西社区,,,\n"))
	if err != nil || len(local) != 2 || local[1].Parent() != "210106001" || local[0].Parent() != "210106" {
		t.Fatal(local, err)
	}
	for name, data := range map[string]string{
		"empty": "", "other heading": "code,name\n1,2\n", "five digits": head + "21010,某区,,,\n", "eleven digits": head + "21010600100,某社区,,,\n", "letters": head + "2101AB,某区,,,\n",
		"no name": head + "210199,,,,\n", "bad date": head + "210199,某区,昨天,,\n", "missing column": head + "210199,某区\n",
	} {
		if _, err := ReadDivisions(strings.NewReader(data)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestLocalDivisionsNeedTheirParents(t *testing.T) {
	district := Division{Code: "210106", Name: "铁西区"}
	street := Division{Code: "210106001", Name: "昆明湖街道"}
	community := Division{Code: "210106001002", Name: "湖西社区"}
	for _, c := range []struct {
		name             string
		divisions, known []Division
		want             string
	}{
		{"known district", []Division{street}, []Division{district}, ""},
		{"subdistrict in the same list", []Division{community, street}, []Division{district}, ""},
		{"district without city", []Division{district}, nil, ""},
		{"no district", []Division{street}, nil, "division.parent"},
		{"no subdistrict", []Division{community}, []Division{district}, "division.parent"},
	} {
		if err := CheckParents(c.divisions, c.known); err == nil && c.want != "" || err != nil && errs.CodeOf(err) != c.want {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	above := DivisionsAbove("210106001002", []Division{community, district, {Code: "2101", Name: "沈阳市"}})
	if want := []string{"沈阳市", "铁西区", "湖西社区"}; !slices.Equal(above, want) {
		t.Errorf("divisions above are %v, want %v", above, want)
	}
}
