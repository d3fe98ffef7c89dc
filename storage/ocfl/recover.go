package ocfl

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/danganku/danganku/storage"
)

// Outcome says what Recover found and did.
type Outcome string

const (
	Absent     Outcome = "absent"      // there is nothing of such an object
	Clean      Outcome = "clean"       // nothing to do
	Finished   Outcome = "finished"    // the newest version was completed
	RolledBack Outcome = "rolled back" // the remains of a version not written to the end were removed
	Removed    Outcome = "removed"     // nothing is left of a first version not written to the end, or of a purged object
)

// Recover makes the object valid again after a writer died at any point, or after an error of Update or Purge: a version
// whose inventory and sidecar are whole becomes the newest, even if the root inventory was not yet put; one that is less
// is removed. The caller
// must be sure that no writer is at work. Files that neither this package nor the inventory accounts for are left for
// Verify to report, except below version folders. An object that a crash cannot explain is left alone: ErrCorrupt.
func (r *Root) Recover(ctx context.Context, id string) (Outcome, error) {
	return r.RecoverDir(ctx, r.Dir(id))
}

// RecoverDir is Recover for an object of which only the folder below the storage root is known: see Objects.
func (r *Root) RecoverDir(ctx context.Context, dir string) (Outcome, error) {
	outcome, err := r.recoverDir(ctx, dir)
	if err != nil {
		return outcome, fmt.Errorf("recover %s: %w", dir, err)
	}
	return outcome, nil
}

func (r *Root) recoverDir(ctx context.Context, dir string) (Outcome, error) {
	if !validDir(dir) {
		return "", fmt.Errorf("no folder of an object: %w", fs.ErrInvalid)
	}
	names, err := r.list(ctx, dir)
	if err != nil || len(names) == 0 {
		return Absent, err
	}
	raw, err := storage.ReadAll(ctx, r.store, r.keys(dir)+inventoryFile, maxInventory)
	if err == nil && isTombstone(raw) {
		return Removed, r.removeAll(ctx, dir, names)
	}
	root := emptyInventory("")
	if err == nil {
		root, err = r.trusted(ctx, dir, raw)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	newest, newestRaw, err := r.wholeVersion(ctx, dir, newestVersion(names), names)
	switch {
	case err != nil:
		return "", err
	case newest != nil && newest.head() > root.head():
		return Finished, r.finish(ctx, dir, newest, newestRaw, names)
	case root.head() == 0:
		return Removed, r.removeUncommitted(ctx, dir, names)
	}
	return r.settle(ctx, dir, root, raw, names)
}

// settle removes what is not of the committed version and renews the root sidecar when that is of an older one.
func (r *Root) settle(ctx context.Context, dir string, root *inventory, raw []byte, names []string) (Outcome, error) {
	outcome, err := r.removeStrays(ctx, dir, root, names)
	if err != nil {
		return "", err
	}
	beside, err := storage.ReadAll(ctx, r.store, r.keys(dir)+sidecarFile, maxSmallFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) || err == nil && sidecarMatches(beside, raw) {
		return outcome, err
	}
	return Finished, storage.PutBytes(ctx, r.store, r.keys(dir)+sidecarFile, sidecar(raw), storage.PutOptions{})
}

// finish takes the last steps of a commit.
func (r *Root) finish(ctx context.Context, dir string, inv *inventory, raw []byte, names []string) error {
	if _, err := r.removeStrays(ctx, dir, inv, names); err != nil {
		return err
	}
	if err := storage.PutBytes(ctx, r.store, r.keys(dir)+inventoryFile, raw, storage.PutOptions{}); err != nil {
		return err
	}
	return storage.PutBytes(ctx, r.store, r.keys(dir)+sidecarFile, sidecar(raw), storage.PutOptions{})
}

// wholeVersion returns the inventory of version n when the version was written to the end, nil when its writer died
// before. What no crash can leave behind, such as a sidecar that does not match, is ErrCorrupt.
func (r *Root) wholeVersion(ctx context.Context, dir string, n int, names []string) (*inventory, []byte, error) {
	folder := versionName(n) + "/"
	if !contains(names, folder+sidecarFile) {
		return nil, nil, nil
	}
	raw, err := storage.ReadAll(ctx, r.store, r.keys(dir)+folder+inventoryFile, maxInventory)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: inventory of v%d: %w", ErrCorrupt, n, err)
	}
	inv, err := r.trusted(ctx, dir, raw)
	if err != nil {
		return nil, nil, err
	}
	if inv.head() != n || r.Dir(inv.ID) != dir {
		return nil, nil, fmt.Errorf("%w: inventory of v%d is of %s %s", ErrCorrupt, n, inv.ID, inv.Head)
	}
	for path := range inv.expected() {
		if contentVersion(path) > 0 && !contains(names, path) {
			return nil, nil, fmt.Errorf("%w: content %s is missing", ErrCorrupt, path)
		}
	}
	return inv, raw, nil
}

