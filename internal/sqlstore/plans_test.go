package sqlstore_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/sqlstore"
)

// plan is a question of the ports and the ways a database may answer it: never by reading a whole table, never by
// sorting one.
type plan struct {
	name  string
	sorts bool // puts a result in order that is small by itself
	ask   func(ctx context.Context, s domain.Store) error
}

var (
	city   = authz.Scope{Divisions: []string{"2101"}}
	narrow = authz.Scope{Divisions: []string{"210106", "2102"}, Offices: []string{"210103-7"}}
	now    = time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)
)

var plans = []plan{
	{"list in the whole installation", false, func(ctx context.Context, s domain.Store) error {
		return second(s.Dossiers().List(ctx, authz.Everything(), "dossier-1", 50))
	}},
	{"list in a city", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Dossiers().List(ctx, city, "dossier-1", 50))
	}},
	{"list in a mixed scope", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Dossiers().List(ctx, narrow, "dossier-1", 50))
	}},
	{"heads", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Dossiers().Heads(ctx, []string{"dossier-1", "dossier-2"}, narrow))
	}},
	{"whole dossier", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Dossiers().Documents(ctx, []string{"dossier-1"}))
	}},
	{"by identity number", false, func(ctx context.Context, s domain.Store) error {
		return second(s.Dossiers().ByIDNumbers(ctx, []domain.IDNumber{"1", "2"}))
	}},
	{"by archival code", false, func(ctx context.Context, s domain.Store) error {
		return second(s.Dossiers().ByArchivalCodes(ctx, []string{"1", "2"}))
	}},
	{"enterprise by name", false, func(ctx context.Context, s domain.Store) error { return second(s.Enterprises().ByName(ctx, "x")) }},
	{"ingest items", false, func(ctx context.Context, s domain.Store) error {
		return second(s.Ingests().Items(ctx, "i1", domain.ItemRefuse, 100, 50))
	}},
	{"outbox", false, func(ctx context.Context, s domain.Store) error {
		return second(s.Outbox().After(ctx, domain.ChangePosition{Epoch: 1, Seq: 5}, 50))
	}},
	{"claim", false, func(ctx context.Context, s domain.Store) error {
		return second(s.Jobs().Claim(ctx, "w", []string{"k", "l"}, now, now.Add(time.Minute)))
	}},
	{"oldest job", false, func(ctx context.Context, s domain.Store) error { return second(s.Jobs().Oldest(ctx)) }},
	{"unsealed", false, func(ctx context.Context, s domain.Store) error { return second(s.Audit().Unsealed(ctx, 50)) }},
	{"last sealed", false, func(ctx context.Context, s domain.Store) error { return second(s.Audit().LastSealed(ctx)) }},
	{"count of sealed", false, func(ctx context.Context, s domain.Store) error { return second(s.Audit().CountSealed(ctx, 50)) }},
	{"oldest unsealed", true, func(ctx context.Context, s domain.Store) error { return second(s.Audit().OldestUnsealed(ctx)) }},
	{"access log", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Audit().List(ctx, domain.AuditFilter{Subjects: []domain.AuditSubject{{Object: "dossier", ID: "d7"}, {Object: "installation", Action: "x"},
			{Object: "loan", ID: "l1"}, {Object: "loan", ID: "l2"}}}, "", 50))
	}},
	{"audit trail", false, func(ctx context.Context, s domain.Store) error {
		return second(s.Audit().List(ctx, domain.AuditFilter{}, "", 50))
	}},
	{"audit trail of an actor", false, func(ctx context.Context, s domain.Store) error {
		return second(s.Audit().List(ctx, domain.AuditFilter{Actor: "u", From: now}, "", 50))
	}},
	{"audit trail of an object", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Audit().List(ctx, domain.AuditFilter{Object: "dossier", ObjectID: "d"}, "", 50))
	}},
	{"expired intents", true, func(ctx context.Context, s domain.Store) error { return second(s.Intents().Expired(ctx, now, 50)) }},
	{"enterprises by name", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Enterprises().ByNames(ctx, []string{"x", "y"}))
	}},
	{"enterprises by code", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Enterprises().ByUSCCs(ctx, []string{"x", "y"}))
	}},
	{"session", false, func(ctx context.Context, s domain.Store) error { return second(s.Sessions().Get(ctx, "t")) }},
	{"login", false, func(ctx context.Context, s domain.Store) error { return second(s.Users().ByLogin(ctx, "l")) }},
}

// second is the error of a call whose answer does not matter.
func second[V any](_ V, err error) error { return err }

type statement struct {
	sql  string
	args []any
}

// recorder keeps the statements a store sends.
type recorder struct {
	mu         sync.Mutex
	statements []statement
}

