package pack

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/domain"
)

// deal assigns files of a person's folder to rows of the form "class-item" with page counts, and gives the files by row.
func deal(rows []domain.MaterialDraft, paths ...string) map[string][]string {
	p := &Package{byName: map[string]int{}}
	for _, path := range paths {
		p.entries = append(p.entries, Entry{Name: path})
	}
	p.refs = make([]int, len(paths))
	p.sort()
	dealt := map[string][]string{}
	if orphans := assign(rows, nil, imagesOf(tree(p))); len(orphans) > 0 {
		dealt["orphans"] = orphans
	}
	for _, m := range rows {
		if len(m.Files) > 0 {
			dealt[domain.Material{Class: m.Class, ItemNo: m.ItemNo}.Number()] = m.Files
		}
	}
	return dealt
}

func rowsOf(numbers ...domain.MaterialDraft) []domain.MaterialDraft { return numbers }

func material(class string, item, pages int, title string) domain.MaterialDraft {
	return domain.MaterialDraft{Class: class, ItemNo: item, PageCount: pages, Title: title}
}

func TestImagesFindTheirRows(t *testing.T) {
	three := func() []domain.MaterialDraft {
		return rowsOf(material("1", 1, 2, "职工履历表"), material("4-1", 1, 1, "毕业证"), material("10", 1, 1, "退休审批表"))
	}
	type files = map[string][]string
	for name, c := range map[string]struct {
		rows  []domain.MaterialDraft
		paths []string
		want  files
	}{
		"numbers in names": {three(), []string{"1-1-01.jpg", "1-1-02.jpg", "4-1-1.pdf", "10-1-1.jpg"},
			files{"1-1": {"1-1-01.jpg", "1-1-02.jpg"}, "4-1-1": {"4-1-1.pdf"}, "10-1": {"10-1-1.jpg"}}},
		"numbers after words": {three(), []string{"张三_1-1-1.jpg", "四-1-1-001.jpg", "10-1 退休审批表 2.jpg"},
			files{"1-1": {"张三_1-1-1.jpg"}, "4-1-1": {"四-1-1-001.jpg"}, "10-1": {"10-1 退休审批表 2.jpg"}}},
		"workers' numbers": {rowsOf(material("4", 1, 2, "毕业证")), []string{"4-1-1.jpg", "4-1-2.jpg"},
			files{"4-1": {"4-1-1.jpg", "4-1-2.jpg"}}},
		"folders of materials": {three(), []string{"1-1 职工履历表/a.jpg", "4-1-1/b.jpg", "退休审批表/c.jpg"},
			files{"1-1": {"1-1 职工履历表/a.jpg"}, "4-1-1": {"4-1-1/b.jpg"}, "10-1": {"退休审批表/c.jpg"}}},
		"folders of classes and materials": {three(), []string{"一、履历类材料/1/a.jpg", "四/四-1/1 毕业证/b.jpg", "十/退休审批表/c.jpg"},
			files{"1-1": {"一、履历类材料/1/a.jpg"}, "4-1-1": {"四/四-1/1 毕业证/b.jpg"}, "10-1": {"十/退休审批表/c.jpg"}}},
		"class folders in running order": {three(), []string{"1/0001.jpg", "1/0002.jpg", "1/0003.jpg", "四-1/0001.jpg"},
			files{"1-1": {"1/0001.jpg", "1/0002.jpg"}, "4-1-1": {"四-1/0001.jpg"}, "orphans": {"1/0003.jpg"}}},
		"item and page in class folders": {three(), []string{"1/1-01.jpg", "1/1-02.jpg"}, files{"1-1": {"1/1-01.jpg", "1/1-02.jpg"}}},
		"documents in class folders":     {three(), []string{"1/1.pdf", "10/退休审批表.pdf"}, files{"1-1": {"1/1.pdf"}, "10-1": {"10/退休审批表.pdf"}}},
		"running order": {three(), []string{"10.jpg", "9.jpg", "11.jpg", "12.jpg"},
			files{"1-1": {"9.jpg", "10.jpg"}, "4-1-1": {"11.jpg"}, "10-1": {"12.jpg"}}},
		"running order leaves covers out": {three(), []string{"封面.jpg", "1.jpg", "2.jpg", "3.jpg", "4.jpg", "目录/1.jpg"},
			files{"1-1": {"1.jpg", "2.jpg"}, "4-1-1": {"3.jpg"}, "10-1": {"4.jpg"}, "orphans": {"封面.jpg", "目录/1.jpg"}}},
		"too many in running order": {three(), []string{"1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg"},
			files{"1-1": {"1.jpg", "2.jpg"}, "4-1-1": {"3.jpg"}, "10-1": {"4.jpg"}, "orphans": {"5.jpg"}}},
		"a document for each row": {three(), []string{"a.pdf", "b.pdf", "c.pdf"}, files{"1-1": {"a.pdf"}, "4-1-1": {"b.pdf"}, "10-1": {"c.pdf"}}},
		"one document for all":    {three(), []string{"全部.pdf"}, files{"orphans": {"全部.pdf"}}},
		"nameless beside named": {three(), []string{"1-1-1.jpg", "1-1-2.jpg", "x.jpg"},
			files{"1-1": {"1-1-1.jpg", "1-1-2.jpg"}, "orphans": {"x.jpg"}}},
		"a number no row has": {three(), []string{"1-1-1.jpg", "7-1-1.jpg"}, files{"1-1": {"1-1-1.jpg"}, "orphans": {"7-1-1.jpg"}}},
		"titles":              {three(), []string{"《职工履历表》1.jpg", "毕业证.jpg"}, files{"4-1-1": {"毕业证.jpg"}, "orphans": {"《职工履历表》1.jpg"}}},
		"two rows of one title": {rowsOf(material("1", 1, 1, "表"), material("1", 2, 1, "表")), []string{"1-1.jpg", "表.jpg"},
			files{"1-1": {"1-1.jpg"}, "orphans": {"表.jpg"}}},
	} {
		if diff := cmp.Diff(c.want, deal(c.rows, c.paths...)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestNoImageIsLostOrDealtTwice(t *testing.T) {
	paths := []string{"1-1-1.jpg", "4-1/1/2.jpg", "一/3.jpg", "x/y/z.png", "0001.jpg", "封面/1.jpg", "1-1.pdf", "四-1-1.tif"}
	seen := map[string]int{}
	for _, list := range deal(rowsOf(material("1", 1, 2, "履历表"), material("4-1", 1, 1, "毕业证"), material("4-1", 2, 1, "毕业证")), paths...) {
		for _, file := range list {
			seen[file]++
		}
	}
	for _, path := range paths {
		if seen[path] != 1 {
			t.Errorf("%s stands %d times", path, seen[path])
		}
	}
}

func TestFileNumbers(t *testing.T) {
	for name, want := range map[string][]fileNumber{
		"1-1-001": {{"1", 1, 1}, {"1-1", 1, 0}}, "4-1-1-01": {{"4-1", 1, 1}}, "4-1-1": {{"4-1", 1, 0}, {"4", 1, 1}},
		"3-5": {{"3", 5, 0}}, "3-5(2)": {{"3", 5, 2}, {"3-5", 2, 0}}, "四－1－2": {{"4-1", 2, 0}, {"4", 1, 2}}, "10.2.3": {{"10", 2, 3}, {"10-2", 3, 0}},
		"张三_1-1": {{"1", 1, 0}}, "0001": nil, "": nil, "照片": nil, "11-1": nil, "0-1": nil, "1-0": nil, "2024-03-05": nil,
		"219999194802290019": nil, "IMG_20240305_1": nil, "1-1-1-1-1": nil,
	} {
		if got := parseFileNumber(name); !slices.Equal(got, want) {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}

func TestClassNames(t *testing.T) {
	for name, want := range map[string]string{
		"一、履历类材料": "1", "1": "1", "4-1": "4-1", "四-1学历学位": "4-1", "（四）学历": "4", "第七类": "7", "第七类 奖励": "7", "履历类材料": "1",
		"10其他可供组织参考的材料": "10", "十": "10", "九－４ 会议代表": "9-4", "3考核鉴定类": "3", "工资待遇材料": "2",
		"1 入党志愿书": "", "3 考核登记表": "", "2024": "", "张三": "", "": "", "扫描件": "", "11": "", "4-1-1": "",
	} {
		if got, _ := classOfName(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestMaterialNames(t *testing.T) {
	for name, want := range map[string]materialName{
		"01 入党志愿书 1978.03":  {1, "入党志愿书", domain.Date(1978, 3, 0)},
		"3、考核登记表(2003)":     {3, "考核登记表", domain.Date(2003, 0, 0)},
		"4-1-1毕业证1966年7月1日": {1, "毕业证", domain.Date(1966, 7, 1)},
		"4-1-1 毕业证":         {1, "毕业证", domain.PartialDate{}},
		"1978年度考核表":         {0, "1978年度考核表", domain.PartialDate{}},
		"12工资表":             {12, "工资表", domain.PartialDate{}},
		"3月工资表":             {0, "3月工资表", domain.PartialDate{}},
		"履历表":               {0, "履历表", domain.PartialDate{}},
		"2_履历表_19780309":    {2, "履历表", domain.Date(1978, 3, 9)},
		"履历表2099.99":        {0, "履历表2099.99", domain.PartialDate{}},
		"7":                 {7, "", domain.PartialDate{}},
		"19780309":          {0, "19780309", domain.PartialDate{}},
	} {
		if got := parseMaterialName(name); got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}
