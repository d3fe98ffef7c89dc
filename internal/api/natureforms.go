package api

import (
	"context"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/transfer"
	"github.com/danganku/danganku/internal/domain"
)

const natureList = "nature"

func (s *server) ListNatureForms(ctx context.Context, request apigen.ListNatureFormsRequestObject) (apigen.ListNatureFormsResponseObject, error) {
	before, err := idCursor(natureList, request.Params.Cursor)
	if err != nil {
		return nil, err
	}
	limit := limitOf(request.Params.Limit)
	forms, err := s.Transfer.Natures(ctx, actorOf(ctx), domain.NatureState(valueOf(request.Params.State)), before, limit)
	if err != nil {
		return nil, err
	}
	list := apigen.ListNatureForms200JSONResponse{NatureForms: viewsOf(forms, natureView)}
	if len(forms) > 0 {
		list.Next = nextCursor(natureList, forms[len(forms)-1].ID, len(forms), limit)
	}
	return list, nil
}

func (s *server) CreateNatureForm(ctx context.Context, request apigen.CreateNatureFormRequestObject) (apigen.CreateNatureFormResponseObject, error) {
	form, err := s.Transfer.SaveNature(ctx, actorOf(ctx), natureOf(*request.Body))
	return apigen.CreateNatureForm201JSONResponse(natureView(form)), err
}

func (s *server) GetNatureForm(ctx context.Context, request apigen.GetNatureFormRequestObject) (apigen.GetNatureFormResponseObject, error) {
	form, err := s.Transfer.Nature(ctx, actorOf(ctx), request.NatureFormId.String())
	return apigen.GetNatureForm200JSONResponse(natureView(form)), err
}

func (s *server) ChangeNatureForm(ctx context.Context, request apigen.ChangeNatureFormRequestObject) (apigen.ChangeNatureFormResponseObject, error) {
	version, err := versionOf(request.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	form := natureOf(*request.Body)
	form.ID, form.Version = request.NatureFormId.String(), version
	form, err = s.Transfer.SaveNature(ctx, actorOf(ctx), form)
	return apigen.ChangeNatureForm200JSONResponse(natureView(form)), err
}

func (s *server) SubmitNatureForm(ctx context.Context, request apigen.SubmitNatureFormRequestObject) (apigen.SubmitNatureFormResponseObject, error) {
	version, err := versionOf(request.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	form, err := s.Transfer.SubmitNature(ctx, actorOf(ctx), request.NatureFormId.String(), version)
	return apigen.SubmitNatureForm200JSONResponse(natureView(form)), err
}

func (s *server) DecideNatureForm(ctx context.Context, request apigen.DecideNatureFormRequestObject) (apigen.DecideNatureFormResponseObject, error) {
	version, err := versionOf(request.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	decision := transfer.NatureDecision{Confirm: request.Body.Confirm, Reason: valueOf(request.Body.Reason)}
	if request.Body.Confirmation != nil {
		decision.Confirmation = confirmationOf(*request.Body.Confirmation)
	}
	form, err := s.Transfer.DecideNature(ctx, actorOf(ctx), request.NatureFormId.String(), version, decision)
	return apigen.DecideNatureForm200JSONResponse(natureView(form)), err
}

func natureOf(fields apigen.NatureFormFields) domain.NatureForm {
	return domain.NatureForm{EnterpriseID: fields.EnterpriseId.String(), Level: domain.EnterpriseLevel(fields.Level), Owner: fields.Owner,
		RegistrationDivision: fields.RegistrationDivision, InsuranceDivision: fields.InsuranceDivision, AttachmentID: fields.AttachmentId}
}

func natureView(form domain.NatureForm) apigen.NatureForm {
	return apigen.NatureForm{Id: form.ID, EnterpriseName: form.EnterpriseName, Uscc: form.USCC, State: apigen.NatureState(form.State),
		StateLabel: form.State.Label(), Confirmation: confirmationView(form.Confirmed), Reason: masked(form.Reason),
		CreatedAt: form.CreatedAt.UTC(), UpdatedAt: form.UpdatedAt.UTC(), Version: form.Version,
		Fields: apigen.NatureFormFields{EnterpriseId: uuidView(form.EnterpriseID), Level: apigen.EnterpriseLevel(form.Level), Owner: form.Owner,
			RegistrationDivision: form.RegistrationDivision, InsuranceDivision: form.InsuranceDivision, AttachmentId: form.AttachmentID}}
}

func confirmationOf(view apigen.Confirmation) domain.Confirmation {
	return domain.Confirmation{No: view.No, By: view.By, On: dayOf(view.On), AttachmentID: view.AttachmentId}
}

// confirmationView is left out of the answer until the authority has confirmed.
func confirmationView(c domain.Confirmation) *apigen.Confirmation {
	if c.No == "" {
		return nil
	}
	return &apigen.Confirmation{No: c.No, By: c.By, On: dayView(c.On), AttachmentId: c.AttachmentID, RecordedBy: optional(c.RecordedBy)}
}
