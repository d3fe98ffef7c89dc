package roster

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/sheet"
)

func TestEveryFieldComesBack(t *testing.T) {
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 1))
		forms := make([]domain.InfoForm, 60)
		for i := range forms {
			forms[i] = randomForm(r)
		}
		rows := mustRead(t, "forms.xlsx", formsFile(t, slices.Values(forms)))
		if len(rows) != len(forms) {
			t.Fatalf("wrote %d forms, read %d", len(forms), len(rows))
		}
		for i, row := range rows {
			if diff := cmp.Diff(forms[i], row.Form); diff != "" || len(row.Findings) > 0 || row.Row != firstRow+i {
				t.Fatalf("seed %d, form %d, row %d: %v %s", seed, i, row.Row, row.Findings, diff)
			}
		}
	}
}

// The template must have a column for each field of a form, or what is written is lost silently.
func TestRandomFormsFillEveryField(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	filled := map[string]bool{}
	for range 300 {
		f := randomForm(r)
		collect("", f, filled)
	}
	for field, full := range filled {
		// The form asks neither for the relation, address and postcode of a spouse nor for birth and health of a contact.
		if spared := []string{".Spouse.Relation", ".Spouse.Address", ".Spouse.Postcode", ".Contacts.BornOn", ".Contacts.Health"}; !full && !slices.ContainsFunc(spared, func(s string) bool { return strings.HasPrefix(field, s) }) {
			t.Errorf("%s is never filled", field)
		}
	}
}

