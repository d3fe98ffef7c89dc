package circulation

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Approve decides the next step of a loan's chain. The actor must hold the role of the step over the dossier's office, must not
// have made the request and must not have decided an earlier step. With the last approval the borrower may fetch the dossier
// until the policy's days are over; a refusal, which needs an opinion, ends the loan.
func (s *Service) Approve(ctx context.Context, actor authz.Actor, id string, version int, approved bool, opinion string) (domain.Loan, error) {
	if err := trim(&opinion); err != nil {
		return domain.Loan{}, err
	}
	if !approved {
		if err := required("opinion", "不予批准的理由", &opinion); err != nil {
			return domain.Loan{}, err
		}
	}
	return s.change(ctx, actor, authz.LoanRead, id, version, func(_ context.Context, _ domain.Repos, loan *domain.Loan) (deed, error) {
		if err := domain.LoanMachine().Require(loan.State, "审批", domain.LoanRequested); err != nil {
			return deed{}, err
		}
		step := loan.NextStep()
		if step == nil {
			return deed{}, errs.New(errs.Internal, "loan.chain", "审批环节已全部完成")
		}
		if err := mayDecide(actor, loan, step.Role); err != nil {
			return deed{}, err
		}
		step.Approved, step.By, step.ByName, step.At, step.Opinion = approved, actor.UserID, actor.Name, s.Clock.Now(), opinion
		what := deed{domain.AuditLoanDecide, audit.Detail{"role": step.Role, "approved": approved}}
		return what, s.decided(loan, approved, opinion)
	})
}

// decided moves the loan on when its fate is sealed.
func (s *Service) decided(loan *domain.Loan, approved bool, opinion string) error {
	if !approved {
		loan.Reason = opinion
		return domain.LoanMachine().Move(&loan.State, domain.LoanRejected)
	}
	if loan.NextStep() != nil {
		return nil
	}
	policy, found := s.Policies.Of(loan.OfficeCode, loan.Category, s.today())
	if !found {
		return errs.New(errs.Unprocessable, "loan.no_policy", "没有适用于该类档案的借阅规定，不能外借")
	}
	loan.FetchBy = s.today().AddDays(policy.FetchDays)
	return domain.LoanMachine().Move(&loan.State, domain.LoanApproved)
}

// mayDecide holds the steps of a chain to different persons.
func mayDecide(actor authz.Actor, loan *domain.Loan, role string) error {
	if !holds(actor, authz.Role(role), loan.OfficeCode, loan.Division) {
		return errForbidden
	}
	if loan.CreatedBy == actor.UserID {
		return errs.New(errs.Forbidden, "loan.own_request", "不得审批本人受理的借阅，请由其他人员审批")
	}
	for _, step := range loan.Steps {
		if step.By == actor.UserID {
			return errs.New(errs.Forbidden, "loan.decided_before", "您已审批过本借阅的前一环节，请由其他人员审批")
		}
	}
	return nil
}

// holds reports whether the actor was granted the very role there; permissions of other roles do not count.
func holds(actor authz.Actor, role authz.Role, office, division string) bool {
	for _, grant := range actor.Grants {
		if grant.Role == role && (authz.Actor{Grants: []authz.Grant{grant}}).Reach().Covers(office, division) {
			return true
		}
	}
	return false
}
