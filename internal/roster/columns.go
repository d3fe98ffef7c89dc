package roster

import "github.com/danganku/danganku/internal/domain"

// column is one column of the form. Its title names it in the template and in findings; readers also know the other
// headings.
type column struct {
	title    string
	also     []string
	value    value
	need     bool // the template marks it as obligatory
	rule     domain.RuleID
	level    domain.Level // of a cell that cannot be read
	note     string       // how to fill it in
	example  string
	width    float64 // in characters
	readOnly bool    // known to the reader, not part of the template
}

// maxContacts is how many members of the family besides the spouse a form has.
const maxContacts = 2

// columnsOfForms is the table of all columns, in the order of the template.
func columnsOfForms() []column {
	var all []column
	for _, part := range [][]column{
		personColumns(), workColumns(), insuranceColumns(),
		addressColumns(hukouGroup()), addressColumns(residenceGroup()), addressColumns(awayGroup()), outOfCityColumns(),
		familyColumns(), statusColumns(), signatureColumns(), dossierColumns(), tickColumns(),
	} {
		all = append(all, part...)
	}
	for i := range all {
		if all[i].rule == "" {
			all[i].rule, all[i].level = domain.R14, domain.Warn
		}
	}
	return all
}

type form = domain.InfoForm

func personColumns() []column {
	return []column{
		{title: "序号", also: []string{"编号", "表号"}, value: textAt(func(f *form) *string { return &f.RunningNo }), width: 12,
			note: "按本表顺序编号，可不填", example: exampleMark + "（不导入）"},
		{title: "姓名", also: []string{"人员姓名", "退休人员姓名"}, value: textAt(func(f *form) *string { return &f.Name }), need: true, width: 12,
			note: "与身份证件一致，生僻字用标准字库输入", example: "张演示"},
		{title: "身份证号码", also: []string{"身份证号", "身份证", "公民身份号码", "居民身份证号码", "证件号码"}, value: identity{}, need: true, width: 22,
			note: "18位（或旧证15位），单元格须为文本格式，否则末几位会变成0", example: "219999194802290019"},
		{title: "性别", value: sexChoice(), rule: domain.R09, level: domain.Warn, width: 6, note: "与身份证件一致", example: "男"},
		{title: "民族", value: textAt(func(f *form) *string { return &f.Ethnicity }), width: 8, note: "如汉族、满族", example: "汉族"},
		{title: "出生日期", also: []string{"出生年月", "出生年月日", "出生时间"}, value: dateAt(func(f *form) *domain.PartialDate { return &f.BornOn }),
			rule: domain.R09, level: domain.Warn, width: 12, note: "按档案记载，如1948-02-29；与身份证号不一致的，核实时说明依据", example: "1948-02-29"},
		{title: "政治面貌", value: textAt(func(f *form) *string { return &f.Political }), width: 10, note: "如中共党员、群众", example: "群众"},
		{title: "健康状况", also: []string{"身体状况"}, value: textAt(func(f *form) *string { return &f.Health }), width: 10, note: "如健康、一般、较差", example: "健康"},
		{title: "文化程度", also: []string{"学历"}, value: textAt(func(f *form) *string { return &f.Education }), width: 10, note: "最高学历", example: "高中"},
		{title: "特长技能", also: []string{"特长", "技能"}, value: textAt(func(f *form) *string { return &f.Skills }), width: 12, note: "可不填"},
		{title: "兴趣爱好", also: []string{"爱好"}, value: textAt(func(f *form) *string { return &f.Hobbies }), width: 12, note: "可不填"},
	}
}

