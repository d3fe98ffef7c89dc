package api

import (
	"context"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/domain"
)

// oneLoan shows the outcome of a use case, passing on its error.
func (s *server) oneLoan(ctx context.Context, loan domain.Loan, err error) (apigen.Loan, error) {
	if err != nil {
		return apigen.Loan{}, err
	}
	views, err := s.loanViews(ctx, []domain.Loan{loan})
	if err != nil {
		return apigen.Loan{}, err
	}
	return views[0], nil
}

func (s *server) loanViews(ctx context.Context, loans []domain.Loan) ([]apigen.Loan, error) {
	offices, err := s.officeNames(ctx)
	if err != nil {
		return nil, err
	}
	today := domain.DateOf(s.Clock.Now())
	return viewsOf(loans, func(l domain.Loan) apigen.Loan {
		view := apigen.Loan{Id: l.ID, No: l.No, DossierId: l.DossierID, ArchivalCode: l.ArchivalCode, Name: l.Name, Office: l.OfficeCode,
			OfficeName: offices[l.OfficeCode], Request: loanRequestView(l.Request), PurposeLabel: s.Circulation.PurposeLabel(&l),
			State: apigen.LoanState(l.State), StateLabel: l.State.Label(), Steps: viewsOf(l.Steps, stepView), Expected: countOfView(l.Expected),
			FetchBy: l.FetchBy.String(), DueOn: l.DueOn.String(), OverdueDays: l.Overdue(today), FetchedBy: l.FetchedBy, OutAt: optionalTime(l.OutAt),
			Renewals: viewsOf(l.Renewals, renewalView), Reminded: viewsOf(l.Reminded, domain.PartialDate.String), Defect: masked(l.Return.Defect),
			ReturnedBy: l.ReturnedBy, ReturnedAt: optionalTime(l.ReturnedAt), Reason: masked(l.Reason), CreatedBy: l.CreatedBy,
			CreatedAt: l.CreatedAt.UTC(), UpdatedAt: l.UpdatedAt.UTC(), Version: l.Version, Allowed: namesOf(s.Circulation.Allowed(actorOf(ctx), &l))}
		if !l.ReturnedAt.IsZero() {
			counted := countOfView(l.Return.Counted)
			view.Counted = &counted
		}
		return view
	}), nil
}

func loanRequestView(r domain.LoanRequest) apigen.LoanRequest {
	return apigen.LoanRequest{Unit: r.Unit, Purpose: r.Purpose, Content: masked(r.Content), WhyNot: masked(r.WhyNot), LetterNo: r.LetterNo,
		LetterOn: r.LetterOn.String(), Days: r.Days, Borrowers: viewsOf(r.Borrowers, func(b domain.Borrower) apigen.LoanBorrower {
			return apigen.LoanBorrower{Name: b.Name, IdNumber: b.IDNumber.Masked(), Phone: b.Phone, Relation: b.Relation}
		})}
}

func renewalView(r domain.Renewal) apigen.LoanRenewed {
	return apigen.LoanRenewed{Days: r.Days, Reason: masked(r.Reason), By: r.ByName, At: r.At.UTC()}
}
