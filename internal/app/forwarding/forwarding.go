// Package forwarding is the desk at which dossiers leave the archive: forwarding (转递) on a request letter, from its review over
// the sealed parcel to the filed receipt; and the dossiers of deceased persons (死亡留存), kept for the years of the policy and then
// handed to an archive on approval.
//
// A forwarding reserves its dossier from the letter on, so that nothing else that needs the paper can begin; a hold does so only
// while it is being handed over, because a kept dossier may still be read.
//
// It may import domain, authz, errs, app/audit and app/matter.
package forwarding

import (
	"context"

	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// Service is the desk.
type Service struct {
	matter.Config
	calendar  domain.WorkCalendar
	outbounds matter.Desk[domain.OutboundTransfer, *domain.OutboundTransfer]
	holds     matter.Desk[domain.Hold, *domain.Hold]
}

// New makes the desk; the calendar counts the working days until a dossier must leave.
func New(config matter.Config, calendar domain.WorkCalendar) *Service {
	return &Service{Config: config, calendar: calendar,
		outbounds: matter.Desk[domain.OutboundTransfer, *domain.OutboundTransfer]{Config: config, Kind: domain.MatterOutbound, Code: "outbound",
			Work: authz.OutboundDesk, View: domain.AuditOutboundView,
			Repo: func(r domain.Repos) domain.MatterRepo[domain.OutboundTransfer] { return r.Outbounds() }},
		holds: matter.Desk[domain.Hold, *domain.Hold]{Config: config, Kind: domain.MatterHold, Code: "hold",
			Work: authz.OutboundDesk, View: domain.AuditHoldView,
			Repo: func(r domain.Repos) domain.MatterRepo[domain.Hold] { return r.Holds() }}}
}

// Calendar is the calendar of working days in use.
func (s *Service) Calendar() domain.WorkCalendar { return s.calendar }

// unsettled lists the first matter each of the filters finds, the one with the given id left out.
func unsettled(ctx context.Context, tx domain.Repos, besides string, filters ...domain.MatterFilter) ([]domain.MatterEntry, error) {
	var open []domain.MatterEntry
	for _, filter := range filters {
		found, err := tx.Matters().List(ctx, authz.Everything(), filter, "", 2)
		if err != nil {
			return nil, err
		}
		for _, entry := range found {
			if entry.ID != besides {
				open = append(open, entry)
			}
		}
	}
	return open, nil
}
