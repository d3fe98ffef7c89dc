package domain

import (
	"context"
	"iter"
	"time"

	"github.com/danganku/danganku/internal/authz"
)

// Clock tells the time, so that tests can set it.
type Clock interface{ Now() time.Time }

// Store is the database: repositories whose every call stands alone, and transactions.
type Store interface {
	Repos
	// InTx runs fn in one transaction: all or nothing. fn may run more than once (serialisation failures), so it must
	// not send mail or touch objects. Using the outer Store inside fn, or nesting, is refused with an error.
	InTx(ctx context.Context, fn func(ctx context.Context, tx Repos) error) error
}

// Repos are the repositories of one transaction or of none. "Not found" is an errs.NotFound, a taken unique value an
// errs.Conflict, an outdated version an errs.Stale.
type Repos interface {
	Places() PlaceRepo
	Enterprises() EnterpriseRepo
	Dossiers() DossierRepo
	Texts() TextRepo
	Ingests() IngestRepo
	Intents() IntentRepo
	Outbox() OutboxRepo
	Jobs() JobRepo
	Audit() AuditRepo
	Users() UserRepo
	Sessions() SessionRepo
	TransferRepos
	CirculationRepos
}

// PlaceRepo keeps divisions and archive offices.
type PlaceRepo interface {
	SaveDivisions(ctx context.Context, divisions []Division) error // adds or replaces by code
	Divisions(ctx context.Context) ([]Division, error)             // by code
	SaveOffice(ctx context.Context, office ArchiveOffice) error    // adds or replaces by code
	Office(ctx context.Context, code string) (ArchiveOffice, error)
	Offices(ctx context.Context, scope authz.Scope) ([]ArchiveOffice, error) // by code
}

// EnterpriseRepo keeps enterprises.
type EnterpriseRepo interface {
	Save(ctx context.Context, enterprise Enterprise) error // adds, or replaces by id
	// Update saves the enterprise if its stored version is enterprise.Version, and adds one to it.
	Update(ctx context.Context, enterprise *Enterprise) error
	Get(ctx context.Context, id string) (Enterprise, error)
	ByName(ctx context.Context, name string) (Enterprise, error) // exact name
	// ByNames and ByUSCCs find many at once.
	ByNames(ctx context.Context, names []string) (map[string]Enterprise, error)
	ByUSCCs(ctx context.Context, codes []string) (map[string]Enterprise, error)
	// List returns enterprises whose name contains the text, by name, after the given id's name; at most limit.
	List(ctx context.Context, contains, afterName string, limit int) ([]Enterprise, error)
}

// DossierRepo keeps the projection of the dossiers' records.
type DossierRepo interface {
	// Put replaces all rows of the dossier (cover, retiree, enterprise, office reference, volumes, materials, pages) with
	// the record's content, provided the stored version is d.Version-1 or the dossier is new. It is the only way rows
	// come from records, so that editing, recovery and rebuild agree. A stored version >= d.Version is errs.Stale.
	Put(ctx context.Context, d *Dossier) error
	Get(ctx context.Context, id string) (*Dossier, error)
	Head(ctx context.Context, id string) (DossierHead, error)
	// Page returns one page with the head of its dossier; where only the page is missing, the head and errs.NotFound with code
	// page.not_found.
	Page(ctx context.Context, id string, no int) (DossierHead, Page, error)
	// Heads returns the heads of those ids that exist inside the scope, in the order asked for.
	Heads(ctx context.Context, ids []string, scope authz.Scope) ([]DossierHead, error)
	// List walks heads by id after afterID; at most limit.
	List(ctx context.Context, scope authz.Scope, afterID string, limit int) ([]DossierHead, error)
	// ByIDNumbers returns active dossiers of these persons, by identity number, in one query per few hundred numbers.
	ByIDNumbers(ctx context.Context, numbers []IDNumber) (map[IDNumber]DossierHead, error)
	// ByArchivalCodes returns dossiers that carry these archival codes.
	ByArchivalCodes(ctx context.Context, codes []string) (map[string]DossierHead, error)
	// Documents loads, for indexing, the dossiers with their materials but without pages; missing ids are left out.
	Documents(ctx context.Context, ids []string) ([]*Dossier, error)
	// Delete removes a dossier that was never released, with its texts; its audit entries stay.
	Delete(ctx context.Context, id string) error
	Count(ctx context.Context, scope authz.Scope) (int, error)
}

