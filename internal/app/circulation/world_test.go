package circulation

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/sqlstore"
	"github.com/danganku/danganku/internal/sqlstore/opened"
	"github.com/danganku/danganku/internal/testkit"
)

var (
	tiexi = domain.ArchiveOffice{Code: "210106", Name: "铁西区档案管理部门", Division: "210106"}
	shen  = domain.ArchiveOffice{Code: "210103", Name: "沈河区档案管理部门", Division: "210103"}
	start = time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
)

func granted(id string, role authz.Role, division string) authz.Actor {
	return authz.Actor{UserID: id, Name: "经办" + id, Grants: []authz.Grant{{Role: role, Division: division}}}
}

var (
	clerk    = granted("clerk", authz.ReadingRoomClerk, "210106")
	keeper   = granted("keeper", authz.Archivist, "210106")
	approver = granted("approver", authz.Approver, "2101")
	stranger = granted("stranger", authz.Archivist, "210103")
	sorter   = granted("sorter", authz.Cataloger, "210106") // reads dossiers, has nothing to do with loans
)

// world is a database with a few dossiers on the shelf and a desk for each of its handles.
type world struct {
	*Service
	t     *testing.T
	clock *testkit.Clock
	desks []*Service
}

func onBoth(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	several(t, 1, test)
}

func several(t *testing.T, handles int, test func(t *testing.T, w *world)) {
	t.Helper()
	policies, err := domain.ShippedLoanPolicies()
	if err != nil {
		t.Fatal(err)
	}
	opened.Several(t, testkit.PostgresTemplate, handles, func(t *testing.T, stores []*sqlstore.Store) {
		w := &world{t: t, clock: testkit.NewClock(start)}
		for _, store := range stores {
			w.desks = append(w.desks, New(Config{Store: store, Clock: w.clock, Policies: policies}))
		}
		w.Service = w.desks[0]
		test(t, w)
		w.noNumbersInTrail()
	})
}

// noNumbersInTrail looks for whole identity numbers.
func (w *world) noNumbersInTrail() {
	w.t.Helper()
	whole := regexp.MustCompile(`\d{17}[\dX]`)
	for _, entry := range w.trail() {
		if whole.MatchString(entry.Detail) {
			w.t.Errorf("the trail holds a number: %s %s", entry.Action, entry.Detail)
		}
	}
}

// trail is all entries, newest first.
func (w *world) trail() []domain.AuditEntry {
	w.t.Helper()
	return must(w.Store.Audit().List(w.t.Context(), domain.AuditFilter{}, "", 100_000))
}

// must is for calls that a test takes for granted.
func must[V any](value V, err error) V {
	if err != nil {
		panic(err)
	}
	return value
}

func (w *world) refused(what string, err error, kind errs.Kind, code string) {
	w.t.Helper()
	if errs.KindOf(err) != kind || errs.CodeOf(err) != code || err == nil {
		w.t.Errorf("%s: have %v (%v), want %v, %s", what, err, errs.KindOf(err), kind, code)
	}
}

// breaks expects a refusal by a rule.
func (w *world) breaks(what string, err error, rule domain.RuleID) {
	w.t.Helper()
	w.refused(what, err, errs.Unprocessable, domain.RuleByID(rule).Code)
}

// number is a sound identity number.
func number(n int) domain.IDNumber {
	digits := fmt.Sprintf("21010619500309%03d", n)
	return domain.IDNumber(digits + string(domain.IDCheckCharacter(digits)))
}

// shelve puts the n-th dossier on the shelf of an office: 1 volume, 2 materials, 3 pages.
func (w *world) shelve(n int, office domain.ArchiveOffice, category domain.Category) string {
	w.t.Helper()
	d := &domain.Dossier{ID: fmt.Sprintf("dossier-%04d", n), Office: office, ArchivalCode: fmt.Sprintf("TX-%04d", n), Scheme: domain.SchemeRetiree4,
		Category: category, Retention: "永久", Custody: domain.InStorage, Retiree: domain.Retiree{ID: fmt.Sprintf("retiree-%04d", n), Name: "王明", IDNumber: number(n)},
		Volumes: []domain.Volume{{No: 1, CopyKind: domain.Original}}, Materials: []domain.Material{{ID: "m1", VolumeNo: 1, Class: "1", ItemNo: 1}, {ID: "m2", VolumeNo: 1, Class: "2", ItemNo: 1}},
		Version: 1, MastersVersion: 1, CreatedAt: start, UpdatedAt: start, ReleasedAt: start}
	for range 3 {
		d.AddPage(domain.Page{MaterialID: "m1", Seq: 1})
	}
	if err := w.Store.Dossiers().Put(w.t.Context(), d); err != nil {
		w.t.Fatal(err)
	}
	return d.ID
}

func (w *world) worker(n int) string { return w.shelve(n, tiexi, domain.CategoryWorker) }

func (w *world) form() domain.LoanRequest {
	return domain.LoanRequest{Unit: "市公证处", Borrowers: []domain.Borrower{{Name: "赵公", IDNumber: number(901), Phone: "024-1"}, {Name: "钱证", IDNumber: number(902)}},
		Purpose: "NOTARIZATION", Content: "履历表", WhyNot: "须当庭出示原件", LetterNo: "公介1号", LetterOn: w.today(), Days: 7}
}

// requested, approved and out bring a dossier of the office's workers that far.
func (w *world) requested(dossierID string) domain.Loan {
	w.t.Helper()
	return must(w.Request(w.t.Context(), clerk, dossierID, w.form(), ""))
}

func (w *world) approved(dossierID string) domain.Loan {
	w.t.Helper()
	l := w.requested(dossierID)
	return must(w.Approve(w.t.Context(), approver, l.ID, l.Version, true, "同意"))
}

func (w *world) out(dossierID string) domain.Loan {
	w.t.Helper()
	l := w.approved(dossierID)
	return must(w.CheckOut(w.t.Context(), clerk, l.ID, l.Version, "赵公"))
}

var whole = domain.ReturnCheck{Counted: domain.VolumeCount{Volumes: 1, Materials: 2, Pages: 3}, SealIntact: true}

// days moves the clock on and lets the timers run.
func (w *world) days(n int) {
	w.t.Helper()
	w.clock.Advance(time.Duration(n) * 24 * time.Hour)
	if err := w.Tick(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) stored(id string) domain.Loan {
	w.t.Helper()
	return must(w.Store.Loans().Get(w.t.Context(), id))
}

func (w *world) custody(dossierID string) domain.CustodyState {
	w.t.Helper()
	return must(w.Store.Custody().Of(w.t.Context(), dossierID)).State
}
