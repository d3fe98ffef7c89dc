package pack

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/sheet"
)

// rosterOf reads a package of one sheet file and no folder.
func rosterOf(t *testing.T, name string, content []byte) []domain.Draft {
	t.Helper()
	return mustRead(t, writeFolder(t, "批次", files{name: content})).Drafts
}

func encode(t *testing.T, text string) []byte {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(out)
}

func TestCSVInEveryEncoding(t *testing.T) {
	const text = "国有企业退休人员移交目录,,\r\n\r\n备注,身份证号码,姓名\r\n\"两行\n说明\",'" + idZhang + ",张三\r\n,219999480229001,李四\r\n"
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(text, ",", "\t"))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"UTF-8": []byte(text), "with mark": []byte("\ufeff" + text), "GB18030": encode(t, text), "Unicode text": []byte(utf16),
		"semicolons": []byte(strings.ReplaceAll(text, ",", ";")),
	} {
		drafts := rosterOf(t, "名册.csv", content)
		if len(drafts) != 2 || drafts[0].Row != 4 || drafts[1].Row != 5 || drafts[0].Name != "张三" || drafts[0].IDNumber != idZhang ||
			drafts[1].IDNumber != idZhang || drafts[1].IDGiven != "219999480229001" || drafts[0].Remark != "两行\n说明" {
			t.Errorf("%s: %+v", name, drafts)
		}
	}
}

// The text encoding of the standard library's companion has no character for some two-byte codes that names use.
func TestRareCharactersOfNamesSurvive(t *testing.T) {
	head := encode(t, "姓名,身份证号码\n")
	row := append([]byte("\xfe\x51\xfe\xa0"), []byte(","+idZhang+"\n")...)
	astral := encode(t, "刘\U0002c38e䶮,"+idLi+"\n")
	drafts := rosterOf(t, "名册.csv", bytes.Join([][]byte{head, row, astral}, nil))
	if len(drafts) != 2 || drafts[0].Name != "\U00020087\u9fbb" || drafts[1].Name != "刘\U0002c38e䶮" {
		t.Errorf("%+v", drafts)
	}
}

func TestLostCharactersNameTheRow(t *testing.T) {
	head := encode(t, "姓名,身份证号码\n")
	for name, content := range map[string][]byte{
		"user-defined":     bytes.Join([][]byte{head, encode(t, "张三,"+idZhang+"\n"), []byte("\xd5\xc5\xaa\xa1," + idLi + "\n")}, nil),
		"lost before":      []byte("姓名,身份证号码\n张三," + idZhang + "\n张\ufffd," + idLi + "\n"),
		"lost in workbook": xlsx(t, sheetOf{"a", [][]any{{"姓名", "身份证号码"}, {"张三", idZhang}, {"张\ufffd", idLi}}}),
	} {
		file := "名册.csv"
		if name == "lost in workbook" {
			file = "名册.xlsx"
		}
		drafts := rosterOf(t, file, content)
		if len(drafts) != 2 {
			t.Fatalf("%s: %+v", name, drafts)
		}
		if _, found := find(drafts[0].Findings, domain.R20, ""); found {
			t.Errorf("%s: %v", name, drafts[0].Findings)
		}
		if v := wantViolation(t, drafts[1].Findings, domain.R20, domain.Block, "无法识别的字符"); v.Row != 3 {
			t.Errorf("%s: %v", name, v)
		}
	}
}

