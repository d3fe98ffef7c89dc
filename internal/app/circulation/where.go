package circulation

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// WhereDetail is where a dossier is and how it came there.
type WhereDetail struct {
	Now   domain.Whereabouts
	Moves []domain.CustodyMove // newest first
}

// Where tells where a dossier is now, who has it, since when and on what basis.
func (s *Service) Where(ctx context.Context, actor authz.Actor, dossierID string) (WhereDetail, error) {
	head, err := s.dossier(ctx, actor, dossierID)
	if err != nil {
		return WhereDetail{}, err
	}
	var where WhereDetail
	if where.Now, err = s.Store.Custody().Of(ctx, dossierID); err != nil {
		return WhereDetail{}, errs.Wrap("find where dossier is", err)
	}
	if where.Moves, err = s.Store.Custody().Moves(ctx, dossierID); err != nil {
		return WhereDetail{}, errs.Wrap("list moves of dossier", err)
	}
	entry := audit.Entry(s.Clock.Now(), actor, domain.AuditCustodyView, audit.Dossier(head.ID, head.OfficeCode), nil)
	if err := s.Log(ctx, entry); err != nil {
		return WhereDetail{}, err
	}
	return where, nil
}

// dossier reads the head of a dossier that the actor may read, or borrow from.
func (s *Service) dossier(ctx context.Context, actor authz.Actor, id string) (domain.DossierHead, error) {
	head, err := s.Store.Dossiers().Head(ctx, id)
	if errs.Is(err, errs.NotFound) || err == nil && !actor.Can(authz.DossierRead, head.OfficeCode, head.Division) &&
		!actor.Can(authz.MatterRead, head.OfficeCode, head.Division) {
		return domain.DossierHead{}, matter.ErrNoDossier
	}
	if err != nil {
		return domain.DossierHead{}, errs.Wrap("read dossier", err)
	}
	return head, domain.Avoid(actor, head.IDNumber)
}
