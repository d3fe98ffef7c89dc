package consultation

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/app/matter/mattertest"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/sqlstore"
	"github.com/danganku/danganku/internal/sqlstore/opened"
	"github.com/danganku/danganku/internal/testkit"
)

const (
	day     = mattertest.Day
	address = "192.0.2.7" // of a screen
)

var (
	clerk    = mattertest.Clerk
	keeper   = mattertest.Keeper
	approver = mattertest.Approver
	stranger = mattertest.Stranger
)

// must is for calls that a test takes for granted.
func must[V any](value V, err error) V { return mattertest.Must(value, err) }

func second[V any](_ V, err error) error { return err }

func third[V, W any](_ V, _ W, err error) error { return err }

// world is a database with a few dossiers on the shelf and a reading room for each of its handles.
type world struct {
	mattertest.World
	*Service
	clock *testkit.Clock
	rooms []*Service
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
			w.rooms = append(w.rooms, New(matter.Config{Store: store, Clock: w.clock, Policies: policies}))
		}
		w.Service = w.rooms[0]
		test(t, w)
		w.NoNumbersInTrail()
	})
}

// form is of two visitors in order who ask for class 1, of which the dossier has three pages.
func (w *world) form(medium domain.Medium) Form {
	visitor := func(name string, n int) domain.Visitor {
		return domain.Visitor{Name: name, IDNumber: mattertest.Number(n), Unit: "市公证处", Post: "公证员", Phone: "024-1", IDVerified: true}
	}
	return Form{Unit: "市公证处", Visitors: []domain.Visitor{visitor("赵公", 901), visitor("钱证", 902)}, Content: "工作经历", Medium: medium,
		Letter: domain.IntroductionLetter{No: "公介1号", Issuer: "市公证处", Sealed: true, IssuedOn: w.Today(), Purpose: "RIGHTS", NamesVisitors: true, NamesSubject: true},
		Asked:  domain.UseScope{Classes: []string{"1"}}}
}

// registered, verified, approved and opened bring a dossier of the office's workers that far.
func (w *world) registered(dossierID string, form Form) domain.Consultation {
	w.T.Helper()
	return must(w.Register(w.T.Context(), clerk, dossierID, form, ""))
}

func (w *world) verified(dossierID string, form Form) domain.Consultation {
	w.T.Helper()
	c := w.registered(dossierID, form)
	c, warnings, err := w.Verify(w.T.Context(), clerk, c.ID, c.Version)
	if err != nil || len(warnings) > 0 {
		w.T.Fatalf("verify: %v, %v", warnings, err)
	}
	return c
}

func (w *world) approved(dossierID string, form Form) domain.Consultation {
	w.T.Helper()
	c := w.verified(dossierID, form)
	return must(w.Decide(w.T.Context(), approver, c.ID, c.Version, true, "同意", domain.UseScope{}))
}

func (w *world) onPaper(dossierID string) domain.Consultation {
	w.T.Helper()
	c := w.approved(dossierID, w.form(domain.MediumPaper))
	c, code, err := w.Open(w.T.Context(), clerk, c.ID, c.Version, "")
	if err != nil || code != "" {
		w.T.Fatalf("open: %q, %v", code, err)
	}
	return c
}

func (w *world) onScreen(dossierID string) (c domain.Consultation, code string) {
	w.T.Helper()
	c = w.approved(dossierID, w.form(domain.MediumTerminal))
	c, code, err := w.Open(w.T.Context(), clerk, c.ID, c.Version, "一号终端")
	if err != nil {
		w.T.Fatalf("open: %v", err)
	}
	return c, code
}

// started is a consultation whose screen runs with the token.
func (w *world) started(dossierID string) (c domain.Consultation, token string) {
	w.T.Helper()
	_, code := w.onScreen(dossierID)
	token, c, err := w.StartScreen(w.T.Context(), code, address)
	if err != nil {
		w.T.Fatalf("start: %v", err)
	}
	return c, token
}

func (w *world) copyForm() CopyForm {
	return CopyForm{Purpose: "办理公证", Items: []CopyRequest{{MaterialID: "m1", Pages: []int{2}, Sheets: 2}, {MaterialID: "m1", Excerpt: "一九七〇年十二月参加工作"}}}
}

func (w *world) ordered(c domain.Consultation) domain.CopyOrder {
	w.T.Helper()
	return must(w.RequestCopies(w.T.Context(), clerk, c.ID, w.copyForm(), ""))
}

func (w *world) copiesApproved(c domain.Consultation) domain.CopyOrder {
	w.T.Helper()
	o := w.ordered(c)
	return must(w.DecideCopies(w.T.Context(), approver, o.ID, o.Version, true, "同意"))
}

var whole = domain.ReturnCheck{Counted: domain.VolumeCount{Volumes: 1, Materials: 2, Pages: 3}, SealIntact: true}

// pass moves the clock on and lets the timers run.
func (w *world) pass(d time.Duration) {
	w.T.Helper()
	w.clock.Advance(d)
	if err := w.Tick(w.T.Context()); err != nil {
		w.T.Fatal(err)
	}
}

func (w *world) stored(id string) domain.Consultation {
	w.T.Helper()
	return must(w.Store.Consultations().Get(w.T.Context(), id))
}

func (w *world) storedCopies(id string) domain.CopyOrder {
	w.T.Helper()
	return must(w.Store.Copies().Get(w.T.Context(), id))
}

func (w *world) proof(code string) domain.Proof {
	w.T.Helper()
	return must(w.Store.Proofs().Get(w.T.Context(), code))
}

// kept is everything that work with a dossier leaves behind.
type kept struct {
	Visits []domain.Consultation
	Copies []domain.CopyOrder
	Moves  []domain.CustodyMove
	Trail  []domain.AuditEntry
}

func (w *world) kept(dossierID string) kept {
	ctx, of := w.T.Context(), domain.MatterFilter{DossierID: dossierID}
	return kept{must(w.Store.Consultations().List(ctx, authz.Everything(), of, "", 99)), must(w.Store.Copies().List(ctx, authz.Everything(), of, "", 99)),
		must(w.Store.Custody().Moves(ctx, dossierID)), w.Trail()}
}

// untouched is the refusal of a call, which must leave nothing behind.
func (w *world) untouched(what, dossierID string, call func() error) error {
	w.T.Helper()
	before := w.kept(dossierID)
	err := call()
	if err == nil {
		w.T.Errorf("%s: not refused", what)
	}
	if diff := cmp.Diff(before, w.kept(dossierID)); diff != "" {
		w.T.Errorf("%s was refused and left something behind:\n%s", what, diff)
	}
	return err
}
