package forwarding

import (
	"context"
	"errors"

	"github.com/danganku/danganku/internal/domain"
)

// Tick does what the calendar demands: reviewed dossiers that did not leave in time and receipts that did not come back in time are
// marked, and so are holds whose years are over. It may run any number of times a day and on several nodes at once: what a day
// demands is done once.
func (s *Service) Tick(ctx context.Context) error {
	past := s.Today().AddDays(-1)
	return errors.Join(
		s.outbounds.Walk(ctx, past, domain.AuditOutboundTimer, func(o *domain.OutboundTransfer) ([]string, error) {
			switch {
			case o.Undispatched(s.Today()):
				return []string{string(domain.OutboundLate)}, domain.OutboundMachine().Move(&o.State, domain.OutboundLate)
			case o.Unanswered(s.Today()):
				return []string{string(domain.OutboundOverdue)}, domain.OutboundMachine().Move(&o.State, domain.OutboundOverdue)
			}
			return nil, nil
		}),
		s.holds.Walk(ctx, past, domain.AuditHoldTimer, func(h *domain.Hold) ([]string, error) {
			if !h.Ripe(s.Today()) {
				return nil, nil
			}
			return []string{string(domain.HoldDue)}, domain.HoldMachine().Move(&h.State, domain.HoldDue)
		}))
}
