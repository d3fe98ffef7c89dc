package people

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// From the agency to the community door: routed twice, received, met, kept up to date.
func TestPersonReachesTheCommunity(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, person := t.Context(), must[domain.LedgerPerson](t)
		p := w.enter("王一", 1, "210106")
		p = person(w.Route(ctx, agency, p.ID, p.Version, street, "请接收"))
		_, err := w.Person(ctx, worker(near), p.ID)
		wantCode(t, "seen before routed on", err, "ledger.not_found")
		p = person(w.Route(ctx, worker(street), p.ID, p.Version, near, ""))
		confirmed, err := w.ConfirmReception(ctx, worker(near), []string{p.ID, p.ID})
		if err != nil || confirmed != 1 {
			t.Fatalf("%d confirmed, %v", confirmed, err)
		}
		if again, err := w.ConfirmReception(ctx, worker(near), []string{p.ID}); err != nil || again != 0 {
			t.Errorf("%d confirmed again, %v", again, err)
		}
		p = person(w.Register(ctx, worker(near), p.ID, w.stored(p.ID).Version, Registration{On: domain.Date(2026, 3, 1), Phone: " 024-12345678 ",
			Special: []domain.SpecialCategory{domain.LivingAlone, domain.AdvancedAge, domain.AdvancedAge}, Feedback: "已见面"}))
		phone, special := "13900000000", []domain.SpecialCategory{}
		p = person(w.ChangePerson(ctx, worker(near), p.ID, p.Version, PersonChange{Phone: &phone, Special: &special}))

		got := w.stored(p.ID)
		want := domain.LedgerPerson{ID: p.ID, Name: "王一", IDNumber: p.IDNumber, Division: near, Phone: phone, Feedback: "已见面", Survival: domain.SurvivalAlive,
			ReceivedOn: domain.Date(2026, 3, 2), RegisteredOn: domain.Date(2026, 3, 1), RegisteredBy: worker(near).Name, Version: 6,
			CreatedAt: got.CreatedAt, UpdatedAt: got.UpdatedAt, Special: got.Special}
		if diff := cmp.Diff(want, got); diff != "" || len(got.Special) != 0 {
			t.Errorf("special %v (-want +got):\n%s", got.Special, diff)
		}
		detail, err := w.Person(ctx, worker(near), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		if where := strings.Join(detail.Where, " "); where != "辽宁省 沈阳市 铁西区 昆明湖街道 湖西社区" {
			t.Errorf("lies in %s", where)
		}
		notes := make([]string, len(detail.Events))
		for i, event := range detail.Events {
			notes[len(notes)-1-i] = string(event.Kind) + " " + event.Note
		}
		if diff := cmp.Diff([]string{
			"ROUTED 辽宁省沈阳市铁西区 → 辽宁省沈阳市铁西区昆明湖街道；请接收",
			"ROUTED 辽宁省沈阳市铁西区昆明湖街道 → 辽宁省沈阳市铁西区昆明湖街道湖西社区",
			"RECEIVED 已接收该人员信息",
			"REGISTERED 见面登记日期2026-03-01；电话：（空） → 024-12345678；反馈情况：（空） → 已见面；特殊类别：（空） → 高龄、鳏寡",
			"CHANGED 电话：024-12345678 → 13900000000；特殊类别：高龄、鳏寡 → （空）",
		}, notes); diff != "" {
			t.Errorf("history (-want +got):\n%s", diff)
		}
		if entries := w.entries(domain.AuditLedgerChange); len(entries) != 5 {
			t.Errorf("%d entries of changes, want 5", len(entries))
		}
	})
}

// What people write into notes may hold numbers; the history does not.
func TestHistoryHoldsNoNumbers(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		p := w.enter("王一", 1, near)
		contact := "其子 " + number("19780101", 3).Full()
		p = must[domain.LedgerPerson](t)(w.ChangePerson(t.Context(), worker(near), p.ID, p.Version, PersonChange{Contact: &contact}))
		must[domain.LedgerPerson](t)(w.ReportDeath(t.Context(), worker(near), p.ID, p.Version, domain.Date(2026, 3, 1), "其子"+number("19780101", 3).Full()))
		events, err := w.Store.Ledger().Events(t.Context(), p.ID)
		if err != nil || len(events) != 2 {
			t.Fatal(events, err)
		}
		for _, event := range events {
			if strings.Contains(event.Note, "19780101") || !strings.Contains(event.Note, "其子") {
				t.Errorf("history says %s", event.Note)
			}
		}
	})
}

