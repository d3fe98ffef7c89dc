package pack

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func basics(rows ...[]any) sheetOf {
	return sheetOf{"基本信息", append([][]any{{"姓名", "工号", "岗位/职务", "电话", "身份证号", "状态", "爱好"}}, rows...)}
}

// short is a material without what most cases do not look at.
type short struct {
	Number, Title, Date string
	Pages, Row          int
	Files               []string
}

func shorten(d domain.Draft) []short {
	var list []short
	for _, m := range d.Materials {
		number := domain.Material{Class: m.Class, ItemNo: m.ItemNo}.Number()
		list = append(list, short{number, m.Title, m.FormedOn.String() + m.DateGiven, m.PageCount, m.Row, m.Files})
	}
	return list
}

func only(t *testing.T, reading Reading) domain.Draft {
	t.Helper()
	if len(reading.Drafts) != 1 {
		t.Fatalf("%v: %+v", reading, reading.Drafts)
	}
	return reading.Drafts[0]
}

func TestFolderWithItsOwnWorkbook(t *testing.T) {
	page := jpegPage(t)
	const folder = "张三" + idZhang
	reading := mustRead(t, writeFolder(t, "导入", files{
		folder + "/干部基本信息和档案目录.xlsx": xlsx(t, basics([]any{"张三", "A001", "科员", "138", idZhang, "退休", "棋"}), catalogue2012(
			[]any{"一", "履历类材料"},
			[]any{"1", "职工履历表", "1978", "3", "9", "2", "复印件"},
			[]any{"2", "干部履历表", "1985", "", "", "1"},
			[]any{},
			[]any{"四", "学历学位、专业技术职务(职称)、学术评鉴和教育培训类材料"},
			[]any{"4-1", "学历学位材料"},
			[]any{"1", "高中毕业证", "1966", "7", "", "1"},
			[]any{"九-1", "工资材料"},
			[]any{1, "工资变动表", 1993, 10, 1, 1},
			[]any{"", "合计", "", "", "", "5"},
		)),
		folder + "/1-1-01.jpg":   page,
		folder + "/1-1-02.JPG":   page,
		folder + "/1-2-1.png":    pngPage(t),
		folder + "/4-1-1.pdf":    []byte("%PDF-1.4"),
		folder + "/9-1-1(1).jpg": page,
		folder + "/封面.jpg":       page,
		"李四" + idLi + "/1.jpg":   page,
	}))
	if reading.Layout != FolderWorkbook || len(reading.Drafts) != 2 {
		t.Fatal(reading)
	}
	wantNone(t, reading.Violations)
	zhang := reading.Drafts[0]
	wantNone(t, zhang.Findings)
	if zhang.Name != "张三" || zhang.IDNumber != idZhang || !zhang.HasCatalog || zhang.Folder != folder || zhang.Row != 2 {
		t.Errorf("%+v", zhang)
	}
	in := func(names ...string) []string {
		for i := range names {
			names[i] = folder + "/" + names[i]
		}
		return names
	}
	want := []short{
		{"1-1", "职工履历表", "1978-03-09", 2, 5, in("1-1-01.jpg", "1-1-02.JPG")},
		{"1-2", "干部履历表", "1985", 1, 6, in("1-2-1.png")},
		{"4-1-1", "高中毕业证", "1966-07", 1, 10, in("4-1-1.pdf")},
		{"9-1-1", "工资变动表", "1993-10-01", 1, 12, in("9-1-1(1).jpg")},
	}
	if diff := cmp.Diff(want, shorten(zhang)); diff != "" || zhang.Materials[0].Remark != "复印件" {
		t.Error(diff)
	}
	if diff := cmp.Diff(in("封面.jpg"), zhang.Orphans); diff != "" {
		t.Error(diff)
	}
	if li := reading.Drafts[1]; li.Name != "李四" || li.IDNumber != idLi || li.HasCatalog || len(li.Orphans) != 1 {
		t.Errorf("%+v", li)
	}
}

