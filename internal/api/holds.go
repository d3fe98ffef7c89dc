package api

import (
	"context"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/forwarding"
	"github.com/danganku/danganku/internal/domain"
)

func (s *server) BeginHold(ctx context.Context, request apigen.BeginHoldRequestObject) (apigen.BeginHoldResponseObject, error) {
	var read formReader
	form := forwarding.HoldForm{DiedOn: read.date("diedOn", request.Body.DiedOn), Evidence: request.Body.Evidence, ReportedBy: request.Body.ReportedBy,
		SpecialMerit: request.Body.SpecialMerit}
	if err := read.err(); err != nil {
		return nil, err
	}
	h, err := s.Forwarding.BeginHold(ctx, actorOf(ctx), request.DossierId.String(), form, valueOf(request.Params.IdempotencyKey))
	view, err := s.oneHold(ctx, h, err)
	return apigen.BeginHold201JSONResponse(view), err
}

func (s *server) ListHolds(ctx context.Context, request apigen.ListHoldsRequestObject) (apigen.ListHoldsResponseObject, error) {
	find := func(filter domain.MatterFilter, before string, limit int) ([]domain.Hold, error) {
		return s.Forwarding.Holds(ctx, actorOf(ctx), filter, before, limit)
	}
	show := func(found []domain.Hold) ([]apigen.Hold, error) { return s.holdViews(ctx, found) }
	views, next, err := page(holdList, listParams(request.Params), find, show, func(h *domain.Hold) string { return h.ID })
	return apigen.ListHolds200JSONResponse{Matters: views, Next: next}, err
}

func (s *server) ListDeceasedOnShelf(ctx context.Context, request apigen.ListDeceasedOnShelfRequestObject) (apigen.ListDeceasedOnShelfResponseObject, error) {
	after, err := idCursor(deceasedList, request.Params.Cursor)
	if err != nil {
		return nil, err
	}
	limit := limitOf(request.Params.Limit)
	found, err := s.Forwarding.DeceasedOnShelf(ctx, actorOf(ctx), after, limit)
	if err != nil {
		return nil, err
	}
	list := apigen.ListDeceasedOnShelf200JSONResponse{Dossiers: viewsOf(found, func(d domain.DeceasedOnShelf) apigen.DeceasedOnShelf {
		return apigen.DeceasedOnShelf{DossierId: d.Head.ID, ArchivalCode: d.Head.ArchivalCode, Name: d.Head.Name, Office: d.Head.OfficeCode, DiedOn: d.DiedOn.String()}
	})}
	if length := len(found); length > 0 {
		if len(actorOf(ctx).Recused) > 0 {
			length = limit // the page may be shorter for what was left out of it
		}
		list.Next = nextCursor(deceasedList, found[len(found)-1].Head.ID, length, limit)
	}
	return list, nil
}

func (s *server) GetHold(ctx context.Context, request apigen.GetHoldRequestObject) (apigen.GetHoldResponseObject, error) {
	h, err := s.Forwarding.Hold(ctx, actorOf(ctx), request.HoldId.String())
	view, err := s.oneHold(ctx, h, err)
	return apigen.GetHold200JSONResponse(view), err
}

func (s *server) RequestHoldTransfer(ctx context.Context, request apigen.RequestHoldTransferRequestObject) (apigen.RequestHoldTransferResponseObject, error) {
	view, err := s.holdStep(ctx, request.Params.IfMatch, func(version int) (domain.Hold, error) {
		return s.Forwarding.RequestTransfer(ctx, actorOf(ctx), request.HoldId.String(), version, request.Body.SpecialMerit, request.Body.Note)
	})
	return apigen.RequestHoldTransfer200JSONResponse(view), err
}

func (s *server) DecideHold(ctx context.Context, request apigen.DecideHoldRequestObject) (apigen.DecideHoldResponseObject, error) {
	view, err := s.holdStep(ctx, request.Params.IfMatch, func(version int) (domain.Hold, error) {
		return s.Forwarding.DecideHold(ctx, actorOf(ctx), request.HoldId.String(), version, request.Body.Approved, request.Body.Opinion)
	})
	return apigen.DecideHold200JSONResponse(view), err
}

func (s *server) TransferHold(ctx context.Context, request apigen.TransferHoldRequestObject) (apigen.TransferHoldResponseObject, error) {
	var read formReader
	transfer := domain.HoldTransfer{Kind: string(request.Body.Kind), Receiver: request.Body.Receiver, ListNo: request.Body.ListNo,
		On: read.date("on", request.Body.On), HandedBy: request.Body.HandedBy, ReceivedBy: request.Body.ReceivedBy}
	if err := read.err(); err != nil {
		return nil, err
	}
	view, err := s.holdStep(ctx, request.Params.IfMatch, func(version int) (domain.Hold, error) {
		return s.Forwarding.TransferHold(ctx, actorOf(ctx), request.HoldId.String(), version, transfer)
	})
	return apigen.TransferHold200JSONResponse(view), err
}

func (s *server) WithdrawHold(ctx context.Context, request apigen.WithdrawHoldRequestObject) (apigen.WithdrawHoldResponseObject, error) {
	view, err := s.holdStep(ctx, request.Params.IfMatch, func(version int) (domain.Hold, error) {
		return s.Forwarding.WithdrawHold(ctx, actorOf(ctx), request.HoldId.String(), version, request.Body.Reason)
	})
	return apigen.WithdrawHold200JSONResponse(view), err
}

func (s *server) holdStep(ctx context.Context, ifMatch string, step func(version int) (domain.Hold, error)) (apigen.Hold, error) {
	return changed(ifMatch, step, func(found []domain.Hold) ([]apigen.Hold, error) { return s.holdViews(ctx, found) })
}

func (s *server) oneHold(ctx context.Context, h domain.Hold, err error) (apigen.Hold, error) {
	return one(h, err, func(found []domain.Hold) ([]apigen.Hold, error) { return s.holdViews(ctx, found) })
}

func (s *server) holdViews(ctx context.Context, found []domain.Hold) ([]apigen.Hold, error) {
	base, err := s.caseView(ctx)
	return viewsOf(found, func(h domain.Hold) apigen.Hold {
		b := base(&h)
		view := apigen.Hold{Id: b.Id, No: b.No, DossierId: b.DossierId, ArchivalCode: b.ArchivalCode, Name: b.Name, Office: b.Office,
			OfficeName: b.OfficeName, State: b.State, StateLabel: b.StateLabel, DueOn: b.DueOn, LateDays: b.LateDays, CreatedAt: b.CreatedAt,
			Steps: viewsOf(h.Steps, stepView), Reason: masked(h.Reason), CreatedBy: h.CreatedBy, UpdatedAt: h.UpdatedAt.UTC(), Version: h.Version,
			Allowed: namesOf(s.Forwarding.AllowedHold(actorOf(ctx), &h)), DiedOn: h.DiedOn.String(), Evidence: masked(h.Evidence),
			ReportedBy: masked(h.ReportedBy), HoldUntil: h.HoldUntil.String(), SpecialMerit: h.SpecialMerit, Opinion: masked(h.Opinion),
			Expected: countOfView(h.Expected)}
		if t := h.Transfer; !t.On.IsZero() {
			view.Transfer = &apigen.HoldTransfer{Kind: apigen.HoldTransferKind(t.Kind), Receiver: masked(t.Receiver), ListNo: masked(t.ListNo),
				On: t.On.String(), HandedBy: masked(t.HandedBy), ReceivedBy: masked(t.ReceivedBy)}
		}
		return view
	}), err
}
