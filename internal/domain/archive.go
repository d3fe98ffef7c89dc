package domain

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"
)

// ErrDamaged is wrapped by errors about stored bytes that contradict each other or are lost.
var ErrDamaged = errors.New("damaged object")

// MasterFile is a file to be added to a dossier's masters.
type MasterFile struct {
	Path   string // "pages/0001.jpg"
	Size   int64
	Digest string // SHA-512 hex it must have; storing fails if it differs
	Open   func(ctx context.Context) (io.ReadCloser, error)
}

// Signature is who made a version, and why.
type Signature struct {
	ActorID string
	Name    string
	Message string
	At      time.Time
}

// RecordVersion is one version of a dossier's record.
type RecordVersion struct {
	Version int
	Signature
}

// Attachment is a file kept with the record, such as an inspection report.
type Attachment struct {
	Path    string
	Content []byte
}

// Archive is the object store as the system of record: each dossier's masters (page images as received) and record
// (cover data, catalogue and pages as readable JSON), in immutable versions.
//
// A missing dossier or version is an errs.NotFound. Writers of one dossier must hold its write intent.
type Archive interface {
	// AddMasters adds files as a new version of the masters and returns its number. Files already present with the same
	// path and digest are not sent again. Nothing is added unless every file arrives with its digest.
	AddMasters(ctx context.Context, dossierID string, files []MasterFile, by Signature) (int, error)
	// OpenMaster opens length bytes from offset (length < 0: to the end) and tells the size of the whole file.
	OpenMaster(ctx context.Context, dossierID, path string, offset, length int64) (io.ReadCloser, int64, error)
	// WriteRecord writes version d.Version of the record, with attachments added to those of earlier versions. When it
	// returns nil the version is durable. errs.Stale when the stored record is not at d.Version-1.
	WriteRecord(ctx context.Context, d *Dossier, attachments []Attachment, by Signature) error
	// Record reads a version of the record; 0 means the current one.
	Record(ctx context.Context, dossierID string, version int) (*Dossier, error)
	ReadAttachment(ctx context.Context, dossierID, path string) ([]byte, error)
	History(ctx context.Context, dossierID string) ([]RecordVersion, error) // newest first
	// Recover makes both objects of a dossier whole again after a writer died: a version whose inventory was written is
	// finished, anything less is removed. It reports whether a record exists.
	Recover(ctx context.Context, dossierID string) (bool, error)
	// Purge removes both objects, for dossiers that were never released. It may be repeated after a crash.
	Purge(ctx context.Context, dossierID string) error
	// Dossiers walks the identifiers of all dossiers that have masters or a record, each once. An error that wraps
	// ErrDamaged concerns one place in the store; the walk goes on when the caller does.
	Dossiers(ctx context.Context) iter.Seq2[string, error]
	// Verify re-reads everything of a dossier, holds the pages of its record to the masters, and reports what is wrong, in
	// words. Nothing at all of the dossier is errs.NotFound.
	Verify(ctx context.Context, dossierID string) ([]string, error)
}

// Remains is a folder of the object store that dead writers may have left.
type Remains struct {
	Folder    string // below the storage root
	DossierID string // empty where nothing tells it: a first version that was not written to the end
}
