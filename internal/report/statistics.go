package report

import (
	"cmp"
	"io"
	"slices"
	"time"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Places gives divisions and offices their names by code. One without a name stands with its code.
type Places map[string]string

func (p Places) name(code string) string {
	if name := p[code]; name != "" {
		return name
	}
	return code
}

var ownerWords = map[domain.EnterpriseLevel]string{domain.LevelCentral: "中央企业", domain.LevelProvincial: "省属企业",
	domain.LevelCity: "市属企业", domain.LevelDistrict: "区县属企业", domain.LevelUnknown: "未登记"}

var (
	transferredColumns = []column{{"人数", 10}, {"卷数", 10}, {"材料份数", 10}, {"页数", 12}, {"缺件接收", 10}}
	pendingColumns     = []column{{"已列入明细表未移交档案", 22}, {"逾期移交", 10}, {"未补齐缺件", 12}, {"其中逾期", 10}, {"未交电子档案", 14}, {"退回逾期", 10}}
)

// WriteStatistics writes the counts of article 15: 移交统计 with each enterprise, office and month, 未结事项 with what is
// outstanding by enterprise and office, and the totals by enterprise, level, month and district on a sheet each. Figures are
// numbers. at is when the report was made.
func WriteStatistics(w io.Writer, stats domain.TransferStatistics, places Places, at time.Time) error {
	err := writeBook(w, "移交统计（"+period(stats)+"）", at, func(b *book) error {
		if err := transferredSheet(b, stats, places); err != nil {
			return err
		}
		if err := pendingSheet(b, stats, places); err != nil {
			return err
		}
		for _, total := range totalSheets(places) {
			if err := total.write(b, stats); err != nil {
				return err
			}
		}
		return nil
	})
	return errs.Wrap("write statistics", err)
}

func period(stats domain.TransferStatistics) string {
	if stats.From.IsZero() {
		return "截至" + stats.At.String()
	}
	return stats.From.String() + "至" + stats.At.String()
}

func transferredSheet(b *book, stats domain.TransferStatistics, places Places) error {
	s := b.sheet("移交统计", slices.Concat([]column{{"移交单位", 36}, {"企业层级", 12}, {"档案管理部门", 28}, {"区县", 14}, {"月份", 10}}, transferredColumns))
	var sum figures
	for i := range stats.Transferred {
		row := &stats.Transferred[i]
		var one figures
		one.transferred(row)
		sum.transferred(row)
		if err := s.add(append([]any{row.EnterpriseName, ownerWords[row.Level], places.name(row.OfficeCode), places.name(row.Division), row.Month}, one.moved()...)...); err != nil {
			return err
		}
	}
	return s.add(append([]any{"合计（" + period(stats) + "）", nil, nil, nil, nil}, sum.moved()...)...)
}

func pendingSheet(b *book, stats domain.TransferStatistics, places Places) error {
	s := b.sheet("未结事项", slices.Concat([]column{{"移交单位", 36}, {"档案管理部门", 28}, {"区县", 14}}, pendingColumns))
	var sum figures
	for i := range stats.Outstanding {
		row := &stats.Outstanding[i]
		var one figures
		one.pending(row)
		sum.pending(row)
		if err := s.add(append([]any{row.EnterpriseName, places.name(row.OfficeCode), places.name(row.Division)}, one.open()...)...); err != nil {
			return err
		}
	}
	return s.add(append([]any{"合计（截至" + stats.At.String() + "）", nil, nil}, sum.open()...)...)
}

// figures add up counts.
type figures struct {
	persons, volumes, materials, pages, withGaps                               int
	withoutDossier, late, openGaps, overdueGaps, withoutEcopy, returnedOverdue int
}

func (f *figures) transferred(c *domain.TransferCount) {
	f.persons += c.Persons
	f.volumes += c.Volumes
	f.materials += c.Materials
	f.pages += c.Pages
	f.withGaps += c.WithGaps
}

func (f *figures) pending(c *domain.PendingCount) {
	f.withoutDossier += c.WithoutDossier
	f.late += c.Late
	f.openGaps += c.OpenGaps
	f.overdueGaps += c.OverdueGaps
	f.withoutEcopy += c.WithoutEcopy
	f.returnedOverdue += c.ReturnedOverdue
}

func (f *figures) moved() []any {
	return []any{f.persons, f.volumes, f.materials, f.pages, f.withGaps}
}

func (f *figures) open() []any {
	return []any{f.withoutDossier, f.late, f.openGaps, f.overdueGaps, f.withoutEcopy, f.returnedOverdue}
}

// group is what one row of totals is about: key orders and tells apart, label is shown.
type group struct {
	key, label string
}

// totalSheet is a sheet of totals. Outstanding work is not known by level and month: pending is nil there.
type totalSheet struct {
	name, title string
	transferred func(*domain.TransferCount) group
	pending     func(*domain.PendingCount) group
}

func totalSheets(places Places) []totalSheet {
	levels := []domain.EnterpriseLevel{domain.LevelCentral, domain.LevelProvincial, domain.LevelCity, domain.LevelDistrict, domain.LevelUnknown}
	return []totalSheet{
		{"按单位", "移交单位", func(c *domain.TransferCount) group { return group{c.EnterpriseName + c.EnterpriseID, c.EnterpriseName} },
			func(c *domain.PendingCount) group { return group{c.EnterpriseName + c.EnterpriseID, c.EnterpriseName} }},
		{"按层级", "企业层级", func(c *domain.TransferCount) group {
			return group{string(rune('0' + slices.Index(levels, c.Level))), ownerWords[c.Level]}
		}, nil},
		{"按月份", "月份", func(c *domain.TransferCount) group { return group{c.Month, c.Month} }, nil},
		{"按区县", "区县", func(c *domain.TransferCount) group { return group{c.Division, places.name(c.Division)} },
			func(c *domain.PendingCount) group { return group{c.Division, places.name(c.Division)} }},
	}
}

func (t totalSheet) write(b *book, stats domain.TransferStatistics) error {
	columns := slices.Concat([]column{{t.title, 36}}, transferredColumns)
	if t.pending != nil {
		columns = append(columns, pendingColumns...)
	}
	s := b.sheet(t.name, columns)
	sums := t.sums(stats)
	groups := make([]group, 0, len(sums))
	for g := range sums {
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(a, b group) int { return cmp.Compare(a.key, b.key) })
	for _, g := range groups {
		row := append([]any{g.label}, sums[g].moved()...)
		if t.pending != nil {
			row = append(row, sums[g].open()...)
		}
		if err := s.add(row...); err != nil {
			return err
		}
	}
	return nil
}

func (t totalSheet) sums(stats domain.TransferStatistics) map[group]*figures {
	sums := make(map[group]*figures)
	of := func(g group) *figures {
		if sums[g] == nil {
			sums[g] = new(figures)
		}
		return sums[g]
	}
	for i := range stats.Transferred {
		of(t.transferred(&stats.Transferred[i])).transferred(&stats.Transferred[i])
	}
	if t.pending != nil {
		for i := range stats.Outstanding {
			of(t.pending(&stats.Outstanding[i])).pending(&stats.Outstanding[i])
		}
	}
	return sums
}
