package forwarding

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// HoldForm is a death as it is reported.
type HoldForm struct {
	DiedOn       domain.PartialDate
	Evidence     string // the death paper and its number
	ReportedBy   string
	SpecialMerit bool // the dossier is for a public archive
}

// BeginHold takes the dossier of a deceased person from the shelf to where such dossiers are kept for the years of the policy.
func (s *Service) BeginHold(ctx context.Context, actor authz.Actor, dossierID string, form HoldForm, key string) (domain.Hold, error) {
	if err := matter.Trim(&form.Evidence); err != nil {
		return domain.Hold{}, err
	}
	if err := matter.Required("reportedBy", "报告人", &form.ReportedBy); err != nil {
		return domain.Hold{}, err
	}
	return s.holds.BeginWith(ctx, actor, dossierID, key, domain.AuditHoldBegin,
		func(ctx context.Context, tx domain.Repos, d *domain.Dossier, policy domain.UsePolicy, common domain.Matter) (domain.Hold, audit.Detail, error) {
			if err := domain.CheckDeath(form.DiedOn, d.Retiree.IDNumber, form.Evidence, s.Today()); err != nil {
				return domain.Hold{}, nil, err
			}
			open, err := unsettled(ctx, tx, "", domain.MatterFilter{DossierID: d.ID, Exclusive: true})
			if err == nil {
				err = domain.CheckHoldShelf(d.Custody, open)
			}
			if err != nil {
				return domain.Hold{}, nil, err
			}
			h := domain.Hold{Matter: common, State: domain.HoldKept, DiedOn: form.DiedOn, Evidence: form.Evidence, ReportedBy: form.ReportedBy,
				SpecialMerit: form.SpecialMerit}
			h.KeepFor(policy)
			h.Expected, err = s.Leaves(ctx, tx, d.ID)
			return h, audit.Detail{"diedOn": h.DiedOn.String(), "until": h.HoldUntil.String()}, err
		},
		func(ctx context.Context, tx domain.Repos, h *domain.Hold) error {
			return s.holds.Move(ctx, tx, actor, h, domain.DeceasedHold, "", "死亡留存")
		})
}

// RequestTransfer asks that a dossier whose years are over be handed to an archive, by the chain that the policy demands today.
// From then on nothing that needs the paper can begin.
func (s *Service) RequestTransfer(ctx context.Context, actor authz.Actor, id string, version int, specialMerit bool, note string) (domain.Hold, error) {
	if err := matter.Trim(&note); err != nil {
		return domain.Hold{}, err
	}
	return s.holds.Change(ctx, actor, authz.OutboundDesk, id, version, func(ctx context.Context, tx domain.Repos, h *domain.Hold) (matter.Deed, error) {
		if h.Ripe(s.Today()) { // the timer has not come yet
			h.State = domain.HoldDue
		}
		if err := domain.HoldMachine().Move(&h.State, domain.HoldRequested); err != nil {
			return matter.Deed{}, err
		}
		if err := s.inHold(ctx, tx, h, domain.MatterFilter{DossierID: h.DossierID, Exclusive: true}); err != nil {
			return matter.Deed{}, err
		}
		policy, err := s.PolicyFor(domain.MatterHold, h.OfficeCode, h.Category)
		if err != nil {
			return matter.Deed{}, err
		}
		h.Steps = nil
		for _, role := range policy.Chain {
			h.Steps = append(h.Steps, domain.ApprovalStep{Role: role})
		}
		h.SpecialMerit, h.Opinion = specialMerit, ""
		h.Request = domain.HoldRequest{By: actor.UserID, ByName: actor.Name, On: s.Today(), Note: note}
		return matter.Deed{Action: domain.AuditHoldRequest, Detail: audit.Detail{"specialMerit": specialMerit, "note": domain.MaskNumbers(note)}}, nil
	})
}

// inHold refuses what needs a kept dossier while it is away, or while other work that one of the filters finds is under way.
func (s *Service) inHold(ctx context.Context, tx domain.Repos, h *domain.Hold, filters ...domain.MatterFilter) error {
	where, err := tx.Custody().Of(ctx, h.DossierID)
	if err != nil {
		return err
	}
	open, err := unsettled(ctx, tx, h.ID, filters...)
	if err != nil {
		return err
	}
	if len(open) > 0 {
		return errs.New(errs.Conflict, "hold.in_use", "该档案有未办结的%s（%s），请先办结再办理", open[0].Kind.Label(), open[0].No)
	}
	if where.State != domain.DeceasedHold {
		return errs.New(errs.Conflict, "hold.in_use", "该档案处于“%s”状态，请待其归还后再办理", where.State.Label())
	}
	return nil
}

