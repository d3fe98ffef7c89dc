package api

import (
	"cmp"
	"context"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/transfer"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

const agreementList = "agreements"

func (s *server) ListAgreements(ctx context.Context, request apigen.ListAgreementsRequestObject) (apigen.ListAgreementsResponseObject, error) {
	before, err := idCursor(agreementList, request.Params.Cursor)
	if err != nil {
		return nil, err
	}
	limit := limitOf(request.Params.Limit)
	filter := domain.AgreementFilter{State: domain.AgreementState(valueOf(request.Params.State)),
		EnterpriseID: optionalID(request.Params.Enterprise), OfficeCode: valueOf(request.Params.Office)}
	agreements, err := s.Transfer.Agreements(ctx, actorOf(ctx), filter, before, limit)
	if err != nil {
		return nil, err
	}
	views, err := s.agreementViews(ctx, agreements)
	list := apigen.ListAgreements200JSONResponse{Agreements: views}
	if len(agreements) > 0 {
		list.Next = nextCursor(agreementList, agreements[len(agreements)-1].ID, len(agreements), limit)
	}
	return list, err
}

func (s *server) CreateAgreement(ctx context.Context, request apigen.CreateAgreementRequestObject) (apigen.CreateAgreementResponseObject, error) {
	terms, err := termsOf(request.Body.Terms)
	if err != nil {
		return nil, err
	}
	agreement, err := s.Transfer.SaveAgreement(ctx, actorOf(ctx), transfer.AgreementRequest{EnterpriseID: request.Body.EnterpriseId.String(),
		OfficeCode: request.Body.Office, Terms: terms})
	view, err := s.oneAgreement(ctx, agreement, err)
	return apigen.CreateAgreement201JSONResponse(view), err
}

func (s *server) GetAgreement(ctx context.Context, request apigen.GetAgreementRequestObject) (apigen.GetAgreementResponseObject, error) {
	agreement, err := s.Transfer.Agreement(ctx, actorOf(ctx), request.AgreementId.String(), valueOf(request.Params.Version))
	view, err := s.oneAgreement(ctx, agreement, err)
	return apigen.GetAgreement200JSONResponse(view), err
}

func (s *server) ChangeAgreement(ctx context.Context, request apigen.ChangeAgreementRequestObject) (apigen.ChangeAgreementResponseObject, error) {
	version, err := versionOf(request.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	terms, err := termsOf(*request.Body)
	if err != nil {
		return nil, err
	}
	agreement, err := s.Transfer.SaveAgreement(ctx, actorOf(ctx), transfer.AgreementRequest{ID: request.AgreementId.String(), Version: version,
		Terms: terms})
	view, err := s.oneAgreement(ctx, agreement, err)
	return apigen.ChangeAgreement200JSONResponse(view), err
}

func (s *server) ListAgreementVersions(ctx context.Context, request apigen.ListAgreementVersionsRequestObject) (apigen.ListAgreementVersionsResponseObject, error) {
	agreements, err := s.Transfer.AgreementVersions(ctx, actorOf(ctx), request.AgreementId.String())
	if err != nil {
		return nil, err
	}
	views, err := s.agreementViews(ctx, agreements)
	return apigen.ListAgreementVersions200JSONResponse{Agreements: views}, err
}

func (s *server) MoveAgreement(ctx context.Context, request apigen.MoveAgreementRequestObject) (apigen.MoveAgreementResponseObject, error) {
	version, err := versionOf(request.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	agreement, err := s.Transfer.MoveAgreement(ctx, actorOf(ctx), request.AgreementId.String(), version, domain.AgreementState(request.Body.To),
		valueOf(request.Body.Reason))
	view, err := s.oneAgreement(ctx, agreement, err)
	return apigen.MoveAgreement200JSONResponse(view), err
}

func (s *server) SignAgreement(ctx context.Context, request apigen.SignAgreementRequestObject) (apigen.SignAgreementResponseObject, error) {
	version, err := versionOf(request.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	signature := domain.AgreementSignature{By: request.Body.By, On: dayOf(request.Body.On), AttachmentID: request.Body.AttachmentId.String()}
	agreement, err := s.Transfer.SignAgreement(ctx, actorOf(ctx), request.AgreementId.String(), version, transfer.Side(request.Body.Side), signature)
	view, err := s.oneAgreement(ctx, agreement, err)
	return apigen.SignAgreement200JSONResponse(view), err
}

func (s *server) AmendAgreement(ctx context.Context, request apigen.AmendAgreementRequestObject) (apigen.AmendAgreementResponseObject, error) {
	version, err := versionOf(request.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	agreement, err := s.Transfer.AmendAgreement(ctx, actorOf(ctx), request.AgreementId.String(), version, request.Body.Reason)
	view, err := s.oneAgreement(ctx, agreement, err)
	return apigen.AmendAgreement201JSONResponse(view), err
}

// oneAgreement shows the outcome of a use case, passing on its error.
func (s *server) oneAgreement(ctx context.Context, agreement domain.TransferAgreement, err error) (apigen.Agreement, error) {
	if err != nil {
		return apigen.Agreement{}, err
	}
	offices, err := s.officeNames(ctx)
	return agreementView(&agreement, actorOf(ctx), offices), err
}

func (s *server) agreementViews(ctx context.Context, agreements []domain.TransferAgreement) ([]apigen.Agreement, error) {
	offices, err := s.officeNames(ctx)
	return viewsOf(agreements, func(agreement domain.TransferAgreement) apigen.Agreement {
		return agreementView(&agreement, actorOf(ctx), offices)
	}), err
}

func agreementView(a *domain.TransferAgreement, actor authz.Actor, offices map[string]string) apigen.Agreement {
	return apigen.Agreement{Id: a.ID, VersionNo: a.VersionNo, No: a.No, EnterpriseId: a.EnterpriseID, EnterpriseName: a.EnterpriseName,
		Office: a.OfficeCode, OfficeName: cmp.Or(offices[a.OfficeCode], a.OfficeCode), State: apigen.AgreementState(a.State), StateLabel: a.State.Label(),
		Signed: a.Signed(), Terms: termsView(a.Terms), Enterprise: signatureView(a.Enterprise), Archive: signatureView(a.Archive),
		Reason: masked(a.Reason), ReviewedBy: a.ReviewedBy, CreatedAt: a.CreatedAt.UTC(), UpdatedAt: a.UpdatedAt.UTC(), Version: a.Version,
		Allowed: agreementPermissions(a, actor)}
}

// agreementPermissions are what the actor may do with an agreement, for interfaces that offer no more than that.
func agreementPermissions(a *domain.TransferAgreement, actor authz.Actor) []string {
	held := []string{}
	for _, permission := range []authz.Permission{authz.AgreementManage, authz.TransferDeclare, authz.TransferRead, authz.TransferReceive} {
		if actor.CanTransfer(permission, a.OfficeCode, a.Division, a.EnterpriseID) {
			held = append(held, string(permission))
		}
	}
	return held
}

// signatureView is left out of the answer until the side has signed.
func signatureView(signature domain.AgreementSignature) *apigen.Signature {
	if signature.By == "" {
		return nil
	}
	return &apigen.Signature{By: signature.By, On: signature.On.String(), AttachmentId: signature.AttachmentID, RecordedBy: signature.RecordedBy}
}

func termsOf(view apigen.AgreementTerms) (domain.AgreementTerms, error) {
	var r formReader
	terms := domain.AgreementTerms{LegalBasis: view.LegalBasis, Scope: view.Scope, Persons: view.Persons, Volumes: view.Volumes,
		Arrangement: view.Arrangement, EcopyFormat: view.EcopyFormat, EcopyStandard: view.EcopyStandard,
		EcopyLaterBy: r.date("ecopyLaterBy", view.EcopyLaterBy), GapHandling: view.GapHandling, GapDays: view.GapDays,
		Responsibility: view.Responsibility, Confidential: view.Confidential, LaterAdditions: view.LaterAdditions, Queries: view.Queries,
		Copies: view.Copies}
	for _, step := range view.Plan {
		terms.Plan = append(terms.Plan, domain.PlannedDelivery{On: r.date("plan", step.On), Persons: step.Persons, Volumes: step.Volumes})
	}
	return terms, r.err()
}

func termsView(terms domain.AgreementTerms) apigen.AgreementTerms {
	return apigen.AgreementTerms{LegalBasis: terms.LegalBasis, Scope: terms.Scope, Persons: terms.Persons, Volumes: terms.Volumes,
		Arrangement: terms.Arrangement, EcopyFormat: terms.EcopyFormat, EcopyStandard: terms.EcopyStandard,
		EcopyLaterBy: terms.EcopyLaterBy.String(), GapHandling: terms.GapHandling, GapDays: terms.GapDays,
		Responsibility: terms.Responsibility, Confidential: terms.Confidential, LaterAdditions: terms.LaterAdditions, Queries: terms.Queries,
		Copies: terms.Copies, Plan: viewsOf(terms.Plan, func(step domain.PlannedDelivery) apigen.PlannedDelivery {
			return apigen.PlannedDelivery{On: step.On.String(), Persons: step.Persons, Volumes: step.Volumes}
		})}
}
