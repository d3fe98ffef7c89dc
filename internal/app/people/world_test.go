package people

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"regexp"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/sqlstore"
	"github.com/danganku/danganku/internal/sqlstore/opened"
	"github.com/danganku/danganku/internal/testkit"
	"github.com/danganku/danganku/search/han"
)

const (
	street    = "210106001"
	near      = "210106001001" // a community of it
	far       = "210106001002" // another
	otherTown = "210105001001" // a community of another district
)

func worker(division string) authz.Actor { return granted(authz.CommunityWorker, division) }

func granted(role authz.Role, division string) authz.Actor {
	return authz.Actor{UserID: string(role) + division, Name: "经办" + division, Grants: []authz.Grant{{Role: role, Division: division}}}
}

var (
	agency  = granted(authz.AgencyOfficer, "210106")
	city    = granted(authz.AgencyOfficer, "2101")
	partner = granted(authz.DataPartner, "2101")
	nobody  = granted(authz.Archivist, "2101")
)

// world is a ledger in a database with the divisions of a city, a subdistrict and three communities.
type world struct {
	*Service
	t     *testing.T
	clock *testkit.Clock
}

func onBoth(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	folder, err := han.NewFolder()
	if err != nil {
		t.Fatal(err)
	}
	divisions, err := domain.ShenyangDivisions()
	if err != nil {
		t.Fatal(err)
	}
	divisions = append(divisions, domain.Division{Code: street, Name: "昆明湖街道"}, domain.Division{Code: near, Name: "湖西社区"},
		domain.Division{Code: far, Name: "湖东社区"}, domain.Division{Code: "210105001", Name: "三台子街道"}, domain.Division{Code: otherTown, Name: "松山社区"},
		domain.Division{Code: "210106002", Name: "旧街道", ValidTo: domain.Date(2020, 1, 1)})
	opened.OnBoth(t, testkit.PostgresTemplate, func(t *testing.T, store *sqlstore.Store) {
		if err := store.Places().SaveDivisions(t.Context(), divisions); err != nil {
			t.Fatal(err)
		}
		clock := testkit.NewClock(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
		test(t, &world{New(Config{Store: store, Clock: clock, ReadList: readCSV, Names: folder}), t, clock})
		noNumbersIn(t, store)
	})
}

// noNumbersIn looks for whole identity numbers in the trail.
func noNumbersIn(t *testing.T, store domain.Store) {
	t.Helper()
	whole := regexp.MustCompile(`\d{17}[\dX]`)
	entries, err := store.Audit().List(t.Context(), domain.AuditFilter{}, "", 10_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if whole.MatchString(entry.Detail) {
			t.Errorf("the trail holds a number: %s %s", entry.Action, entry.Detail)
		}
	}
}

// readCSV reads name, number, day.
func readCSV(_ context.Context, path, _ string, each func(domain.MatchInput) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return err
	}
	for i, row := range rows {
		on, err := domain.ParsePartialDate(row[2])
		if err != nil {
			return err
		}
		if err := each(domain.MatchInput{Row: i + 1, Name: row[0], IDNumber: domain.IDNumber(row[1]), On: on}); err != nil {
			return err
		}
	}
	return nil
}

// number is an identity number with the day of birth and the sequence.
func number(birth string, seq int) domain.IDNumber {
	digits := fmt.Sprintf("210106%s%03d", birth, seq)
	return domain.IDNumber(digits + string(domain.IDCheckCharacter(digits)))
}

// enter puts a person born 1950-03-09 into the ledger.
func (w *world) enter(name string, seq int, division string) domain.LedgerPerson {
	w.t.Helper()
	return w.enterPerson(domain.LedgerPerson{Name: name, IDNumber: number("19500309", seq), Division: division})
}

func (w *world) enterPerson(person domain.LedgerPerson) domain.LedgerPerson {
	w.t.Helper()
	person.ID, person.CreatedAt, person.UpdatedAt, person.Version = domain.NewID(), w.clock.Now(), w.clock.Now(), 1
	if err := w.Store.Ledger().Enter(w.t.Context(), []domain.LedgerPerson{person}); err != nil {
		w.t.Fatal(err)
	}
	return person
}

func (w *world) stored(id string) domain.LedgerPerson {
	w.t.Helper()
	person, err := w.Store.Ledger().Get(w.t.Context(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return person
}

// history is the person's events as kinds, oldest first.
func (w *world) history(id string) []domain.LedgerEventKind {
	w.t.Helper()
	events, err := w.Store.Ledger().Events(w.t.Context(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	kinds := make([]domain.LedgerEventKind, len(events))
	for i, event := range events {
		kinds[len(events)-1-i] = event.Kind
	}
	return kinds
}

func (w *world) entries(action domain.AuditAction) []domain.AuditEntry {
	w.t.Helper()
	entries, err := w.Store.Audit().List(w.t.Context(), domain.AuditFilter{Action: action}, "", 100)
	if err != nil {
		w.t.Fatal(err)
	}
	return entries
}

func wantCode(t *testing.T, name string, err error, code string) {
	t.Helper()
	if err == nil && code != "" || err != nil && errs.CodeOf(err) != code {
		t.Errorf("%s: %v, want %q", name, err, code)
	}
}

func must[T any](t *testing.T) func(value T, err error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}
