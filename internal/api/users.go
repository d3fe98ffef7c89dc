package api

import (
	"context"
	"time"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/account"
	"github.com/danganku/danganku/internal/domain"
)

func (s *server) ListUsers(ctx context.Context, _ apigen.ListUsersRequestObject) (apigen.ListUsersResponseObject, error) {
	users, err := s.Account.List(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	list := apigen.ListUsers200JSONResponse{Users: make([]apigen.User, len(users))}
	for i, user := range users {
		list.Users[i] = s.userView(user)
	}
	return list, nil
}

func (s *server) CreateUser(ctx context.Context, request apigen.CreateUserRequestObject) (apigen.CreateUserResponseObject, error) {
	user, password, err := s.Account.Create(ctx, actorOf(ctx),
		account.NewUser{Login: request.Body.Login, Name: request.Body.Name, Grants: grantsOf(request.Body.Grants),
			IdentityAccount: valueOf(request.Body.IdentityAccount)})
	if err != nil {
		return nil, err
	}
	return apigen.CreateUser201JSONResponse{User: s.userView(user), OneTimePassword: &password}, nil
}

func (s *server) ChangeUser(ctx context.Context, request apigen.ChangeUserRequestObject) (apigen.ChangeUserResponseObject, error) {
	version, err := versionOf(request.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	change := account.UserChange{Name: request.Body.Name, Disabled: request.Body.Disabled, IdentityAccount: request.Body.IdentityAccount,
		ResetPassword: valueOf(request.Body.ResetPassword), ResetFactor: valueOf(request.Body.ResetTotp)}
	if request.Body.Grants != nil {
		grants := grantsOf(*request.Body.Grants)
		change.Grants = &grants
	}
	user, password, err := s.Account.Change(ctx, actorOf(ctx), request.UserId.String(), version, change)
	if err != nil {
		return nil, err
	}
	return apigen.ChangeUser200JSONResponse{User: s.userView(user), OneTimePassword: optional(password)}, nil
}

func (s *server) userView(user domain.User) apigen.User {
	return apigen.User{Id: user.ID, Login: user.Login, Name: user.Name, Grants: grantViews(user.Grants), Disabled: user.Disabled,
		Locked: s.Clock.Now().Before(user.LockedUntil), Totp: user.Factor.Active(), Combined: account.Combined(user),
		IdentityAccount: optional(user.Identity.Account), IdentityLinked: user.Identity.Linked(),
		Recusal: recusalView(user.Recusal), LastLoginAt: optionalTime(user.LastLoginAt), Version: user.Version}
}

func grantViews(grants []domain.Grant) []apigen.Grant {
	views := make([]apigen.Grant, len(grants))
	for i, grant := range grants {
		views[i] = apigen.Grant{Role: grant.Role, Division: optional(grant.Division), Office: optional(grant.Office),
			Enterprise: optional(grant.Enterprise)}
	}
	return views
}

func grantsOf(views []apigen.Grant) []domain.Grant {
	grants := make([]domain.Grant, len(views))
	for i, view := range views {
		grants[i] = domain.Grant{Role: view.Role, Division: valueOf(view.Division), Office: valueOf(view.Office),
			Enterprise: valueOf(view.Enterprise)}
	}
	return grants
}

// valueOf is what an optional field holds; left out, it is the zero value.
func valueOf[T any](field *T) T {
	if field == nil {
		var zero T
		return zero
	}
	return *field
}

// optional leaves an empty value out of the answer.
func optional[T comparable](value T) *T {
	var zero T
	if value == zero {
		return nil
	}
	return &value
}

func optionalTime(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	at = at.UTC()
	return &at
}
