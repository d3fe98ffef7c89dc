package sqlstore_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/sqlstore"
)

// transferTables fill the tables of the handover: 20,000 batches of one line each but for the first two, whose lines,
// checks and gaps are as many.
var transferTables = []string{
	"INSERT INTO enterprises SELECT 'e' || n, 'enterprise ' || n, 'c' || n, '', '', '', '', '', 1 FROM numbers",
	"INSERT INTO nature_forms SELECT 'n' || n, 'e' || (n % 500 + 1), '', '', '', '', '', '', CAST(210101 + n % 13 AS text), 'CONFIRMED', '', '{}', '', '', " +
		"CAST('2026-01-01 00:00:00+00:00' AS TIME), CAST('2026-01-01 00:00:00+00:00' AS TIME), 1 FROM numbers",
	"INSERT INTO agreements SELECT 'a' || n, 1, '', 'e' || (n % 500 + 1), '', 'o' || (n % 40), CAST(210101 + n % 13 AS text), 'DRAFT', '{}', '{}', '{}', '', '', '', " +
		"CAST('2026-01-01 00:00:00+00:00' AS TIME), CAST('2026-01-01 00:00:00+00:00' AS TIME), 1 FROM numbers",
	"INSERT INTO transfer_batches SELECT 'b' || n, 'no' || n, '', 'e' || (n % 500 + 1), '', '', '', '', 'o' || (n % 40), CAST(210101 + n % 13 AS text), 'a' || (n % 5000), " +
		"CASE WHEN n % 9 = 0 THEN 'DRAFT' ELSE 'CLOSED' END, '', '', '{}', '', '', '', '{}', 1, 'null', '', '', " +
		"CAST('2026-01-01 00:00:00+00:00' AS TIME), CAST('2026-01-01 00:00:00+00:00' AS TIME), 1 FROM numbers",
	lineInsert("CASE WHEN n <= 10000 THEN 'b1' ELSE 'b' || n END"),
	"INSERT INTO line_checks SELECT batch_id, seq, 1, 'ACCEPT', '{}', 'null', '', CAST('2026-01-01 00:00:00+00:00' AS TIME) FROM numbers JOIN batch_lines ON seq = n",
	"INSERT INTO line_gaps SELECT 'g' || n, batch_id, seq, '', '', true, '', '2026-01-01', '', '', '', '' FROM numbers JOIN batch_lines ON seq = n",
	"INSERT INTO issued_papers SELECT 'p' || n, '', '', '', 'b' || (n % 5000), '', 1, 1, '', '', CAST('2026-01-01 00:00:00+00:00' AS TIME) FROM numbers",
	"INSERT INTO attachments SELECT 'f' || n, 'd' || n, 1, '', '', CASE WHEN n % 99 = 0 THEN '' ELSE 'batch' END, '', 'u', CAST('2026-01-01 00:00:00+00:00' AS TIME) FROM numbers",
	"INSERT INTO roster_imports SELECT 'r' || n, '', '', '', 'e' || (n % 500 + 1), CAST(210101 + n % 13 AS text), '', '', 0, 0, 0, 0, 0, 0, 'null', 'null', '', " +
		"CAST('2026-01-01 00:00:00+00:00' AS TIME), CAST('2026-01-01 00:00:00+00:00' AS TIME), 1 FROM numbers",
	"INSERT INTO ledger_persons SELECT 'p' || n, 'name ' || (n % 3000), 'i' || n, '', '', '', '', '', '', '', '', '', false, " +
		"CAST(210101 + n % 13 AS text) || '001' || CAST(100 + n % 300 AS text), '', '', '', CASE WHEN n % 50 = 0 THEN 'DECEASED' ELSE '' END, '', '', '', '', '', '', '', '', 1, '', " +
		"CAST('2026-01-01 00:00:00+00:00' AS TIME), CAST('2026-01-01 00:00:00+00:00' AS TIME), 1 FROM numbers",
	"INSERT INTO ledger_events SELECT 'v' || n, 'p' || (n % 5000 + 1), '', CAST('2026-01-01 00:00:00+00:00' AS TIME), '', '' FROM numbers",
	"INSERT INTO match_rows SELECT 'm1', n, '{}', CASE WHEN n % 9 = 0 THEN 'EXACT' ELSE 'NONE' END, '', 0, '', CASE WHEN n % 99 = 0 THEN 'PENDING' ELSE 'NONE' END, '', NULL FROM numbers",
}

