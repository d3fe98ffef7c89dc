package domain

import (
	"context"
	"io"
	"iter"
	"time"

	"github.com/danganku/danganku/internal/authz"
)

// TransferRepos are the repositories of the handover. Scopes reach batches, forms and agreements by office, division or
// enterprise (see authz.Scope.CoversTransfer). Update saves what was read if the stored version is still the same and adds
// one to it; else errs.Stale.
type TransferRepos interface {
	Numbers() NumberRepo
	NatureForms() NatureFormRepo
	Agreements() AgreementRepo
	Batches() BatchRepo
	Gaps() GapRepo
	Papers() PaperRepo
	Attachments() AttachmentRepo
	Rosters() RosterRepo
	Ledger() LedgerRepo
	Matches() MatchRepo
	Tokens() TokenRepo
	Counts() TransferCountRepo
}

// NumberRepo gives out numbers.
type NumberRepo interface {
	// Next is the next number of the kind, office and year, from 1. Inside a transaction that fails it is not used up.
	Next(ctx context.Context, kind PaperKind, office string, year int) (int, error)
}

// NatureFormRepo keeps enterprise nature forms.
type NatureFormRepo interface {
	Create(ctx context.Context, form NatureForm) error
	Update(ctx context.Context, form *NatureForm) error
	Get(ctx context.Context, id string) (NatureForm, error)
	// Confirmed is the enterprise's newest confirmed form; errs.NotFound when none.
	Confirmed(ctx context.Context, enterpriseID string) (NatureForm, error)
	// List is newest first, before the given id; state "" means all. Its division is that of CompetentDivision.
	List(ctx context.Context, scope authz.Scope, state NatureState, beforeID string, limit int) ([]NatureForm, error)
}

// AgreementRepo keeps versions of agreements.
type AgreementRepo interface {
	Create(ctx context.Context, agreement TransferAgreement) error // a series and version number that are taken are errs.Conflict
	Update(ctx context.Context, agreement *TransferAgreement) error
	Get(ctx context.Context, id string, versionNo int) (TransferAgreement, error) // versionNo 0: the newest
	Effective(ctx context.Context, id string) (TransferAgreement, error)          // errs.NotFound when no version is
	Versions(ctx context.Context, id string) ([]TransferAgreement, error)         // newest first
	// List gives the newest version of each series, newest series first, before the given series.
	List(ctx context.Context, scope authz.Scope, filter AgreementFilter, beforeID string, limit int) ([]TransferAgreement, error)
	// DeliveredVolumes adds up the roster's volumes of all lines delivered or accepted under the series.
	DeliveredVolumes(ctx context.Context, id string) (int, error)
}

// AgreementFilter narrows a listing; empty fields admit everything.
type AgreementFilter struct {
	State        AgreementState
	EnterpriseID string
	OfficeCode   string
}

// BatchFilter narrows a listing; empty fields admit everything.
type BatchFilter struct {
	State        BatchState
	EnterpriseID string
	AgreementID  string
	Text         string // part of the number or of the enterprise's name
}

// LineFilter narrows a listing of lines; empty fields admit everything.
type LineFilter struct {
	States []LineState
	Text   string // part of the name, a whole identity number, or an archival code
}

