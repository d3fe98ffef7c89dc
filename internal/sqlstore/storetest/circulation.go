package storetest

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// shelved is the n-th dossier, released and on the shelf.
func shelved(n int, office domain.ArchiveOffice) *domain.Dossier {
	d := dossier(n, office)
	d.Custody, d.ReleasedAt = domain.InStorage, noon
	return d
}

// moveOf makes the next move of a dossier; no is the loan's it rests on.
func moveOf(t *testing.T, s domain.Store, id string, to domain.CustodyState, no string) domain.CustodyMove {
	t.Helper()
	where := got[domain.Whereabouts](t)(s.Custody().Of(t.Context(), id))
	return got[domain.CustodyMove](t)(where.Move(to, "市公证处 赵公", domain.Basis{Kind: "loan", ID: "loan-" + no, No: no}, "说明", "钱管", noon))
}

func testCustody(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Custody()
	d := shelved(1, tiexi)
	must(t, s.Dossiers().Put(ctx, d))
	same(t, "before the first move", domain.Whereabouts{DossierID: d.ID, State: domain.InStorage, Since: noon},
		got[domain.Whereabouts](t)(repo.Of(ctx, d.ID)))
	before := got[domain.ChangePosition](t)(s.Outbox().Head(ctx))
	out := moveOf(t, s, d.ID, domain.OnLoan, "JY-1")
	must(t, repo.Record(ctx, out))
	same(t, "after it", domain.Whereabouts{DossierID: d.ID, State: domain.OnLoan, Holder: out.Holder, Basis: out.Basis, Since: noon},
		got[domain.Whereabouts](t)(repo.Of(ctx, d.ID)))
	again := out
	again.ID = "again"
	refused(t, "a move from a state that is over", repo.Record(ctx, again), errs.Conflict, "custody.moved")
	back := moveOf(t, s, d.ID, domain.InStorage, "JY-1")
	must(t, repo.Record(ctx, back))
	same(t, "moves", []domain.CustodyMove{back, out}, got[[]domain.CustodyMove](t)(repo.Moves(ctx, d.ID)))
	eventually(t, "both moves entered the outbox", func() bool {
		return len(got[[]domain.Change](t)(s.Outbox().After(ctx, before, 9))) == 2
	})
	_, err := repo.Of(ctx, "nowhere")
	refused(t, "where an unknown dossier is", err, errs.NotFound, "dossier.not_found")
	out.DossierID, out.ID = "nowhere", "x"
	refused(t, "a move of an unknown dossier", repo.Record(ctx, out), errs.NotFound, "dossier.not_found")
	undone := moveOf(t, s, d.ID, domain.OnLoan, "JY-2")
	fault := fmt.Errorf("later fault")
	if err := s.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		must(t, tx.Custody().Record(ctx, undone))
		return fault
	}); err == nil {
		t.Fatal("the transaction was to fail")
	}
	same(t, "state after a transaction that failed", domain.InStorage, got[domain.Whereabouts](t)(repo.Of(ctx, d.ID)).State)
}

// testCustodyOverRecords: lists and documents show where a dossier is, the dossier itself stays what its record says.
func testCustodyOverRecords(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Dossiers()
	d, other := shelved(1, tiexi), dossier(2, tiexi)
	must(t, repo.Put(ctx, d))
	must(t, repo.Put(ctx, other))
	must(t, s.Custody().Record(ctx, moveOf(t, s, d.ID, domain.OnLoan, "JY-1")))
	states := func(when string, want domain.CustodyState) {
		t.Helper()
		same(t, "head "+when, want, got[domain.DossierHead](t)(repo.Head(ctx, d.ID)).Custody)
		same(t, "list "+when, want, got[[]domain.DossierHead](t)(repo.List(ctx, authz.Everything(), "", 9))[0].Custody)
		documents := got[[]*domain.Dossier](t)(repo.Documents(ctx, []string{other.ID, d.ID}))
		same(t, "documents "+when, []domain.CustodyState{domain.QC, want}, []domain.CustodyState{documents[0].Custody, documents[1].Custody})
		same(t, "record "+when, d, got[*domain.Dossier](t)(repo.Get(ctx, d.ID)))
	}
	states("while lent", domain.OnLoan)
	d.Version, d.Remark = 2, "改正"
	must(t, repo.Put(ctx, d))
	states("after an edit while lent", domain.OnLoan)
	refused(t, "deleting a released dossier", repo.Delete(ctx, d.ID), errs.Conflict, "dossier.released")

	must(t, s.Custody().Record(ctx, moveOf(t, s, d.ID, domain.InStorage, "JY-1")))
	for _, state := range []domain.CustodyState{domain.OutboundPreparing, domain.InTransit, domain.TransferredOut} {
		must(t, s.Custody().Record(ctx, moveOf(t, s, d.ID, state, "ZD-1")))
	}
	d.Version = 3
	must(t, repo.Put(ctx, d))
	states("after it left for good", domain.TransferredOut)
	same(t, "active dossiers of the person", 0, len(got[map[domain.IDNumber]domain.DossierHead](t)(repo.ByIDNumbers(ctx, []domain.IDNumber{d.Retiree.IDNumber}))))

	must(t, s.Custody().Record(ctx, moveOf(t, s, other.ID, domain.Damaged, "x")))
	must(t, repo.Delete(ctx, other.ID))
	must(t, repo.Put(ctx, other))
	same(t, "state of a dossier taken in anew", domain.QC, got[domain.Whereabouts](t)(s.Custody().Of(ctx, other.ID)).State)
	same(t, "moves of a withdrawn dossier", 1, len(got[[]domain.CustodyMove](t)(s.Custody().Moves(ctx, other.ID))))
}

