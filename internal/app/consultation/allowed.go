package consultation

import (
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// Step is something that can be done with a consultation or an order of copies.
type Step string

// Steps of consultations; StepDecide also of copies.
const (
	StepUpdate    Step = "update"
	StepVerify    Step = "verify"
	StepRefuse    Step = "refuse"
	StepDecide    Step = "decide"
	StepOpen      Step = "open"
	StepNewCode   Step = "newCode"
	StepCopy      Step = "copy"
	StepReturn    Step = "return"
	StepTerminate Step = "terminate"
	StepClose     Step = "close"
)

// Steps of copies.
const (
	StepIssue Step = "issue"
	StepVoid  Step = "void"
)

// Allowed lists what the actor may do with a consultation now, for showing; each step decides for itself again.
func (s *Service) Allowed(actor authz.Actor, c *domain.Consultation) []Step {
	var steps []Step
	if c.State == domain.ConsultationVerified && matter.MayDecide(actor, &c.Matter, c.VerifiedBy) == nil {
		steps = append(steps, StepDecide)
	}
	if !atCounter(actor, &c.Matter) {
		return steps
	}
	switch {
	case c.State == domain.ConsultationRegistered:
		steps = append(steps, StepUpdate, StepVerify, StepRefuse)
	case c.State == domain.ConsultationApproved:
		steps = append(steps, StepOpen)
	case c.InRoom():
		now := s.Clock.Now()
		if c.Live(now) {
			steps = append(steps, StepNewCode)
		}
		if c.State == domain.ConsultationOpened && now.Before(c.Session.EndsAt) {
			steps = append(steps, StepCopy)
		}
		steps = append(steps, StepReturn, StepTerminate)
	case c.State == domain.ConsultationReturned:
		steps = append(steps, StepClose)
	}
	return steps
}

// AllowedCopies is Allowed for an order of copies.
func (s *Service) AllowedCopies(actor authz.Actor, o *domain.CopyOrder) []Step {
	var steps []Step
	if o.State == domain.CopyRequested && matter.MayDecide(actor, &o.Matter) == nil {
		steps = append(steps, StepDecide)
	}
	if !atCounter(actor, &o.Matter) {
		return steps
	}
	if o.State == domain.CopyApproved && domain.CheckCopyIssuer(o, actor.UserID) == nil {
		steps = append(steps, StepIssue)
	}
	if o.State == domain.CopyApproved || o.State == domain.CopyIssued {
		steps = append(steps, StepVoid)
	}
	return steps
}

func atCounter(actor authz.Actor, m *domain.Matter) bool {
	return actor.Can(authz.MatterDesk, m.OfficeCode, m.Division) && domain.Avoid(actor, m.IDNumber) == nil
}
