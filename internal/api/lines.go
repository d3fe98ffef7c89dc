package api

import (
	"context"
	"strconv"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/transfer"
	"github.com/danganku/danganku/internal/domain"
)

const (
	lineList     = "lines"
	defaultLines = 50
)

func (s *server) ListLines(ctx context.Context, request apigen.ListLinesRequestObject) (apigen.ListLinesResponseObject, error) {
	after, err := numberCursor(lineList, request.Params.Cursor)
	if err != nil {
		return nil, err
	}
	limit := defaultLines
	if request.Params.Limit != nil {
		limit = *request.Params.Limit
	}
	filter := domain.LineFilter{Text: valueOf(request.Params.Text)}
	for _, state := range valueOf(request.Params.State) {
		filter.States = append(filter.States, domain.LineState(state))
	}
	id := request.BatchId.String()
	lines, err := s.Transfer.Lines(ctx, actorOf(ctx), id, filter, after, limit)
	views, err := s.lineViews(ctx, id, lines, err)
	list := apigen.ListLines200JSONResponse{Lines: views}
	if len(views) > 0 {
		list.Next = nextCursor(lineList, strconv.Itoa(views[len(views)-1].Seq), len(views), limit)
	}
	return list, err
}

func (s *server) VerifyLines(ctx context.Context, request apigen.VerifyLinesRequestObject) (apigen.VerifyLinesResponseObject, error) {
	verdicts := viewsOf(request.Body.Verdicts, func(v apigen.LineVerdict) transfer.LineVerdict {
		return transfer.LineVerdict{Seq: v.Seq, Version: v.Version, Verified: v.Verified, Reason: valueOf(v.Reason)}
	})
	id := request.BatchId.String()
	lines, err := s.Transfer.VerifyLines(ctx, actorOf(ctx), id, verdicts)
	views, err := s.lineViews(ctx, id, lines, err)
	return apigen.VerifyLines200JSONResponse{Lines: views}, err
}

func (s *server) FindLine(ctx context.Context, request apigen.FindLineRequestObject) (apigen.FindLineResponseObject, error) {
	id := request.BatchId.String()
	detail, err := s.Transfer.FindLine(ctx, actorOf(ctx), id, request.Body.Code)
	view, err := s.lineDetail(ctx, id, detail, err)
	return apigen.FindLine200JSONResponse(view), err
}

func (s *server) GetLine(ctx context.Context, request apigen.GetLineRequestObject) (apigen.GetLineResponseObject, error) {
	id := request.BatchId.String()
	detail, err := s.Transfer.Line(ctx, actorOf(ctx), id, request.Seq)
	view, err := s.lineDetail(ctx, id, detail, err)
	return apigen.GetLine200JSONResponse(view), err
}

// EditLine saves the form that GetLine showed. What was masked there comes back masked and stays what it is.
func (s *server) EditLine(ctx context.Context, request apigen.EditLineRequestObject) (apigen.EditLineResponseObject, error) {
	version, err := versionOf(request.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	form, err := infoFormOf(*request.Body)
	if err != nil {
		return nil, err
	}
	id := request.BatchId.String()
	stored, err := s.Transfer.Line(ctx, actorOf(ctx), id, request.Seq)
	if err != nil {
		return nil, err
	}
	if err := keepMasked(&form, &stored.Line.Form); err != nil {
		return nil, err
	}
	if _, err := s.Transfer.EditLine(ctx, actorOf(ctx), id, request.Seq, version, form); err != nil {
		return nil, err
	}
	saved, err := s.Transfer.Line(ctx, actorOf(ctx), id, request.Seq)
	view, err := s.lineDetail(ctx, id, saved, err)
	return apigen.EditLine200JSONResponse(view), err
}

func (s *server) RemoveLine(ctx context.Context, request apigen.RemoveLineRequestObject) (apigen.RemoveLineResponseObject, error) {
	if err := s.Transfer.RemoveLine(ctx, actorOf(ctx), request.BatchId.String(), request.Seq); err != nil {
		return nil, err
	}
	return apigen.RemoveLine204Response{}, nil
}

func (s *server) RevealLine(ctx context.Context, request apigen.RevealLineRequestObject) (apigen.RevealLineResponseObject, error) {
	number, err := s.Transfer.RevealLine(ctx, actorOf(ctx), request.BatchId.String(), request.Seq, request.Body.Reason)
	return apigen.RevealLine200JSONResponse{IdNumber: number.Full()}, err
}

func (s *server) DecideLine(ctx context.Context, request apigen.DecideLineRequestObject) (apigen.DecideLineResponseObject, error) {
	version, err := versionOf(request.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	check, err := counterCheckOf(*request.Body)
	if err != nil {
		return nil, err
	}
	id := request.BatchId.String()
	outcome, err := s.Transfer.Decide(ctx, actorOf(ctx), id, request.Seq, version, check)
	views, err := s.lineViews(ctx, id, []domain.BatchLine{outcome.Line}, err)
	if err != nil {
		return nil, err
	}
	return apigen.DecideLine200JSONResponse{Line: views[0], Warnings: violationViews(outcome.Warnings)}, nil
}
