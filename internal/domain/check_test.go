package domain

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var today = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

func cadre2018(t testing.TB) Scheme {
	t.Helper()
	schemes, err := ShippedSchemes()
	if err != nil {
		t.Fatal(err)
	}
	return schemes[SchemeCadre2018]
}

// sound is a draft that no rule objects to, with the facts of its files.
func sound() (*Draft, map[string]FileFacts) {
	d := &Draft{
		Folder: "张三", Row: 3, Name: "张三", IDNumber: "219999194802290019", IDGiven: "219999194802290019", Sex: SexMale,
		BornOn: Date(1948, 2, 29), RetiredOn: Date(2008, 3, 1), Survival: SurvivalAlive, ArchivalCode: "TX-0001", PageTotal: 4,
		HasCatalog: true,
		Materials: []MaterialDraft{
			{Row: 5, Class: "1", ItemNo: 1, Title: "职工履历表", FormedOn: Date(1978, 3, 9), PageCount: 2, Files: []string{"张三/1-1-01.jpg", "张三/1-1-02.jpg"}},
			{Row: 7, Class: "9-1", ItemNo: 1, Title: "招工审批及工资定级表", FormedOn: Date(1970, 1, 0), PageCount: 1, Files: []string{"张三/9-1-1-01.jpg"}},
			{Row: 9, Class: "10", ItemNo: 1, Title: "退休审批表", FormedOn: Date(2008, 3, 1), PageCount: 1, Files: []string{"张三/10-1-01.jpg"}},
		},
	}
	facts := map[string]FileFacts{}
	for i, file := range d.Files() {
		facts[file] = FileFacts{Name: file, Digest: strings.Repeat(fmt.Sprint(i), 128), Size: 1000, MediaType: "image/jpeg",
			Frames: []FrameFacts{{Width: 2480, Height: 3508, DPI: 300, Color: true}}}
	}
	return d, facts
}

func policy(t testing.TB) Policy {
	p := DefaultPolicy(cadre2018(t), today)
	p.BatchFormat = "image/jpeg"
	return p
}

func TestASoundDossierViolatesNothing(t *testing.T) {
	d, facts := sound()
	if found := CheckDraft(d, facts, policy(t)); len(found) > 0 {
		t.Fatal(found)
	}
	report := FourProperty(d, facts, nil)
	if report.Conclusion != InspectionPass || len(report.Failed()) > 0 || report.Pages != 4 || report.Bytes != 4000 {
		t.Fatalf("%+v", report)
	}
}

