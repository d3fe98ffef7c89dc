package domain

import (
	"strings"
	"testing"
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
	for name, data := range map[string]string{
		"empty": "", "other heading": "code,name\n1,2\n", "five digits": head + "21010,某区,,,\n", "letters": head + "2101AB,某区,,,\n",
		"no name": head + "210199,,,,\n", "bad date": head + "210199,某区,昨天,,\n", "missing column": head + "210199,某区\n",
	} {
		if _, err := ReadDivisions(strings.NewReader(data)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
