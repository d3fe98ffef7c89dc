package forwarding

import (
	"fmt"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/app/circulation"
	"github.com/danganku/danganku/internal/app/matter"
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
	keeper   = granted("keeper", authz.Archivist, "210106")
	approver = granted("approver", authz.Approver, "2101")
	reader   = granted("reader", authz.ReadingRoomClerk, "210106") // sees forwarding, does not do it
	stranger = granted("stranger", authz.Archivist, "210103")
	sorter   = granted("sorter", authz.Cataloger, "210106") // reads dossiers, sees no matters
)

// world is a database with dossiers on the shelf, and desks for each of its handles.
type world struct {
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
		w := &world{t: t, clock: testkit.NewClock(start)}
		for _, store := range stores {
			config := matter.Config{Store: store, Clock: w.clock, Policies: policies}
			w.desks, w.loans = append(w.desks, New(config, calendar)), append(w.loans, circulation.New(config))
		}
		w.Service = w.desks[0]
		test(t, w)
		whole := regexp.MustCompile(`\d{17}[\dX]`)
		for _, entry := range w.trail() {
			if whole.MatchString(entry.Detail) {
				t.Errorf("the trail holds a number: %s %s", entry.Action, entry.Detail)
			}
		}
	})
}

// trail is all entries, oldest first.
func (w *world) trail() []domain.AuditEntry {
	w.t.Helper()
	entries := must(w.Store.Audit().List(w.t.Context(), domain.AuditFilter{}, "", 100_000))
	slices.Reverse(entries)
	return entries
}

// must is for calls that a test takes for granted.
func must[V any](value V, err error) V {
	if err != nil {
		panic(err)
	}
	return value
}

func errOf[V any](_ V, err error) error { return err }

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

// document is the n-th dossier of an office: 1 volume, 2 materials, 3 pages.
func document(n int, office domain.ArchiveOffice, category domain.Category) *domain.Dossier {
	d := &domain.Dossier{ID: fmt.Sprintf("dossier-%04d", n), Office: office, ArchivalCode: fmt.Sprintf("TX-%04d", n), Scheme: domain.SchemeRetiree4,
		Category: category, Retention: "永久", Custody: domain.InStorage, Retiree: domain.Retiree{ID: fmt.Sprintf("retiree-%04d", n), Name: "王明", IDNumber: number(n)},
		Volumes:   []domain.Volume{{No: 1, CopyKind: domain.Original}},
		Materials: []domain.Material{{ID: "m1", VolumeNo: 1, Class: "1", ItemNo: 1, Title: "履历表"}, {ID: "m2", VolumeNo: 1, Class: "2", ItemNo: 1, Title: "审批表"}},
		Version:   1, MastersVersion: 1, CreatedAt: start, UpdatedAt: start, ReleasedAt: start}
	for range 3 {
		d.AddPage(domain.Page{MaterialID: "m1", Seq: 1})
	}
	return d
}

var whole = domain.VolumeCount{Volumes: 1, Materials: 2, Pages: 3}

func (w *world) shelve(n int, office domain.ArchiveOffice, category domain.Category) string {
	w.t.Helper()
	d := document(n, office, category)
	if err := w.Store.Dossiers().Put(w.t.Context(), d); err != nil {
		w.t.Fatal(err)
	}
	return d.ID
}

func (w *world) worker(n int) string { return w.shelve(n, tiexi, domain.CategoryWorker) }

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

func (w *world) custody(dossierID string) domain.CustodyState {
	w.t.Helper()
	return must(w.Store.Custody().Of(w.t.Context(), dossierID)).State
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
	for _, e := range w.trail() {
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
	where, moves, trail := w.custody(o.DossierID), len(must(w.Store.Custody().Moves(w.t.Context(), o.DossierID))), len(w.trail())
	err := call()
	if diff := cmp.Diff(before, must(w.Store.Outbounds().Get(w.t.Context(), o.ID))); diff != "" {
		w.t.Errorf("%s changed the forwarding:\n%s", what, diff)
	}
	if w.custody(o.DossierID) != where || len(must(w.Store.Custody().Moves(w.t.Context(), o.DossierID))) != moves || len(w.trail()) != trail {
		w.t.Errorf("%s moved the dossier or left an entry", what)
	}
	return err
}
