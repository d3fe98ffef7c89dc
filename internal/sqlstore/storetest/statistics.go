package storetest

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// archive is a random handover, kept in memory too, to count by hand.
type archive struct {
	batches []domain.TransferBatch
	lines   []domain.BatchLine
	gaps    []domain.Gap
}

func (a *archive) batchOf(l domain.BatchLine) domain.TransferBatch {
	return a.batches[slices.IndexFunc(a.batches, func(b domain.TransferBatch) bool { return b.ID == l.BatchID })]
}

// randomDate lies in 2020 to 2022, whole or partial; often there is none.
func randomDate(r *rand.Rand, partial bool) domain.PartialDate {
	date := domain.Date(2020+r.IntN(3), 1+r.IntN(12), 1+r.IntN(28))
	switch r.IntN(6) {
	case 0:
		return domain.PartialDate{}
	case 1, 2:
		if partial {
			date.Day = 0
		}
	case 3:
		if partial {
			date.Day, date.Month = 0, 0
		}
	}
	return date
}

func fillArchive(t *testing.T, s domain.Store) *archive {
	t.Helper()
	saveEnterprises(t, s)
	r := rand.New(rand.NewPCG(20, 26))
	a := &archive{}
	states := domain.LineMachine().States()
	for n := 1; n <= 10; n++ {
		b := batch(n, []domain.Enterprise{factory, mill}[n%2], []domain.ArchiveOffice{tiexi, shenhe, dalian}[n%3])
		b.EnterpriseName = "旧名" // statistics name enterprises as they are called now
		if n == 10 {
			b.State = domain.BatchCancelled
		}
		a.batches = append(a.batches, createBatch(t, s, b))
		var made []domain.BatchLine
		for i := range 60 {
			l := line(n*100+i, states[r.IntN(len(states))])
			l.Form.IDNumber = domain.IDNumber(fmt.Sprintf("person %d", n*100+i))
			l.Form.RetiredOn, l.ListedOn, l.AcceptedOn, l.DueOn = randomDate(r, true), randomDate(r, false), randomDate(r, false), randomDate(r, false)
			l.Counted = domain.RosterCount{Originals: 1 + r.IntN(2), Duplicates: r.IntN(2), Materials: r.IntN(30), Pages: r.IntN(300)}
			if r.IntN(2) == 0 {
				l.DossierID = fmt.Sprint("d", n*100+i)
			}
			made = append(made, l)
		}
		a.lines = append(a.lines, addLines(t, s, b.ID, made)...)
	}
	for _, l := range a.lines {
		var gaps []domain.Gap
		for k := range r.IntN(3) {
			gaps = append(gaps, domain.Gap{ID: fmt.Sprintf("g-%s-%d-%d", l.BatchID, l.Seq, k), BatchID: l.BatchID, Seq: l.Seq, Material: fmt.Sprint("材料", k),
				OpenedOn: domain.Date(2020+r.IntN(3), 1+r.IntN(12), 1), DueOn: randomDate(r, false), ResolvedOn: randomDate(r, false)})
		}
		must(t, s.Gaps().Replace(t.Context(), l.BatchID, l.Seq, gaps))
		a.gaps = append(a.gaps, gaps...)
	}
	return a
}

// by reports whether the day is known and not after another.
func by(day, at domain.PartialDate) bool { return !day.IsZero() && day.Compare(at) <= 0 }

func before(day, at domain.PartialDate) bool { return !day.IsZero() && day.Compare(at) < 0 }

// counting lines inside a scope: of batches that are not cancelled, and not rejected.
func (a *archive) within(scope authz.Scope) []domain.BatchLine {
	var found []domain.BatchLine
	for _, l := range a.lines {
		b := a.batchOf(l)
		if l.State != domain.LineRejected && b.State != domain.BatchCancelled && scope.CoversTransfer(b.OfficeCode, b.Division, b.EnterpriseID) {
			found = append(found, l)
		}
	}
	return found
}

// figures tells which figures a line belongs to, and its open and overdue gaps.
func (a *archive) figures(l domain.BatchLine, at domain.PartialDate, late domain.LatePolicy) (kinds map[domain.OutstandingKind]bool, open, overdue int) {
	when := at
	if by(l.AcceptedOn, at) {
		when = l.AcceptedOn
	}
	for _, gap := range a.gaps {
		if gap.BatchID == l.BatchID && gap.Seq == l.Seq && by(gap.OpenedOn, at) && !by(gap.ResolvedOn, at) {
			open++
			if before(gap.DueOn, at) {
				overdue++
			}
		}
	}
	return map[domain.OutstandingKind]bool{
		domain.OutstandingDossier:    by(l.ListedOn, at) && !by(l.AcceptedOn, at),
		domain.OutstandingLate:       by(l.ListedOn, at) && before(late.DueOn(l.Form.RetiredOn), when),
		domain.OutstandingEcopy:      by(l.AcceptedOn, at) && l.DossierID == "",
		domain.OutstandingReturned:   l.State == domain.LineReturned && before(l.DueOn, at),
		domain.OutstandingGap:        open > 0,
		domain.OutstandingOverdueGap: overdue > 0,
	}, open, overdue
}

