package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// testNumbers: fifty transactions take numbers at once, every third fails, and no number is lost or given twice.
func testNumbers(t *testing.T, s domain.Store) {
	ctx := t.Context()
	failed := errors.New("fails after taking a number")
	var mu sync.Mutex
	var used []int
	together(50, func(n int) {
		for range 2 {
			var number int
			err := s.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
				var err error
				if number, err = tx.Numbers().Next(ctx, domain.PaperReceipt, "210106", 2026); err == nil && n%3 == 0 {
					return failed
				}
				return err
			})
			if n%3 == 0 && errors.Is(err, failed) {
				continue
			}
			if err != nil {
				t.Errorf("next: %v", err)
			}
			mu.Lock()
			used = append(used, number)
			mu.Unlock()
		}
	})
	slices.Sort(used)
	for i, number := range used {
		if number != i+1 {
			t.Fatalf("numbers %v", used)
		}
	}
	same(t, "all", 66, len(used))
	next := func(kind domain.PaperKind, office string, year int) int {
		return got[int](t)(s.Numbers().Next(ctx, kind, office, year))
	}
	same(t, "kinds, offices and years are apart", []int{67, 1, 1, 1, 2},
		[]int{next(domain.PaperReceipt, "210106", 2026), next(domain.PaperBatch, "210106", 2026), next(domain.PaperReceipt, "210103", 2026),
			next(domain.PaperReceipt, "210106", 2027), next(domain.PaperReceipt, "210106", 2027)})
}

func testPapers(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Papers()
	paper := func(number string, minutes int) domain.IssuedPaper {
		return domain.IssuedPaper{Number: number, Kind: domain.PaperReceipt, OfficeCode: "210106", Division: "210106", BatchID: "b1", EnterpriseID: "e1",
			Round: 2, Lines: 30, IssuedOn: domain.Date(2026, 3, 9), IssuedBy: "李四", IssuedAt: noon.Add(time.Duration(minutes) * time.Minute)}
	}
	must(t, repo.Create(ctx, paper("HZ-2", 1)))
	must(t, repo.Create(ctx, paper("HZ-1", 5)))
	refused(t, "number used", repo.Create(ctx, paper("HZ-1", 9)), errs.Conflict, "unique.issued_papers_number")
	same(t, "paper", paper("HZ-1", 5), got[domain.IssuedPaper](t)(repo.Get(ctx, "HZ-1")))
	same(t, "in order of issue", []domain.IssuedPaper{paper("HZ-2", 1), paper("HZ-1", 5)}, got[[]domain.IssuedPaper](t)(repo.OfBatch(ctx, "b1")))
	_, err := repo.Get(ctx, "HZ-3")
	refused(t, "unknown number", err, errs.NotFound, "paper.not_found")
}

