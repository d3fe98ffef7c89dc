package circulation

import (
	"context"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// UsePolicy is what the office of a dossier demands of a kind of work with it today.
func (s *Service) UsePolicy(ctx context.Context, actor authz.Actor, kind domain.MatterKind, dossierID string) (domain.UsePolicy, error) {
	dossier, err := s.Dossier(ctx, s.Store, actor, authz.MatterRead, dossierID)
	if err != nil {
		return domain.UsePolicy{}, err
	}
	return s.PolicyFor(kind, dossier.Office.Code, dossier.Category)
}
