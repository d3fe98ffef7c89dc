package ocfl

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/danganku/danganku/storage"
)

// File is one file of an object's logical state.
type File struct {
	Path   string
	Digest string // sha512, 128 lower-case hex digits
}

// VersionInfo says who made a version, when and why. All fields are required, so that no validator has cause to warn.
type VersionInfo struct {
	Created     time.Time
	Message     string
	UserName    string
	UserAddress string // a URI, e.g. mailto: or urn:
}

func (v VersionInfo) validate() error {
	if v.Created.IsZero() || v.Message == "" || v.UserName == "" || !absoluteURI(v.UserAddress) {
		return fmt.Errorf("version needs time, message, user name and user address as URI, got %+v: %w", v, fs.ErrInvalid)
	}
	return nil
}

// Object is one version of an OCFL object as it was when opened; it does not change afterwards.
type Object struct {
	root  *Root
	inv   *inventory
	n     int
	files []File
}

func newObject(r *Root, inv *inventory, n int) *Object {
	return &Object{root: r, inv: inv, n: n, files: inv.files(n)}
}

// Open reads the newest version. An object that is absent, never finished or being purged is fs.ErrNotExist.
func (r *Root) Open(ctx context.Context, id string) (*Object, error) {
	inv, err := r.openInventory(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("open object %s: %w", id, err)
	}
	return newObject(r, inv, inv.head()), nil
}

func (r *Root) openInventory(ctx context.Context, id string) (*inventory, error) {
	raw, err := storage.ReadAll(ctx, r.store, r.keys(r.Dir(id))+inventoryFile, maxInventory)
	if err != nil {
		return nil, err
	}
	if isTombstone(raw) {
		return nil, fmt.Errorf("object is being purged: %w", fs.ErrNotExist)
	}
	inv, err := r.trusted(ctx, r.Dir(id), raw)
	if err != nil && r.vanished(ctx, id) {
		return nil, fmt.Errorf("object was purged meanwhile: %w", fs.ErrNotExist)
	}
	if err == nil && inv.ID != id {
		err = fmt.Errorf("inventory is of object %s: %w", inv.ID, ErrCorrupt)
	}
	return inv, err
}

// trusted checks a root inventory against the sidecar of the version it says is newest. That sidecar was durable before
// the root inventory was put, while the one beside it is put after: a reader in between must not see a corrupt object.
func (r *Root) trusted(ctx context.Context, dir string, raw []byte) (*inventory, error) {
	inv, err := parseInventory(raw)
	if err != nil {
		return nil, err
	}
	recorded, err := storage.ReadAll(ctx, r.store, r.keys(dir)+inv.Head+"/"+sidecarFile, maxSmallFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s has no inventory sidecar", ErrCorrupt, inv.Head)
	}
	if err != nil {
		return nil, err
	}
	if !sidecarMatches(recorded, raw) {
		return nil, fmt.Errorf("%w: root inventory differs from the digest recorded in %s", ErrCorrupt, inv.Head)
	}
	return inv, nil
}

func (r *Root) vanished(ctx context.Context, id string) bool {
	raw, err := storage.ReadAll(ctx, r.store, r.keys(r.Dir(id))+inventoryFile, maxInventory)
	return errors.Is(err, fs.ErrNotExist) || err == nil && isTombstone(raw)
}

// tombstone stands in place of the root inventory while the object is purged.
type tombstone struct {
	Purged string `json:"purged"` // the object's id
}

func isTombstone(raw []byte) bool {
	return bytes.HasPrefix(raw, []byte(`{"purged":`))
}

func newTombstone(id string) ([]byte, error) { return json.Marshal(tombstone{id}) }

// ID returns the object's identifier.
func (o *Object) ID() string { return o.inv.ID }

// Version returns the number of this version, from 1.
func (o *Object) Version() int { return o.n }

// Files returns the logical state in byte order of paths. The caller must not change it.
func (o *Object) Files() []File { return o.files }

// Stat returns one file of this version; a path without file is fs.ErrNotExist.
func (o *Object) Stat(path string) (File, error) {
	i, found := slices.BinarySearchFunc(o.files, path, func(f File, path string) int { return strings.Compare(f.Path, path) })
	if !found {
		return File{}, fmt.Errorf("file %q of %s v%d: %w", path, o.inv.ID, o.n, fs.ErrNotExist)
	}
	return o.files[i], nil
}

// At returns an older version, or this one; one that does not exist is fs.ErrNotExist.
func (o *Object) At(n int) (*Object, error) {
	if n < 1 || n > o.inv.head() {
		return nil, fmt.Errorf("version %d of %s: %w", n, o.inv.ID, fs.ErrNotExist)
	}
	return newObject(o.root, o.inv, n), nil
}

// History returns all versions known when the object was opened, the first at index 0.
func (o *Object) History() []VersionInfo {
	history := make([]VersionInfo, o.inv.head())
	for i := range history {
		v := o.inv.Versions[versionName(i+1)]
		history[i] = VersionInfo{Created: v.Created, Message: v.Message}
		if v.User != nil {
			history[i].UserName, history[i].UserAddress = v.User.Name, v.User.Address
		}
	}
	return history
}

// Get opens length bytes of a file from offset, as storage.Store does. A path that this version does not have is
// fs.ErrNotExist; a file whose bytes are lost is ErrCorrupt. The bytes are not checked against the digest: see Verify.
func (o *Object) Get(ctx context.Context, path string, offset, length int64) (io.ReadCloser, storage.Object, error) {
	file, err := o.Stat(path)
	if err != nil {
		return nil, storage.Object{}, err
	}
	content := o.inv.Manifest[file.Digest][0]
	body, obj, err := o.root.store.Get(ctx, o.root.keys(o.root.Dir(o.inv.ID))+content, offset, length)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, storage.Object{}, fmt.Errorf("%w: content %s of %s is missing", ErrCorrupt, content, o.inv.ID)
	}
	if err != nil {
		return nil, storage.Object{}, fmt.Errorf("file %q of %s v%d: %w", path, o.inv.ID, o.n, err)
	}
	return body, obj, nil
}
