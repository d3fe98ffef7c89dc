// Package oidc signs people in at an OpenID Connect provider: authorization code flow with PKCE, ID tokens held to issuer,
// audience, signature, time and nonce.
//
// It implements domain.IdentityProvider and may import domain and errs. It keeps nothing of a sign-in: users and sessions are the
// desk's business (app/account).
package oidc

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync/atomic"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"golang.org/x/sync/singleflight"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// answersWithin bounds each request to the provider, so that a provider that hangs never holds up more than a sign-in of its own.
const answersWithin = 10 * time.Second

// maxIdentity bounds subject and account, in bytes. OpenID Connect Core 1.0, section 2: a subject has at most 255.
const maxIdentity = 255

// Config is how this installation is registered at the provider.
type Config struct {
	Issuer       string // as the provider writes it, to the last slash
	ClientID     string
	ClientSecret string // empty: a public client, which PKCE alone protects
	RedirectURL  string // of this installation, as registered
	// AccountClaim names the claim that holds the account; "sub" when users are expected under their very subject.
	AccountClaim string
	Clock        domain.Clock
	Transport    http.RoundTripper // nil: http.DefaultTransport
}

// Provider is an OpenID Connect provider. It is asked for its addresses and keys when first needed, so that it may be down while
// this program starts.
type Provider struct {
	config   Config
	client   *http.Client
	found    atomic.Pointer[connection]
	attempts singleflight.Group
}

// connection is what discovery told.
type connection struct {
	provider *oidc.Provider
	verifier *oidc.IDTokenVerifier
	client   oauth2.Config
}

// New checks the configuration; it contacts nobody.
func New(config Config) (*Provider, error) {
	for name, address := range map[string]string{"issuer": config.Issuer, "redirect URL": config.RedirectURL} {
		parsed, err := url.Parse(address)
		if err != nil || parsed.Host == "" || parsed.Fragment != "" || parsed.Scheme != "http" && parsed.Scheme != "https" {
			return nil, fmt.Errorf("oidc: %s %q is no http or https address", name, address)
		}
	}
	if config.ClientID == "" || config.AccountClaim == "" {
		return nil, errors.New("oidc: client id and account claim must be set")
	}
	if config.Transport == nil {
		config.Transport = http.DefaultTransport
	}
	return &Provider{config: config, client: &http.Client{Timeout: answersWithin, Transport: bounded{config.Transport}}}, nil
}

// AuthURL is the address to which a browser goes to sign in.
func (p *Provider) AuthURL(ctx context.Context, with domain.Handshake) (string, error) {
	connected, err := p.connect(ctx)
	if err != nil {
		return "", err
	}
	return connected.client.AuthCodeURL(with.State, oidc.Nonce(with.Nonce), oauth2.S256ChallengeOption(with.Verifier)), nil
}

// Redeem exchanges the code for an ID token and believes it only if the provider made it for this client, this sign-in, and now.
func (p *Provider) Redeem(ctx context.Context, code string, with domain.Handshake) (domain.ProvenIdentity, error) {
	connected, err := p.connect(ctx)
	if err != nil {
		return domain.ProvenIdentity{}, err
	}
	ctx = oidc.ClientContext(ctx, p.client)
	granted, err := connected.client.Exchange(ctx, code, oauth2.VerifierOption(with.Verifier))
	if err != nil {
		return domain.ProvenIdentity{}, refusedExchange(err)
	}
	raw, _ := granted.Extra("id_token").(string)
	token, err := connected.verifier.Verify(ctx, raw)
	if err != nil {
		return domain.ProvenIdentity{}, notBelieved(err)
	}
	claims := map[string]any{}
	if err := token.Claims(&claims); err != nil {
		return domain.ProvenIdentity{}, notBelieved(err)
	}
	if err := checkToken(token, claims, p.config.ClientID, with.Nonce); err != nil {
		return domain.ProvenIdentity{}, notBelieved(err)
	}
	account, err := p.account(ctx, connected, granted, token.Subject, claims)
	return domain.ProvenIdentity{Issuer: token.Issuer, Subject: token.Subject, Account: account}, err
}

