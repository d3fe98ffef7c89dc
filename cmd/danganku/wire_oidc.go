package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/danganku/danganku/internal/app/account"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/oidc"
)

// callbackPath is where identity providers send browsers back to.
const callbackPath = "/api/v1/session/oidc/callback"

// OIDCConfig is how this installation is registered at an OpenID Connect provider; without an issuer there is none.
type OIDCConfig struct {
	Issuer           string `help:"Issuer of an OpenID Connect provider where users may sign in, as the provider writes it." env:"DANGANKU_OIDC_ISSUER"`
	ClientID         string `help:"Client id of this installation at the provider." env:"DANGANKU_OIDC_CLIENT_ID"`
	ClientSecret     string `help:"Client secret; unset: a public client, with PKCE alone." env:"DANGANKU_OIDC_CLIENT_SECRET"`
	ClientSecretFile string `help:"File holding the client secret." env:"DANGANKU_OIDC_CLIENT_SECRET_FILE" type:"path"`
	Name             string `help:"What users call the provider." env:"DANGANKU_OIDC_NAME" default:"统一身份认证"`
	Claim            string `help:"Claim that holds the account under which the security officer registers users: preferred_username, email (if verified), sub, ..." env:"DANGANKU_OIDC_CLAIM" default:"preferred_username"`
	RedirectURL      string `help:"Address to which the provider sends browsers back; unset: made from the public address." env:"DANGANKU_OIDC_REDIRECT_URL"`
}

// identityProvider is the configured provider, which is not contacted yet; nil: none is.
func (c *Config) identityProvider() (domain.IdentityProvider, error) {
	if c.OIDC.Issuer == "" {
		return nil, nil
	}
	redirect := c.OIDC.RedirectURL
	if redirect == "" && c.PublicURL == "" {
		return nil, errors.New("DANGANKU_OIDC_ISSUER: DANGANKU_PUBLIC_URL or DANGANKU_OIDC_REDIRECT_URL must be set, too")
	}
	if redirect == "" {
		redirect = strings.TrimSuffix(c.PublicURL, "/") + callbackPath
	}
	provider, err := oidc.New(oidc.Config{Issuer: c.OIDC.Issuer, ClientID: c.OIDC.ClientID, ClientSecret: c.OIDC.ClientSecret,
		RedirectURL: redirect, AccountClaim: c.OIDC.Claim, Clock: systemClock{}})
	if err != nil {
		return nil, fmt.Errorf("DANGANKU_OIDC_*: %w", err)
	}
	return provider, nil
}

func (in *installation) federation() (*account.Federation, error) {
	provider, err := in.config.identityProvider()
	if err != nil || provider == nil {
		return nil, err
	}
	return account.NewFederation(in.accounts, provider, in.config.OIDC.Name), nil
}
