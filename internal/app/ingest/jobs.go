package ingest

import (
	"context"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// RunInspectJob is the handler of domain.JobInspectIngest.
func (s *Service) RunInspectJob(ctx context.Context, job domain.Job) error {
	id, err := job.SubjectID()
	if err != nil {
		return err
	}
	_, err = s.Inspect(ctx, id, nil)
	return err
}

// RunCommitJob is the handler of domain.JobCommitIngest. The work is done in the name of the user who announced the
// package.
func (s *Service) RunCommitJob(ctx context.Context, job domain.Job) error {
	id, err := job.SubjectID()
	if err != nil {
		return err
	}
	in, err := s.Store.Ingests().Get(ctx, id)
	if err != nil {
		return err
	}
	_, err = s.Commit(ctx, s.creator(ctx, in), id, nil)
	return err
}

func (s *Service) creator(ctx context.Context, in domain.Ingest) authz.Actor {
	user, err := s.Store.Users().Get(ctx, in.CreatedBy)
	if err != nil {
		return authz.Actor{UserID: in.CreatedBy}
	}
	return authz.Actor{UserID: user.ID, Name: user.Name}
}
