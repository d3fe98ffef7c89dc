package dossier

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Labels are those of the volumes of these dossiers, in the order asked for, each dossier once. They are about to be printed,
// which is an entry for each dossier. One dossier that the actor may not read, or must keep
// away from, and nothing is printed.
func (s *Service) Labels(ctx context.Context, actor authz.Actor, run domain.LabelRun, ids []string) ([]domain.VolumeLabel, error) {
	if err := run.Check(); err != nil {
		return nil, err
	}
	ids = distinct(ids)
	if len(ids) == 0 || len(ids) > domain.MaxLabelDossiers {
		return nil, errs.New(errs.Invalid, "label.dossiers", "一次可打印1至%d份档案的标签，请重新选择", domain.MaxLabelDossiers)
	}
	heads, err := s.Store.Dossiers().Heads(ctx, ids, actor.Scope(authz.DossierRead))
	if err != nil {
		return nil, errs.Wrap("find dossiers to label", err)
	}
	if len(heads) < len(ids) {
		return nil, errNotFound
	}
	for _, head := range heads {
		if err := domain.Avoid(actor, head.IDNumber); err != nil {
			return nil, err
		}
	}
	dossiers, err := s.Store.Dossiers().Documents(ctx, ids)
	if err != nil {
		return nil, errs.Wrap("load dossiers to label", err)
	}
	var labels []domain.VolumeLabel
	for _, d := range dossiers {
		labels = append(labels, domain.LabelsOf(d)...)
	}
	if len(labels) > domain.MaxLabels {
		return nil, errs.New(errs.TooLarge, "label.count", "所选档案共%d卷，一次最多打印%d个标签，请少选一些", len(labels), domain.MaxLabels)
	}
	now, entries := s.Clock.Now(), make([]domain.AuditEntry, len(heads))
	for i, head := range heads {
		entries[i] = audit.Entry(now, actor, domain.AuditLabelPrint, audit.Dossier(head.ID, head.OfficeCode), audit.Detail{"kind": run.Kind})
	}
	return labels, errs.Wrap("log labels", s.Store.Audit().Append(ctx, entries...))
}

func distinct(ids []string) []string {
	seen := make(map[string]bool, len(ids))
	var once []string
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			once = append(once, id)
		}
	}
	return once
}
