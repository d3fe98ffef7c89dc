package forwarding

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/app/circulation"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/app/matter/mattertest"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/sqlstore"
	"github.com/danganku/danganku/internal/sqlstore/opened"
	"github.com/danganku/danganku/internal/testkit"
)

const day = mattertest.Day

var (
	keeper   = mattertest.Keeper
	approver = mattertest.Approver
	reader   = mattertest.Clerk // sees forwarding, does not do it
	stranger = mattertest.Stranger
	sorter   = mattertest.Sorter // reads dossiers, sees no matters
)

// must is for calls that a test takes for granted.
func must[V any](value V, err error) V { return mattertest.Must(value, err) }

func errOf[V any](_ V, err error) error { return err }

// world is a database with dossiers on the shelf, and desks for each of its handles.
type world struct {
	mattertest.World
	*Service
	t     *testing.T
	clock *testkit.Clock
	desks []*Service
	loans []*circulation.Service
}

func onBoth(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	several(t, 1, test)
}

func several(t *testing.T, handles int, test func(t *testing.T, w *world)) {
	t.Helper()
	policies := must(domain.ShippedUsePolicies())
	calendar := must(domain.ShippedWorkCalendar())
	opened.Several(t, testkit.PostgresTemplate, handles, func(t *testing.T, stores []*sqlstore.Store) {
		w := &world{World: mattertest.NewWorld(t, stores[0]), t: t, clock: testkit.NewClock(mattertest.Start)}
		for _, store := range stores {
			config := matter.Config{Store: store, Clock: w.clock, Policies: policies}
			w.desks, w.loans = append(w.desks, New(config, calendar)), append(w.loans, circulation.New(config))
		}
		w.Service = w.desks[0]
		test(t, w)
		w.NoNumbersInTrail()
	})
}

// counted is what a dossier of this world holds.
var counted = domain.VolumeCount{Volumes: 1, Materials: 2, Pages: 3}

// scan is a file the keeper uploaded.
func (w *world) scan() string {
	w.t.Helper()
	attached := domain.Attached{ID: domain.NewID(), Digest: "digest", Size: 1, MediaType: "application/pdf", Name: "扫描件.pdf", UploadedBy: keeper.UserID, UploadedAt: w.clock.Now()}
	if err := w.Store.Attachments().Create(w.t.Context(), attached); err != nil {
		w.t.Fatal(err)
	}
	return attached.ID
}

// to moves the clock to a day, at the hour it shows, and lets the timers run.
func (w *world) to(year, month, day int) {
	w.t.Helper()
	now := w.clock.Now()
	w.clock.Advance(time.Date(year, time.Month(month), day, now.Hour(), 0, 0, 0, time.UTC).Sub(now))
	if err := w.Tick(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// timeline is where a dossier went and why, oldest first.
func (w *world) timeline(dossierID string, want ...string) {
	w.t.Helper()
	moves := must(w.Store.Custody().Moves(w.t.Context(), dossierID))
	slices.Reverse(moves)
	var have []string
	for _, m := range moves {
		have = append(have, string(m.To)+" "+m.Basis.No+" "+m.Holder+" "+m.Note)
	}
	if diff := cmp.Diff(want, have); diff != "" {
		w.t.Errorf("timeline of %s (-want +have):\n%s", dossierID, diff)
	}
}

// changes are the entries about a matter, oldest first, readings and prints left out.
func (w *world) changes(id string) []domain.AuditAction {
	w.t.Helper()
	var have []domain.AuditAction
	for _, e := range slices.Backward(w.Trail()) {
		if e.ObjectID == id && !slices.Contains([]domain.AuditAction{domain.AuditOutboundView, domain.AuditHoldView, domain.AuditPaperPrint}, e.Action) {
			have = append(have, e.Action)
		}
	}
	return have
}

// nothingChanged expects that a call left forwarding, dossier and trail as they were.
func (w *world) nothingChanged(what string, o domain.OutboundTransfer, call func() error) error {
	w.t.Helper()
	before := must(w.Store.Outbounds().Get(w.t.Context(), o.ID))
	where, moves, trail := w.Custody(o.DossierID), len(must(w.Store.Custody().Moves(w.t.Context(), o.DossierID))), len(w.Trail())
	err := call()
	if diff := cmp.Diff(before, must(w.Store.Outbounds().Get(w.t.Context(), o.ID))); diff != "" {
		w.t.Errorf("%s changed the forwarding:\n%s", what, diff)
	}
	if w.Custody(o.DossierID) != where || len(must(w.Store.Custody().Moves(w.t.Context(), o.DossierID))) != moves || len(w.Trail()) != trail {
		w.t.Errorf("%s moved the dossier or left an entry", what)
	}
	return err
}
