package certificate

import (
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// Step is something that can be done with a certificate.
type Step string

const (
	StepVerify  Step = "verify"
	StepRefuse  Step = "refuse"
	StepDraft   Step = "draft"
	StepDecide  Step = "decide"
	StepIssue   Step = "issue"
	StepCollect Step = "collect"
	StepVoid    Step = "void"
	StepReplace Step = "replace" // request another that stands instead
)

// counter are the steps of the counter in each state.
var counter = map[domain.CertificateState][]Step{
	domain.CertificateRequested: {StepVerify, StepRefuse},
	domain.CertificateVerified:  {StepDraft, StepRefuse},
	domain.CertificateDrafted:   {StepDraft, StepRefuse},
	domain.CertificateReviewed:  {StepDraft, StepIssue},
	domain.CertificateIssued:    {StepCollect},
	domain.CertificateVoided:    {StepReplace},
}

// Allowed lists what the actor may do with a certificate now, for showing; each step decides for itself again.
func (s *Service) Allowed(actor authz.Actor, c *domain.Certificate) []Step {
	if domain.Avoid(actor, c.IDNumber) != nil {
		return nil
	}
	var steps []Step
	if c.State == domain.CertificateDrafted && matter.MayDecide(actor, &c.Matter, c.DraftedBy) == nil {
		steps = append(steps, StepDecide)
	}
	if actor.Can(authz.MatterDesk, c.OfficeCode, c.Division) {
		for _, step := range counter[c.State] {
			if step == StepIssue && c.Decided(actor.UserID) || step == StepReplace && c.ReplacedBy != "" {
				continue
			}
			steps = append(steps, step)
		}
	}
	issued := c.State == domain.CertificateIssued || c.State == domain.CertificateCollected
	if issued && actor.Can(authz.MatterApprove, c.OfficeCode, c.Division) {
		steps = append(steps, StepVoid)
	}
	return steps
}
