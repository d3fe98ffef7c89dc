// Package certificate is the desk of certificates (证明材料): who asks and by which papers, the draft whose every statement cites the
// dossier, the review by somebody else, issue under a number that is never given again, handing out, and voiding.
//
// What is reviewed is what is issued: a draft that changes is reviewed anew, and a certificate once issued only ever becomes void.
//
// It may import domain, authz, errs, app/audit and app/matter.
package certificate

import (
	"context"

	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Service is the desk.
type Service struct {
	matter.Config
	kinds domain.CertificateKinds
	desk  matter.Desk[domain.Certificate, *domain.Certificate]
}

// New makes the desk for the kinds an installation knows.
func New(config matter.Config, kinds domain.CertificateKinds) *Service {
	return &Service{Config: config, kinds: kinds, desk: matter.Desk[domain.Certificate, *domain.Certificate]{Config: config,
		Kind: domain.MatterCertificate, Code: "certificate", Work: authz.MatterDesk, View: domain.AuditCertificateView,
		Repo: func(r domain.Repos) domain.MatterRepo[domain.Certificate] { return r.Certificates() }}}
}

// Kinds are the kinds of certificates the installation knows; which of them an office issues is its policy's to say.
func (s *Service) Kinds() domain.CertificateKinds { return s.kinds }

func (s *Service) kind(code domain.CertificateCode) (domain.CertificateKind, error) {
	kind, known := s.kinds.Of(code)
	if !known {
		return kind, domain.RuleError(domain.R30, "不能出具证明：没有“%s”这一种证明", code)
	}
	return kind, nil
}

// Certificate reads one certificate.
func (s *Service) Certificate(ctx context.Context, actor authz.Actor, id string) (domain.Certificate, error) {
	return s.desk.Read(ctx, actor, id)
}

// List lists certificates, newest first, before the given id, at most limit (up to 500).
func (s *Service) List(ctx context.Context, actor authz.Actor, filter domain.MatterFilter, beforeID string, limit int) ([]domain.Certificate, error) {
	return s.desk.List(ctx, actor, filter, beforeID, limit)
}

// dossier is the dossier of a certificate the actor works with.
func (s *Service) dossier(ctx context.Context, repos domain.Repos, actor authz.Actor, c *domain.Certificate) (*domain.Dossier, error) {
	d, err := s.Dossier(ctx, repos, actor, authz.MatterDesk, c.DossierID)
	return d, errs.Wrap("find dossier of certificate", err)
}