// datedBook has numbers and dates in the formats that people give their cells.
func datedBook(t *testing.T, set func(*excelize.File)) []byte {
	t.Helper()
	book := excelize.NewFile()
	headings := []any{"姓名", "身份证号码", "出生日期", "退休时间", "档号"}
	if err := book.SetSheetRow("Sheet1", "A1", &headings); err != nil {
		t.Fatal(err)
	}
	set(book)
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestNumbersAndDatesOfWorkbooks(t *testing.T) {
	check := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	set := func(book *excelize.File, cell string, value any, format string) {
		check(book.SetCellValue("Sheet1", cell, value))
		if format != "" {
			style, err := book.NewStyle(&excelize.Style{CustomNumFmt: &format})
			check(err)
			check(book.SetCellStyle("Sheet1", cell, cell, style))
		}
	}
	day := time.Date(1948, 2, 29, 0, 0, 0, 0, time.UTC)
	drafts := rosterOf(t, "名册.xlsx", datedBook(t, func(book *excelize.File) {
		for i, format := range []string{"m/d/yy", "yyyy-mm-dd", `yyyy"年"m"月"`, "[$-804]aaaa", "yyyy/m/d h:mm"} {
			row := fmt.Sprint(i + 2)
			set(book, "A"+row, "张三", "")
			set(book, "B"+row, idZhang, "")
			set(book, "C"+row, day, format)
		}
		set(book, "D2", 197803, "")
		set(book, "D3", 1978, "")
		set(book, "D4", 19780309, "")
		set(book, "D5", 28558, "")  // a day count without a format, or a slip of the pen
		set(book, "D6", "不详", "")   //
		set(book, "E2", 12, "0000") // leading zeros exist only as shown
	}))
	if len(drafts) != 5 {
		t.Fatal(drafts)
	}
	born := []domain.PartialDate{domain.Date(1948, 2, 29), domain.Date(1948, 2, 29), domain.Date(1948, 2, 0), domain.Date(1948, 2, 29), domain.Date(1948, 2, 29)}
	retired := []domain.PartialDate{domain.Date(1978, 3, 0), domain.Date(1978, 0, 0), domain.Date(1978, 3, 9), {}, {}}
	for i, d := range drafts {
		if d.BornOn != born[i] || d.RetiredOn != retired[i] || d.Row != i+2 {
			t.Errorf("row %d: born %v retired %v", d.Row, d.BornOn, d.RetiredOn)
		}
	}
	if drafts[0].ArchivalCode != "0012" {
		t.Error(drafts[0].ArchivalCode)
	}
	if v := wantViolation(t, drafts[3].Findings, domain.R14, domain.Block, "“28558”不是有效日期"); v.Row != 5 || v.Field != "退休手续办理时间" {
		t.Error(v)
	}
}

func TestIdentityNumberStoredAsNumber(t *testing.T) {
	drafts := rosterOf(t, "名册.xlsx", xlsx(t, sheetOf{"a", [][]any{{"姓名", "身份证号码"}, {"张三", 219999194802290019}}}))
	d := drafts[0]
	found := domain.CheckDraft(&d, nil, domain.DefaultPolicy(domain.Scheme{}, time.Now()))
	wantViolation(t, found, domain.R08, domain.Block, "文本格式")
}

func TestValuesThatCannotBeReadAreFindings(t *testing.T) {
	d := rosterOf(t, "名册.csv", []byte("姓名,身份证号码,性别,生存状态,页数,死亡日期\n张三,"+idZhang+",M,移居,约20,去年\n"))[0]
	wantViolation(t, d.Findings, domain.R09, domain.Warn, "性别“M”")
	wantViolation(t, d.Findings, domain.R14, domain.Warn, "生存状态“移居”")
	wantViolation(t, d.Findings, domain.R14, domain.Block, "页数“约20”")
	wantViolation(t, d.Findings, domain.R14, domain.Block, "死亡日期“去年”")
}

func TestRowsThatAreAboutNobody(t *testing.T) {
	drafts := rosterOf(t, "名册.csv", []byte("移交目录\n序号,姓名,身份证号码\n1,张三,"+idZhang+"\n,,\n合计,,1\n移交人：某,移交人,\n"))
	if len(drafts) != 1 {
		t.Errorf("%+v", drafts)
	}
}

func TestHiddenSheetsAreNotRead(t *testing.T) {
	content := datedBook(t, func(book *excelize.File) {
		if _, err := book.NewSheet("溯源"); err != nil {
			t.Fatal(err)
		}
		for sheet, row := range map[string][]any{"Sheet1": {"张三", idZhang}, "溯源": {"李四", idLi}} {
			headings := []any{"姓名", "身份证号码"}
			if err := book.SetSheetRow(sheet, "A1", &headings); err != nil {
				t.Fatal(err)
			}
			if err := book.SetSheetRow(sheet, "A2", &row); err != nil {
				t.Fatal(err)
			}
		}
		if err := book.SetSheetVisible("溯源", false); err != nil {
			t.Fatal(err)
		}
	})
	if drafts := rosterOf(t, "名册.xlsx", content); len(drafts) != 1 || drafts[0].Name != "张三" {
		t.Errorf("%+v", drafts)
	}
}

func TestHostileSheetsAreNamedAndHarmNothingElse(t *testing.T) {
	good := xlsx(t, sheetOf{"a", [][]any{{"姓名", "身份证号码"}, {"张三", idZhang}}})
	wide := make([]any, 300)
	for i := range wide {
		wide[i] = "x"
	}
	for name, c := range map[string]struct {
		file    string
		content []byte
		message string
	}{
		"old form":        {"b.xls", []byte("x"), "另存为 xlsx"},
		"old form inside": {"b.xlsx", append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 600)...), "旧版或加密"},
		"not a workbook":  {"b.xlsx", []byte("hello"), "已损坏或不是xlsx"},
		"cut off":         {"b.xlsx", good[:len(good)/2], "已损坏或不是xlsx"},
		"bomb":            {"b.xlsx", bombBook(t, good, 1<<40), "压缩炸弹"},
		"lying bomb":      {"b.xlsx", bombBook(t, good, 1000), "已损坏或不是xlsx"},
		"no workbook":     {"b.xlsx", zipBytes(t, files{"a.txt": nil}), "已损坏或不是xlsx"},
		"wide":            {"b.xlsx", xlsx(t, sheetOf{"a", [][]any{{"姓名", "身份证号码"}, wide}}), "第2行超过 200 列"},
		"long cell":       {"b.csv", []byte("姓名,身份证号码\n" + strings.Repeat("x", 9000) + ",1\n"), "第2行有单元格超过"},
		"many rows":       {"b.csv", []byte("姓名,身份证号码\n" + strings.Repeat("张三,1\n", 60)), "超过 50 行"},
	} {
		p := mustOpen(t, writeFolder(t, "批次", files{"a.xlsx": good, c.file: c.content, "张三" + idZhang + "/1.jpg": nil}),
			Limits{Sheet: sheet.Limits{MaxRows: 50, MaxXML: 8 << 20}})
		reading, err := Read(t.Context(), p)
		if err != nil {
			t.Fatal(name, err)
		}
		v := wantViolation(t, reading.Violations, domain.R20, domain.Block, c.message)
		if v.File != c.file || reading.Drafts[0].IDNumber != idZhang {
			t.Errorf("%s: %v %+v", name, v, reading.Drafts)
		}
	}
}

