package forwarding

import (
	"cmp"
	"context"
	"slices"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// Chase writes a numbered letter that asks for an overdue receipt; it may be done again.
func (s *Service) Chase(ctx context.Context, actor authz.Actor, id string, version int, note string) (domain.OutboundTransfer, error) {
	if err := matter.Trim(&note); err != nil {
		return domain.OutboundTransfer{}, err
	}
	return s.outbounds.Change(ctx, actor, authz.OutboundDesk, id, version, func(ctx context.Context, tx domain.Repos, o *domain.OutboundTransfer) (matter.Deed, error) {
		if o.Unanswered(s.Today()) { // the timer has not come yet
			o.State = domain.OutboundOverdue
		}
		if err := domain.OutboundMachine().Require(o.State, "催问", domain.OutboundOverdue, domain.OutboundChased); err != nil {
			return matter.Deed{}, err
		}
		no, err := s.NextNumber(ctx, tx, domain.PaperChase, o.OfficeCode)
		o.State = domain.OutboundChased
		o.Chases = append(slices.Clone(o.Chases), domain.Chase{No: no, On: s.Today(), ByName: actor.Name, Note: note})
		return matter.Deed{Action: domain.AuditOutboundChase, Detail: audit.Detail{"chase": no}}, err
	})
}

// Receipt registers the receipt the receiver signed and sealed, also of a parcel that was given up for lost: the dossier is theirs.
func (s *Service) Receipt(ctx context.Context, actor authz.Actor, id string, version int, r domain.ForwardingReceipt) (domain.OutboundTransfer, error) {
	if err := matter.Trim(&r.ReceivedBy, &r.Remark); err != nil {
		return domain.OutboundTransfer{}, err
	}
	return s.outbounds.Change(ctx, actor, authz.OutboundDesk, id, version, func(ctx context.Context, tx domain.Repos, o *domain.OutboundTransfer) (matter.Deed, error) {
		if err := domain.OutboundMachine().Move(&o.State, domain.OutboundConfirmed); err != nil {
			return matter.Deed{}, err
		}
		if err := domain.CheckReceipt(o, r, s.Today()); err != nil {
			return matter.Deed{}, err
		}
		if err := matter.Bind(ctx, tx, actor, r.AttachmentID, matter.OnOutbound, o.ID); err != nil {
			return matter.Deed{}, err
		}
		o.Receipt = r
		err := s.outbounds.Move(ctx, tx, actor, o, domain.TransferredOut, o.Letter.Issuer, "收到回执，转出")
		return matter.Deed{Action: domain.AuditOutboundReceipt, Detail: audit.Detail{"on": r.On.String(), "scan": r.AttachmentID != ""}}, err
	})
}

// Archive files the receipt with its scan; an empty attachmentID keeps the one that came with the receipt.
func (s *Service) Archive(ctx context.Context, actor authz.Actor, id string, version int, attachmentID string) (domain.OutboundTransfer, error) {
	return s.outbounds.Change(ctx, actor, authz.OutboundDesk, id, version, func(ctx context.Context, tx domain.Repos, o *domain.OutboundTransfer) (matter.Deed, error) {
		if err := domain.OutboundMachine().Move(&o.State, domain.OutboundArchived); err != nil {
			return matter.Deed{}, err
		}
		o.Receipt.AttachmentID = cmp.Or(attachmentID, o.Receipt.AttachmentID)
		if err := domain.CheckFiled(o); err != nil {
			return matter.Deed{}, err
		}
		return matter.Deed{Action: domain.AuditOutboundArchive}, matter.Bind(ctx, tx, actor, attachmentID, matter.OnOutbound, o.ID)
	})
}

// SentBack takes a dossier back that the receiver returned; it may be packed again. The days until it must leave begin anew.
func (s *Service) SentBack(ctx context.Context, actor authz.Actor, id string, version int, on domain.PartialDate, reason string) (domain.OutboundTransfer, error) {
	if err := matter.Required("reason", "退回原因", &reason); err != nil {
		return domain.OutboundTransfer{}, err
	}
	return s.outbounds.Change(ctx, actor, authz.OutboundDesk, id, version, func(ctx context.Context, tx domain.Repos, o *domain.OutboundTransfer) (matter.Deed, error) {
		if err := domain.OutboundMachine().Move(&o.State, domain.OutboundSentBack); err != nil {
			return matter.Deed{}, err
		}
		if err := domain.CheckDay("on", "退回日期", on, o.Dispatch.On, s.Today()); err != nil {
			return matter.Deed{}, err
		}
		policy, err := s.PolicyFor(domain.MatterOutbound, o.OfficeCode, o.Category)
		if err != nil {
			return matter.Deed{}, err
		}
		o.ReturnedOn, o.Returned, o.Complete = on, reason, on
		o.Deadlines(s.calendar, policy)
		err = s.outbounds.Move(ctx, tx, actor, o, domain.InStorage, "", "对方退回："+reason)
		return matter.Deed{Action: domain.AuditOutboundReturn, Detail: audit.Detail{"on": on.String(), "reason": domain.MaskNumbers(reason)}}, err
	})
}

// ReportLost takes note that the parcel was lost on its way; it may still turn up at either end.
func (s *Service) ReportLost(ctx context.Context, actor authz.Actor, id string, version int, report string) (domain.OutboundTransfer, error) {
	if err := matter.Required("report", "遗失情况", &report); err != nil {
		return domain.OutboundTransfer{}, err
	}
	return s.outbounds.Change(ctx, actor, authz.OutboundDesk, id, version, func(ctx context.Context, tx domain.Repos, o *domain.OutboundTransfer) (matter.Deed, error) {
		if err := domain.OutboundMachine().Move(&o.State, domain.OutboundLost); err != nil {
			return matter.Deed{}, err
		}
		o.LostReport = report
		err := s.outbounds.Move(ctx, tx, actor, o, domain.Lost, o.Carrier(), "转递途中遗失："+report)
		return matter.Deed{Action: domain.AuditOutboundLost, Detail: audit.Detail{"report": domain.MaskNumbers(report)}}, err
	})
}
