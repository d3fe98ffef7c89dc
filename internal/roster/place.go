package roster

import (
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/sheet"
)

// PlaceFinder gives the code of the division of a name or code as lists write it; false: there is no such division.
type PlaceFinder func(name string) (code string, ok bool)

// provinceWords are how rosters say that a person is insured at the province's own agency.
var provinceWords = []string{"省直", "省直属", "省本级", "省级", "省社保"}

// Places finds the divisions that are valid today by code, by name, and by name with those of the divisions above:
// 210106, 铁西区, 沈阳市铁西区, 辽宁省沈阳市铁西区. The words for the province's own agency stand for the province. A name
// that two divisions have finds neither. Subdistricts and communities insure nobody and are passed over.
func Places(divisions []domain.Division) PlaceFinder {
	byCode := map[string]domain.Division{}
	for _, d := range divisions {
		if d.ValidTo.IsZero() && !d.Local() {
			byCode[d.Code] = d
		}
	}
	codes := map[string]string{}
	add := func(name, code string) {
		if other, taken := codes[name]; taken && other != code {
			code = ""
		}
		codes[name] = code
	}
	for code, d := range byCode {
		add(code, code)
		name := sheet.Fold(d.Name)
		add(name, code)
		for above := code[:len(code)-2]; above != ""; above = above[:len(above)-2] {
			if upper, known := byCode[above]; known {
				name = sheet.Fold(upper.Name) + name
				add(name, code)
			}
		}
		if len(code) == 2 {
			for _, word := range provinceWords {
				add(word, code)
				add(sheet.Fold(d.Name)+strings.TrimPrefix(word, "省"), code)
			}
		}
	}
	return func(name string) (string, bool) {
		code := codes[sheet.Fold(name)]
		return code, code != ""
	}
}

// find falls back on the form of a code where nobody knows the names.
func (p PlaceFinder) find(word string) (string, bool) {
	if p != nil {
		return p(word)
	}
	return word, strings.Trim(word, "0123456789") == ""
}

// placeNames are the names of divisions by code, for writing.
type placeNames map[string]string

func (p placeNames) of(code string) string {
	if name, known := p[code]; known {
		return name
	}
	return code
}

// namesOf has the names that an insurance place is written by, in the order of the divisions. A name that is there twice is
// left to its code.
func namesOf(divisions []domain.Division) (names placeNames, ordered []string) {
	names = placeNames{}
	find := Places(divisions)
	for _, d := range divisions {
		name := d.Name
		if len(d.Code) == 2 {
			name = provinceWords[0]
		}
		code, ok := find(name)
		if len(d.Code) == 4 || !ok || code != d.Code {
			continue
		}
		names[d.Code] = name
		ordered = append(ordered, name)
	}
	return names, ordered
}
