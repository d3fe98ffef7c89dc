package roster

import (
	"slices"

	"github.com/danganku/danganku/internal/domain"
)

func sexChoice() choice {
	return choice{
		words: []string{"男", "女"},
		set: func(f *form, word string) bool {
			sex, ok := domain.ParseSex(word)
			f.Sex = sex
			return ok
		},
		label: func(f *form) string { return f.Sex.Label() },
	}
}

// levels are the words for who owns an enterprise; the first is the one of the form.
var levels = []struct {
	level domain.EnterpriseLevel
	words []string
}{
	{domain.LevelUnknown, []string{""}},
	{domain.LevelCentral, []string{"央企", "中央企业", "中央", "央"}},
	{domain.LevelProvincial, []string{"省企", "省属企业", "省属", "省级", "省"}},
	{domain.LevelCity, []string{"市企", "市属企业", "市属", "市级", "市"}},
	{domain.LevelDistrict, []string{"区企", "区属企业", "区县企业", "区县属企业", "县企", "区属", "区级", "区", "县"}},
}

func levelChoice() choice {
	c := choice{
		set: func(f *form, word string) bool {
			for _, row := range levels {
				if slices.Contains(row.words, word) {
					f.Level = row.level
					return true
				}
			}
			return false
		},
		label: func(f *form) string {
			for _, row := range levels {
				if row.level == f.Level {
					return row.words[0]
				}
			}
			return string(f.Level)
		},
	}
	for _, row := range levels[1:] {
		c.words = append(c.words, row.words[0])
	}
	return c
}

func employmentChoice() choice {
	c := choice{
		set: func(f *form, word string) bool {
			employment, ok := domain.ParseEmployment(word)
			if ok {
				f.Employment = employment
			}
			return ok
		},
		label: func(f *form) string { return f.Employment.Label() },
	}
	for _, employment := range []domain.Employment{domain.RegularStaff, domain.InstitutionStaff, domain.FactoryCollective,
		domain.LaborDispatch, domain.EmploymentDeceased} {
		c.words = append(c.words, employment.Label())
	}
	return c
}
