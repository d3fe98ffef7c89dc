package circulation

import (
	"context"
	"slices"

	"github.com/danganku/danganku/internal/domain"
)

// Tick does what the calendar demands: requests whose letter ran out and approved loans that nobody fetched
// expire, those not returned become overdue and are
// escalated, and the days on which borrowers are to be reminded are written down. It may run any number of times a day and on
// several nodes at once: what a day demands is done once.
func (s *Service) Tick(ctx context.Context) error {
	return s.loans.Walk(ctx, s.Today().AddDays(s.lead()), domain.AuditLoanTimer, s.demanded)
}

// lead is how many days before the due day the earliest reminder of any policy stands.
func (s *Service) lead() int {
	lead := 0
	for _, policy := range s.Policies {
		for _, day := range policy.Reminders {
			lead = max(lead, -day)
		}
	}
	return lead
}

// demanded brings a loan to where it should be today and tells what was done.
func (s *Service) demanded(loan *domain.Loan) ([]string, error) {
	today := s.Today()
	var done []string
	move := func(to domain.LoanState) error {
		done = append(done, string(to))
		return domain.LoanMachine().Move(&loan.State, to)
	}
	switch {
	case loan.State == domain.LoanRequested && !loan.LetterEnds.IsZero() && today.Compare(loan.LetterEnds) > 0:
		loan.Reason = "介绍信有效期（截至" + loan.LetterEnds.String() + "）内未获批准"
		err := move(domain.LoanExpired)
		return done, err
	case loan.State == domain.LoanApproved && today.Compare(loan.FetchBy) > 0:
		err := move(domain.LoanExpired)
		return done, err
	case !loan.State.Out():
		return nil, nil
	}
	policy, found := s.Policies.Of(domain.MatterLoan, loan.OfficeCode, loan.Category, today)
	late := loan.Overdue(today)
	if loan.State == domain.LoanOut && late > 0 {
		if err := move(domain.LoanOverdue); err != nil {
			return nil, err
		}
	}
	if loan.State == domain.LoanOverdue && found && late >= policy.EscalateAfter {
		if err := move(domain.LoanEscalated); err != nil {
			return nil, err
		}
	}
	if found && policy.Remind(loan.DueOn, today) && !slices.Contains(loan.Reminded, today) {
		loan.Reminded = append(slices.Clone(loan.Reminded), today)
		done = append(done, "REMINDED")
	}
	return done, nil
}
