package circulation

import (
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// Step is something that can be done with a loan.
type Step string

const (
	StepApprove  Step = "approve"
	StepCheckOut Step = "checkOut"
	StepRenew    Step = "renew"
	StepReturn   Step = "return"
	StepLose     Step = "lose"
)

// Allowed lists what the actor may do with a loan now, for showing; each step decides for itself again.
func (s *Service) Allowed(actor authz.Actor, loan *domain.Loan) []Step {
	var steps []Step
	if loan.State == domain.LoanRequested && matter.MayDecide(actor, &loan.Matter) == nil {
		steps = append(steps, StepApprove)
	}
	if !actor.Can(authz.MatterDesk, loan.OfficeCode, loan.Division) {
		return steps
	}
	switch {
	case loan.State == domain.LoanApproved:
		steps = append(steps, StepCheckOut)
	case loan.State == domain.LoanOut:
		steps = append(steps, StepRenew, StepReturn, StepLose)
	case loan.State == domain.LoanLost:
		steps = append(steps, StepReturn)
	case loan.State.Out():
		steps = append(steps, StepReturn, StepLose)
	}
	return steps
}

// PurposeLabel is the purpose of a loan in the words of the policy it was made under.
func (s *Service) PurposeLabel(loan *domain.Loan) string {
	return s.policyOf(loan).PurposeLabel(loan.Request.Purpose)
}

// policyOf is the policy a loan was made under; the zero value where it is no longer known.
func (s *Service) policyOf(loan *domain.Loan) domain.UsePolicy {
	policy, _ := s.Policies.Of(domain.MatterLoan, loan.OfficeCode, loan.Category, domain.DateOf(loan.CreatedAt))
	return policy
}
