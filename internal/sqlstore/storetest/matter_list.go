package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// createNine makes matters 0 to 8 in turn at three offices: three loans that wait for a decision, three consultations of
// units with odd names, and three forwardings that wait for their receipts of which the last is overdue.
func createNine(t *testing.T, s domain.Store) {
	t.Helper()
	ctx, offices := t.Context(), []domain.ArchiveOffice{tiexi, shenhe, dalian}
	for n := range 3 {
		must(t, s.Loans().Create(ctx, loan(n, offices[n])))
		visit := consultation(n+3, offices[n])
		visit.Unit, visit.Medium, visit.Name = fmt.Sprintf("100%%单位_%d", n), domain.MediumTerminal, "欧阳"+fmt.Sprint(n)
		must(t, s.Consultations().Create(ctx, visit))
		parcel := outbound(n+6, offices[n])
		parcel.State, parcel.ReceiptDue = domain.OutboundDispatched, domain.Date(2026, 3, 15+n)
		if n == 2 {
			parcel.State = domain.OutboundOverdue
		}
		must(t, s.Outbounds().Create(ctx, parcel))
	}
}

// lastDigits are the ids of a listing without what all have in common.
func lastDigits(entries []domain.MatterEntry) string {
	digits := ""
	for _, entry := range entries {
		digits += entry.ID[len("matter-00000"):]
	}
	return digits
}

var oneDistrictAndOffice = authz.Scope{Divisions: []string{"210106"}, Offices: []string{"210200-1"}}

func testMatterLists(t *testing.T, s domain.Store) {
	ctx, index := t.Context(), s.Matters()
	createNine(t, s)
	all := authz.Everything()
	for _, c := range []struct {
		name   string
		scope  authz.Scope
		filter domain.MatterFilter
		before string
		limit  int
		want   string
	}{
		{"newest first", all, domain.MatterFilter{}, "", 4, "8765"},
		{"next page", all, domain.MatterFilter{}, "matter-000005", 3, "432"},
		{"scope", oneDistrictAndOffice, domain.MatterFilter{}, "", 9, "865320"},
		{"city", authz.Scope{Divisions: []string{"2102"}}, domain.MatterFilter{}, "", 9, "852"},
		{"no scope", authz.Scope{}, domain.MatterFilter{}, "", 9, ""},
		{"kinds", all, domain.MatterFilter{Kinds: []domain.MatterKind{domain.MatterLoan, domain.MatterHold}}, "", 9, "210"},
		{"states", all, domain.MatterFilter{States: []string{"RECEIPT_OVERDUE", "REGISTERED"}}, "", 9, "8543"},
		{"kinds, states and scope", oneDistrictAndOffice, domain.MatterFilter{Kinds: []domain.MatterKind{domain.MatterOutbound}, States: []string{"DISPATCHED"}}, "", 9, "6"},
		{"dossier", all, domain.MatterFilter{DossierID: "dossier-000004"}, "", 9, "4"},
		{"deciding", all, domain.MatterFilter{Deciding: true}, "", 9, "210"},
		{"not deciding", all, domain.MatterFilter{AtDesk: true}, "", 9, "876543"},
		{"needing the paper", all, domain.MatterFilter{Exclusive: true}, "", 9, "876210"},
		{"applicant", all, domain.MatterFilter{Text: "0%单"}, "", 9, "543"},
		{"wildcards stand for themselves", all, domain.MatterFilter{Text: "%1%_"}, "", 9, ""},
		{"underscore", all, domain.MatterFilter{Text: "_1"}, "", 9, "4"},
		{"the escape stands for itself", all, domain.MatterFilter{Text: "!%"}, "", 9, ""},
		{"number", all, domain.MatterFilter{Text: "2026-0007"}, "", 9, "7"},
		{"number in small letters", all, domain.MatterFilter{Text: "jy-"}, "", 9, "210"},
		{"office", all, domain.MatterFilter{Office: dalian.Code}, "", 9, "852"},
		{"archival code", all, domain.MatterFilter{Text: "TX-000007"}, "", 9, "7"},
		{"name of the subject", all, domain.MatterFilter{Text: "阳1"}, "", 9, "4"},
	} {
		same(t, c.name, c.want, lastDigits(got[[]domain.MatterEntry](t)(index.List(ctx, c.scope, c.filter, c.before, c.limit))))
	}
	for _, c := range []struct {
		name        string
		scope       authz.Scope
		first, last domain.PartialDate
		limit       int
		want        string
	}{
		{"due, waiting longest first", all, domain.PartialDate{}, domain.Date(2026, 3, 17), 9, "678"},
		{"due, the first of them", all, domain.PartialDate{}, domain.Date(2026, 3, 17), 2, "67"},
		{"due on a day", all, domain.Date(2026, 3, 16), domain.Date(2026, 3, 16), 9, "7"},
		{"due in scope", oneDistrictAndOffice, domain.PartialDate{}, domain.Date(2026, 3, 17), 9, "68"},
		{"due before any", all, domain.PartialDate{}, domain.Date(2026, 3, 1), 9, ""},
	} {
		same(t, c.name, c.want, lastDigits(got[[]domain.MatterEntry](t)(index.Due(ctx, c.scope, c.first, c.last, c.limit))))
	}
	parcel := outbound(8, dalian)
	want := domain.MatterEntry{Matter: parcel.Matter, MatterFacts: domain.MatterFacts{Kind: domain.MatterOutbound, Status: "RECEIPT_OVERDUE",
		Applicant: "大连市人才中心", WaitsFor: domain.Date(2026, 3, 17), Exclusive: true}}
	same(t, "by number", want, got[domain.MatterEntry](t)(index.ByNo(ctx, parcel.No)))
	refused(t, "unknown number", errOf(index.ByNo(ctx, "nowhere")), errs.NotFound, "matter.not_found")
	ofKind := got[[]domain.OutboundTransfer](t)(s.Outbounds().List(ctx, oneDistrictAndOffice, domain.MatterFilter{}, "matter-000008", 9))
	same(t, "list of a kind", "matter-000006", ofKind[0].ID)
	same(t, "length of it", 1, len(ofKind))
}

