package circulation

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// Approve decides the next step of a loan's chain (matter.Decide). With the last approval the borrower may fetch the dossier
// until the policy's days are over; a refusal, which needs an opinion, ends the loan.
func (s *Service) Approve(ctx context.Context, actor authz.Actor, id string, version int, approved bool, opinion string) (domain.Loan, error) {
	if err := matter.Trim(&opinion); err != nil {
		return domain.Loan{}, err
	}
	return s.loans.Change(ctx, actor, authz.MatterRead, id, version, func(_ context.Context, _ domain.Repos, loan *domain.Loan) (matter.Deed, error) {
		if err := domain.LoanMachine().Require(loan.State, "审批", domain.LoanRequested); err != nil {
			return matter.Deed{}, err
		}
		complete, err := matter.Decide(actor, &loan.Matter, s.Clock, approved, opinion)
		if err != nil {
			return matter.Deed{}, err
		}
		what := matter.Deed{Action: domain.AuditLoanDecide, Detail: audit.Detail{"approved": approved}}
		return what, s.decided(loan, approved, complete)
	})
}

// decided moves the loan on when its fate is sealed.
func (s *Service) decided(loan *domain.Loan, approved, complete bool) error {
	if !approved {
		return domain.LoanMachine().Move(&loan.State, domain.LoanRejected)
	}
	if !complete {
		return nil
	}
	policy, err := s.PolicyFor(domain.MatterLoan, loan.OfficeCode, loan.Category)
	if err != nil {
		return err
	}
	loan.FetchBy = s.Today().AddDays(policy.FetchDays)
	return domain.LoanMachine().Move(&loan.State, domain.LoanApproved)
}
