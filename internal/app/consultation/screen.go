package consultation

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"strings"
	"time"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// ScreenView is what a screen of the reading room shows.
type ScreenView struct {
	Consultation domain.Consultation
	Materials    []ScreenMaterial // of the approved scope, in catalogue order
	Remaining    time.Duration    // of the session
}

// ScreenMaterial is a material with its pages in order.
type ScreenMaterial struct {
	domain.Material
	Pages []domain.Page
}

// ScreenPage is a page that may be shown now, with what is to be burnt into its image.
type ScreenPage struct {
	DossierID string
	Page      domain.Page
	Watermark string
}

const tokenBytes = 32

var (
	errCode   = errs.New(errs.Unauthenticated, "screen.code", "启动码不正确、已使用或查阅已结束，请向阅档室工作人员索取新码")
	errToken  = errs.New(errs.Unauthenticated, "screen.token", "本终端没有进行中的查阅，请向阅档室工作人员索取启动码")
	errNoPage = errs.New(errs.NotFound, "page.not_found", "没有这一页")
)

// StartScreen starts the screen of a consultation with the code that the clerk handed over, and returns the token it carries from
// now on. A code is good once; of two that come with it at once, one is turned away.
func (s *Service) StartScreen(ctx context.Context, code, address string) (string, domain.Consultation, error) {
	var token string
	var c domain.Consultation
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		var err error
		if c, err = tx.Consultations().ByCode(ctx, hashed(strings.TrimSpace(code))); errs.Is(err, errs.NotFound) {
			return errCode
		}
		if err != nil {
			return err
		}
		if !c.Live(s.Clock.Now()) {
			return errCode
		}
		random := make([]byte, tokenBytes)
		_, _ = rand.Read(random) // never fails: crypto/rand
		token = hex.EncodeToString(random)
		c.Session.CodeHash, c.Session.TokenHash = "", hashed(token)
		return s.visits.Save(ctx, tx, screen(&c, address), &c,
			matter.Deed{Action: domain.AuditConsultationScreen, Detail: audit.Detail{"terminal": c.Session.Terminal}})
	})
	if errs.Is(err, errs.Stale) {
		err = errCode
	}
	if err != nil {
		return "", domain.Consultation{}, errs.Wrap("start screen", err)
	}
	return token, c, nil
}

// screen is who asks at a screen of the reading room: visitors have no accounts.
func screen(c *domain.Consultation, address string) authz.Actor {
	actor := authz.System("阅档终端 " + c.Session.Terminal)
	actor.Address = address
	return actor
}

// Screen is what the screen with the token may show. It is logged as a reading: a screen counts Remaining down by itself.
func (s *Service) Screen(ctx context.Context, token string) (ScreenView, error) {
	now := s.Clock.Now()
	c, err := s.live(ctx, token, now)
	if err != nil {
		return ScreenView{}, err
	}
	d, err := s.Store.Dossiers().Get(ctx, c.DossierID)
	if err != nil {
		return ScreenView{}, errs.Wrap("read dossier", err)
	}
	view := ScreenView{Consultation: c, Remaining: c.Session.EndsAt.Sub(now)}
	for _, m := range c.Approved.Within(d) {
		view.Materials = append(view.Materials, ScreenMaterial{m, d.PagesOf(m.ID)})
	}
	if err := s.Log(ctx, s.visits.Entry(screen(&c, ""), domain.AuditConsultationView, &c, audit.Detail{"materials": len(view.Materials)})); err != nil {
		return ScreenView{}, err
	}
	return view, nil
}

// ScreenPage is one page for the screen with the token. A page outside the approved scope answers like one that does not exist;
// one that is given was written into the trail of its dossier before.
func (s *Service) ScreenPage(ctx context.Context, token string, pageNo int, address string) (ScreenPage, error) {
	now := s.Clock.Now()
	c, err := s.live(ctx, token, now)
	if err != nil {
		return ScreenPage{}, err
	}
	page, err := s.pageInScope(ctx, &c, pageNo, now)
	if err != nil {
		return ScreenPage{}, err
	}
	names := make([]string, len(c.Visitors))
	for i, v := range c.Visitors {
		names[i] = v.Name
	}
	entry := audit.Entry(now, screen(&c, address), domain.AuditConsultationPage, audit.Dossier(c.DossierID, c.OfficeCode),
		audit.Detail{"no": c.No, "unit": c.Unit, "visitors": names, "page": pageNo})
	if err := s.Log(ctx, entry); err != nil {
		return ScreenPage{}, err
	}
	return ScreenPage{DossierID: c.DossierID, Page: page, Watermark: c.Watermark(now)}, nil
}

// live finds the consultation whose screen carries the token, while its session lasts (R26).
func (s *Service) live(ctx context.Context, token string, now time.Time) (domain.Consultation, error) {
	c, err := s.Store.Consultations().ByToken(ctx, hashed(token))
	if errs.Is(err, errs.NotFound) {
		return domain.Consultation{}, errToken
	}
	if err != nil {
		return domain.Consultation{}, errs.Wrap("find consultation of screen", err)
	}
	return c, domain.CheckLive(&c, now)
}

func (s *Service) pageInScope(ctx context.Context, c *domain.Consultation, no int, now time.Time) (domain.Page, error) {
	_, page, err := s.Store.Dossiers().Page(ctx, c.DossierID, no)
	if errs.Is(err, errs.NotFound) {
		return domain.Page{}, errNoPage
	}
	if err != nil {
		return domain.Page{}, errs.Wrap("find page", err)
	}
	found, err := s.Store.Dossiers().Documents(ctx, []string{c.DossierID})
	if err != nil {
		return domain.Page{}, errs.Wrap("read catalogue", err)
	}
	for _, d := range found {
		if m, known := d.MaterialByID(page.MaterialID); known && domain.CheckOpened(c, *m, now) == nil {
			return page, nil
		}
	}
	return domain.Page{}, errNoPage
}