func record(t *testing.T, s *sqlstore.Store) *recorder {
	t.Helper()
	r := &recorder{}
	must(t, s.OnStatement(func(sql string, args []any) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.statements = append(r.statements, statement{sql, args})
	}))
	return r
}

// take returns the statements since the last call.
func (r *recorder) take() []statement {
	r.mu.Lock()
	defer r.mu.Unlock()
	taken := r.statements
	r.statements = nil
	return taken
}

// TestQuestionsAreAnsweredByIndexes asks on filled tables, so that the planners have something to choose.
func TestQuestionsAreAnsweredByIndexes(t *testing.T) {
	onEach(t, func(t *testing.T, s *sqlstore.Store) {
		fillTables(t, s)
		statements := record(t, s)
		for _, p := range slices.Concat(plans, transferPlans, circulationPlans) {
			_ = p.ask(t.Context(), s) // finding nothing is an answer too
			sent := statements.take()
			if len(sent) == 0 {
				t.Errorf("%s: no statement was seen", p.name)
			}
			for _, statement := range sent {
				if lines := explain(t, s, statement); faulty(s.Kind(), lines, p.sorts) {
					t.Errorf("%s: %s\n%s", p.name, statement.sql, lines)
				}
			}
		}
		for _, bad := range []string{"SELECT * FROM dossiers WHERE remark = 'x'", "SELECT * FROM dossiers WHERE id > 'a' ORDER BY remark LIMIT 5"} {
			if lines := explain(t, s, statement{sql: bad}); !faulty(s.Kind(), lines, false) {
				t.Errorf("a question without index is not noticed: %s\n%s", bad, lines)
			}
		}
	})
}

var faults = map[sqlstore.Kind]struct{ scan, sort *regexp.Regexp }{
	sqlstore.SQLite: {regexp.MustCompile(`(?m)^SCAN [a-z_]{1,2}$|^SCAN [a-z_]+s$|^SCAN custody$`), regexp.MustCompile(`TEMP B-TREE FOR .*ORDER BY`)},
	sqlstore.Postgres: {regexp.MustCompile(`Seq Scan on (dossiers|retirees|enterprises|jobs|outbox|audit_entries|ingest_items|` +
		`transfer_batches|agreements|nature_forms|batch_lines|line_checks|line_gaps|issued_papers|attachments|roster_imports|ledger_persons|` +
		`ledger_events|match_rows|custody|custody_moves|matters|proofs)`), regexp.MustCompile(`Sort`)},
}

func faulty(kind sqlstore.Kind, lines string, maySort bool) bool {
	return faults[kind].scan.MatchString(lines) || !maySort && faults[kind].sort.MatchString(lines)
}

// explain returns the plan of a statement, one step a line.
func explain(t *testing.T, s *sqlstore.Store, statement statement) string {
	t.Helper()
	prefix := map[sqlstore.Kind]string{sqlstore.SQLite: "EXPLAIN QUERY PLAN ", sqlstore.Postgres: "EXPLAIN "}[s.Kind()]
	rows, err := s.SQL().QueryContext(t.Context(), prefix+statement.sql, statement.args...)
	must(t, err)
	defer rows.Close()
	var lines []string
	for rows.Next() {
		var line string
		columns := []any{&line}
		if s.Kind() == sqlstore.SQLite {
			columns = []any{new(int), new(int), new(int), &line}
		}
		must(t, rows.Scan(columns...))
		lines = append(lines, line)
	}
	must(t, rows.Err())
	return strings.Join(lines, "\n")
}