// faults are one change each to the sound draft, with what the report must then say.
var faults = []struct {
	name    string
	rule    RuleID
	level   Level
	row     int
	page    int
	message string
	inject  func(*Draft, map[string]FileFacts)
}{
	{"no identity number", R08, Block, 3, 0, "缺少身份证号", func(d *Draft, _ map[string]FileFacts) { d.IDNumber = "" }},
	{"check character", R08, Block, 3, 0, "第18位校验码应为9", func(d *Draft, _ map[string]FileFacts) { d.IDNumber = "219999194802290018" }},
	{"letter inside", R08, Block, 3, 0, "第5位不是数字", func(d *Draft, _ map[string]FileFacts) { d.IDNumber = "2199A9194802290019" }},
	{"too short", R08, Block, 3, 0, "长度应为18位", func(d *Draft, _ map[string]FileFacts) { d.IDNumber = "21999919480229001" }},
	{"stored as a number", R08, Block, 3, 0, "文本格式", func(d *Draft, _ map[string]FileFacts) {
		d.IDGiven, d.IDNumber = "2.19999E+17", NormalizeIDNumber("2.19999E+17")
	}},
	{"last digits lost", R08, Block, 3, 0, "末三位为0", func(d *Draft, _ map[string]FileFacts) { d.IDNumber = "219999194802291000" }},
	{"no name", R14, Block, 3, 0, "姓名缺失", func(d *Draft, _ map[string]FileFacts) { d.Name = " " }},
	{"other birth month", R09, Warn, 3, 0, "出生日期1948-03", func(d *Draft, _ map[string]FileFacts) { d.BornOn = Date(1948, 3, 0) }},
	{"other sex", R09, Warn, 3, 0, "性别“女”", func(d *Draft, _ map[string]FileFacts) { d.Sex = SexFemale }},
	{"died in the future", R14, Warn, 3, 0, "死亡日期2030", func(d *Draft, _ map[string]FileFacts) { d.DiedOn, d.Survival = Date(2030, 1, 1), SurvivalDeceased }},
	{"alive and dead", R14, Warn, 3, 0, "健在", func(d *Draft, _ map[string]FileFacts) { d.DiedOn = Date(2020, 1, 1) }},
	{"user-defined character", R14, Warn, 3, 0, "自造字", func(d *Draft, _ map[string]FileFacts) { d.Name = "张\ue863" }},
	{"no title", R14, Block, 5, 0, "材料名称缺失", func(d *Draft, _ map[string]FileFacts) { d.Materials[0].Title = "" }},
	{"no class", R14, Block, 5, 0, "类号缺失", func(d *Draft, _ map[string]FileFacts) { d.Materials[0].Class = "" }},
	{"no page count", R14, Block, 5, 0, "页数缺失", func(d *Draft, _ map[string]FileFacts) { d.Materials[0].PageCount = 0 }},
	{"unreadable date", R14, Block, 5, 0, "“七八年”", func(d *Draft, _ map[string]FileFacts) {
		d.Materials[0].FormedOn, d.Materials[0].DateGiven = PartialDate{}, "七八年"
	}},
	{"no such day", R14, Block, 5, 0, "1978-02-30不存在", func(d *Draft, _ map[string]FileFacts) { d.Materials[0].FormedOn = Date(1978, 2, 30) }},
	{"future", R14, Block, 5, 0, "晚于今天", func(d *Draft, _ map[string]FileFacts) { d.Materials[0].FormedOn = Date(2026, 4, 0) }},
	{"before 1900", R14, Block, 5, 0, "早于1900年", func(d *Draft, _ map[string]FileFacts) { d.Materials[0].FormedOn = Date(1899, 0, 0) }},
	{"before birth", R14, Warn, 5, 0, "早于本人出生", func(d *Draft, _ map[string]FileFacts) { d.Materials[0].FormedOn = Date(1940, 0, 0) }},
	{"gap and repeat", R15, Block, 0, 0, "一类编号不连续或重复：缺2，重3", func(d *Draft, facts map[string]FileFacts) {
		for i, item := range []int{3, 3} {
			file := fmt.Sprintf("张三/more%c.jpg", 'a'+i)
			facts[file] = facts["张三/1-1-01.jpg"]
			d.Materials = append(d.Materials, MaterialDraft{Row: 20 + i, Class: "1", ItemNo: item, Title: "履历", PageCount: 1, Files: []string{file}})
		}
		d.PageTotal = 6
	}},
	{"no item number", R15, Block, 5, 0, "序号缺失", func(d *Draft, _ map[string]FileFacts) { d.Materials[0].ItemNo = 0 }},
	{"class not divided", R15, Block, 7, 0, "九类须写到小类", func(d *Draft, _ map[string]FileFacts) { d.Materials[1].Class = "9" }},
	{"class of another scheme", R15, Block, 7, 0, "“九-7”不是", func(d *Draft, _ map[string]FileFacts) { d.Materials[1].Class = "9-7" }},
	{"fewer images than pages", R16, Block, 5, 0, "《职工履历表》目录3页，影像2页", func(d *Draft, _ map[string]FileFacts) { d.Materials[0].PageCount = 3 }},
	{"frames count as pages", R16, Block, 5, 0, "影像4页", func(_ *Draft, facts map[string]FileFacts) {
		file := facts["张三/1-1-01.jpg"]
		file.Frames = slices.Repeat(file.Frames, 3)
		facts["张三/1-1-01.jpg"] = file
	}},
	{"orphan", R16, Block, 0, 0, "没有对应的材料", func(d *Draft, facts map[string]FileFacts) {
		facts["张三/x.jpg"] = facts["张三/1-1-01.jpg"]
		d.Orphans, d.PageTotal = []string{"张三/x.jpg"}, 5
	}},
	{"cover", R16, Warn, 0, 0, "是封面或目录", func(d *Draft, facts map[string]FileFacts) {
		facts["张三/封面.jpg"] = facts["张三/1-1-01.jpg"]
		d.Orphans = []string{"张三/封面.jpg"}
	}},
	{"image number missing", R16, Block, 0, 0, "缺号：2", func(d *Draft, facts map[string]FileFacts) {
		facts["张三/1-1-03.jpg"] = facts["张三/1-1-02.jpg"]
		d.Materials[0].Files[1] = "张三/1-1-03.jpg"
	}},
	{"transfer sheet total", R16, Block, 3, 0, "移交目录9页，影像4页", func(d *Draft, _ map[string]FileFacts) { d.PageTotal = 9 }},
	{"no images", R16, Block, 3, 0, "没有影像文件", func(d *Draft, _ map[string]FileFacts) {
		for i := range d.Materials {
			d.Materials[i].Files = nil
		}
	}},
	{"required material", R17, Warn, 0, 0, "缺少退休审批材料", func(d *Draft, _ map[string]FileFacts) { d.Materials[2].Title = "其他" }},
	{"resolution", R18, Block, 0, 2, "《职工履历表》第2页扫描不符合要求：分辨率200dpi", frame("张三/1-1-02.jpg", func(f *FrameFacts) { f.DPI = 200 })},
	{"unknown resolution", R18, Warn, 0, 1, "未记录分辨率", frame("张三/1-1-01.jpg", func(f *FrameFacts) { f.DPI = 0 })},
	{"grey", R18, Block, 0, 1, "不是彩色", frame("张三/10-1-01.jpg", func(f *FrameFacts) { f.Color = false })},
	{"slightly skewed", R18, Warn, 0, 1, "偏斜1.5度", frame("张三/10-1-01.jpg", func(f *FrameFacts) { f.Skew, f.SkewKnown = -1.5, true })},
	{"skewed", R18, Block, 0, 1, "偏斜3.5度", frame("张三/10-1-01.jpg", func(f *FrameFacts) { f.Skew, f.SkewKnown = 3.5, true })},
	{"blank", R18, Warn, 0, 1, "空白页", frame("张三/10-1-01.jpg", func(f *FrameFacts) { f.Blank = true })},
	{"undecodable", R18, Block, 0, 2, "图像不完整", func(_ *Draft, facts map[string]FileFacts) {
		file := facts["张三/1-1-02.jpg"]
		file.Problem, file.Frames = "图像不完整", nil
		facts["张三/1-1-02.jpg"] = file
	}},
	{"wrong extension", R18, Warn, 0, 1, "扩展名", func(_ *Draft, facts map[string]FileFacts) {
		file := facts["张三/10-1-01.jpg"]
		file.Wrong = "扩展名是.jpg，内容是PNG"
		facts["张三/10-1-01.jpg"] = file
	}},
	{"other format than the batch", R18, Warn, 0, 1, "image/png", func(_ *Draft, facts map[string]FileFacts) {
		file := facts["张三/10-1-01.jpg"]
		file.MediaType = "image/png"
		facts["张三/10-1-01.jpg"] = file
	}},
	{"no digest", R20, Block, 0, 0, "1-1 固化信息有效性", func(_ *Draft, facts map[string]FileFacts) { delete(facts, "张三/10-1-01.jpg") }},
	{"numbering fails the inspection", R20, Block, 0, 0, "2-6 连续编号", func(d *Draft, _ map[string]FileFacts) { d.Materials[0].ItemNo = 2 }},
	{"control character", R20, Block, 0, 0, "1-6 特殊字符", func(d *Draft, _ map[string]FileFacts) { d.Employer = "某\x01厂" }},
	{"entry left out", R20, Block, 0, 0, "1-12 信息包结构规范性", func(d *Draft, _ map[string]FileFacts) {
		d.Findings = []Violation{{Rule: R20, Level: Block, File: "张三/2.jpg", Message: "文件“张三/2.jpg”已加密"}}
	}},
	{"empty file", R20, Block, 0, 0, "2-2 总字节数", func(_ *Draft, facts map[string]FileFacts) {
		file := facts["张三/10-1-01.jpg"]
		file.Size = 0
		facts["张三/10-1-01.jpg"] = file
	}},
	{"long title", R20, Block, 0, 0, "1-2 元数据长度", func(d *Draft, _ map[string]FileFacts) { d.Materials[0].Title = strings.Repeat("长", 501) }},
}

