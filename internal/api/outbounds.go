package api

import (
	"context"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/forwarding"
	"github.com/danganku/danganku/internal/domain"
)

func (s *server) GetOutboundOptions(ctx context.Context, _ apigen.GetOutboundOptionsRequestObject) (apigen.GetOutboundOptionsResponseObject, error) {
	if err := s.Registry.Admit(actorOf(ctx)); err != nil {
		return nil, err
	}
	channels := []string{string(domain.ChannelConfidentialMail), string(domain.ChannelCourier), string(domain.ChannelRecordedMail)}
	return apigen.GetOutboundOptions200JSONResponse{Causes: viewsOf(domain.OutboundCauses(), codeView), Groups: viewsOf(domain.RestrictedGroups(), codeView),
		Channels:      viewsOf(channels, channelView),
		CalendarYears: viewsOf(s.Forwarding.Calendar().Years(), func(y domain.CalendarYear) int { return y.Year })}, nil
}

func (s *server) ReceiveOutbound(ctx context.Context, request apigen.ReceiveOutboundRequestObject) (apigen.ReceiveOutboundResponseObject, error) {
	var read formReader
	letter := request.Body.Letter
	form := forwarding.Form{Cause: request.Body.Cause, Group: domain.RestrictedGroup(request.Body.Group), Complete: read.date("complete", request.Body.Complete),
		Letter: domain.RequestLetter{No: letter.No, Issuer: letter.Issuer, IssuedOn: read.date("letter.issuedOn", letter.IssuedOn), Sealed: letter.Sealed,
			Qualified: letter.Qualified, Address: letter.Address, Contact: letter.Contact, Phone: letter.Phone, AttachmentID: valueOf(letter.AttachmentId)}}
	if err := read.err(); err != nil {
		return nil, err
	}
	o, err := s.Forwarding.Receive(ctx, actorOf(ctx), request.DossierId.String(), form, valueOf(request.Params.IdempotencyKey))
	view, err := s.oneOutbound(ctx, o, err)
	return apigen.ReceiveOutbound201JSONResponse(view), err
}

func (s *server) ListOutbounds(ctx context.Context, request apigen.ListOutboundsRequestObject) (apigen.ListOutboundsResponseObject, error) {
	find := func(filter domain.MatterFilter, before string, limit int) ([]domain.OutboundTransfer, error) {
		return s.Forwarding.Outbounds(ctx, actorOf(ctx), filter, before, limit)
	}
	show := func(found []domain.OutboundTransfer) ([]apigen.Outbound, error) { return s.outboundViews(ctx, found) }
	views, next, err := page(outboundList, listParams(request.Params), find, show, func(o *domain.OutboundTransfer) string { return o.ID })
	return apigen.ListOutbounds200JSONResponse{Matters: views, Next: next}, err
}

func (s *server) GetOutbound(ctx context.Context, request apigen.GetOutboundRequestObject) (apigen.GetOutboundResponseObject, error) {
	o, err := s.Forwarding.Outbound(ctx, actorOf(ctx), request.OutboundId.String())
	view, err := s.oneOutbound(ctx, o, err)
	return apigen.GetOutbound200JSONResponse(view), err
}

func (s *server) DecideOutbound(ctx context.Context, request apigen.DecideOutboundRequestObject) (apigen.DecideOutboundResponseObject, error) {
	view, err := s.outboundStep(ctx, request.Params.IfMatch, func(version int) (domain.OutboundTransfer, error) {
		return s.Forwarding.Decide(ctx, actorOf(ctx), request.OutboundId.String(), version, request.Body.Approved, request.Body.Opinion)
	})
	return apigen.DecideOutbound200JSONResponse(view), err
}

func (s *server) PackOutbound(ctx context.Context, request apigen.PackOutboundRequestObject) (apigen.PackOutboundResponseObject, error) {
	packing := domain.Packing{Counted: countOf(request.Body.Counted), Sealed: request.Body.Sealed, SealNo: request.Body.SealNo,
		PackedBy: request.Body.PackedBy, CheckedBy: request.Body.CheckedBy}
	view, err := s.outboundStep(ctx, request.Params.IfMatch, func(version int) (domain.OutboundTransfer, error) {
		return s.Forwarding.Pack(ctx, actorOf(ctx), request.OutboundId.String(), version, packing)
	})
	return apigen.PackOutbound200JSONResponse(view), err
}