// Who moved on is to be received and met again, and is out of sight of the place before.
func TestRoutingBeginsAnew(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, person := t.Context(), must[domain.LedgerPerson](t)
		p := w.enter("王一", 1, near)
		p = person(w.Register(ctx, worker(near), p.ID, p.Version, Registration{On: domain.Date(2026, 3, 2)}))
		p = person(w.Route(ctx, worker(near), p.ID, p.Version, otherTown, ""))
		if p.Division != otherTown || !p.ReceivedOn.IsZero() || !p.RegisteredOn.IsZero() || p.RegisteredBy != "" || p.Survival != domain.SurvivalAlive {
			t.Errorf("routed person %+v", p)
		}
		_, err := w.Person(ctx, worker(near), p.ID)
		wantCode(t, "the place before", err, "ledger.not_found")
		p = person(w.Route(ctx, worker(otherTown), p.ID, p.Version, "2101", "迁居外地"))
		if !p.OutOfCity {
			t.Error("who lives elsewhere stands with the city and is not marked so")
		}
		if p = person(w.Route(ctx, city, p.ID, p.Version, near, "")); p.OutOfCity {
			t.Error("who came back is still marked as living elsewhere")
		}
	})
}

func TestDeathIsReportedAndWithdrawn(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, person := t.Context(), must[domain.LedgerPerson](t)
		met, unmet := w.enter("王一", 1, near), w.enter("王二", 2, near)
		met = person(w.Register(ctx, worker(near), met.ID, met.Version, Registration{On: domain.Date(2026, 3, 2)}))
		for _, c := range []struct {
			person domain.LedgerPerson
			after  domain.Survival
		}{{met, domain.SurvivalAlive}, {unmet, domain.SurvivalUnknown}} {
			p := person(w.ReportDeath(ctx, worker(near), c.person.ID, c.person.Version, domain.Date(2026, 2, 28), "家属"))
			if p.Survival != domain.SurvivalDeceased || p.DiedOn != domain.Date(2026, 2, 28) || p.DeathSource != "家属" {
				t.Errorf("after the report %+v", p)
			}
			_, err := w.ReportDeath(ctx, worker(near), p.ID, p.Version, domain.Date(2026, 3, 1), "邻居")
			wantCode(t, "dead twice", err, "ledger.deceased")
			_, err = w.Register(ctx, worker(near), p.ID, p.Version, Registration{On: domain.Date(2026, 3, 2)})
			wantCode(t, "met after death", err, "ledger.deceased")
			_, err = w.Route(ctx, agency, p.ID, p.Version, far, "")
			wantCode(t, "routed after death", err, "ledger.deceased")
			_, err = w.WithdrawDeath(ctx, agency, p.ID, p.Version, " ")
			wantCode(t, "withdrawn for no reason", err, "ledger.missing")
			p = person(w.WithdrawDeath(ctx, agency, p.ID, p.Version, "同名误报"))
			if p.Survival != c.after || !p.DiedOn.IsZero() || p.DeathSource != "" {
				t.Errorf("after the withdrawal %+v", p)
			}
			_, err = w.WithdrawDeath(ctx, agency, p.ID, p.Version, "同名误报")
			wantCode(t, "withdrawn twice", err, "ledger.not_deceased")
		}
		if diff := cmp.Diff([]domain.LedgerEventKind{domain.LedgerDeath, domain.LedgerDeathUndo}, w.history(unmet.ID)); diff != "" {
			t.Errorf("history (-want +got):\n%s", diff)
		}
	})
}

func TestChangesAreRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		p := w.enter("王一", 1, near)
		long, fresh := strings.Repeat("长", maxText+1), "13900000000"
		unknown := []domain.SpecialCategory{"RICH"}
		route := func(to string) error { _, err := w.Route(ctx, agency, p.ID, p.Version, to, ""); return err }
		change := func(c PersonChange, version int) error {
			_, err := w.ChangePerson(ctx, agency, p.ID, version, c)
			return err
		}
		met := func(on domain.PartialDate) error {
			_, err := w.Register(ctx, agency, p.ID, p.Version, Registration{On: on})
			return err
		}
		died := func(on domain.PartialDate, source string) error {
			_, err := w.ReportDeath(ctx, agency, p.ID, p.Version, on, source)
			return err
		}
		_, none := w.ConfirmReception(ctx, agency, nil)
		_, many := w.ConfirmReception(ctx, agency, make([]string, maxReceived+1))
		for name, c := range map[string]struct {
			err  error
			code string
		}{
			"routed to nowhere":             {route("210106001999"), "ledger.division"},
			"routed to what was dissolved":  {route("210106002"), "ledger.division"},
			"routed to the province":        {route("21"), "ledger.division"},
			"routed to where they are":      {route(near), "ledger.there"},
			"a note too long":               {change(PersonChange{Remark: &long}, p.Version), "ledger.too_long"},
			"an unknown category":           {change(PersonChange{Special: &unknown}, p.Version), "ledger.special"},
			"an outdated version":           {change(PersonChange{Phone: &fresh}, p.Version+1), "ledger.stale"},
			"met tomorrow":                  {met(domain.Date(2026, 3, 3)), "ledger.day"},
			"met some day":                  {met(domain.PartialDate{Year: 2026, Month: 3}), "ledger.day"},
			"met on no day":                 {met(domain.PartialDate{}), "ledger.day"},
			"died tomorrow":                 {died(domain.Date(2026, 3, 3), "家属"), "ledger.day"},
			"died on a day that is not":     {died(domain.Date(2026, 2, 30), "家属"), "ledger.day"},
			"died before birth":             {died(domain.Date(1950, 3, 8), "家属"), "ledger.died_before_birth"},
			"died, nobody says who told":    {died(domain.Date(2026, 3, 1), ""), "ledger.missing"},
			"reception of nobody":           {none, "ledger.count"},
			"reception of too many at once": {many, "ledger.count"},
		} {
			wantCode(t, name, c.err, c.code)
		}
		if events := w.history(p.ID); len(events) != 0 || w.stored(p.ID).Version != p.Version {
			t.Errorf("what was refused left %v", events)
		}
	})
}

// Saving what stands already is no event.
func TestNothingChangedIsNoEvent(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		p := w.enterPerson(domain.LedgerPerson{Name: "王一", IDNumber: number("19500309", 1), Division: near, Phone: "1",
			Special: []domain.SpecialCategory{domain.LivingAlone, domain.AdvancedAge}})
		phone, special := " 1 ", []domain.SpecialCategory{domain.AdvancedAge, domain.LivingAlone}
		got, err := w.ChangePerson(t.Context(), worker(near), p.ID, p.Version, PersonChange{Phone: &phone, Special: &special})
		if err != nil || got.Version != p.Version || len(w.history(p.ID)) != 0 {
			t.Errorf("version %d, %v, %v", got.Version, w.history(p.ID), err)
		}
	})
}

func TestLedgerIsReachedByDivisionAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		here, there, away := w.enter("王一", 1, near), w.enter("王二", 2, far), w.enter("王三", 3, otherTown)
		for _, c := range []struct {
			name  string
			actor authz.Actor
			sees  []string
		}{
			{"the city", city, []string{here.ID, there.ID, away.ID}},
			{"the district", agency, []string{here.ID, there.ID}},
			{"the subdistrict", worker(street), []string{here.ID, there.ID}},
			{"the community", worker(far), []string{there.ID}},
			{"a worker of one office", authz.Actor{Grants: []authz.Grant{{Role: authz.AgencyOfficer, Office: "210106"}}}, nil},
		} {
			var listed, exported []string
			persons, total, err := w.Persons(ctx, c.actor, domain.LedgerFilter{}, "", 10)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range persons {
				listed = append(listed, p.ID)
			}
			for p, err := range must2(w.ExportPersons(ctx, c.actor, domain.LedgerFilter{})) {
				if err != nil {
					t.Fatal(err)
				}
				exported = append(exported, p.ID)
			}
			if total != len(c.sees) || !cmp.Equal(listed, c.sees) || !cmp.Equal(exported, c.sees) {
				t.Errorf("%s lists %v of %d and exports %v, want %v", c.name, listed, total, exported, c.sees)
			}
		}
		stranger := worker(near)
		phone := "1"
		for name, do := range map[string]func(id string, version int) error{
			"read":    func(id string, _ int) error { _, err := w.Person(ctx, stranger, id); return err },
			"reveal":  func(id string, _ int) error { _, err := w.RevealPerson(ctx, stranger, id, "核对"); return err },
			"route":   func(id string, v int) error { _, err := w.Route(ctx, stranger, id, v, far, ""); return err },
			"confirm": func(id string, _ int) error { _, err := w.ConfirmReception(ctx, stranger, []string{id}); return err },
			"register": func(id string, v int) error {
				_, err := w.Register(ctx, stranger, id, v, Registration{On: domain.Date(2026, 3, 1)})
				return err
			},
			"change": func(id string, v int) error {
				_, err := w.ChangePerson(ctx, stranger, id, v, PersonChange{Phone: &phone})
				return err
			},
			"death": func(id string, v int) error {
				_, err := w.ReportDeath(ctx, stranger, id, v, domain.Date(2026, 3, 1), "家属")
				return err
			},
			"withdraw": func(id string, v int) error { _, err := w.WithdrawDeath(ctx, stranger, id, v, "误报"); return err },
		} {
			outside, nowhere := do(there.ID, there.Version), do(domain.NewID(), 1)
			if errs.CodeOf(outside) != "ledger.not_found" || errs.CodeOf(nowhere) != "ledger.not_found" {
				t.Errorf("%s: outside the scope %v, not existing %v", name, outside, nowhere)
			}
		}
		for name, err := range map[string]error{
			"list":   third(w.Persons(ctx, nobody, domain.LedgerFilter{}, "", 10)),
			"export": second(w.ExportPersons(ctx, nobody, domain.LedgerFilter{})),
			"person": second(w.Person(ctx, nobody, here.ID)),
		} {
			if !errs.Is(err, errs.Forbidden) && !errs.Is(err, errs.NotFound) {
				t.Errorf("%s by who has nothing to do with persons: %v", name, err)
			}
		}
		// All or none: with one stranger among them, nobody is confirmed.
		_, err := w.ConfirmReception(ctx, stranger, []string{here.ID, away.ID})
		if !errs.Is(err, errs.NotFound) || !w.stored(here.ID).ReceivedOn.IsZero() {
			t.Errorf("%v, received on %s", err, w.stored(here.ID).ReceivedOn)
		}
	})
}