func testMatterCounts(t *testing.T, s domain.Store) {
	ctx := t.Context()
	createNine(t, s)
	counts := func(scope authz.Scope) map[domain.MatterKind]map[string]int {
		return got[map[domain.MatterKind]map[string]int](t)(s.Matters().Counts(ctx, scope))
	}
	same(t, "in scope", map[domain.MatterKind]map[string]int{domain.MatterLoan: {"REQUESTED": 2}, domain.MatterConsultation: {"REGISTERED": 2},
		domain.MatterOutbound: {"DISPATCHED": 1, "RECEIPT_OVERDUE": 1}}, counts(oneDistrictAndOffice))
	same(t, "of nothing", map[domain.MatterKind]map[string]int{}, counts(authz.Scope{}))
}

// testMattersDue: a kind's matters that wait, in the order of ids, not those of other kinds that wait for the same day.
func testMattersDue(t *testing.T, s domain.Store) {
	ctx, today := t.Context(), domain.DateOf(noon)
	var want []string
	for n, state := range domain.LoanMachine().States() {
		l := loan(n, tiexi)
		l.State, l.FetchBy, l.DueOn, l.Request.Unit = state, today, today.AddDays(-n), string(state)
		must(t, s.Loans().Create(ctx, l))
		switch state {
		case domain.LoanApproved, domain.LoanOut, domain.LoanOverdue, domain.LoanEscalated:
			want = append(want, l.ID)
		}
	}
	parcel := outbound(99, tiexi)
	parcel.State, parcel.DispatchBy = domain.OutboundPacked, today
	must(t, s.Outbounds().Create(ctx, parcel))
	due := func(on domain.PartialDate, after string, limit int) []string {
		t.Helper()
		var ids []string
		for _, l := range got[[]domain.Loan](t)(s.Loans().Due(ctx, on, after, limit)) {
			ids = append(ids, l.ID)
		}
		return ids
	}
	same(t, "due today, by id", want, due(today, "", 99))
	same(t, "in pages", want[2:3], due(today, want[1], 1))
	same(t, "due long ago", 0, len(due(today.AddDays(-30), "", 99)))
	same(t, "other kinds", []domain.OutboundTransfer{parcel}, got[[]domain.OutboundTransfer](t)(s.Outbounds().Due(ctx, today, "", 9)))
	parcel.State = domain.OutboundArchived
	must(t, s.Outbounds().Update(ctx, &parcel))
	same(t, "after it ended", 0, len(got[[]domain.OutboundTransfer](t)(s.Outbounds().Due(ctx, today, "", 9))))
}

func testOverdueOf(t *testing.T, s domain.Store) {
	ctx, today := t.Context(), domain.DateOf(noon)
	for n, state := range domain.LoanMachine().States() {
		l := loan(n, tiexi)
		l.State, l.FetchBy, l.DueOn, l.Request.Unit = state, today, today, string(state)
		must(t, s.Loans().Create(ctx, l))
	}
	for _, c := range []struct {
		state domain.LoanState
		on    domain.PartialDate
		found bool
	}{
		{domain.LoanOut, today, false},
		{domain.LoanOut, domain.DateOf(noon.Add(24 * time.Hour)), true},
		{domain.LoanOverdue, today, true},
		{domain.LoanEscalated, today, true},
		{domain.LoanLost, today, true},
		{domain.LoanApproved, domain.Date(2027, 1, 1), false},
		{domain.LoanReturned, domain.Date(2027, 1, 1), false},
		{"", domain.Date(2027, 1, 1), false},
	} {
		no := got[string](t)(s.Loans().OverdueOf(ctx, string(c.state), c.on))
		same(t, fmt.Sprintf("overdue loan of the unit %s on %s", c.state, c.on), c.found, no != "")
	}
}
