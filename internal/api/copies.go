package api

import (
	"context"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/consultation"
	"github.com/danganku/danganku/internal/domain"
)

func (s *server) RequestCopies(ctx context.Context, request apigen.RequestCopiesRequestObject) (apigen.RequestCopiesResponseObject, error) {
	form := consultation.CopyForm{Purpose: request.Body.Purpose, Items: viewsOf(request.Body.Items, func(item apigen.CopyRequest) consultation.CopyRequest {
		return consultation.CopyRequest{MaterialID: item.MaterialId, Pages: item.Pages, Excerpt: item.Excerpt, Sheets: item.Sheets}
	})}
	o, err := s.Consultation.RequestCopies(ctx, actorOf(ctx), request.ConsultationId.String(), form, valueOf(request.Params.IdempotencyKey))
	view, err := s.oneCopyOrder(ctx, o, err)
	return apigen.RequestCopies201JSONResponse(view), err
}

func (s *server) ListCopies(ctx context.Context, request apigen.ListCopiesRequestObject) (apigen.ListCopiesResponseObject, error) {
	find := func(filter domain.MatterFilter, before string, limit int) ([]domain.CopyOrder, error) {
		return s.Consultation.Copies(ctx, actorOf(ctx), filter, before, limit)
	}
	show := func(found []domain.CopyOrder) ([]apigen.CopyOrder, error) { return s.copyViews(ctx, found) }
	views, next, err := page(copyList, listParams(request.Params), find, show, func(o *domain.CopyOrder) string { return o.ID })
	return apigen.ListCopies200JSONResponse{Matters: views, Next: next}, err
}

func (s *server) GetCopyOrder(ctx context.Context, request apigen.GetCopyOrderRequestObject) (apigen.GetCopyOrderResponseObject, error) {
	o, err := s.Consultation.CopyOrder(ctx, actorOf(ctx), request.CopyId.String())
	view, err := s.oneCopyOrder(ctx, o, err)
	return apigen.GetCopyOrder200JSONResponse(view), err
}

func (s *server) DecideCopies(ctx context.Context, request apigen.DecideCopiesRequestObject) (apigen.DecideCopiesResponseObject, error) {
	view, err := s.copyStep(ctx, request.Params.IfMatch, func(version int) (domain.CopyOrder, error) {
		return s.Consultation.DecideCopies(ctx, actorOf(ctx), request.CopyId.String(), version, request.Body.Approved, request.Body.Opinion)
	})
	return apigen.DecideCopies200JSONResponse(view), err
}

func (s *server) IssueCopies(ctx context.Context, request apigen.IssueCopiesRequestObject) (apigen.IssueCopiesResponseObject, error) {
	view, err := s.copyStep(ctx, request.Params.IfMatch, func(version int) (domain.CopyOrder, error) {
		return s.Consultation.IssueCopies(ctx, actorOf(ctx), request.CopyId.String(), version, request.Body.ReceivedBy)
	})
	return apigen.IssueCopies200JSONResponse(view), err
}

func (s *server) VoidCopies(ctx context.Context, request apigen.VoidCopiesRequestObject) (apigen.VoidCopiesResponseObject, error) {
	view, err := s.copyStep(ctx, request.Params.IfMatch, func(version int) (domain.CopyOrder, error) {
		return s.Consultation.VoidCopies(ctx, actorOf(ctx), request.CopyId.String(), version, request.Body.Reason)
	})
	return apigen.VoidCopies200JSONResponse(view), err
}

func (s *server) copyStep(ctx context.Context, ifMatch string, step func(version int) (domain.CopyOrder, error)) (apigen.CopyOrder, error) {
	return changed(ifMatch, step, func(found []domain.CopyOrder) ([]apigen.CopyOrder, error) { return s.copyViews(ctx, found) })
}

func (s *server) oneCopyOrder(ctx context.Context, o domain.CopyOrder, err error) (apigen.CopyOrder, error) {
	return one(o, err, func(found []domain.CopyOrder) ([]apigen.CopyOrder, error) { return s.copyViews(ctx, found) })
}

func (s *server) copyViews(ctx context.Context, found []domain.CopyOrder) ([]apigen.CopyOrder, error) {
	base, err := s.caseView(ctx)
	return viewsOf(found, func(o domain.CopyOrder) apigen.CopyOrder {
		b := base(&o)
		return apigen.CopyOrder{Id: b.Id, No: b.No, DossierId: b.DossierId, ArchivalCode: b.ArchivalCode, Name: b.Name, Office: b.Office,
			OfficeName: b.OfficeName, State: b.State, StateLabel: b.StateLabel, DueOn: b.DueOn, LateDays: b.LateDays, CreatedAt: b.CreatedAt,
			Steps: viewsOf(o.Steps, stepView), Reason: masked(o.Reason), CreatedBy: o.CreatedBy, UpdatedAt: o.UpdatedAt.UTC(), Version: o.Version,
			Allowed: namesOf(s.Consultation.AllowedCopies(actorOf(ctx), &o)), ConsultationId: o.ConsultationID, ConsultationNo: o.ConsultationNo,
			Unit: masked(o.Unit), Purpose: masked(o.Purpose), Items: viewsOf(o.Items, copyItemView), Pieces: viewsOf(o.Pieces, copyPieceView),
			IssuedBy: o.IssuedByName, IssuedAt: optionalTime(o.IssuedAt), ReceivedBy: masked(o.ReceivedBy)}
	}), err
}

func copyItemView(item domain.CopyItem) apigen.CopyItem {
	return apigen.CopyItem{Citation: citationView(item.Citation), Excerpt: masked(item.Excerpt), Sheets: item.Sheets}
}

func copyPieceView(piece domain.CopyPiece) apigen.CopyPiece {
	return apigen.CopyPiece{No: piece.No, Item: piece.Item, Code: piece.Code}
}