func workColumns() []column {
	return []column{
		{title: "企业层级", also: []string{"层级", "企业级别", "企业类别"}, value: levelChoice(), width: 10, note: "企业性质界定表确认的层级", example: "市企"},
		{title: "原工作单位", also: []string{"单位", "单位名称", "工作单位", "所在单位", "所属单位", "所属企业", "企业名称", "原单位"},
			value: textAt(func(f *form) *string { return &f.Employer }), width: 26, note: "与企业性质界定表上的单位名称一致；一张表中可有多个单位", example: "沈阳演示机床厂"},
		{title: "统一社会信用代码", also: []string{"单位统一社会信用代码", "社会信用代码", "信用代码"}, value: codeAt(func(f *form) *string { return &f.EmployerUSCC }),
			width: 22, note: "原工作单位的18位代码，没有的不填"},
		{title: "原任职务", also: []string{"职务", "原职务", "岗位", "原岗位", "职务岗位"}, value: textAt(func(f *form) *string { return &f.Post }), width: 12,
			note: "退休时的职务或岗位", example: "车工"},
		{title: "参加工作时间", also: []string{"参加工作日期", "参加工作年月", "工作时间"}, value: dateAt(func(f *form) *domain.PartialDate { return &f.WorkedFrom }),
			rule: domain.R14, level: domain.Block, width: 14, note: "如1968-09，可只填到年或月", example: "1968-09"},
		{title: "退休年月", also: []string{"退休时间", "退休日期", "退休手续办理时间", "退休手续办理日期"},
			value: dateAt(func(f *form) *domain.PartialDate { return &f.RetiredOn }), need: true, rule: domain.R14, level: domain.Block, width: 12,
			note: "批准退休的年月，如2008-03", example: "2008-03"},
		{title: "退休类别", also: []string{"退休类型", "退休方式"}, value: textAt(func(f *form) *string { return &f.RetirementType }), width: 12,
			note: "如正常退休、特殊工种、病退、退职、离休", example: "正常退休"},
		{title: "档案存放地点", also: []string{"档案存放地", "档案所在地"}, value: textAt(func(f *form) *string { return &f.DossierKeptAt }), width: 18,
			note: "档案现在存放在哪里", example: "单位档案室"},
	}
}

func insuranceColumns() []column {
	return []column{
		{title: "社会保险个人编号", also: []string{"社保个人编号", "个人编号", "个人社保编号", "社保编号", "社会保险编号"},
			value: textAt(func(f *form) *string { return &f.InsuranceNo }), width: 18, note: "社会保险经办机构给个人的编号", example: "2100000001"},
		{title: "参保地", also: []string{"养老保险参保地", "社会保险参保地", "社会保险关系所在地", "社保关系所在地"}, value: insurance{}, need: true,
			rule: domain.R14, level: domain.Block, width: 12, note: "从下拉列表选择，或填写六位行政区划代码；在省社保机构参保的填写省直", example: "铁西区"},
		{title: "养老保险关系所在地", also: []string{"社会保险关系所在地养老", "养老保险所在地"}, value: textAt(func(f *form) *string { return &f.PensionPlace }),
			width: 18, note: "与参保地不同时填写"},
		{title: "医疗保险关系所在地", also: []string{"社会保险关系所在地医疗", "医疗保险所在地", "医保关系所在地"},
			value: textAt(func(f *form) *string { return &f.MedicalPlace }), width: 18, note: "与参保地不同时填写"},
		{title: "工伤伤残等级", also: []string{"伤残等级", "工伤等级"}, value: textAt(func(f *form) *string { return &f.InjuryGrade }), width: 12, note: "没有的不填"},
	}
}

func outOfCityColumns() []column {
	return []column{
		{title: "是否居住在外埠", also: []string{"居住在外埠", "是否外埠", "外埠", "是否异地居住", "是否异地", "异地居住"},
			value: flagAt(func(f *form) *bool { return &f.OutOfCity }), rule: domain.R14, level: domain.Block, width: 14,
			note: "居住在本市以外的填是，由市社保机构直接管理", example: "否"},
	}
}

func statusColumns() []column {
	return []column{
		{title: "特殊人员", also: []string{"特殊类别", "特殊人群", "特殊情况"}, value: specials{}, width: 18, note: "可多项，用顿号隔开", example: "特困、重病"},
		{title: "是否低保", also: []string{"低保"}, value: tick(domain.MinimumAllowance), width: 10, note: "享受最低生活保障的填是", example: "否"},
		{title: "人员类别", also: []string{"职工类别", "用工性质", "身份类别", "用工形式"}, value: employmentChoice(), rule: domain.R02, level: domain.Block, width: 12,
			note: "厂办大集体职工、劳务派遣人员和已死亡人员不在移交范围", example: "正式职工"},
		{title: "死亡日期", also: []string{"死亡时间", "去世日期"}, value: dateAt(func(f *form) *domain.PartialDate { return &f.DiedOn }), rule: domain.R14,
			level: domain.Block, width: 12, note: "健在的不填"},
	}
}

