package forwarding

import (
	"context"
	"slices"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Form is a request letter as it is received.
type Form struct {
	Letter   domain.RequestLetter
	Cause    string // code of domain.OutboundCauses
	Group    domain.RestrictedGroup
	Complete domain.PartialDate // day on which all papers were there; zero: today
}

// Receive registers a request letter for a dossier on the shelf and reserves the dossier; whether the letter is good is for the
// review. A dossier that other work needs or that is not on the shelf is refused by R29; where both come at once, with errs.Conflict
// and code "unique.matters_exclusive".
func (s *Service) Receive(ctx context.Context, actor authz.Actor, dossierID string, form Form, key string) (domain.OutboundTransfer, error) {
	if err := s.tidy(&form); err != nil {
		return domain.OutboundTransfer{}, err
	}
	return s.outbounds.Begin(ctx, actor, dossierID, key, domain.AuditOutboundReceive,
		func(ctx context.Context, tx domain.Repos, d *domain.Dossier, policy domain.UsePolicy, common domain.Matter) (domain.OutboundTransfer, audit.Detail, error) {
			if form.Complete.IsZero() {
				form.Complete = s.Today()
			}
			if err := domain.CheckDay("complete", "材料齐全日期", form.Complete, domain.PartialDate{}, s.Today()); err != nil {
				return domain.OutboundTransfer{}, nil, err
			}
			open, err := unsettled(ctx, tx, "", domain.MatterFilter{DossierID: d.ID, Exclusive: true})
			if err == nil {
				err = domain.CheckShelf(d.Custody, open)
			}
			if err != nil {
				return domain.OutboundTransfer{}, nil, err
			}
			o := domain.OutboundTransfer{Matter: common, State: domain.OutboundReceived, Letter: form.Letter, Cause: form.Cause, Group: form.Group,
				Complete: form.Complete}
			o.Deadlines(s.calendar, policy)
			detail := audit.Detail{"issuer": o.Letter.Issuer, "letter": domain.MaskNumbers(o.Letter.No), "cause": o.Cause, "group": o.Group}
			return o, detail, matter.Bind(ctx, tx, actor, o.Letter.AttachmentID, matter.OnOutbound, o.ID)
		})
}

func (s *Service) tidy(form *Form) error {
	l := &form.Letter
	if err := matter.Trim(&l.No, &l.Address, &l.Contact, &l.Phone); err != nil {
		return err
	}
	if err := matter.Required("issuer", "调档单位", &l.Issuer); err != nil {
		return err
	}
	if !known(domain.OutboundCauses(), form.Cause) {
		return unknown("cause", "转递原因")
	}
	if !known(domain.RestrictedGroups(), string(form.Group)) {
		return unknown("group", "人员类别")
	}
	return nil
}

func known(among []domain.Purpose, code string) bool {
	return slices.ContainsFunc(among, func(p domain.Purpose) bool { return p.Code == code })
}

func unknown(field, title string) error {
	return errs.New(errs.Invalid, "outbound.unknown", "请从列表中选择%s", title).WithFields(errs.Field{Name: field, Message: title + "不在列表中"})
}

// Decide decides the next step of the review (matter.Decide). The last approval holds the letter and the dossier to R29 and sets
// the day by which it must leave; a refusal, which needs an opinion, ends the forwarding.
func (s *Service) Decide(ctx context.Context, actor authz.Actor, id string, version int, approved bool, opinion string) (domain.OutboundTransfer, error) {
	if err := matter.Trim(&opinion); err != nil {
		return domain.OutboundTransfer{}, err
	}
	return s.outbounds.Change(ctx, actor, authz.MatterRead, id, version, func(ctx context.Context, tx domain.Repos, o *domain.OutboundTransfer) (matter.Deed, error) {
		if err := domain.OutboundMachine().Require(o.State, "审核", domain.OutboundReceived); err != nil {
			return matter.Deed{}, err
		}
		complete, err := matter.Decide(actor, &o.Matter, s.Clock, approved, opinion)
		if err == nil && !approved {
			err = domain.OutboundMachine().Move(&o.State, domain.OutboundRefused)
		}
		if err == nil && complete {
			err = s.reviewed(ctx, tx, o)
		}
		detail := audit.Detail{"approved": approved}
		if by := o.DispatchBy; complete {
			detail = detail.With("dispatchBy", by.String()).With("calendar", s.calendar.Covers(by.Year))
		}
		return matter.Deed{Action: domain.AuditOutboundDecide, Detail: detail}, err
	})
}

func (s *Service) reviewed(ctx context.Context, tx domain.Repos, o *domain.OutboundTransfer) error {
	if err := domain.CheckRequestLetter(o.Letter, s.Today()); err != nil {
		return err
	}
	where, err := tx.Custody().Of(ctx, o.DossierID)
	if err != nil {
		return err
	}
	open, err := unsettled(ctx, tx, o.ID, domain.BeforeLeaving(o.DossierID)...)
	if err != nil {
		return err
	}
	if err := domain.CheckShelf(where.State, open); err != nil {
		return err
	}
	policy, err := s.PolicyFor(domain.MatterOutbound, o.OfficeCode, o.Category)
	if err != nil {
		return err
	}
	o.Deadlines(s.calendar, policy)
	return domain.OutboundMachine().Move(&o.State, domain.OutboundReviewed)
}
