package circulation

import (
	"context"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// FormContent is what the approval form of a loan says.
type FormContent struct {
	Loan   domain.Loan
	Office domain.ArchiveOffice
	Policy domain.UsePolicy // it was made under
}

// FormContent returns what the approval form of a loan says, to be printed, and logs that.
func (s *Service) FormContent(ctx context.Context, actor authz.Actor, id string) (FormContent, error) {
	loan, err := s.loans.Find(ctx, s.Store, actor, authz.MatterRead, id)
	if err != nil {
		return FormContent{}, err
	}
	content := FormContent{Loan: loan, Policy: s.policyOf(&loan)}
	if content.Office, err = s.Store.Places().Office(ctx, loan.OfficeCode); err != nil {
		return FormContent{}, errs.Wrap("find office", err)
	}
	if err := s.Log(ctx, s.loans.Entry(actor, domain.AuditPaperPrint, &loan, nil)); err != nil {
		return FormContent{}, err
	}
	return content, nil
}
