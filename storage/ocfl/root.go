// Package ocfl keeps dossiers as objects of an OCFL 1.1 storage root (Oxford Common File Layout, https://ocfl.io/1.1/spec)
// on any storage.Store: immutable versions, sha512 inventories, readable without this program.
//
// # How a version comes to be
//
// Files are put in this order, and each is durable before the next is begun:
//
//  1. the claim: the object declaration for a first version, else a provisional vN/inventory.json; put only if absent
//  2. content, streamed to vN/content/
//  3. vN/inventory.json and its sidecar
//  4. inventory.json in the object root: from here on readers see the version
//  5. its sidecar
//
// A claim found in the way belongs to another writer or to one that died. The store cannot tell them apart: the caller
// must hold the dossier by other means (its database row) and then calls Recover, which finishes a version that got to
// the end of step 3 and removes one that did not. The context given to Update must end when that hold ends.
//
// Purge first replaces the root inventory by a tombstone, one atomic put that makes the object unreadable for everybody,
// then removes the rest, the tombstone and the declaration last.
//
// The package may import storage and knows nothing of dossiers.
package ocfl

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"regexp"
	"strings"

	"github.com/danganku/danganku/storage"
)

var (
	// ErrConflict is wrapped when the object is not at the expected version, or somebody else writes the next one.
	ErrConflict = errors.New("object was changed by another writer")
	// ErrUnfinished is wrapped, beside ErrConflict, when the next version is claimed but not committed. A caller that
	// knows of no other writer calls Recover and tries again.
	ErrUnfinished = errors.New("object has an unfinished change")
	// ErrCorrupt is wrapped when stored bytes contradict each other or are missing. It never wraps fs.ErrNotExist: lost
	// bytes are an alarm, not an absent object.
	ErrCorrupt = errors.New("object is corrupt")
)

const (
	rootDeclaration   = "0=ocfl_1.1"
	objectDeclaration = "0=ocfl_object_1.1"
	layoutFile        = "ocfl_layout.json"
	layoutName        = "0004-hashed-n-tuple-storage-layout"
	layoutConfig      = "extensions/" + layoutName + "/config.json"

	inventoryFile = "inventory.json"
	sidecarFile   = inventoryFile + "." + digestAlgorithm

	tuples, tupleSize = 3, 3
	maxIDBytes        = 1024
	maxSmallFile      = 4 << 10 // declarations, sidecars, layout
)

// Root is an OCFL storage root below one prefix of a store. It is safe for concurrent use.
type Root struct {
	store  storage.Store
	prefix string // "" or ends with a slash
}

// New returns the storage root below prefix ("ocfl"; empty: the whole store). It does not touch the store.
func New(store storage.Store, prefix string) *Root {
	if prefix != "" {
		prefix = strings.TrimSuffix(prefix, "/") + "/"
	}
	return &Root{store: store, prefix: prefix}
}

// layout is the content of ocfl_layout.json.
type layout struct {
	Extension   string `json:"extension"`
	Description string `json:"description"`
}

// tupleConfig is the content of the layout extension's config.json.
type tupleConfig struct {
	ExtensionName   string `json:"extensionName"`
	DigestAlgorithm string `json:"digestAlgorithm"`
	TupleSize       int    `json:"tupleSize"`
	NumberOfTuples  int    `json:"numberOfTuples"`
	ShortObjectRoot bool   `json:"shortObjectRoot"`
}

// Init makes the storage root when there is none and checks that an existing one has our layout. Calling it again, also
// from several nodes at once, changes nothing.
func (r *Root) Init(ctx context.Context) error {
	config, err := json.MarshalIndent(tupleConfig{layoutName, "sha256", tupleSize, tuples, false}, "", "  ")
	if err != nil {
		return err
	}
	description, err := json.MarshalIndent(layout{layoutName,
		"Each object lies in a folder named by the sha256 of its id, below three folders of three hex digits."}, "", "  ")
	if err != nil {
		return err
	}
	// The declaration comes last: whoever finds it finds the layout.
	for _, file := range []struct {
		name    string
		content []byte
	}{{layoutConfig, config}, {layoutFile, description}, {rootDeclaration, []byte("ocfl_1.1\n")}} {
		if err := r.ensure(ctx, file.name, file.content); err != nil {
			return fmt.Errorf("init ocfl root: %w", err)
		}
	}
	return nil
}

// ensure puts a file of the root unless it is there with the same content.
func (r *Root) ensure(ctx context.Context, name string, content []byte) error {
	found, err := storage.ReadAll(ctx, r.store, r.prefix+name, maxSmallFile)
	if errors.Is(err, fs.ErrNotExist) {
		err = storage.PutBytes(ctx, r.store, r.prefix+name, content, storage.PutOptions{IfAbsent: true})
		if !errors.Is(err, fs.ErrExist) {
			return err
		}
		found, err = storage.ReadAll(ctx, r.store, r.prefix+name, maxSmallFile)
	}
	if err == nil && string(found) != string(content) {
		err = fmt.Errorf("%s is not as this program writes it: %w", name, ErrCorrupt)
	}
	return err
}

// Dir returns the folder of an object, relative to the storage root. There need not be such an object.
func (r *Root) Dir(id string) string {
	sum := sha256.Sum256([]byte(id))
	digest := hex.EncodeToString(sum[:])
	return strings.Join([]string{digest[0:3], digest[3:6], digest[6:9], digest}, "/")
}

var objectDir = regexp.MustCompile(`^([0-9a-f]{3})/([0-9a-f]{3})/([0-9a-f]{3})/([0-9a-f]{64})$`)

// validDir reports whether dir is a folder the layout can give an object.
func validDir(dir string) bool {
	m := objectDir.FindStringSubmatch(dir)
	return m != nil && strings.HasPrefix(m[4], m[1]+m[2]+m[3])
}

// keys returns the key prefix of an object's files.
func (r *Root) keys(dir string) string { return r.prefix + dir + "/" }

// validID demands a URI: another id is allowed by OCFL, but every validator warns of it.
func validID(id string) error {
	if len(id) > maxIDBytes || !absoluteURI(id) {
		return fmt.Errorf("object id %q is no URI of at most %d bytes: %w", id, maxIDBytes, fs.ErrInvalid)
	}
	return nil
}

func absoluteURI(s string) bool {
	u, err := url.ParseRequestURI(s)
	return err == nil && u.Scheme != ""
}