// TextRepo keeps recognised text.
type TextRepo interface {
	Save(ctx context.Context, texts []PageText) error                    // adds or replaces by dossier, page, engine and engine version
	OfDossier(ctx context.Context, dossierID string) ([]PageText, error) // newest of each page and engine, by page
	OfDossiers(ctx context.Context, dossierIDs []string) (map[string][]PageText, error)
}

// IngestRepo keeps ingests and their items.
type IngestRepo interface {
	Create(ctx context.Context, ingest Ingest) error
	// Update saves the ingest if its stored version is ingest.Version, and adds one to it.
	Update(ctx context.Context, ingest *Ingest) error
	Get(ctx context.Context, id string) (Ingest, error)
	// List returns ingests in scope, newest first, created before the given one ("" from the newest); at most limit.
	List(ctx context.Context, scope authz.Scope, beforeID string, limit int) ([]Ingest, error)
	// Unfinished returns the ingest of this source and office that was confirmed but not finished, if any.
	Unfinished(ctx context.Context, source, officeCode string) (Ingest, error)
	// ByRequestKey returns the ingest a user created with this Idempotency-Key; errs.NotFound when none.
	ByRequestKey(ctx context.Context, userID, key string) (Ingest, error)
	// SaveItems adds or replaces items by ingest and seq.
	SaveItems(ctx context.Context, items []IngestItem) error
	// Items returns items after the given seq, at most limit, in order; verdict "" means all.
	Items(ctx context.Context, ingestID string, verdict ItemVerdict, afterSeq, limit int) ([]IngestItem, error)
	// SetItem changes state and problem of one item.
	SetItem(ctx context.Context, ingestID string, seq int, state ItemState, problem string) error
	// CountItems counts the items of an ingest by state, with the pages, files and bytes of their files.
	CountItems(ctx context.Context, ingestID string, verdict ItemVerdict) (map[ItemState]IngestCount, error)
	DeleteItems(ctx context.Context, ingestID string) error
}

// IntentRepo keeps write intents.
type IntentRepo interface {
	// Begin records the intent; errs.Conflict when the dossier has one already.
	Begin(ctx context.Context, intent WriteIntent) error
	// Renew extends the lease of an intent; errs.Conflict when the owner has it no more.
	Renew(ctx context.Context, dossierID, owner string, until time.Time) error
	// Adopt takes over an intent whose lease is over; errs.Conflict when another process was faster or it is gone.
	Adopt(ctx context.Context, dossierID, owner string, now, until time.Time) error
	// End removes an intent; errs.Conflict when the owner has it no more.
	End(ctx context.Context, dossierID, owner string) error
	Of(ctx context.Context, dossierID string) (WriteIntent, error) // errs.NotFound when nobody writes
	Expired(ctx context.Context, now time.Time, limit int) ([]WriteIntent, error)
	All(ctx context.Context) ([]WriteIntent, error)
}

// OutboxRepo is the sequence of changes that search indexes follow.
type OutboxRepo interface {
	Append(ctx context.Context, dossierIDs ...string) error
	// After returns changes beyond the position in commit order, at most limit; it never passes a change of a
	// transaction that is still open, so that a follower cannot skip one that commits late.
	After(ctx context.Context, position ChangePosition, limit int) ([]Change, error)
	// Head is the position after which nothing committed is missing now.
	Head(ctx context.Context) (ChangePosition, error)
}