func newestVersion(names []string) int {
	newest := 0
	for _, name := range names {
		folder, _, _ := strings.Cut(name, "/")
		newest = max(newest, versionNumber(folder))
	}
	return newest
}

// contains searches names, which are in byte order.
func contains(names []string, name string) bool {
	_, found := slices.BinarySearch(names, name)
	return found
}

// list returns the names of all files of an object, relative to its folder.
func (r *Root) list(ctx context.Context, dir string) ([]string, error) {
	var names []string
	for obj, err := range r.store.List(ctx, r.keys(dir)) {
		if err != nil {
			return nil, err
		}
		names = append(names, strings.TrimPrefix(obj.Key, r.keys(dir)))
	}
	return names, nil
}

// removeUncommitted removes a first version that was not written to the end. An object with a root sidecar or a later
// version has lost its root inventory by other means than a crash.
func (r *Root) removeUncommitted(ctx context.Context, dir string, names []string) error {
	for _, name := range names {
		if name != objectDeclaration && !strings.HasPrefix(name, "v1/") {
			return fmt.Errorf("%w: the root inventory is lost, but there is %s", ErrCorrupt, name)
		}
	}
	return r.removeAll(ctx, dir, names)
}

// removeAll deletes the files of an object so that at every moment either the tombstone or the claim of a first version
// tells the next Recover that nothing is to be kept.
func (r *Root) removeAll(ctx context.Context, dir string, names []string) error {
	last := []string{inventoryFile, objectDeclaration}
	rest := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(last, name) })
	if err := r.remove(ctx, dir, rest); err != nil {
		return err
	}
	for _, name := range last {
		if err := r.remove(ctx, dir, []string{name}); err != nil {
			return err
		}
	}
	return nil
}

// removeStrays deletes, below version folders, what the inventory does not account for, inventories of uncommitted
// versions last: they are the claim.
func (r *Root) removeStrays(ctx context.Context, dir string, inv *inventory, names []string) (Outcome, error) {
	expected := inv.expected()
	var strays, claims []string
	for _, name := range names {
		folder, file, _ := strings.Cut(name, "/")
		switch {
		case expected[name] || versionNumber(folder) == 0:
		case file == inventoryFile:
			claims = append(claims, name)
		default:
			strays = append(strays, name)
		}
	}
	if len(strays)+len(claims) == 0 {
		return Clean, nil
	}
	if err := r.remove(ctx, dir, strays); err != nil {
		return "", err
	}
	return RolledBack, r.remove(ctx, dir, claims)
}

// expected returns the names of all files an object with this inventory has.
func (inv *inventory) expected() map[string]bool {
	expected := map[string]bool{objectDeclaration: true, inventoryFile: true, sidecarFile: true}
	for name := range inv.Versions {
		expected[name+"/"+inventoryFile] = true
		expected[name+"/"+sidecarFile] = true
	}
	for _, paths := range inv.Manifest {
		for _, path := range paths {
			expected[path] = true
		}
	}
	return expected
}

func (r *Root) remove(ctx context.Context, dir string, names []string) error {
	if len(names) == 0 {
		return nil
	}
	keys := make([]string, len(names))
	for i, name := range names {
		keys[i] = r.keys(dir) + name
	}
	return r.store.Delete(ctx, keys...)
}

// Purge removes the object with all its versions; nothing of it can be read from the first moment on. After an error or
// a crash Purge or Recover completes it. An absent object is fs.ErrNotExist. The caller must be sure that no writer is at
// work.
func (r *Root) Purge(ctx context.Context, id string) error {
	if err := r.purge(ctx, id); err != nil {
		return fmt.Errorf("purge object %s: %w", id, err)
	}
	return nil
}

func (r *Root) purge(ctx context.Context, id string) error {
	names, err := r.list(ctx, r.Dir(id))
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return fs.ErrNotExist
	}
	mark, err := newTombstone(id)
	if err != nil {
		return err
	}
	if err := storage.PutBytes(ctx, r.store, r.keys(r.Dir(id))+inventoryFile, mark, storage.PutOptions{}); err != nil {
		return err
	}
	return r.removeAll(ctx, r.Dir(id), names)
}
