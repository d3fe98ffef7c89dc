package consultation

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// Verify holds the letter and the visitors' papers against R23, R24 and R25, after which the chain decides. What the policy only
// warns of is returned, and recorded in the audit trail.
func (s *Service) Verify(ctx context.Context, actor authz.Actor, id string, version int) (domain.Consultation, []domain.Violation, error) {
	var warnings []domain.Violation
	c, err := s.visits.Change(ctx, actor, authz.MatterDesk, id, version, func(_ context.Context, _ domain.Repos, c *domain.Consultation) (matter.Deed, error) {
		if err := domain.ConsultationMachine().Move(&c.State, domain.ConsultationVerified); err != nil {
			return matter.Deed{}, err
		}
		policy, err := s.PolicyFor(domain.MatterConsultation, c.OfficeCode, c.Category)
		if err != nil {
			return matter.Deed{}, err
		}
		if err := domain.CheckLetter(c.Letter, policy, s.Today()); err != nil {
			return matter.Deed{}, err
		}
		if warnings, err = domain.CheckVisitors(c, policy, s.Today()); err != nil {
			return matter.Deed{}, err
		}
		c.VerifiedBy = actor.UserID
		told := make([]string, len(warnings))
		for i, w := range warnings {
			told[i] = w.String()
		}
		return matter.Deed{Action: domain.AuditConsultationVerify, Detail: audit.Detail{"letter": c.Letter.No, "warnings": told}}, nil
	})
	if err != nil {
		return domain.Consultation{}, nil, err
	}
	return c, warnings, nil
}

// Refuse turns visitors away at the counter.
func (s *Service) Refuse(ctx context.Context, actor authz.Actor, id string, version int, reason string) (domain.Consultation, error) {
	if err := matter.Required("reason", "不予受理的理由", &reason); err != nil {
		return domain.Consultation{}, err
	}
	return s.visits.Change(ctx, actor, authz.MatterDesk, id, version, func(_ context.Context, _ domain.Repos, c *domain.Consultation) (matter.Deed, error) {
		machine := domain.ConsultationMachine()
		if err := machine.Require(c.State, "不予受理", domain.ConsultationRegistered); err != nil {
			return matter.Deed{}, err
		}
		c.Reason = reason
		what := matter.Deed{Action: domain.AuditConsultationVerify, Detail: audit.Detail{"refused": true, "reason": domain.MaskNumbers(reason)}}
		return what, machine.Move(&c.State, domain.ConsultationRefused)
	})
}

// Decide decides the next step of the chain (matter.Decide); neither who registered the visitors nor who verified their papers
// may. An approver may narrow the scope, but not beyond what was asked (R26); an empty scope leaves what the step before left.
// With the last approval the visitors may come until the policy's days are over.
func (s *Service) Decide(ctx context.Context, actor authz.Actor, id string, version int, approved bool, opinion string, scope domain.UseScope) (domain.Consultation, error) {
	if err := matter.Trim(&opinion); err != nil {
		return domain.Consultation{}, err
	}
	if err := matter.Bounded("查阅范围", len(scope.Classes)+len(scope.MaterialIDs), maxScope); err != nil {
		return domain.Consultation{}, err
	}
	return s.visits.Change(ctx, actor, authz.MatterRead, id, version, func(ctx context.Context, tx domain.Repos, c *domain.Consultation) (matter.Deed, error) {
		if err := domain.ConsultationMachine().Require(c.State, "审批", domain.ConsultationVerified); err != nil {
			return matter.Deed{}, err
		}
		complete, err := matter.Decide(actor, &c.Matter, s.Clock, approved, opinion, c.VerifiedBy)
		if err != nil {
			return matter.Deed{}, err
		}
		what := matter.Deed{Action: domain.AuditConsultationDecide, Detail: audit.Detail{"approved": approved, "scope": scope}}
		if !approved {
			return what, domain.ConsultationMachine().Move(&c.State, domain.ConsultationRefused)
		}
		if err := s.narrow(ctx, tx, actor, c, scope); err != nil || !complete {
			return what, err
		}
		return what, s.approve(c)
	})
}

func (s *Service) narrow(ctx context.Context, tx domain.Repos, actor authz.Actor, c *domain.Consultation, scope domain.UseScope) error {
	if scope.Empty() {
		if c.Approved.Empty() {
			c.Approved = c.Asked
		}
		return nil
	}
	d, err := s.Dossier(ctx, tx, actor, authz.MatterRead, c.DossierID)
	if err != nil {
		return err
	}
	c.Approved = scope
	return domain.CheckNarrowing(c.Asked, scope, d)
}

func (s *Service) approve(c *domain.Consultation) error {
	policy, err := s.PolicyFor(domain.MatterConsultation, c.OfficeCode, c.Category)
	if err != nil {
		return err
	}
	c.OpenBy = s.Today().AddDays(policy.OpenDays)
	return domain.ConsultationMachine().Move(&c.State, domain.ConsultationApproved)
}
