package certificate

import (
	"context"
	"slices"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Bounds of one draft.
const (
	maxStatements = 100
	maxCitations  = 50  // of one statement
	maxPages      = 500 // of one citation
)

// Proposals are what a draft can begin with.
type Proposals struct {
	Opening   string
	Closing   string
	Citations []domain.Citation // where the facts for the kind usually stand
	Materials []domain.Material // the whole catalogue, to choose from
}

// Proposals proposes words and citations for a certificate. It shows the catalogue, and is logged as reading the dossier.
func (s *Service) Proposals(ctx context.Context, actor authz.Actor, id string) (Proposals, error) {
	c, err := s.desk.Find(ctx, s.Store, actor, authz.MatterDesk, id)
	if err != nil {
		return Proposals{}, err
	}
	kind, err := s.kind(c.Kind)
	if err != nil {
		return Proposals{}, err
	}
	d, err := s.dossier(ctx, s.Store, actor, &c)
	if err != nil {
		return Proposals{}, err
	}
	proposals := Proposals{Citations: kind.Proposals(d), Materials: d.Materials}
	proposals.Opening, proposals.Closing = kind.Words(d)
	err = s.Log(ctx, audit.Entry(s.Clock.Now(), actor, domain.AuditDossierView, audit.Dossier(d.ID, d.Office.Code), audit.Detail{"certificate": c.No}))
	if err != nil {
		return Proposals{}, err
	}
	return proposals, nil
}

// CitationForm names a place of the dossier; no pages: the whole material.
type CitationForm struct {
	MaterialID string
	Pages      []int // places in the material, from 1
}

// StatementForm is one sentence with the places it rests on.
type StatementForm struct {
	Text      string
	Citations []CitationForm
}

// Draft writes what the certificate is to say, or writes it anew, also when it was sent back or reviewed already: the chain of
// approvals begins from the start. Each statement must cite the catalogue as it is now; conflicts tells what the dossier says in
// contradiction.
func (s *Service) Draft(ctx context.Context, actor authz.Actor, id string, version int, statements []StatementForm, conflicts string) (domain.Certificate, error) {
	if err := tidyStatements(statements); err != nil {
		return domain.Certificate{}, err
	}
	if err := matter.Trim(&conflicts); err != nil {
		return domain.Certificate{}, err
	}
	return s.desk.Change(ctx, actor, authz.MatterDesk, id, version, func(ctx context.Context, tx domain.Repos, c *domain.Certificate) (matter.Deed, error) {
		if err := redraft(c); err != nil {
			return matter.Deed{}, err
		}
		kind, err := s.kind(c.Kind)
		if err != nil {
			return matter.Deed{}, err
		}
		d, err := s.dossier(ctx, tx, actor, c)
		if err != nil {
			return matter.Deed{}, err
		}
		if c.Statements, err = cite(d, statements); err != nil {
			return matter.Deed{}, err
		}
		if err := domain.CheckStatements(c); err != nil {
			return matter.Deed{}, err
		}
		c.Opening, c.Closing = kind.Words(d)
		c.Conflicts, c.DraftedBy, c.DraftedByName = conflicts, actor.UserID, actor.Name
		c.Reopen()
		detail := audit.Detail{"statements": len(c.Statements), "conflicts": conflicts != ""}
		return matter.Deed{Action: domain.AuditCertificateDraft, Detail: detail}, nil
	})
}

// redraft moves a certificate to where its draft waits for review, from wherever it was drafted before.
func redraft(c *domain.Certificate) error {
	machine := domain.CertificateMachine()
	if err := machine.Require(c.State, "拟稿", domain.CertificateVerified, domain.CertificateDrafted, domain.CertificateReviewed); err != nil {
		return err
	}
	if c.State != domain.CertificateVerified {
		if err := machine.Move(&c.State, domain.CertificateVerified); err != nil {
			return err
		}
	}
	return machine.Move(&c.State, domain.CertificateDrafted)
}

func tidyStatements(statements []StatementForm) error {
	if err := matter.Bounded("证明内容", len(statements), maxStatements); err != nil {
		return err
	}
	for i := range statements {
		form := &statements[i]
		if err := matter.Trim(&form.Text); err != nil {
			return err
		}
		if err := matter.Bounded("每条内容的出处", len(form.Citations), maxCitations); err != nil {
			return err
		}
		for j := range form.Citations {
			pages := slices.Clone(form.Citations[j].Pages)
			slices.Sort(pages)
			form.Citations[j].Pages = slices.Compact(pages)
			if err := matter.Bounded("每处出处的页", len(form.Citations[j].Pages), maxPages); err != nil {
				return err
			}
		}
	}
	return nil
}

// cite holds the places that statements rest on to the catalogue.
func cite(d *domain.Dossier, forms []StatementForm) ([]domain.Statement, error) {
	statements := make([]domain.Statement, len(forms))
	for i, form := range forms {
		statements[i].Text = form.Text
		for _, place := range form.Citations {
			citation, err := d.Cite(place.MaterialID, place.Pages)
			if err != nil {
				return nil, err
			}
			statements[i].Citations = append(statements[i].Citations, citation)
		}
	}
	return statements, nil
}

// Decide decides the next step of the chain (matter.Decide); who drafted may not. What is not approved is sent back, with the
// reason, to be drafted again.
func (s *Service) Decide(ctx context.Context, actor authz.Actor, id string, version int, approved bool, opinion string) (domain.Certificate, error) {
	if err := matter.Trim(&opinion); err != nil {
		return domain.Certificate{}, err
	}
	return s.desk.Change(ctx, actor, authz.MatterRead, id, version, func(_ context.Context, _ domain.Repos, c *domain.Certificate) (matter.Deed, error) {
		machine := domain.CertificateMachine()
		if err := machine.Require(c.State, "审核", domain.CertificateDrafted); err != nil {
			return matter.Deed{}, err
		}
		complete, err := matter.Decide(actor, &c.Matter, s.Clock, approved, opinion, c.DraftedBy)
		if err != nil {
			return matter.Deed{}, err
		}
		switch {
		case !approved:
			c.SentBack, c.Reason = opinion, ""
			err = machine.Move(&c.State, domain.CertificateVerified)
		case complete:
			c.SentBack = ""
			err = machine.Move(&c.State, domain.CertificateReviewed)
		}
		return matter.Deed{Action: domain.AuditCertificateDecide, Detail: audit.Detail{"approved": approved}}, err
	})
}

// standing refuses a reviewed text whose citations the catalogue no longer bears out.
func standing(d *domain.Dossier, c *domain.Certificate) error {
	for i, statement := range c.Statements {
		for _, cited := range statement.Citations {
			if now, err := d.Cite(cited.MaterialID, cited.Pages); err != nil || now.String() != cited.String() || now.FormedOn != cited.FormedOn {
				return domain.RuleError(domain.R30, "不能出具证明：审核后目录已改动，第%d条的出处%s与现有目录不符，请重新拟稿", i+1, cited).Because(errs.Wrap("cite", err))
			}
		}
	}
	return nil
}
