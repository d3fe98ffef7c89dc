package people

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

var (
	died  = domain.Date(2026, 2, 1)
	lists = authz.Actor{UserID: "token:1", Name: "接口：民政局", Grants: partner.Grants}
)

func deaths(rows ...domain.MatchInput) MatchRequest {
	return MatchRequest{Department: domain.CivilAffairs, Kind: domain.MatchDeaths, Name: "二月殡葬", Division: "2101", Rows: rows}
}

func (w *world) run(actor authz.Actor, request MatchRequest) domain.MatchRun {
	w.t.Helper()
	run, err := w.RunMatch(w.t.Context(), actor, request)
	if err != nil {
		w.t.Fatal(err)
	}
	return run
}

// rows are all rows of a run as the city's reviewer sees them.
func (w *world) rows(runID string) []MatchCandidate {
	w.t.Helper()
	rows, err := w.MatchRows(w.t.Context(), city, runID, "", "", 0, maxPage)
	if err != nil {
		w.t.Fatal(err)
	}
	return rows
}

// changed is a number with other characters at these places (from 0).
func changed(n domain.IDNumber, at ...int) domain.IDNumber {
	text := []byte(n)
	for _, i := range at {
		text[i] = '0' + (text[i]-'0'+1)%10
	}
	return domain.IDNumber(text)
}

func swapped(n domain.IDNumber, at int) domain.IDNumber {
	text := []byte(n)
	text[at], text[at+1] = text[at+1], text[at]
	return domain.IDNumber(text)
}

