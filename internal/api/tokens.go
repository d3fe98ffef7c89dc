package api

import (
	"context"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/account"
	"github.com/danganku/danganku/internal/domain"
)

func (s *server) ListTokens(ctx context.Context, _ apigen.ListTokensRequestObject) (apigen.ListTokensResponseObject, error) {
	tokens, err := s.Account.Tokens(ctx, actorOf(ctx))
	return apigen.ListTokens200JSONResponse{Tokens: viewsOf(tokens, tokenView)}, err
}

func (s *server) CreateToken(ctx context.Context, request apigen.CreateTokenRequestObject) (apigen.CreateTokenResponseObject, error) {
	token, secret, err := s.Account.CreateToken(ctx, actorOf(ctx), account.NewToken{Name: request.Body.Name, Grants: grantsOf(request.Body.Grants),
		ExpiresAt: request.Body.ExpiresAt})
	return apigen.CreateToken201JSONResponse{Token: tokenView(token), Secret: secret}, err
}

func (s *server) RevokeToken(ctx context.Context, request apigen.RevokeTokenRequestObject) (apigen.RevokeTokenResponseObject, error) {
	if err := s.Account.RevokeToken(ctx, actorOf(ctx), request.TokenId.String()); err != nil {
		return nil, err
	}
	return apigen.RevokeToken204Response{}, nil
}

func tokenView(token domain.APIToken) apigen.Token {
	return apigen.Token{Id: token.ID, Name: token.Name, Hint: token.Hint, Grants: grantViews(token.Grants), CreatedAt: token.CreatedAt.UTC(),
		ExpiresAt: token.ExpiresAt.UTC(), LastUsedAt: optionalTime(token.LastUsedAt), Revoked: !token.RevokedAt.IsZero()}
}
