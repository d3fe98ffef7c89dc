package api

import (
	"context"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/domain"
)

const auditList = "audit"

func (s *server) ListAudit(ctx context.Context, request apigen.ListAuditRequestObject) (apigen.ListAuditResponseObject, error) {
	before, err := idCursor(auditList, request.Params.Cursor)
	if err != nil {
		return nil, err
	}
	limit := limitOf(request.Params.Limit)
	filter := domain.AuditFilter{Actor: valueOf(request.Params.Actor), Action: domain.AuditAction(valueOf(request.Params.Action)),
		ObjectID: valueOf(request.Params.ObjectId)}
	entries, err := s.Audit.List(ctx, actorOf(ctx), filter, before, limit)
	if err != nil {
		return nil, err
	}
	list := apigen.ListAudit200JSONResponse{Entries: make([]apigen.AuditEntry, len(entries))}
	for i, entry := range entries {
		list.Entries[i] = apigen.AuditEntry{Id: entry.ID, At: entry.At.UTC(), Actor: entry.Actor, ActorName: entry.ActorName,
			Action: string(entry.Action), Object: entry.Object, ObjectId: entry.ObjectID, Detail: masked(entry.Detail),
			Address: entry.Address, SealNo: int64(entry.SealNo)}
		list.Next = nextCursor(auditList, entry.ID, len(entries), limit)
	}
	return list, nil
}
