package roster

import (
	"fmt"

	"github.com/danganku/danganku/internal/domain"
)

// group is a part of the form that has several columns: lists put its name above them or in front of each.
type group struct {
	names []string // the first is that of the template
}

// sub is one column of a group: headings are those of the group in front of these. "" stands for the group's name alone.
type sub struct {
	headings []string
	alone    []string // headings that mean this column without the group's name
	value    value
	note     string
	example  string
	width    float64
}

func (g group) columns(subs []sub) []column {
	columns := make([]column, len(subs))
	for i, s := range subs {
		c := column{title: g.names[0] + s.headings[0], value: s.value, note: s.note, example: s.example, width: s.width}
		for _, name := range g.names {
			for _, heading := range s.headings {
				c.also = append(c.also, name+heading)
			}
		}
		c.also = append(c.also, s.alone...)
		columns[i] = c
	}
	return columns
}

// addressGroup is one of the three addresses of a form.
type addressGroup struct {
	group
	at       func(*form) *domain.Address
	phones   []string // headings of the phone number without the group's name
	division string   // sub-heading of the division in the template
	need     bool
	examples [5]string
}

func hukouGroup() addressGroup {
	return addressGroup{group: group{names: []string{"户口所在地", "户口地", "户籍所在地", "户籍地", "户籍", "户口"}},
		at: func(f *form) *domain.Address { return &f.Hukou }, division: "区县"}
}

func residenceGroup() addressGroup {
	return addressGroup{group: group{names: []string{"常住地", "常住地址", "现住址", "现居住地", "现居住地址", "居住地", "家庭住址", "经常居住地"}},
		at: func(f *form) *domain.Address { return &f.Residence }, division: "区县", phones: []string{"电话", "联系电话", "本人电话", "手机", "手机号码", "手机号"},
		need: true, examples: [5]string{"铁西区", "演示街道", "演示社区", "演示路1号1-1-1", "024-00000000"}}
}

func awayGroup() addressGroup {
	return addressGroup{group: group{names: []string{"异地居住地", "异地居住地址", "外埠居住地", "异地"}},
		at: func(f *form) *domain.Address { return &f.Away }, division: "城市"}
}

func addressColumns(g addressGroup) []column {
	divisions := []string{g.division, "区县", "所在区县", "区", "城市", "市区", "区县市"}
	columns := g.columns([]sub{
		{headings: divisions, value: textAt(func(f *form) *string { return &g.at(f).Division }), width: 14, example: g.examples[0],
			note: "区县名称；外地的填省市名称"},
		{headings: []string{"街道", "乡镇", "街道乡镇", "镇街"}, value: textAt(func(f *form) *string { return &g.at(f).Subdistrict }), width: 14,
			example: g.examples[1], note: "街道或乡镇名称"},
		{headings: []string{"社区", "社区村", "村"}, value: textAt(func(f *form) *string { return &g.at(f).Community }), width: 14, example: g.examples[2],
			note: "社区或村名称"},
		{headings: []string{"详细地址", "地址", "住址", ""}, value: textAt(func(f *form) *string { return &g.at(f).Place }), width: 24, example: g.examples[3],
			note: "路、门牌和户号"},
		{headings: []string{"电话", "联系电话", "手机"}, alone: g.phones, value: textAt(func(f *form) *string { return &g.at(f).Phone }), width: 16,
			example: g.examples[4], note: "固定电话或手机"},
	})
	columns[0].need = g.need
	return columns
}

func familyColumns() []column {
	columns := group{names: []string{"配偶", "配偶情况", "配偶信息"}}.columns([]sub{
		{headings: []string{"姓名", ""}, value: textAt(func(f *form) *string { return &f.Spouse.Name }), width: 12, note: "没有配偶的不填"},
		{headings: []string{"出生年月", "出生日期"}, value: dateAt(func(f *form) *domain.PartialDate { return &f.Spouse.BornOn }), width: 14, note: "如1950-06"},
		{headings: []string{"单位", "工作单位"}, value: textAt(func(f *form) *string { return &f.Spouse.Employer }), width: 20, note: "工作或原工作单位"},
		{headings: []string{"健康状况", "健康"}, value: textAt(func(f *form) *string { return &f.Spouse.Health }), width: 14, note: "如健康、一般、较差"},
		{headings: []string{"电话", "联系电话"}, value: textAt(func(f *form) *string { return &f.Spouse.Phone }), width: 16, note: "固定电话或手机"},
	})
	for i, names := range [maxContacts][]string{{"联系人一", "第一联系人", "家庭联系人一"}, {"联系人二", "第二联系人", "家庭联系人二"}} {
		for _, name := range []string{"联系人", "家庭联系人", "亲属"} {
			names = append(names, fmt.Sprintf("%s%d", name, i+1))
		}
		if i == 0 {
			names = append(names, "联系人", "家庭联系人")
		}
		columns = append(columns, contactColumns(group{names: names}, func(f *form) *domain.Relative { return &f.Contacts[i] })...)
	}
	return columns
}

func contactColumns(g group, at func(*form) *domain.Relative) []column {
	return g.columns([]sub{
		{headings: []string{"姓名", ""}, value: textAt(func(f *form) *string { return &at(f).Name }), width: 12, note: "主要家庭成员"},
		{headings: []string{"关系", "与本人关系"}, value: textAt(func(f *form) *string { return &at(f).Relation }), width: 12, note: "如长子、次女"},
		{headings: []string{"单位", "工作单位"}, value: textAt(func(f *form) *string { return &at(f).Employer }), width: 20, note: "可不填"},
		{headings: []string{"电话", "联系电话"}, value: textAt(func(f *form) *string { return &at(f).Phone }), width: 16, note: "固定电话或手机"},
		{headings: []string{"地址", "住址", "联系地址"}, value: textAt(func(f *form) *string { return &at(f).Address }), width: 24, note: "可不填"},
		{headings: []string{"邮编", "邮政编码"}, value: textAt(func(f *form) *string { return &at(f).Postcode }), width: 10, note: "可不填"},
	})
}
