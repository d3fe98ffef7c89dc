package circulation

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const maxBorrowers = 10

// LoanPolicy is what the office of a dossier demands of its loans today.
func (s *Service) LoanPolicy(ctx context.Context, actor authz.Actor, dossierID string) (domain.UsePolicy, error) {
	return s.UsePolicy(ctx, actor, domain.MatterLoan, dossierID)
}

// Request asks for a loan by the rules R23, R24, R25 and R27. A request with a key (Idempotency-Key) the actor used before is the
// one made then. A dossier that is asked for or lent already is errs.Conflict with code "unique.matters_exclusive", or R27 once
// it has left the shelf.
func (s *Service) Request(ctx context.Context, actor authz.Actor, dossierID string, r domain.LoanRequest, requestKey string) (domain.Loan, error) {
	if err := tidy(&r); err != nil {
		return domain.Loan{}, err
	}
	return s.loans.Begin(ctx, actor, dossierID, requestKey, domain.AuditLoanRequest,
		func(ctx context.Context, tx domain.Repos, d *domain.Dossier, policy domain.UsePolicy, common domain.Matter) (domain.Loan, audit.Detail, error) {
			overdue, err := s.overdueOf(ctx, tx, actor, r.Unit)
			if err != nil {
				return domain.Loan{}, nil, err
			}
			if err := domain.CheckLoanRequest(&r, policy, d.Retiree.IDNumber, d.Custody, overdue, s.Today()); err != nil {
				return domain.Loan{}, nil, err
			}
			detail := audit.Detail{"unit": r.Unit, "purpose": r.Purpose, "days": r.Days, "borrowers": len(r.Borrowers)}
			ends := r.LetterOn.AddDays(policy.LetterDays)
			return domain.Loan{Matter: common, Request: r, State: domain.LoanRequested, LetterEnds: ends}, detail, nil
		})
}

// overdueOf names the unit's overdue loan. A unit is blocked in the whole city; the number is for those who may see the loan.
func (s *Service) overdueOf(ctx context.Context, tx domain.Repos, actor authz.Actor, unit string) (string, error) {
	no, err := tx.Loans().OverdueOf(ctx, unit, s.Today())
	if err != nil || no == "" {
		return "", errs.Wrap("find overdue loans of unit", err)
	}
	seen, err := tx.Loans().List(ctx, actor.Scope(authz.MatterRead), domain.MatterFilter{Text: no}, "", 1)
	if err != nil || len(seen) > 0 {
		return no, errs.Wrap("find overdue loans of unit", err)
	}
	return "由其他单位办理", nil
}

// tidy trims what was typed and refuses what is too long to have been meant.
func tidy(r *domain.LoanRequest) error {
	if err := matter.Bounded("经办人", len(r.Borrowers), maxBorrowers); err != nil {
		return err
	}
	texts := []*string{&r.Unit, &r.Purpose, &r.Content, &r.WhyNot, &r.LetterNo}
	for i := range r.Borrowers {
		b := &r.Borrowers[i]
		b.IDNumber = domain.NormalizeIDNumber(b.IDNumber.Full())
		texts = append(texts, &b.Phone, &b.Relation)
		if err := matter.Required("borrowers", "每名经办人的姓名", &b.Name); err != nil {
			return err
		}
	}
	return matter.Trim(texts...)
}
