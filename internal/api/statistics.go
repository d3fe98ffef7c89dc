package api

import (
	"context"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const outstandingList = "outstanding"

func (s *server) GetTransferStatistics(ctx context.Context, request apigen.GetTransferStatisticsRequestObject) (apigen.GetTransferStatisticsResponseObject, error) {
	statistics, err := s.Transfer.Statistics(ctx, actorOf(ctx), optionalDay(request.Params.From), s.dayOrToday(optionalDay(request.Params.At)))
	return apigen.GetTransferStatistics200JSONResponse{From: statistics.From.String(), At: statistics.At.String(), LateSource: s.Late.Source,
		Transferred: viewsOf(statistics.Transferred, transferCountView), Outstanding: viewsOf(statistics.Outstanding, pendingView)}, err
}

func (s *server) dayOrToday(day domain.PartialDate) domain.PartialDate {
	if day.IsZero() {
		return domain.DateOf(s.Clock.Now())
	}
	return day
}

func transferCountView(c domain.TransferCount) apigen.TransferCount {
	return apigen.TransferCount{EnterpriseId: c.EnterpriseID, EnterpriseName: c.EnterpriseName, Level: string(c.Level), Office: c.OfficeCode,
		Division: c.Division, Month: c.Month, Persons: c.Persons, Volumes: c.Volumes, Materials: c.Materials, Pages: c.Pages, WithGaps: c.WithGaps}
}

func pendingView(c domain.PendingCount) apigen.PendingCount {
	return apigen.PendingCount{EnterpriseId: c.EnterpriseID, EnterpriseName: c.EnterpriseName, Office: c.OfficeCode, Division: c.Division,
		WithoutDossier: c.WithoutDossier, Late: c.Late, OpenGaps: c.OpenGaps, OverdueGaps: c.OverdueGaps, WithoutEcopy: c.WithoutEcopy,
		ReturnedOverdue: c.ReturnedOverdue}
}

func (s *server) ListOutstanding(ctx context.Context, request apigen.ListOutstandingRequestObject) (apigen.ListOutstandingResponseObject, error) {
	batch, seq, err := lineCursor(request.Params.Cursor)
	if err != nil {
		return nil, err
	}
	limit := limitOf(request.Params.Limit)
	params := request.Params
	filter := domain.OutstandingFilter{Kind: domain.OutstandingKind(params.Kind), OfficeCode: valueOf(params.Office)}
	if params.Enterprise != nil {
		filter.EnterpriseID = params.Enterprise.String()
	}
	lines, err := s.Transfer.OutstandingLines(ctx, actorOf(ctx), filter, s.dayOrToday(optionalDay(request.Params.At)), batch, seq, limit)
	if err != nil {
		return nil, err
	}
	list := apigen.ListOutstanding200JSONResponse{Lines: viewsOf(lines, outstandingView)}
	if len(lines) > 0 {
		last := lines[len(lines)-1]
		list.Next = nextCursor(outstandingList, last.BatchID+"/"+strconv.Itoa(last.Seq), len(lines), limit)
	}
	return list, nil
}

// lineCursor is readCursor for lists walked by batch and line.
func lineCursor(cursor *string) (batchID string, seq int, err error) {
	last, err := readCursor(outstandingList, cursor, func(text string) bool {
		id, place, _ := strings.Cut(text, "/")
		n, err := strconv.Atoi(place)
		return err == nil && n > 0 && domain.ValidID(id)
	})
	if err != nil || last == "" {
		return "", 0, err
	}
	batchID, place, _ := strings.Cut(last, "/")
	seq, err = strconv.Atoi(place)
	return batchID, seq, err
}

func outstandingView(line domain.OutstandingLine) apigen.OutstandingLine {
	return apigen.OutstandingLine{BatchId: line.BatchID, BatchNo: line.BatchNo, Seq: line.Seq, Name: line.Name, IdNumber: line.IDNumber.Masked(),
		EnterpriseName: line.EnterpriseName, Office: line.OfficeCode, Division: line.Division, StateLabel: line.State.Label(),
		RetiredOn: line.RetiredOn.String(), ListedOn: line.ListedOn.String(), AcceptedOn: line.AcceptedOn.String(), DueOn: line.DueOn.String(),
		Detail: masked(line.Detail)}
}

func (s *server) getStatisticsWorkbook(c *gin.Context) {
	ctx := c.Request.Context()
	from, errFrom := queryDay(c, "from")
	at, errAt := queryDay(c, "at")
	if err := errors.Join(errFrom, errAt); err != nil {
		s.fail(c, err)
		return
	}
	at = s.dayOrToday(at)
	statistics, err := s.Transfer.Statistics(ctx, actorOf(ctx), from, at)
	if err != nil {
		s.fail(c, err)
		return
	}
	s.sendFile(c, download{name: "移交统计-" + at.String() + ".xlsx", mediaType: sheetType, write: func(w io.Writer) error {
		return s.WriteStatistics(ctx, w, statistics)
	}})
}

// queryDay reads a day of the address; the contract has seen that it looks like one.
func queryDay(c *gin.Context, name string) (domain.PartialDate, error) {
	day, err := domain.ParsePartialDate(c.Query(name))
	if err != nil {
		return day, errs.New(errs.Invalid, "request.invalid", "日期“%s”不正确", name).WithFields(errs.Field{Name: name, Message: "没有这一天"})
	}
	return day, nil
}

func (s *server) getOutstandingWorkbook(c *gin.Context) {
	ctx := c.Request.Context()
	at, err := queryDay(c, "at")
	if err != nil {
		s.fail(c, err)
		return
	}
	at = s.dayOrToday(at)
	filter := domain.OutstandingFilter{Kind: domain.OutstandingKind(c.Query("kind")), EnterpriseID: c.Query("enterprise"), OfficeCode: c.Query("office")}
	lines, err := s.Transfer.ExportOutstanding(ctx, actorOf(ctx), filter, at)
	if err != nil {
		s.fail(c, err)
		return
	}
	s.sendFile(c, download{name: "未结事项-" + at.String() + ".xlsx", mediaType: sheetType, write: func(w io.Writer) error {
		return s.WriteOutstanding(ctx, w, filter.Kind, at, lines)
	}})
}
