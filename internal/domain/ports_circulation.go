package domain

import (
	"context"

	"github.com/danganku/danganku/internal/authz"
)

// CirculationRepos are the repositories of the work with dossiers that are on the shelf.
type CirculationRepos interface {
	Custody() CustodyRepo
	Loans() LoanRepo
}

// CustodyRepo knows where dossiers are. Until its first move a dossier is where its record says; afterwards the moves decide,
// also when the record is edited or projected anew.
type CustodyRepo interface {
	Of(ctx context.Context, dossierID string) (Whereabouts, error)
	// Record adds a move, provided the dossier is still in the state it starts from; else errs.Conflict with code
	// "custody.moved". Of many at once exactly one succeeds. The dossier enters the outbox.
	Record(ctx context.Context, move CustodyMove) error
	Moves(ctx context.Context, dossierID string) ([]CustodyMove, error) // newest first
}

// LoanRepo keeps loans.
type LoanRepo interface {
	// Create adds a loan; another open loan of the dossier is errs.Conflict with code "unique.loans_open_dossier".
	Create(ctx context.Context, loan Loan) error
	Update(ctx context.Context, loan *Loan) error // by version
	Get(ctx context.Context, id string) (Loan, error)
	// ByRequestKey returns the loan a user requested with this Idempotency-Key; errs.NotFound when none.
	ByRequestKey(ctx context.Context, userID, key string) (Loan, error)
	// List is newest first, before the given id.
	List(ctx context.Context, scope authz.Scope, filter LoanFilter, beforeID string, limit int) ([]Loan, error)
	Counts(ctx context.Context, scope authz.Scope) (map[LoanState]int, error)
	// OverdueOf names a loan of the unit that is overdue or lost; empty: none.
	OverdueOf(ctx context.Context, unit string, today PartialDate) (string, error)
	// Due lists loans that wait for a day (approved ones for FetchBy, those that are out and not lost for DueOn) which is at most
	// the given one, by id after the given id.
	Due(ctx context.Context, on PartialDate, afterID string, limit int) ([]Loan, error)
}

// LoanFilter narrows a listing; empty fields admit everything.
type LoanFilter struct {
	States    []LoanState
	DossierID string
	Text      string      // part of the number, unit or archival code
	DueBy     PartialDate // only loans that wait for this day or an earlier one
}
