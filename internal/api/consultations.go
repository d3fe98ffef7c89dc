package api

import (
	"context"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/consultation"
	"github.com/danganku/danganku/internal/domain"
)

func (s *server) RegisterConsultation(ctx context.Context, request apigen.RegisterConsultationRequestObject) (apigen.RegisterConsultationResponseObject, error) {
	form, err := consultationFormOf(*request.Body)
	if err != nil {
		return nil, err
	}
	c, err := s.Consultation.Register(ctx, actorOf(ctx), request.DossierId.String(), form, valueOf(request.Params.IdempotencyKey))
	view, err := s.oneConsultation(ctx, c, err)
	return apigen.RegisterConsultation201JSONResponse(view), err
}

func consultationFormOf(view apigen.ConsultationForm) (consultation.Form, error) {
	var read formReader
	form := consultation.Form{Unit: view.Unit, Content: view.Content, Medium: domain.Medium(view.Medium), Asked: scopeOf(view.Asked),
		Letter: domain.IntroductionLetter{No: view.Letter.No, Issuer: view.Letter.Issuer, Sealed: view.Letter.Sealed,
			IssuedOn: read.date("letter.issuedOn", view.Letter.IssuedOn), ValidUntil: read.date("letter.validUntil", view.Letter.ValidUntil),
			Purpose: view.Letter.Purpose, NamesVisitors: view.Letter.NamesVisitors, NamesSubject: view.Letter.NamesSubject,
			AttachmentID: valueOf(view.Letter.AttachmentId)}}
	for _, v := range view.Visitors {
		form.Visitors = append(form.Visitors, domain.Visitor{Name: v.Name, IDNumber: domain.NormalizeIDNumber(v.IdNumber), Unit: v.Unit, Post: v.Post,
			Phone: v.Phone, PartyMember: v.PartyMember, IDVerified: v.IdVerified, Relation: v.Relation})
	}
	return form, read.err()
}

func scopeOf(view apigen.UseScope) domain.UseScope {
	return domain.UseScope{Classes: view.Classes, MaterialIDs: view.MaterialIds}
}

func returnCheckOf(view apigen.ReturnCheck) domain.ReturnCheck {
	return domain.ReturnCheck{Counted: countOf(view.Counted), SealIntact: view.SealIntact, Defect: view.Defect}
}

func (s *server) ListConsultations(ctx context.Context, request apigen.ListConsultationsRequestObject) (apigen.ListConsultationsResponseObject, error) {
	find := func(filter domain.MatterFilter, before string, limit int) ([]domain.Consultation, error) {
		return s.Consultation.List(ctx, actorOf(ctx), filter, before, limit)
	}
	show := func(found []domain.Consultation) ([]apigen.Consultation, error) {
		return s.consultationViews(ctx, found)
	}
	views, next, err := page(consultationList, listParams(request.Params), find, show, func(c *domain.Consultation) string { return c.ID })
	return apigen.ListConsultations200JSONResponse{Matters: views, Next: next}, err
}

func (s *server) GetConsultation(ctx context.Context, request apigen.GetConsultationRequestObject) (apigen.GetConsultationResponseObject, error) {
	c, err := s.Consultation.Consultation(ctx, actorOf(ctx), request.ConsultationId.String())
	view, err := s.oneConsultation(ctx, c, err)
	return apigen.GetConsultation200JSONResponse(view), err
}

func (s *server) ChangeConsultation(ctx context.Context, request apigen.ChangeConsultationRequestObject) (apigen.ChangeConsultationResponseObject, error) {
	form, err := consultationFormOf(*request.Body)
	if err != nil {
		return nil, err
	}
	view, err := s.visitStep(ctx, request.Params.IfMatch, func(version int) (domain.Consultation, error) {
		return s.Consultation.Update(ctx, actorOf(ctx), request.ConsultationId.String(), version, form)
	})
	return apigen.ChangeConsultation200JSONResponse(view), err
}

