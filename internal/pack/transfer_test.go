package pack

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/domain"
)

var transferHeadings = []any{"序号", "姓名", "身份证号码", "性别", "出生日期", "退休手续办理时间", "生存状态", "死亡日期", "所属单位",
	"户籍所在地", "页数", "档案局档号", "保管期限", "备注"}

func transferRow(seq int, name, id, sex, code string, pages int) []any {
	return []any{seq, name, id, sex, "", "20080301", "健在", "", "某厂", "某市某区", pages, code, "永久", ""}
}

func catalogue2012(rows ...[]any) sheetOf {
	head := [][]any{{"干部人事档案目录"}, {"序号", "材料名称", "材料形成时间", nil, nil, "页数", "备注"}, {nil, nil, "年", "月", "日"}}
	return sheetOf{"目录", append(head, rows...)}
}

func TestTransferSheetWithFoldersNamedInEveryWay(t *testing.T) {
	page := jpegPage(t)
	roster := xlsx(t, sheetOf{"案卷目录", [][]any{
		{"国有企业退休人员人事档案移交案卷目录"},
		transferHeadings,
		transferRow(1, "张 三", idZhang, "男", "TX-0001", 2),
		transferRow(2, "李四", idLi, "女", "TX-0002", 1),
		transferRow(3, "王五", idWang, "男", "TX-0003", 1),
	}})
	reading := mustRead(t, writeZip(t, "batch.zip", files{
		"批次/移交目录.xlsx":                roster,
		"批次/" + idZhang + "/10.jpg":   page,
		"批次/" + idZhang + "/9.jpg":    page,
		"批次/TX-0002/一、履历类材料/简历/1.jpg": page,
		"批次/王五/1-1.jpg":               page,
		"批次/王五/目录.xlsx":               xlsx(t, catalogue2012([]any{"一", "履历类材料"}, []any{1, "职工履历表", 1978, 3, 9, 1})),
	}))
	wantNone(t, reading.Violations)
	if reading.Layout != TransferSheet || len(reading.Drafts) != 3 {
		t.Fatal(reading)
	}
	byCode := map[string]domain.Draft{}
	for _, d := range reading.Drafts {
		wantNone(t, d.Findings)
		byCode[d.ArchivalCode] = d
	}
	zhang, li, wang := byCode["TX-0001"], byCode["TX-0002"], byCode["TX-0003"]
	if diff := cmp.Diff([]string{"批次/" + idZhang + "/9.jpg", "批次/" + idZhang + "/10.jpg"}, zhang.Orphans); diff != "" {
		t.Error(diff)
	}
	if zhang.Name != "张 三" || zhang.Row != 3 || zhang.PageTotal != 2 || zhang.HasCatalog || zhang.RetiredOn != domain.Date(2008, 3, 1) ||
		zhang.Survival != domain.SurvivalAlive || zhang.Sex != domain.SexMale || zhang.Employer != "某厂" || zhang.Retention != "永久" {
		t.Errorf("%+v", zhang)
	}
	if li.HasCatalog || len(li.Materials) != 1 || li.Materials[0].Class != "1" || li.Materials[0].Title != "简历" {
		t.Errorf("%+v", li)
	}
	want := []domain.MaterialDraft{{Row: 5, Class: "1", ItemNo: 1, Title: "职工履历表", FormedOn: domain.Date(1978, 3, 9), PageCount: 1,
		Files: []string{"批次/王五/1-1.jpg"}}}
	if diff := cmp.Diff(want, wang.Materials); diff != "" || !wang.HasCatalog || wang.IDNumber != idWang {
		t.Errorf("%+v %s", wang, diff)
	}
}
