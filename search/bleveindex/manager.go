package bleveindex

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/search"
)

// Manager is a search.Index that can be replaced by one built beside it while searches go on. Its folder holds the
// folders of indexes and a file that names the live one; the file is replaced by renaming, so that after a crash
// either the old index is live or the new one, whole.
type Manager struct {
	folder  string
	options Options
	mu      sync.RWMutex // held for reading by every call on live, for writing by its replacement
	live    *Index
}

const currentFile = "CURRENT"

// OpenManager opens the live index in the folder, or makes an empty one. Folders left by an interrupted rebuild are
// removed.
//
// Errors: those of Open. On "search.rebuild_required" StartOver gives an empty index to build from.
func OpenManager(folder string, options Options) (*Manager, error) {
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return nil, errs.Wrap("open search folder", err)
	}
	m := &Manager{folder: folder, options: options}
	name, err := m.current()
	if err != nil {
		return nil, err
	}
	if m.live, err = Open(filepath.Join(folder, name), options); err != nil {
		return nil, err
	}
	return m, m.sweep(name)
}

// StartOver forgets whatever index is in the folder and opens an empty one in its place.
func StartOver(folder string, options Options) (*Manager, error) {
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return nil, errs.Wrap("start search folder over", err)
	}
	if err := (&Manager{folder: folder}).point(newName()); err != nil {
		return nil, err
	}
	return OpenManager(folder, options)
}

// current is the name of the live index; the first time it is chosen and written down.
func (m *Manager) current() (string, error) {
	name, err := os.ReadFile(filepath.Join(m.folder, currentFile))
	if errors.Is(err, os.ErrNotExist) {
		fresh := newName()
		return fresh, m.point(fresh)
	}
	if err != nil {
		return "", errs.Wrap("read live search index", err)
	}
	live := strings.TrimSpace(string(name))
	if !strings.HasPrefix(live, namePrefix) || live != filepath.Base(live) {
		return "", rebuildRequired(fmt.Errorf("%s names %q", currentFile, live))
	}
	return live, nil
}

const namePrefix = "index-"

func newName() string { return namePrefix + strings.ToLower(rand.Text()) }

// point makes name the live index, on disk.
func (m *Manager) point(name string) error {
	temporary, err := os.CreateTemp(m.folder, currentFile+".")
	if err != nil {
		return errs.Wrap("name live search index", err)
	}
	_, err = temporary.WriteString(name + "\n")
	err = errors.Join(err, temporary.Sync(), temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), filepath.Join(m.folder, currentFile))
	}
	if err != nil {
		return errs.Wrap("name live search index", errors.Join(err, os.Remove(temporary.Name())))
	}
	return errs.Wrap("name live search index", syncFolder(m.folder))
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// sweep removes every index but the live one, and what point leaves when it is interrupted.
func (m *Manager) sweep(live string) error {
	entries, err := os.ReadDir(m.folder)
	if err != nil {
		return errs.Wrap("sweep search folder", err)
	}
	for _, entry := range entries {
		ours := strings.HasPrefix(entry.Name(), namePrefix) || strings.HasPrefix(entry.Name(), currentFile+".")
		if ours && entry.Name() != live {
			err = errors.Join(err, os.RemoveAll(filepath.Join(m.folder, entry.Name())))
		}
	}
	return errs.Wrap("sweep search folder", err)
}

// Rebuild builds a new index beside the live one by fill and puts it in its place. Searches are answered by the old
// index until then. When fill fails, the old index stays. Rebuild and Apply are for one caller at a time.
func (m *Manager) Rebuild(ctx context.Context, fill func(ctx context.Context, fresh search.Index) error) error {
	name := newName()
	path := filepath.Join(m.folder, name)
	fresh, err := Open(path, m.options)
	if err != nil {
		return err
	}
	if err = fill(ctx, fresh); err == nil {
		err = fresh.Compact(ctx)
	}
	if err == nil {
		err = m.point(name)
	}
	if err != nil {
		return errs.Wrap("rebuild search index", errors.Join(err, fresh.Close(), os.RemoveAll(path)))
	}
	m.mu.Lock()
	old := m.live
	m.live = fresh
	m.mu.Unlock()
	return errs.Wrap("rebuild search index", errors.Join(old.Close(), m.sweep(name)))
}

// Apply implements search.Index on the live index.
func (m *Manager) Apply(ctx context.Context, batch search.Batch) error {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.live.Apply(ctx, batch)
}

// Position implements search.Index.
func (m *Manager) Position(ctx context.Context) (search.Position, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.live.Position(ctx)
}

// Search implements search.Index.
func (m *Manager) Search(ctx context.Context, query search.Query) (search.Result, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.live.Search(ctx, query)
}

// Suggest implements search.Index.
func (m *Manager) Suggest(ctx context.Context, prefix string, scope authz.Scope, limit int) ([]search.Suggestion, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.live.Suggest(ctx, prefix, scope, limit)
}

// Each implements search.Index; the live index is not replaced before it ends.
func (m *Manager) Each(ctx context.Context, yield func(dossierID string, updatedAt time.Time) error) error {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.live.Each(ctx, yield)
}

// Count implements search.Index.
func (m *Manager) Count(ctx context.Context) (int, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.live.Count(ctx)
}

// Close closes the live index.
func (m *Manager) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.live.Close()
}

var _ search.Index = (*Manager)(nil)
