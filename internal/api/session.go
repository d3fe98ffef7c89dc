package api

import (
	"context"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/account"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func (s *server) SignIn(ctx context.Context, request apigen.SignInRequestObject) (apigen.SignInResponseObject, error) {
	from := callerOf(ctx).from
	token, user, err := s.Account.SignIn(ctx, request.Body.Login, request.Body.Password, from)
	if err != nil {
		return nil, err
	}
	return apigen.SignIn200JSONResponse{Body: sessionUser(user), Headers: apigen.SignIn200ResponseHeaders{SetCookie: s.sessionCookie(token)}}, nil
}

func (s *server) GetSession(ctx context.Context, _ apigen.GetSessionRequestObject) (apigen.GetSessionResponseObject, error) {
	return apigen.GetSession200JSONResponse(sessionUser(callerOf(ctx).user)), nil
}

func (s *server) SignOut(ctx context.Context, _ apigen.SignOutRequestObject) (apigen.SignOutResponseObject, error) {
	who := callerOf(ctx)
	if err := s.Account.SignOut(ctx, who.actor, who.token); err != nil {
		return nil, err
	}
	return apigen.SignOut204Response{Headers: apigen.SignOut204ResponseHeaders{SetCookie: s.sessionCookie("")}}, nil
}

// ChangePassword ends all sessions of the user and signs in anew, so that a token that was spied out before is worthless.
func (s *server) ChangePassword(ctx context.Context, request apigen.ChangePasswordRequestObject) (apigen.ChangePasswordResponseObject, error) {
	who := callerOf(ctx)
	if err := s.Account.ChangePassword(ctx, who.actor, request.Body.Current, request.Body.New); err != nil {
		return nil, err
	}
	token, _, err := s.Account.SignIn(ctx, who.user.Login, request.Body.New, who.from)
	if err != nil {
		return nil, errs.Wrap("sign in with the new password", err)
	}
	return apigen.ChangePassword204Response{Headers: apigen.ChangePassword204ResponseHeaders{SetCookie: s.sessionCookie(token)}}, nil
}

func sessionUser(user domain.User) apigen.SessionUser {
	permissions := []string{}
	for _, permission := range account.ActorOf(user, "").Permissions() {
		permissions = append(permissions, string(permission))
	}
	return apigen.SessionUser{Id: user.ID, Login: user.Login, Name: user.Name, MustChangePassword: user.MustChange,
		Permissions: permissions, Grants: grantViews(user.Grants)}
}
