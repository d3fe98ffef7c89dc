package circulation

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const deskRows = 50 // of each list of the work desk

// DeskList is what waits for an actor, at most 50 of each, newest first.
type DeskList struct {
	ToApprove []domain.Loan // whose next step the actor may decide
	ToFetch   []domain.Loan
	DueToday  []domain.Loan
	Overdue   []domain.Loan
	Counts    map[domain.LoanState]int // of all loans the actor may see
}

// Desk is the actor's work with loans.
func (s *Service) Desk(ctx context.Context, actor authz.Actor) (DeskList, error) {
	scope := actor.Scope(authz.LoanRead)
	if scope.Empty() {
		return DeskList{}, errForbidden
	}
	var desk DeskList
	var err error
	if desk.Counts, err = s.Store.Loans().Counts(ctx, scope); err != nil {
		return DeskList{}, errs.Wrap("count loans", err)
	}
	if desk.ToApprove, err = s.toApprove(ctx, actor, scope); err != nil {
		return DeskList{}, err
	}
	list := func(filter domain.LoanFilter) []domain.Loan {
		if err != nil {
			return nil
		}
		var found []domain.Loan
		found, err = s.Store.Loans().List(ctx, scope, filter, "", deskRows)
		return found
	}
	desk.ToFetch = list(domain.LoanFilter{States: []domain.LoanState{domain.LoanApproved}})
	desk.Overdue = list(domain.LoanFilter{States: []domain.LoanState{domain.LoanOverdue, domain.LoanEscalated}})
	for _, loan := range list(domain.LoanFilter{States: []domain.LoanState{domain.LoanOut}, DueBy: s.today()}) {
		if loan.Overdue(s.today()) == 0 {
			desk.DueToday = append(desk.DueToday, loan)
		} else if len(desk.Overdue) < deskRows { // the timer has not been by yet
			desk.Overdue = append(desk.Overdue, loan)
		}
	}
	if err != nil {
		return DeskList{}, errs.Wrap("list loans of work desk", err)
	}
	shown := len(desk.ToApprove) + len(desk.ToFetch) + len(desk.DueToday) + len(desk.Overdue)
	if err := s.log(ctx, s.listed(actor, audit.Detail{"desk": true, "shown": shown})); err != nil {
		return DeskList{}, err
	}
	return desk, nil
}

// toApprove walks the requests until enough of them wait for this actor.
func (s *Service) toApprove(ctx context.Context, actor authz.Actor, scope authz.Scope) ([]domain.Loan, error) {
	var mine []domain.Loan
	filter := domain.LoanFilter{States: []domain.LoanState{domain.LoanRequested}}
	for before := ""; ; {
		page, err := s.Store.Loans().List(ctx, scope, filter, before, maxPage)
		if err != nil {
			return nil, errs.Wrap("list requests of loans", err)
		}
		for _, loan := range page {
			if step := loan.NextStep(); step == nil || mayDecide(actor, &loan, step.Role) != nil {
				continue
			}
			if mine = append(mine, loan); len(mine) == deskRows {
				return mine, nil
			}
		}
		if len(page) < maxPage {
			return mine, nil
		}
		before = page[len(page)-1].ID
	}
}
