package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/danganku/danganku/storage"
)

// List walks the folders. It holds the names of one folder per level in memory. See storage.Store.
func (s *Store) List(ctx context.Context, prefix string) iter.Seq2[storage.Object, error] {
	return func(yield func(storage.Object, error) bool) {
		if err := storage.ValidPrefix(prefix); err != nil {
			yield(storage.Object{}, fmt.Errorf("list: %w", err))
			return
		}
		folder := "."
		if i := strings.LastIndexByte(prefix, '/'); i >= 0 {
			folder = prefix[:i]
		}
		walk := walk{ctx: ctx, store: s, prefix: prefix, yield: yield}
		if err := walk.folder(folder); err != nil && !errors.Is(err, errStopped) {
			yield(storage.Object{}, fmt.Errorf("list %q: %w", prefix, err))
		}
	}
}

// errStopped ends a walk whose consumer wants no more.
var errStopped = errors.New("stopped")

type walk struct {
	ctx    context.Context
	store  *Store
	prefix string
	yield  func(storage.Object, error) bool
}

func (w *walk) folder(folder string) error {
	entries, err := fs.ReadDir(w.store.root.FS(), folder)
	if errors.Is(absent(err), fs.ErrNotExist) {
		return nil // never there, or its last object was just deleted
	}
	if err != nil {
		return err
	}
	// Keys below a folder continue with a slash, which sorts after "-" and "." and before letters: "a-b" < "a/b" < "ab".
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(sortName(a), sortName(b)) })
	for _, entry := range entries {
		if err := w.entry(path.Join(folder, entry.Name()), entry); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) entry(key string, entry fs.DirEntry) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	if entry.IsDir() {
		below := key + "/"
		if key == tempFolder || !strings.HasPrefix(below, w.prefix) && !strings.HasPrefix(w.prefix, below) {
			return nil
		}
		return w.folder(key)
	}
	if !strings.HasPrefix(key, w.prefix) || !entry.Type().IsRegular() {
		return nil
	}
	info, err := entry.Info()
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !w.yield(describe(key, info), nil) {
		return errStopped
	}
	return nil
}

func sortName(entry fs.DirEntry) string {
	if entry.IsDir() {
		return entry.Name() + "/"
	}
	return entry.Name()
}

// Delete removes files and the folders that become empty, and makes that durable. See storage.Store.
func (s *Store) Delete(ctx context.Context, keys ...string) error {
	for _, key := range keys {
		if err := check(ctx, key); err != nil {
			return fmt.Errorf("delete: %w", err)
		}
	}
	var changed []string
	for _, key := range keys {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("delete: %w", err)
		}
		err := s.root.Remove(key)
		switch {
		case err == nil:
			changed = append(changed, path.Dir(key))
		case !errors.Is(absent(err), fs.ErrNotExist) && !s.isFolder(key):
			return fmt.Errorf("delete %s: %w", key, err)
		}
	}
	slices.Sort(changed)
	for _, folder := range slices.Compact(changed) {
		if err := s.settle(folder); err != nil {
			return fmt.Errorf("delete from %s: %w", folder, err)
		}
	}
	return nil
}

// isFolder reports that key is no object, but part of the keys of others.
func (s *Store) isFolder(key string) bool {
	info, err := s.root.Stat(key)
	return err == nil && info.IsDir()
}

// settle removes a folder and its parents as far as they are empty and syncs the first that stays.
func (s *Store) settle(folder string) error {
	s.folders.Lock()
	defer s.folders.Unlock()
	for folder != "." && s.root.Remove(folder) == nil {
		folder = path.Dir(folder)
	}
	return s.syncFolder(folder)
}