func TestVerdicts(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		wang, liu, gao := w.enter("王一", 11, near), w.enter("劉東峯", 12, near), w.enter("高 明", 13, far)
		twins := []domain.LedgerPerson{w.enter("李双", 100, near), w.enter("李双", 300, far)}
		dead := w.enterPerson(domain.LedgerPerson{Name: "赵故", IDNumber: number("19400101", 1), Division: near, Survival: domain.SurvivalDeceased, DiedOn: died})
		born := w.enterPerson(domain.LedgerPerson{Name: "孙生", IDNumber: number("19450505", 7), BornOn: domain.Date(1945, 5, 15), Division: otherTown})
		w.enterPerson(domain.LedgerPerson{Name: "周远", IDNumber: number("19450505", 8), Division: "2201"})
		other := number("19610606", 500) // nobody's
		for _, c := range []struct {
			name    string
			row     domain.MatchInput
			verdict domain.MatchVerdict
			person  string
			score   int
			reason  string
		}{
			{"number and name", domain.MatchInput{Name: "王一", IDNumber: wang.IDNumber}, domain.MatchExact, wang.ID, 100, "身份证号和姓名一致"},
			{"wide digits, spaces", domain.MatchInput{Name: " 王　一", IDNumber: domain.IDNumber(wide(wang.IDNumber))}, domain.MatchExact, wang.ID, 100, "身份证号和姓名一致"},
			{"variants of one name", domain.MatchInput{Name: "刘东峰", IDNumber: liu.IDNumber}, domain.MatchExact, liu.ID, 100, "身份证号和姓名一致"},
			{"dead already", domain.MatchInput{Name: "赵故", IDNumber: dead.IDNumber}, domain.MatchExact, dead.ID, 100, "身份证号和姓名一致；台账已登记死亡（2026-02-01）"},
			{"number, other name", domain.MatchInput{Name: "王二", IDNumber: wang.IDNumber}, domain.MatchProbable, wang.ID, 90, "身份证号一致，姓名不同"},
			{"number, no name", domain.MatchInput{IDNumber: wang.IDNumber}, domain.MatchProbable, wang.ID, 90, "身份证号一致，姓名不同"},
			{"one digit wrong", domain.MatchInput{Name: "王一", IDNumber: changed(wang.IDNumber, 9)}, domain.MatchProbable, wang.ID, 80, "姓名一致，身份证号相差1位"},
			{"two digits wrong", domain.MatchInput{Name: "王一", IDNumber: changed(wang.IDNumber, 3, 9)}, domain.MatchProbable, wang.ID, 80, "姓名一致，身份证号相差2位"},
			{"neighbours swapped", domain.MatchInput{Name: "王一", IDNumber: swapped(wang.IDNumber, 8)}, domain.MatchProbable, wang.ID, 80, "姓名一致，身份证号有相邻两位颠倒"},
			{"three digits wrong, same birthday", domain.MatchInput{Name: "王一", IDNumber: changed(wang.IDNumber, 2, 3, 14)}, domain.MatchProbable, wang.ID, 70, "姓名和出生日期一致，身份证号不同"},
			{"three digits wrong, other birthday", domain.MatchInput{Name: "王一", IDNumber: changed(wang.IDNumber, 2, 3, 9)}, domain.MatchNone, "", 0, "台账中没有相符的人员"},
			{"name and birthday", domain.MatchInput{Name: "高明", BornOn: domain.Date(1950, 3, 9)}, domain.MatchProbable, gao.ID, 70, "姓名和出生日期一致，名单没有身份证号"},
			{"variant name, digit wrong", domain.MatchInput{Name: "刘東峰", IDNumber: changed(liu.IDNumber, 4)}, domain.MatchProbable, liu.ID, 80, "姓名一致，身份证号相差1位"},
			{"birthday of the dossier", domain.MatchInput{Name: "孙生", BornOn: domain.Date(1945, 5, 15)}, domain.MatchProbable, born.ID, 70, "姓名和出生日期一致，名单没有身份证号"},
			{"month of birth only", domain.MatchInput{Name: "孙生", BornOn: domain.PartialDate{Year: 1945, Month: 5}}, domain.MatchNone, "", 0, "台账中没有相符的人员"},
			{"name only", domain.MatchInput{Name: "王一"}, domain.MatchNone, "", 0, "台账中没有相符的人员"},
			{"two of one name and birthday", domain.MatchInput{Name: "李双", BornOn: domain.Date(1950, 3, 9)}, domain.MatchProbable, twins[0].ID, 70, "共有2名相近人员，最接近者：姓名和出生日期一致，名单没有身份证号"},
			{"the nearer of two", domain.MatchInput{Name: "李双", IDNumber: changed(twins[1].IDNumber, 2)}, domain.MatchProbable, twins[1].ID, 80, "共有2名相近人员，最接近者：姓名一致，身份证号相差1位"},
			{"one's number, another's name", domain.MatchInput{Name: "李双", IDNumber: wang.IDNumber}, domain.MatchProbable, wang.ID, 90, "共有3名相近人员，最接近者：身份证号一致，姓名不同"},
			{"nobody", domain.MatchInput{Name: "钱无", IDNumber: other}, domain.MatchNone, "", 0, "台账中没有相符的人员"},
			{"outside the division", domain.MatchInput{Name: "周远", IDNumber: number("19450505", 8)}, domain.MatchNone, "", 0, "台账中没有相符的人员"},
			{"no number at all", domain.MatchInput{Name: "王一", IDNumber: "不详"}, domain.MatchNone, "", 0, "台账中没有相符的人员"},
		} {
			run := w.run(partner, deaths(c.row))
			row := w.rows(run.ID)[0].Row
			got := []any{row.Verdict, row.PersonID, row.Score, row.Reason}
			if diff := cmp.Diff([]any{c.verdict, c.person, c.score, c.reason}, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.name, diff)
			}
			review := map[bool]domain.ReviewState{true: domain.ReviewNone, false: domain.ReviewPending}[c.verdict == domain.MatchNone]
			if row.Review != review {
				t.Errorf("%s: review is %s, want %s", c.name, row.Review, review)
			}
		}
	})
}

func wide(n domain.IDNumber) string {
	return strings.Map(func(r rune) rune { return r - '0' + '０' }, strings.TrimRight(n.Full(), "X")) + strings.Repeat("ｘ", strings.Count(n.Full(), "X"))
}

