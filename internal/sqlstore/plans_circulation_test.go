package sqlstore_test

import (
	"context"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// circulationTables fill the tables of the work with shelved dossiers: every dossier was moved and lent, one loan of 40 is open.
var circulationTables = []string{
	"INSERT INTO custody SELECT 'dossier-' || n, CASE WHEN n % 40 = 0 THEN 'ON_LOAN' ELSE 'IN_STORAGE' END, '', '', '', '', " +
		"CAST('2026-01-01 00:00:00+00:00' AS TIME) FROM numbers",
	"INSERT INTO custody_moves (id, dossier_id, from_state, to_state, holder, basis_kind, basis_id, basis_no, note, actor_name, at) " +
		"SELECT 'm' || n, 'dossier-' || (n % 5000), '', '', '', '', '', '', '', '', CAST('2026-01-01 00:00:00+00:00' AS TIME) FROM numbers",
	"INSERT INTO loans SELECT 'l' || n, 'JY-' || n, 'dossier-' || n, 'c' || n, '', 'o' || (n % 40), CAST(210101 + n % 13 AS text), '', 'unit ' || (n % 300), '{}', NULL, " +
		"CASE WHEN n % 40 = 0 THEN 'CHECKED_OUT' ELSE 'RETURNED' END, 'null', '{}', '', CASE WHEN n % 40 = 0 THEN '2026-03-01' ELSE '' END, " +
		"CASE WHEN n % 40 = 0 THEN '2026-03-01' ELSE '' END, '', NULL, 'null', 'null', '{}', '', NULL, '', 'u', " +
		"CAST('2026-01-01 00:00:00+00:00' AS TIME), CAST('2026-01-01 00:00:00+00:00' AS TIME), 1 FROM numbers",
}

var circulationPlans = []plan{
	{"where a dossier is", false, func(ctx context.Context, s domain.Store) error { return second(s.Custody().Of(ctx, "dossier-7")) }},
	{"moves of a dossier", true, func(ctx context.Context, s domain.Store) error { return second(s.Custody().Moves(ctx, "dossier-7")) }},
	{"loans of the whole installation", false, func(ctx context.Context, s domain.Store) error {
		return second(s.Loans().List(ctx, authz.Everything(), domain.LoanFilter{}, "l9", 50))
	}},
	{"loans of a dossier", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Loans().List(ctx, city, domain.LoanFilter{DossierID: "dossier-7"}, "", 50))
	}},
	{"loans in a state", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Loans().List(ctx, city, domain.LoanFilter{States: []domain.LoanState{domain.LoanOverdue, domain.LoanEscalated}}, "", 50))
	}},
	{"loans in a mixed scope", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Loans().List(ctx, narrow, domain.LoanFilter{}, "", 50))
	}},
	{"loan by request", false, func(ctx context.Context, s domain.Store) error { return second(s.Loans().ByRequestKey(ctx, "u", "k")) }},
	{"overdue loan of a unit", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Loans().OverdueOf(ctx, "unit 7", domain.Date(2026, 3, 9)))
	}},
	{"due loans", true, func(ctx context.Context, s domain.Store) error {
		return second(s.Loans().Due(ctx, domain.Date(2026, 3, 9), "l5", 50))
	}},
}
