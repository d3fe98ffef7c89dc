package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/danganku/danganku/internal/app/account"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// caller is who sent a request.
type caller struct {
	user   domain.User
	actor  authz.Actor
	token  string
	flow   string // a sign-in at the identity provider under way in this browser, sealed
	screen string // token of a screen of the reading room
	from   account.Origin
}

type callerKey struct{}

// callerOf is the signed-in user of a request; the zero caller, who may do nothing, when there is none.
func callerOf(ctx context.Context) caller {
	who, _ := ctx.Value(callerKey{}).(caller)
	return who
}

func actorOf(ctx context.Context) authz.Actor { return callerOf(ctx).actor }

var errForbidden = errs.New(errs.Forbidden, "access.forbidden", "没有办理此事项的权限")

var errMustChange = errs.New(errs.Forbidden, "session.must_change_password", "请先修改初始密码")

const (
	signInRoute         = "POST " + basePath + "/session"
	providerRoute       = "GET " + basePath + "/session/oidc"
	providerBeginRoute  = "POST " + basePath + "/session/oidc"
	providerFinishRoute = "GET " + basePath + "/session/oidc/callback"
	providerCodeRoute   = "POST " + basePath + "/session/oidc/code"
)

// signInRoutes are for those who have no session yet.
var signInRoutes = map[string]bool{signInRoute: true, providerRoute: true, providerBeginRoute: true, providerFinishRoute: true, providerCodeRoute: true}

// openRoutes are for those who have no account: they look at no session and at no token of ours.
var openRoutes = map[string]bool{startScreenRoute: true, screenRoute: true, screenPageRoute: true, verificationRoute: true}

var errMustEnrol = errs.New(errs.Forbidden, "session.must_enrol_totp", "按本单位规定，须先登记动态口令（右上角“动态口令”）")

// ownRoutes are about one's own account and not for API tokens. Those marked are open to users who still have to replace the
// password they were handed; all are to those who still have to enrol a second factor.
var ownRoutes = map[string]struct{ beforePassword bool }{
	"GET " + basePath + "/session":                    {true},
	"DELETE " + basePath + "/session":                 {true},
	"PUT " + basePath + "/session/password":           {true},
	"POST " + basePath + "/session/totp":              {},
	"POST " + basePath + "/session/totp/confirmation": {},
	"POST " + basePath + "/session/totp/removal":      {},
	"GET " + basePath + "/session/recusal":            {},
	"POST " + basePath + "/session/recusal":           {},
}

// authenticate finds the user of the session cookie, or what an API token may do. It runs before parameters are bound, so that strangers learn nothing,
// not even whether their request is well formed.
func (s *server) authenticate(c *gin.Context) {
	route := c.Request.Method + " " + c.FullPath()
	from := account.Origin{Address: c.ClientIP(), Agent: c.Request.UserAgent()}
	switch {
	case signInRoutes[route]:
		s.admit(c, caller{from: from, flow: s.cookieOf(c.Request, flowCookie)})
		return
	case openRoutes[route]:
		s.admit(c, caller{from: from, screen: s.cookieOf(c.Request, readingCookie)})
		return
	}
	if secret, is := bearerOf(c.Request); is {
		s.authenticateToken(c, secret, from)
		return
	}
	token := s.sessionToken(c.Request)
	user, err := s.Account.Resume(c.Request.Context(), token)
	if err != nil {
		s.fail(c, err)
		return
	}
	s.admit(c, caller{user: user, actor: account.ActorOf(user, from.Address), token: token, from: from})
	own, isOwn := ownRoutes[route]
	switch {
	case user.MustChange && !own.beforePassword:
		s.fail(c, errMustChange)
	case s.Account.MustEnrol(user) && !isOwn:
		s.fail(c, errMustEnrol)
	}
}

// bearerOf is the API token of a request. Where one is given, the cookie is not looked at.
func bearerOf(r *http.Request) (secret string, is bool) {
	scheme, secret, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(secret), strings.EqualFold(scheme, "Bearer")
}

// authenticateToken finds what an API token may do. Tokens are for the operations of the contract: they have no session, and
// neither uploads of packages nor page images are for other systems.
func (s *server) authenticateToken(c *gin.Context, secret string, from account.Origin) {
	route := c.Request.Method + " " + c.FullPath()
	if _, isOwn := ownRoutes[route]; isOwn || !strings.HasPrefix(c.FullPath(), basePath+"/") || strings.HasPrefix(c.FullPath(), uploadPath+"/") {
		secret = "" // answers like a bad token
	}
	actor, token, err := s.Account.ResumeToken(c.Request.Context(), secret, from)
	if err != nil {
		s.fail(c, err)
		return
	}
	s.admit(c, caller{user: domain.User{ID: actor.UserID, Name: token.Name, Grants: token.Grants}, actor: actor, from: from})
}

func (s *server) admit(c *gin.Context, who caller) {
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), callerKey{}, who))
	c.Header("Cache-Control", "no-store")
}

const (
	sessionCookieName = "danganku_session"
	flowCookie        = "danganku_signin"
)

// fullName is what a cookie is called: the __Host- prefix binds it to this very host, but browsers take it over TLS only.
func (s *server) fullName(cookie string) string {
	if s.Secure {
		return "__Host-" + cookie
	}
	return cookie
}

func (s *server) cookieOf(r *http.Request, name string) string {
	cookie, err := r.Cookie(s.fullName(name))
	if err != nil {
		return ""
	}
	return cookie.Value
}

// setCookie is the Set-Cookie header that hands out a value, or with an empty one takes the cookie back. Lax lets it come along
// when another site, the identity provider, sends the browser here.
func (s *server) setCookie(name, value string) string {
	cookie := http.Cookie{Name: s.fullName(name), Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.Secure} //nolint:gosec // without TLS browsers drop Secure cookies
	if value == "" {
		cookie.MaxAge = -1
	}
	return cookie.String()
}

func (s *server) sessionToken(r *http.Request) string { return s.cookieOf(r, sessionCookieName) }

func (s *server) sessionCookie(token string) *string {
	header := s.setCookie(sessionCookieName, token)
	return &header
}
