package local

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/danganku/danganku/storage"
)

// folderAttempts bounds how often Put makes the folder of its file again after another process removed it as empty.
const folderAttempts = 8

// Put writes a file. See storage.Store.
func (s *Store) Put(ctx context.Context, key string, r io.Reader, size int64, opts storage.PutOptions) (storage.Object, error) {
	if err := check(ctx, key); err != nil {
		return storage.Object{}, fmt.Errorf("put: %w", err)
	}
	if size >= 0 {
		r = storage.ExactReader(r, size)
	}
	temp := path.Join(tempFolder, rand.Text())
	obj, err := s.writeTemp(temp, key, storage.ContextReader(ctx, r))
	if err == nil {
		err = s.publish(temp, key, opts.IfAbsent)
	}
	if err != nil {
		_ = s.root.Remove(temp) // SweepTemp gets what this misses
		return storage.Object{}, fmt.Errorf("put %s: %w", key, err)
	}
	return obj, nil
}

// writeTemp stores r durably under a temporary name.
func (s *Store) writeTemp(temp, key string, r io.Reader) (storage.Object, error) {
	file, err := s.root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o444)
	if err != nil {
		return storage.Object{}, err
	}
	n, err := s.copy(file, r)
	if err == nil {
		err = file.Sync()
	}
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return storage.Object{}, err
	}
	// File systems stamp with the tick of the kernel, several milliseconds; the ETag needs a finer clock.
	now := time.Now()
	if err := s.root.Chtimes(temp, now, now); err != nil {
		return storage.Object{}, err
	}
	return storage.Object{Key: key, Size: n, ModTime: now.UTC(), ETag: etag(now, n)}, nil
}

// copyBytes is large enough for a page of a scan in one or two writes.
const copyBytes = 256 << 10

func (s *Store) copy(file *os.File, r io.Reader) (int64, error) {
	buffer := s.buffers.Get().(*[]byte)
	defer s.buffers.Put(buffer)
	// Hiding ReadFrom makes io use the buffer.
	return io.CopyBuffer(struct{ io.Writer }{file}, r, *buffer)
}

// publish gives the temporary file its name and makes the name durable.
func (s *Store) publish(temp, key string, ifAbsent bool) error {
	enter := s.root.Rename
	if ifAbsent {
		enter = s.link
	}
	s.folders.RLock()
	err := enter(temp, key)
	s.folders.RUnlock()
	for attempt := 0; errors.Is(err, fs.ErrNotExist) && attempt < folderAttempts; attempt++ {
		err = s.enterNewFolder(enter, temp, key)
	}
	if err != nil {
		return s.nameError(key, err, ifAbsent)
	}
	return s.syncFolder(path.Dir(key))
}

// link is rename that never replaces.
func (s *Store) link(temp, key string) error {
	if err := s.root.Link(temp, key); err != nil {
		return err
	}
	_ = s.root.Remove(temp) // the object is in place; SweepTemp gets what this misses
	return nil
}

func (s *Store) enterNewFolder(enter func(string, string) error, temp, key string) error {
	s.folders.Lock()
	defer s.folders.Unlock()
	if err := s.makeFolders(path.Dir(key)); err != nil {
		return err
	}
	return enter(temp, key)
}

// makeFolders creates the folder and its parents and makes their names durable.
func (s *Store) makeFolders(folder string) error {
	parent := "."
	for name := range strings.SplitSeq(folder, "/") {
		child := path.Join(parent, name)
		err := s.root.Mkdir(child, 0o750)
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		if err == nil {
			if err := s.syncFolder(parent); err != nil {
				return err
			}
		}
		parent = child
	}
	return nil
}

// nameError tells "the object exists" from "the name is a folder of other objects, or lies below an object".
func (s *Store) nameError(key string, err error, ifAbsent bool) error {
	if errors.Is(err, syscall.ENOTDIR) {
		return fmt.Errorf("a parent is an object: %w: %w", fs.ErrInvalid, err)
	}
	if s.isFolder(key) {
		return fmt.Errorf("other objects lie below the key: %w", fs.ErrInvalid)
	}
	if ifAbsent && errors.Is(err, fs.ErrExist) {
		return fs.ErrExist
	}
	return err
}

// syncFolder makes additions to and removals from a folder durable. Windows has no such call and needs none for names.
func (s *Store) syncFolder(folder string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	dir, err := s.root.Open(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // emptied and removed meanwhile; whoever did it synced the parent
	}
	if err != nil {
		return err
	}
	err = dir.Sync()
	if closeErr := dir.Close(); err == nil {
		err = closeErr
	}
	return err
}

// SweepTemp removes what writes interrupted by a crash left behind, when older than the given age, and returns how many
// files it removed. The age must be longer than any upload takes.
func (s *Store) SweepTemp(olderThan time.Duration) (int, error) {
	entries, err := fs.ReadDir(s.root.FS(), tempFolder)
	if err != nil {
		return 0, fmt.Errorf("list unfinished objects: %w", err)
	}
	limit, removed := time.Now().Add(-olderThan), 0
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || info.ModTime().After(limit) {
			continue // gone meanwhile, or still being written
		}
		if err := s.root.Remove(path.Join(tempFolder, entry.Name())); err == nil {
			removed++
		} else if !errors.Is(err, fs.ErrNotExist) {
			return removed, fmt.Errorf("remove unfinished object: %w", err)
		}
	}
	return removed, nil
}