func (s *server) DispatchOutbound(ctx context.Context, request apigen.DispatchOutboundRequestObject) (apigen.DispatchOutboundResponseObject, error) {
	var read formReader
	dispatch := domain.Dispatch{Channel: domain.Channel(request.Body.Channel), TrackingNo: request.Body.TrackingNo, Couriers: request.Body.Couriers,
		On: read.date("on", request.Body.On)}
	if err := read.err(); err != nil {
		return nil, err
	}
	view, err := s.outboundStep(ctx, request.Params.IfMatch, func(version int) (domain.OutboundTransfer, error) {
		return s.Forwarding.Dispatch(ctx, actorOf(ctx), request.OutboundId.String(), version, dispatch)
	})
	return apigen.DispatchOutbound200JSONResponse(view), err
}

func (s *server) ChaseOutbound(ctx context.Context, request apigen.ChaseOutboundRequestObject) (apigen.ChaseOutboundResponseObject, error) {
	view, err := s.outboundStep(ctx, request.Params.IfMatch, func(version int) (domain.OutboundTransfer, error) {
		return s.Forwarding.Chase(ctx, actorOf(ctx), request.OutboundId.String(), version, request.Body.Note)
	})
	return apigen.ChaseOutbound200JSONResponse(view), err
}

func (s *server) ReceiveReceipt(ctx context.Context, request apigen.ReceiveReceiptRequestObject) (apigen.ReceiveReceiptResponseObject, error) {
	var read formReader
	receipt := domain.ForwardingReceipt{On: read.date("on", request.Body.On), ReceivedBy: request.Body.ReceivedBy, Sealed: request.Body.Sealed,
		Remark: request.Body.Remark}
	if err := read.err(); err != nil {
		return nil, err
	}
	view, err := s.outboundStep(ctx, request.Params.IfMatch, func(version int) (domain.OutboundTransfer, error) {
		return s.Forwarding.Receipt(ctx, actorOf(ctx), request.OutboundId.String(), version, receipt)
	})
	return apigen.ReceiveReceipt200JSONResponse(view), err
}

func (s *server) ArchiveOutbound(ctx context.Context, request apigen.ArchiveOutboundRequestObject) (apigen.ArchiveOutboundResponseObject, error) {
	view, err := s.outboundStep(ctx, request.Params.IfMatch, func(version int) (domain.OutboundTransfer, error) {
		return s.Forwarding.Archive(ctx, actorOf(ctx), request.OutboundId.String(), version, request.Body.AttachmentId.String())
	})
	return apigen.ArchiveOutbound200JSONResponse(view), err
}

func (s *server) SendBackOutbound(ctx context.Context, request apigen.SendBackOutboundRequestObject) (apigen.SendBackOutboundResponseObject, error) {
	var read formReader
	on := read.date("on", request.Body.On)
	if err := read.err(); err != nil {
		return nil, err
	}
	view, err := s.outboundStep(ctx, request.Params.IfMatch, func(version int) (domain.OutboundTransfer, error) {
		return s.Forwarding.SentBack(ctx, actorOf(ctx), request.OutboundId.String(), version, on, request.Body.Reason)
	})
	return apigen.SendBackOutbound200JSONResponse(view), err
}

func (s *server) LoseOutbound(ctx context.Context, request apigen.LoseOutboundRequestObject) (apigen.LoseOutboundResponseObject, error) {
	view, err := s.outboundStep(ctx, request.Params.IfMatch, func(version int) (domain.OutboundTransfer, error) {
		return s.Forwarding.ReportLost(ctx, actorOf(ctx), request.OutboundId.String(), version, request.Body.Reason)
	})
	return apigen.LoseOutbound200JSONResponse(view), err
}

func (s *server) WithdrawOutbound(ctx context.Context, request apigen.WithdrawOutboundRequestObject) (apigen.WithdrawOutboundResponseObject, error) {
	view, err := s.outboundStep(ctx, request.Params.IfMatch, func(version int) (domain.OutboundTransfer, error) {
		return s.Forwarding.Withdraw(ctx, actorOf(ctx), request.OutboundId.String(), version, request.Body.Reason)
	})
	return apigen.WithdrawOutbound200JSONResponse(view), err
}