func lineInsert(batch string) string {
	return "INSERT INTO batch_lines SELECT " + batch + ", n, 'person ' || n, CASE WHEN n % 9 = 0 THEN 'ACCEPTED' ELSE 'VERIFIED' END, '', '{}', '', 'person ' || n, " +
		"'code ' || n, '', '2025-06', '2025-07-31', 1, '', NULL, '2026-01-01', '', '', '', 1, 0, 1, 1, true, '', '', '', '', '2026-01-02', 'd' || n, 1 FROM numbers"
}

var (
	handler   = authz.Scope{Enterprises: []string{"e7", "e8"}}
	community = authz.Scope{Divisions: []string{"210103001150", "210104001151"}}
)

var transferPlans = []plan{
	{"batches of the whole installation", false, func(ctx context.Context, s domain.Store) error {
		return second(s.Batches().List(ctx, authz.Everything(), domain.BatchFilter{}, "b9", 50))
	}},
	{"batches of enterprises", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Batches().List(ctx, handler, domain.BatchFilter{}, "b9", 50))
	}},
	{"batches in a city", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Batches().List(ctx, city, domain.BatchFilter{State: domain.BatchDraft}, "", 50))
	}},
	{"batches in a mixed scope", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Batches().List(ctx, narrow.Union(handler), domain.BatchFilter{}, "", 50))
	}},
	{"batches under an agreement", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Batches().List(ctx, authz.Everything(), domain.BatchFilter{AgreementID: "a7"}, "", 50))
	}},
	{"batch by number", false, func(ctx context.Context, s domain.Store) error { return second(s.Batches().ByNo(ctx, "no5")) }},
	{"draft batch", true, func(ctx context.Context, s domain.Store) error { return second(s.Batches().DraftOf(ctx, "e7")) }},
	{"agreements of enterprises", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Agreements().List(ctx, handler, domain.AgreementFilter{}, "", 50))
	}},
	{"newest agreement", false, func(ctx context.Context, s domain.Store) error { return second(s.Agreements().Get(ctx, "a7", 0)) }},
	{"delivered volumes", false, func(ctx context.Context, s domain.Store) error {
		return second(s.Agreements().DeliveredVolumes(ctx, "a7"))
	}},
	{"confirmed nature form", true, func(ctx context.Context, s domain.Store) error { return second(s.NatureForms().Confirmed(ctx, "e7")) }},
	{"nature forms in a city", true, func(ctx context.Context, s domain.Store) error {
		return second(s.NatureForms().List(ctx, city, domain.NatureConfirmed, "", 50))
	}},
	{"rosters of enterprises", true, func(ctx context.Context, s domain.Store) error { return second(s.Rosters().List(ctx, handler, "", 50)) }},
	{"lines", false, func(ctx context.Context, s domain.Store) error {
		return second(s.Batches().Lines(ctx, "b1", domain.LineFilter{}, 5000, 50))
	}},
	{"tallies", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Batches().Tallies(ctx, []string{"b11000", "b12000"}))
	}},
	{"lines of persons", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Batches().PersonsOf(ctx, []domain.IDNumber{"person 3", "person 12000"}))
	}},
	{"lines of dossiers", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Batches().OfDossiers(ctx, []string{"d3", "d12000"}))
	}},
	{"without electronic copy", false, func(ctx context.Context, s domain.Store) error {
		_, _, err := s.Batches().WithoutEcopy(ctx, "b1", domain.Date(2026, 1, 1))
		return err
	}},
	{"checks of a round", false, func(ctx context.Context, s domain.Store) error {
		return second(s.Batches().Checks(ctx, "b1", 1, nil, 5000, 50))
	}},
	{"gaps of a batch", true, func(ctx context.Context, s domain.Store) error { return second(s.Gaps().OfBatch(ctx, "b12000")) }},
	{"papers of a batch", true, func(ctx context.Context, s domain.Store) error { return second(s.Papers().OfBatch(ctx, "b7")) }},
	{"unused attachments", false, func(ctx context.Context, s domain.Store) error { return second(s.Attachments().Unused(ctx, now, 50)) }},
	{"persons in a city", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Ledger().List(ctx, city, domain.LedgerFilter{Unregistered: true}, "p1", 50))
	}},
	{"persons of communities", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Ledger().List(ctx, community, domain.LedgerFilter{Name: "x"}, "p1", 50))
	}},
	{"persons of a subdistrict below a city", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Ledger().List(ctx, city, domain.LedgerFilter{Division: "210103001"}, "p1", 50))
	}},
	{"count of communities", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Ledger().Count(ctx, community, domain.LedgerFilter{}))
	}},
	{"person by number", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Ledger().List(ctx, authz.Everything(), domain.LedgerFilter{Name: "219999195001012345"}, "", 50))
	}},
	{"persons by name", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Ledger().ByNames(ctx, "210106", []string{"name 5", "name 6"}))
	}},
	{"events of a person", true, func(ctx context.Context, s domain.Store) error { return second(s.Ledger().Events(ctx, "p7")) }},
	{"rows to review", false, func(ctx context.Context, s domain.Store) error {
		return second(s.Matches().Rows(ctx, "m1", "", domain.ReviewPending, 10, 50))
	}},
	{"matching run", false, func(ctx context.Context, s domain.Store) error { return second(s.Matches().Get(ctx, "m1")) }},
}

