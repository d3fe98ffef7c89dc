package roster

import (
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/sheet"
)

// cell is one cell of a row being read.
type cell struct {
	row    sheet.Row
	column int
	text   string
	places PlaceFinder
}

// value is how the cell of a column becomes part of a form and back.
type value interface {
	// read sets the form. What it returns is what to do about a cell that cannot be read; "" when it could.
	read(c cell, f *domain.InfoForm) string
	// write gives text, a number, or nil for an empty cell.
	write(f *domain.InfoForm, places placeNames) any
}

type textAt func(*domain.InfoForm) *string

func (at textAt) read(c cell, f *domain.InfoForm) string { *at(f) = c.text; return "" }

func (at textAt) write(f *domain.InfoForm, _ placeNames) any { return orNil(*at(f)) }

// codeAt is text in capital letters without spaces.
type codeAt func(*domain.InfoForm) *string

func (at codeAt) read(c cell, f *domain.InfoForm) string {
	*at(f) = strings.ToUpper(sheet.Fold(c.text))
	return ""
}

func (at codeAt) write(f *domain.InfoForm, _ placeNames) any { return orNil(*at(f)) }

type dateAt func(*domain.InfoForm) *domain.PartialDate

func (at dateAt) read(c cell, f *domain.InfoForm) string {
	date, ok := c.row.Date(c.column)
	if !ok {
		return "不是有效日期，请按1978-03或1978-03-09填写"
	}
	*at(f) = date
	return ""
}

func (at dateAt) write(f *domain.InfoForm, _ placeNames) any { return orNil(at(f).String()) }

type countAt func(*domain.InfoForm) *int

func (at countAt) read(c cell, f *domain.InfoForm) string {
	n, ok := sheet.ParseCount(c.text)
	if !ok {
		return "不是数字，请填写阿拉伯数字"
	}
	*at(f) = n
	return ""
}

func (at countAt) write(f *domain.InfoForm, _ placeNames) any {
	if n := *at(f); n != 0 {
		return n
	}
	return nil
}

type flagAt func(*domain.InfoForm) *bool

func (at flagAt) read(c cell, f *domain.InfoForm) string {
	yes, ok := parseFlag(c.text)
	if !ok {
		return "无法识别，请填写是或否"
	}
	*at(f) = yes
	return ""
}

func (at flagAt) write(f *domain.InfoForm, _ placeNames) any { return flagWord(*at(f)) }

func flagWord(yes bool) string {
	if yes {
		return "是"
	}
	return "否"
}

var (
	yesWords = []string{"是", "√", "✓", "✔", "☑", "有", "1", "已", "Y", "YES", "TRUE", "已盖章", "已签字", "已核实", "已核准"}
	noWords  = []string{"", "否", "无", "0", "×", "X", "✗", "□", "N", "NO", "FALSE", "未", "没有", "-", "/", "未盖章", "未签字", "未核实", "未核准"}
)

func parseFlag(text string) (yes, ok bool) {
	word := strings.ToUpper(sheet.Fold(text))
	if slices.Contains(yesWords, word) {
		return true, true
	}
	return false, slices.Contains(noWords, word)
}

// choice is one of a few words.
type choice struct {
	words []string // offered in the drop-down list
	set   func(f *domain.InfoForm, word string) bool
	label func(f *domain.InfoForm) string
}

func (v choice) read(c cell, f *domain.InfoForm) string {
	if !v.set(f, sheet.Fold(c.text)) {
		return "无法识别，请填写" + strings.Join(v.words, "、")
	}
	return ""
}

func (v choice) write(f *domain.InfoForm, _ placeNames) any { return orNil(v.label(f)) }

// identity keeps the number as it stood beside its normal form, so that rule R08 can say what is wrong with it.
type identity struct{}

func (identity) read(c cell, f *domain.InfoForm) string {
	f.IDGiven, f.IDNumber = c.text, domain.NormalizeIDNumber(c.text)
	return ""
}

func (identity) write(f *domain.InfoForm, _ placeNames) any {
	if f.IDGiven != "" {
		return f.IDGiven
	}
	return orNil(f.IDNumber.Full())
}

// insurance is the insurance place: a district, or the province for those insured at its agency.
type insurance struct{}

func (insurance) read(c cell, f *domain.InfoForm) string {
	word := sheet.Fold(c.text)
	if word == "" {
		return ""
	}
	code, ok := c.places.find(word)
	if !ok || (len(code) != 6 && len(code) != 2) {
		return "无法识别，请填写参保的区县名称或六位行政区划代码，在省级参保的填写省直"
	}
	f.InsurancePlace = code
	return ""
}

func (insurance) write(f *domain.InfoForm, places placeNames) any {
	return orNil(places.of(f.InsurancePlace))
}

// specials are several categories in one cell. The minimum living allowance has a column of its own on the form.
type specials struct{}

func (specials) read(c cell, f *domain.InfoForm) string {
	var unknown []string
	for _, word := range strings.FieldsFunc(c.text, separatesWords) {
		category, ok := domain.ParseSpecialCategory(word)
		switch {
		case ok:
			f.Special = append(f.Special, category)
		case word != "无" && word != "否" && word != "-":
			unknown = append(unknown, word)
		}
	}
	if len(unknown) > 0 {
		return "中的“" + strings.Join(unknown, "、") + "”无法识别，可填写" + strings.Join(specialWords(), "、") + "，多项用顿号隔开"
	}
	return ""
}

func separatesWords(r rune) bool { return strings.ContainsRune("、,，;；/／|＋+ \u3000\t\r\n", r) }

func (specials) write(f *domain.InfoForm, _ placeNames) any {
	var words []string
	for _, category := range f.Special {
		if category != domain.MinimumAllowance {
			words = append(words, category.Label())
		}
	}
	return orNil(strings.Join(words, "、"))
}

func specialWords() []string {
	var words []string
	for _, category := range domain.SpecialCategories() {
		if category != domain.MinimumAllowance {
			words = append(words, category.Label())
		}
	}
	return words
}

// tick is a column for one category.
type tick domain.SpecialCategory

func (v tick) read(c cell, f *domain.InfoForm) string {
	yes, ok := parseFlag(c.text)
	if yes {
		f.Special = append(f.Special, domain.SpecialCategory(v))
	}
	if !ok {
		return "无法识别，请填写是或否"
	}
	return ""
}

func (v tick) write(f *domain.InfoForm, _ placeNames) any {
	return flagWord(slices.Contains(f.Special, domain.SpecialCategory(v)))
}

func orNil(text string) any {
	if text == "" {
		return nil
	}
	return text
}
