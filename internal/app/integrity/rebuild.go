package integrity

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Rebuild restores the catalogue, the people and the places from the object store alone, into a database that has none.
// It may be interrupted and run again. It returns the number of dossiers.
func (s *Service) Rebuild(ctx context.Context, progress func(done int)) (int, error) {
	done := 0
	for id, err := range s.Archive.Dossiers(ctx) {
		if err != nil {
			return done, errs.Wrap("rebuild", err)
		}
		recorded, err := s.Archive.Recover(ctx, id)
		if err != nil {
			return done, errs.Wrap("rebuild", err)
		}
		if !recorded {
			continue // masters whose record was never committed: not part of the archive
		}
		d, err := s.Archive.Record(ctx, id, 0)
		if err != nil {
			return done, errs.Wrap("rebuild", err)
		}
		if err := s.project(ctx, d, false); err != nil {
			return done, errs.Wrap("rebuild dossier "+id, err)
		}
		done++
		progress(done)
	}
	entry := audit.Entry(s.Clock.Now(), authz.System("rebuild"), domain.AuditRebuild, audit.Subject{Object: "installation"},
		audit.Detail{"dossiers": done})
	return done, errs.Wrap("rebuild", s.Store.Audit().Append(ctx, entry))
}

// Export writes the catalogue as JSON lines, one dossier a line in the order of identifiers: equal catalogues give equal
// bytes.
func (s *Service) Export(ctx context.Context, actor authz.Actor, out io.Writer) (int, error) {
	entry := audit.Entry(s.Clock.Now(), actor, domain.AuditExport, audit.Subject{Object: "installation"}, nil)
	if err := s.Store.Audit().Append(ctx, entry); err != nil {
		return 0, errs.Wrap("export", err)
	}
	buffered := bufio.NewWriter(out)
	count := 0
	err := (&verification{Service: s}).eachHead(ctx, func(head domain.DossierHead) error {
		d, err := s.Store.Dossiers().Get(ctx, head.ID)
		if err != nil {
			return err
		}
		line, err := s.exportLine(d)
		if err != nil {
			return err
		}
		count++
		_, err = buffered.Write(append(line, '\n'))
		return err
	})
	if err != nil {
		return count, errs.Wrap("export", err)
	}
	return count, errs.Wrap("export", buffered.Flush())
}

// exportLine is the record of a dossier on one line.
func (s *Service) exportLine(d *domain.Dossier) ([]byte, error) {
	record, err := s.EncodeRecord(d)
	if err != nil {
		return nil, err
	}
	var line bytes.Buffer
	err = json.Compact(&line, record)
	return line.Bytes(), err
}