// fillTables makes 20,000 rows of the tables that grow: dossiers of 13 districts, a small office among them.
func fillTables(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	must(t, s.Dossiers().Put(t.Context(), &domain.Dossier{ID: "a", Version: 1, Office: domain.ArchiveOffice{Code: "o"}, Retiree: domain.Retiree{ID: "a"}}))
	must(t, s.Ingests().Create(t.Context(), domain.Ingest{ID: "i1"}))
	must(t, s.Matches().Create(t.Context(), domain.MatchRun{ID: "m1"}, nil))
	numbers := "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 20000) "
	const time = "CAST('2026-01-01 00:00:00+00:00' AS TIME)"
	for _, insert := range slices.Concat(transferTables, circulationTables, []string{
		"INSERT INTO retirees SELECT 'r' || n, 'x', 'x', '', '', '', '', '', '', '', '', '', '', '' FROM numbers",
		"INSERT INTO dossiers SELECT 'dossier-' || n, 'o', 'o', CAST(210101 + n % 13 AS text), 'c' || n, 'i' || n, '', '', '', '', 'r' || n, NULL, 0, " +
			"0, 0, 0, 'QC', '', '', 1, 1, " + time + ", " + time + ", NULL FROM numbers",
		"INSERT INTO ingest_items SELECT 'i1', n, 'd', CASE WHEN n % 9 = 0 THEN 'REFUSE' ELSE 'ACCEPT' END, '', '', '', 0, 0, 0, '', '', '' FROM numbers",
		"INSERT INTO outbox (dossier_id) SELECT 'd' || n FROM numbers",
		"INSERT INTO jobs SELECT 'j' || n, 'k', NULL, '', CASE WHEN n % 2 = 0 THEN 'PENDING' ELSE 'DONE' END, false, 0, 1, " + time + ", '', NULL, '', " + time + ", NULL FROM numbers",
		"INSERT INTO audit_entries (id, at, actor, actor_name, action, object, object_id, office_code, detail, address, seal_no, seal) " +
			"SELECT 'a' || n, " + time + ", 'u' || n % 50, '', 'x', 'dossier', 'd' || n % 5000, '', '', '', CASE WHEN n < 10000 THEN n END, CASE WHEN n < 10000 THEN 's' END FROM numbers",
	}) {
		kindOfTime := map[sqlstore.Kind]string{sqlstore.SQLite: "text", sqlstore.Postgres: "timestamptz"}[s.Kind()]
		head, rest, _ := strings.Cut(strings.ReplaceAll(insert, "AS TIME", "AS "+kindOfTime), " SELECT ")
		if _, err := s.SQL().ExecContext(t.Context(), head+" "+numbers+"SELECT "+rest); err != nil {
			t.Fatalf("%s: %v", head, err)
		}
	}
	if s.Kind() == sqlstore.Postgres { // where autovacuum does it
		_, err := s.SQL().ExecContext(t.Context(), "ANALYZE")
		must(t, err)
	}
}

// TestStatementsDoNotGrowWithRows: work on many rows takes few statements.
func TestStatementsDoNotGrowWithRows(t *testing.T) {
	onEach(t, func(t *testing.T, s *sqlstore.Store) {
		ctx := t.Context()
		big := &domain.Dossier{ID: "d", Version: 1, Office: domain.ArchiveOffice{Code: "o"}, Retiree: domain.Retiree{ID: "r"},
			Enterprise: domain.Enterprise{ID: "e", Name: "e"}}
		for range 400 {
			big.AddPage(domain.Page{})
		}
		var numbers []domain.IDNumber
		var ids []string
		var texts []domain.PageText
		for n := range 500 {
			numbers, ids = append(numbers, domain.IDNumber(fmt.Sprint(n))), append(ids, fmt.Sprint("d", n))
			texts = append(texts, domain.PageText{DossierID: "d", PageNo: n, Engine: "e"})
		}
		entries := make([]domain.AuditEntry, 500)
		for i := range entries {
			entries[i].ID, entries[i].SealNo, entries[i].Seal = fmt.Sprint("a", i), uint64(i+1), "s"
		}
		statements := record(t, s)
		for _, c := range []struct {
			name string
			most int
			call func() error
		}{
			{"put of 400 pages", 8, func() error { return s.Dossiers().Put(ctx, big) }},
			{"replacement of 400 pages", 12, func() error { big.Version++; return s.Dossiers().Put(ctx, big) }},
			{"get", 6, func() error { return second(s.Dossiers().Get(ctx, "d")) }},
			{"500 documents", 6, func() error { return second(s.Dossiers().Documents(ctx, append(ids[1:], "d"))) }},
			{"500 heads", 1, func() error { return second(s.Dossiers().Heads(ctx, ids, authz.Everything())) }},
			{"500 identity numbers", 1, func() error { return second(s.Dossiers().ByIDNumbers(ctx, numbers)) }},
			{"500 archival codes", 1, func() error { return second(s.Dossiers().ByArchivalCodes(ctx, ids)) }},
			{"500 texts", 1, func() error { return s.Texts().Save(ctx, texts) }},
			{"texts of 500 dossiers", 1, func() error { return second(s.Texts().OfDossiers(ctx, ids)) }},
			{"500 changes", 1, func() error { return s.Outbox().Append(ctx, ids...) }},
			{"500 audit entries", 1, func() error { return s.Audit().Append(ctx, entries...) }},
			{"500 seals", 1, func() error { return s.Audit().SetSeals(ctx, entries) }},
		} {
			must(t, c.call())
			if sent := statements.take(); len(sent) == 0 || len(sent) > c.most {
				t.Errorf("%s took %d statements, want at most %d", c.name, len(sent), c.most)
			}
		}
	})
}
