package consultation

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"time"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Open begins the session: the paper goes from the shelf to the reading room, or a screen of the reading room, whose name is
// given, may be started with the returned code. The code is eight digits, good for one use and told this once.
func (s *Service) Open(ctx context.Context, actor authz.Actor, id string, version int, terminal string) (domain.Consultation, string, error) {
	if err := matter.Trim(&terminal); err != nil {
		return domain.Consultation{}, "", err
	}
	var code string
	c, err := s.visits.Change(ctx, actor, authz.MatterDesk, id, version, func(ctx context.Context, tx domain.Repos, c *domain.Consultation) (matter.Deed, error) {
		machine := domain.ConsultationMachine()
		if err := machine.Require(c.State, "开始查阅", domain.ConsultationApproved); err != nil {
			return matter.Deed{}, err
		}
		if err := domain.CheckOpening(c, s.Today()); err != nil {
			return matter.Deed{}, err
		}
		policy, err := s.PolicyFor(domain.MatterConsultation, c.OfficeCode, c.Category)
		if err != nil {
			return matter.Deed{}, err
		}
		now := s.Clock.Now()
		ends := now.Add(time.Duration(policy.Minutes) * time.Minute)
		c.Session = domain.ReadingSession{OpenedAt: now, EndsAt: ends, EndsOn: domain.DateOf(ends), OpenedByName: actor.Name}
		code = ""
		if c.Medium == domain.MediumPaper {
			err = s.fetch(ctx, tx, actor, c)
		} else {
			code, err = assign(ctx, tx, c, terminal)
		}
		if err != nil {
			return matter.Deed{}, err
		}
		what := matter.Deed{Action: domain.AuditConsultationOpen, Detail: audit.Detail{"medium": c.Medium, "terminal": c.Session.Terminal, "expected": c.Expected}}
		return what, machine.Move(&c.State, domain.ConsultationOpened)
	})
	if err != nil {
		return domain.Consultation{}, "", err
	}
	return c, code, nil
}

// fetch takes the paper to the reading room and writes down from where, and what it is.
func (s *Service) fetch(ctx context.Context, tx domain.Repos, actor authz.Actor, c *domain.Consultation) error {
	where, err := tx.Custody().Of(ctx, c.DossierID)
	if err != nil {
		return err
	}
	c.From = where.State
	if c.Expected, err = s.Leaves(ctx, tx, c.DossierID); err != nil {
		return err
	}
	return s.visits.Move(ctx, tx, actor, c, domain.InReadingRoom, c.Unit, "查阅")
}

// assign gives the consultation a screen and the code that starts it.
func assign(ctx context.Context, tx domain.Repos, c *domain.Consultation, terminal string) (string, error) {
	if err := matter.Required("terminal", "阅档终端", &terminal); err != nil {
		return "", err
	}
	code, err := freshCode(ctx, tx)
	c.Session.Terminal, c.Session.CodeHash, c.Session.TokenHash = terminal, hashed(code), ""
	return code, err
}

// NewCode gives a new code for the screen of an open consultation, as when the code was mistyped away or the screen has to be
// changed. A screen that was started before stops.
func (s *Service) NewCode(ctx context.Context, actor authz.Actor, id string, version int) (domain.Consultation, string, error) {
	var code string
	c, err := s.visits.Change(ctx, actor, authz.MatterDesk, id, version, func(ctx context.Context, tx domain.Repos, c *domain.Consultation) (matter.Deed, error) {
		if c.Medium != domain.MediumTerminal {
			return matter.Deed{}, errs.New(errs.Conflict, "consultation.paper", "该查阅使用纸质档案，没有终端启动码")
		}
		if err := domain.CheckLive(c, s.Clock.Now()); err != nil {
			return matter.Deed{}, err
		}
		var err error
		code, err = assign(ctx, tx, c, c.Session.Terminal)
		return matter.Deed{Action: domain.AuditConsultationOpen, Detail: audit.Detail{"newCode": true, "terminal": c.Session.Terminal}}, err
	})
	if err != nil {
		return domain.Consultation{}, "", err
	}
	return c, code, nil
}

const (
	codeDigits = 8
	codeTries  = 10
)

// freshCode is a code that starts no other screen now.
func freshCode(ctx context.Context, tx domain.Repos) (string, error) {
	limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(codeDigits), nil)
	for range codeTries {
		n, err := rand.Int(rand.Reader, limit)
		if err != nil {
			return "", errs.Wrap("draw code", err)
		}
		code := fmt.Sprintf("%0*d", codeDigits, n)
		if _, err := tx.Consultations().ByCode(ctx, hashed(code)); errs.Is(err, errs.NotFound) {
			return code, nil
		} else if err != nil {
			return "", err
		}
	}
	return "", errs.New(errs.Unavailable, "consultation.codes", "暂时无法生成启动码，请重试")
}

// hashed is how codes and tokens are stored.
func hashed(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
