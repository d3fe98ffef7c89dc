package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/danganku/danganku/internal/domain"
)

// rosterPerson is what one row of a roster says.
type rosterPerson struct {
	*person
	seq         int
	enterprise  domain.Enterprise
	insured     string // name of the insurance place
	idCell      any    // text, or by fault a number
	bornCell    string
	retiredCell string
	sexCell     string
	district    string // of residence; empty: out of the city
	street      string
	community   string
	away        string // city; empty: lives in this one
	special     []string
	employment  string
	signed      bool
	proxy       string
	verified    bool // the proxy
	sealed      bool
	volumes     any
	duplicates  int
	materials   int
	pages       int
}

func newRosterPerson(seed uint64, index int, enterprise domain.Enterprise) *rosterPerson {
	const stream = 1 << 40 // apart from those of dossiers
	r := random(seed, stream+uint64(index))
	p := &rosterPerson{person: newPerson(seed, index, r), seq: index + 1, enterprise: enterprise, insured: insuredAt(enterprise),
		employment: "正式职工", signed: true, sealed: true, volumes: 1}
	p.died = domain.PartialDate{}
	p.idCell, p.bornCell, p.sexCell = p.id.Full(), p.born.String(), p.sexWord()
	p.retiredCell = domain.PartialDate{Year: p.retired.Year, Month: p.retired.Month}.String()
	p.settle(r)
	p.specials(r)
	p.materials, p.pages = 8+r.IntN(25), 40+r.IntN(120)
	if r.IntN(8) == 0 {
		p.duplicates = 1
	}
	return p
}

func insuredAt(enterprise domain.Enterprise) string {
	if len(enterprise.InsuranceDivision) == 2 {
		return "省直"
	}
	return enterprise.InsuranceDivision
}

// settle gives the person a home: one in twenty lives in another city, and half of these had somebody else sign.
func (p *rosterPerson) settle(r *rand.Rand) {
	if r.IntN(20) > 0 {
		p.district, p.street, p.community = pick(r, districts()), fmt.Sprintf("演示第%d街道", 1+r.IntN(9)), fmt.Sprintf("演示第%d社区", 1+r.IntN(30))
		return
	}
	p.away = pick(r, []string{"大连市", "抚顺市", "北京市", "青岛市", "三亚市"})
	if r.IntN(2) == 0 {
		p.signed, p.proxy, p.verified = false, p.spouse, true
	}
}

func (p *rosterPerson) specials(r *rand.Rand) {
	if lastYear-p.born.Year > 80 {
		p.special = append(p.special, "80岁以上")
	}
	if r.IntN(15) == 0 {
		p.special = append(p.special, pick(r, []string{"特困", "孤寡", "重病", "残疾", "劳模", "特殊工种"}))
	}
}

// rosterColumn is a column of the roster. The headings are those of the form on paper, not those of the template that the
// program hands out.
type rosterColumn struct {
	heading string
	value   func(*rosterPerson) any
}

func rosterColumns() []rosterColumn {
	return []rosterColumn{
		{"序号", func(p *rosterPerson) any { return p.seq }},
		{"企业层级", func(p *rosterPerson) any { return levelWord(p.enterprise.Level) }},
		{"姓名", func(p *rosterPerson) any { return p.name }},
		{"性别", func(p *rosterPerson) any { return p.sexCell }},
		{"民族", func(p *rosterPerson) any { return p.nation }},
		{"出生年月", func(p *rosterPerson) any { return p.bornCell }},
		{"身份证号", func(p *rosterPerson) any { return p.idCell }},
		{"政治面貌", func(p *rosterPerson) any { return p.politics(p.retired) }},
		{"健康状况", func(*rosterPerson) any { return "健康" }},
		{"原工作单位", func(p *rosterPerson) any { return p.enterprise.Name }},
		{"单位统一社会信用代码", func(p *rosterPerson) any { return p.enterprise.USCC }},
		{"原任职务", func(p *rosterPerson) any { return p.job }},
		{"参加工作时间", func(p *rosterPerson) any { return p.started.String() }},
		{"退休年月", func(p *rosterPerson) any { return p.retiredCell }},
		{"档案存放地点", func(*rosterPerson) any { return "单位档案室" }},
		{"文化程度", func(p *rosterPerson) any { return p.schooling }},
		{"特长技能", func(*rosterPerson) any { return nil }},
		{"退休类别", func(*rosterPerson) any { return "正常退休" }},
		{"兴趣爱好", func(*rosterPerson) any { return nil }},
		{"特殊人员", func(p *rosterPerson) any { return strings.Join(p.special, "、") }},
		{"是否低保", func(*rosterPerson) any { return "否" }},
		{"社保个人编号", func(p *rosterPerson) any { return fmt.Sprintf("21%08d", p.seq) }},
		{"参保地", func(p *rosterPerson) any { return p.insured }},
		{"工伤伤残等级", func(*rosterPerson) any { return nil }},
		{"户口所在地", func(p *rosterPerson) any { return p.hukou + "演示路" }},
		{"电话", func(*rosterPerson) any { return "024-00000000" }},
		{"常住地区县", func(p *rosterPerson) any { return p.district }},
		{"常住地街道", func(p *rosterPerson) any { return p.street }},
		{"常住地社区", func(p *rosterPerson) any { return p.community }},
		{"常住地详细地址", func(p *rosterPerson) any { return p.home() }},
		{"常住地电话", func(*rosterPerson) any { return "024-00000000" }},
		{"是否居住在外埠", func(p *rosterPerson) any { return ticked(p.away != "") }},
		{"异地居住地城市", func(p *rosterPerson) any { return p.away }},
		{"配偶", func(p *rosterPerson) any { return p.spouse }},
		{"联系人1姓名", func(p *rosterPerson) any { return p.spouse }},
		{"联系人1关系", func(*rosterPerson) any { return "配偶" }},
		{"人员类别", func(p *rosterPerson) any { return p.employment }},
		{"死亡日期", func(p *rosterPerson) any { return p.died.String() }},
		{"单位盖章", func(p *rosterPerson) any { return ticked(p.sealed) }},
		{"本人签字", func(p *rosterPerson) any { return ticked(p.signed) }},
		{"代签人", func(p *rosterPerson) any { return p.proxy }},
		{"代签经企业核实", func(p *rosterPerson) any { return ticked(p.verified) }},
		{"纸质表", func(*rosterPerson) any { return "√" }},
		{"电子表", func(*rosterPerson) any { return "√" }},
		{"档号", func(p *rosterPerson) any { return p.code }},
		{"正本卷数", func(p *rosterPerson) any { return p.volumes }},
		{"副本卷数", func(p *rosterPerson) any { return p.duplicates }},
		{"材料份数", func(p *rosterPerson) any { return p.materials }},
		{"页数", func(p *rosterPerson) any { return p.pages }},
		{"电子档案", func(*rosterPerson) any { return "√" }},
		{"备注", func(*rosterPerson) any { return nil }},
	}
}

func (p *rosterPerson) home() string {
	if p.district == "" {
		return ""
	}
	return fmt.Sprintf("演示路%d号", 1+p.seq%300)
}

func ticked(yes bool) string {
	if yes {
		return "√"
	}
	return ""
}

func levelWord(level domain.EnterpriseLevel) string {
	return map[domain.EnterpriseLevel]string{domain.LevelCentral: "央企", domain.LevelProvincial: "省企", domain.LevelCity: "市企", domain.LevelDistrict: "区企"}[level]
}
