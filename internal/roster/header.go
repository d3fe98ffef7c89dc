package roster

import (
	"errors"
	"math"
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/sheet"
)

// headingRows is within how many rows the headings are looked for; titles and instructions stand above them.
const headingRows = 10

// headings finds the columns of a table by what stands at their head.
type headings struct {
	keys   map[string]int // folded heading -> place in the table
	number int            // place of the running number; -1: the table has none
	name   int            // place of the name, which every list has
	id     int            // place of the identity number
	few    int            // how many known headings make a row the row of headings
}

func headingsOf(table []column) headings {
	h := headings{keys: map[string]int{}, number: -1, few: 3}
	for place, c := range table {
		for _, heading := range append([]string{c.title}, c.also...) {
			if key := sheet.Heading(heading); key != "" {
				if _, taken := h.keys[key]; !taken {
					h.keys[key] = place
				}
			}
		}
		switch c.title {
		case "序号":
			h.number = place
		case "姓名":
			h.name = place
		case "身份证号码":
			h.id = place
		}
	}
	return h
}

// placed is a column of the table that a sheet has.
type placed struct{ place, at int }

// list is a sheet with a list of persons.
type list struct {
	headings
	sheet   string
	columns []placed
	first   int // number of the first row below the headings
}

func (l list) has(place int) bool {
	return slices.ContainsFunc(l.columns, func(p placed) bool { return p.place == place })
}

func (l list) cell(r sheet.Row, place int) string {
	for _, p := range l.columns {
		if p.place == place {
			return r.Cell(p.at)
		}
	}
	return ""
}

// isPerson leaves out the example of the template, lines below the list, and rows that are numbered in advance. A row
// without name and number that says something else all the same is about somebody: the rules will ask for both.
func (l list) isPerson(r sheet.Row) bool {
	start := slices.IndexFunc(r.Cells, func(cell string) bool { return cell != "" })
	if start < 0 || strings.HasPrefix(sheet.Fold(r.Cells[start]), exampleMark) {
		return false
	}
	if l.cell(r, l.id) != "" {
		return true
	}
	if sheet.IsFooter(r.Cells[start]) || sheet.IsFooter(l.cell(r, l.name)) {
		return false
	}
	const something = 3 // cells; fewer are remarks
	told := 0
	for _, p := range l.columns {
		if p.place != l.number && r.Cell(p.at) != "" {
			told++
		}
	}
	return l.cell(r, l.name) != "" || told >= something
}

// findList finds the sheet with the list. Two are refused: their rows would be numbered alike.
func findList(name string, book sheet.Book, known headings) (list, error) {
	var lists []list
	for _, title := range book.Sheets() {
		found, ok, err := lookInto(book, title, known)
		if err != nil {
			return list{}, err
		}
		if ok {
			lists = append(lists, found)
		}
	}
	switch len(lists) {
	case 0:
		return list{}, errs.New(errs.Unprocessable, CodeNoHeadings,
			"表格“%s”的前%d行中没有找到表头（至少要有“姓名”和“身份证号码”两列），请使用系统下载的模板填写", name, headingRows)
	case 1:
		return lists[0], nil
	}
	return list{}, errs.New(errs.Unprocessable, CodeSheets, "表格“%s”中有多张名单（“%s”、“%s”），请合并到一张工作表后提交",
		name, lists[0].sheet, lists[1].sheet)
}

// errEnough stops the reading of a sheet.
var errEnough = errors.New("enough rows seen")

// lookInto reads the first rows of a sheet for headings.
func lookInto(book sheet.Book, title string, known headings) (list, bool, error) {
	f := finder{list: list{headings: known, sheet: title, first: math.MaxInt}}
	err := book.Each(title, func(r sheet.Row) error {
		if f.header != nil {
			if f.second(r) {
				f.first = r.No + 1
			} else {
				f.first = r.No
			}
			return errEnough
		}
		f.look(r)
		if f.seen++; f.seen >= headingRows && f.header == nil {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return f.list, f.header != nil, err
}

// finder looks for the headings of a list. The names of their groups may stand on the line above, or sub-headings on the
// line below.
type finder struct {
	list
	seen   int
	above  []string // keys of the row before
	header []string // keys of the row of headings; nil: not found yet
}

func (f *finder) look(r sheet.Row) {
	keys := keysOf(r)
	f.columns = f.match(keys, f.above, true)
	if len(f.columns) >= f.few && f.has(f.name) {
		f.header = keys
		return
	}
	f.above = keys
}

// second takes a line of sub-headings: its cells below the name and the identity number are empty, for these have none.
func (f *finder) second(r sheet.Row) bool {
	if f.cell(r, f.name) != "" || f.cell(r, f.id) != "" {
		return false
	}
	both := f.match(keysOf(r), f.header, false)
	if len(both) <= len(f.columns) {
		return false
	}
	f.columns = both
	return true
}

// match reads a row of headings below a row of groups. alone says that a heading may stand for itself, whatever group it is
// below, or belong to the group that a heading to its left names (户口所在地, 电话).
func (f *finder) match(keys, groups []string, alone bool) []placed {
	var found []placed
	taken := map[int]bool{}
	group, left := "", ""
	for i := range max(len(keys), len(groups)) {
		key, above := at(keys, i), at(groups, i)
		if above != "" {
			group = above
		}
		place, known := f.keys[group+key]
		if key == "" {
			place, known = f.keys[above]
		}
		if alone && key != "" && (!known || group == "") {
			if place, known = f.keys[left+key]; !known || left == "" {
				left = key
				place, known = f.keys[key]
			}
		}
		if known && !taken[place] {
			found = append(found, placed{place, i})
			taken[place] = true
		}
	}
	return found
}

func keysOf(r sheet.Row) []string {
	keys := make([]string, len(r.Cells))
	for i, cell := range r.Cells {
		keys[i] = sheet.Heading(cell)
	}
	return keys
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}
