package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/consultation"
	"github.com/danganku/danganku/internal/domain"
)

// Routes of the screens of the reading room. They know no users: a screen carries a token in a cookie of its own.
const (
	startScreenRoute = "POST " + basePath + "/reading-room/session"
	screenRoute      = "GET " + basePath + "/reading-room/session"
	screenPageRoute  = "GET " + basePath + "/reading-room/pages/:pageNo.jpg"

	readingCookie = "danganku_reading"
	defaultWidth  = 1400 // pixels of a page on a screen
)

func (s *server) StartScreen(ctx context.Context, request apigen.StartScreenRequestObject) (apigen.StartScreenResponseObject, error) {
	token, c, err := s.Consultation.StartScreen(ctx, request.Body.Code, callerOf(ctx).from.Address)
	if err != nil {
		return nil, err
	}
	screen, err := s.Consultation.Screen(ctx, token)
	if err != nil {
		return nil, err
	}
	cookie := s.screenCookie(token, c.Session.EndsAt)
	return apigen.StartScreen200JSONResponse{Body: s.screenView(screen), Headers: apigen.StartScreen200ResponseHeaders{SetCookie: &cookie}}, nil
}

func (s *server) GetScreen(ctx context.Context, _ apigen.GetScreenRequestObject) (apigen.GetScreenResponseObject, error) {
	screen, err := s.Consultation.Screen(ctx, callerOf(ctx).screen)
	if err != nil {
		return nil, err
	}
	return apigen.GetScreen200JSONResponse(s.screenView(screen)), nil
}

// screenCookie is the Set-Cookie header that hands a screen its token. No other site may make the screen use it.
func (s *server) screenCookie(token string, until time.Time) string {
	cookie := http.Cookie{Name: s.fullName(readingCookie), Value: token, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, //nolint:gosec // without TLS browsers drop Secure cookies
		Secure: s.Secure, Expires: until}
	return cookie.String()
}

func (s *server) screenView(screen consultation.ScreenView) apigen.Screen {
	c := screen.Consultation
	return apigen.Screen{No: c.No, Name: c.Name, Unit: masked(c.Unit), Visitors: viewsOf(c.Visitors, func(v domain.Visitor) string { return masked(v.Name) }),
		EndsAt: c.Session.EndsAt.UTC(), Watermark: masked(c.Watermark(s.Clock.Now())), Materials: viewsOf(screen.Materials, screenMaterialView)}
}

func screenMaterialView(m consultation.ScreenMaterial) apigen.ScreenMaterial {
	return apigen.ScreenMaterial{Number: m.Number(), Title: masked(m.Title), FormedOn: m.FormedOn.String(),
		Pages: viewsOf(m.Pages, func(p domain.Page) int { return p.No })}
}

// getScreenPage shows a page with the watermark burnt in. It is made anew each time, because the watermark tells the time, and
// kept nowhere.
func (s *server) getScreenPage(c *gin.Context) {
	no, err := strconv.Atoi(c.Param("pageNo"))
	if err != nil {
		s.fail(c, errBadID)
		return
	}
	width := defaultWidth
	if asked := c.Query("width"); asked != "" {
		if width, err = strconv.Atoi(asked); err != nil {
			s.fail(c, errBadID)
			return
		}
	}
	ctx := c.Request.Context()
	page, err := s.Consultation.ScreenPage(ctx, callerOf(ctx).screen, no, callerOf(ctx).from.Address)
	if err != nil {
		s.fail(c, err)
		return
	}
	picture, err := s.Reading.Shown(ctx, page.DossierID, page.Page, width)
	if err != nil {
		s.fail(c, err)
		return
	}
	marked, err := s.Watermark(picture, masked(page.Watermark))
	if err != nil {
		s.fail(c, err)
		return
	}
	c.Header("Cache-Control", "no-store")
	c.Data(http.StatusOK, "image/jpeg", marked)
}
