package demo

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/danganku/danganku/internal/domain"
)

// person is what the forms of a dossier say about its subject.
type person struct {
	name      string
	id        domain.IDNumber
	sex       domain.Sex
	born      domain.PartialDate
	employer  string
	workshop  string
	job       string
	cadre     bool
	hukou     string
	nation    string
	schooling string
	school    string
	father    string
	mother    string
	spouse    string
	started   domain.PartialDate // first employment
	joined    domain.PartialDate // the party; zero: not a member
	retired   domain.PartialDate
	died      domain.PartialDate // zero: alive
	retention string
	code      string
}

// lastYear bounds all dates: by its end the retirees of state-owned enterprises were to be handed over, and a fixed year
// keeps equal seeds equal.
const lastYear = 2020

// newPerson makes the index-th person of a seed.
func newPerson(seed uint64, index int, r *rand.Rand) *person {
	w := stock()
	p := &person{sex: domain.SexMale}
	if r.IntN(100) < 45 {
		p.sex = domain.SexFemale
	}
	p.name = givenTo(w, p.sex, r)
	if special := plantedPeople(); index < len(special) {
		p.name, p.sex = special[index].name, special[index].sex
	}
	p.id = idNumber(seed, index, p.sex)
	p.born = p.id.Birth()
	p.employer, p.workshop = pick(r, w.employers), pick(r, w.workshops)
	p.cadre = r.IntN(5) == 0
	p.job = pick(r, w.trades)
	if p.cadre {
		p.job = pick(r, w.posts)
	}
	p.hukou, p.nation = "沈阳市"+pick(r, districts()), pick(r, w.nations)
	p.schooling, p.school = schooling(w, p.cadre, r)
	p.relatives(w, r)
	p.career(r)
	p.retention = "永久"
	if !p.cadre && r.IntN(4) == 0 {
		p.retention = "30年"
	}
	p.code = fmt.Sprintf("YS2101-%03d-%06d", seed%1000, index+1)
	return p
}

func givenTo(w words, sex domain.Sex, r *rand.Rand) string {
	// Squaring the random number makes the first surnames as frequent as they are in the north-east.
	u := r.Float64()
	surname := w.surnames[int(u*u*float64(len(w.surnames)))]
	first, second := w.maleFirst, w.maleSecond
	if sex == domain.SexFemale {
		first, second = w.femaleFirst, w.femaleSecond
	}
	if r.IntN(6) == 0 {
		return surname + pick(r, second)
	}
	return surname + pick(r, first) + pick(r, second)
}

// idNumber walks through the birth days from 1935 to 1965 in steps of a prime, so that no number comes twice under a
// seed however many people are made; the seed shifts the sequence part, so that runs with other seeds do not collide.
func idNumber(seed uint64, index int, sex domain.Sex) domain.IDNumber {
	const days, step, blocks = 11_323, 7_919, 499
	born := time.Date(1935, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, (index*step+int(seed%days))%days)
	sequence := 2 * (1 + (int(seed%blocks)+index/days)%blocks)
	if sex == domain.SexMale {
		sequence--
	}
	digits := fmt.Sprintf("219999%s%03d", born.Format("20060102"), sequence)
	return domain.IDNumber(digits + string(domain.IDCheckCharacter(digits)))
}

func districts() []string {
	return []string{"和平区", "沈河区", "大东区", "皇姑区", "铁西区", "苏家屯区", "浑南区", "沈北新区", "于洪区", "辽中区", "康平县", "法库县", "新民市"}
}

func schooling(w words, cadre bool, r *rand.Rand) (level, school string) {
	levels := []string{"小学", "初中", "高中", "技工学校", "中专", "大专"}
	n := r.IntN(4)
	if cadre {
		n = 2 + r.IntN(4)
	}
	return levels[n], w.schools[n]
}

func (p *person) relatives(w words, r *rand.Rand) {
	surname := string([]rune(p.name)[:1])
	if len([]rune(p.name)) > 3 {
		surname = string([]rune(p.name)[:2])
	}
	other := domain.SexFemale
	if p.sex == domain.SexFemale {
		other = domain.SexMale
	}
	p.father = surname + pick(r, w.maleFirst) + pick(r, w.maleSecond)
	p.mother = givenTo(w, domain.SexFemale, r)
	p.spouse = givenTo(w, other, r)
}

// career sets the dates of a life in order: work from 16 to 21, retirement at the age of the time, all until lastYear.
func (p *person) career(r *rand.Rand) {
	age := 60
	switch {
	case p.sex == domain.SexFemale && p.cadre:
		age = 55
	case p.sex == domain.SexFemale:
		age = 50
	case p.born.Year+60 > lastYear:
		age = 55 // trades with early retirement (特殊工种)
	}
	p.started = domain.Date(p.born.Year+16+r.IntN(6), 1+r.IntN(12), 1+r.IntN(28))
	p.retired = domain.Date(p.born.Year+age, p.born.Month, 1+r.IntN(28))
	if r.IntN(3) == 0 {
		p.joined = domain.Date(min(p.started.Year+3+r.IntN(20), p.retired.Year-2), 1+r.IntN(12), 1+r.IntN(28))
	}
	if r.IntN(25) == 0 && p.retired.Year < lastYear-1 {
		p.died = domain.Date(p.retired.Year+1+r.IntN(lastYear-p.retired.Year-1), 1+r.IntN(12), 1+r.IntN(28))
	}
}

func (p *person) sexWord() string { return p.sex.Label() }

func (p *person) survival() string {
	if p.died.IsZero() {
		return "健在"
	}
	return "死亡"
}

func (p *person) politics(at domain.PartialDate) string {
	if !p.joined.IsZero() && p.joined.Compare(at) <= 0 {
		return "中共党员"
	}
	return "群众"
}

// random is repeatable: equal seeds must give equal packages.
func random(seed, stream uint64) *rand.Rand {
	return rand.New(rand.NewPCG(seed, stream)) //nolint:gosec // nothing here is secret
}

func pick(r *rand.Rand, list []string) string { return list[r.IntN(len(list))] }

// inWords writes a date as forms do: 1978年3月9日.
func inWords(d domain.PartialDate) string {
	switch {
	case d.IsZero():
		return "年　月　日"
	case d.Month == 0:
		return fmt.Sprintf("%d年", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%d年%d月", d.Year, d.Month)
	}
	return fmt.Sprintf("%d年%d月%d日", d.Year, d.Month, d.Day)
}
