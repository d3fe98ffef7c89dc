package ocfl

import (
	"bytes"
	"context"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/danganku/danganku/storage"
)

// Fault classifies a Problem.
type Fault string

const (
	FaultMissing   Fault = "missing"   // a file that must be there is not
	FaultExtra     Fault = "extra"     // a file that nothing accounts for
	FaultDigest    Fault = "digest"    // bytes differ from the recorded digest
	FaultInventory Fault = "inventory" // an inventory is malformed or contradicts another
)

// Problem is one fault of a stored object.
type Problem struct {
	Fault  Fault
	Path   string // below the object's folder
	Detail string
}

func (p Problem) String() string { return fmt.Sprintf("%s: %s: %s", p.Fault, p.Path, p.Detail) }

// Verify checks everything stored of an object: the declaration, every inventory and sidecar against each other, the
// digest of every content file, and that there is nothing else. It reads all bytes once, one file at a time. The
// error tells that the check could not be made; an absent object is fs.ErrNotExist.
func (r *Root) Verify(ctx context.Context, id string) ([]Problem, error) {
	v := verification{ctx: ctx, root: r, keys: r.keys(r.Dir(id)), id: id, unseen: map[string]bool{}}
	names, err := r.list(ctx, r.Dir(id))
	if err == nil && len(names) == 0 {
		err = fs.ErrNotExist
	}
	for _, name := range names {
		v.unseen[name] = true
	}
	if err == nil {
		err = v.object()
	}
	if err != nil {
		return nil, fmt.Errorf("verify object %s: %w", id, err)
	}
	return v.problems, nil
}

type verification struct {
	ctx      context.Context
	root     *Root
	keys, id string
	unseen   map[string]bool
	problems []Problem
}

func (v *verification) report(fault Fault, path, format string, args ...any) {
	v.problems = append(v.problems, Problem{fault, path, fmt.Sprintf(format, args...)})
}

func (v *verification) object() error {
	declaration, err := v.read(objectDeclaration, maxSmallFile)
	if err != nil {
		return err
	}
	if declaration != nil && string(declaration) != objectDeclaration[len("0="):]+"\n" {
		v.report(FaultDigest, objectDeclaration, "wrong content")
	}
	raw, inv, err := v.inventory("")
	if err != nil {
		return err
	}
	if inv != nil {
		for n := 1; n <= inv.head() && err == nil; n++ {
			err = v.version(n, inv, raw)
		}
		if err == nil {
			err = v.content(inv)
		}
	}
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(v.unseen)) {
		v.report(FaultExtra, name, "nothing accounts for this file")
	}
	return nil
}

// read returns the bytes of a small file, nil when it is missing, which is reported.
func (v *verification) read(name string, limit int64) ([]byte, error) {
	delete(v.unseen, name)
	b, err := storage.ReadAll(v.ctx, v.root.store, v.keys+name, limit)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		v.report(FaultMissing, name, "file is missing")
		return nil, nil
	case errors.Is(err, fs.ErrInvalid):
		v.report(FaultInventory, name, "file is too large")
		return nil, nil
	}
	return b, err
}

// inventory checks the inventory and the sidecar in folder ("" or "v3/"); it returns nil for one that cannot be used.
func (v *verification) inventory(folder string) ([]byte, *inventory, error) {
	raw, err := v.read(folder+inventoryFile, maxInventory)
	if err != nil {
		return nil, nil, err
	}
	recorded, err := v.read(folder+sidecarFile, maxSmallFile)
	if err != nil || raw == nil {
		return nil, nil, err
	}
	if recorded != nil && !sidecarMatches(recorded, raw) {
		v.report(FaultDigest, folder+inventoryFile, "digest differs from the sidecar")
	}
	inv, err := parseInventory(raw)
	if err != nil {
		v.report(FaultInventory, folder+inventoryFile, "%v", err)
		return raw, nil, nil
	}
	if inv.ID != v.id {
		v.report(FaultInventory, folder+inventoryFile, "id is %q", inv.ID)
	}
	return raw, inv, nil
}

// version compares the inventory of version n with the root inventory.
func (v *verification) version(n int, root *inventory, rootRaw []byte) error {
	folder := versionName(n) + "/"
	raw, inv, err := v.inventory(folder)
	if err != nil || inv == nil {
		return err
	}
	if inv.head() != n {
		v.report(FaultInventory, folder+inventoryFile, "head is %s", inv.Head)
		return nil
	}
	if n == root.head() && !bytes.Equal(raw, rootRaw) {
		v.report(FaultInventory, folder+inventoryFile, "differs from the root inventory")
	}
	for i := 1; i <= n; i++ {
		if !slices.Equal(inv.files(i), root.files(i)) {
			v.report(FaultInventory, folder+inventoryFile, "version %d has other files than in the root inventory", i)
		}
	}
	for digest, paths := range inv.Manifest {
		if !slices.Equal(paths, root.Manifest[digest]) {
			v.report(FaultInventory, folder+inventoryFile, "content of digest %.16s… differs from the root inventory", digest)
		}
	}
	return nil
}

// content hashes every file of the manifest, in byte order of paths.
func (v *verification) content(inv *inventory) error {
	digests := map[string]string{}
	for digest, paths := range inv.Manifest {
		for _, path := range paths {
			digests[path] = digest
		}
	}
	for _, path := range slices.Sorted(maps.Keys(digests)) {
		delete(v.unseen, path)
		found, err := v.hash(path)
		switch {
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrInvalid): // no store of ours could hold the latter
			v.report(FaultMissing, path, "content is missing")
		case err != nil:
			return err
		case !strings.EqualFold(found, digests[path]):
			v.report(FaultDigest, path, "sha512 is %.16s…, want %.16s…", found, digests[path])
		}
	}
	return nil
}

func (v *verification) hash(path string) (string, error) {
	body, _, err := v.root.store.Get(v.ctx, v.keys+path, 0, -1)
	if err != nil {
		return "", err
	}
	defer body.Close()
	hash := sha512.New()
	if _, err := io.Copy(hash, storage.ContextReader(v.ctx, body)); err != nil {
		return "", fmt.Errorf("read %s: %w", path, err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