func frame(file string, change func(*FrameFacts)) func(*Draft, map[string]FileFacts) {
	return func(_ *Draft, facts map[string]FileFacts) { change(&facts[file].Frames[0]) }
}

func TestEveryFaultIsNamed(t *testing.T) {
	for _, fault := range faults {
		t.Run(fault.name, func(t *testing.T) {
			d, facts := sound()
			fault.inject(d, facts)
			found := CheckDraft(d, facts, policy(t))
			for _, v := range found {
				if v.Rule == fault.rule && strings.Contains(v.Message, fault.message) {
					if v.Level != fault.level || v.Row != fault.row || v.Page != fault.page {
						t.Fatalf("%+v", v)
					}
					return
				}
			}
			t.Fatalf("want %s “%s”, have %v", fault.rule, fault.message, found)
		})
	}
}

// A warning must never refuse a dossier by way of the inspection.
func TestWarningsDoNotBlock(t *testing.T) {
	for _, fault := range faults {
		if fault.level != Warn {
			continue
		}
		d, facts := sound()
		fault.inject(d, facts)
		if found := CheckDraft(d, facts, policy(t)); Blocked(found) {
			t.Errorf("%s: %v", fault.name, found)
		}
	}
}

func TestFindingsOfTheAdapterComeFirst(t *testing.T) {
	d, facts := sound()
	d.Findings = []Violation{{Rule: R09, Level: Warn, Message: "姓名与文件夹名不一致"}}
	found := CheckDraft(d, facts, policy(t))
	if diff := cmp.Diff(d.Findings, found); diff != "" {
		t.Error(diff)
	}
}

