package api

import (
	"context"
	"io"
	"iter"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const (
	accessList = "access"
	linesType  = "application/x-ndjson"
)

func (s *server) GetDossierAccess(ctx context.Context, request apigen.GetDossierAccessRequestObject) (apigen.GetDossierAccessResponseObject, error) {
	page, err := s.accessPage(ctx, s.Audit.OfDossier, request.DossierId.String(), request.Params.Cursor, request.Params.Limit)
	return apigen.GetDossierAccess200JSONResponse(page), err
}

func (s *server) GetPersonAccess(ctx context.Context, request apigen.GetPersonAccessRequestObject) (apigen.GetPersonAccessResponseObject, error) {
	page, err := s.accessPage(ctx, s.Audit.OfPerson, request.PersonId.String(), request.Params.Cursor, request.Params.Limit)
	return apigen.GetPersonAccess200JSONResponse(page), err
}

// accessFinder is a way to find what an access log is about.
type accessFinder = func(ctx context.Context, actor authz.Actor, id string) (audit.AccessOf, error)

func (s *server) accessPage(ctx context.Context, find accessFinder, id string, cursor *string, limit *int) (apigen.AccessLog, error) {
	before, err := idCursor(accessList, cursor)
	if err != nil {
		return apigen.AccessLog{}, err
	}
	of, err := find(ctx, actorOf(ctx), id)
	if err != nil {
		return apigen.AccessLog{}, err
	}
	entries, err := s.Audit.Access(ctx, actorOf(ctx), of, before, limitOf(limit))
	if err != nil {
		return apigen.AccessLog{}, err
	}
	page := apigen.AccessLog{Entries: viewsOf(entries, accessView)}
	if len(entries) > 0 {
		page.Next = nextCursor(accessList, entries[len(entries)-1].ID, len(entries), limitOf(limit))
	}
	return page, nil
}

func accessView(e domain.AuditEntry) apigen.AccessEntry {
	return apigen.AccessEntry{Id: e.ID, At: e.At.UTC(), ActorName: e.ActorName, Action: string(e.Action), ActionLabel: e.Action.Label(),
		Object: e.Object, Reason: masked(e.Reason()), Detail: masked(e.Detail), Address: e.Address}
}

func (s *server) exportDossierAccess(c *gin.Context) {
	s.exportAccess(c, s.Audit.OfDossier, "dossierId")
}

func (s *server) exportPersonAccess(c *gin.Context) { s.exportAccess(c, s.Audit.OfPerson, "personId") }

func (s *server) exportAccess(c *gin.Context, find accessFinder, parameter string) {
	ctx := c.Request.Context()
	id, ok := s.idOf(c, parameter)
	if !ok {
		return
	}
	of, err := find(ctx, actorOf(ctx), id)
	if err != nil {
		s.fail(c, err)
		return
	}
	entries, err := s.Audit.ExportAccess(ctx, actorOf(ctx), of)
	if err != nil {
		s.fail(c, err)
		return
	}
	s.sendFile(c, download{name: "访问记录" + of.Name + ".xlsx", mediaType: sheetType, write: func(w io.Writer) error {
		return s.WriteAccess(w, of.Name, maskedEntries(entries))
	}})
}

// exportAudit streams the trail for the audit officer. Entries go out as they were sealed, so that the chain can be checked.
func (s *server) exportAudit(c *gin.Context) {
	var moments [2]time.Time
	for i, name := range []string{"from", "to"} {
		text := c.Query(name)
		if text == "" {
			continue
		}
		moment, err := time.Parse(time.RFC3339, text)
		if err != nil {
			s.fail(c, errs.New(errs.Invalid, "request.invalid", "时刻“%s”不正确", name).WithFields(errs.Field{Name: name, Message: "没有这一时刻"}))
			return
		}
		moments[i] = moment
	}
	ctx := c.Request.Context()
	entries, err := s.Audit.Export(ctx, actorOf(ctx), moments[0], moments[1])
	if err != nil {
		s.fail(c, err)
		return
	}
	s.sendFile(c, download{name: "审计-" + domain.DateOf(s.Clock.Now()).String() + ".jsonl", mediaType: linesType, write: func(w io.Writer) error {
		return audit.WriteLines(w, entries)
	}})
}

func maskedEntries(entries iter.Seq2[domain.AuditEntry, error]) iter.Seq2[domain.AuditEntry, error] {
	return func(yield func(domain.AuditEntry, error) bool) {
		for entry, err := range entries {
			entry.Detail = masked(entry.Detail)
			if !yield(entry, err) {
				return
			}
		}
	}
}
