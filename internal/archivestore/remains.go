package archivestore

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"slices"
	"time"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/storage/ocfl"
)

// Remains walks the folders that may have been left by dead writers and to which nothing was added since before: versions
// that were not written to the end, and masters without a record. An error may concern one folder alone; the walk goes on
// when the consumer does.
func (a *Archive) Remains(ctx context.Context, before time.Time) iter.Seq2[domain.Remains, error] {
	return func(yield func(domain.Remains, error) bool) {
		for entry, err := range a.root.Objects(ctx) {
			if err == nil && !entry.Newest.Before(before) {
				continue
			}
			left := false
			if err == nil {
				left, err = a.isRemains(ctx, entry)
			}
			if err == nil && !left {
				continue
			}
			dossierID, _, _ := parseObjectID(entry.ID)
			if !yield(domain.Remains{Folder: entry.Dir, DossierID: dossierID}, classify("walk remains", err)) {
				return
			}
		}
	}
}

func (a *Archive) isRemains(ctx context.Context, entry ocfl.Entry) (bool, error) {
	dossierID, isRecord, ours := parseObjectID(entry.ID)
	switch {
	case entry.ID != "" && !ours:
		return false, nil
	case entry.Unfinished || entry.Version == 0:
		return true, nil
	case isRecord:
		return false, nil
	}
	_, err := a.root.Open(ctx, recordID(dossierID))
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	return false, err
}

// ClearFolder settles a folder of which the dossier is not known, unless it is of one of those that are being written. It
// reports whether something was removed.
func (a *Archive) ClearFolder(ctx context.Context, folder string, writing []string) (bool, error) {
	if slices.ContainsFunc(writing, func(id string) bool {
		return folder == a.root.Dir(mastersID(id)) || folder == a.root.Dir(recordID(id))
	}) {
		return false, nil
	}
	outcome, err := a.root.RecoverDir(ctx, folder)
	return outcome == ocfl.Removed || outcome == ocfl.RolledBack, classify("clear remains", err)
}