// testCustodyRacers: of many moves at once one succeeds, the first as well as later ones.
func testCustodyRacers(t *testing.T, s domain.Store) {
	ctx := t.Context()
	d := shelved(1, tiexi)
	must(t, s.Dossiers().Put(ctx, d))
	for round, to := range []domain.CustodyState{domain.OnLoan, domain.InStorage, domain.OnLoan} {
		move := moveOf(t, s, d.ID, to, fmt.Sprint("JY-", round))
		var won atomic.Int32
		var racers sync.WaitGroup
		for n := range 20 {
			racers.Go(func() {
				mine := move
				mine.ID = fmt.Sprint(round, "-", n)
				if err := s.Custody().Record(ctx, mine); err == nil {
					won.Add(1)
				} else if errs.CodeOf(err) != "custody.moved" {
					t.Errorf("racer: %v", err)
				}
			})
		}
		racers.Wait()
		if won.Load() != 1 {
			t.Fatalf("round %d: %d moves succeeded", round, won.Load())
		}
	}
	same(t, "moves", 3, len(got[[]domain.CustodyMove](t)(s.Custody().Moves(ctx, d.ID))))
}

func loan(n int, office domain.ArchiveOffice) domain.Loan {
	return domain.Loan{ID: fmt.Sprintf("loan-%06d", n), No: fmt.Sprintf("JY-%s-2026-%04d", office.Code, n), DossierID: fmt.Sprintf("dossier-%06d", n),
		ArchivalCode: fmt.Sprintf("TX-%06d", n), Name: "𠮷野·王明", OfficeCode: office.Code, Division: office.Division, Category: domain.CategoryWorker,
		Request: domain.LoanRequest{Unit: "市公证处", Borrowers: []domain.Borrower{{Name: "赵公", IDNumber: idNumber(n), Phone: "024"}}, Purpose: "OTHER",
			Content: "履历表", WhyNot: "须出示原件", LetterNo: "公介1号", LetterOn: domain.Date(2026, 3, 1), Days: 7},
		State: domain.LoanRequested, Steps: []domain.ApprovalStep{{Role: "approver"}}, CreatedBy: "clerk", CreatedAt: noon, UpdatedAt: noon, Version: 1}
}

func testLoans(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Loans()
	first := loan(1, tiexi)
	first.RequestKey = "key"
	must(t, repo.Create(ctx, first))
	same(t, "created", first, got[domain.Loan](t)(repo.Get(ctx, first.ID)))
	same(t, "by request", first, got[domain.Loan](t)(repo.ByRequestKey(ctx, "clerk", "key")))
	_, err := repo.ByRequestKey(ctx, "other", "key")
	refused(t, "another's key", err, errs.NotFound, "loan.not_found")
	second := loan(2, tiexi)
	second.DossierID = first.DossierID
	refused(t, "second open loan", repo.Create(ctx, second), errs.Conflict, "unique.loans_open_dossier")
	sameKey := loan(3, tiexi)
	sameKey.RequestKey = "key"
	refused(t, "same key", repo.Create(ctx, sameKey), errs.Conflict, "unique.loans_request_key")

	stale := first
	first.Steps[0] = domain.ApprovalStep{Role: "approver", Approved: true, By: "boss", ByName: "孙批", At: noon, Opinion: "同意"}
	first.State, first.OutAt, first.DueOn, first.Expected = domain.LoanOut, noon, domain.Date(2026, 3, 16), domain.VolumeCount{Volumes: 1, Materials: 2, Pages: 3}
	first.Renewals = []domain.Renewal{{Days: 3, Reason: "开庭改期", ByName: "钱管", At: noon}}
	first.Reminded = []domain.PartialDate{domain.Date(2026, 3, 15)}
	must(t, repo.Update(ctx, &first))
	same(t, "version", 2, first.Version)
	same(t, "updated", first, got[domain.Loan](t)(repo.Get(ctx, first.ID)))
	refused(t, "older version", repo.Update(ctx, &stale), errs.Stale, "loan.stale")
	missing := loan(9, tiexi)
	refused(t, "unknown loan", repo.Update(ctx, &missing), errs.NotFound, "loan.not_found")
	for _, state := range domain.LoanMachine().States() {
		first.State = state
		must(t, repo.Update(ctx, &first))
		err := s.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
			if err := tx.Loans().Create(ctx, second); err != nil {
				return err
			}
			return errs.New(errs.Invalid, "undo", "")
		})
		want := "undo"
		if state.Open() {
			want = "unique.loans_open_dossier"
		}
		same(t, "another loan beside one in state "+string(state), want, errs.CodeOf(err))
	}
}

