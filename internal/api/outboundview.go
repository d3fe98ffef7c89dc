package api

import (
	"context"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/domain"
)

func (s *server) outboundStep(ctx context.Context, ifMatch string, step func(version int) (domain.OutboundTransfer, error)) (apigen.Outbound, error) {
	return changed(ifMatch, step, func(found []domain.OutboundTransfer) ([]apigen.Outbound, error) { return s.outboundViews(ctx, found) })
}

func (s *server) oneOutbound(ctx context.Context, o domain.OutboundTransfer, err error) (apigen.Outbound, error) {
	return one(o, err, func(found []domain.OutboundTransfer) ([]apigen.Outbound, error) { return s.outboundViews(ctx, found) })
}

func (s *server) outboundViews(ctx context.Context, found []domain.OutboundTransfer) ([]apigen.Outbound, error) {
	base, err := s.caseView(ctx)
	return viewsOf(found, func(o domain.OutboundTransfer) apigen.Outbound {
		b := base(&o)
		return apigen.Outbound{Id: b.Id, No: b.No, DossierId: b.DossierId, ArchivalCode: b.ArchivalCode, Name: b.Name, Office: b.Office,
			OfficeName: b.OfficeName, State: b.State, StateLabel: b.StateLabel, DueOn: b.DueOn, LateDays: b.LateDays, CreatedAt: b.CreatedAt,
			Steps: viewsOf(o.Steps, stepView), Reason: masked(o.Reason), CreatedBy: o.CreatedBy, UpdatedAt: o.UpdatedAt.UTC(), Version: o.Version,
			Allowed: namesOf(s.Forwarding.AllowedOutbound(actorOf(ctx), &o)), Letter: requestLetterView(o.Letter),
			Cause: o.Cause, CauseLabel: labelOf(domain.OutboundCauses(), o.Cause), Group: string(o.Group),
			GroupLabel: labelOf(domain.RestrictedGroups(), string(o.Group)), Restricted: o.Restricted(), Complete: o.Complete.String(),
			DispatchBy: o.DispatchBy.String(), Expected: countOfView(o.Expected), Packing: packingView(o.Packing), NoticeNo: o.Packing.NoticeNo,
			Dispatch: dispatchView(o.Dispatch), ChannelLabel: o.Dispatch.Channel.Label(), ReceiptDue: o.ReceiptDue.String(),
			Chases: viewsOf(o.Chases, chaseView), Receipt: receiptView(o.Receipt), ReceiptScan: o.Receipt.AttachmentID,
			ReturnedOn: o.ReturnedOn.String(), Returned: masked(o.Returned), LostReport: masked(o.LostReport)}
	}), err
}

// labelOf is a code in words, or the code where nothing has it.
func labelOf(known []domain.Purpose, code string) string {
	return domain.UsePolicy{Purposes: known}.PurposeLabel(code)
}

func requestLetterView(l domain.RequestLetter) apigen.RequestLetter {
	return apigen.RequestLetter{No: masked(l.No), Issuer: masked(l.Issuer), IssuedOn: l.IssuedOn.String(), Sealed: l.Sealed, Qualified: l.Qualified,
		Address: masked(l.Address), Contact: masked(l.Contact), Phone: l.Phone, AttachmentId: optional(l.AttachmentID)}
}

func packingView(p domain.Packing) *apigen.Packing {
	if p.On.IsZero() {
		return nil
	}
	return &apigen.Packing{Counted: countOfView(p.Counted), Sealed: p.Sealed, SealNo: masked(p.SealNo), PackedBy: masked(p.PackedBy),
		CheckedBy: masked(p.CheckedBy)}
}

func dispatchView(d domain.Dispatch) *apigen.Dispatch {
	if d.On.IsZero() {
		return nil
	}
	return &apigen.Dispatch{Channel: string(d.Channel), TrackingNo: d.TrackingNo, Couriers: viewsOf(d.Couriers, masked), On: d.On.String()}
}

func chaseView(c domain.Chase) apigen.Chase {
	return apigen.Chase{No: c.No, On: c.On.String(), By: c.ByName, Note: masked(c.Note)}
}

func receiptView(r domain.ForwardingReceipt) *apigen.ForwardingReceipt {
	if r.On.IsZero() {
		return nil
	}
	return &apigen.ForwardingReceipt{On: r.On.String(), ReceivedBy: masked(r.ReceivedBy), Sealed: r.Sealed, Remark: masked(r.Remark)}
}
