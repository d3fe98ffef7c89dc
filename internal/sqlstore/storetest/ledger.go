package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func testLedger(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Ledger()
	must(t, repo.Enter(ctx, nil))
	first := person(1, "210106001")
	must(t, repo.Enter(ctx, []domain.LedgerPerson{first, person(2, "210106001")}))
	same(t, "person", first, got[domain.LedgerPerson](t)(repo.Get(ctx, first.ID)))
	_, err := repo.Get(ctx, "nobody")
	refused(t, "unknown person", err, errs.NotFound, "ledger.not_found")

	older := first
	first.RegisteredOn, first.RegisteredBy, first.Feedback, first.Remark = domain.Date(2026, 4, 1), "社区甲", "已接收", "腿脚不便"
	first.Survival, first.DiedOn, first.DeathSource, first.Special = domain.SurvivalDeceased, domain.Date(2026, 5, 1), "家属", nil
	must(t, repo.Update(ctx, &first))
	same(t, "updated", first, got[domain.LedgerPerson](t)(repo.Get(ctx, first.ID)))
	refused(t, "older version", repo.Update(ctx, &older), errs.Stale, "ledger.stale")
	taken := first
	taken.IDNumber = idNumber(2)
	refused(t, "number of another", repo.Update(ctx, &taken), errs.Conflict, "unique.ledger_persons_id_number")

	again := person(1, "210106001")
	again.ID, again.Phone, again.BatchID, again.Survival, again.UpdatedAt = "p-new", "139", "b-002", domain.SurvivalUnknown, noon.Add(time.Hour)
	again.CreatedAt, again.ReceivedOn = noon.Add(time.Hour), domain.PartialDate{}
	must(t, repo.Enter(ctx, []domain.LedgerPerson{person(3, "2101"), again, again}))
	want := again
	want.ID, want.CreatedAt, want.Version, want.ReceivedOn = first.ID, first.CreatedAt, first.Version+1, first.ReceivedOn
	want.RegisteredOn, want.RegisteredBy, want.Feedback, want.Remark = first.RegisteredOn, first.RegisteredBy, first.Feedback, first.Remark
	want.Survival, want.DiedOn, want.DeathSource = first.Survival, first.DiedOn, first.DeathSource
	same(t, "a known person keeps what the community knows", want, got[domain.LedgerPerson](t)(repo.Get(ctx, first.ID)))
	again.Division = "210103002"
	must(t, repo.Enter(ctx, []domain.LedgerPerson{again}))
	same(t, "a new community has received nobody yet", domain.PartialDate{}, got[domain.LedgerPerson](t)(repo.Get(ctx, first.ID)).ReceivedOn)

	numbers := got[map[domain.IDNumber]domain.LedgerPerson](t)(repo.ByIDNumbers(ctx, []domain.IDNumber{idNumber(2), idNumber(3), "unknown"}))
	same(t, "by number", map[domain.IDNumber]domain.LedgerPerson{idNumber(2): person(2, "210106001"), idNumber(3): person(3, "2101")}, numbers)
	same(t, "by id", map[string]domain.LedgerPerson{"p-0002": person(2, "210106001")},
		got[map[string]domain.LedgerPerson](t)(repo.ByIDs(ctx, []string{"p-0002", "nobody"})))

	event := func(id, of string, minutes int) domain.LedgerEvent {
		return domain.LedgerEvent{ID: id, PersonID: of, Kind: domain.LedgerRouted, At: noon.Add(time.Duration(minutes) * time.Minute), ActorName: "李四", Note: "转送"}
	}
	must(t, repo.AddEvents(ctx))
	must(t, repo.AddEvents(ctx, event("v1", first.ID, 5), event("v2", first.ID, 1), event("v3", "p-0002", 9)))
	same(t, "events", []domain.LedgerEvent{event("v1", first.ID, 5), event("v2", first.ID, 1)}, got[[]domain.LedgerEvent](t)(repo.Events(ctx, first.ID)))
	refused(t, "event of nobody", repo.AddEvents(ctx, event("v9", "nobody", 0)), errs.Conflict, "reference.missing")
}

