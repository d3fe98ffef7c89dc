package pack

import (
	"context"
	"testing"

	"github.com/danganku/danganku/internal/domain"
)

func contextCancelled(t *testing.T) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx, cancel
}

func roster(t testing.TB, rows ...[]any) []byte {
	return xlsx(t, sheetOf{"案卷目录", append([][]any{transferHeadings}, rows...)})
}

func TestSourcesThatDisagreeAreFindings(t *testing.T) {
	page := jpegPage(t)
	for _, c := range []struct {
		name    string
		content files
		rule    domain.RuleID
		level   domain.Level
		words   string
	}{
		{"name in the folder", files{"r.xlsx": roster(t, transferRow(1, "张三", idZhang, "男", "A1", 1)), "李四" + idZhang + "/1.jpg": page},
			domain.R09, domain.Warn, "姓名与文件夹名不一致：“张三”与“李四”"},
		{"number in the folder", files{"r.xlsx": roster(t, transferRow(1, "张三", idZhang, "男", "A1", 1)), "张三" + idLi + "/1.jpg": page},
			domain.R16, domain.Block, "身份证号码与文件夹名不一致：“2199**********0019”与“2199**********0026”"},
		{"birth in the folder's sheet", files{
			"r.csv":                      []byte("姓名,身份证号,出生日期\n张三," + idZhang + ",19480229\n"),
			"张三" + idZhang + "/基本信息.csv": []byte("姓名,身份证号,出生日期\n张三," + idZhang + ",19480301\n"), "张三" + idZhang + "/1.jpg": page},
			domain.R09, domain.Warn, "出生日期与文件夹内的基本信息表不一致：“1948-02-29”与“1948-03-01”"},
		{"folder that nobody listed", files{"r.xlsx": roster(t, transferRow(1, "张三", idZhang, "男", "A1", 1)), "张三/1.jpg": page, "李四" + idLi + "/1.jpg": page},
			domain.R16, domain.Block, "在名册中没有唯一对应的行"},
		{"listed person without a folder", files{"r.xlsx": roster(t, transferRow(1, "张三", idZhang, "男", "A1", 1), transferRow(2, "李四", idLi, "女", "A2", 1)), "张三/1.jpg": page},
			domain.R16, domain.Block, "第3行：包中没有李四的文件夹"},
		{"name that two have", files{"r.xlsx": roster(t, transferRow(1, "张三", idZhang, "男", "A1", 1), transferRow(2, "张三", idWang, "男", "A2", 1)), "张三/1.jpg": page},
			domain.R16, domain.Block, "在名册中没有唯一对应的行"},
		{"catalogue of another person", files{"张三" + idZhang + "/1.jpg": page,
			"张三" + idZhang + "/目录.csv": []byte("姓名：李四,身份证号：" + idLi + "\n序号,材料名称,页数\n1-1,履历表,1\n")},
			domain.R16, domain.Block, "目录上写的是另一人（李四）"},
		{"two persons in a folder's sheet", files{"张三" + idZhang + "/1.jpg": page,
			"张三" + idZhang + "/基本信息.csv": []byte("姓名,身份证号\n张三," + idZhang + "\n李四," + idLi + "\n")},
			domain.R16, domain.Block, "基本信息表有多人"},
	} {
		reading := mustRead(t, writeFolder(t, "批次", c.content))
		var all []domain.Violation
		for _, d := range reading.Drafts {
			all = append(all, d.Findings...)
		}
		if v, found := find(all, c.rule, c.words); !found || v.Level != c.level {
			t.Errorf("%s: %v", c.name, all)
		}
	}
}

func TestTwoPersonsOfOneNameAreToldApartByTheirFolders(t *testing.T) {
	page := jpegPage(t)
	reading := mustRead(t, writeFolder(t, "批次", files{
		"r.xlsx":   roster(t, transferRow(1, "张三", idZhang, "男", "A1", 1), transferRow(2, "张三", idWang, "男", "A2", 1)),
		"A2/1.jpg": page, "张三" + idZhang + "/1.jpg": page,
	}))
	for _, d := range reading.Drafts {
		wantNone(t, d.Findings)
		if (d.Folder == "A2") != (d.IDNumber == idWang) || (d.Folder == "A2") != (d.Row == 3) {
			t.Errorf("%+v", d)
		}
	}
}

