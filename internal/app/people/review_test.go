package people

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func residences(rows ...domain.MatchInput) MatchRequest {
	return MatchRequest{Department: domain.PublicSecurity, Kind: domain.MatchResidences, Name: "一月迁移", Division: "2101", Rows: rows}
}

func TestConfirmedDeathIsInTheLedger(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		p, q := w.enter("王一", 1, near), w.enter("王二", 2, near)
		run := w.run(partner, deaths(domain.MatchInput{Name: "王一", IDNumber: p.IDNumber, On: died}, domain.MatchInput{Name: "王二", IDNumber: q.IDNumber, On: died}))
		confirmed, err := w.ReviewMatch(ctx, agency, run.ID, 1, true, "已电话核实")
		if err != nil {
			t.Fatal(err)
		}
		if confirmed.Row.Review != domain.ReviewConfirmed || confirmed.Row.ReviewedBy != agency.Name || confirmed.Person.DiedOn != died {
			t.Errorf("reviewed %+v", confirmed)
		}
		if got := w.stored(p.ID); got.Survival != domain.SurvivalDeceased || got.DiedOn != died || got.DeathSource != "民政局《二月殡葬》" {
			t.Errorf("person %+v", got)
		}
		if diff := cmp.Diff([]domain.LedgerEventKind{domain.LedgerDeath}, w.history(p.ID)); diff != "" {
			t.Errorf("history (-want +got):\n%s", diff)
		}
		if _, err := w.ReviewMatch(ctx, agency, run.ID, 2, false, "同名他人"); err != nil {
			t.Fatal(err)
		}
		if got := w.stored(q.ID); got.Survival == domain.SurvivalDeceased || len(w.history(q.ID)) != 0 {
			t.Errorf("a rejected row changed the person: %+v", got)
		}
		for seq := 1; seq <= 2; seq++ {
			_, err = w.ReviewMatch(ctx, agency, run.ID, seq, true, "")
			wantCode(t, "reviewed before", err, "match.reviewed")
		}
		read, err := w.Match(ctx, partner, run.ID)
		if err != nil || read.Pending != 0 || read.Exact != 2 {
			t.Errorf("run %+v, %v", read, err)
		}
		entries := w.entries(domain.AuditMatchReview)
		if len(entries) != 2 || !strings.Contains(entries[0].Detail, "同名他人") || len(w.entries(domain.AuditLedgerChange)) != 1 {
			t.Errorf("trail %v", entries)
		}
	})
}

func TestConfirmedResidenceIsInTheLedger(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		for i, c := range []struct {
			name string
			row  domain.MatchInput
			want domain.LedgerEventKind
			note string
		}{
			{"another address", domain.MatchInput{Residence: "新华路2号"}, domain.LedgerChanged, "来源：公安局《一月迁移》；居住地址：建设路1号 → 新华路2号"},
			{"another community", domain.MatchInput{Division: otherTown}, domain.LedgerRouted,
				"来源：公安局《一月迁移》；辽宁省沈阳市铁西区昆明湖街道湖西社区 → 辽宁省沈阳市皇姑区三台子街道松山社区"},
			{"both", domain.MatchInput{Residence: "新华路2号", Division: far}, domain.LedgerRouted,
				"来源：公安局《一月迁移》；辽宁省沈阳市铁西区昆明湖街道湖西社区 → 辽宁省沈阳市铁西区昆明湖街道湖东社区；居住地址：建设路1号 → 新华路2号"},
			{"what stands already", domain.MatchInput{Residence: "建设路1号", Division: near}, "", ""},
		} {
			p := w.enterPerson(domain.LedgerPerson{Name: "王一", IDNumber: number("19500309", 10+i), Division: near, Residence: "建设路1号",
				ReceivedOn: domain.Date(2026, 1, 1), RegisteredOn: domain.Date(2026, 1, 1)})
			c.row.Name, c.row.IDNumber = "王一", p.IDNumber
			run := w.run(partner, residences(c.row))
			reviewed, err := w.ReviewMatch(ctx, city, run.ID, 1, true, "")
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
				continue
			}
			got := w.stored(p.ID)
			if diff := cmp.Diff(got, *reviewed.Person); diff != "" {
				t.Errorf("%s (-stored +returned):\n%s", c.name, diff)
			}
			moved := c.row.Division != "" && c.row.Division != near
			if moved && (got.Division != c.row.Division || !got.RegisteredOn.IsZero()) || !moved && (got.Division != near || got.RegisteredOn.IsZero()) ||
				c.row.Residence != "" && got.Residence != c.row.Residence {
				t.Errorf("%s: person %+v", c.name, got)
			}
			events, err := w.Store.Ledger().Events(ctx, p.ID)
			if c.want == "" && len(events) != 0 || c.want != "" && (len(events) != 1 || events[0].Kind != c.want || events[0].Note != c.note) {
				t.Errorf("%s: history %v, %v", c.name, events, err)
			}
		}
	})
}

