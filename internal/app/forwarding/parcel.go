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

const maxCouriers = 10

// Pack takes a reviewed dossier, or one the receiver sent back, from the shelf and registers its sealed parcel, which must hold what
// the catalogue counts now (R29). The number of the notice is given with the first parcel and stays with the later ones; the one
// in p does not count.
func (s *Service) Pack(ctx context.Context, actor authz.Actor, id string, version int, p domain.Packing) (domain.OutboundTransfer, error) {
	if err := matter.Trim(&p.SealNo, &p.PackedBy, &p.CheckedBy); err != nil {
		return domain.OutboundTransfer{}, err
	}
	p.PackedBy = cmp.Or(p.PackedBy, actor.Name)
	return s.outbounds.Change(ctx, actor, authz.OutboundDesk, id, version, func(ctx context.Context, tx domain.Repos, o *domain.OutboundTransfer) (matter.Deed, error) {
		if err := domain.OutboundMachine().Move(&o.State, domain.OutboundPacked); err != nil {
			return matter.Deed{}, err
		}
		p.NoticeNo, p.On = o.Packing.NoticeNo, cmp.Or(p.On, s.Today())
		if err := domain.CheckDay("on", "封装日期", p.On, cmp.Or(o.ReturnedOn, o.Letter.IssuedOn), s.Today()); err != nil {
			return matter.Deed{}, err
		}
		var err error
		if o.Expected, err = s.Leaves(ctx, tx, o.DossierID); err != nil {
			return matter.Deed{}, err
		}
		if err := domain.CheckPacking(o, p); err != nil {
			return matter.Deed{}, err
		}
		if err := s.outbounds.Move(ctx, tx, actor, o, domain.OutboundPreparing, "", "封装待转出"); err != nil {
			return matter.Deed{}, err
		}
		if p.NoticeNo == "" {
			p.NoticeNo, err = s.NextNumber(ctx, tx, domain.PaperForwardingNotice, o.OfficeCode)
		}
		o.Packing, o.Dispatch, o.ReceiptDue = p, domain.Dispatch{}, domain.PartialDate{}
		return matter.Deed{Action: domain.AuditOutboundPack, Detail: audit.Detail{"notice": p.NoticeNo, "counted": p.Counted}}, err
	})
}

// Dispatch lets the parcel go by a channel that is open to it (R07, R29); from then on its receipt is waited for.
func (s *Service) Dispatch(ctx context.Context, actor authz.Actor, id string, version int, d domain.Dispatch) (domain.OutboundTransfer, error) {
	if err := tidyDispatch(&d); err != nil {
		return domain.OutboundTransfer{}, err
	}
	d.ByName = cmp.Or(d.ByName, actor.Name)
	return s.outbounds.Change(ctx, actor, authz.OutboundDesk, id, version, func(ctx context.Context, tx domain.Repos, o *domain.OutboundTransfer) (matter.Deed, error) {
		if err := domain.OutboundMachine().Move(&o.State, domain.OutboundDispatched); err != nil {
			return matter.Deed{}, err
		}
		policy, err := s.PolicyFor(domain.MatterOutbound, o.OfficeCode, o.Category)
		if err != nil {
			return matter.Deed{}, err
		}
		if err := domain.CheckDispatch(o, d, policy); err != nil {
			return matter.Deed{}, err
		}
		d.On = cmp.Or(d.On, s.Today())
		if err := domain.CheckDay("on", "发出日期", d.On, o.Packing.On, s.Today()); err != nil {
			return matter.Deed{}, err
		}
		// What was begun since the review, such as a reading at a screen, does not need the paper.
		open, err := unsettled(ctx, tx, o.ID, domain.BeforeLeaving(o.DossierID)...)
		if err == nil {
			err = domain.CheckSettled(open)
		}
		if err != nil {
			return matter.Deed{}, err
		}
		o.Leave(d, policy)
		err = s.outbounds.Move(ctx, tx, actor, o, domain.InTransit, o.Carrier(), "转递发出")
		return matter.Deed{Action: domain.AuditOutboundDispatch, Detail: audit.Detail{"channel": d.Channel, "receiptDue": o.ReceiptDue.String()}}, err
	})
}

func tidyDispatch(d *domain.Dispatch) error {
	if err := matter.Bounded("送档人", len(d.Couriers), maxCouriers); err != nil {
		return err
	}
	d.Couriers = slices.Clone(d.Couriers)
	texts := []*string{&d.TrackingNo, &d.ByName}
	for i := range d.Couriers {
		texts = append(texts, &d.Couriers[i])
	}
	err := matter.Trim(texts...)
	d.Couriers = slices.DeleteFunc(d.Couriers, func(name string) bool { return name == "" })
	return err
}

// Withdraw ends a forwarding before the dossier has left, or after it came back; a packed one goes back on the shelf.
func (s *Service) Withdraw(ctx context.Context, actor authz.Actor, id string, version int, reason string) (domain.OutboundTransfer, error) {
	if err := matter.Required("reason", "撤回原因", &reason); err != nil {
		return domain.OutboundTransfer{}, err
	}
	return s.outbounds.Change(ctx, actor, authz.OutboundDesk, id, version, func(ctx context.Context, tx domain.Repos, o *domain.OutboundTransfer) (matter.Deed, error) {
		packed := o.State == domain.OutboundPacked
		err := domain.OutboundMachine().Move(&o.State, domain.OutboundWithdrawn)
		if err == nil && packed {
			err = s.outbounds.Move(ctx, tx, actor, o, domain.InStorage, "", "转递撤回："+reason)
		}
		o.Reason = reason
		return matter.Deed{Action: domain.AuditOutboundWithdraw, Detail: audit.Detail{"reason": domain.MaskNumbers(reason)}}, err
	})
}
