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

// Outbound reads one forwarding.
func (s *Service) Outbound(ctx context.Context, actor authz.Actor, id string) (domain.OutboundTransfer, error) {
	return s.outbounds.Read(ctx, actor, id)
}

// Outbounds lists forwardings, newest first, before the given id, at most limit (up to 500).
func (s *Service) Outbounds(ctx context.Context, actor authz.Actor, filter domain.MatterFilter, beforeID string, limit int) ([]domain.OutboundTransfer, error) {
	return s.outbounds.List(ctx, actor, filter, beforeID, limit)
}

// Hold reads one hold.
func (s *Service) Hold(ctx context.Context, actor authz.Actor, id string) (domain.Hold, error) {
	return s.holds.Read(ctx, actor, id)
}

// Holds lists holds, newest first, before the given id, at most limit (up to 500).
func (s *Service) Holds(ctx context.Context, actor authz.Actor, filter domain.MatterFilter, beforeID string, limit int) ([]domain.Hold, error) {
	return s.holds.List(ctx, actor, filter, beforeID, limit)
}

// DeceasedOnShelf lists dossiers for which a hold should begin, because the ledger of persons has their subject as deceased, by id
// after the given one, at most limit (up to 500). Those the actor must keep away from (R25) are left out, so that a page may be
// shorter than the limit.
func (s *Service) DeceasedOnShelf(ctx context.Context, actor authz.Actor, afterID string, limit int) ([]domain.DeceasedOnShelf, error) {
	scope := actor.Scope(authz.OutboundDesk)
	if scope.Empty() {
		return nil, matter.ErrForbidden
	}
	found, err := s.Store.Holds().OnShelf(ctx, scope, afterID, matter.PageOf(limit))
	if err != nil {
		return nil, errs.Wrap("list dossiers of deceased persons", err)
	}
	found = slices.DeleteFunc(found, func(d domain.DeceasedOnShelf) bool { return actor.MustAvoid(d.Head.IDNumber.Full()) })
	entry := audit.Entry(s.Clock.Now(), actor, domain.AuditHoldView, audit.Subject{Object: s.holds.Code}, audit.Detail{"deceased": true, "shown": len(found)})
	return found, s.Log(ctx, entry)
}