func (s *server) VerifyConsultation(ctx context.Context, request apigen.VerifyConsultationRequestObject) (apigen.VerifyConsultationResponseObject, error) {
	var warnings []domain.Violation
	view, err := s.visitStep(ctx, request.Params.IfMatch, func(version int) (c domain.Consultation, err error) {
		c, warnings, err = s.Consultation.Verify(ctx, actorOf(ctx), request.ConsultationId.String(), version)
		return c, err
	})
	view.Warnings = optionalList(viewsOf(warnings, func(v domain.Violation) string { return masked(v.Message) }))
	return apigen.VerifyConsultation200JSONResponse(view), err
}

func (s *server) RefuseConsultation(ctx context.Context, request apigen.RefuseConsultationRequestObject) (apigen.RefuseConsultationResponseObject, error) {
	view, err := s.visitStep(ctx, request.Params.IfMatch, func(version int) (domain.Consultation, error) {
		return s.Consultation.Refuse(ctx, actorOf(ctx), request.ConsultationId.String(), version, request.Body.Reason)
	})
	return apigen.RefuseConsultation200JSONResponse(view), err
}

func (s *server) DecideConsultation(ctx context.Context, request apigen.DecideConsultationRequestObject) (apigen.DecideConsultationResponseObject, error) {
	body := request.Body
	view, err := s.visitStep(ctx, request.Params.IfMatch, func(version int) (domain.Consultation, error) {
		return s.Consultation.Decide(ctx, actorOf(ctx), request.ConsultationId.String(), version, body.Approved, body.Opinion, scopeOf(body.Scope))
	})
	return apigen.DecideConsultation200JSONResponse(view), err
}

func (s *server) OpenConsultation(ctx context.Context, request apigen.OpenConsultationRequestObject) (apigen.OpenConsultationResponseObject, error) {
	var code string
	view, err := s.visitStep(ctx, request.Params.IfMatch, func(version int) (c domain.Consultation, err error) {
		c, code, err = s.Consultation.Open(ctx, actorOf(ctx), request.ConsultationId.String(), version, request.Body.Terminal)
		return c, err
	})
	return apigen.OpenConsultation200JSONResponse{Consultation: view, Code: code}, err
}

func (s *server) NewScreenCode(ctx context.Context, request apigen.NewScreenCodeRequestObject) (apigen.NewScreenCodeResponseObject, error) {
	var code string
	view, err := s.visitStep(ctx, request.Params.IfMatch, func(version int) (c domain.Consultation, err error) {
		c, code, err = s.Consultation.NewCode(ctx, actorOf(ctx), request.ConsultationId.String(), version)
		return c, err
	})
	return apigen.NewScreenCode200JSONResponse{Consultation: view, Code: code}, err
}

func (s *server) ReturnConsultation(ctx context.Context, request apigen.ReturnConsultationRequestObject) (apigen.ReturnConsultationResponseObject, error) {
	view, err := s.visitStep(ctx, request.Params.IfMatch, func(version int) (domain.Consultation, error) {
		return s.Consultation.Return(ctx, actorOf(ctx), request.ConsultationId.String(), version, returnCheckOf(*request.Body))
	})
	return apigen.ReturnConsultation200JSONResponse(view), err
}

func (s *server) TerminateConsultation(ctx context.Context, request apigen.TerminateConsultationRequestObject) (apigen.TerminateConsultationResponseObject, error) {
	body := request.Body
	view, err := s.visitStep(ctx, request.Params.IfMatch, func(version int) (domain.Consultation, error) {
		return s.Consultation.Terminate(ctx, actorOf(ctx), request.ConsultationId.String(), version, body.Breach, returnCheckOf(body.Check))
	})
	return apigen.TerminateConsultation200JSONResponse(view), err
}

func (s *server) CloseConsultation(ctx context.Context, request apigen.CloseConsultationRequestObject) (apigen.CloseConsultationResponseObject, error) {
	view, err := s.visitStep(ctx, request.Params.IfMatch, func(version int) (domain.Consultation, error) {
		return s.Consultation.Close(ctx, actorOf(ctx), request.ConsultationId.String(), version)
	})
	return apigen.CloseConsultation200JSONResponse(view), err
}
