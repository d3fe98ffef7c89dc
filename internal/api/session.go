package api

import (
	"context"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/account"
	"github.com/danganku/danganku/internal/domain"
)

func (s *server) SignIn(ctx context.Context, request apigen.SignInRequestObject) (apigen.SignInResponseObject, error) {
	from := callerOf(ctx).from
	credentials := account.Credentials{Login: request.Body.Login, Password: request.Body.Password, Code: valueOf(request.Body.Code)}
	token, user, err := s.Account.SignIn(ctx, credentials, from)
	if err != nil {
		return nil, err
	}
	return apigen.SignIn200JSONResponse{Body: s.sessionUser(user), Headers: apigen.SignIn200ResponseHeaders{SetCookie: s.sessionCookie(token)}}, nil
}

func (s *server) GetSession(ctx context.Context, _ apigen.GetSessionRequestObject) (apigen.GetSessionResponseObject, error) {
	return apigen.GetSession200JSONResponse(s.sessionUser(callerOf(ctx).user)), nil
}

func (s *server) SignOut(ctx context.Context, _ apigen.SignOutRequestObject) (apigen.SignOutResponseObject, error) {
	who := callerOf(ctx)
	if err := s.Account.SignOut(ctx, who.actor, who.token); err != nil {
		return nil, err
	}
	return apigen.SignOut204Response{Headers: apigen.SignOut204ResponseHeaders{SetCookie: s.sessionCookie("")}}, nil
}

func (s *server) ChangePassword(ctx context.Context, request apigen.ChangePasswordRequestObject) (apigen.ChangePasswordResponseObject, error) {
	who := callerOf(ctx)
	token, err := s.Account.ChangePassword(ctx, who.actor, request.Body.Current, request.Body.New, who.from)
	if err != nil {
		return nil, err
	}
	return apigen.ChangePassword204Response{Headers: apigen.ChangePassword204ResponseHeaders{SetCookie: s.sessionCookie(token)}}, nil
}

func (s *server) EnrolTotp(ctx context.Context, request apigen.EnrolTotpRequestObject) (apigen.EnrolTotpResponseObject, error) {
	enrolment, err := s.Account.EnrolFactor(ctx, actorOf(ctx), request.Body.Password)
	if err != nil {
		return nil, err
	}
	return apigen.EnrolTotp200JSONResponse{Secret: enrolment.Secret, Uri: enrolment.URI}, nil
}

func (s *server) ConfirmTotp(ctx context.Context, request apigen.ConfirmTotpRequestObject) (apigen.ConfirmTotpResponseObject, error) {
	codes, err := s.Account.ConfirmFactor(ctx, actorOf(ctx), request.Body.Code)
	if err != nil {
		return nil, err
	}
	return apigen.ConfirmTotp200JSONResponse{Codes: codes}, nil
}

func (s *server) RemoveTotp(ctx context.Context, request apigen.RemoveTotpRequestObject) (apigen.RemoveTotpResponseObject, error) {
	if err := s.Account.RemoveFactor(ctx, actorOf(ctx), request.Body.Code); err != nil {
		return nil, err
	}
	return apigen.RemoveTotp204Response{}, nil
}

func (s *server) sessionUser(user domain.User) apigen.SessionUser {
	permissions := []string{}
	for _, permission := range account.ActorOf(user, "").Permissions() {
		permissions = append(permissions, string(permission))
	}
	return apigen.SessionUser{Id: user.ID, Login: user.Login, Name: user.Name, MustChangePassword: user.MustChange,
		SecondFactor: apigen.SecondFactor{Enrolled: user.Factor.Active(), Required: s.Account.FactorRequired(user),
			RecoveryCodes: len(user.Factor.Recovery)},
		Permissions: permissions, Grants: grantViews(user.Grants)}
}
