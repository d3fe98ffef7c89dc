package forwarding

import (
	"slices"

	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// Step is something that can be done with a forwarding or a hold.
type Step string

const (
	StepApprove  Step = "approve"
	StepPack     Step = "pack"
	StepDispatch Step = "dispatch"
	StepChase    Step = "chase"
	StepReceipt  Step = "receipt"
	StepArchive  Step = "archive"
	StepSentBack Step = "sentBack"
	StepLose     Step = "lose"
	StepWithdraw Step = "withdraw"
	StepRequest  Step = "requestTransfer"
	StepTransfer Step = "transfer"
)

// The steps of the desk are known by the states they lead to.
var (
	outboundSteps = []struct {
		step Step
		to   domain.OutboundState
	}{{StepPack, domain.OutboundPacked}, {StepDispatch, domain.OutboundDispatched}, {StepChase, domain.OutboundChased},
		{StepReceipt, domain.OutboundConfirmed}, {StepArchive, domain.OutboundArchived}, {StepSentBack, domain.OutboundSentBack},
		{StepLose, domain.OutboundLost}, {StepWithdraw, domain.OutboundWithdrawn}}
	holdSteps = []struct {
		step Step
		to   domain.HoldState
	}{{StepRequest, domain.HoldRequested}, {StepTransfer, domain.HoldTransferred}, {StepWithdraw, domain.HoldWithdrawn}}
)

// AllowedOutbound lists what the actor may do with a forwarding now, for showing; each step decides for itself again.
func (s *Service) AllowedOutbound(actor authz.Actor, o *domain.OutboundTransfer) []Step {
	var steps []Step
	if o.State == domain.OutboundReceived && matter.MayDecide(actor, &o.Matter) == nil {
		steps = append(steps, StepApprove)
	}
	if !actor.Can(authz.OutboundDesk, o.OfficeCode, o.Division) || domain.Avoid(actor, o.IDNumber) != nil {
		return steps
	}
	next := domain.OutboundMachine().Next(o.State)
	for _, row := range outboundSteps {
		if slices.Contains(next, row.to) || row.step == StepChase && o.State == domain.OutboundChased {
			steps = append(steps, row.step)
		}
	}
	return steps
}

// AllowedHold is AllowedOutbound for a hold.
func (s *Service) AllowedHold(actor authz.Actor, h *domain.Hold) []Step {
	var steps []Step
	if h.State == domain.HoldRequested && matter.MayDecide(actor, &h.Matter, h.Request.By) == nil {
		steps = append(steps, StepApprove)
	}
	if !actor.Can(authz.OutboundDesk, h.OfficeCode, h.Division) || domain.Avoid(actor, h.IDNumber) != nil {
		return steps
	}
	next := domain.HoldMachine().Next(h.State)
	for _, row := range holdSteps {
		if slices.Contains(next, row.to) || row.step == StepWithdraw && h.State == domain.HoldApproved {
			steps = append(steps, row.step)
		}
	}
	return steps
}
