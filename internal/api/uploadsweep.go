package api

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/danganku/danganku/internal/errs"
)

// SweepUploads removes uploads to which nothing was added since before the given time, and returns how many. A package that
// is announced again starts such files anew.
func SweepUploads(ctx context.Context, dir string, before time.Time) (int, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, errs.Wrap("sweep uploads", err)
	}
	touched := map[string]time.Time{} // by upload: the latest change of any of its files
	files := map[string][]string{}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue // gone meanwhile, or not ours
		}
		id, _, _ := strings.Cut(entry.Name(), ".")
		if info.ModTime().After(touched[id]) {
			touched[id] = info.ModTime()
		}
		files[id] = append(files[id], filepath.Join(dir, entry.Name()))
	}
	swept := 0
	for id, last := range touched {
		if !uploadID.MatchString(id) || !last.Before(before) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return swept, errs.Wrap("sweep uploads", err)
		}
		for _, file := range files[id] {
			if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return swept, errs.Wrap("sweep uploads", err)
			}
		}
		swept++
	}
	return swept, nil
}

// dropOwnLocks removes locks that carry the number of this process before it holds any. In a container every process has
// the same number, so the locks of one that was killed would seem to be held for ever.
func dropOwnLocks(dir string) error {
	locks, err := filepath.Glob(filepath.Join(dir, "*.lock"))
	if err != nil {
		return errs.Wrap("list locks", err)
	}
	for _, lock := range locks {
		owner, err := os.ReadFile(lock)
		if err != nil || strings.TrimSpace(string(owner)) != strconv.Itoa(os.Getpid()) {
			continue // another process's, or gone
		}
		if err := os.Remove(lock); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return errs.Wrap("remove lock", err)
		}
	}
	return nil
}
