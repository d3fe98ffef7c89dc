package api

import (
	"context"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/domain"
)

// visitStep changes a consultation and shows what came of it.
func (s *server) visitStep(ctx context.Context, ifMatch string, step func(version int) (domain.Consultation, error)) (apigen.Consultation, error) {
	version, err := versionOf(ifMatch)
	if err != nil {
		return apigen.Consultation{}, err
	}
	c, err := step(version)
	return s.oneConsultation(ctx, c, err)
}

// oneConsultation shows the outcome of a use case with what may be shown and copied, passing on its error.
func (s *server) oneConsultation(ctx context.Context, c domain.Consultation, err error) (apigen.Consultation, error) {
	view, err := one(c, err, func(found []domain.Consultation) ([]apigen.Consultation, error) {
		return s.consultationViews(ctx, found)
	})
	if err != nil {
		return view, err
	}
	detail, err := s.Consultation.Detail(ctx, &c)
	if err != nil {
		return view, err
	}
	view.ApprovedMaterials = viewsOf(detail.Materials, func(m domain.Material) apigen.Citation { return citationView(domain.CitationOf(m, nil)) })
	view.Copies, err = s.copyViews(ctx, detail.Copies)
	return view, err
}

// consultationViews shows consultations as lists do: what one may show and copy is told with it alone.
func (s *server) consultationViews(ctx context.Context, found []domain.Consultation) ([]apigen.Consultation, error) {
	base, err := s.caseView(ctx)
	return viewsOf(found, func(c domain.Consultation) apigen.Consultation {
		b, session := base(&c), c.Session
		view := apigen.Consultation{Id: b.Id, No: b.No, DossierId: b.DossierId, ArchivalCode: b.ArchivalCode, Name: b.Name, Office: b.Office,
			OfficeName: b.OfficeName, State: b.State, StateLabel: b.StateLabel, DueOn: b.DueOn, LateDays: b.LateDays, CreatedAt: b.CreatedAt,
			Steps: viewsOf(c.Steps, stepView), Reason: masked(c.Reason), CreatedBy: c.CreatedBy, UpdatedAt: c.UpdatedAt.UTC(), Version: c.Version,
			Allowed: namesOf(s.Consultation.Allowed(actorOf(ctx), &c)), Unit: masked(c.Unit), Visitors: viewsOf(c.Visitors, visitorView),
			Letter: letterView(c.Letter), PurposeLabel: s.Consultation.PurposeLabel(&c), Content: masked(c.Content),
			Medium: apigen.ConsultationMedium(c.Medium), Asked: scopeView(c.Asked), Approved: scopeView(c.Approved),
			ApprovedMaterials: []apigen.Citation{}, Copies: []apigen.CopyOrder{}, OpenBy: c.OpenBy.String(), OpenedAt: optionalTime(session.OpenedAt),
			EndsAt: optionalTime(session.EndsAt), EndedAt: optionalTime(session.EndedAt), Terminal: masked(session.Terminal),
			ScreenStarted: session.TokenHash != "", Expected: countOfView(c.Expected), ReturnedAt: optionalTime(c.ReturnedAt),
			Defect: masked(c.Return.Defect), Breach: masked(c.Breach)}
		if !c.ReturnedAt.IsZero() {
			view.Counted = optional(countOfView(c.Return.Counted))
		}
		return view
	}), err
}

func visitorView(v domain.Visitor) apigen.Visitor {
	return apigen.Visitor{Name: masked(v.Name), IdNumber: v.IDNumber.Masked(), Unit: masked(v.Unit), Post: masked(v.Post), Phone: v.Phone,
		PartyMember: v.PartyMember, IdVerified: v.IDVerified, Relation: masked(v.Relation)}
}

func letterView(l domain.IntroductionLetter) apigen.IntroductionLetter {
	return apigen.IntroductionLetter{No: masked(l.No), Issuer: masked(l.Issuer), Sealed: l.Sealed, IssuedOn: l.IssuedOn.String(),
		ValidUntil: l.ValidUntil.String(), Purpose: l.Purpose, NamesVisitors: l.NamesVisitors, NamesSubject: l.NamesSubject,
		AttachmentId: optional(l.AttachmentID)}
}

func scopeView(s domain.UseScope) apigen.UseScope {
	return apigen.UseScope{Classes: namesOf(s.Classes), MaterialIds: namesOf(s.MaterialIDs)}
}
