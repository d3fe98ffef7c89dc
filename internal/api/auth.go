package api

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/danganku/danganku/internal/app/account"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// caller is who sent a request.
type caller struct {
	user  domain.User
	actor authz.Actor
	token string
	from  account.Origin
}

type callerKey struct{}

// callerOf is the signed-in user of a request; the zero caller, who may do nothing, when there is none.
func callerOf(ctx context.Context) caller {
	who, _ := ctx.Value(callerKey{}).(caller)
	return who
}

func actorOf(ctx context.Context) authz.Actor { return callerOf(ctx).actor }

var errMustChange = errs.New(errs.Forbidden, "session.must_change_password", "请先修改初始密码")

const signInRoute = "POST " + basePath + "/session"

// ownRoutes are open to users who still have to replace the password they were handed.
var ownRoutes = map[string]bool{
	"GET " + basePath + "/session":          true,
	"DELETE " + basePath + "/session":       true,
	"PUT " + basePath + "/session/password": true,
}

// authenticate finds the user of the session cookie. It runs before parameters are bound, so that strangers learn nothing,
// not even whether their request is well formed.
func (s *server) authenticate(c *gin.Context) {
	route := c.Request.Method + " " + c.FullPath()
	from := account.Origin{Address: c.ClientIP(), Agent: c.Request.UserAgent()}
	if route == signInRoute {
		s.admit(c, caller{from: from})
		return
	}
	token := s.sessionToken(c.Request)
	user, err := s.Account.Resume(c.Request.Context(), token)
	if err != nil {
		s.fail(c, err)
		return
	}
	s.admit(c, caller{user: user, actor: account.ActorOf(user, from.Address), token: token, from: from})
	if user.MustChange && !ownRoutes[route] {
		s.fail(c, errMustChange)
	}
}

func (s *server) admit(c *gin.Context, who caller) {
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), callerKey{}, who))
	c.Header("Cache-Control", "no-store")
}

// The __Host- prefix binds the cookie to this very host, but browsers take it over TLS only.
func (s *server) cookieName() string {
	if s.Secure {
		return "__Host-danganku_session"
	}
	return "danganku_session"
}

func (s *server) sessionToken(r *http.Request) string {
	cookie, err := r.Cookie(s.cookieName())
	if err != nil {
		return ""
	}
	return cookie.Value
}

// sessionCookie is the Set-Cookie header that hands out a token, or with an empty token takes it back.
func (s *server) sessionCookie(token string) *string {
	cookie := http.Cookie{Name: s.cookieName(), Value: token, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.Secure} //nolint:gosec // without TLS browsers drop Secure cookies
	if token == "" {
		cookie.MaxAge = -1
	}
	header := cookie.String()
	return &header
}