// testLedgerLists compares listings and counts with a filter over all persons.
func testLedgerLists(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Ledger()
	divisions := []string{"2101", "210106", "210106001", "210106001001", "210106001002", "210106002001", "210103001001", "210201001001"}
	var all []domain.LedgerPerson
	for n := range 160 {
		p := person(n, divisions[n%len(divisions)])
		if n%3 == 0 {
			p.Special = []domain.SpecialCategory{domain.LivingAlone}
		}
		if n%5 == 0 {
			p.RegisteredOn = domain.Date(2026, 3, 5)
		}
		if n%7 == 0 {
			p.Survival = domain.SurvivalDeceased
		}
		all = append(all, p)
	}
	must(t, repo.Enter(ctx, all))
	scopes := []authz.Scope{authz.Everything(), {}, {Divisions: []string{"2101"}}, {Divisions: []string{"210106"}}, {Divisions: []string{"210106001"}},
		{Divisions: []string{"210106001002"}}, {Divisions: []string{"21"}}, {Divisions: []string{"210106", "210106001", "210103"}}, {Offices: []string{"210106"}}}
	filters := []struct {
		filter domain.LedgerFilter
		admits func(p domain.LedgerPerson) bool
	}{
		{domain.LedgerFilter{}, func(domain.LedgerPerson) bool { return true }},
		{domain.LedgerFilter{Name: "明3"}, func(p domain.LedgerPerson) bool { return p.Name == "王明3" }},
		{domain.LedgerFilter{Name: idNumber(13).Full()}, func(p domain.LedgerPerson) bool { return p.IDNumber == idNumber(13) }},
		{domain.LedgerFilter{Special: domain.LivingAlone}, func(p domain.LedgerPerson) bool { return slices.Contains(p.Special, domain.LivingAlone) }},
		{domain.LedgerFilter{Special: domain.Disabled, OutOfCity: true}, func(p domain.LedgerPerson) bool { return slices.Contains(p.Special, domain.Disabled) && p.OutOfCity }},
		{domain.LedgerFilter{Survival: domain.SurvivalDeceased}, func(p domain.LedgerPerson) bool { return p.Survival == domain.SurvivalDeceased }},
		{domain.LedgerFilter{Unregistered: true}, func(p domain.LedgerPerson) bool { return p.RegisteredOn.IsZero() }},
		{domain.LedgerFilter{Special: "DIS"}, func(domain.LedgerPerson) bool { return false }},
	}
	for _, scope := range scopes {
		for _, prefix := range []string{"", "2101", "210106", "210106001", "210106001002", "11"} {
			for _, c := range filters {
				filter := c.filter
				filter.Division = prefix
				var want []string
				for _, p := range all {
					if scope.Covers("", p.Division) && (authz.Scope{All: prefix == "", Divisions: []string{prefix}}).Covers("", p.Division) && c.admits(p) {
						want = append(want, p.ID)
					}
				}
				what := fmt.Sprintf("%+v %+v", scope, filter)
				have := ids(got[[]domain.LedgerPerson](t)(repo.List(ctx, scope, filter, "", 999)), func(p domain.LedgerPerson) string { return p.ID })
				same(t, what, want, have)
				same(t, what, len(want), got[int](t)(repo.Count(ctx, scope, filter)))
				if len(want) > 4 {
					page := got[[]domain.LedgerPerson](t)(repo.List(ctx, scope, filter, want[1], 2))
					same(t, what, want[2:4], ids(page, func(p domain.LedgerPerson) string { return p.ID }))
				}
			}
		}
	}
	named := got[map[string][]domain.LedgerPerson](t)(repo.ByNames(ctx, "210106001", []string{"王明3", "王明", "王明4"}))
	for name, persons := range named {
		var want []domain.LedgerPerson
		for _, p := range all {
			if p.Name == name && len(p.Division) >= 9 && p.Division[:9] == "210106001" {
				want = append(want, p)
			}
		}
		same(t, "named "+name, want, persons)
	}
	same(t, "names that are there", 2, len(named))
	same(t, "anywhere", 16, len(got[map[string][]domain.LedgerPerson](t)(repo.ByNames(ctx, "", []string{"王明4"}))["王明4"]))
}