// A row that cannot take effect stays pending.
func TestConfirmationIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		alive := w.enter("王一", 1, near)
		dead := w.enterPerson(domain.LedgerPerson{Name: "赵故", IDNumber: number("19400101", 1), Division: near, Survival: domain.SurvivalDeceased, DiedOn: died})
		for _, c := range []struct {
			name    string
			request MatchRequest
			code    string
		}{
			{"death on no day", deaths(domain.MatchInput{Name: "王一", IDNumber: alive.IDNumber}), "ledger.day"},
			{"death tomorrow", deaths(domain.MatchInput{Name: "王一", IDNumber: alive.IDNumber, On: domain.Date(2026, 3, 3)}), "ledger.day"},
			{"death before birth", deaths(domain.MatchInput{Name: "王一", IDNumber: alive.IDNumber, On: domain.Date(1949, 1, 1)}), "ledger.died_before_birth"},
			{"death on another day", deaths(domain.MatchInput{Name: "赵故", IDNumber: dead.IDNumber, On: domain.Date(2026, 2, 2)}), "match.other_day"},
			{"death on the recorded day", deaths(domain.MatchInput{Name: "赵故", IDNumber: dead.IDNumber, On: died}), ""},
			{"the dead moves", residences(domain.MatchInput{Name: "赵故", IDNumber: dead.IDNumber, Residence: "某处"}), "ledger.deceased"},
			{"moved to nowhere", residences(domain.MatchInput{Name: "王一", IDNumber: alive.IDNumber, Division: "210106999"}), "ledger.division"},
			{"moved, nobody says where", residences(domain.MatchInput{Name: "王一", IDNumber: alive.IDNumber}), "match.no_residence"},
			{"nobody was matched", deaths(domain.MatchInput{Name: "钱无", On: died}), "match.no_person"},
		} {
			run := w.run(partner, c.request)
			_, err := w.ReviewMatch(t.Context(), city, run.ID, 1, true, "")
			wantCode(t, c.name, err, c.code)
			if got := w.rows(run.ID)[0].Row.Review; c.code != "" && got == domain.ReviewConfirmed {
				t.Errorf("%s: refused, and the row is %s", c.name, got)
			}
			_, err = w.ReviewMatch(t.Context(), city, run.ID, 2, true, "")
			wantCode(t, c.name+", a row that is not there", err, "match.row_not_found")
		}
		if len(w.history(alive.ID)) != 0 || len(w.history(dead.ID)) != 0 {
			t.Error("what was refused left events")
		}
	})
}

// A list of the whole city is reviewed by each district for its own persons.
func TestReviewIsInTheScopeOfThePerson(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		here, away := w.enter("王一", 1, near), w.enter("王二", 2, otherTown)
		run := w.run(partner, deaths(domain.MatchInput{Name: "王二", IDNumber: away.IDNumber, On: died}, domain.MatchInput{Name: "钱无"},
			domain.MatchInput{Name: "王一", IDNumber: here.IDNumber, On: died}))
		other := w.run(granted(authz.DataPartner, "210105"), MatchRequest{Department: domain.Health, Kind: domain.MatchDeaths, Name: "另一份", Division: "210105",
			Rows: []domain.MatchInput{{Name: "钱无"}}})
		runs, err := w.Matches(ctx, agency, "", 10)
		if err != nil || len(runs) != 1 || runs[0].ID != run.ID {
			t.Errorf("the district sees runs %v, %v", runs, err)
		}
		if all, err := w.Matches(ctx, city, "", 1); err != nil || len(all) != 1 || all[0].ID != other.ID {
			t.Errorf("the newest run is %v, %v", all, err)
		}
		if all, err := w.Matches(ctx, city, other.ID, 10); err != nil || len(all) != 1 || all[0].ID != run.ID {
			t.Errorf("before it are %v, %v", all, err)
		}
		for limit := 1; limit <= 2; limit++ { // the row comes although those before it are not the district's
			rows, err := w.MatchRows(ctx, agency, run.ID, "", "", 0, limit)
			if err != nil || len(rows) != 1 || rows[0].Row.Seq != 3 || rows[0].Person.ID != here.ID {
				t.Errorf("the district sees rows %v, %v", rows, err)
			}
		}
		if rows, err := w.MatchRows(ctx, agency, run.ID, "", "", 3, 10); err != nil || len(rows) != 0 {
			t.Errorf("after its last row the district sees %v, %v", rows, err)
		}
		if rows := w.rows(run.ID); len(rows) != 3 || rows[1].Person != nil {
			t.Errorf("the city sees rows %v", rows)
		}
		if rows, err := w.MatchRows(ctx, city, run.ID, domain.MatchNone, "", 0, 10); err != nil || len(rows) != 1 || rows[0].Row.Seq != 2 {
			t.Errorf("without a person are %v, %v", rows, err)
		}
		_, err = w.ReviewMatch(ctx, agency, run.ID, 1, true, "")
		wantCode(t, "another district's person", err, "match.row_not_found")
		_, err = w.Match(ctx, agency, other.ID)
		wantCode(t, "another district's run", err, "match.not_found")
		if w.stored(away.ID).Survival == domain.SurvivalDeceased {
			t.Error("another district's person was changed")
		}
		// Who moved away since is the business of the new place.
		if _, err := w.Route(ctx, agency, here.ID, here.Version, otherTown, ""); err != nil {
			t.Fatal(err)
		}
		_, err = w.ReviewMatch(ctx, agency, run.ID, 3, true, "")
		wantCode(t, "moved since", err, "match.row_not_found")
	})
}

// Of reviewers at one row one decides, and the ledger changes once.
func TestReviewersAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		p := w.enter("王一", 1, near)
		run := w.run(partner, deaths(domain.MatchInput{Name: "王一", IDNumber: p.IDNumber, On: died}))
		var mu sync.Mutex
		done := 0
		var reviewers sync.WaitGroup
		for range 6 {
			reviewers.Go(func() {
				_, err := w.ReviewMatch(t.Context(), agency, run.ID, 1, true, "")
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					done++
				case !errs.Is(err, errs.Conflict) && !errs.Is(err, errs.Stale):
					t.Error(err)
				}
			})
		}
		reviewers.Wait()
		if done != 1 || len(w.history(p.ID)) != 1 || len(w.entries(domain.AuditMatchReview)) != 1 {
			t.Errorf("%d reviews, history %v", done, w.history(p.ID))
		}
	})
}