// DecideHold decides the next step of a request for transfer (matter.Decide); whoever made the request may not. A refusal, which
// needs an opinion, leaves the dossier where it is kept.
func (s *Service) DecideHold(ctx context.Context, actor authz.Actor, id string, version int, approved bool, opinion string) (domain.Hold, error) {
	if err := matter.Trim(&opinion); err != nil {
		return domain.Hold{}, err
	}
	return s.holds.Change(ctx, actor, authz.MatterRead, id, version, func(_ context.Context, _ domain.Repos, h *domain.Hold) (matter.Deed, error) {
		if err := domain.HoldMachine().Require(h.State, "审批", domain.HoldRequested); err != nil {
			return matter.Deed{}, err
		}
		complete, err := matter.Decide(actor, &h.Matter, s.Clock, approved, opinion, h.Request.By)
		if err == nil && complete {
			err = domain.HoldMachine().Move(&h.State, domain.HoldApproved)
		}
		if err == nil && !approved {
			h.Opinion, h.Reason = opinion, "" // the hold itself goes on
			err = domain.HoldMachine().Move(&h.State, domain.HoldDue)
		}
		return matter.Deed{Action: domain.AuditHoldDecide, Detail: audit.Detail{"approved": approved}}, err
	})
}

// TransferHold hands an approved dossier over to the archive it is for; there it stays.
func (s *Service) TransferHold(ctx context.Context, actor authz.Actor, id string, version int, t domain.HoldTransfer) (domain.Hold, error) {
	if err := matter.Trim(&t.Receiver, &t.ListNo, &t.HandedBy, &t.ReceivedBy); err != nil {
		return domain.Hold{}, err
	}
	return s.holds.Change(ctx, actor, authz.OutboundDesk, id, version, func(ctx context.Context, tx domain.Repos, h *domain.Hold) (matter.Deed, error) {
		if err := domain.HoldMachine().Move(&h.State, domain.HoldTransferred); err != nil {
			return matter.Deed{}, err
		}
		if err := domain.CheckHandOver(h, t, s.Today()); err != nil {
			return matter.Deed{}, err
		}
		if err := s.inHold(ctx, tx, h, domain.BeforeLeaving(h.DossierID)...); err != nil {
			return matter.Deed{}, err
		}
		h.Transfer = t
		var err error
		if h.Expected, err = s.Leaves(ctx, tx, h.DossierID); err != nil {
			return matter.Deed{}, err
		}
		err = s.holds.Move(ctx, tx, actor, h, domain.TransferredToArchive, t.Receiver, "移交档案馆，清单"+t.ListNo)
		return matter.Deed{Action: domain.AuditHoldTransfer, Detail: audit.Detail{"kind": t.Kind, "receiver": t.Receiver, "list": t.ListNo}}, err
	})
}

// WithdrawHold puts a dossier back on the shelf whose subject was recorded as deceased by mistake, even after the transfer was
// approved.
func (s *Service) WithdrawHold(ctx context.Context, actor authz.Actor, id string, version int, reason string) (domain.Hold, error) {
	if err := matter.Required("reason", "撤销原因", &reason); err != nil {
		return domain.Hold{}, err
	}
	return s.holds.Change(ctx, actor, authz.OutboundDesk, id, version, func(ctx context.Context, tx domain.Repos, h *domain.Hold) (matter.Deed, error) {
		if h.State == domain.HoldApproved {
			h.State = domain.HoldDue
		}
		if err := domain.HoldMachine().Move(&h.State, domain.HoldWithdrawn); err != nil {
			return matter.Deed{}, err
		}
		if err := s.inHold(ctx, tx, h, domain.MatterFilter{DossierID: h.DossierID, Exclusive: true}); err != nil {
			return matter.Deed{}, err
		}
		h.Reason = reason
		err := s.holds.Move(ctx, tx, actor, h, domain.InStorage, "", "撤销死亡留存："+reason)
		return matter.Deed{Action: domain.AuditHoldWithdraw, Detail: audit.Detail{"reason": domain.MaskNumbers(reason)}}, err
	})
}
