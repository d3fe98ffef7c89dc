package roster

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func matches(t *testing.T, content string) ([]domain.MatchInput, error) {
	t.Helper()
	var all []domain.MatchInput
	err := reader(t).ReadMatches(t.Context(), save(t, "a.csv", []byte(content)), "a.csv", func(in domain.MatchInput) error {
		all = append(all, in)
		return nil
	})
	return all, err
}

func TestListsOfDepartments(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		want    []domain.MatchInput
	}{
		"deaths": {"死亡人员名单\n序号,姓名,身份证号,死亡日期\n1,张三," + idZhang + ",20260309\n,,,\n合计,1,,\n", []domain.MatchInput{
			{Row: 3, Name: "张三", IDNumber: idZhang, On: domain.Date(2026, 3, 9)}}},
		"deaths without numbers": {"姓名,出生日期,死亡时间,住址\n张三,1948-02,2026年3月9日,某路1号\n", []domain.MatchInput{
			{Row: 2, Name: "张三", BornOn: domain.Date(1948, 2, 0), On: domain.Date(2026, 3, 9), Residence: "某路1号"}}},
		"moves": {"姓名,身份证号码,迁入日期,现住址,区划\n张三,219999480229001,2026/3/9,某路1号,沈阳市和平区\n李四," + idLi + ",,某路2号,大连市\n,219999196001310031,,,210181\n",
			[]domain.MatchInput{
				{Row: 2, Name: "张三", IDNumber: idZhang, On: domain.Date(2026, 3, 9), Residence: "某路1号", Division: "210102"},
				{Row: 3, Name: "李四", IDNumber: idLi, Residence: "大连市 某路2号"},
				{Row: 4, IDNumber: "219999196001310031", Division: "210181"}}},
	} {
		got, err := matches(t, c.content)
		if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
}

func TestListsOfDepartmentsThatGoBack(t *testing.T) {
	for content, want := range map[string]string{
		"姓名,身份证号,死亡日期\n张三," + idZhang + ",前天\n":    CodeCell + ": 表格“a.csv”第2行：“前天”不是有效日期",
		"姓名,身份证号,死亡日期\n张\ufffd," + idZhang + ",\n": CodeCell + ": 表格“a.csv”第2行含有无法识别的字符",
		"姓名,死亡日期\n张三,20260309\n":                   CodeColumns + ": 表格“a.csv”缺少必填的列：身份证号码或出生日期",
		"甲,乙\n":                                    CodeNoHeadings,
	} {
		if _, err := matches(t, content); !errs.Is(err, errs.Unprocessable) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", content, err)
		}
	}
}
