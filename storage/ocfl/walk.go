package ocfl

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path"
	"strings"
	"time"

	"github.com/danganku/danganku/storage"
)

// Entry is one folder of the storage root that holds an object or remains of one.
type Entry struct {
	ID  string // empty when no inventory tells it
	Dir string // below the storage root, e.g. "3c0/ff4/240/3c0ff4…"
	// Version is the newest that readers see, 0 when there is none.
	Version int
	// Unfinished says that a writer is at work or died; RecoverDir settles the latter. Newest tells since when.
	Unfinished bool
	Newest     time.Time // of all its files
	Bytes      int64     // of all its files
	Files      int
}

// Objects walks the storage root in the order of folders, however large. It costs one listing request per thousand files
// and one read of the beginning of an inventory per object. An error that wraps ErrCorrupt concerns one file that belongs to
// no object, or one inventory that does not tell what it is of; the walk goes on when the consumer does.
func (r *Root) Objects(ctx context.Context) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		var current *folder
		flush := func() bool {
			if current == nil {
				return true
			}
			entry, err := r.entry(ctx, current)
			return yield(entry, err)
		}
		for obj, err := range r.store.List(ctx, r.prefix) {
			if err != nil {
				yield(Entry{}, fmt.Errorf("walk ocfl root: %w", err))
				return
			}
			name := strings.TrimPrefix(obj.Key, r.prefix)
			if rootFile(name) {
				continue
			}
			dir, file, err := splitName(name)
			if err != nil {
				if !yield(Entry{}, fmt.Errorf("walk ocfl root: %w", err)) {
					return
				}
				continue
			}
			if current == nil || current.dir != dir {
				if !flush() {
					return
				}
				current = &folder{dir: dir}
			}
			current.add(file, obj)
		}
		flush()
	}
}

// folder is what a listing tells of one object.
type folder struct {
	dir                              string
	declared, inventoried, sidecared bool
	version                          int // highest version folder
	newest                           time.Time
	bytes                            int64
	files                            int
}

func (f *folder) add(name string, obj storage.Object) {
	f.files++
	f.bytes += obj.Size
	if obj.ModTime.After(f.newest) {
		f.newest = obj.ModTime
	}
	switch name {
	case objectDeclaration:
		f.declared = true
	case inventoryFile:
		f.inventoried = true
	case sidecarFile:
		f.sidecared = true
	}
	version, _, _ := strings.Cut(name, "/")
	f.version = max(f.version, versionNumber(version))
}

func (r *Root) entry(ctx context.Context, f *folder) (Entry, error) {
	entry := Entry{Dir: f.dir, Unfinished: true, Newest: f.newest, Bytes: f.bytes, Files: f.files}
	if !f.inventoried {
		return entry, nil
	}
	head, err := r.readHead(ctx, f.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return entry, nil // purged since it was listed
	}
	if err != nil {
		return entry, fmt.Errorf("walk ocfl root: %s: %w", f.dir, err)
	}
	entry.ID, entry.Version = head.id, head.version
	entry.Unfinished = !f.declared || !f.sidecared || f.version != head.version
	return entry, nil
}

// rootFile reports files of the storage root itself.
func rootFile(name string) bool {
	return name == rootDeclaration || name == layoutFile || strings.HasPrefix(name, "extensions/")
}

// splitName divides a name below the storage root into the folder of the object and the name in it.
func splitName(name string) (dir, file string, err error) {
	parts := strings.SplitN(name, "/", tuples+2)
	if len(parts) == tuples+2 {
		dir, file = path.Join(parts[:tuples+1]...), parts[tuples+1]
	}
	if !validDir(dir) {
		return "", "", fmt.Errorf("%w: file %s belongs to no object", ErrCorrupt, name)
	}
	return dir, file, nil
}

type headOfInventory struct {
	id      string
	version int // 0: tombstone
}

// headBytes holds id and head where our own writer puts them, at the beginning of an inventory.
const headBytes = 4 << 10

func (r *Root) readHead(ctx context.Context, dir string) (headOfInventory, error) {
	head, err := r.readHeadWithin(ctx, dir, headBytes)
	if errors.Is(err, ErrCorrupt) {
		head, err = r.readHeadWithin(ctx, dir, maxInventory) // another writer orders the fields otherwise
	}
	if err == nil && r.Dir(head.id) != dir {
		return head, fmt.Errorf("%w: object %q lies in the folder of another", ErrCorrupt, head.id)
	}
	return head, err
}

func (r *Root) readHeadWithin(ctx context.Context, dir string, limit int64) (headOfInventory, error) {
	body, _, err := r.store.Get(ctx, r.keys(dir)+inventoryFile, 0, limit)
	if err != nil {
		return headOfInventory{}, err
	}
	defer body.Close()
	return parseHead(body)
}

func parseHead(r io.Reader) (headOfInventory, error) {
	var found struct{ id, head, purged string }
	wanted := map[string]*string{"id": &found.id, "head": &found.head, "purged": &found.purged}
	decoder := json.NewDecoder(r)
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
		return headOfInventory{}, fmt.Errorf("%w: inventory is no JSON object", ErrCorrupt)
	}
	for found.id == "" || found.head == "" {
		if !decoder.More() {
			break
		}
		key, err := decoder.Token()
		if err != nil {
			return headOfInventory{}, fmt.Errorf("%w: inventory: %w", ErrCorrupt, err)
		}
		name, _ := key.(string)
		var target any = new(json.RawMessage)
		if field := wanted[name]; field != nil {
			target = field
		}
		if err := decoder.Decode(target); err != nil {
			return headOfInventory{}, fmt.Errorf("%w: inventory: %w", ErrCorrupt, err)
		}
	}
	if found.purged != "" {
		return headOfInventory{id: found.purged}, nil
	}
	version := versionNumber(found.head)
	if found.id == "" || version == 0 {
		return headOfInventory{}, fmt.Errorf("%w: inventory has no id or head", ErrCorrupt)
	}
	return headOfInventory{found.id, version}, nil
}