func TestOneWorkbookForSeveralFolders(t *testing.T) {
	page := jpegPage(t)
	catalogue := sheetOf{"目录", [][]any{
		{"姓名：张三 身份证号：" + idZhang},
		{"类号", "材料名称", "材料制成时间", nil, nil, "份数", "页数", "备注"}, {nil, nil, "年", "月", "日"},
		{"一", "履历类材料"}, {1, "职工履历表", 1978, 3, 9, 1, 1},
		{"姓名：李四"},
		{"类号", "材料名称", "材料制成时间", nil, nil, "份数", "页数", "备注"},
		{"十", "其他可供组织参考的材料"}, {1, "退休审批表", 2008, 3, nil, 2, 1},
	}}
	reading := mustRead(t, writeZip(t, "导入.zip", files{
		"名单.xlsx":             xlsx(t, basics([]any{"张三", "A001", "", "", idZhang}, []any{"李四", "21060002", "", "", idLi}), catalogue),
		idZhang + "/0001.jpg": page,
		"21060002/十、其他材料/1 退休审批表.jpg": page,
	}))
	wantNone(t, reading.Violations)
	if reading.Layout != FolderWorkbook || len(reading.Drafts) != 2 {
		t.Fatal(reading)
	}
	li, zhang := reading.Drafts[0], reading.Drafts[1]
	wantNone(t, append(zhang.Findings, li.Findings...))
	if diff := cmp.Diff([]short{{"1-1", "职工履历表", "1978-03-09", 1, 5, []string{idZhang + "/0001.jpg"}}}, shorten(zhang)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]short{{"10-1", "退休审批表", "2008-03", 1, 9, []string{"21060002/十、其他材料/1 退休审批表.jpg"}}}, shorten(li)); diff != "" {
		t.Error(diff)
	}
	if li.Materials[0].CopyCount != 2 || li.IDNumber != idLi || li.Name != "李四" {
		t.Errorf("%+v", li)
	}
}

func TestScanStationWithoutCatalogue(t *testing.T) {
	page := jpegPage(t)
	d := only(t, mustRead(t, writeFolder(t, "扫描", files{
		"21060001/1/10023/2.JPG": page, "21060001/1/10023/1.JPG": page, "21060001/4-1/10031/1.JPG": page, "21060001/4-1/10030/1.JPG": page,
		"21060001/备注.txt": []byte("x"),
	})))
	want := []short{
		{"1-1", "待著录材料 10023", "", 2, 0, []string{"21060001/1/10023/1.JPG", "21060001/1/10023/2.JPG"}},
		{"4-1-1", "待著录材料 10030", "", 1, 0, []string{"21060001/4-1/10030/1.JPG"}},
		{"4-1-2", "待著录材料 10031", "", 1, 0, []string{"21060001/4-1/10031/1.JPG"}},
	}
	if diff := cmp.Diff(want, shorten(d)); diff != "" || d.HasCatalog {
		t.Error(diff)
	}
	wantViolation(t, d.Findings, domain.R20, domain.Warn, "备注.txt")
}

func TestScanStationWithListAndCatalogue(t *testing.T) {
	page := jpegPage(t)
	reading := mustRead(t, writeFolder(t, "扫描", files{
		"人员.csv":               []byte("编号,姓名,身份证号\n21060001,张三," + idZhang + "\n"),
		"21060001/目录.csv":      []byte("类号,份号,材料名称,形成时间,页数\n1,1,履历表,1978.3,1\n4-1,1,毕业证,1966,1\n"),
		"21060001/1/1/1.JPG":   page,
		"21060001/4-1/1/1.JPG": page,
		"21060001/4-1/2/1.JPG": page,
	}))
	d := only(t, reading)
	wantNone(t, append(d.Findings, reading.Violations...))
	if reading.Layout != ScanStation || d.Name != "张三" || d.IDNumber != idZhang {
		t.Errorf("%s %+v", reading.Layout, d)
	}
	want := []short{
		{"1-1", "履历表", "1978-03", 1, 2, []string{"21060001/1/1/1.JPG"}},
		{"4-1-1", "毕业证", "1966", 1, 3, []string{"21060001/4-1/1/1.JPG"}},
	}
	if diff := cmp.Diff(want, shorten(d)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"21060001/4-1/2/1.JPG"}, d.Orphans); diff != "" {
		t.Error("orphan scans are not listed: " + diff)
	}
}

func TestScanStationFoldersCarryItsOwnNumbers(t *testing.T) {
	page := jpegPage(t)
	d := only(t, mustRead(t, writeFolder(t, "扫描", files{
		"扫描目录.xlsx": xlsx(t, sheetOf{"人员", [][]any{{"人员编号", "姓名", "身份证号"}, {"20200001", "张三", idZhang}}},
			sheetOf{"目录", [][]any{{"人员编号", "类号", "材料编号", "份号", "材料名称", "年", "页数"},
				{"20200001", "1", "2020000102", 1, "干部履历表", 1985, 1}, {"20200001", "1", "2020000101", 2, "职工履历表", 1978, 2}}}),
		"20200001/1/2020000101/0001.JPG": page, "20200001/1/2020000101/0002.JPG": page, "20200001/1/2020000102/0001.JPG": page,
	})))
	want := []short{
		{"1-1", "干部履历表", "1985", 1, 2, []string{"20200001/1/2020000102/0001.JPG"}},
		{"1-2", "职工履历表", "1978", 2, 3, []string{"20200001/1/2020000101/0001.JPG", "20200001/1/2020000101/0002.JPG"}},
	}
	if diff := cmp.Diff(want, shorten(d)); diff != "" || d.Name != "张三" {
		t.Error(diff)
	}
}

