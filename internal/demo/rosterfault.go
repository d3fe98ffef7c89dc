package demo

import (
	"strconv"

	"github.com/danganku/danganku/internal/domain"
)

// rosterFault is a fault that people make in rosters.
type rosterFault struct {
	rule  domain.RuleID
	what  string
	plant func(p *rosterPerson, seed uint64)
}

func rosterFaults() []rosterFault {
	return []rosterFault{
		{domain.R02, "厂办大集体职工", func(p *rosterPerson, _ uint64) { p.employment = "厂办大集体" }},
		{domain.R02, "劳务派遣人员", func(p *rosterPerson, _ uint64) { p.employment = "劳务派遣" }},
		{domain.R02, "已经死亡", func(p *rosterPerson, _ uint64) { p.died = domain.Date(lastYear, 1, 15) }},
		{domain.R03, "未加盖单位公章", func(p *rosterPerson, _ uint64) { p.sealed = false }},
		{domain.R03, "代签未经企业核实", func(p *rosterPerson, _ uint64) {
			p.away, p.district, p.street, p.community = "大连市", "", "", ""
			p.signed, p.proxy, p.verified = false, p.spouse, false
		}},
		{domain.R08, "身份证号校验码错误", func(p *rosterPerson, _ uint64) { p.idCell = withWrongCheck(p.id).Full() }},
		{domain.R08, "身份证号存为数字", func(p *rosterPerson, _ uint64) {
			number, _ := strconv.ParseFloat(p.id.Full()[:17]+"0", 64) // digits only
			p.idCell = number
		}},
		{domain.R09, "出生年月与身份证号不一致", func(p *rosterPerson, _ uint64) { p.bornCell = domain.Date(p.born.Year-2, p.born.Month, 0).String() }},
		{domain.R09, "性别与身份证号不一致", func(p *rosterPerson, _ uint64) {
			p.sexCell = map[domain.Sex]string{domain.SexMale: "女", domain.SexFemale: "男"}[p.sex]
		}},
		{domain.R10, "同一人在名册中出现两次", func(p *rosterPerson, seed uint64) {
			twin := newRosterPerson(seed, 0, p.enterprise)
			seq, code := p.seq, p.code
			*p = *twin
			p.seq, p.code = seq, code
		}},
		{domain.R14, "缺少退休年月", func(p *rosterPerson, _ uint64) { p.retiredCell = "" }},
		{domain.R14, "退休年月不是日期", func(p *rosterPerson, _ uint64) { p.retiredCell = "前年三月" }},
		{domain.R14, "缺少档案卷数", func(p *rosterPerson, _ uint64) { p.volumes = nil }},
	}
}
