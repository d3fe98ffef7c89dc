package certificate

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Issue gives a reviewed certificate its number and verification code, and has the code answer for it from then on. Who reviewed
// may not issue. The certificate it replaces, and that one's code, name it.
func (s *Service) Issue(ctx context.Context, actor authz.Actor, id string, version int) (domain.Certificate, error) {
	return s.desk.Change(ctx, actor, authz.MatterDesk, id, version, func(ctx context.Context, tx domain.Repos, c *domain.Certificate) (matter.Deed, error) {
		if err := domain.CertificateMachine().Move(&c.State, domain.CertificateIssued); err != nil {
			return matter.Deed{}, err
		}
		if err := s.mayIssue(ctx, tx, actor, c); err != nil {
			return matter.Deed{}, err
		}
		old, err := replaced(ctx, tx, c)
		if err != nil {
			return matter.Deed{}, err
		}
		kind, err := s.kind(c.Kind)
		if err != nil {
			return matter.Deed{}, err
		}
		no, err := s.NextNumber(ctx, tx, domain.PaperCertificate, c.OfficeCode)
		if err != nil {
			return matter.Deed{}, err
		}
		c.Issue(kind, no, domain.NewProofCode(), actor.UserID, actor.Name, s.Clock.Now())
		if err := tx.Proofs().Create(ctx, c.Proof()); err != nil {
			return matter.Deed{}, err
		}
		detail := audit.Detail{"certificate": no, "kind": c.Kind, "validUntil": c.ValidUntil.String()}
		return matter.Deed{Action: domain.AuditCertificateIssue, Detail: detail}, s.replace(ctx, tx, actor, old, no)
	})
}

// mayIssue holds a reviewed certificate to the rule R30 once more: policy, dossier and catalogue may have changed since the review.
func (s *Service) mayIssue(ctx context.Context, tx domain.Repos, actor authz.Actor, c *domain.Certificate) error {
	d, err := s.entitled(ctx, tx, actor, c)
	if err != nil {
		return err
	}
	if err := domain.CheckIssue(c, actor.UserID, d.Custody); err != nil {
		return err
	}
	if err := domain.CheckStatements(c); err != nil {
		return err
	}
	return standing(d, c)
}

// replace notes on a voided certificate, and for those who ask by its code, which one stands instead.
func (s *Service) replace(ctx context.Context, tx domain.Repos, actor authz.Actor, old *domain.Certificate, no string) error {
	if old == nil {
		return nil
	}
	old.ReplacedBy = no
	if err := tx.Proofs().Void(ctx, old.ID, s.Clock.Now(), no); err != nil { // the time of the voiding stays
		return err
	}
	return s.desk.Save(ctx, tx, actor, old, matter.Deed{Action: domain.AuditCertificateIssue, Detail: audit.Detail{"replacedBy": no}})
}

// Collect hands an issued certificate out.
func (s *Service) Collect(ctx context.Context, actor authz.Actor, id string, version int, by string) (domain.Certificate, error) {
	if err := matter.Required("by", "领取人", &by); err != nil {
		return domain.Certificate{}, err
	}
	return s.desk.Change(ctx, actor, authz.MatterDesk, id, version, func(_ context.Context, _ domain.Repos, c *domain.Certificate) (matter.Deed, error) {
		if err := domain.CertificateMachine().Move(&c.State, domain.CertificateCollected); err != nil {
			return matter.Deed{}, err
		}
		if err := domain.CheckCollect(c, s.Today()); err != nil {
			return matter.Deed{}, err
		}
		c.CollectedBy, c.CollectedOn = by, s.Today()
		return matter.Deed{Action: domain.AuditCertificateCollect, Detail: audit.Detail{"certificate": c.CertificateNo}}, nil
	})
}

// Void takes an issued certificate back. It keeps its number, and its code tells from then on that it no longer stands.
func (s *Service) Void(ctx context.Context, actor authz.Actor, id string, version int, reason string) (domain.Certificate, error) {
	if err := matter.Required("reason", "作废理由", &reason); err != nil {
		return domain.Certificate{}, err
	}
	return s.desk.Change(ctx, actor, authz.MatterApprove, id, version, func(ctx context.Context, tx domain.Repos, c *domain.Certificate) (matter.Deed, error) {
		if err := domain.CertificateMachine().Move(&c.State, domain.CertificateVoided); err != nil {
			return matter.Deed{}, err
		}
		c.Reason = reason
		if err := tx.Proofs().Void(ctx, c.ID, s.Clock.Now(), ""); err != nil {
			return matter.Deed{}, err
		}
		detail := audit.Detail{"certificate": c.CertificateNo, "reason": domain.MaskNumbers(reason)}
		return matter.Deed{Action: domain.AuditCertificateVoid, Detail: detail}, nil
	})
}

// Content is what a printed certificate says.
type Content struct {
	Certificate domain.Certificate
	Kind        domain.CertificateKind
	Office      domain.ArchiveOffice
	Opening     string
	Closing     string
	Draft       bool // it was not issued yet: prints with the watermark 草稿
}

// Content returns what a certificate says, to be printed, and logs that. Before there is a draft there is nothing to print.
func (s *Service) Content(ctx context.Context, actor authz.Actor, id string) (Content, error) {
	c, err := s.desk.Find(ctx, s.Store, actor, authz.MatterRead, id)
	if err != nil {
		return Content{}, err
	}
	printable, draft := c.Printable()
	if !printable {
		return Content{}, errs.New(errs.Conflict, "certificate.state", "证明处于“%s”状态，拟稿后方可打印", c.State.Label())
	}
	content := Content{Certificate: c, Opening: c.Opening, Closing: c.Closing, Draft: draft}
	if content.Kind, err = s.kind(c.Kind); err != nil {
		return Content{}, err
	}
	if content.Office, err = s.Store.Places().Office(ctx, c.OfficeCode); err != nil {
		return Content{}, errs.Wrap("find office", err)
	}
	detail := audit.Detail{"paper": domain.PaperCertificate, "certificate": c.CertificateNo, "draft": draft}
	if err := s.Log(ctx, s.desk.Entry(actor, domain.AuditPaperPrint, &c, detail)); err != nil {
		return Content{}, err
	}
	return content, nil
}
