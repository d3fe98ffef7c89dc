// Package local keeps objects as read-only files below one folder: key "a/b" is file a/b.
//
// An object is written to a temporary file, synced, and only then renamed to its name, so that neither a reader nor a
// crash ever shows a part. Concurrent use by several processes is safe. It imports storage and nothing else of the
// project.
package local

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/danganku/danganku/storage"
)

// tempFolder holds unfinished writes. It lies inside the root, to be on the same file system, and is no valid key.
const tempFolder = ".tmp"

// Store is a storage.Store on a folder.
type Store struct {
	root *os.Root // every path goes through it: no key and no symbolic link leads outside
	// folders is held for reading while a file enters its folder and for writing while folders are made or removed:
	// a file that found its folder found a durable one, and an empty folder is not removed under a file's feet.
	folders sync.RWMutex
	buffers sync.Pool // of *[]byte, copyBytes long
}

var _ storage.Store = (*Store)(nil)

// New opens the store below root, which is created when missing.
func New(root string) (*Store, error) {
	if err := os.MkdirAll(root, 0o750); err != nil {
		return nil, fmt.Errorf("create object folder: %w", err)
	}
	dir, err := os.OpenRoot(root)
	if err != nil {
		return nil, fmt.Errorf("open object folder: %w", err)
	}
	if err := dir.Mkdir(tempFolder, 0o750); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("create folder of unfinished objects: %w", err)
	}
	s := &Store{root: dir}
	s.buffers.New = func() any { return new(make([]byte, copyBytes)) }
	return s, nil
}

// Close releases the folder; objects already opened stay readable.
func (s *Store) Close() error { return s.root.Close() }

// Get opens a file. See storage.Store.
func (s *Store) Get(ctx context.Context, key string, offset, length int64) (io.ReadCloser, storage.Object, error) {
	if err := check(ctx, key); err != nil {
		return nil, storage.Object{}, fmt.Errorf("get: %w", err)
	}
	file, err := s.root.Open(key)
	if err != nil {
		return nil, storage.Object{}, fmt.Errorf("get %s: %w", key, absent(err))
	}
	body, obj, err := section(file, key, offset, length)
	if err != nil {
		_ = file.Close() // opened for reading only
		return nil, storage.Object{}, fmt.Errorf("get %s: %w", key, err)
	}
	return body, obj, nil
}

func section(file *os.File, key string, offset, length int64) (io.ReadCloser, storage.Object, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, storage.Object{}, err
	}
	if !info.Mode().IsRegular() {
		return nil, storage.Object{}, fs.ErrNotExist
	}
	n, err := storage.CheckRange(info.Size(), offset, length)
	if err != nil {
		return nil, storage.Object{}, err
	}
	return fileSection{io.NewSectionReader(file, offset, n), file}, describe(key, info), nil
}

type fileSection struct {
	*io.SectionReader
	file *os.File
}

func (f fileSection) Close() error { return f.file.Close() }

// Stat describes a file. See storage.Store.
func (s *Store) Stat(ctx context.Context, key string) (storage.Object, error) {
	if err := check(ctx, key); err != nil {
		return storage.Object{}, fmt.Errorf("stat: %w", err)
	}
	info, err := s.root.Stat(key)
	if err == nil && !info.Mode().IsRegular() {
		err = fs.ErrNotExist
	}
	if err != nil {
		return storage.Object{}, fmt.Errorf("stat %s: %w", key, absent(err))
	}
	return describe(key, info), nil
}

// describe builds the ETag from size and modification time; Put sets the latter to the nanosecond, so two contents of
// one key differ in it.
func describe(key string, info fs.FileInfo) storage.Object {
	return storage.Object{Key: key, Size: info.Size(), ModTime: info.ModTime().UTC(), ETag: etag(info.ModTime(), info.Size())}
}

func etag(modified time.Time, size int64) string {
	return fmt.Sprintf("%x-%x", modified.UnixNano(), size)
}

func check(ctx context.Context, key string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := storage.ValidKey(key); err != nil {
		return err
	}
	if first, _, _ := strings.Cut(key, "/"); strings.EqualFold(first, tempFolder) {
		return fmt.Errorf("key %q lies in the folder of unfinished objects: %w", key, fs.ErrInvalid)
	}
	return nil
}

// absent turns "a parent of the path is a file" into fs.ErrNotExist: as a key it simply does not exist.
func absent(err error) error {
	if errors.Is(err, syscall.ENOTDIR) {
		return fmt.Errorf("%w: %w", fs.ErrNotExist, err)
	}
	return err
}
