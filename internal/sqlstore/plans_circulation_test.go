package sqlstore_test

import (
	"context"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/sqlstore"
)

// kindOfMatter spreads the matters over all kinds, three of seven being loans.
const kindOfMatter = "CASE n % 7 WHEN 1 THEN 'CONSULTATION' WHEN 2 THEN 'COPY' WHEN 3 THEN 'CERTIFICATE' WHEN 4 THEN 'OUTBOUND' WHEN 5 THEN 'HOLD' ELSE 'LOAN' END"

// circulationTables fill the tables of the work with shelved dossiers: every dossier was moved and has a matter, one of 40 is open.
var circulationTables = []string{
	"INSERT INTO custody SELECT 'dossier-' || n, CASE WHEN n % 40 = 0 THEN 'ON_LOAN' ELSE 'IN_STORAGE' END, '', '', '', '', " +
		"CAST('2026-01-01 00:00:00+00:00' AS TIME) FROM numbers",
	"INSERT INTO custody_moves (id, dossier_id, from_state, to_state, holder, basis_kind, basis_id, basis_no, note, actor_name, at) " +
		"SELECT 'm' || n, 'dossier-' || (n % 5000), '', '', '', '', '', '', '', '', CAST('2026-01-01 00:00:00+00:00' AS TIME) FROM numbers",
	"INSERT INTO matters SELECT 'l' || n, 'JY-' || n, " + kindOfMatter + ", 'dossier-' || n, CASE WHEN n % 7 = 2 THEN 'l' || (n - 1) END, 'c' || n, " +
		"'', 'o' || (n % 40), CAST(210101 + n % 13 AS text), 'unit ' || (n % 300), CASE WHEN n % 40 = 0 THEN 'CHECKED_OUT' ELSE 'RETURNED' END, " +
		"CASE WHEN n % 40 = 0 THEN '2026-03-01' WHEN n % 7 = 5 THEN '2031-03-01' ELSE '' END, n % 99 = 0, CASE WHEN n % 40 = 0 THEN 'dossier-' || n END, " +
		"CASE WHEN n % 7 = 1 THEN 'c' || n END, CASE WHEN n % 7 = 1 THEN 't' || n END, NULL, 'u', CAST('2026-01-01 00:00:00+00:00' AS TIME), " +
		"CAST('2026-01-01 00:00:00+00:00' AS TIME), 1, '{}' FROM numbers",
	"INSERT INTO proofs SELECT 'v' || n, '', 'n' || n, '', 'l' || n, '', '', NULL, '' FROM numbers",
}

var circulationPlans = []plan{
	{"where a dossier is", false, func(ctx context.Context, s domain.Store) error { return second(s.Custody().Of(ctx, "dossier-7")) }},
	{"moves of a dossier", true, func(ctx context.Context, s domain.Store) error { return second(s.Custody().Moves(ctx, "dossier-7")) }},
	{"loans of the whole installation", false, func(ctx context.Context, s domain.Store) error {
		return second(s.Loans().List(ctx, authz.Everything(), domain.MatterFilter{}, "l9", 50))
	}},
	{"loans of a dossier", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Loans().List(ctx, city, domain.MatterFilter{DossierID: "dossier-7"}, "", 50))
	}},
	{"loans in a state", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Loans().List(ctx, city, domain.MatterFilter{States: []string{"OVERDUE", "ESCALATED"}}, "", 50))
	}},
	{"loans in a mixed scope", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Loans().List(ctx, narrow, domain.MatterFilter{}, "", 50))
	}},
	{"loan by request", false, func(ctx context.Context, s domain.Store) error { return second(s.Loans().ByRequestKey(ctx, "u", "k")) }},
	{"overdue loan of a unit", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Loans().OverdueOf(ctx, "unit 7", domain.Date(2026, 3, 9)))
	}},
	{"due loans", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Loans().Due(ctx, domain.Date(2026, 3, 9), "l5", 50))
	}},
	{"matters of the whole installation", false, func(ctx context.Context, s domain.Store) error {
		return second(s.Matters().List(ctx, authz.Everything(), domain.MatterFilter{}, "l9", 50))
	}},
	{"matters of an office in some states", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Matters().List(ctx, authz.Scope{Offices: []string{"o7"}}, domain.MatterFilter{Kinds: []domain.MatterKind{domain.MatterLoan, domain.MatterHold},
			States: []string{"OVERDUE", "DUE"}}, "", 50))
	}},
	{"matters to decide", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Matters().List(ctx, city, domain.MatterFilter{Deciding: true}, "", 50))
	}},
	{"due matters of all kinds", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Matters().Due(ctx, city, domain.PartialDate{}, domain.Date(2026, 3, 9), 50))
	}},
	{"matters that need a dossier", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Matters().List(ctx, authz.Everything(), domain.MatterFilter{DossierID: "dossier-80", Exclusive: true}, "", 50))
	}},
	{"matter by number", false, func(ctx context.Context, s domain.Store) error { return second(s.Matters().ByNo(ctx, "JY-7")) }},
	{"consultation by code", false, func(ctx context.Context, s domain.Store) error { return second(s.Consultations().ByCode(ctx, "c8")) }},
	{"consultation by token", false, func(ctx context.Context, s domain.Store) error { return second(s.Consultations().ByToken(ctx, "t8")) }},
	{"copies of a consultation", true, func(ctx context.Context, s domain.Store) error { return second(s.Consultations().CopiesOf(ctx, "l8")) }},
	{"deceased on the shelf", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Holds().OnShelf(ctx, authz.Everything(), "dossier-7", 50))
	}},
	{"deceased on the shelf of an office", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Holds().OnShelf(ctx, narrow, "", 50))
	}},
	{"proof", false, func(ctx context.Context, s domain.Store) error { return second(s.Proofs().Get(ctx, "v7")) }},
	{"papers of a matter", false, func(ctx context.Context, s domain.Store) error { return s.Proofs().Void(ctx, "l7", now, "") }},
}

// TestRareMattersAreFoundByTheirIndexes: SQLite takes every index for as selective as any other, so that a kind, of which there
// are thousands, may win over what finds a few. The wanted index must be in the plan of the question.
func TestRareMattersAreFoundByTheirIndexes(t *testing.T) {
	wanted := map[string]string{
		"overdue loan of a unit": "matters_out_by_unit", "due loans": "matters_due", "matters to decide": "matters_deciding_by_city",
		"copies of a consultation": "matters_by_parent", "matters that need a dossier": "matters_by_dossier", "deceased on the shelf": "matters_hold",
		"consultation by code": "(screen_code=?)", "consultation by token": "(screen_token=?)",
	}
	s := databases[sqlstore.SQLite](t)
	fillTables(t, s)
	statements := record(t, s)
	for _, p := range circulationPlans {
		index, rare := wanted[p.name]
		if !rare {
			continue
		}
		delete(wanted, p.name)
		_ = p.ask(t.Context(), s)
		if lines := explain(t, s, statements.take()[0]); !strings.Contains(lines, index) {
			t.Errorf("%s is not answered by %s:\n%s", p.name, index, lines)
		}
	}
	if len(wanted) > 0 {
		t.Errorf("questions that are not asked: %v", wanted)
	}
}
