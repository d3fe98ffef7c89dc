package api

import (
	"context"
	"io"

	"github.com/gin-gonic/gin"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/transfer"
	"github.com/danganku/danganku/internal/domain"
)

const (
	rosterList = "rosters"
	// rosterViolations bounds an answer; the workbook has them all.
	rosterViolations = 200
)

func (s *server) ListRosters(ctx context.Context, request apigen.ListRostersRequestObject) (apigen.ListRostersResponseObject, error) {
	before, err := idCursor(rosterList, request.Params.Cursor)
	if err != nil {
		return nil, err
	}
	limit := limitOf(request.Params.Limit)
	rosters, err := s.Transfer.Rosters(ctx, actorOf(ctx), before, limit)
	if err != nil {
		return nil, err
	}
	list := apigen.ListRosters200JSONResponse{Rosters: viewsOf(rosters, rosterView)}
	if len(rosters) > 0 {
		list.Next = nextCursor(rosterList, rosters[len(rosters)-1].ID, len(rosters), limit)
	}
	return list, nil
}

func (s *server) CreateRoster(ctx context.Context, request apigen.CreateRosterRequestObject) (apigen.CreateRosterResponseObject, error) {
	roster, err := s.Transfer.UploadRoster(ctx, actorOf(ctx), transfer.RosterRequest{AttachmentID: request.Body.AttachmentId.String(),
		BatchID: optionalID(request.Body.BatchId)})
	return apigen.CreateRoster202JSONResponse(rosterView(roster)), err
}

func (s *server) GetRoster(ctx context.Context, request apigen.GetRosterRequestObject) (apigen.GetRosterResponseObject, error) {
	roster, err := s.Transfer.Roster(ctx, actorOf(ctx), request.RosterId.String())
	return apigen.GetRoster200JSONResponse(rosterView(roster)), err
}

func (s *server) ConfirmRoster(ctx context.Context, request apigen.ConfirmRosterRequestObject) (apigen.ConfirmRosterResponseObject, error) {
	roster, err := s.Transfer.ConfirmRoster(ctx, actorOf(ctx), request.RosterId.String(), true)
	return apigen.ConfirmRoster202JSONResponse(rosterView(roster)), err
}

func (s *server) CancelRoster(ctx context.Context, request apigen.CancelRosterRequestObject) (apigen.CancelRosterResponseObject, error) {
	roster, err := s.Transfer.CancelRoster(ctx, actorOf(ctx), request.RosterId.String())
	return apigen.CancelRoster200JSONResponse(rosterView(roster)), err
}

func rosterView(roster domain.RosterImport) apigen.Roster {
	violations := roster.Violations[:min(len(roster.Violations), rosterViolations)]
	return apigen.Roster{Id: roster.ID, Name: masked(roster.Name), State: apigen.RosterState(roster.State), Problem: optional(masked(roster.Problem)),
		BatchId: optional(roster.BatchID), Rows: roster.Rows, Accepted: roster.Accepted, Refused: roster.Refused, Skipped: roster.Skipped,
		Warnings: roster.Warnings, Enterprises: roster.Enterprises, Violations: violationViews(violations), Batches: namesOf(roster.Batches),
		CreatedAt: roster.CreatedAt.UTC(), UpdatedAt: roster.UpdatedAt.UTC()}
}

// getRosterTemplate hands out the workbook to be filled in. It says nothing about anybody, but only those who work here get it.
func (s *server) getRosterTemplate(c *gin.Context) {
	ctx := c.Request.Context()
	if err := s.Registry.Admit(actorOf(ctx)); err != nil {
		s.fail(c, err)
		return
	}
	s.sendFile(c, download{name: "国有企业退休人员基本信息表.xlsx", mediaType: sheetType, write: func(w io.Writer) error {
		return s.WriteRosterTemplate(ctx, w)
	}})
}

func (s *server) getRosterErrors(c *gin.Context) {
	id, ok := s.idOf(c, "rosterId")
	if !ok {
		return
	}
	roster, err := s.Transfer.OpenRosterReport(c.Request.Context(), actorOf(c.Request.Context()), id)
	if err != nil {
		s.fail(c, err)
		return
	}
	s.sendFile(c, download{name: "核查结果-" + masked(roster.Name) + ".xlsx", mediaType: sheetType, write: func(w io.Writer) error {
		return s.WriteRosterErrors(w, maskedRoster(roster))
	}})
}

// maskedRoster is the report with identity numbers masked.
func maskedRoster(roster domain.RosterImport) domain.RosterImport {
	roster.Name, roster.Problem, roster.Violations = masked(roster.Name), masked(roster.Problem), maskedViolations(roster.Violations)
	return roster
}
