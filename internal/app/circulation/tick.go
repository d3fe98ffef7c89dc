package circulation

import (
	"context"
	"errors"
	"slices"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Tick does what the calendar demands: approved loans that nobody fetched expire, those not returned become overdue and are
// escalated, and the days on which borrowers are to be reminded are written down. It may run any number of times a day and on
// several nodes at once: each loan is a transaction of its own, and what a day demands is done once.
func (s *Service) Tick(ctx context.Context) error {
	horizon := s.today().AddDays(s.lead())
	var failures []error
	for after := ""; ; {
		loans, err := s.Store.Loans().Due(ctx, horizon, after, maxPage)
		if err != nil {
			return errors.Join(append(failures, errs.Wrap("list due loans", err))...)
		}
		for _, loan := range loans {
			if err := s.tick(ctx, loan); err != nil {
				failures = append(failures, errs.Wrap("loan "+loan.No, err))
			}
		}
		if len(loans) < maxPage || len(failures) >= maxPage {
			return errors.Join(failures...)
		}
		after = loans[len(loans)-1].ID
	}
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

// tick leaves a loan alone that someone else changed meanwhile: the next run looks at it again.
func (s *Service) tick(ctx context.Context, loan domain.Loan) error {
	done, err := s.demanded(&loan)
	if err != nil || len(done) == 0 {
		return err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		changed := loan
		return s.record(ctx, tx, authz.System("定时任务"), &changed, deed{domain.AuditLoanTimer, audit.Detail{"done": done}})
	})
	if errs.Is(err, errs.Stale) {
		return nil
	}
	return err
}

// demanded brings a loan to where it should be today and tells what was done.
func (s *Service) demanded(loan *domain.Loan) ([]string, error) {
	today := s.today()
	var done []string
	move := func(to domain.LoanState) error {
		done = append(done, string(to))
		return domain.LoanMachine().Move(&loan.State, to)
	}
	if loan.State == domain.LoanApproved {
		if today.Compare(loan.FetchBy) <= 0 {
			return nil, nil
		}
		err := move(domain.LoanExpired)
		return done, err
	}
	policy, found := s.Policies.Of(loan.OfficeCode, loan.Category, today)
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
		loan.Reminded = append(loan.Reminded, today)
		done = append(done, "REMINDED")
	}
	return done, nil
}
