package audit

import (
	"context"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Reader lists the trail for audit officers, and takes note of what others were denied.
type Reader struct {
	Store domain.Store
	Clock domain.Clock
}

var errForbidden = errs.New(errs.Forbidden, "access.forbidden", "没有办理此事项的权限")

// List returns entries newest first, before the given id ("" from the newest), at most limit. Reading the trail is an
// entry of it. Entries of sign-ins and users belong to no place, so a role for a part of the archive is not enough.
func (r *Reader) List(ctx context.Context, actor authz.Actor, filter domain.AuditFilter, beforeID string, limit int) ([]domain.AuditEntry, error) {
	if !actor.Scope(authz.AuditRead).All {
		return nil, errForbidden
	}
	entries, err := r.Store.Audit().List(ctx, filter, beforeID, limit)
	if err != nil {
		return nil, errs.Wrap("list audit trail", err)
	}
	entry := Entry(r.Clock.Now(), actor, domain.AuditLogView, Subject{Object: "audit"},
		Detail{"actor": filter.Actor, "action": filter.Action, "objectId": filter.ObjectID})
	return entries, errs.Wrap("log reading the audit trail", r.Store.Audit().Append(ctx, entry))
}

// Denied writes the entry of something a signed-in user tried and may not do.
func (r *Reader) Denied(ctx context.Context, actor authz.Actor, what string) error {
	entry := Entry(r.Clock.Now(), actor, domain.AuditDenied, Subject{Object: "route", ID: what}, nil)
	return errs.Wrap("log denial", r.Store.Audit().Append(ctx, entry))
}
