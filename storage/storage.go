// Package storage is the object store under the archive: named, immutable-by-convention byte strings on a local disk or
// in any S3-compatible service. OCFL dossiers (storage/ocfl) are built on top of it.
//
// It knows nothing of dossiers. Implementations live in storage/local and storage/s3 and are held to one behaviour by
// storage/storagetest.
package storage

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"
)

// ErrUnavailable is wrapped by errors of a store that does not answer; the same call may succeed later.
var ErrUnavailable = errors.New("object store unavailable")

// ErrSizeMismatch is wrapped when a reader gave more or fewer bytes than announced; nothing was stored.
var ErrSizeMismatch = errors.New("content size differs from the announced size")

// Object describes a stored object.
type Object struct {
	Key     string
	Size    int64 // bytes
	ModTime time.Time
	ETag    string // opaque; changes when the bytes change
}

// PutOptions refine Put.
type PutOptions struct {
	// IfAbsent refuses, with an error wrapping fs.ErrExist, to replace an existing object.
	IfAbsent    bool
	ContentType string
}

// Store keeps objects by key; ValidKey says which keys are allowed. No key may be a folder of another: beside "a/b" there
// is no "a". A store that cannot hold both refuses the second with an error wrapping fs.ErrInvalid or fs.ErrExist.
//
// Errors wrap fs.ErrNotExist, fs.ErrExist, fs.ErrInvalid (bad key or range), ErrSizeMismatch or ErrUnavailable.
// All methods are safe for concurrent use.
type Store interface {
	// Put stores size bytes of r (size < 0: until EOF). When it returns nil the bytes are durable; when it fails, or the
	// process dies, readers see the earlier object or none, never a part. An error that wraps ErrUnavailable leaves open
	// whether the bytes were stored.
	Put(ctx context.Context, key string, r io.Reader, size int64, opts PutOptions) (Object, error)
	// Get opens length bytes from offset (length < 0: to the end); a length that passes the end gives what there is, an
	// offset beyond the end or below zero is fs.ErrInvalid. A missing key fails here, not at the first read. The Object
	// describes the whole object, not the range.
	Get(ctx context.Context, key string, offset, length int64) (io.ReadCloser, Object, error)
	Stat(ctx context.Context, key string) (Object, error)
	// List yields the objects whose keys start with prefix, in byte order of keys, however many there are.
	List(ctx context.Context, prefix string) iter.Seq2[Object, error]
	// Delete removes the keys; a missing key is not an error.
	Delete(ctx context.Context, keys ...string) error
}
