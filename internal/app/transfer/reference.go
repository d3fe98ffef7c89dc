package transfer

import (
	"context"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// BatchNo is the number of a batch, which the codes of its lines begin with. It tells nothing else, so it is not logged.
func (s *Service) BatchNo(ctx context.Context, actor authz.Actor, id string) (string, error) {
	b, err := s.Store.Batches().Get(ctx, id)
	if errs.Is(err, errs.NotFound) || err == nil && !actor.CanTransfer(authz.TransferRead, b.OfficeCode, b.Division, b.EnterpriseID) {
		return "", errs.New(errs.NotFound, "batch.not_found", "没有这个移交批次")
	}
	return b.No, errs.Wrap("load batch", err)
}

// RequiredMaterials names the materials that a dossier must hold, or explain in a gap statement (rule R17).
func (s *Service) RequiredMaterials() []string {
	names := []string{}
	for _, material := range s.Schemes[domain.SchemeCadre2018].Required {
		names = append(names, material.Name)
	}
	return names
}
