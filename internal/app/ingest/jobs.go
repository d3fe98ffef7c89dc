package ingest

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// RunInspectJob is the handler of domain.JobInspectIngest.
func (s *Service) RunInspectJob(ctx context.Context, job domain.Job) error {
	in, err := s.subject(ctx, job)
	if err != nil {
		return err
	}
	_, err = s.Inspect(ctx, in.ID, nil)
	return err
}

// RunCommitJob is the handler of domain.JobCommitIngest. The work is done in the name of the user who announced the
// package.
func (s *Service) RunCommitJob(ctx context.Context, job domain.Job) error {
	in, err := s.subject(ctx, job)
	if err != nil {
		return err
	}
	_, err = s.Commit(ctx, s.creator(ctx, in), in.ID, nil)
	return err
}

const (
	elsewherePause = time.Second    // at least, until another server is offered a job whose files are not here
	elsewhereLimit = 24 * time.Hour // without progress, after which the files count as lost
)

// subject is the ingest that a job is about. An upload lies on the server that received it: any other one leaves the job to
// that server.
func (s *Service) subject(ctx context.Context, job domain.Job) (domain.Ingest, error) {
	id, err := job.SubjectID()
	if err != nil {
		return domain.Ingest{}, err
	}
	in, err := s.Store.Ingests().Get(ctx, id)
	if err != nil || !in.Staged || in.State.Finished() || s.Clock.Now().Sub(in.UpdatedAt) > elsewhereLimit {
		return in, err
	}
	if _, err := os.Stat(s.manifestPath(id)); errors.Is(err, fs.ErrNotExist) {
		return in, domain.Postponed{After: elsewherePause + rand.N(elsewherePause)} // never in step with the same server
	}
	return in, nil
}

func (s *Service) creator(ctx context.Context, in domain.Ingest) authz.Actor {
	user, err := s.Store.Users().Get(ctx, in.CreatedBy)
	if err != nil {
		return authz.Actor{UserID: in.CreatedBy}
	}
	return authz.Actor{UserID: user.ID, Name: user.Name}
}
