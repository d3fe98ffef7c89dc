package roster

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/sheet"
)

// MaxRows is how many persons one file may hold.
const MaxRows = 50_000

// Stable codes of this package's errors.
const (
	CodeNoHeadings = "roster.headings" // no sheet has the headings of a list
	CodeColumns    = "roster.columns"  // obligatory columns are missing
	CodeSheets     = "roster.sheets"   // more than one sheet has a list
	CodeTooMany    = "roster.rows"     // more than MaxRows persons
	CodeCell       = "roster.cell"     // a cell of a department's list cannot be read
)

// Reader reads lists of persons. The zero value knows divisions by their codes alone and uses the default limits.
type Reader struct {
	Division PlaceFinder
	Limits   sheet.Limits
}

// exampleMark begins the row of the template that shows how to fill it in.
const exampleMark = "示例"

// obligations are what a roster must have columns for. Any one of the titles does.
var obligations = []struct {
	name   string
	titles []string
}{
	{"姓名", []string{"姓名"}}, {"身份证号码", []string{"身份证号码"}}, {"参保地", []string{"参保地"}}, {"退休年月", []string{"退休年月"}},
	{"常住地区县", []string{"常住地区县", "常住地详细地址", "是否居住在外埠"}}, {"正本卷数", []string{"正本卷数"}},
}

// Read reads the roster at a path, which its sender calls name, and calls each for every person in order of rows. A cell that
// cannot be read is a finding of its row; the whole file fails only where it cannot be read or lacks obligatory columns
// (errs.Unprocessable), holds more than MaxRows persons (errs.TooLarge), or where each fails.
func (r Reader) Read(ctx context.Context, path, name string, each func(domain.RosterRow) error) error {
	table := columnsOfForms()
	open := func(found list) error { return requireColumns(name, table, found) }
	return r.rows(ctx, path, name, headingsOf(table), open, func(found list, row sheet.Row) (bool, error) {
		if !found.isPerson(row) {
			return false, nil
		}
		return true, each(r.form(table, found, row))
	})
}

// ReadAmong is Read by a reader that knows these divisions by name.
func ReadAmong(ctx context.Context, path, name string, divisions []domain.Division, each func(domain.RosterRow) error) error {
	return Reader{Division: Places(divisions)}.Read(ctx, path, name, each)
}

// rows finds the one sheet with a list, lets open judge its columns, and calls do for each row below the headings; do
// reports whether the row was about a person.
func (r Reader) rows(ctx context.Context, path, name string, known headings, open func(list) error, do func(list, sheet.Row) (bool, error)) (err error) {
	limits := r.Limits
	if limits.MaxRows == 0 {
		limits.MaxRows = MaxRows + 1_000 // room for what is about nobody
	}
	book, err := sheet.OpenFile(path, name, limits)
	if err != nil {
		return errs.Wrap("read roster", err)
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	found, err := findList(name, book, known)
	if err != nil {
		return errs.Wrap("read roster", err)
	}
	if err := open(found); err != nil {
		return errs.Wrap("read roster", err)
	}
	persons := 0
	return errs.Wrap("read roster", book.Each(found.sheet, func(row sheet.Row) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if row.No < found.first {
			return nil
		}
		person, err := do(found, row)
		if person {
			persons++
		}
		if persons > MaxRows {
			return errs.New(errs.TooLarge, CodeTooMany, "表格“%s”超过%d人，请拆分后提交", name, MaxRows)
		}
		return err
	}))
}

func requireColumns(name string, table []column, found list) error {
	var missing []string
	for _, o := range obligations {
		there := slices.ContainsFunc(found.columns, func(p placed) bool { return slices.Contains(o.titles, table[p.place].title) })
		if !there {
			missing = append(missing, o.name)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return errs.New(errs.Unprocessable, CodeColumns, "表格“%s”缺少必填的列：%s，请补充这些列，或改用系统下载的基本信息表模板", name, strings.Join(missing, "、"))
}

// form reads one row.
func (r Reader) form(table []column, found list, row sheet.Row) domain.RosterRow {
	out := domain.RosterRow{Row: row.No, Form: domain.InfoForm{Sex: domain.SexUnknown, Employment: domain.RegularStaff,
		Contacts: make([]domain.Relative, maxContacts)}}
	for _, p := range found.columns {
		text := row.Cell(p.at)
		if text == "" {
			continue
		}
		c := table[p.place]
		if advice := c.value.read(cell{row: row, column: p.at, text: text, places: r.Division}, &out.Form); advice != "" {
			out.Findings = append(out.Findings, domain.Violation{Rule: c.rule, Level: c.level, Row: row.No, Field: c.title,
				Message: fmt.Sprintf("%s“%s”%s", c.title, shorten(text), advice)})
		}
	}
	if lost, is := row.Garbled(""); is {
		out.Findings = append(out.Findings, lost)
	}
	tidy(&out.Form)
	return out
}

// tidy drops contacts that are not there and brings the categories, which may come from several columns, into their order.
func tidy(f *domain.InfoForm) {
	f.Contacts = slices.DeleteFunc(f.Contacts, func(r domain.Relative) bool { return r == domain.Relative{} })
	if len(f.Contacts) == 0 {
		f.Contacts = nil
	}
	if len(f.Special) == 0 {
		return
	}
	f.Special = slices.DeleteFunc(domain.SpecialCategories(), func(c domain.SpecialCategory) bool { return !slices.Contains(f.Special, c) })
}

// shorten keeps a message readable whatever a cell holds.
func shorten(text string) string {
	const most = 40
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
