package api

import (
	"context"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/account"
	"github.com/danganku/danganku/internal/domain"
)

func (s *server) GetOwnRecusal(ctx context.Context, _ apigen.GetOwnRecusalRequestObject) (apigen.GetOwnRecusalResponseObject, error) {
	return apigen.GetOwnRecusal200JSONResponse(recusalView(callerOf(ctx).user.Recusal)), nil
}

func (s *server) DeclareRecusal(ctx context.Context, request apigen.DeclareRecusalRequestObject) (apigen.DeclareRecusalResponseObject, error) {
	declared, err := s.Account.DeclareRecusal(ctx, actorOf(ctx), domain.IDNumber(valueOf(request.Body.IdNumber)), relativesOf(request.Body.Relatives))
	if err != nil {
		return nil, err
	}
	return apigen.DeclareRecusal200JSONResponse(recusalView(declared)), nil
}

func (s *server) SetRecusal(ctx context.Context, request apigen.SetRecusalRequestObject) (apigen.SetRecusalResponseObject, error) {
	version, err := versionOf(request.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	change := account.RecusalChange{Keep: request.Body.Keep, Add: relativesOf(request.Body.Add)}
	if request.Body.IdNumber != nil {
		own := domain.IDNumber(*request.Body.IdNumber)
		change.IDNumber = &own
	}
	user, err := s.Account.SetRecusal(ctx, actorOf(ctx), request.UserId.String(), version, change)
	if err != nil {
		return nil, err
	}
	return apigen.SetRecusal200JSONResponse(s.userView(user)), nil
}

func recusalView(r domain.Recusal) apigen.Recusal {
	view := apigen.Recusal{IdNumber: optional(r.IDNumber.Masked()), Relatives: make([]apigen.DeclaredRelative, len(r.Relatives))}
	for i, relative := range r.Relatives {
		view.Relatives[i] = apigen.DeclaredRelative{Name: relative.Name, IdNumber: relative.IDNumber.Masked(), Relation: relative.Relation}
	}
	return view
}

func relativesOf(views []apigen.DeclaredRelative) []domain.DeclaredRelative {
	relatives := make([]domain.DeclaredRelative, len(views))
	for i, view := range views {
		relatives[i] = domain.DeclaredRelative{Name: view.Name, IDNumber: domain.IDNumber(view.IdNumber), Relation: view.Relation}
	}
	return relatives
}
