package ingest

import (
	"context"
	"errors"
	"iter"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// CreatorNames are the names of those who announced the ingests, by user id.
func (s *Service) CreatorNames(ctx context.Context, ingests []domain.Ingest) (map[string]string, error) {
	names := map[string]string{}
	for _, in := range ingests {
		if _, known := names[in.CreatedBy]; known {
			continue
		}
		user, err := s.Store.Users().Get(ctx, in.CreatedBy)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return nil, errs.Wrap("find creator", err)
		}
		names[in.CreatedBy] = user.Name // the program's own ingests have no user and no name
	}
	return names, nil
}

// OpenReport returns an ingest whose dry-run report is about to be handed out, and logs that. EachItem walks the report.
func (s *Service) OpenReport(ctx context.Context, actor authz.Actor, id string) (domain.Ingest, error) {
	in, err := s.Get(ctx, actor, id)
	if err != nil {
		return in, err
	}
	return in, errs.Wrap("log report", s.Store.Audit().Append(ctx, s.entry(actor, domain.AuditIngestReport, in, nil)))
}

// Report yields the items of the dry-run report one by one; an error ends it.
func (s *Service) Report(ctx context.Context, id string) iter.Seq2[domain.IngestItem, error] {
	return func(yield func(domain.IngestItem, error) bool) {
		err := s.EachItem(ctx, id, "", func(item domain.IngestItem) error {
			if !yield(item, nil) {
				return errStopped
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStopped) {
			yield(domain.IngestItem{}, err)
		}
	}
}

// errStopped ends a walk whose consumer wants no more.
var errStopped = errors.New("stopped")

// StoredDossiers are the dossiers that an ingest has stored, in the order of the package: those of its part-th
// domain.MaxLabelDossiers items, from 1 on.
func (s *Service) StoredDossiers(ctx context.Context, actor authz.Actor, id string, part int) ([]string, error) {
	if _, err := s.Get(ctx, actor, id); err != nil {
		return nil, err
	}
	var ids []string
	const step = 20 // an item holds all that the dry run found
	last := part * domain.MaxLabelDossiers
	for after := last - domain.MaxLabelDossiers; after < last; {
		items, err := s.Store.Ingests().Items(ctx, id, domain.ItemAccept, after, step)
		if err != nil {
			return nil, errs.Wrap("find stored dossiers", err)
		}
		if len(items) == 0 {
			break
		}
		for _, item := range items {
			if after = item.Seq; after <= last && item.State == domain.ItemCommitted {
				ids = append(ids, item.DossierID)
			}
		}
	}
	if len(ids) == 0 {
		return nil, errs.New(errs.Unprocessable, "label.none", "这一部分没有已入库的档案，没有标签可打印")
	}
	return ids, nil
}