// checkToken is what the library leaves to its callers (OpenID Connect Core 1.0, section 3.1.3.7, points 3 to 5 and 11).
func checkToken(token *oidc.IDToken, claims map[string]any, clientID, nonce string) error {
	authorized, given := claims["azp"]
	switch {
	case subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(nonce)) != 1:
		return errors.New("nonce of another sign-in")
	case len(token.Audience) > 1 && !given, given && authorized != any(clientID):
		return fmt.Errorf("issued to %v for %v", authorized, token.Audience)
	case token.Subject == "" || len(token.Subject) > maxIdentity:
		return fmt.Errorf("subject of %d bytes", len(token.Subject))
	}
	return nil
}

// account is what the provider calls the account: a claim of the token or, as providers are free to do, of its user information.
// An e-mail address counts only if the provider has verified it.
func (p *Provider) account(ctx context.Context, connected *connection, granted *oauth2.Token, subject string, claims map[string]any) (string, error) {
	name := p.config.AccountClaim
	if _, told := claims[name]; !told && connected.provider.UserInfoEndpoint() != "" {
		info, err := connected.provider.UserInfo(ctx, oauth2.StaticTokenSource(granted))
		if err != nil {
			return "", unavailable(err)
		}
		if info.Subject != subject {
			return "", notBelieved(errors.New("user information of somebody else"))
		}
		claims = map[string]any{}
		if err := info.Claims(&claims); err != nil {
			return "", notBelieved(err)
		}
	}
	account, _ := claims[name].(string)
	if name == "email" && claims["email_verified"] != true || len(account) > maxIdentity {
		return "", nil
	}
	return account, nil
}

// connect discovers the provider once; until that succeeds each caller tries, and those who come at the same time share a try.
func (p *Provider) connect(ctx context.Context) (*connection, error) {
	if known := p.found.Load(); known != nil {
		return known, nil
	}
	try := p.attempts.DoChan("", func() (any, error) {
		// The one who came first may leave; the others still want to know.
		ctx, cancel := context.WithTimeout(oidc.ClientContext(context.WithoutCancel(ctx), p.client), answersWithin)
		defer cancel()
		return p.discover(ctx)
	})
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case outcome := <-try:
		if outcome.Err != nil {
			return nil, unavailable(outcome.Err)
		}
		return outcome.Val.(*connection), nil
	}
}

func (p *Provider) discover(ctx context.Context) (*connection, error) {
	provider, err := oidc.NewProvider(ctx, p.config.Issuer)
	if err != nil {
		return nil, err
	}
	var metadata struct {
		Scopes []string `json:"scopes_supported"`
	}
	if err := provider.Claims(&metadata); err != nil {
		return nil, err
	}
	scopes := []string{oidc.ScopeOpenID}
	for _, scope := range []string{"profile", "email"} {
		if len(metadata.Scopes) == 0 || slices.Contains(metadata.Scopes, scope) {
			scopes = append(scopes, scope)
		}
	}
	connected := &connection{provider: provider,
		verifier: provider.Verifier(&oidc.Config{ClientID: p.config.ClientID, Now: p.config.Clock.Now}),
		client: oauth2.Config{ClientID: p.config.ClientID, ClientSecret: p.config.ClientSecret, RedirectURL: p.config.RedirectURL,
			Endpoint: provider.Endpoint(), Scopes: scopes}}
	p.found.Store(connected)
	return connected, nil
}

// refusedExchange tells a provider that says no from one that does not answer.
func refusedExchange(err error) error {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) && refused.Response.StatusCode < http.StatusInternalServerError {
		return errs.New(errs.Unauthenticated, "oidc.code", "统一身份认证没有认可本次登录（可能已用过或已过期），请返回登录页重新登录").Because(err)
	}
	return unavailable(err)
}

func notBelieved(err error) error {
	return errs.New(errs.Unauthenticated, "oidc.token", "统一身份认证给出的身份凭据不可信，已拒绝；请返回登录页重试，如仍出现请告知系统管理员").Because(err)
}

func unavailable(err error) error {
	return errs.New(errs.Unavailable, "oidc.unavailable", "统一身份认证暂时无法连接，请稍后再试，或用用户名和密码登录").Because(err)
}