func signatureColumns() []column {
	return []column{
		{title: "单位是否盖章", also: []string{"单位盖章", "是否盖章", "单位公章"}, value: flagAt(func(f *form) *bool { return &f.CompanySeal }),
			rule: domain.R03, level: domain.Warn, width: 12, note: "纸质表已加盖单位公章的填是", example: "是"},
		{title: "本人是否签字", also: []string{"本人签字", "是否签字"}, value: flagAt(func(f *form) *bool { return &f.Signed }), rule: domain.R03,
			level: domain.Warn, width: 12, note: "退休人员本人已在纸质表上签字的填是", example: "是"},
		{title: "代签人", also: []string{"代签人姓名"}, value: textAt(func(f *form) *string { return &f.Proxy }), width: 10, note: "异地居住由他人代签的，填代签人姓名"},
		{title: "代签是否经企业核实", also: []string{"代签经企业核实", "代签是否核实", "代签是否核准"},
			value: flagAt(func(f *form) *bool { return &f.ProxyVerified }), rule: domain.R03, level: domain.Warn, width: 14, note: "代签须经企业核实", example: "否"},
		{title: "有无纸质表", also: []string{"纸质表"}, value: flagAt(func(f *form) *bool { return &f.Paper }), rule: domain.R03, level: domain.Warn, width: 12,
			note: "纸质基本信息表随同提交的填是", example: "是"},
		{title: "有无电子表", also: []string{"电子表"}, value: flagAt(func(f *form) *bool { return &f.Electronic }), rule: domain.R03, level: domain.Warn, width: 12,
			note: "电子基本信息表随同提交的填是", example: "是"},
	}
}

func dossierColumns() []column {
	return []column{
		{title: "档号", also: []string{"档案编号", "档案号", "档案局档号"}, value: textAt(func(f *form) *string { return &f.Roster.ArchivalCode }), width: 18,
			note: "没有的不填", example: "TX-0001"},
		{title: "正本卷数", also: []string{"档案卷数", "卷数", "正本"}, value: countAt(func(f *form) *int { return &f.Roster.Originals }), need: true,
			rule: domain.R14, level: domain.Block, width: 10, note: "移交的正本卷数，至少1卷", example: "1"},
		{title: "副本卷数", also: []string{"副本"}, value: countAt(func(f *form) *int { return &f.Roster.Duplicates }), rule: domain.R14, level: domain.Block,
			width: 10, note: "没有副本的不填"},
		{title: "材料份数", also: []string{"份数", "材料数", "材料总数"}, value: countAt(func(f *form) *int { return &f.Roster.Materials }), rule: domain.R14,
			level: domain.Block, width: 10, note: "目录上的材料份数合计", example: "12"},
		{title: "档案页数", also: []string{"页数", "总页数"}, value: countAt(func(f *form) *int { return &f.Roster.Pages }), rule: domain.R14, level: domain.Block,
			width: 10, note: "目录上的页数合计", example: "86"},
		{title: "有无电子档案", also: []string{"电子档案", "是否有电子档案"}, value: flagAt(func(f *form) *bool { return &f.Roster.Electronic }), rule: domain.R13,
			level: domain.Warn, width: 12, note: "扫描的电子档案随同移交的填是", example: "是"},
		{title: "备注", value: textAt(func(f *form) *string { return &f.Roster.Remark }), width: 20, note: "可不填"},
	}
}

// tickColumns are those of forms on paper, which have a box for each category.
func tickColumns() []column {
	var all []column
	for _, box := range []struct {
		category domain.SpecialCategory
		headings []string
	}{
		{domain.BeforeRepublic, []string{"建国前参加工作", "建国前"}}, {domain.AdvancedAge, []string{"80岁以上", "高龄"}},
		{domain.LivingAlone, []string{"孤寡", "鳏寡"}}, {domain.ModelWorker, []string{"劳模", "劳动模范"}}, {domain.Destitute, []string{"特困"}},
		{domain.GravelyIll, []string{"重病"}}, {domain.SpecialWork, []string{"特殊工种"}}, {domain.Disabled, []string{"残疾"}},
	} {
		c := column{title: box.headings[0], value: tick(box.category), readOnly: true}
		for _, heading := range box.headings {
			c.also = append(c.also, heading, "特殊人员"+heading)
		}
		all = append(all, c)
	}
	return all
}