func TestHeadingsOfOtherForms(t *testing.T) {
	const id = idZhang
	for name, c := range map[string]struct {
		rows  [][]any
		check func(f domain.InfoForm) bool
	}{
		"groups above": {[][]any{
			{"国有企业退休人员基本信息表"},
			{"基本情况", nil, nil, nil, "户口所在地", nil, "常住地", nil, nil, "配偶", nil, "联系人1", nil, "档案"},
			{"姓 名", "身份证号（18位）", "参保地", "退休时间", "地址", "电话", "区县", "地址", "电话", "姓名", "出生年月", "姓名", "关系", "卷数"},
			{"张三", id, "沈阳市铁西区", "2008.3", "某路1号", "111", "和平区", "某路2号", "222", "李四", "1950.6", "张小三", "长子", "1卷"},
		}, func(f domain.InfoForm) bool {
			return f.Hukou.Phone == "111" && f.Residence.Phone == "222" && f.Hukou.Place == "某路1号" && f.Residence.Division == "和平区" &&
				f.Spouse.Name == "李四" && f.Spouse.BornOn == domain.Date(1950, 6, 0) && f.Contacts[0].Relation == "长子" && f.Name == "张三"
		}},
		"sub-headings below": {[][]any{
			{"姓名", "身份证号", "参保地", "退休年月", "特殊人员", nil, nil, "常住地", nil, "正本卷数", "配偶", nil},
			{nil, nil, nil, nil, "孤寡", "劳模", "建国前参加工作", "区县", "街道", nil, "姓名", "电话"},
			{"张三", id, "铁西区", "2008-03", "√", nil, "√", "和平区", "演示街道", 1, "李四", "333"},
		}, func(f domain.InfoForm) bool {
			return slices.Equal(f.Special, []domain.SpecialCategory{domain.LivingAlone, domain.BeforeRepublic}) && f.Residence.Subdistrict == "演示街道" &&
				f.Spouse.Phone == "333" && f.Roster.Originals == 1
		}},
		"one line as on paper": {[][]any{
			{"姓名", "身份证号", "参保地", "退休年月", "户口所在地", "电话", "常住地", "电话", "异地居住地", "电话", "配偶", "出生年月", "电话", "卷数", "是否低保"},
			{"张三", id, "210106", "2008年3月", "甲", "1", "乙", "2", "丙", "3", "李四", "1950", "4", "1", "是"},
		}, func(f domain.InfoForm) bool {
			return f.Hukou == domain.Address{Place: "甲", Phone: "1"} && f.Residence == domain.Address{Place: "乙", Phone: "2"} &&
				f.Away == domain.Address{Place: "丙", Phone: "3"} && f.Spouse == domain.Relative{Name: "李四", BornOn: domain.Date(1950, 0, 0), Phone: "4"} &&
				slices.Equal(f.Special, []domain.SpecialCategory{domain.MinimumAllowance})
		}},
		"insured at the province": {[][]any{
			{"填表单位：某厂"}, {"序号", "姓名", "身份证号码", "参保地", "退休年月", "是否居住在外埠", "正本卷数", "企业层级"},
			{1, "张三", id, "省直", 200803, "是", 1, "央企"},
		}, func(f domain.InfoForm) bool {
			return f.InsurancePlace == "21" && f.RetiredOn == domain.Date(2008, 3, 0) && f.OutOfCity && f.Level == domain.LevelCentral
		}},
	} {
		rows := mustRead(t, "名单.xlsx", workbook(t, map[string][][]any{"表": c.rows}))
		if len(rows) != 1 || rows[0].Row != len(c.rows) || len(rows[0].Findings) > 0 {
			t.Errorf("%s: %+v", name, rows)
			continue
		}
		if f := rows[0].Form; !c.check(f) || f.IDNumber != id || f.RetiredOn != domain.Date(2008, 3, 0) {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

const needed = "姓名,身份证号码,参保地,退休年月,常住地区县,正本卷数"

func TestCellsThatCannotBeReadAreFindings(t *testing.T) {
	for _, c := range []struct {
		heading, cell, field, words string
		level                       domain.Level
	}{
		{"", "", "参保地", "", ""},
		{"性别", "M", "性别", "性别“M”无法识别，请填写男、女", domain.Warn},
		{"参加工作时间", "去年", "参加工作时间", "“去年”不是有效日期", domain.Block},
		{"出生年月", "48年", "出生日期", "不是有效日期", domain.Warn},
		{"外埠", "大概", "是否居住在外埠", "请填写是或否", domain.Block},
		{"人员类别", "工人", "人员类别", "请填写正式职工、事业单位", domain.Block},
		{"企业层级", "乡企", "企业层级", "请填写央企、省企、市企、区企", domain.Warn},
		{"档案页数", "约20", "档案页数", "不是数字", domain.Block},
		{"特殊人员", "特困、英雄", "特殊人员", "“英雄”无法识别", domain.Warn},
		{"本人签字", "部分", "本人是否签字", "请填写是或否", domain.Warn},
		{"备注", "张\ufffd", "", "无法识别的字符", domain.Block},
	} {
		place := "铁西区"
		if c.heading == "" {
			place, c.words, c.level = "天津市", "参保地“天津市”无法识别，请填写参保的区县名称", domain.Block
		}
		row := mustRead(t, "a.csv", fmt.Appendf(nil, "%s,%s\n张三,%s,%s,2008-03,和平区,1,%s\n", needed, c.heading, idZhang, place, c.cell))[0]
		if len(row.Findings) != 1 {
			t.Errorf("%s %s: %v", c.heading, c.cell, row.Findings)
			continue
		}
		v := row.Findings[0]
		if v.Row != 2 || v.Field != c.field || v.Level != c.level || !strings.Contains(v.Message, c.words) {
			t.Errorf("%s %s: %+v", c.heading, c.cell, v)
		}
		if row.Form.Name != "张三" || row.Form.Roster.Originals != 1 {
			t.Errorf("%s %s spoils the rest: %+v", c.heading, c.cell, row.Form)
		}
	}
}

func TestRowsThatAreAboutNobody(t *testing.T) {
	rows := mustRead(t, "a.csv", []byte("序号,"+needed+"\n示例,张演示,"+idZhang+",铁西区,2008-03,和平区,1\n1,张三,"+idZhang+",铁西区,2008-03,和平区,1\n"+
		"2,,,,,,\n3,,,铁西区,2008-03,和平区,1\n合计,,,,,,1\n填表人：某,审核人：某,,日期,2020年,,\n"))
	if len(rows) != 2 || rows[0].Row != 3 || rows[1].Row != 5 || rows[1].Form.Name != "" {
		t.Errorf("%+v", rows)
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	list := [][]any{toAny(needed), {"张三", idZhang, "铁西区", "2008-03", "和平区", 1}}
	for name, c := range map[string]struct {
		file    string
		content []byte
		code    string
		words   []string
	}{
		"no headings":      {"a.csv", []byte("甲,乙\n1,2\n"), CodeNoHeadings, []string{"“a.csv”", "没有找到表头", "模板"}},
		"empty":            {"a.csv", nil, CodeNoHeadings, []string{"没有找到表头"}},
		"headings too low": {"a.csv", []byte(strings.Repeat("说明\n", 10) + needed + "\n"), CodeNoHeadings, []string{"前10行"}},
		"columns missing":  {"a.csv", []byte("姓名,性别,民族,参保地\n张三,男,汉族,铁西区\n"), CodeColumns, []string{"身份证号码、退休年月、常住地区县、正本卷数"}},
		"two lists":        {"a.xlsx", workbook(t, map[string][][]any{"一厂": list, "二厂": list}), CodeSheets, []string{"“一厂”、“二厂”", "合并"}},
		"not a workbook":   {"a.xlsx", []byte("hello"), sheet.CodeUnreadable, []string{"“a.xlsx”", "已损坏"}},
		"too many":         {"a.csv", []byte(needed + "\n" + strings.Repeat("张三,1,铁西区,2008,和平区,1\n", MaxRows+1)), CodeTooMany, []string{"50000人"}},
	} {
		_, err := readAll(t, reader(t), save(t, c.file, c.content))
		if errs.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, words := range c.words {
			if !strings.Contains(err.Error(), words) {
				t.Errorf("%s: %v does not say %s", name, err, words)
			}
		}
	}
}

func TestReadStopsWhereItsCallerDoes(t *testing.T) {
	path := save(t, "a.csv", []byte(needed+"\n"+strings.Repeat("张三,1,铁西区,2008,和平区,1\n", 5)))
	stop, seen := errors.New("enough"), 0
	if err := reader(t).Read(t.Context(), path, "a.csv", func(domain.RosterRow) error {
		if seen++; seen == 2 {
			return stop
		}
		return nil
	}); !errors.Is(err, stop) || seen != 2 {
		t.Error(err, seen)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := reader(t).Read(ctx, path, "a.csv", func(domain.RosterRow) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestWithoutNamesPlacesAreCodes(t *testing.T) {
	content := []byte(needed + "\n张三," + idZhang + ",210106,2008-03,和平区,1\n李四," + idLi + ",铁西区,2008-03,和平区,1\n")
	rows, err := readAll(t, Reader{}, save(t, "a.csv", content))
	if err != nil || rows[0].Form.InsurancePlace != "210106" || rows[1].Form.InsurancePlace != "" || len(rows[1].Findings) != 1 {
		t.Errorf("%v %+v", err, rows)
	}
}

func TestHeadingsMeanOneColumnEach(t *testing.T) {
	owner := map[string]string{}
	for _, c := range columnsOfForms() {
		for _, heading := range append([]string{c.title}, c.also...) {
			key := sheet.Heading(heading)
			if other, taken := owner[key]; taken && other != c.title {
				t.Errorf("%s means %s and %s", heading, other, c.title)
			}
			owner[key] = c.title
		}
	}
}

func toAny(text string) []any {
	var cells []any
	for word := range strings.SplitSeq(text, ",") {
		cells = append(cells, word)
	}
	return cells
}

func TestLocalDivisionsInsureNobody(t *testing.T) {
	find := Places([]domain.Division{{Code: "210102", Name: "和平区"}, {Code: "210102001", Name: "北市场街道"}, {Code: "210102001001", Name: "皇寺社区"}})
	if code, found := find("和平区"); !found || code != "210102" {
		t.Errorf("the district is %q", code)
	}
	if code, found := find("皇寺社区"); found {
		t.Errorf("a community is found as %s", code)
	}
}