func TestWithoutCatalogueCountsAndNumbersDoNotApply(t *testing.T) {
	d, facts := sound()
	d.HasCatalog = false
	d.Orphans, d.Materials = d.Files(), nil
	found := CheckDraft(d, facts, policy(t))
	if len(found) != 1 || found[0].Level != Warn || !strings.Contains(found[0].Message, "没有目录") {
		t.Fatal(found)
	}
}

func TestDerivedCatalogueTakesItsPageCountsFromTheImages(t *testing.T) {
	d, facts := sound()
	d.HasCatalog = false
	for i := range d.Materials {
		d.Materials[i].PageCount = 0
	}
	d.Materials[0].ItemNo = 7
	found := CheckDraft(d, facts, policy(t))
	if len(found) != 1 || !strings.Contains(found[0].Message, "按文件夹名生成3条") {
		t.Fatal(found)
	}
	d.FillPageCounts(facts)
	if d.Materials[0].PageCount != 2 || d.Materials[1].PageCount != 1 {
		t.Fatalf("%+v", d.Materials)
	}
}

func TestGapStatementMustNameTheMaterial(t *testing.T) {
	for statement, want := range map[string]int{"": 1, "部分材料缺失": 1, "缺退休审批表，原单位破产时遗失": 0} {
		d, facts := sound()
		d.Materials[2].Title, d.GapStatement = "其他", statement
		p := policy(t)
		p.RequireMaterials = true
		blocked := 0
		for _, v := range CheckDraft(d, facts, p) {
			if v.Rule == R17 && v.Level == Block {
				blocked++
			}
		}
		if blocked != want {
			t.Errorf("%q: %d", statement, blocked)
		}
	}
}

func TestArchivalCodeOfAnOffice(t *testing.T) {
	rule, err := NewArchivalCodeRule(`TX-\d{4}`)
	if err != nil {
		t.Fatal(err)
	}
	for code, blocked := range map[string]bool{"TX-0001": false, "TX-1": true} {
		d, facts := sound()
		d.ArchivalCode = code
		p := policy(t)
		p.CodeRule = rule
		if found := CheckDraft(d, facts, p); Blocked(found) != blocked {
			t.Errorf("%s: %v", code, found)
		}
	}
}