func one(holds bool) int {
	if holds {
		return 1
	}
	return 0
}

func enterpriseName(id string) string {
	return map[string]string{factory.ID: factory.Name, mill.ID: mill.Name}[id]
}

func (a *archive) outstanding(scope authz.Scope, at domain.PartialDate, late domain.LatePolicy) []domain.PendingCount {
	counts := map[string]domain.PendingCount{}
	for _, l := range a.within(scope) {
		b := a.batchOf(l)
		c := counts[b.EnterpriseID+b.OfficeCode]
		c.EnterpriseID, c.EnterpriseName, c.OfficeCode, c.Division = b.EnterpriseID, enterpriseName(b.EnterpriseID), b.OfficeCode, b.Division
		kinds, open, overdue := a.figures(l, at, late)
		c.WithoutDossier += one(kinds[domain.OutstandingDossier])
		c.Late += one(kinds[domain.OutstandingLate])
		c.WithoutEcopy += one(kinds[domain.OutstandingEcopy])
		c.ReturnedOverdue += one(kinds[domain.OutstandingReturned])
		c.OpenGaps, c.OverdueGaps = c.OpenGaps+open, c.OverdueGaps+overdue
		counts[b.EnterpriseID+b.OfficeCode] = c
	}
	var all []domain.PendingCount
	for _, c := range counts {
		if c.WithoutDossier+c.Late+c.WithoutEcopy+c.ReturnedOverdue+c.OpenGaps > 0 {
			all = append(all, c)
		}
	}
	slices.SortFunc(all, func(x, y domain.PendingCount) int {
		return cmp.Or(cmp.Compare(x.Division, y.Division), cmp.Compare(x.EnterpriseName, y.EnterpriseName), cmp.Compare(x.OfficeCode, y.OfficeCode))
	})
	return all
}

func (a *archive) transferred(scope authz.Scope, from, at domain.PartialDate) []domain.TransferCount {
	counts := map[string]domain.TransferCount{}
	for _, l := range a.within(scope) {
		if !l.State.InCustody() || !by(l.AcceptedOn, at) || before(l.AcceptedOn, from) && !from.IsZero() {
			continue
		}
		b, month := a.batchOf(l), l.AcceptedOn.String()[:7]
		key := b.EnterpriseID + b.OfficeCode + month
		c := counts[key]
		level := map[string]domain.EnterpriseLevel{factory.ID: factory.Level, mill.ID: mill.Level}[b.EnterpriseID]
		counts[key] = domain.TransferCount{EnterpriseID: b.EnterpriseID, EnterpriseName: enterpriseName(b.EnterpriseID), Level: level, OfficeCode: b.OfficeCode,
			Division: b.Division, Month: month, Persons: c.Persons + 1, Volumes: c.Volumes + l.Counted.Volumes(), Materials: c.Materials + l.Counted.Materials,
			Pages: c.Pages + l.Counted.Pages, WithGaps: c.WithGaps + one(l.State == domain.LineAcceptedWithGaps)}
	}
	var all []domain.TransferCount
	for _, c := range counts {
		all = append(all, c)
	}
	slices.SortFunc(all, func(x, y domain.TransferCount) int {
		return cmp.Or(cmp.Compare(x.Division, y.Division), cmp.Compare(x.EnterpriseName, y.EnterpriseName), cmp.Compare(x.OfficeCode, y.OfficeCode), cmp.Compare(x.Month, y.Month))
	})
	return all
}

var (
	countedDays = []domain.PartialDate{domain.Date(2019, 12, 31), domain.Date(2020, 12, 31), domain.Date(2021, 3, 1), domain.Date(2021, 7, 31),
		domain.Date(2021, 12, 31), domain.Date(2022, 2, 28), domain.Date(2030, 1, 1)}
	latePolicies = []domain.LatePolicy{{}, domain.DefaultLatePolicy(), {RetiredFrom: domain.Date(2020, 7, 15)}, {RetiredFrom: domain.Date(2021, 5, 0)}}
)

