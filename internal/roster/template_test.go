package roster

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/danganku/danganku/internal/domain"
)

func template(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := WriteTemplate(&out, options(t)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func openBook(t *testing.T, content []byte) *excelize.File {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := book.Close(); err != nil {
			t.Error(err)
		}
	})
	return book
}

func must[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func TestTemplateIsAnEmptyList(t *testing.T) {
	if rows := mustRead(t, "模板.xlsx", template(t)); len(rows) != 0 {
		t.Errorf("the example was read: %+v", rows)
	}
}

// A person fills in the first free row of the template with what the drop-down lists offer.
func TestFilledTemplateIsRead(t *testing.T) {
	book := openBook(t, template(t))
	rows := must[[][]string](t)(book.GetRows(formSheet))
	if len(rows) != firstRow || !strings.HasPrefix(rows[firstRow-1][0], exampleMark) {
		t.Fatalf("%q", rows)
	}
	for i, heading := range rows[headRow-1] {
		value := map[string]string{"*姓名": "李四", "*身份证号码": idLi, "*参保地": "省直", "*退休年月": "2008-03", "*常住地区县": "和平区", "人员类别": "事业单位"}[heading]
		if err := book.SetCellStr(formSheet, cellName(i, firstRow+1), value); err != nil {
			t.Fatal(err)
		}
		if heading == "*正本卷数" {
			if err := book.SetCellInt(formSheet, cellName(i, firstRow+1), 2); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	read := mustRead(t, "模板.xlsx", out.Bytes())
	if len(read) != 1 || len(read[0].Findings) > 0 || read[0].Row != firstRow+1 {
		t.Fatalf("%+v", read)
	}
	f := read[0].Form
	if f.Name != "李四" || f.InsurancePlace != "21" || f.Employment != domain.InstitutionStaff || f.Roster.Originals != 2 {
		t.Errorf("%+v", f)
	}
}

// The example must be a form that nobody objects to.
func TestExampleIsRight(t *testing.T) {
	book := openBook(t, template(t))
	if err := book.SetCellStr(formSheet, cellName(0, firstRow), "1"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	rows := mustRead(t, "模板.xlsx", out.Bytes())
	if len(rows) != 1 || len(rows[0].Findings) > 0 {
		t.Fatalf("%+v", rows)
	}
	if found := domain.CheckInfoForm(rows[0].Row, &rows[0].Form, domain.Date(2020, 12, 31)); len(found) > 0 {
		t.Error(found)
	}
}

func TestTemplateHelpsFilling(t *testing.T) {
	book := openBook(t, template(t))
	if panes := must[excelize.Panes](t)(book.GetPanes(formSheet)); !panes.Freeze || panes.YSplit != headRow || panes.XSplit != frozen {
		t.Errorf("%+v", panes)
	}
	comments := must[[]excelize.Comment](t)(book.GetComments(formSheet))
	validations := must[[]*excelize.DataValidation](t)(book.GetDataValidations(formSheet))
	rows := must[[][]string](t)(book.GetRows(formSheet))
	guide := must[[][]string](t)(book.GetRows(guideSheet))
	for _, c := range columnsOfForms() {
		if c.readOnly {
			continue
		}
		title := c.title
		if c.need {
			title = "*" + title
		}
		i := slices.Index(rows[headRow-1], title)
		if i < 0 {
			t.Errorf("no column %s", title)
			continue
		}
		if !slices.ContainsFunc(comments, func(n excelize.Comment) bool {
			return n.Cell == cellName(i, headRow) && strings.Contains(n.Text, c.note)
		}) {
			t.Errorf("%s has no note", title)
		}
		if !slices.ContainsFunc(guide, func(row []string) bool { return len(row) > 2 && row[0] == c.title && row[2] == c.note }) {
			t.Errorf("the instructions do not explain %s", title)
		}
		letters := strings.TrimRight(cellName(i, 1), "1")
		style := must[*excelize.Style](t)(book.GetStyle(must[int](t)(book.GetColStyle(formSheet, letters))))
		if _, counts := c.value.(countAt); (style.NumFmt == textFormat) == counts {
			t.Errorf("%s has the format %d", title, style.NumFmt)
		}
	}
	for title, want := range map[string]string{"性别": `"男,女"`, "是否低保": `"是,否"`, "企业层级": `"央企,省企,市企,区企"`, "*参保地": "选项!$A$1:$A$14"} {
		at := cellName(slices.Index(rows[headRow-1], title), firstRow)
		if !slices.ContainsFunc(validations, func(v *excelize.DataValidation) bool {
			return strings.HasPrefix(v.Sqref, at+":") && strings.Contains(v.Formula1, want) && v.Type == "list"
		}) {
			t.Errorf("%s has no list %s", title, want)
		}
	}
	places := must[[][]string](t)(book.GetRows(listSheet))
	if visible := must[bool](t)(book.GetSheetVisible(listSheet)); visible || len(places) != 14 || places[0][0] != "省直" || places[5][0] != "铁西区" {
		t.Errorf("%v %v", visible, places)
	}
}