// BatchRepo keeps batches with their lines and counter checks.
type BatchRepo interface {
	Create(ctx context.Context, batch TransferBatch) error
	Update(ctx context.Context, batch *TransferBatch) error
	Get(ctx context.Context, id string) (TransferBatch, error)
	ByNo(ctx context.Context, no string) (TransferBatch, error)
	// Hold reads the batch and keeps others from changing it until the transaction ends: exclusive keeps them from holding
	// it at all, else several may hold it and none may Update it. Outside a transaction it is an error.
	Hold(ctx context.Context, id string, exclusive bool) (TransferBatch, error)
	// DraftOf is the enterprise's newest batch in DRAFT; errs.NotFound when none.
	DraftOf(ctx context.Context, enterpriseID string) (TransferBatch, error)
	// List is newest first, before the given id.
	List(ctx context.Context, scope authz.Scope, filter BatchFilter, beforeID string, limit int) ([]TransferBatch, error)

	// AddLines adds lines with the next places of the batch and returns them with these. A person who stands in another
	// line that is not rejected and whose batch is not cancelled is errs.Conflict with code "unique.batch_lines_person".
	AddLines(ctx context.Context, batchID string, lines []BatchLine) ([]BatchLine, error)
	UpdateLine(ctx context.Context, line *BatchLine) error
	// UpdateLines is UpdateLine for many.
	UpdateLines(ctx context.Context, lines []BatchLine) error
	RemoveLine(ctx context.Context, batchID string, seq int) error
	// ReleasePersons lets the persons of a cancelled batch stand in other batches.
	ReleasePersons(ctx context.Context, batchID string) error
	Line(ctx context.Context, batchID string, seq int) (BatchLine, error)
	// Lines is ordered by seq, after the given one.
	Lines(ctx context.Context, batchID string, filter LineFilter, afterSeq, limit int) ([]BatchLine, error)
	LinesBySeq(ctx context.Context, batchID string, seqs []int) ([]BatchLine, error)
	Tally(ctx context.Context, batchID string) (LineTally, error)
	// Tallies is Tally for many batches, in one query.
	Tallies(ctx context.Context, batchIDs []string) (map[string]LineTally, error)
	// MarkListed sets ListedOn of all verified lines and returns how many there were.
	MarkListed(ctx context.Context, batchID string, on PartialDate) (int, error)
	// MarkDelivered makes lines DELIVERED: those of seqs, or with nil all in one of the states; it returns how many. A line of
	// seqs in another state is errs.Conflict.
	MarkDelivered(ctx context.Context, batchID string, from []LineState, seqs []int, on PartialDate) (int, error)
	// MarkAccepted sets AcceptedOn of accepted lines that have none.
	MarkAccepted(ctx context.Context, batchID string, on PartialDate) (int, error)
	// PersonsOf finds the lines in which these persons stand, leaving out rejected lines and cancelled batches, with their batch.
	PersonsOf(ctx context.Context, numbers []IDNumber) (map[IDNumber]PersonLine, error)
	// OfDossiers finds the lines that are matched to dossiers.
	OfDossiers(ctx context.Context, dossierIDs []string) (map[string]PersonLine, error)
	// SetDossier matches a line to a stored dossier, or with "" undoes that.
	SetDossier(ctx context.Context, batchID string, seq int, dossierID string, state EcopyState) error
	// WithoutEcopy counts the accepted lines without a stored electronic copy: those whose copy is due, and those whose due day
	// (EcopyDue) lies after the given day.
	WithoutEcopy(ctx context.Context, batchID string, today PartialDate) (due, later int, err error)

	// SaveCheck adds or replaces the check of a line in a round.
	SaveCheck(ctx context.Context, check LineCheck) error
	// Checks gives the checks of a round, by seq, after the given one; decisions nil: all.
	Checks(ctx context.Context, batchID string, round int, decisions []Decision, afterSeq, limit int) ([]LineCheck, error)
	// CheckHistory gives all rounds of one line, oldest first.
	CheckHistory(ctx context.Context, batchID string, seq int) ([]LineCheck, error)
}

// PersonLine is a line with its batch.
type PersonLine struct {
	Batch TransferBatch
	Line  BatchLine
}

// LineCheck is a counter check as it was decided.
type LineCheck struct {
	BatchID   string
	Seq       int
	Round     int
	Check     CounterCheck
	Warnings  []Violation
	CheckedBy string // name
	CheckedAt time.Time
}

// GapRepo keeps gaps of accepted dossiers.
type GapRepo interface {
	// Replace sets the open gaps of a line: those of an earlier decision that are not among them are removed.
	Replace(ctx context.Context, batchID string, seq int, gaps []Gap) error
	Get(ctx context.Context, id string) (Gap, error)
	Update(ctx context.Context, gap Gap) error
	OfBatch(ctx context.Context, batchID string) ([]Gap, error) // by seq
}

// PaperRepo keeps issued papers.
type PaperRepo interface {
	Create(ctx context.Context, paper IssuedPaper) error
	Get(ctx context.Context, number string) (IssuedPaper, error)
	OfBatch(ctx context.Context, batchID string) ([]IssuedPaper, error) // in order of issue
}

// AttachmentRepo keeps what is known of attached files; the bytes lie in Files.
type AttachmentRepo interface {
	Create(ctx context.Context, attached Attached) error
	Get(ctx context.Context, id string) (Attached, error)
	// Bind ties unused attachments of this uploader to a subject; one that is not there, belongs to someone else or is tied to
	// another subject is errs.NotFound.
	Bind(ctx context.Context, uploader, subject, subjectID string, ids ...string) error
	// All walks all attachments by id, for verification.
	All(ctx context.Context) iter.Seq2[Attached, error]
	// Unused lists attachments that are tied to nothing and were uploaded before the given time; at most limit.
	Unused(ctx context.Context, before time.Time, limit int) ([]Attached, error)
	Delete(ctx context.Context, id string) error // of an unused one
}