func testLoanLists(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Loans()
	offices := []domain.ArchiveOffice{tiexi, shenhe, dalian}
	for n := range 9 {
		l := loan(n, offices[n%3])
		l.Request.Unit = []string{"市公证处", "100%单位", "区法院"}[n/3]
		if n >= 6 {
			l.State, l.DueOn = domain.LoanOut, domain.Date(2026, 3, 9+n)
		}
		must(t, repo.Create(ctx, l))
	}
	list := func(scope authz.Scope, filter domain.LoanFilter, before string, limit int) []string {
		t.Helper()
		var ids []string
		for _, l := range got[[]domain.Loan](t)(repo.List(ctx, scope, filter, before, limit)) {
			ids = append(ids, l.ID[len("loan-00000"):])
		}
		return ids
	}
	all, district := authz.Everything(), authz.Scope{Divisions: []string{"210106"}, Offices: []string{"210200-1"}}
	same(t, "newest first", []string{"8", "7", "6"}, list(all, domain.LoanFilter{}, "", 3))
	same(t, "next page", []string{"5", "4"}, list(all, domain.LoanFilter{}, "loan-000006", 2))
	same(t, "scope", []string{"8", "6", "5", "3", "2", "0"}, list(district, domain.LoanFilter{}, "", 9))
	same(t, "no scope", 0, len(list(authz.Scope{}, domain.LoanFilter{}, "", 9)))
	same(t, "states", []string{"8", "7", "6"}, list(all, domain.LoanFilter{States: []domain.LoanState{domain.LoanOut, domain.LoanLost}}, "", 9))
	same(t, "dossier", []string{"4"}, list(all, domain.LoanFilter{DossierID: "dossier-000004"}, "", 9))
	same(t, "unit", []string{"5", "4", "3"}, list(all, domain.LoanFilter{Text: "0%单"}, "", 9))
	same(t, "wildcards stand for themselves", 0, len(list(all, domain.LoanFilter{Text: "_%_"}, "", 9)))
	same(t, "number", []string{"7"}, list(all, domain.LoanFilter{Text: "2026-0007"}, "", 9))
	same(t, "archival code", []string{"7"}, list(all, domain.LoanFilter{Text: "TX-000007"}, "", 9))
	same(t, "due by a day", []string{"7", "6"}, list(all, domain.LoanFilter{DueBy: domain.Date(2026, 3, 16)}, "", 9))
	same(t, "counts", map[domain.LoanState]int{domain.LoanRequested: 4, domain.LoanOut: 2}, got[map[domain.LoanState]int](t)(repo.Counts(ctx, district)))
	same(t, "counts of nothing", map[domain.LoanState]int{}, got[map[domain.LoanState]int](t)(repo.Counts(ctx, authz.Scope{})))
}

func testLoansDue(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Loans()
	today := domain.DateOf(noon)
	var want []string
	for n, state := range domain.LoanMachine().States() {
		l := loan(n, tiexi)
		l.State, l.FetchBy, l.DueOn, l.Request.Unit = state, today, today, string(state)
		must(t, repo.Create(ctx, l))
		switch state {
		case domain.LoanApproved, domain.LoanOut, domain.LoanOverdue, domain.LoanEscalated:
			want = append(want, l.ID)
		}
	}
	due := func(on domain.PartialDate, after string, limit int) []string {
		t.Helper()
		var ids []string
		for _, l := range got[[]domain.Loan](t)(repo.Due(ctx, on, after, limit)) {
			ids = append(ids, l.ID)
		}
		return ids
	}
	same(t, "due today", want, due(today, "", 99))
	same(t, "in pages", want[2:3], due(today, want[1], 1))
	same(t, "due yesterday", 0, len(due(domain.DateOf(noon.Add(-24*time.Hour)), "", 99)))
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
		no := got[string](t)(repo.OverdueOf(ctx, string(c.state), c.on))
		same(t, fmt.Sprintf("overdue loan of the unit %s on %s", c.state, c.on), c.found, no != "")
	}
}
