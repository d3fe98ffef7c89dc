package circulation

import (
	"context"
	"slices"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Loans lists loans, newest first, before the given id, at most limit (up to 500).
func (s *Service) Loans(ctx context.Context, actor authz.Actor, filter domain.MatterFilter, beforeID string, limit int) ([]domain.Loan, error) {
	return s.loans.List(ctx, actor, filter, beforeID, limit)
}

// Loan reads one loan.
func (s *Service) Loan(ctx context.Context, actor authz.Actor, id string) (domain.Loan, error) {
	return s.loans.Read(ctx, actor, id)
}

// CheckOut hands an approved dossier to one of the borrowers the request names: nobody else was held to R25. What leaves is
// written down as the catalogue counts it now.
func (s *Service) CheckOut(ctx context.Context, actor authz.Actor, id string, version int, fetchedBy string) (domain.Loan, error) {
	if err := matter.Required("fetchedBy", "取档人", &fetchedBy); err != nil {
		return domain.Loan{}, err
	}
	return s.loans.Change(ctx, actor, authz.MatterDesk, id, version, func(ctx context.Context, tx domain.Repos, loan *domain.Loan) (matter.Deed, error) {
		if err := s.mayLeave(ctx, tx, actor, loan, fetchedBy); err != nil {
			return matter.Deed{}, err
		}
		if err := domain.LoanMachine().Move(&loan.State, domain.LoanOut); err != nil {
			return matter.Deed{}, err
		}
		var err error
		if loan.Expected, err = s.Leaves(ctx, tx, loan.DossierID); err != nil {
			return matter.Deed{}, err
		}
		loan.FetchedBy, loan.OutAt, loan.DueOn = fetchedBy, s.Clock.Now(), s.Today().AddDays(loan.Request.Days)
		err = s.loans.Move(ctx, tx, actor, loan, domain.OnLoan, loan.Holder(), "借出")
		return matter.Deed{Action: domain.AuditLoanCheckOut, Detail: audit.Detail{"expected": loan.Expected, "due": loan.DueOn.String()}}, err
	})
}

func (s *Service) mayLeave(ctx context.Context, tx domain.Repos, actor authz.Actor, loan *domain.Loan, fetchedBy string) error {
	if err := domain.LoanMachine().Require(loan.State, "取档", domain.LoanApproved); err != nil {
		return err
	}
	if s.Today().Compare(loan.FetchBy) > 0 {
		return errs.New(errs.Conflict, "loan.fetch_expired", "已超过取档期限（%s），请重新申请", loan.FetchBy)
	}
	if !slices.ContainsFunc(loan.Request.Borrowers, func(b domain.Borrower) bool { return b.Name == fetchedBy }) {
		return errs.New(errs.Unprocessable, "loan.fetcher", "取档人%s不是申请中登记的经办人，不能取档", fetchedBy).
			WithFields(errs.Field{Name: "fetchedBy", Message: "须为申请中登记的经办人"})
	}
	overdue, err := s.overdueOf(ctx, tx, actor, loan.Request.Unit)
	if err != nil {
		return err
	}
	if overdue != "" {
		return domain.RuleError(domain.R27, "档案原则上不外借：该单位有逾期未还的借阅（%s），归还后方可取档", overdue)
	}
	return nil
}

// Renew lengthens a loan that is out and not overdue by days, counted from the day it was due.
func (s *Service) Renew(ctx context.Context, actor authz.Actor, id string, version, days int, reason string) (domain.Loan, error) {
	if err := matter.Required("reason", "续借理由", &reason); err != nil {
		return domain.Loan{}, err
	}
	return s.loans.Change(ctx, actor, authz.MatterDesk, id, version, func(_ context.Context, _ domain.Repos, loan *domain.Loan) (matter.Deed, error) {
		if err := domain.LoanMachine().Require(loan.State, "续借", domain.LoanOut); err != nil {
			return matter.Deed{}, err
		}
		if late := loan.Overdue(s.Today()); late > 0 {
			return matter.Deed{}, domain.RuleError(domain.R27, "档案已逾期%d日，不能续借，请先归还", late)
		}
		policy, err := s.PolicyFor(domain.MatterLoan, loan.OfficeCode, loan.Category)
		if err != nil {
			return matter.Deed{}, err
		}
		if len(loan.Renewals) >= policy.MaxRenewals {
			return matter.Deed{}, domain.RuleError(domain.R27, "该借阅已续借%d次，按规定最多续借%d次，请先归还", len(loan.Renewals), policy.MaxRenewals)
		}
		if days < 1 || days > policy.MaxDays {
			return matter.Deed{}, domain.RuleError(domain.R27, "档案原则上不外借：续借期应为1至%d日", policy.MaxDays)
		}
		loan.Renewals = append(loan.Renewals, domain.Renewal{Days: days, Reason: reason, ByName: actor.Name, At: s.Clock.Now()})
		loan.DueOn = loan.DueOn.AddDays(days)
		return matter.Deed{Action: domain.AuditLoanRenew, Detail: audit.Detail{"days": days, "due": loan.DueOn.String()}}, nil
	})
}

// Return takes a dossier back after it was counted against what left (R28), also one that was reported lost. A dossier with a
// defect on record is on the shelf again, and the loan says what is wrong with it.
func (s *Service) Return(ctx context.Context, actor authz.Actor, id string, version int, returnedBy string, c domain.ReturnCheck) (domain.Loan, error) {
	if err := matter.Required("returnedBy", "归还人", &returnedBy); err != nil {
		return domain.Loan{}, err
	}
	if err := matter.Trim(&c.Defect); err != nil {
		return domain.Loan{}, err
	}
	return s.loans.Change(ctx, actor, authz.MatterDesk, id, version, func(ctx context.Context, tx domain.Repos, loan *domain.Loan) (matter.Deed, error) {
		back, note := domain.LoanReturned, "归还"
		if c.Defect != "" {
			back, note = domain.LoanDefective, "归还，有缺损："+c.Defect
		}
		late := loan.Overdue(s.Today())
		if err := domain.LoanMachine().Move(&loan.State, back); err != nil {
			return matter.Deed{}, err
		}
		if err := domain.CheckReturn(loan.Expected, c); err != nil {
			return matter.Deed{}, err
		}
		loan.Return, loan.ReturnedBy, loan.ReturnedAt = c, returnedBy, s.Clock.Now()
		err := s.loans.Move(ctx, tx, actor, loan, domain.InStorage, "", note)
		return matter.Deed{Action: domain.AuditLoanReturn, Detail: audit.Detail{"counted": c.Counted, "sealIntact": c.SealIntact, "defect": c.Defect != "", "late": late}}, err
	})
}

// ReportLost takes note that the borrower has lost the dossier.
func (s *Service) ReportLost(ctx context.Context, actor authz.Actor, id string, version int, reason string) (domain.Loan, error) {
	if err := matter.Required("reason", "遗失情况", &reason); err != nil {
		return domain.Loan{}, err
	}
	return s.loans.Change(ctx, actor, authz.MatterDesk, id, version, func(ctx context.Context, tx domain.Repos, loan *domain.Loan) (matter.Deed, error) {
		if err := domain.LoanMachine().Move(&loan.State, domain.LoanLost); err != nil {
			return matter.Deed{}, err
		}
		loan.Reason = reason
		err := s.loans.Move(ctx, tx, actor, loan, domain.Lost, loan.Holder(), "借阅人报告遗失："+reason)
		return matter.Deed{Action: domain.AuditLoanLost, Detail: audit.Detail{"reason": domain.MaskNumbers(reason)}}, err
	})
}