func testAgreements(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Agreements()
	saveEnterprises(t, s)
	first, second := agreement("a1", 1, factory, tiexi), agreement("a1", 2, factory, tiexi)
	must(t, repo.Create(ctx, first))
	refused(t, "version taken", repo.Create(ctx, first), errs.Conflict, "unique.agreements_version")
	_, err := repo.Effective(ctx, "a1")
	refused(t, "none effective", err, errs.NotFound, "agreement.not_found")
	older := first
	first.State, first.Terms.Plan = domain.AgreementEffective, nil
	must(t, repo.Update(ctx, &first))
	refused(t, "older version", repo.Update(ctx, &older), errs.Stale, "agreement.stale")
	must(t, repo.Create(ctx, second))
	get := func(no int) domain.TransferAgreement {
		return got[domain.TransferAgreement](t)(repo.Get(ctx, "a1", no))
	}
	same(t, "newest", second, get(0))
	same(t, "first", first, get(1))
	same(t, "effective", first, got[domain.TransferAgreement](t)(repo.Effective(ctx, "a1")))
	same(t, "versions", []domain.TransferAgreement{second, first}, got[[]domain.TransferAgreement](t)(repo.Versions(ctx, "a1")))
	_, err = repo.Get(ctx, "a1", 3)
	refused(t, "unknown version", err, errs.NotFound, "agreement.not_found")

	must(t, repo.Create(ctx, agreement("a2", 1, mill, shenhe)))
	must(t, repo.Create(ctx, agreement("a3", 1, factory, shenhe)))
	list := func(filter domain.AgreementFilter, before string) []string {
		return ids(got[[]domain.TransferAgreement](t)(repo.List(ctx, authz.Everything(), filter, before, 9)),
			func(a domain.TransferAgreement) string { return fmt.Sprint(a.ID, "/", a.VersionNo) })
	}
	same(t, "newest versions", []string{"a3/1", "a2/1", "a1/2"}, list(domain.AgreementFilter{}, ""))
	same(t, "of an enterprise", []string{"a3/1", "a1/2"}, list(domain.AgreementFilter{EnterpriseID: factory.ID}, ""))
	same(t, "of an office, before", []string{"a2/1"}, list(domain.AgreementFilter{OfficeCode: shenhe.Code}, "a3"))
	same(t, "the newest version is no longer effective", []string(nil), list(domain.AgreementFilter{State: domain.AgreementEffective}, ""))

	same(t, "nothing delivered", 0, got[int](t)(repo.DeliveredVolumes(ctx, "a1")))
	createBatch(t, s, batch(1, factory, tiexi)) // under a1
	createBatch(t, s, batch(2, factory, tiexi))
	addLines(t, s, "b-001", lines(0, 4, domain.LineDelivered)) // 1, 2, 1, 2 volumes
	addLines(t, s, "b-001", lines(4, 6, domain.LineVerified))
	addLines(t, s, "b-002", lines(6, 7, domain.LineAcceptedWithGaps))
	addLines(t, s, "b-002", lines(7, 9, domain.LineReturned))
	same(t, "delivered", 7, got[int](t)(repo.DeliveredVolumes(ctx, "a1")))
}

func testNatureForms(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.NatureForms()
	saveEnterprises(t, s)
	forms := []domain.NatureForm{natureForm("n1", factory, "210106", "210103"), natureForm("n2", factory, "21", "210106"), natureForm("n3", factory, "210106", "210103")}
	for i, form := range forms {
		form.State = []domain.NatureState{domain.NatureConfirmed, domain.NatureConfirmed, domain.NatureDraft}[i]
		must(t, repo.Create(ctx, form))
		forms[i] = form
	}
	same(t, "newest confirmed", forms[1], got[domain.NatureForm](t)(repo.Confirmed(ctx, factory.ID)))
	_, err := repo.Confirmed(ctx, mill.ID)
	refused(t, "none confirmed", err, errs.NotFound, "nature.not_found")
	older := forms[0]
	forms[0].State, forms[0].InsuranceDivision = domain.NatureRefused, "210103"
	must(t, repo.Update(ctx, &forms[0]))
	refused(t, "older version", repo.Update(ctx, &older), errs.Stale, "nature.stale")
	same(t, "updated", forms[0], got[domain.NatureForm](t)(repo.Get(ctx, "n1")))
	list := func(scope authz.Scope, state domain.NatureState, before string) []string {
		return ids(got[[]domain.NatureForm](t)(repo.List(ctx, scope, state, before, 9)), func(f domain.NatureForm) string { return f.ID })
	}
	same(t, "newest first", []string{"n3", "n2", "n1"}, list(authz.Everything(), "", ""))
	same(t, "before, of a state", []string{"n2"}, list(authz.Everything(), domain.NatureConfirmed, "n3"))
	same(t, "of the competent division", []string{"n3", "n2"}, list(authz.Scope{Divisions: []string{"210106"}}, "", ""))
}

