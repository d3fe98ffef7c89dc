package integrity

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/writing"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Rebuild restores the catalogue, the people and the places from the object store alone; what the database has already
// stays, what it has older is renewed. It may be interrupted, run again, and run beside writers. A dossier that cannot be
// restored does not keep it from the others. It returns the number of dossiers restored, and the faults of at most a
// hundred others.
func (s *Service) Rebuild(ctx context.Context, progress func(done int)) (int, error) {
	const faultsKept = 100
	done, failed := 0, []error(nil)
	for id, err := range s.Archive.Dossiers(ctx) {
		if errors.Is(err, domain.ErrDamaged) {
			failed = append(failed, err)
			continue
		}
		if err != nil {
			return done, errs.Wrap("rebuild", err)
		}
		restored, err := s.restore(ctx, id)
		if ctx.Err() != nil || errs.Is(err, errs.Unavailable) {
			return done, errs.Wrap("rebuild", errors.Join(ctx.Err(), err))
		}
		if err != nil && len(failed) < faultsKept {
			failed = append(failed, errs.Wrap("rebuild dossier "+id, err))
		}
		if restored {
			done++
			progress(done)
		}
	}
	entry := audit.Entry(s.Clock.Now(), authz.System("rebuild"), domain.AuditRebuild, audit.Subject{Object: "installation"},
		audit.Detail{"dossiers": done})
	failed = append(failed, s.Store.Audit().Append(ctx, entry))
	return done, errors.Join(failed...)
}

// restore brings back one dossier; false for one that another process is writing, and for masters whose record was never
// committed: they are not part of the archive.
func (s *Service) restore(ctx context.Context, id string) (bool, error) {
	intent := s.intents().Intent(domain.IntentEdit, id, 0)
	if err := s.Store.Intents().Begin(ctx, intent); err != nil {
		if errs.Is(err, errs.Conflict) {
			return false, nil
		}
		return false, err
	}
	ctx, stop := s.intents().Keep(ctx, intent)
	defer stop()
	recorded, err := s.Archive.Recover(ctx, id)
	if err == nil && recorded {
		err = s.follow(ctx, intent)
	}
	if err == nil && recorded {
		return true, nil
	}
	return false, errors.Join(writing.Reason(ctx, err), s.intents().End(ctx, intent))
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
