package demo

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"github.com/danganku/danganku/internal/domain"
)

// dossier is a person's dossier in plan: the catalogue is decided, the sheets are composed when they are drawn.
type dossier struct {
	*person
	index     int // place among all dossiers of a run, from 0
	materials []material
	folder    string // in a transfer sheet package
	fault     fault
}

// material is a catalogue row.
type material struct {
	class string
	item  int
	title string
	on    domain.PartialDate
	count int // pages
	note  string
	form  form
	seed  uint64 // of the text on its sheets
	again int    // the higher, the sooner a full dossier goes without it
}

func (d *dossier) pages() int {
	total := 0
	for _, m := range d.materials {
		total += m.count
	}
	return total
}

// sheets composes the pages of the n-th material.
func (d *dossier) sheets(n int) []sheet {
	m := d.materials[n]
	sheets := m.form.compose(&paperwork{person: d.person, material: m, r: random(m.seed, uint64(n))})
	for i := range sheets {
		sheets[i].page, sheets[i].of = i+1, len(sheets)
		if i == 0 {
			sheets[i].number = domain.Material{Class: m.class, ItemNo: m.item}.Number()
		}
	}
	return sheets
}

// newDossier plans the index-th dossier of a run. It depends on nothing but the options and the index.
func newDossier(opts Options, index int) *dossier {
	r := random(opts.Seed, uint64(index))
	d := &dossier{person: newPerson(opts.Seed, index, r), index: index}
	spread := opts.PagesPerDossier / 6
	target := opts.PagesPerDossier + r.IntN(2*spread+1) - spread
	d.materials = fill(d.person, target, r)
	d.arrange()
	return d
}

// fill takes what every dossier must hold, then other materials in random order while pages are left, first those of which
// there is none yet.
func fill(p *person, target int, r *rand.Rand) []material {
	var taken, others []material
	total := 0
	for _, f := range forms() {
		if f.only != nil && !f.only(p) {
			continue
		}
		for i, on := range f.dates(p, r) {
			m := material{class: f.class, title: f.title, on: on, form: f, seed: r.Uint64(), count: f.least, again: i / max(1, f.usual)}
			if !f.needed || i > 0 {
				others = append(others, m)
				continue
			}
			taken, total = append(taken, m), total+m.count
		}
	}
	r.Shuffle(len(others), func(i, j int) { others[i], others[j] = others[j], others[i] })
	slices.SortStableFunc(others, func(a, b material) int { return cmp.Compare(a.again, b.again) })
	for _, m := range others {
		if total+m.count <= target {
			taken, total = append(taken, m), total+m.count
		}
	}
	for i := range taken {
		more := min(taken[i].form.most-taken[i].count, target-total)
		if more > 0 {
			taken[i].count += more
			total += more
		}
		taken[i].blur(r)
	}
	return taken
}

// blur leaves the day, or day and month, off some old dates, as old papers do, and marks a few as copies.
func (m *material) blur(r *rand.Rand) {
	if m.on.Year < 1980 {
		switch r.IntN(12) {
		case 0:
			m.on.Month, m.on.Day = 0, 0
		case 1, 2:
			m.on.Day = 0
		}
	}
	if r.IntN(30) == 0 {
		m.note = "复印件"
	}
}

// arrange sorts by class and date and gives the item numbers.
func (d *dossier) arrange() {
	order := map[string]int{}
	for i, class := range classes() {
		order[class.code] = i
	}
	slices.SortStableFunc(d.materials, func(a, b material) int {
		return cmp.Or(cmp.Compare(order[a.class], order[b.class]), a.on.Compare(b.on))
	})
	last := map[string]int{}
	for i := range d.materials {
		m := &d.materials[i]
		last[m.class]++
		m.item = last[m.class]
	}
}

// class is a class of the scheme CADRE_2018 with its heading in catalogues and folders.
type class struct {
	code  string
	title string
}

// classes are those that the demo uses. Classes 4 and 9 have no materials of their own; catalogues print their titles.
func classes() []class {
	return []class{
		{"1", "履历类材料"},
		{"2", "自传和思想类材料"},
		{"3", "考核鉴定类材料"},
		{"4", "学历学位、专业技术职务（职称）、学术评鉴和教育培训类材料"},
		{"4-1", "学历学位材料"},
		{"4-2", "专业技术职务（职称）材料"},
		{"4-4", "教育培训材料"},
		{"5", "政审、审计和审核类材料"},
		{"6", "党、团类材料"},
		{"7", "表彰奖励类材料"},
		{"9", "工资、任免、出国和会议代表类材料"},
		{"9-1", "工资材料"},
		{"9-2", "任免材料"},
		{"10", "其他可供组织参考的材料"},
	}
}

// byClass lists the dossier's materials under their class, in catalogue order.
func (d *dossier) byClass(code string) []int {
	var at []int
	for i, m := range d.materials {
		if m.class == code {
			at = append(at, i)
		}
	}
	return at
}
