package transfer

import (
	"context"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// BatchNo is the number of a batch, which the codes of its lines begin with. It tells nothing else, so it is not logged.
func (s *Service) BatchNo(ctx context.Context, actor authz.Actor, id string) (string, error) {
	b, err := batch(ctx, s.Store, actor, id, authz.TransferRead)
	return b.No, err
}

// RequiredMaterials names the materials that a dossier must hold, or explain in a gap statement (rule R17).
func (s *Service) RequiredMaterials() []string {
	names := []string{}
	for _, material := range s.Schemes[domain.SchemeCadre2018].Required {
		names = append(names, material.Name)
	}
	return names
}
