package certificate

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const maxEvidence = 20 // papers of one request

// Form is what is asked for.
type Form struct {
	Kind      domain.CertificateCode
	Requester domain.Requester
	Evidence  []domain.Evidence // as brought; verified by Verify
	Recipient string            // to whom it will be addressed
	Use       string
	Replaces  string // number of a voided certificate of the same dossier that this one will stand for; empty: none
}

// Request takes a request by the rule R30, as far as it can be held to it before the papers are verified. A request with a key
// (Idempotency-Key) the actor used before is the one made then.
func (s *Service) Request(ctx context.Context, actor authz.Actor, dossierID string, form Form, key string) (domain.Certificate, error) {
	kind, err := s.kind(form.Kind)
	if err != nil {
		return domain.Certificate{}, err
	}
	if err := tidy(&form); err != nil {
		return domain.Certificate{}, err
	}
	return s.desk.Begin(ctx, actor, dossierID, key, domain.AuditCertificateRequest,
		func(ctx context.Context, tx domain.Repos, d *domain.Dossier, policy domain.UsePolicy, common domain.Matter) (domain.Certificate, audit.Detail, error) {
			c := domain.Certificate{Matter: common, State: domain.CertificateRequested, Kind: form.Kind, Requester: form.Requester,
				Evidence: form.Evidence, Recipient: form.Recipient, Use: form.Use, Replaces: form.Replaces}
			if err := domain.CheckRequester(&c, kind, policy, s.Today()); err != nil {
				return c, nil, err
			}
			if err := domain.CheckHeld(d.Custody); err != nil {
				return c, nil, err
			}
			if _, err := replaced(ctx, tx, &c); err != nil {
				return c, nil, err
			}
			detail := audit.Detail{"kind": c.Kind, "capacity": c.Requester.Capacity, "unit": c.Requester.Unit, "replaces": c.Replaces}
			return c, detail, bindEvidence(ctx, tx, actor, &c)
		})
}

// replaced finds the voided certificate in whose place another is to stand; nil: in nobody's.
func replaced(ctx context.Context, tx domain.Repos, c *domain.Certificate) (*domain.Certificate, error) {
	if c.Replaces == "" {
		return nil, nil
	}
	const step = 100
	for before := ""; ; {
		page, err := tx.Certificates().List(ctx, authz.Everything(), domain.MatterFilter{DossierID: c.DossierID}, before, step)
		if err != nil {
			return nil, errs.Wrap("find certificate to be replaced", err)
		}
		for i := range page {
			if page[i].CertificateNo == c.Replaces {
				return &page[i], domain.CheckReplaces(&page[i])
			}
		}
		if len(page) < step {
			return nil, domain.RuleError(domain.R30, "不能出具证明：该档案没有编号为%s的证明，请核对需要替代的证明编号", c.Replaces)
		}
		before = page[len(page)-1].ID
	}
}

// tidy trims what was typed and refuses what is too long to have been meant. What was brought is not verified yet.
func tidy(f *Form) error {
	r := &f.Requester
	r.IDNumber = domain.NormalizeIDNumber(r.IDNumber.Full())
	if err := matter.Trim(&r.Relation, &r.Unit, &r.Phone, &f.Recipient, &f.Replaces); err != nil {
		return err
	}
	if err := matter.Required("requester.name", "申请人", &r.Name); err != nil {
		return err
	}
	if err := matter.Required("use", "证明用途", &f.Use); err != nil {
		return err
	}
	for i := range f.Evidence {
		f.Evidence[i].Verified = false
	}
	return tidyEvidence(f.Evidence)
}

// tidyEvidence keeps no whole identity number among the numbers of papers: the requester's stands with the requester.
func tidyEvidence(evidence []domain.Evidence) error {
	if err := matter.Bounded("证明材料", len(evidence), maxEvidence); err != nil {
		return err
	}
	for i := range evidence {
		e := &evidence[i]
		if e.Kind.Label() == "" {
			return errs.New(errs.Invalid, "certificate.evidence", "第%d项材料的种类“%s”不存在，请重新选择", i+1, e.Kind).
				WithFields(errs.Field{Name: "evidence", Message: "材料种类不存在"})
		}
		if err := matter.Trim(&e.No); err != nil {
			return err
		}
		e.No = domain.MaskNumbers(e.No)
	}
	return nil
}

func bindEvidence(ctx context.Context, tx domain.Repos, actor authz.Actor, c *domain.Certificate) error {
	for _, e := range c.Evidence {
		if err := matter.Bind(ctx, tx, actor, e.AttachmentID, matter.OnCertificate, c.ID); err != nil {
			return err
		}
	}
	return nil
}

// Verify notes which papers were shown and found right, and holds the request to the rule R30 as it stands today.
func (s *Service) Verify(ctx context.Context, actor authz.Actor, id string, version int, evidence []domain.Evidence) (domain.Certificate, error) {
	if err := tidyEvidence(evidence); err != nil {
		return domain.Certificate{}, err
	}
	return s.desk.Change(ctx, actor, authz.MatterDesk, id, version, func(ctx context.Context, tx domain.Repos, c *domain.Certificate) (matter.Deed, error) {
		if err := domain.CertificateMachine().Move(&c.State, domain.CertificateVerified); err != nil {
			return matter.Deed{}, err
		}
		c.Evidence = evidence
		if _, err := s.entitled(ctx, tx, actor, c); err != nil {
			return matter.Deed{}, err
		}
		if err := bindEvidence(ctx, tx, actor, c); err != nil {
			return matter.Deed{}, err
		}
		shown := make([]domain.EvidenceKind, len(evidence))
		for i, e := range evidence {
			shown[i] = e.Kind
		}
		return matter.Deed{Action: domain.AuditCertificateVerify, Detail: audit.Detail{"evidence": shown}}, nil
	})
}

// entitled holds a certificate to what its office demands today, and to where the dossier is now.
func (s *Service) entitled(ctx context.Context, tx domain.Repos, actor authz.Actor, c *domain.Certificate) (*domain.Dossier, error) {
	kind, err := s.kind(c.Kind)
	if err != nil {
		return nil, err
	}
	policy, err := s.PolicyFor(domain.MatterCertificate, c.OfficeCode, c.Category)
	if err != nil {
		return nil, err
	}
	if err := domain.CheckEntitled(c, kind, policy, s.Today()); err != nil {
		return nil, err
	}
	d, err := s.dossier(ctx, tx, actor, c)
	if err != nil {
		return nil, err
	}
	return d, domain.CheckHeld(d.Custody)
}

// Refuse ends a request that cannot be fulfilled: the dossier has no record of it, or who asks is not entitled.
func (s *Service) Refuse(ctx context.Context, actor authz.Actor, id string, version int, reason string) (domain.Certificate, error) {
	if err := matter.Required("reason", "不予出具的理由", &reason); err != nil {
		return domain.Certificate{}, err
	}
	return s.desk.Change(ctx, actor, authz.MatterDesk, id, version, func(_ context.Context, _ domain.Repos, c *domain.Certificate) (matter.Deed, error) {
		if err := domain.CertificateMachine().Move(&c.State, domain.CertificateRefused); err != nil {
			return matter.Deed{}, err
		}
		c.Reason = reason
		return matter.Deed{Action: domain.AuditCertificateRefuse, Detail: audit.Detail{"reason": domain.MaskNumbers(reason)}}, nil
	})
}
