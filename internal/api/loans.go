package api

import (
	"context"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/domain"
)

const loanList = "loans"

func (s *server) GetCustody(ctx context.Context, request apigen.GetCustodyRequestObject) (apigen.GetCustodyResponseObject, error) {
	where, err := s.Circulation.Where(ctx, actorOf(ctx), request.DossierId.String())
	if err != nil {
		return nil, err
	}
	return apigen.GetCustody200JSONResponse{State: string(where.Now.State), StateLabel: where.Now.State.Label(), Holder: masked(where.Now.Holder),
		Since: optionalTime(where.Now.Since), Basis: basisView(where.Now.Basis), Moves: viewsOf(where.Moves, moveView)}, nil
}

func basisView(b domain.Basis) *apigen.CustodyBasis {
	if b.Kind == "" {
		return nil
	}
	return &apigen.CustodyBasis{Kind: b.Kind, Id: b.ID, No: b.No}
}

func moveView(m domain.CustodyMove) apigen.CustodyMove {
	return apigen.CustodyMove{From: string(m.From), FromLabel: m.From.Label(), To: string(m.To), ToLabel: m.To.Label(), Holder: masked(m.Holder),
		Basis: basisView(m.Basis), Note: masked(m.Note), Actor: m.ActorName, At: m.At.UTC()}
}

func (s *server) GetLoanPolicy(ctx context.Context, request apigen.GetLoanPolicyRequestObject) (apigen.GetLoanPolicyResponseObject, error) {
	policy, err := s.Circulation.LoanPolicy(ctx, actorOf(ctx), request.DossierId.String())
	return apigen.GetLoanPolicy200JSONResponse{MaxDays: policy.MaxDays, UsualDays: policy.UsualDays, MaxRenewals: policy.MaxRenewals,
		FetchDays: policy.FetchDays, LetterDays: policy.LetterDays, Chain: namesOf(policy.Chain), Source: policy.Source,
		Purposes: viewsOf(policy.Purposes, func(p domain.Purpose) apigen.LoanPurpose { return apigen.LoanPurpose{Code: p.Code, Label: p.Label} })}, err
}

func (s *server) RequestLoan(ctx context.Context, request apigen.RequestLoanRequestObject) (apigen.RequestLoanResponseObject, error) {
	form, err := loanRequestOf(*request.Body)
	if err != nil {
		return nil, err
	}
	loan, err := s.Circulation.Request(ctx, actorOf(ctx), request.DossierId.String(), form, valueOf(request.Params.IdempotencyKey))
	view, err := s.oneLoan(ctx, loan, err)
	return apigen.RequestLoan201JSONResponse(view), err
}

func loanRequestOf(view apigen.LoanRequest) (domain.LoanRequest, error) {
	var read formReader
	r := domain.LoanRequest{Unit: view.Unit, Purpose: view.Purpose, Content: view.Content, WhyNot: view.WhyNot, LetterNo: view.LetterNo,
		LetterOn: read.date("letterOn", view.LetterOn), Days: view.Days}
	for _, b := range view.Borrowers {
		r.Borrowers = append(r.Borrowers, domain.Borrower{Name: b.Name, IDNumber: domain.NormalizeIDNumber(b.IdNumber), Phone: b.Phone, Relation: b.Relation})
	}
	return r, read.err()
}

func (s *server) ListLoans(ctx context.Context, request apigen.ListLoansRequestObject) (apigen.ListLoansResponseObject, error) {
	before, err := idCursor(loanList, request.Params.Cursor)
	if err != nil {
		return nil, err
	}
	limit := limitOf(request.Params.Limit)
	filter := domain.MatterFilter{Text: valueOf(request.Params.Text), States: namesOf(valueOf(request.Params.State))}
	loans, err := s.Circulation.Loans(ctx, actorOf(ctx), filter, before, limit)
	if err != nil {
		return nil, err
	}
	views, err := s.loanViews(ctx, loans)
	list := apigen.ListLoans200JSONResponse{Loans: views}
	if len(loans) > 0 {
		list.Next = nextCursor(loanList, loans[len(loans)-1].ID, len(loans), limit)
	}
	return list, err
}

func (s *server) GetLoan(ctx context.Context, request apigen.GetLoanRequestObject) (apigen.GetLoanResponseObject, error) {
	loan, err := s.Circulation.Loan(ctx, actorOf(ctx), request.LoanId.String())
	view, err := s.oneLoan(ctx, loan, err)
	return apigen.GetLoan200JSONResponse(view), err
}

func (s *server) ApproveLoan(ctx context.Context, request apigen.ApproveLoanRequestObject) (apigen.ApproveLoanResponseObject, error) {
	version, err := versionOf(request.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	loan, err := s.Circulation.Approve(ctx, actorOf(ctx), request.LoanId.String(), version, request.Body.Approved, request.Body.Opinion)
	view, err := s.oneLoan(ctx, loan, err)
	return apigen.ApproveLoan200JSONResponse(view), err
}

func (s *server) CheckOutLoan(ctx context.Context, request apigen.CheckOutLoanRequestObject) (apigen.CheckOutLoanResponseObject, error) {
	version, err := versionOf(request.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	loan, err := s.Circulation.CheckOut(ctx, actorOf(ctx), request.LoanId.String(), version, request.Body.FetchedBy)
	view, err := s.oneLoan(ctx, loan, err)
	return apigen.CheckOutLoan200JSONResponse(view), err
}

func (s *server) RenewLoan(ctx context.Context, request apigen.RenewLoanRequestObject) (apigen.RenewLoanResponseObject, error) {
	version, err := versionOf(request.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	loan, err := s.Circulation.Renew(ctx, actorOf(ctx), request.LoanId.String(), version, request.Body.Days, request.Body.Reason)
	view, err := s.oneLoan(ctx, loan, err)
	return apigen.RenewLoan200JSONResponse(view), err
}

func (s *server) ReturnLoan(ctx context.Context, request apigen.ReturnLoanRequestObject) (apigen.ReturnLoanResponseObject, error) {
	version, err := versionOf(request.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	check := domain.ReturnCheck{Counted: countOf(request.Body.Counted), SealIntact: request.Body.SealIntact, Defect: request.Body.Defect}
	loan, err := s.Circulation.Return(ctx, actorOf(ctx), request.LoanId.String(), version, request.Body.ReturnedBy, check)
	view, err := s.oneLoan(ctx, loan, err)
	return apigen.ReturnLoan200JSONResponse(view), err
}

func (s *server) LoseLoan(ctx context.Context, request apigen.LoseLoanRequestObject) (apigen.LoseLoanResponseObject, error) {
	version, err := versionOf(request.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	loan, err := s.Circulation.ReportLost(ctx, actorOf(ctx), request.LoanId.String(), version, request.Body.Reason)
	view, err := s.oneLoan(ctx, loan, err)
	return apigen.LoseLoan200JSONResponse(view), err
}

func countOf(view apigen.VolumeCount) domain.VolumeCount {
	return domain.VolumeCount{Volumes: view.Volumes, Materials: view.Materials, Pages: view.Pages}
}

func countOfView(count domain.VolumeCount) apigen.VolumeCount {
	return apigen.VolumeCount{Volumes: count.Volumes, Materials: count.Materials, Pages: count.Pages}
}