func TestReadingIsWrittenDown(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		p := w.enter("王一", 1, near)
		persons, total, err := w.Persons(ctx, agency, domain.LedgerFilter{Name: " " + strings.ToLower(p.IDNumber.Full()) + " "}, "", 10)
		if err != nil || total != 1 || len(persons) != 1 {
			t.Errorf("%d persons by number, %v", total, err)
		}
		must[PersonDetail](t)(w.Person(ctx, agency, p.ID))
		_, err = w.RevealPerson(ctx, agency, p.ID, "")
		wantCode(t, "revealed for no reason", err, "ledger.missing")
		if full, err := w.RevealPerson(ctx, agency, p.ID, "核对"+p.IDNumber.Full()); err != nil || full != p.IDNumber {
			t.Errorf("revealed %s, %v", full, err)
		}
		must2(w.ExportPersons(ctx, agency, domain.LedgerFilter{}))
		for action, want := range map[domain.AuditAction]int{domain.AuditLedgerView: 2, domain.AuditLedgerReveal: 1, domain.AuditLedgerExport: 1} {
			if entries := w.entries(action); len(entries) != want || entries[0].Actor != agency.UserID {
				t.Errorf("%s: %d entries, want %d", action, len(entries), want)
			}
		}
		if reveal := w.entries(domain.AuditLedgerReveal)[0]; reveal.ObjectID != p.ID || !strings.Contains(reveal.Detail, "核对2101") {
			t.Errorf("entry %+v", reveal)
		}
	})
}

func TestExportWalksAllPages(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		persons := make([]domain.LedgerPerson, 2*maxPage+1)
		for i := range persons {
			persons[i] = domain.LedgerPerson{ID: domain.NewID(), Name: "王一", IDNumber: number("1950"+birthday(i/900), i%900), Division: near,
				CreatedAt: time.Now(), UpdatedAt: time.Now(), Version: 1}
		}
		if err := w.Store.Ledger().Enter(t.Context(), persons); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for p, err := range must2(w.ExportPersons(t.Context(), agency, domain.LedgerFilter{Division: street})) {
			if err != nil {
				t.Fatal(err)
			}
			seen[p.ID] = true
		}
		if len(seen) != len(persons) {
			t.Errorf("%d of %d persons exported", len(seen), len(persons))
		}
	})
}

// birthday is the n-th day of a common year as month and day.
func birthday(n int) string {
	return time.Date(1951, 1, 1+n, 0, 0, 0, 0, time.UTC).Format("0102")
}

func must2[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func second[A any](_ A, err error) error { return err }

func third[A, B any](_ A, _ B, err error) error { return err }
