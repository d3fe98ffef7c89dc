package consultation

import (
	"context"

	"github.com/danganku/danganku/internal/domain"
)

// Tick does what the calendar and the clock demand: approved consultations that nobody came to expire after their last day, open
// ones when their time in the reading room is over. It may run any number of times and on several nodes at once.
func (s *Service) Tick(ctx context.Context) error {
	return s.visits.Walk(ctx, s.Today(), domain.AuditConsultationTimer, s.demanded)
}

// demanded lets a consultation expire whose time is over. The paper stays in the reading room until it is handed back.
func (s *Service) demanded(c *domain.Consultation) ([]string, error) {
	unused := c.State == domain.ConsultationApproved && domain.CheckOpening(c, s.Today()) != nil
	over := c.State == domain.ConsultationOpened && !s.Clock.Now().Before(c.Session.EndsAt)
	lapsed := (c.State == domain.ConsultationRegistered || c.State == domain.ConsultationVerified) && !c.LetterEnds.IsZero() && s.Today().Compare(c.LetterEnds) > 0
	if !unused && !over && !lapsed {
		return nil, nil
	}
	if lapsed {
		c.Reason = "介绍信有效期（截至" + c.LetterEnds.String() + "）内未获批准"
	}
	c.Session.CodeHash = ""
	return []string{string(domain.ConsultationExpired)}, domain.ConsultationMachine().Move(&c.State, domain.ConsultationExpired)
}