func testStatistics(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Counts()
	a := fillArchive(t, s)
	for _, scope := range transferScopes {
		for _, at := range countedDays {
			what := fmt.Sprintf("%+v at %s", scope, at)
			for _, from := range []domain.PartialDate{{}, domain.Date(2021, 2, 14)} {
				same(t, "transferred "+what, a.transferred(scope, from, at), got[[]domain.TransferCount](t)(repo.Transferred(ctx, scope, from, at)))
			}
			for _, policy := range latePolicies {
				same(t, "outstanding "+what, a.outstanding(scope, at, policy), got[[]domain.PendingCount](t)(repo.Outstanding(ctx, scope, at, policy)))
			}
		}
	}
}

// outstandingFilters are all figures of all, of one enterprise, and of one enterprise at one office.
func outstandingFilters() []domain.OutstandingFilter {
	var filters []domain.OutstandingFilter
	for _, kind := range []domain.OutstandingKind{domain.OutstandingDossier, domain.OutstandingLate, domain.OutstandingGap, domain.OutstandingOverdueGap,
		domain.OutstandingEcopy, domain.OutstandingReturned} {
		filters = append(filters, domain.OutstandingFilter{Kind: kind}, domain.OutstandingFilter{Kind: kind, EnterpriseID: mill.ID},
			domain.OutstandingFilter{Kind: kind, EnterpriseID: factory.ID, OfficeCode: "210106"})
	}
	return filters
}

func testOutstandingLines(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Counts()
	a := fillArchive(t, s)
	scope, policy := authz.Scope{Divisions: []string{"2101"}}, domain.DefaultLatePolicy()
	for _, filter := range outstandingFilters() {
		for _, at := range countedDays[1:] {
			var want []domain.OutstandingLine
			for _, l := range a.within(scope) { // in order of batch and place
				b := a.batchOf(l)
				if filter.EnterpriseID != "" && b.EnterpriseID != filter.EnterpriseID || filter.OfficeCode != "" && b.OfficeCode != filter.OfficeCode {
					continue
				}
				if kinds, _, _ := a.figures(l, at, policy); kinds[filter.Kind] {
					want = append(want, a.outstandingLine(l, filter.Kind, at, policy))
				}
			}
			var walked []domain.OutstandingLine
			batchID, seq := "", 0
			for {
				page := got[[]domain.OutstandingLine](t)(repo.OutstandingLines(ctx, scope, filter, at, policy, batchID, seq, 13))
				walked = append(walked, page...)
				if len(page) < 13 {
					break
				}
				batchID, seq = page[12].BatchID, page[12].Seq
			}
			same(t, fmt.Sprintf("%+v at %s", filter, at), want, walked)
		}
	}
	_, err := repo.OutstandingLines(ctx, scope, domain.OutstandingFilter{Kind: "OTHER"}, countedDays[0], policy, "", 0, 9)
	if err == nil {
		t.Error("an unknown figure is answered")
	}
}

func (a *archive) outstandingLine(l domain.BatchLine, kind domain.OutstandingKind, at domain.PartialDate, policy domain.LatePolicy) domain.OutstandingLine {
	b := a.batchOf(l)
	line := domain.OutstandingLine{BatchID: b.ID, BatchNo: b.No, Seq: l.Seq, Name: l.Form.Name, IDNumber: l.Form.IDNumber, EnterpriseName: b.EnterpriseName,
		OfficeCode: b.OfficeCode, Division: b.Division, State: l.State, RetiredOn: l.Form.RetiredOn, ListedOn: l.ListedOn, AcceptedOn: l.AcceptedOn}
	switch kind {
	case domain.OutstandingDossier, domain.OutstandingLate:
		line.DueOn = policy.DueOn(l.Form.RetiredOn)
	case domain.OutstandingEcopy:
		line.DueOn = l.EcopyDue
	case domain.OutstandingReturned:
		line.DueOn, line.Detail = l.DueOn, l.Reason
	case domain.OutstandingGap, domain.OutstandingOverdueGap:
		var materials []string
		for _, gap := range a.gaps {
			counts := kind == domain.OutstandingGap || before(gap.DueOn, at)
			if counts && gap.BatchID == l.BatchID && gap.Seq == l.Seq && by(gap.OpenedOn, at) && !by(gap.ResolvedOn, at) {
				materials = append(materials, gap.Material)
				if before(gap.DueOn, line.DueOn) {
					line.DueOn = gap.DueOn
				}
			}
		}
		line.Detail = strings.Join(materials, "、")
	}
	return line
}
