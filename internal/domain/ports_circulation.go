package domain

import (
	"context"
	"time"

	"github.com/danganku/danganku/internal/authz"
)

// CirculationRepos are the repositories of the work with dossiers that are on the shelf.
type CirculationRepos interface {
	Custody() CustodyRepo
	Matters() MatterIndex
	Loans() LoanRepo
	Consultations() ConsultationRepo
	Copies() MatterRepo[CopyOrder]
	Certificates() MatterRepo[Certificate]
	Outbounds() MatterRepo[OutboundTransfer]
	Holds() HoldRepo
	Proofs() ProofRepo
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

// MatterRepo keeps the matters of one kind. "Not found" and "stale" errors carry the code of the kind: "loan.not_found".
type MatterRepo[T any] interface {
	// Create adds a matter; where both are exclusive, another open one of the dossier, of whatever kind, is errs.Conflict with
	// code "unique.matters_exclusive".
	Create(ctx context.Context, matter T) error
	Update(ctx context.Context, matter *T) error // by version
	Get(ctx context.Context, id string) (T, error)
	// ByRequestKey returns the matter a user began with this Idempotency-Key; errs.NotFound when none.
	ByRequestKey(ctx context.Context, userID, key string) (T, error)
	// List is newest first, before the given id.
	List(ctx context.Context, scope authz.Scope, filter MatterFilter, beforeID string, limit int) ([]T, error)
	// Due lists matters that wait for a day (MatterFacts.WaitsFor) which is at most the given one, by id after the given id.
	Due(ctx context.Context, on PartialDate, afterID string, limit int) ([]T, error)
}

// LoanRepo keeps loans.
type LoanRepo interface {
	MatterRepo[Loan]
	// OverdueOf names a loan of the unit that is overdue or lost; empty: none.
	OverdueOf(ctx context.Context, unit string, today PartialDate) (string, error)
}

// ConsultationRepo keeps consultations.
type ConsultationRepo interface {
	MatterRepo[Consultation]
	// ByCode finds the open consultation whose screen a code (hash) starts, ByToken the one a screen carries the token (hash) of.
	ByCode(ctx context.Context, codeHash string) (Consultation, error)
	ByToken(ctx context.Context, tokenHash string) (Consultation, error)
	// CopiesOf lists the orders of copies of a consultation, oldest first.
	CopiesOf(ctx context.Context, consultationID string) ([]CopyOrder, error)
}

// HoldRepo keeps the holds of deceased persons' dossiers.
type HoldRepo interface {
	MatterRepo[Hold]
	// OnShelf lists dossiers in storage without a hold whose subject the ledger of persons has as deceased, by dossier id after the
	// given one.
	OnShelf(ctx context.Context, scope authz.Scope, afterID string, limit int) ([]DeceasedOnShelf, error)
}

// MatterIndex looks over all kinds of matters.
type MatterIndex interface {
	// List is newest first, before the given id.
	List(ctx context.Context, scope authz.Scope, filter MatterFilter, beforeID string, limit int) ([]MatterEntry, error)
	// Due lists matters that wait for a day from the first to the last (zero: from the beginning), those that wait longest first.
	Due(ctx context.Context, scope authz.Scope, first, last PartialDate, limit int) ([]MatterEntry, error)
	// Counts counts by kind and state.
	Counts(ctx context.Context, scope authz.Scope) (map[MatterKind]map[string]int, error)
	ByNo(ctx context.Context, no string) (MatterEntry, error)
}

// MatterFilter narrows a listing; empty fields admit everything.
type MatterFilter struct {
	Kinds     []MatterKind
	States    []string
	DossierID string
	Text      string // part of the number, the applicant, the subject's name or the archival code
	Deciding  bool   // only matters that wait for the next step of their chain
	AtDesk    bool   // only matters that do not wait for a step of their chain
	Exclusive bool   // only open matters that need the paper
	Office    string
	From, To  time.Time // only matters begun from the one on and before the other
}

// ProofRepo keeps the verification codes of papers that left the archive.
type ProofRepo interface {
	Create(ctx context.Context, proofs ...Proof) error
	Get(ctx context.Context, code string) (Proof, error) // errs.NotFound when none
	// Void takes the papers of a matter back.
	Void(ctx context.Context, matterID string, at time.Time, replacedBy string) error
}
