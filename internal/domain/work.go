package domain

import (
	"encoding/json"
	"time"

	"github.com/danganku/danganku/internal/errs"
)

// JobState is how far a background job has come.
type JobState string

const (
	JobPending JobState = "PENDING"
	JobRunning JobState = "RUNNING"
	JobDone    JobState = "DONE"
	JobDead    JobState = "DEAD" // gave up; see LastError
)

// Job is a piece of background work. It is enqueued in the transaction that makes it necessary, leased by one worker at
// a time, and may run more than once: handlers are idempotent.
type Job struct {
	ID          string
	Kind        string
	UniqueKey   string // at most one unfinished job of a kind carries it; empty: not unique
	Payload     json.RawMessage
	State       JobState
	Attempts    int
	MaxAttempts int
	RunAt       time.Time
	LockedBy    string
	LockedUntil time.Time
	LastError   string
	CreatedAt   time.Time
	FinishedAt  time.Time
}

// jobSubject is the payload of a job about one thing.
type jobSubject struct {
	ID string `json:"id"`
}

// NewJob is a job of a kind about one thing, due at once; while it is unfinished no second one is enqueued.
func NewJob(kind, subjectID string, now time.Time) Job {
	payload, err := json.Marshal(jobSubject{subjectID})
	if err != nil {
		panic("a string cannot be encoded: " + err.Error())
	}
	return Job{ID: NewID(), Kind: kind, UniqueKey: subjectID, Payload: payload, State: JobPending, MaxAttempts: 10, RunAt: now, CreatedAt: now}
}

// SubjectID is what a job made by NewJob is about.
func (j Job) SubjectID() (string, error) {
	var subject jobSubject
	if err := json.Unmarshal(j.Payload, &subject); err != nil || subject.ID == "" {
		return "", errs.New(errs.Invalid, "job.payload", "job %s has a malformed payload", j.Kind).Because(err)
	}
	return subject.ID, nil
}

// Postponed is what a job's handler returns when the job cannot be done here and now: it is put back for a while. It is not
// a failure and counts as no attempt.
type Postponed struct{ After time.Duration }

func (p Postponed) Error() string { return "postponed for " + p.After.String() }

// Kinds of background jobs.
const (
	JobInspectIngest = "ingest.inspect"
	JobCommitIngest  = "ingest.commit"
	JobDerive        = "dossier.derive" // make page images for reading, take up text layers
	JobInspectRoster = "roster.inspect"
	JobImportRoster  = "roster.import"
	JobSettleBatch   = "batch.settle" // see whether all electronic copies of a transfer batch are in
)

// Change is one entry of the outbox: a dossier whose index document may have changed.
type Change struct {
	Epoch     uint64 // transaction id on PostgreSQL, 0 on SQLite
	Seq       uint64
	DossierID string
}

// ChangePosition is a place in the outbox: everything up to it has been followed.
type ChangePosition struct {
	Epoch uint64
	Seq   uint64
}

// IntentKind is what a write intent is about to do to a dossier's objects.
type IntentKind string

const (
	IntentCreate IntentKind = "CREATE"
	IntentEdit   IntentKind = "EDIT"
	IntentPurge  IntentKind = "PURGE"
)

// WriteIntent is recorded before a dossier's objects are touched and removed in the transaction that makes its rows
// agree with them. It serialises the writers of one dossier, and tells recovery which objects a dead process may have
// left half done.
type WriteIntent struct {
	DossierID   string
	Kind        IntentKind
	Owner       string    // process that writes
	LeaseUntil  time.Time // renewed while the owner lives
	FromVersion int       // record version the writer started from, 0: none
	CreatedAt   time.Time
}

// PageText is recognised text of a page. A page may have text of several engines; each engine's newest version counts.
type PageText struct {
	DossierID     string
	PageNo        int
	Engine        string // "pdf-text", "ppocr"
	EngineVersion string
	Text          string
	CreatedAt     time.Time
}