func zipBytes(t *testing.T, content files) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, bytes := range content {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write(bytes)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// bombBook is a workbook whose sheet unpacks to 20 MB and whose parts state at most the given sizes.
func bombBook(t *testing.T, good []byte, stated uint64) []byte {
	t.Helper()
	reader, err := zip.NewReader(bytes.NewReader(good), int64(len(good)))
	if err != nil {
		t.Fatal(err)
	}
	content := files{}
	for _, part := range reader.File {
		f, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		if content[part.Name], err = io.ReadAll(f); err != nil {
			t.Fatal(err)
		}
	}
	content["xl/worksheets/sheet1.xml"] = append(content["xl/worksheets/sheet1.xml"], make([]byte, 20<<20)...)
	packed := zipBytes(t, content)
	honest, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range honest.File {
		header := part.FileHeader
		header.UncompressedSize64 = min(header.UncompressedSize64, stated)
		raw, err := part.OpenRaw()
		if err != nil {
			t.Fatal(err)
		}
		f, err := w.CreateRaw(&header)
		if err == nil {
			_, err = io.Copy(f, raw)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWorkbookTooLargeForThePackage(t *testing.T) {
	p := mustOpen(t, writeFolder(t, "p", files{"a.csv": make([]byte, 2000)}), Limits{Sheet: sheet.Limits{MaxBytes: 1000}})
	if _, err := p.openBook("a.csv"); errs.CodeOf(err) != sheet.CodeUnreadable || !strings.Contains(err.Error(), "a.csv") {
		t.Error(err)
	}
}

func TestCatalogueForms(t *testing.T) {
	for name, c := range map[string]struct {
		csv  string
		want []short
	}{
		"whole numbers": {"序号,材料名称,形成时间,页数\n1-1,履历表,1978.3,2\n4-1-1,毕业证,19660701,1\n10-2,其他表,,1\n", []short{
			{"1-1", "履历表", "1978-03", 2, 2, nil}, {"4-1-1", "毕业证", "1966-07-01", 1, 3, nil}, {"10-2", "其他表", "", 1, 4, nil}}},
		"workers' scheme": {"序号,材料名称,形成时间,页数\n4-1,毕业证,1966,1\n9-2,招工表,1970,1\n", []short{
			{"4-1", "毕业证", "1966", 1, 2, nil}, {"9-2", "招工表", "1970", 1, 3, nil}}},
		"class on every row": {"类号,材料名称,年,月,日,页数\n一,履历表,1978,3,9,2\n一,登记表,1980,,,1\n四-1,毕业证,,,,1\n", []short{
			{"1-1", "履历表", "1978-03-09", 2, 2, nil}, {"1-2", "登记表", "1980", 1, 3, nil}, {"4-1-1", "毕业证", "", 1, 4, nil}}},
		"class column once": {"类号,序号,材料名称,页数\n九-1,1,工资表,2\n,2,调资表,1\n十,1,其他表,1\n", []short{
			{"9-1-1", "工资表", "", 2, 2, nil}, {"9-1-2", "调资表", "", 1, 3, nil}, {"10-1", "其他表", "", 1, 4, nil}}},
		"titles of classes without number": {"序号,材料名称,页数\n,履历类材料,\n1,履历表,1\n,党、团类材料,\n1,入党志愿书,4\n", []short{
			{"1-1", "履历表", "", 1, 3, nil}, {"6-1", "入党志愿书", "", 4, 5, nil}}},
		"no numbers at all": {"序号,材料名称,页数\n一,,\n,履历表,1\n,登记表,1\n", []short{
			{"1-1", "履历表", "", 1, 3, nil}, {"1-2", "登记表", "", 1, 4, nil}}},
		"dates that are none": {"序号,材料名称,年,月,日,页数\n1-1,履历表,78,3,,共2页\n1-2,登记表,1978,13,,1\n1-3,总结,1978.03,,,1\n", []short{
			{"1-1", "履历表", "78.3", 2, 2, nil}, {"1-2", "登记表", "1978.13", 1, 3, nil}, {"1-3", "总结", "1978-03", 1, 4, nil}}},
		"rows with faults stay": {"序号,材料名称,形成时间,页数\n1-1,,1978,2\n拾,履历表,1978,1\n1-2,登记表,1978,\n审核登记表,,,\n", []short{
			{"1-1", "", "1978", 2, 2, nil}, {"拾-1", "履历表", "1978", 1, 3, nil}, {"1-2", "登记表", "1978", 0, 4, nil}}},
		"materials named like footers": {"序号,材料名称,页数\n五,政审材料,\n1,审核登记表,1\n2,说明,1\n,合计,2\n制表：某,,\n", []short{
			{"5-1", "审核登记表", "", 1, 3, nil}, {"5-2", "说明", "", 1, 4, nil}}},
	} {
		reading := mustRead(t, writeFolder(t, "张三"+idZhang, files{"目录.csv": []byte(c.csv), "封面.jpg": nil}))
		if diff := cmp.Diff(c.want, shorten(only(t, reading))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