// A department learns how many of its list were found, and not who.
func TestPartnersSeeCountsOnly(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		p := w.enter("王一", 1, near)
		run := w.run(lists, deaths(domain.MatchInput{Name: "王一", IDNumber: p.IDNumber, On: died},
			domain.MatchInput{Name: "王一", IDNumber: changed(p.IDNumber, 9), On: died}, domain.MatchInput{Name: "钱无"}))
		read, err := w.Match(ctx, lists, run.ID)
		if diff := cmp.Diff(run, read); err != nil || diff != "" || run.Exact != 1 || run.Probable != 1 || run.None != 1 || run.Pending != 2 {
			t.Errorf("%v, run %+v (-run +read):\n%s", err, run, diff)
		}
		if runs, err := w.Matches(ctx, lists, "", 10); err != nil || len(runs) != 1 {
			t.Errorf("%d runs, %v", len(runs), err)
		}
		_, err = w.MatchRows(ctx, lists, run.ID, "", "", 0, 10)
		wantCode(t, "rows", err, "access.forbidden")
		_, err = w.ReviewMatch(ctx, lists, run.ID, 1, true, "")
		wantCode(t, "review", err, "access.forbidden")
		_, err = w.Person(ctx, lists, p.ID)
		wantCode(t, "person", err, "ledger.not_found")
		_, _, err = w.Persons(ctx, lists, domain.LedgerFilter{}, "", 10)
		wantCode(t, "persons", err, "access.forbidden")
		if w.stored(p.ID).Survival == domain.SurvivalDeceased {
			t.Error("a list took effect without review")
		}
		outside := granted(authz.DataPartner, "2201")
		_, err = w.Match(ctx, outside, run.ID)
		wantCode(t, "a partner elsewhere", err, "match.not_found")
		_, err = w.Match(ctx, worker(near), run.ID)
		wantCode(t, "a community worker", err, "match.not_found")
	})
}

func TestListsAreRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		good := domain.MatchInput{Name: "王一", On: died}
		for _, c := range []struct {
			name   string
			actor  authz.Actor
			change func(*MatchRequest)
			code   string
		}{
			{"the only division is meant", partner, func(r *MatchRequest) { r.Division = "" }, ""},
			{"the agency of a district", agency, func(r *MatchRequest) { r.Division = "210106" }, ""},
			{"a larger place than granted", agency, func(*MatchRequest) {}, "access.forbidden"},
			{"by who may not", worker("2101"), func(*MatchRequest) {}, "access.forbidden"},
			{"no such place", partner, func(r *MatchRequest) { r.Division = "210199" }, "match.division"},
			{"no place", granted(authz.AgencyOfficer, ""), func(r *MatchRequest) { r.Division = "" }, "match.division"},
			{"unknown department", partner, func(r *MatchRequest) { r.Department = "CIRCUS" }, "match.department"},
			{"unknown kind", partner, func(r *MatchRequest) { r.Kind = "BIRTHS" }, "match.kind"},
			{"no name of the list", partner, func(r *MatchRequest) { r.Name = " " }, "ledger.missing"},
			{"no rows", partner, func(r *MatchRequest) { r.Rows = nil }, "match.empty"},
			{"too many rows", partner, func(r *MatchRequest) { r.Rows = make([]domain.MatchInput, maxMatchRows+1) }, "match.rows"},
			{"neither name nor number", partner, func(r *MatchRequest) { r.Rows = append(r.Rows, domain.MatchInput{On: died}) }, "match.row"},
			{"a name too long", partner, func(r *MatchRequest) { r.Rows[0].Name = strings.Repeat("王", maxNameRunes+1) }, "match.row"},
			{"a number too long", partner, func(r *MatchRequest) { r.Rows[0].IDNumber = domain.IDNumber(strings.Repeat("1", maxNumber+1)) }, "match.row"},
			{"an address too long", partner, func(r *MatchRequest) { r.Rows[0].Residence = strings.Repeat("址", maxText+1) }, "match.row"},
			{"a division of five digits", partner, func(r *MatchRequest) { r.Rows[0].Division = "21010" }, "match.row"},
			{"no such day", partner, func(r *MatchRequest) { r.Rows[0].On = domain.Date(2026, 2, 30) }, "match.row"},
			{"no such birthday", partner, func(r *MatchRequest) { r.Rows[0].BornOn = domain.Date(1950, 13, 1) }, "match.row"},
		} {
			request := deaths(good)
			c.change(&request)
			_, err := w.RunMatch(t.Context(), c.actor, request)
			wantCode(t, c.name, err, c.code)
			if c.name == "neither name nor number" && !strings.Contains(err.Error(), "第2行") {
				t.Errorf("the refusal does not name the row: %v", err)
			}
		}
		if entries := w.entries(domain.AuditMatchRun); len(entries) != 2 {
			t.Errorf("%d entries of runs, want 2", len(entries))
		}
	})
}

