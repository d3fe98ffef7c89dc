package api

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
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