func TestClassNamedFolders(t *testing.T) {
	page := jpegPage(t)
	const p = "张三 " + idZhang + "/"
	reading := mustRead(t, writeZip(t, "c.zip", files{
		"某厂/" + p + "一、履历类材料/02 干部履历表 1985.06/1.jpg": page,
		"某厂/" + p + "一、履历类材料/01 职工履历表(1978)/10.jpg":  page,
		"某厂/" + p + "一、履历类材料/01 职工履历表(1978)/9.jpg":   page,
		"某厂/" + p + "四、学历/四-1学历学位/毕业证1966年7月.pdf":    []byte("%PDF-1.4"),
		"某厂/" + p + "第十类/退休审批表-1.jpg":                page,
		"某厂/" + p + "第十类/退休审批表-2.jpg":                page,
		"某厂/" + p + "党、团类材料/入党志愿书.tif":               []byte("II*\x00"),
		"某厂/" + p + "无法归类/x.jpg":                     page,
		"某厂/李四" + idLi + "/一、履历类材料/1978年度履历表/1.jpg":  page,
	}))
	if reading.Layout != ClassFolders || len(reading.Drafts) != 2 {
		t.Fatal(reading, reading.Drafts)
	}
	li, zhang := reading.Drafts[1], reading.Drafts[0]
	if zhang.Name != "张三" {
		li, zhang = zhang, li
	}
	var got []short
	for _, m := range shorten(zhang) {
		m.Files = nil
		got = append(got, m)
	}
	want := []short{
		{"1-1", "职工履历表", "1978", 2, 0, nil}, {"1-2", "干部履历表", "1985-06", 1, 0, nil},
		{"10-1", "退休审批表", "", 2, 0, nil}, {"6-1", "入党志愿书", "", 0, 0, nil}, {"4-1-1", "毕业证", "1966-07", 0, 0, nil},
	}
	byNumber := cmp.Transformer("byNumber", func(list []short) map[string]short {
		m := map[string]short{}
		for _, s := range list {
			m[s.Number] = s
		}
		return m
	})
	if diff := cmp.Diff(want, got, byNumber); diff != "" || zhang.HasCatalog || len(got) != len(want) {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"某厂/" + p + "无法归类/x.jpg"}, zhang.Orphans); diff != "" {
		t.Error(diff)
	}
	if li.Materials[0].Title != "1978年度履历表" || li.Materials[0].ItemNo != 1 {
		t.Errorf("%+v", li.Materials)
	}
}

func TestPackageOfOnePerson(t *testing.T) {
	page := jpegPage(t)
	reading := mustRead(t, writeFolder(t, "张三_"+idZhang, files{"1.jpg": page, "2.tif": []byte("II*\x00")}))
	d := only(t, reading)
	if d.Name != "张三" || d.IDNumber != idZhang || d.HasCatalog || len(d.Orphans) != 2 || d.Folder != "" || reading.Layout != PlainFolders {
		t.Errorf("%s %+v", reading.Layout, d)
	}
	wantNone(t, append(d.Findings, reading.Violations...))

	withCatalogue := only(t, mustRead(t, writeZip(t, "张三_"+idZhang+".zip", files{
		"目录.xlsx": xlsx(t, catalogue2012([]any{"一", "履历类材料"}, []any{1, "履历表", 1978, 3, nil, 2})), "1.jpg": page, "2.jpg": page,
	})))
	want := []short{{"1-1", "履历表", "1978-03", 2, 5, []string{"1.jpg", "2.jpg"}}}
	if diff := cmp.Diff(want, shorten(withCatalogue)); diff != "" || withCatalogue.Name != "张三" {
		t.Error(diff)
	}
	inFolder := only(t, mustRead(t, writeFolder(t, "x", files{
		"张三_" + idZhang + "/目录/目录.xlsx": xlsx(t, catalogue2012([]any{"1-1", "", 1978, 3, nil, 1})), "张三_" + idZhang + "/影像/1.jpg": page,
		"张三_" + idZhang + "/缺件说明.txt": []byte("缺退休审批表，原单位遗失"),
	})))
	if len(inFolder.Materials) != 1 || len(inFolder.Materials[0].Files) != 1 || inFolder.GapStatement != "缺退休审批表，原单位遗失" {
		t.Errorf("%+v", inFolder)
	}
	wantNone(t, inFolder.Findings)
}

func TestNothingToRead(t *testing.T) {
	for name, content := range map[string]files{
		"empty": {}, "text only": {"readme.txt": nil}, "old sheet": {"名册.xls": []byte("x")}, "unknown sheet": {"a.csv": []byte("a,b\n1,2\n")},
	} {
		_, err := Read(t.Context(), mustOpen(t, writeFolder(t, "p", content), Limits{}))
		if errs.CodeOf(err) != CodeLayout {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCancelledReadingStops(t *testing.T) {
	ctx, cancel := contextCancelled(t)
	defer cancel()
	if _, err := Read(ctx, mustOpen(t, writeFolder(t, "p", files{"张三/1.jpg": nil}), Limits{})); !errs.IsCanceled(err) {
		t.Error(err)
	}
}