// Files keeps the bytes of attached files in the object store. No two files share an address, and an address holds the digest
// of its file.
type Files interface {
	// Put stores what it reads, at most limit bytes (more is errs.TooLarge), and tells address and size.
	Put(ctx context.Context, r io.Reader, limit int64) (address string, size int64, err error)
	// Open opens a file; errs.NotFound when it is not there.
	Open(ctx context.Context, address string) (io.ReadCloser, error)
	// Check re-reads a file and reports in words what is wrong with it; empty: nothing.
	Check(ctx context.Context, address string, size int64) (string, error)
	Delete(ctx context.Context, address string) error
}

// RosterRepo keeps roster imports.
type RosterRepo interface {
	Create(ctx context.Context, roster RosterImport) error
	Update(ctx context.Context, roster *RosterImport) error
	Get(ctx context.Context, id string) (RosterImport, error)
	List(ctx context.Context, scope authz.Scope, beforeID string, limit int) ([]RosterImport, error) // newest first
}

// LedgerRepo keeps the ledger of persons. Scopes reach persons by Division alone.
type LedgerRepo interface {
	// Enter adds persons; one whose identity number stands in the ledger already is replaced but keeps its id, registration,
	// survival and remarks.
	Enter(ctx context.Context, persons []LedgerPerson) error
	Update(ctx context.Context, person *LedgerPerson) error
	Get(ctx context.Context, id string) (LedgerPerson, error)
	// ByIDs finds persons by id; those that are not there are left out.
	ByIDs(ctx context.Context, ids []string) (map[string]LedgerPerson, error)
	ByIDNumbers(ctx context.Context, numbers []IDNumber) (map[IDNumber]LedgerPerson, error)
	// ByNames finds persons of exactly these names below the division prefix.
	ByNames(ctx context.Context, division string, names []string) (map[string][]LedgerPerson, error)
	// List is ordered by id, after the given one.
	List(ctx context.Context, scope authz.Scope, filter LedgerFilter, afterID string, limit int) ([]LedgerPerson, error)
	Count(ctx context.Context, scope authz.Scope, filter LedgerFilter) (int, error)
	AddEvents(ctx context.Context, events ...LedgerEvent) error
	Events(ctx context.Context, personID string) ([]LedgerEvent, error) // newest first
}

// MatchRepo keeps matching runs.
type MatchRepo interface {
	Create(ctx context.Context, run MatchRun, rows []MatchRow) error
	Get(ctx context.Context, id string) (MatchRun, error)
	ByRequestKey(ctx context.Context, userID, key string) (MatchRun, error)
	List(ctx context.Context, scope authz.Scope, beforeID string, limit int) ([]MatchRun, error)
	Rows(ctx context.Context, runID string, verdict MatchVerdict, review ReviewState, afterSeq, limit int) ([]MatchRow, error)
	Row(ctx context.Context, runID string, seq int) (MatchRow, error)
	// SetReview changes the review of a row that is still pending; else errs.Conflict.
	SetReview(ctx context.Context, row MatchRow) error
}

// TokenRepo keeps API tokens.
type TokenRepo interface {
	Create(ctx context.Context, token APIToken) error
	ByHash(ctx context.Context, hash string) (APIToken, error)
	List(ctx context.Context) ([]APIToken, error) // newest first
	Revoke(ctx context.Context, id string, at time.Time) error
	Touch(ctx context.Context, id string, at time.Time) error
}

// TransferCountRepo computes the counts of article 15.
type TransferCountRepo interface {
	// Transferred counts lines accepted from..at (from zero: from the beginning), by enterprise, office and month, ordered by
	// division, enterprise, month.
	Transferred(ctx context.Context, scope authz.Scope, from, at PartialDate) ([]TransferCount, error)
	// Outstanding counts what was outstanding at the end of the day.
	Outstanding(ctx context.Context, scope authz.Scope, at PartialDate, late LatePolicy) ([]PendingCount, error)
	// OutstandingLines names the persons behind a figure, by batch and seq, after the given place.
	OutstandingLines(ctx context.Context, scope authz.Scope, filter OutstandingFilter, at PartialDate, late LatePolicy, afterBatch string, afterSeq, limit int) ([]OutstandingLine, error)
}