func testAttachments(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Attachments()
	for i, id := range []string{"f3", "f1", "f2", "f4"} {
		must(t, repo.Create(ctx, attached(id, []string{"u1", "u1", "u1", "u2"}[i], i)))
	}
	refused(t, "created twice", repo.Create(ctx, attached("f1", "u1", 0)), errs.Conflict, "unique.attachments_id")
	same(t, "attachment", attached("f1", "u1", 1), got[domain.Attached](t)(repo.Get(ctx, "f1")))
	const code = "attachment.not_found"
	refused(t, "of another", repo.Bind(ctx, "u1", "batch", "b1", "f1", "f4"), errs.NotFound, code)
	refused(t, "unknown", repo.Bind(ctx, "u1", "batch", "b1", "f1", "f9"), errs.NotFound, code)
	same(t, "all or none", "", got[domain.Attached](t)(repo.Get(ctx, "f1")).Subject)
	must(t, repo.Bind(ctx, "u1", "batch", "b1"))
	must(t, repo.Bind(ctx, "u1", "batch", "b1", "f1", "f2", "f1"))
	must(t, repo.Bind(ctx, "u1", "batch", "b1", "f1"))
	refused(t, "tied to another", repo.Bind(ctx, "u1", "batch", "b2", "f1"), errs.NotFound, code)
	refused(t, "tied to another kind", repo.Bind(ctx, "u1", "line", "b1", "f1"), errs.NotFound, code)

	unused := func(minutes, limit int) []string {
		found := got[[]domain.Attached](t)(repo.Unused(ctx, noon.Add(time.Duration(minutes)*time.Minute), limit))
		return ids(found, func(a domain.Attached) string { return a.ID })
	}
	same(t, "unused", []string{"f3", "f4"}, unused(9, 9))
	same(t, "older", []string{"f3"}, unused(3, 9))
	same(t, "at most", []string{"f3"}, unused(9, 1))
	refused(t, "delete of a used one", repo.Delete(ctx, "f1"), errs.Conflict, "attachment.used")
	must(t, repo.Delete(ctx, "f3"))
	refused(t, "deleted twice", repo.Delete(ctx, "f3"), errs.NotFound, code)

	for n := range 1005 { // more than a walk holds in memory
		must(t, repo.Create(ctx, attached(fmt.Sprintf("g%04d", n), "u1", 0)))
	}
	var walked []string
	for a, err := range repo.All(ctx) {
		must(t, err)
		walked = append(walked, a.ID)
	}
	if len(walked) != 1008 || !slices.IsSorted(walked) {
		t.Fatalf("walked %d", len(walked))
	}
	for range repo.All(ctx) {
		break // stopping early is allowed
	}
}

func testRosters(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Rosters()
	want := domain.RosterImport{ID: "r1", Name: "名册.xlsx", AttachmentID: "f1", BatchID: "b1", EnterpriseID: "e1", Division: "210106", State: domain.RosterInspected,
		Problem: "无", Rows: 500, Accepted: 480, Refused: 12, Skipped: 8, Warnings: 30, Enterprises: 2, Batches: []string{"b1", "b2"},
		Violations: []domain.Violation{{Rule: domain.R08, Level: domain.Block, Row: 3, Field: "身份证号", Message: "校验不通过"}},
		CreatedBy:  "u1", CreatedAt: noon, UpdatedAt: noon, Version: 1}
	must(t, repo.Create(ctx, want))
	same(t, "roster", want, got[domain.RosterImport](t)(repo.Get(ctx, "r1")))
	older := want
	want.State, want.Violations = domain.RosterImported, append(want.Violations, want.Violations[0])
	must(t, repo.Update(ctx, &want))
	refused(t, "older version", repo.Update(ctx, &older), errs.Stale, "roster.stale")
	same(t, "updated", want, got[domain.RosterImport](t)(repo.Get(ctx, "r1")))
	listed := want
	listed.Violations = nil // a listing would be long with them
	must(t, repo.Create(ctx, domain.RosterImport{ID: "r2", CreatedAt: noon, UpdatedAt: noon}))
	same(t, "list", []domain.RosterImport{listed}, got[[]domain.RosterImport](t)(repo.List(ctx, authz.Everything(), "r2", 9)))
	_, err := repo.Get(ctx, "r9")
	refused(t, "unknown roster", err, errs.NotFound, "roster.not_found")
}
