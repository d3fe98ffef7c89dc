package consultation

import (
	"context"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Detail is what belongs to one consultation beside itself.
type Detail struct {
	Materials []domain.Material  // of the approved scope, in catalogue order
	Copies    []domain.CopyOrder // oldest first
}

// Detail completes a consultation that a use case has just given to somebody, which is what the trail tells.
func (s *Service) Detail(ctx context.Context, c *domain.Consultation) (Detail, error) {
	var detail Detail
	var err error
	if detail.Copies, err = s.Store.Consultations().CopiesOf(ctx, c.ID); err != nil {
		return Detail{}, errs.Wrap("list copies of consultation", err)
	}
	if c.Approved.Empty() {
		return detail, nil
	}
	found, err := s.Store.Dossiers().Documents(ctx, []string{c.DossierID})
	if err != nil {
		return Detail{}, errs.Wrap("read catalogue", err)
	}
	for _, d := range found {
		detail.Materials = c.Approved.Within(d)
	}
	return detail, nil
}