func TestOnePersonTwiceInAPackage(t *testing.T) {
	drafts := []Draft{
		{Row: 3, Name: "张三", IDNumber: "219999194802290019", ArchivalCode: "A1", Folder: "甲"},
		{Row: 4, Name: "李四", IDNumber: "219999195511010026", ArchivalCode: "A2"},
		{Row: 5, Name: "张三", IDNumber: "219999194802290019", ArchivalCode: "A2"},
		{Folder: "无号"}, {Folder: "也无号"},
	}
	found := CheckPackage(drafts)
	if len(found) != 3 || len(found[0]) != 1 || len(found[1]) != 1 || len(found[2]) != 2 {
		t.Fatal(found)
	}
	twice := found[2][0]
	if twice.Rule != R10 || twice.Level != Block || !strings.Contains(twice.Message, "第3行甲、第5行张三") || strings.Contains(twice.Message, "219999194802290019") {
		t.Error(twice)
	}
	if found[1][0].Rule != R21 || !strings.Contains(found[1][0].Message, "“A2”") {
		t.Error(found[1])
	}
	if once := CheckPackage(drafts[:2]); len(once) > 0 {
		t.Error(once)
	}
}

func TestFingerprintKnowsContentNotNames(t *testing.T) {
	d, facts := sound()
	want := Fingerprint(d, facts)

	renamed, other := sound()
	renamed.Folder, renamed.Row = "另一个文件夹", 99
	for i := range renamed.Materials {
		m := &renamed.Materials[i]
		m.Row++
		for j, file := range m.Files {
			moved := "moved/" + file
			other[moved], m.Files[j] = other[file], moved
		}
	}
	if got := Fingerprint(renamed, other); got != want {
		t.Error("a renamed package is another one")
	}

	changes := map[string]func(*Draft, map[string]FileFacts){
		"name":  func(d *Draft, _ map[string]FileFacts) { d.Name = "张叁" },
		"title": func(d *Draft, _ map[string]FileFacts) { d.Materials[0].Title += "一" },
		"text moved between fields": func(d *Draft, _ map[string]FileFacts) {
			d.Employer, d.HukouPlace = d.HukouPlace+"x", ""
		},
		"pages swapped": func(d *Draft, _ map[string]FileFacts) { slices.Reverse(d.Materials[0].Files) },
		"page changed": func(d *Draft, facts map[string]FileFacts) {
			file := facts["张三/10-1-01.jpg"]
			file.Digest = strings.Repeat("f", 128)
			facts["张三/10-1-01.jpg"] = file
		},
		"page of another material": func(d *Draft, _ map[string]FileFacts) {
			d.Materials[1].Files = append([]string{d.Materials[0].Files[1]}, d.Materials[1].Files...)
			d.Materials[0].Files = d.Materials[0].Files[:1]
		},
	}
	for name, change := range changes {
		d, facts := sound()
		change(d, facts)
		if Fingerprint(d, facts) == want {
			t.Errorf("%s: fingerprint is the same", name)
		}
	}
}

func TestReportHasEveryItemOnceInOrder(t *testing.T) {
	d, facts := sound()
	report := FourProperty(d, facts, nil)
	var codes []string
	for _, item := range report.Items {
		if item.Evidence == "" || item.Name == "" {
			t.Errorf("%+v", item)
		}
		codes = append(codes, item.Code)
	}
	var want []string
	for property, n := range []int{13, 9, 6, 3} {
		for i := range n {
			want = append(want, fmt.Sprintf("%d-%d", property+1, i+1))
		}
	}
	if diff := cmp.Diff(want, codes); diff != "" {
		t.Error(diff)
	}
}

func TestUndecodablePageFailsUsabilityOnly(t *testing.T) {
	d, facts := sound()
	file := facts["张三/10-1-01.jpg"]
	file.Problem, file.Frames = "图像不完整", nil
	facts["张三/10-1-01.jpg"] = file
	report := FourProperty(d, facts, nil)
	if report.Conclusion != InspectionFail || len(report.Failed()) > 0 {
		t.Errorf("%+v", report)
	}
}