func TestSameRequestIsOneRun(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		request := deaths(domain.MatchInput{Name: "王一", On: died})
		request.RequestKey = "k1"
		var mu sync.Mutex
		runs := map[string]bool{}
		var senders sync.WaitGroup
		for range 6 {
			senders.Go(func() {
				run, err := w.RunMatch(t.Context(), lists, request)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				runs[run.ID] = true
			})
		}
		senders.Wait()
		if len(runs) != 1 {
			t.Errorf("%d runs of one request", len(runs))
		}
		if other := w.run(partner, request); runs[other.ID] {
			t.Error("another sender's key gives the run of the first")
		}
		request.RequestKey = ""
		if first, second := w.run(lists, request), w.run(lists, request); first.ID == second.ID {
			t.Error("requests without key are one run")
		}
	})
}

func TestListFromAFile(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		p := w.enter("王一", 1, near)
		path := filepath.Join(t.TempDir(), "list.csv")
		write := func(text string) {
			t.Helper()
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		write(fmt.Sprintf("王一,%s,2026-02-01\n钱无,,2026-02-02\n", p.IDNumber.Full()))
		request := deaths()
		run, err := w.RunMatchFile(t.Context(), partner, request, path, "名单.csv")
		if err != nil || run.Rows != 2 || run.Exact != 1 {
			t.Errorf("run %+v, %v", run, err)
		}
		if row := w.rows(run.ID)[0].Row; row.Input.On != died || row.Input.Row != 1 {
			t.Errorf("row %+v", row)
		}
		write(strings.Repeat("王一,,\n", maxMatchRows+1))
		_, err = w.RunMatchFile(t.Context(), partner, request, path, "名单.csv")
		if !errs.Is(err, errs.TooLarge) {
			t.Errorf("too many rows: %v", err)
		}
		_, err = w.RunMatchFile(t.Context(), worker(near), request, filepath.Join(t.TempDir(), "none"), "名单.csv")
		wantCode(t, "by who may not, before reading", err, "access.forbidden")
	})
}

// counted counts the queries to the ledger.
type counted struct {
	domain.Store
	queries *int
}

func (c counted) Ledger() domain.LedgerRepo { return countedLedger{c.Store.Ledger(), c.queries} }

type countedLedger struct {
	domain.LedgerRepo
	queries *int
}

func (c countedLedger) Get(ctx context.Context, id string) (domain.LedgerPerson, error) {
	*c.queries++
	return c.LedgerRepo.Get(ctx, id)
}

func (c countedLedger) ByIDNumbers(ctx context.Context, numbers []domain.IDNumber) (map[domain.IDNumber]domain.LedgerPerson, error) {
	*c.queries++
	return c.LedgerRepo.ByIDNumbers(ctx, numbers)
}

func (c countedLedger) ByNames(ctx context.Context, division string, names []string) (map[string][]domain.LedgerPerson, error) {
	*c.queries++
	return c.LedgerRepo.ByNames(ctx, division, names)
}

// The longest list costs queries by the hundred rows, not by the row: half of it is found by number, the rest by name.
func TestLongestListIsFlatInQueries(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		persons := make([]domain.LedgerPerson, maxMatchRows)
		rows := make([]domain.MatchInput, maxMatchRows)
		given := []rune("国强建军小明玉兰淑珍桂英秀华东峰德刚志伟")
		families := []rune("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗")
		for i := range persons {
			name := string([]rune{families[i%20], given[i/20%20], given[i/400%20]})
			persons[i] = domain.LedgerPerson{ID: domain.NewID(), Name: name, IDNumber: number("1950"+birthday(i/900), i%900), Division: near,
				CreatedAt: w.clock.Now(), UpdatedAt: w.clock.Now(), Version: 1}
			rows[i] = domain.MatchInput{Name: name, IDNumber: persons[i].IDNumber, On: died}
			if i%2 == 1 {
				rows[i].IDNumber = changed(rows[i].IDNumber, 0)
			}
		}
		if err := w.Store.Ledger().Enter(t.Context(), persons); err != nil {
			t.Fatal(err)
		}
		queries := 0
		w.Store = counted{w.Store, &queries}
		run := w.run(partner, deaths(rows...))
		if run.Rows != maxMatchRows || run.Exact != maxMatchRows/2 || run.Probable != maxMatchRows/2 {
			t.Errorf("run %+v", run)
		}
		if limit := maxMatchRows / 25; queries > limit {
			t.Errorf("%d queries for %d rows, want at most %d", queries, maxMatchRows, limit)
		}
		t.Logf("%d queries for %d rows", queries, maxMatchRows)
		queries = 0
		if rows := w.rows(run.ID); len(rows) != maxPage || queries > 1 {
			t.Errorf("%d queries for a page of %d", queries, len(rows))
		}
	})
}
