package ingest

import (
	"context"
	"os"
	"time"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// SweepStaging removes the staging folders that no ingest will read again: of ingests that are stored, taken back or given
// up, and, when nothing was put there since before, of ingests the database does not know. It tells removed their names.
func (s *Service) SweepStaging(ctx context.Context, before time.Time, removed func(id string)) error {
	folders, err := os.ReadDir(s.Staging)
	if err != nil {
		return errs.Wrap("sweep staging", err)
	}
	for _, folder := range folders {
		in, err := s.Store.Ingests().Get(ctx, folder.Name())
		unknown := errs.Is(err, errs.NotFound)
		if err != nil && !unknown {
			return errs.Wrap("sweep staging", err)
		}
		info, err := folder.Info()
		if err != nil || unknown && !info.ModTime().Before(before) || !unknown && !stagingIsOver(in.State) {
			continue // gone since, or needed
		}
		if err := os.RemoveAll(s.stagingFolder(folder.Name())); err != nil {
			return errs.Wrap("sweep staging", err)
		}
		removed(folder.Name())
	}
	return nil
}

func stagingIsOver(state domain.IngestState) bool {
	return state == domain.IngestCommitted || state == domain.IngestUndone || state == domain.IngestCancelled
}
