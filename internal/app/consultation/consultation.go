// Package consultation is the desk of the reading room (阅档室): visitors and their introduction letter are registered and
// checked, approvers say what may be seen, and the dossier is read on paper or on a screen of the reading room, for a time. What
// visitors take with them are copies and excerpts that were approved apart from the consultation, numbered, each with a code.
//
// Visitors have no accounts. A screen is started with a code that the clerk hands over; from then on it carries a token. Both
// are stored as hashes, and neither opens more than the approved pages until the session is over. Every page is logged under its
// dossier before it is given.
//
// It may import domain, authz, errs, app/audit and app/matter.
package consultation

import (
	"context"

	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// Service is the desk.
type Service struct {
	matter.Config
	visits matter.Desk[domain.Consultation, *domain.Consultation]
	copies matter.Desk[domain.CopyOrder, *domain.CopyOrder]
}

// New makes the desk.
func New(config matter.Config) *Service {
	return &Service{Config: config,
		visits: matter.Desk[domain.Consultation, *domain.Consultation]{Config: config, Kind: domain.MatterConsultation, Code: "consultation",
			Work: authz.MatterDesk, View: domain.AuditConsultationView,
			Repo: func(r domain.Repos) domain.MatterRepo[domain.Consultation] { return r.Consultations() }},
		copies: matter.Desk[domain.CopyOrder, *domain.CopyOrder]{Config: config, Kind: domain.MatterCopy, Code: "copy",
			Work: authz.MatterDesk, View: domain.AuditCopyView,
			Repo: func(r domain.Repos) domain.MatterRepo[domain.CopyOrder] { return r.Copies() }}}
}

// List lists consultations, newest first, before the given id, at most limit (up to 500).
func (s *Service) List(ctx context.Context, actor authz.Actor, filter domain.MatterFilter, beforeID string, limit int) ([]domain.Consultation, error) {
	return s.visits.List(ctx, actor, filter, beforeID, limit)
}

// Consultation reads one consultation.
func (s *Service) Consultation(ctx context.Context, actor authz.Actor, id string) (domain.Consultation, error) {
	return s.visits.Read(ctx, actor, id)
}

// PurposeLabel is the purpose of a consultation in the words of the policy it was made under.
func (s *Service) PurposeLabel(c *domain.Consultation) string {
	return s.policyOf(c).PurposeLabel(c.Letter.Purpose)
}

// policyOf is the policy a consultation was made under; the zero value where it is no longer known.
func (s *Service) policyOf(c *domain.Consultation) domain.UsePolicy {
	policy, _ := s.Policies.Of(domain.MatterConsultation, c.OfficeCode, c.Category, domain.DateOf(c.CreatedAt))
	return policy
}