func TestFoldersNamedByCodeAndName(t *testing.T) {
	page := jpegPage(t)
	for _, folder := range []string{"TX-0002 张三", "张三_TX-0002", "TX-0002张三", "ＴＸ-0002（张三）"} {
		reading := mustRead(t, writeFolder(t, "批次", files{
			"r.xlsx":          roster(t, transferRow(1, "张三", idZhang, "男", "TX-0001", 1), transferRow(2, "张三", idWang, "男", "TX-0002", 1)),
			folder + "/1.jpg": page, "TX-0001/1.jpg": page,
		}))
		for _, d := range reading.Drafts {
			wantNone(t, d.Findings)
			if (d.Folder == folder) != (d.Row == 3) {
				t.Errorf("%s: %+v", folder, d)
			}
		}
	}
	// TX-00020 is another code, though it begins like one.
	reading := mustRead(t, writeFolder(t, "批次", files{
		"r.xlsx": roster(t, transferRow(1, "张三", idZhang, "男", "TX-0002", 1)), "TX-00020 李四/1.jpg": page,
	}))
	if len(reading.Drafts) != 2 {
		t.Error(reading.Drafts)
	}
}

func TestProblemsGoToThePersonTheyConcern(t *testing.T) {
	encrypted := named("张三" + idZhang + "/2.jpg")
	encrypted.Flags = flagEncrypted
	reading := mustRead(t, rawZip(t, named("张三"+idZhang+"/1.jpg"), encrypted, named("李四"+idLi+"/1.jpg"), named("../x.jpg"), named("通知.txt")))
	if len(reading.Drafts) != 2 {
		t.Fatal(reading)
	}
	wantViolation(t, reading.Violations, domain.R20, domain.Warn, "包外")
	wantViolation(t, reading.Violations, domain.R20, domain.Warn, "通知.txt")
	for _, d := range reading.Drafts {
		if d.Name == "李四" {
			wantNone(t, d.Findings)
		} else {
			wantViolation(t, d.Findings, domain.R20, domain.Block, "已加密")
		}
	}
}

func TestPersonNames(t *testing.T) {
	for folder, want := range map[string]personName{
		"张三" + idZhang:              {name: "张三", id: idZhang, given: idZhang},
		idZhang + "-张三":             {name: "张三", id: idZhang, given: idZhang},
		"张三（" + idZhang + "）人事档案":   {name: "张三", id: idZhang, given: idZhang},
		"001 张三 11010519491231002x": {name: "张三", id: "11010519491231002X", given: "11010519491231002x", number: "001"},
		"张三219999480229001":         {name: "张三", id: idZhang, given: "219999480229001"},
		"买买提·艾力_" + idZhang:         {name: "买买提·艾力", id: idZhang, given: idZhang},
		"21060001":                  {number: "21060001"},
		"TX-0001 刘\U0002c38e":       {name: "刘\U0002c38e", number: "0001"},
		"2199991948022900190":       {number: "2199991948022900190"},
		"２１９９９９１９４８０２２９００１９张三": {name: "张三", id: idZhang, given: idZhang},
		"欧阳某某":                            {name: "欧阳某某"},
		"周一〇" + idZhang:                   {name: "周一〇", id: idZhang, given: idZhang},
		"":                                {},
		"档案":                              {},
		"WANG WU " + idWang:               {name: "WANG", id: idWang, given: idWang},
		"王五档案 A12":                        {name: "王五", number: "12"},
		"张三 " + idZhang + " " + idLi + "": {name: "张三", id: idZhang, given: idZhang, number: idLi},
	} {
		if got := parsePersonName(folder); got != want {
			t.Errorf("%s: %+v, want %+v", folder, got, want)
		}
	}
}