// JobRepo is the queue of background jobs.
type JobRepo interface {
	Enqueue(ctx context.Context, job Job) error // a unique key that is taken by an unfinished job is no error
	// Claim leases the next due job of these kinds to the worker; nil when there is none.
	Claim(ctx context.Context, worker string, kinds []string, now, until time.Time) (*Job, error)
	Renew(ctx context.Context, id, worker string, until time.Time) error // errs.Conflict when the lease was lost
	Finish(ctx context.Context, id, worker string, now time.Time) error
	// Retry puts a failed job back with its error, or buries it when dead is true.
	Retry(ctx context.Context, id, worker, problem string, runAt time.Time, dead bool) error
	// Prune removes jobs that were done before the given time and returns how many; buried ones stay.
	Prune(ctx context.Context, before time.Time) (int, error)
	Counts(ctx context.Context) (map[JobState]int, error)
	// Oldest is the run time of the oldest pending job; zero when none.
	Oldest(ctx context.Context) (time.Time, error)
}

// AuditRepo is the audit trail.
type AuditRepo interface {
	Append(ctx context.Context, entries ...AuditEntry) error
	// Unsealed returns entries without a seal that no open transaction can still precede, in the order to seal them.
	Unsealed(ctx context.Context, limit int) ([]AuditEntry, error)
	LastSealed(ctx context.Context) (AuditEntry, error) // errs.NotFound when none
	SetSeals(ctx context.Context, entries []AuditEntry) error
	// Sealed walks all sealed entries by seal number.
	Sealed(ctx context.Context) iter.Seq2[AuditEntry, error]
	// CountSealed counts the entries with a seal number up to the given one, also with numbers that no sealer gives.
	CountSealed(ctx context.Context, upTo uint64) (int, error)
	// OldestUnsealed is the unsealed entry with the earliest time, settled or not; errs.NotFound when none.
	OldestUnsealed(ctx context.Context) (AuditEntry, error)
	// List returns entries newest first, before the given id ("" from the newest), at most limit.
	List(ctx context.Context, filter AuditFilter, beforeID string, limit int) ([]AuditEntry, error)
	// Walk gives the entries that the filter admits, oldest first, in batches that hold no connection between them.
	Walk(ctx context.Context, filter AuditFilter) iter.Seq2[AuditEntry, error]
}

// AuditFilter narrows a listing of the audit trail; empty fields admit everything.
type AuditFilter struct {
	Actor    string
	Action   AuditAction
	Object   string
	ObjectID string
	From, To time.Time      // To is the first moment that is left out
	Subjects []AuditSubject // about any of these
}

// UserRepo keeps users with their grants.
type UserRepo interface {
	Create(ctx context.Context, user User) error
	Update(ctx context.Context, user *User) error // by version, like IngestRepo.Update
	Get(ctx context.Context, id string) (User, error)
	ByLogin(ctx context.Context, login string) (User, error)
	// ByIdentity is the user whom an identity provider knows by this subject; errs.NotFound when none.
	ByIdentity(ctx context.Context, issuer, subject string) (User, error)
	// ByIdentityAccount is the user whom the security officer expects under this account of the provider; errs.NotFound when none.
	ByIdentityAccount(ctx context.Context, account string) (User, error)
	List(ctx context.Context) ([]User, error)
	Count(ctx context.Context) (int, error)
}

// SessionRepo keeps sessions.
type SessionRepo interface {
	Create(ctx context.Context, session Session) error
	Get(ctx context.Context, tokenHash string) (Session, error)
	Touch(ctx context.Context, tokenHash string, seenAt time.Time) error
	Revoke(ctx context.Context, tokenHash string, at time.Time) error
	RevokeUser(ctx context.Context, userID string, at time.Time) error
	OfUser(ctx context.Context, userID string) ([]Session, error)
	DeleteExpired(ctx context.Context, now time.Time) (int, error)
}
