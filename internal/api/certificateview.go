package api

import (
	"cmp"
	"context"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/domain"
)

func (s *server) certificateStep(ctx context.Context, ifMatch string, step func(version int) (domain.Certificate, error)) (apigen.Certificate, error) {
	return changed(ifMatch, step, func(found []domain.Certificate) ([]apigen.Certificate, error) { return s.certificateViews(ctx, found) })
}

func (s *server) oneCertificate(ctx context.Context, c domain.Certificate, err error) (apigen.Certificate, error) {
	return one(c, err, func(found []domain.Certificate) ([]apigen.Certificate, error) { return s.certificateViews(ctx, found) })
}

func (s *server) certificateViews(ctx context.Context, found []domain.Certificate) ([]apigen.Certificate, error) {
	base, err := s.caseView(ctx)
	return viewsOf(found, func(c domain.Certificate) apigen.Certificate {
		b := base(&c)
		return apigen.Certificate{Id: b.Id, No: b.No, DossierId: b.DossierId, ArchivalCode: b.ArchivalCode, Name: b.Name, Office: b.Office,
			OfficeName: b.OfficeName, State: b.State, StateLabel: b.StateLabel, DueOn: b.DueOn, LateDays: b.LateDays, CreatedAt: b.CreatedAt,
			Steps: viewsOf(c.Steps, stepView), Reason: masked(c.Reason), CreatedBy: c.CreatedBy, UpdatedAt: c.UpdatedAt.UTC(), Version: c.Version,
			Allowed: namesOf(s.Certificate.Allowed(actorOf(ctx), &c)), Kind: string(c.Kind), KindTitle: s.kindCodeView(string(c.Kind)).Label,
			Requester: requesterView(c.Requester), CapacityLabel: c.Requester.Capacity.Label(), Evidence: viewsOf(c.Evidence, evidenceView),
			Recipient: masked(c.Recipient), Use: masked(c.Use), Opening: masked(c.Opening), Closing: masked(c.Closing),
			Statements: viewsOf(c.Statements, statementView), Conflicts: masked(c.Conflicts), DraftedBy: c.DraftedByName, SentBack: masked(c.SentBack),
			CertificateNo: c.CertificateNo, Code: c.Code, IssuedBy: c.IssuedByName, IssuedOn: c.IssuedOn.String(), ValidUntil: c.ValidUntil.String(),
			CollectedBy: masked(c.CollectedBy), CollectedOn: c.CollectedOn.String(), Replaces: c.Replaces, ReplacedBy: c.ReplacedBy}
	}), err
}

func requesterView(r domain.Requester) apigen.Requester {
	return apigen.Requester{Name: masked(r.Name), IdNumber: r.IDNumber.Masked(), Capacity: string(r.Capacity), Relation: masked(r.Relation),
		Unit: masked(r.Unit), Phone: r.Phone}
}

func evidenceView(e domain.Evidence) apigen.Evidence {
	return apigen.Evidence{Kind: string(e.Kind), No: masked(e.No), Verified: e.Verified, AttachmentId: optional(e.AttachmentID)}
}

func statementView(s domain.Statement) apigen.Statement {
	return apigen.Statement{Text: masked(s.Text), Citations: viewsOf(s.Citations, citationView)}
}

func certificateKindView(kind domain.CertificateKind) apigen.CertificateKind {
	return apigen.CertificateKind{Code: string(kind.Code), Title: kind.Title, Days: kind.Days,
		Entitled: viewsOf(kind.Entitled, func(e domain.Entitlement) apigen.Entitlement {
			return apigen.Entitlement{Capacity: string(e.Capacity), CapacityLabel: e.Capacity.Label(),
				Evidence: viewsOf(e.Evidence, func(k domain.EvidenceKind) apigen.CodeLabel {
					return apigen.CodeLabel{Code: string(k), Label: k.Label()}
				})}
		})}
}

// kindCodeView names a kind of certificate; one the installation no longer knows by its code.
func (s *server) kindCodeView(code string) apigen.CodeLabel {
	kind, _ := s.Certificate.Kinds().Of(domain.CertificateCode(code))
	return apigen.CodeLabel{Code: code, Label: cmp.Or(kind.Title, code)}
}
