package transfer

import (
	"context"
	"errors"
	"io"
	"os"
	"time"

	"github.com/danganku/danganku/internal/app/account"
	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// RunInspectJob is the handler of domain.JobInspectRoster.
func (s *Service) RunInspectJob(ctx context.Context, job domain.Job) error {
	id, err := job.SubjectID()
	if err != nil {
		return err
	}
	_, err = s.InspectRoster(ctx, id, nil)
	return err
}

// RunImportJob is the handler of domain.JobImportRoster.
func (s *Service) RunImportJob(ctx context.Context, job domain.Job) error {
	id, err := job.SubjectID()
	if err != nil {
		return err
	}
	_, err = s.ImportRoster(ctx, id)
	return err
}

var errRosterMoved = errs.New(errs.Conflict, "roster.state", "该名册已由他人取消或处理")

// InspectRoster is the dry run: it reads the whole file in the name of its uploader, decides about every row and stores
// nothing but the report. It may be repeated; a roster that is not to be inspected comes back as it is. A file that cannot
// be read is FAILED, with the reason. progress may be nil.
func (s *Service) InspectRoster(ctx context.Context, id string, progress func(rows int)) (domain.RosterImport, error) {
	r, err := s.Store.Rosters().Get(ctx, id)
	if err != nil || r.State != domain.RosterInspecting {
		return r, errs.Wrap("inspect roster", err)
	}
	actor, err := s.uploader(ctx, r)
	if err != nil {
		return r, err
	}
	run := s.newRosterRun(s.Store, actor, r)
	run.progress = s.savedProgress(ctx, id, progress)
	if err := s.spooled(ctx, r, run.read); err != nil {
		return s.rosterFailed(ctx, r, actor, err)
	}
	r, err = s.changeRoster(ctx, id, func(ctx context.Context, tx domain.Repos, stored *domain.RosterImport) error {
		if stored.State != domain.RosterInspecting {
			return errRosterMoved
		}
		run.report(stored)
		stored.State = domain.RosterInspected
		return nil
	})
	return r, errs.Wrap("inspect roster", err)
}

// ImportRoster puts the good rows of a confirmed roster into draft batches, all in one transaction: it is done or not begun,
// and may be repeated. Every row is judged anew, since others may have taken persons in since the dry run.
func (s *Service) ImportRoster(ctx context.Context, id string) (domain.RosterImport, error) {
	r, err := s.Store.Rosters().Get(ctx, id)
	if err != nil || r.State == domain.RosterImported {
		return r, errs.Wrap("import roster", err)
	}
	if r.State != domain.RosterImporting {
		return r, errs.New(errs.Conflict, "roster.state", "该名册尚未确认导入")
	}
	actor, err := s.uploader(ctx, r)
	if err != nil {
		return r, err
	}
	var imported domain.RosterImport
	err = s.spooled(ctx, r, func(ctx context.Context, path, name string) error {
		return s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
			stored, err := tx.Rosters().Get(ctx, id)
			if err != nil || stored.State == domain.RosterImported {
				imported = stored
				return err
			}
			imported, err = s.importInto(ctx, tx, actor, stored, path, name)
			return err
		})
	})
	if err != nil {
		return s.rosterFailed(ctx, r, actor, err)
	}
	return imported, nil
}

func (s *Service) importInto(ctx context.Context, tx domain.Repos, actor authz.Actor, r domain.RosterImport, path, name string) (domain.RosterImport, error) {
	if r.State != domain.RosterImporting {
		return r, errRosterMoved
	}
	run := s.newRosterRun(tx, actor, r)
	run.storing = true
	if err := run.read(ctx, path, name); err != nil {
		return r, err
	}
	run.report(&r)
	r.State, r.Batches, r.UpdatedAt = domain.RosterImported, run.batches, s.Clock.Now()
	if err := tx.Rosters().Update(ctx, &r); err != nil {
		return r, err
	}
	return r, tx.Audit().Append(ctx, s.rosterEntry(actor, domain.AuditRosterImport, &r,
		audit.Detail{"rows": r.Rows, "accepted": r.Accepted, "refused": r.Refused, "skipped": r.Skipped, "batches": r.Batches}))
}

// uploader is who uploaded a roster, with the rights they have now.
func (s *Service) uploader(ctx context.Context, r domain.RosterImport) (authz.Actor, error) {
	if machine := authz.System("roster"); r.CreatedBy == machine.UserID {
		return machine, nil
	}
	gone := authz.Actor{UserID: r.CreatedBy} // who has left may import nothing
	user, err := s.Store.Users().Get(ctx, r.CreatedBy)
	if errs.Is(err, errs.NotFound) {
		return gone, nil
	}
	if err != nil {
		return gone, errs.Wrap("find uploader", err)
	}
	if user.Disabled {
		return gone, nil
	}
	return account.ActorOf(user, ""), nil
}

// spooled brings the file of a roster to this machine for as long as fn works on it.
func (s *Service) spooled(ctx context.Context, r domain.RosterImport, fn func(ctx context.Context, path, name string) error) error {
	attached, err := s.Store.Attachments().Get(ctx, r.AttachmentID)
	if err != nil {
		return errs.Wrap("find roster file", err)
	}
	stored, err := s.content(ctx, attached)
	if err != nil {
		return err
	}
	defer stored.Close()
	spool, err := os.CreateTemp(s.Spool, "roster-*")
	if err != nil {
		return errs.Wrap("spool roster", err)
	}
	defer os.Remove(spool.Name())
	_, err = io.Copy(spool, stored)
	if err := errors.Join(err, spool.Close()); err != nil {
		return errs.Wrap("spool roster", err)
	}
	return fn(ctx, spool.Name(), attached.Name)
}

// rosterFailed tells faults of what was handed in, which another try cannot mend, from those of the stores, which it may.
func (s *Service) rosterFailed(ctx context.Context, r domain.RosterImport, actor authz.Actor, cause error) (domain.RosterImport, error) {
	var known *errs.Error
	if !errors.As(cause, &known) {
		return r, errs.Wrap("read roster", cause)
	}
	switch known.Kind {
	case errs.Invalid, errs.Unprocessable, errs.TooLarge, errs.NotFound, errs.Forbidden:
	default:
		return r, errs.Wrap("read roster", cause)
	}
	return s.changeRoster(ctx, r.ID, func(ctx context.Context, tx domain.Repos, stored *domain.RosterImport) error {
		if stored.State != r.State {
			return errRosterMoved
		}
		stored.State, stored.Problem = domain.RosterFailed, known.Msg
		return tx.Audit().Append(ctx, s.rosterEntry(actor, domain.AuditRosterImport, stored, audit.Detail{"problem": known.Code}))
	})
}

// savedProgress passes progress on and, at most once a second, saves it where other processes can see it.
func (s *Service) savedProgress(ctx context.Context, id string, progress func(rows int)) func(rows int) {
	saved := s.Clock.Now()
	return func(rows int) {
		if progress != nil {
			progress(rows)
		}
		if s.Clock.Now().Sub(saved) < time.Second {
			return
		}
		saved = s.Clock.Now()
		// Progress is a courtesy: a failed save is caught up by the next one.
		_, _ = s.changeRoster(ctx, id, func(_ context.Context, _ domain.Repos, r *domain.RosterImport) error {
			if r.State != domain.RosterInspecting {
				return errRosterMoved
			}
			r.Rows = rows
			return nil
		})
	}
}
