package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/account"
	"github.com/danganku/danganku/internal/errs"
)

var errNoProvider = errs.New(errs.NotFound, "oidc.off", "本系统没有配置统一身份认证，请用用户名和密码登录")

func (s *server) GetSignInProvider(ctx context.Context, _ apigen.GetSignInProviderRequestObject) (apigen.GetSignInProviderResponseObject, error) {
	if s.Federation == nil {
		return apigen.GetSignInProvider200JSONResponse{}, nil
	}
	name := s.Federation.Name()
	return apigen.GetSignInProvider200JSONResponse{Name: &name, CodePending: s.Federation.CodePending(callerOf(ctx).flow)}, nil
}

func (s *server) BeginProviderSignIn(ctx context.Context, request apigen.BeginProviderSignInRequestObject) (apigen.BeginProviderSignInResponseObject, error) {
	if s.Federation == nil {
		return nil, errNoProvider
	}
	address, flow, err := s.Federation.Begin(ctx, request.Body.ReturnTo)
	if err != nil {
		return nil, err
	}
	cookie := s.setCookie(flowCookie, flow)
	return apigen.BeginProviderSignIn200JSONResponse{Body: apigen.ProviderAddress{Url: address},
		Headers: apigen.BeginProviderSignIn200ResponseHeaders{SetCookie: &cookie}}, nil
}

// finishProviderSignIn is where the identity provider sends the browser. The cookie of the flow goes in any case, so that an
// address taken from a history opens nothing.
func (s *server) finishProviderSignIn(c *gin.Context) {
	ctx := c.Request.Context()
	if s.Federation == nil {
		s.failPage(c, errNoProvider)
		return
	}
	who := callerOf(ctx)
	answer := account.Answer{State: c.Query("state"), Code: c.Query("code"), Refusal: c.Query("error")}
	arrival, err := s.Federation.Finish(ctx, who.flow, answer, who.from)
	c.Writer.Header().Add("Set-Cookie", s.setCookie(flowCookie, arrival.Vouched))
	if err != nil {
		s.failPage(c, err)
		return
	}
	if arrival.Token != "" {
		c.Writer.Header().Add("Set-Cookie", s.setCookie(sessionCookieName, arrival.Token))
	}
	c.Header("Location", arrival.ReturnTo)
	c.Status(http.StatusSeeOther)
}

func (s *server) ConfirmProviderSignIn(ctx context.Context, request apigen.ConfirmProviderSignInRequestObject) (apigen.ConfirmProviderSignInResponseObject, error) {
	if s.Federation == nil {
		return nil, errNoProvider
	}
	who := callerOf(ctx)
	token, user, err := s.Federation.Confirm(ctx, who.flow, request.Body.Code, who.from)
	if err != nil {
		return nil, err
	}
	return confirmed{cookies: []string{*s.sessionCookie(token), s.setCookie(flowCookie, "")},
		answer: apigen.ConfirmProviderSignIn200JSONResponse{Body: s.sessionUser(user)}}, nil
}

// confirmed sets two cookies; the generated answer knows one.
type confirmed struct {
	cookies []string
	answer  apigen.ConfirmProviderSignIn200JSONResponse
}

func (r confirmed) VisitConfirmProviderSignInResponse(w http.ResponseWriter) error {
	for _, cookie := range r.cookies {
		w.Header().Add("Set-Cookie", cookie)
	}
	return r.answer.VisitConfirmProviderSignInResponse(w)
}

const refusalStyle = `body{font-family:sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem;line-height:1.7}small{color:#666}`

// refusalPage is shown to people who come from another site and have no page of the interface open.
var refusalPage = template.Must(template.New("refusal").Parse(`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>登录未完成</title>
<style>` + refusalStyle + `</style></head>
<body><h1>登录未完成</h1><p>{{.Title}}</p><p><a href="/">返回登录页</a></p><p><small>{{.Code}} · 请求编号 {{.RequestId}}</small></p></body></html>
`))

// failPage is fail for people.
func (s *server) failPage(c *gin.Context, err error) {
	problem := s.logged(c, err)
	var page bytes.Buffer
	if err := refusalPage.Execute(&page, problem); err != nil {
		s.fail(c, err)
		return
	}
	style := sha256.Sum256([]byte(refusalStyle))
	c.Header("Content-Security-Policy",
		"default-src 'none'; frame-ancestors 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(style[:])+"'")
	c.Data(problem.Status, "text/html; charset=utf-8", page.Bytes())
	c.Abort()
}