func testMatches(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Matches()
	run := domain.MatchRun{ID: "m1", Department: domain.CivilAffairs, Kind: domain.MatchDeaths, Name: "三月死亡名单", Division: "210106", RequestKey: "k1", Rows: 4,
		Exact: 1, Probable: 2, None: 1, CreatedBy: "u1", CreatedAt: noon}
	row := func(seq int, verdict domain.MatchVerdict, review domain.ReviewState) domain.MatchRow {
		return domain.MatchRow{RunID: "m1", Seq: seq, Verdict: verdict, PersonID: fmt.Sprint("p", seq), Score: 80, Reason: "同名同生日", Review: review,
			Input: domain.MatchInput{Row: seq + 1, Name: "王明", IDNumber: idNumber(seq), BornOn: domain.Date(1950, 1, 0), On: domain.Date(2026, 3, 1), Residence: "铁西"}}
	}
	rows := []domain.MatchRow{row(1, domain.MatchExact, domain.ReviewPending), row(2, domain.MatchProbable, domain.ReviewPending),
		row(3, domain.MatchNone, domain.ReviewNone), row(4, domain.MatchProbable, domain.ReviewPending)}
	must(t, repo.Create(ctx, run, rows))
	run.Pending = 3
	same(t, "run", run, got[domain.MatchRun](t)(repo.Get(ctx, "m1")))
	same(t, "by request", run, got[domain.MatchRun](t)(repo.ByRequestKey(ctx, "u1", "k1")))
	_, err := repo.ByRequestKey(ctx, "u2", "k1")
	refused(t, "request of another", err, errs.NotFound, "match.not_found")
	again := run
	again.ID = "m2"
	refused(t, "request sent twice", repo.Create(ctx, again, nil), errs.Conflict, "unique.match_runs_request_key")

	list := func(verdict domain.MatchVerdict, review domain.ReviewState, after int) []domain.MatchRow {
		return got[[]domain.MatchRow](t)(repo.Rows(ctx, "m1", verdict, review, after, 9))
	}
	same(t, "all rows", rows, list("", "", 0))
	same(t, "of a verdict, after", rows[3:], list(domain.MatchProbable, "", 2))
	reviewed := rows[1]
	reviewed.Review, reviewed.ReviewedBy, reviewed.ReviewedAt = domain.ReviewConfirmed, "李四", noon
	must(t, repo.SetReview(ctx, reviewed))
	same(t, "reviewed", reviewed, got[domain.MatchRow](t)(repo.Row(ctx, "m1", 2)))
	reviewed.Review = domain.ReviewRejected
	refused(t, "reviewed twice", repo.SetReview(ctx, reviewed), errs.Conflict, "match.reviewed")
	reviewed.Seq = 9
	refused(t, "review of nothing", repo.SetReview(ctx, reviewed), errs.NotFound, "match.row_not_found")
	same(t, "waiting", []domain.MatchRow{rows[0], rows[3]}, list("", domain.ReviewPending, 0))

	must(t, repo.Create(ctx, domain.MatchRun{ID: "m3", Division: "210103", CreatedAt: noon}, nil))
	runs := func(scope authz.Scope, before string) []string {
		found := got[[]domain.MatchRun](t)(repo.List(ctx, scope, before, 9))
		return ids(found, func(r domain.MatchRun) string { return fmt.Sprint(r.ID, " ", r.Pending) })
	}
	same(t, "newest first", []string{"m3 0", "m1 2"}, runs(authz.Everything(), ""))
	same(t, "before", []string{"m1 2"}, runs(authz.Everything(), "m3"))
	same(t, "in scope", []string{"m3 0"}, runs(authz.Scope{Divisions: []string{"210103"}, Enterprises: []string{"e-1"}}, ""))
}

func testTokens(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Tokens()
	token := domain.APIToken{ID: "t1", Name: "民政局", Hash: "h1", Hint: "abcd", Grants: []domain.Grant{{Role: "data_partner", Division: "2101"}}, CreatedBy: "u1",
		CreatedAt: noon, ExpiresAt: noon.Add(time.Hour)}
	must(t, repo.Create(ctx, token))
	twice := token
	twice.ID = "t2"
	refused(t, "hash taken", repo.Create(ctx, twice), errs.Conflict, "unique.api_tokens_hash")
	twice.Hash = "h2"
	must(t, repo.Create(ctx, twice))
	same(t, "token", token, got[domain.APIToken](t)(repo.ByHash(ctx, "h1")))
	must(t, repo.Touch(ctx, "t1", noon.Add(time.Minute)))
	must(t, repo.Revoke(ctx, "t1", noon.Add(2*time.Minute)))
	must(t, repo.Revoke(ctx, "t1", noon.Add(3*time.Minute)))
	token.LastUsedAt, token.RevokedAt = noon.Add(time.Minute), noon.Add(2*time.Minute)
	same(t, "newest first, first revocation kept", []domain.APIToken{twice, token}, got[[]domain.APIToken](t)(repo.List(ctx)))
	refused(t, "revoking nothing", repo.Revoke(ctx, "t9", noon), errs.NotFound, "token.not_found")
	_, err := repo.ByHash(ctx, "h9")
	refused(t, "unknown token", err, errs.NotFound, "token.not_found")
}
