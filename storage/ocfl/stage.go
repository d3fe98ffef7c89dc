package ocfl

import (
	"context"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/danganku/danganku/storage"
)

// Stage collects the changes of one version. Its methods are safe for concurrent use; it ends with the function it was
// given to.
type Stage struct {
	root *Root
	keys string // prefix of the object's keys
	n    int    // version being made
	prev *inventory

	mu      sync.Mutex
	state   map[string]string // logical path to digest
	paths   *pathSet          // of state
	content map[string]string // digest to content path, of what this stage stored
	names   *pathSet          // content names tried, relative to the content folder
	stored  []string          // keys that exist or may exist
}

func newStage(root *Root, prev *inventory) *Stage {
	s := &Stage{root: root, keys: root.keys(root.Dir(prev.ID)), n: prev.head() + 1, prev: prev,
		state: map[string]string{}, paths: newPathSet(), content: map[string]string{}, names: newPathSet()}
	if prev.head() > 0 {
		for _, file := range prev.files(prev.head()) {
			s.state[file.Path] = file.Digest
			_ = s.paths.add(file.Path) // a valid inventory has no conflicts
		}
	}
	return s
}

// Put stores size bytes of r (size < 0: until EOF) as the file at path, replacing one that is there. Bytes that the
// object already has are uploaded and then dropped in favour of the stored copy.
// A path that is a folder of another, or lies below a file, is fs.ErrExist. After an error the stage is as before.
func (s *Stage) Put(ctx context.Context, path string, r io.Reader, size int64) (File, error) {
	name, err := s.reserve(path)
	if err != nil {
		return File{}, fmt.Errorf("stage %s: %w", path, err)
	}
	hash := sha512.New()
	contentPath := versionName(s.n) + "/" + contentFolder + "/" + name
	if _, err := s.root.store.Put(ctx, s.keys+contentPath, io.TeeReader(r, hash), size, storage.PutOptions{}); err != nil {
		return File{}, fmt.Errorf("stage %s: %w", path, err)
	}
	file := File{Path: path, Digest: hex.EncodeToString(hash.Sum(nil))}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.prev.Manifest[file.Digest] == nil && s.content[file.Digest] == "" {
		s.content[file.Digest] = contentPath
	}
	if err := s.set(file); err != nil {
		return File{}, fmt.Errorf("stage %s: %w", path, err)
	}
	return file, nil
}

// reserve checks the path and picks a content name that no other upload of this stage uses, failed ones included: their
// bytes may yet arrive.
func (s *Stage) reserve(path string) (string, error) {
	if err := storage.ValidKey(path); err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, replaces := s.state[path]; !replaces {
		if err := s.paths.check(path); err != nil {
			return "", err
		}
	}
	name := path
	for i := 2; s.names.add(name) != nil; i++ {
		name = fmt.Sprintf("~%d/%s", i, path)
	}
	s.stored = append(s.stored, s.keys+versionName(s.n)+"/"+contentFolder+"/"+name)
	return name, nil
}

// set enters a file into the state. The caller holds the lock.
func (s *Stage) set(file File) error {
	if _, replaces := s.state[file.Path]; !replaces {
		if err := s.paths.add(file.Path); err != nil {
			return err
		}
	}
	s.state[file.Path] = file.Digest
	return nil
}

// Remove takes a file out of this version; older versions keep it. A missing path is fs.ErrNotExist.
func (s *Stage) Remove(path string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, found := s.state[path]; !found {
		return fmt.Errorf("remove %q: %w", path, fs.ErrNotExist)
	}
	s.drop(path)
	return nil
}

func (s *Stage) drop(path string) {
	delete(s.state, path)
	s.paths.remove(path)
}

// Rename moves a file without storing it again. A missing from is fs.ErrNotExist, a used to is fs.ErrExist; swap files
// by way of a third name.
func (s *Stage) Rename(from, to string) error {
	if err := storage.ValidKey(to); err != nil {
		return fmt.Errorf("rename to %q: %w", to, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	digest, found := s.state[from]
	if !found {
		return fmt.Errorf("rename %q: %w", from, fs.ErrNotExist)
	}
	if from == to {
		return nil
	}
	s.drop(from)
	if err := s.paths.add(to); err != nil {
		_ = s.paths.add(from) // it was there a moment ago
		s.state[from] = digest
		return fmt.Errorf("rename %q: %w", from, err)
	}
	s.state[to] = digest
	return nil
}

// Files returns the state so far in byte order of paths.
func (s *Stage) Files() []File {
	s.mu.Lock()
	defer s.mu.Unlock()
	files := make([]File, 0, len(s.state))
	for path, digest := range s.state {
		files = append(files, File{path, digest})
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files
}

// changed reports whether the state differs from the version before.
func (s *Stage) changed() bool {
	if s.prev.head() == 0 {
		return true
	}
	before := map[string]string{}
	for _, file := range s.prev.files(s.prev.head()) {
		before[file.Path] = file.Digest
	}
	return !maps.Equal(before, s.state)
}

// inventory returns the inventory with the staged version, and the stored keys it has no use for: duplicates, files put
// and removed again, uploads that failed.
func (s *Stage) inventory(info VersionInfo) (*inventory, []string) {
	v := &version{Created: info.Created.UTC(), Message: info.Message, State: map[string][]string{},
		User: &user{Name: info.UserName, Address: info.UserAddress}}
	for path, digest := range s.state {
		v.State[digest] = append(v.State[digest], path)
	}
	for _, paths := range v.State {
		slices.Sort(paths)
	}
	used := map[string]string{}
	keep := map[string]bool{}
	for digest, contentPath := range s.content {
		if v.State[digest] != nil {
			used[digest] = contentPath
			keep[s.keys+contentPath] = true
		}
	}
	unused := slices.DeleteFunc(slices.Clone(s.stored), func(key string) bool { return keep[key] })
	return s.prev.next(v, used), unused
}
