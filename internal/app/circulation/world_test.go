package circulation

import (
	"testing"
	"time"

	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/app/matter/mattertest"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/sqlstore"
	"github.com/danganku/danganku/internal/sqlstore/opened"
	"github.com/danganku/danganku/internal/testkit"
)

const day = mattertest.Day

var (
	clerk    = mattertest.Clerk
	keeper   = mattertest.Keeper
	approver = mattertest.Approver
	stranger = mattertest.Stranger
	sorter   = mattertest.Sorter
)

// must is for calls that a test takes for granted.
func must[V any](value V, err error) V { return mattertest.Must(value, err) }

func second[V any](_ V, err error) error { return err }

// world is a database with a few dossiers on the shelf and a desk for each of its handles.
type world struct {
	mattertest.World
	*Service
	clock *testkit.Clock
	desks []*Service
}

func onBoth(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	several(t, 1, test)
}

func several(t *testing.T, handles int, test func(t *testing.T, w *world)) {
	t.Helper()
	policies, err := domain.ShippedUsePolicies()
	if err != nil {
		t.Fatal(err)
	}
	opened.Several(t, testkit.PostgresTemplate, handles, func(t *testing.T, stores []*sqlstore.Store) {
		w := &world{World: mattertest.NewWorld(t, stores[0]), clock: testkit.NewClock(mattertest.Start)}
		for _, store := range stores {
			w.desks = append(w.desks, New(matter.Config{Store: store, Clock: w.clock, Policies: policies}))
		}
		w.Service = w.desks[0]
		test(t, w)
		w.NoNumbersInTrail()
	})
}

func (w *world) form() domain.LoanRequest {
	return domain.LoanRequest{Unit: "市公证处", Borrowers: []domain.Borrower{{Name: "赵公", IDNumber: mattertest.Number(901), Phone: "024-1"}, {Name: "钱证", IDNumber: mattertest.Number(902)}},
		Purpose: "NOTARIZATION", Content: "履历表", WhyNot: "须当庭出示原件", LetterNo: "公介1号", LetterOn: w.Today(), Days: 7}
}

// requested, approved and out bring a dossier of the office's workers that far.
func (w *world) requested(dossierID string) domain.Loan {
	w.T.Helper()
	return must(w.Request(w.T.Context(), clerk, dossierID, w.form(), ""))
}

func (w *world) approved(dossierID string) domain.Loan {
	w.T.Helper()
	l := w.requested(dossierID)
	return must(w.Approve(w.T.Context(), approver, l.ID, l.Version, true, "同意"))
}

func (w *world) out(dossierID string) domain.Loan {
	w.T.Helper()
	l := w.approved(dossierID)
	return must(w.CheckOut(w.T.Context(), clerk, l.ID, l.Version, "赵公"))
}

var whole = domain.ReturnCheck{Counted: domain.VolumeCount{Volumes: 1, Materials: 2, Pages: 3}, SealIntact: true}

// days moves the clock on and lets the timers run.
func (w *world) days(n int) {
	w.T.Helper()
	w.clock.Advance(time.Duration(n) * day)
	if err := w.Tick(w.T.Context()); err != nil {
		w.T.Fatal(err)
	}
}

func (w *world) stored(id string) domain.Loan {
	w.T.Helper()
	return must(w.Store.Loans().Get(w.T.Context(), id))
}