// TestTransferStatementsDoNotGrowWithLines: work on many lines takes few statements.
func TestTransferStatementsDoNotGrowWithLines(t *testing.T) {
	onEach(t, func(t *testing.T, s *sqlstore.Store) {
		ctx, day := t.Context(), domain.Date(2026, 3, 9)
		must(t, s.Enterprises().Save(ctx, domain.Enterprise{ID: "e", Name: "e"}))
		must(t, s.Batches().Create(ctx, domain.TransferBatch{ID: "b", No: "1", EnterpriseID: "e"}))
		var lines []domain.BatchLine
		var persons []domain.LedgerPerson
		var numbers []domain.IDNumber
		var seqs []int
		for n := range 500 {
			number := domain.IDNumber(fmt.Sprint(n))
			lines = append(lines, domain.BatchLine{State: domain.LineVerified, Form: domain.InfoForm{IDNumber: number}})
			persons = append(persons, domain.LedgerPerson{ID: fmt.Sprint("p", n), IDNumber: number})
			numbers, seqs = append(numbers, number), append(seqs, n+1)
		}
		batches := s.Batches()
		statements := record(t, s)
		for _, c := range []struct {
			name string
			most int
			call func() error
		}{
			{"500 new lines", 3, func() (err error) { lines, err = batches.AddLines(ctx, "b", lines); return err }},
			{"500 changed lines", 3, func() error { return batches.UpdateLines(ctx, lines) }},
			{"listing", 1, func() error { return second(batches.MarkListed(ctx, "b", day)) }},
			{"delivery of 500", 1, func() error {
				return second(batches.MarkDelivered(ctx, "b", []domain.LineState{domain.LineVerified}, seqs, day))
			}},
			{"acceptance", 1, func() error { return second(batches.MarkAccepted(ctx, "b", day)) }},
			{"500 tallies", 1, func() error { return second(batches.Tallies(ctx, append(slices.Repeat([]string{"x"}, 499), "b"))) }},
			{"lines of 500 persons", 2, func() error { return second(batches.PersonsOf(ctx, numbers)) }},
			{"500 persons", 1, func() error { return s.Ledger().Enter(ctx, persons) }},
			{"500 persons by number", 1, func() error { return second(s.Ledger().ByIDNumbers(ctx, numbers)) }},
			{"outstanding", 2, func() error {
				return second(s.Counts().Outstanding(ctx, authz.Everything(), day, domain.DefaultLatePolicy()))
			}},
		} {
			must(t, c.call())
			if sent := statements.take(); len(sent) == 0 || len(sent) > c.most {
				t.Errorf("%s took %d statements, want at most %d", c.name, len(sent), c.most)
			}
		}
	})
}
