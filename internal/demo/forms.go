package demo

import (
	"math/rand/v2"

	"github.com/danganku/danganku/internal/domain"
)

// form is a kind of material: where it is filed, when a person gets one, and how its pages look.
type form struct {
	class   string
	title   string
	least   int  // pages
	most    int  // pages, when there is room
	needed  bool // every dossier has the first one
	usual   int  // how many dossiers usually hold, when not one
	only    func(*person) bool
	dates   func(*person, *rand.Rand) []domain.PartialDate
	compose func(*paperwork) []sheet // exactly paperwork.count sheets
}

// forms are all kinds, in no particular order. Hiring and retirement are filed in 9-2, where the scheme puts all that
// begins, changes and ends employment.
func forms() []form {
	member := func(p *person) bool { return !p.joined.IsZero() }
	cadre := func(p *person) bool { return p.cadre }
	worker := func(p *person) bool { return !p.cadre }
	schooled := func(p *person) bool { return p.schooling != "小学" }
	return []form{
		{class: "1", title: "职工履历表", least: 1, most: 4, needed: true, only: worker, dates: sinceStart(2), compose: historyForm},
		{class: "1", title: "干部履历表", least: 1, most: 4, needed: true, only: cadre, dates: sinceStart(3), compose: historyForm},
		{class: "1", title: "职工登记表", least: 1, most: 1, dates: inYears(1966, 1979, 1986), compose: registrationForm},
		{class: "2", title: "自传", least: 2, most: 4, dates: sinceStart(1), compose: essay},
		{class: "3", title: "考核鉴定表", least: 1, most: 1, dates: everyFrom(1964, 9), compose: appraisalForm},
		{class: "3", title: "年度考核登记表", least: 1, most: 1, dates: everyFrom(1987, 1), compose: appraisalForm},
		{class: "4-1", title: "学历证明", least: 1, most: 1, only: schooled, dates: sinceStart(-1), compose: diploma},
		{class: "4-2", title: "工人技术等级评定表", least: 1, most: 1, only: worker, dates: inYears(1963, 1980, 1990), compose: gradeForm},
		{class: "4-2", title: "专业技术职务评审表", least: 1, most: 1, only: cadre, dates: inYears(1983, 1988, 1994), compose: gradeForm},
		{class: "4-4", title: "职工培训结业登记表", least: 1, most: 1, dates: everyFrom(1982, 6), compose: gradeForm},
		{class: "5", title: "政审材料", least: 1, most: 2, dates: sinceStart(2), compose: review},
		{class: "6", title: "入党志愿书", least: 3, most: 5, only: member, dates: onJoining, compose: partyForm},
		{class: "6", title: "转正审批表", least: 1, most: 1, only: member, dates: afterJoining, compose: awardForm},
		{class: "6", title: "入团志愿书", least: 1, most: 2, dates: sinceStart(1), compose: partyForm},
		{class: "7", title: "奖励审批表", least: 1, most: 1, dates: everyFrom(1960, 5), compose: awardForm},
		{class: "7", title: "先进生产者登记表", least: 1, most: 1, dates: everyFrom(1958, 7), compose: awardForm},
		{class: "9-1", title: "工资变动审批表", least: 1, most: 1, needed: true, usual: 4, dates: wageYears, compose: wageForm},
		{class: "9-2", title: "招工登记表", least: 1, most: 2, needed: true, dates: sinceStart(0), compose: hiringForm},
		{class: "9-2", title: "职工调动审批表", least: 1, most: 1, dates: inYears(1972, 1984), compose: awardForm},
		{class: "9-2", title: "退休审批表", least: 1, most: 2, needed: true, dates: onRetiring, compose: retirementForm},
		{class: "10", title: "职工健康检查表", least: 1, most: 1, dates: inYears(1975, 1985), compose: gradeForm},
		{class: "10", title: "户籍情况证明", least: 1, most: 1, dates: inYears(1986), compose: review},
	}
}

func sinceStart(years int) func(*person, *rand.Rand) []domain.PartialDate {
	return func(p *person, r *rand.Rand) []domain.PartialDate {
		if years == 0 {
			return []domain.PartialDate{p.started}
		}
		return []domain.PartialDate{someDay(p.started.Year+years, r)}
	}
}

func someDay(year int, r *rand.Rand) domain.PartialDate {
	return domain.Date(year, 1+r.IntN(12), 1+r.IntN(28))
}

func inYears(years ...int) func(*person, *rand.Rand) []domain.PartialDate {
	return func(p *person, r *rand.Rand) []domain.PartialDate {
		var dates []domain.PartialDate
		for _, year := range years {
			if year > p.started.Year && year < p.retired.Year {
				dates = append(dates, someDay(year, r))
			}
		}
		return dates
	}
}

// everyFrom gives a date every so many years of work, some left out.
func everyFrom(year, step int) func(*person, *rand.Rand) []domain.PartialDate {
	return func(p *person, r *rand.Rand) []domain.PartialDate {
		var dates []domain.PartialDate
		for y := max(year, p.started.Year+1); y < p.retired.Year; y += step {
			if r.IntN(5) > 0 {
				dates = append(dates, someDay(y, r))
			}
		}
		return dates
	}
}

// wageYears are years of general wage reforms and rises; the last year of work is always one, so that nobody is without.
func wageYears(p *person, r *rand.Rand) []domain.PartialDate {
	dates := []domain.PartialDate{someDay(p.retired.Year-1, r)}
	reforms := inYears(1956, 1963, 1971, 1977, 1979, 1982, 1985, 1987, 1989, 1990, 1993, 1995, 1997, 1999, 2001, 2003, 2006, 2009, 2012, 2015)
	for _, on := range reforms(p, r) {
		if on.Year != p.retired.Year-1 {
			dates = append(dates, on)
		}
	}
	return dates
}

func onJoining(p *person, _ *rand.Rand) []domain.PartialDate { return []domain.PartialDate{p.joined} }
func onRetiring(p *person, _ *rand.Rand) []domain.PartialDate {
	return []domain.PartialDate{p.retired}
}

func afterJoining(p *person, r *rand.Rand) []domain.PartialDate {
	return []domain.PartialDate{someDay(p.joined.Year+1, r)}
}
