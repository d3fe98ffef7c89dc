package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/people"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const (
	matchList    = "matches"
	matchRowList = "match-rows"
)

func (s *server) ListMatches(ctx context.Context, request apigen.ListMatchesRequestObject) (apigen.ListMatchesResponseObject, error) {
	before, err := idCursor(matchList, request.Params.Cursor)
	if err != nil {
		return nil, err
	}
	limit := limitOf(request.Params.Limit)
	runs, err := s.People.Matches(ctx, actorOf(ctx), before, limit)
	if err != nil {
		return nil, err
	}
	list := apigen.ListMatches200JSONResponse{Matches: viewsOf(runs, matchView)}
	if len(runs) > 0 {
		list.Next = nextCursor(matchList, runs[len(runs)-1].ID, len(runs), limit)
	}
	return list, nil
}

func (s *server) CreateMatch(ctx context.Context, request apigen.CreateMatchRequestObject) (apigen.CreateMatchResponseObject, error) {
	body := request.Body
	rows, err := matchInputs(body.Rows)
	if err != nil {
		return nil, err
	}
	run, err := s.People.RunMatch(ctx, actorOf(ctx), people.MatchRequest{Department: domain.Department(body.Department),
		Kind: domain.MatchKind(body.Kind), Name: body.Name, RequestKey: valueOf(request.Params.IdempotencyKey), Division: valueOf(body.Division),
		Rows: rows})
	return apigen.CreateMatch201JSONResponse(matchView(run)), err
}

// maxFaultyRows bounds how many rows one refusal names.
const maxFaultyRows = 20

func matchInputs(views []apigen.MatchInput) ([]domain.MatchInput, error) {
	var r formReader
	rows := make([]domain.MatchInput, len(views))
	for i, view := range views {
		at := "rows[" + strconv.Itoa(i) + "]."
		rows[i] = domain.MatchInput{Row: i + 1, Name: view.Name, IDNumber: domain.NormalizeIDNumber(view.IdNumber),
			BornOn: r.date(at+"bornOn", valueOf(view.BornOn)), On: r.date(at+"on", valueOf(view.On)), Residence: valueOf(view.Residence),
			Division: valueOf(view.Division)}
		if len(r.fields) >= maxFaultyRows {
			break
		}
	}
	return rows, r.err()
}

// uploadMatchWorkbook takes the list as a file. It is spooled, as workbooks are read from their end.
func (s *server) uploadMatchWorkbook(c *gin.Context) {
	ctx := c.Request.Context()
	if actorOf(ctx).Scope(authz.MatchSubmit).Empty() { // told before megabytes are taken
		s.fail(c, errForbidden)
		return
	}
	name := filepath.Base(c.Query("name"))
	path, err := s.spool(c.Request.Body)
	if err != nil {
		s.fail(c, err)
		return
	}
	defer os.Remove(path)
	run, err := s.People.RunMatchFile(ctx, actorOf(ctx), people.MatchRequest{Department: domain.Department(c.Query("department")),
		Kind: domain.MatchKind(c.Query("kind")), Name: name, RequestKey: c.GetHeader("Idempotency-Key"), Division: c.Query("division")}, path, name)
	if err != nil {
		s.fail(c, err)
		return
	}
	c.JSON(http.StatusCreated, matchView(run))
}

// spool writes a body to a file, named so that the sweep of uploads finds it should the process die.
func (s *server) spool(body io.Reader) (path string, err error) {
	path = filepath.Join(s.UploadDir, strings.ReplaceAll(domain.NewID(), "-", "")+".list")
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", errs.Wrap("spool list", err)
	}
	_, err = io.Copy(file, body)
	if err = errors.Join(err, file.Close()); err != nil {
		os.Remove(path)
		return "", errs.Wrap("spool list", err)
	}
	return path, nil
}

func (s *server) GetMatch(ctx context.Context, request apigen.GetMatchRequestObject) (apigen.GetMatchResponseObject, error) {
	run, err := s.People.Match(ctx, actorOf(ctx), request.MatchId.String())
	return apigen.GetMatch200JSONResponse(matchView(run)), err
}

func (s *server) ListMatchRows(ctx context.Context, request apigen.ListMatchRowsRequestObject) (apigen.ListMatchRowsResponseObject, error) {
	after, err := numberCursor(matchRowList, request.Params.Cursor)
	if err != nil {
		return nil, err
	}
	limit := limitOf(request.Params.Limit)
	rows, err := s.People.MatchRows(ctx, actorOf(ctx), request.MatchId.String(), domain.MatchVerdict(valueOf(request.Params.Verdict)),
		domain.ReviewState(valueOf(request.Params.Review)), after, limit)
	if err != nil {
		return nil, err
	}
	list := apigen.ListMatchRows200JSONResponse{Rows: viewsOf(rows, matchRowView)}
	if len(rows) > 0 {
		list.Next = nextCursor(matchRowList, strconv.Itoa(rows[len(rows)-1].Row.Seq), len(rows), limit)
	}
	return list, nil
}

func (s *server) ReviewMatch(ctx context.Context, request apigen.ReviewMatchRequestObject) (apigen.ReviewMatchResponseObject, error) {
	row, err := s.People.ReviewMatch(ctx, actorOf(ctx), request.MatchId.String(), request.Seq, request.Body.Confirm, valueOf(request.Body.Note))
	return apigen.ReviewMatch200JSONResponse(matchRowView(row)), err
}

func matchView(run domain.MatchRun) apigen.MatchRun {
	return apigen.MatchRun{Id: run.ID, Department: apigen.Department(run.Department), Kind: apigen.MatchKind(run.Kind), Name: masked(run.Name),
		Division: run.Division, Rows: run.Rows, Exact: run.Exact, Probable: run.Probable, None: run.None, Pending: run.Pending,
		CreatedAt: run.CreatedAt.UTC()}
}

func matchRowView(candidate people.MatchCandidate) apigen.MatchRow {
	row := candidate.Row
	view := apigen.MatchRow{Seq: row.Seq, Verdict: apigen.MatchVerdict(row.Verdict), Score: row.Score, Reason: masked(row.Reason),
		Review: apigen.ReviewState(row.Review), ReviewedBy: row.ReviewedBy, ReviewedAt: optionalTime(row.ReviewedAt),
		Input: apigen.MatchInput{Name: masked(row.Input.Name), IdNumber: row.Input.IDNumber.Masked(), BornOn: optional(row.Input.BornOn.String()),
			On: optional(row.Input.On.String()), Residence: optional(masked(row.Input.Residence)), Division: optional(row.Input.Division)}}
	if candidate.Person != nil {
		person := personView(*candidate.Person)
		view.Person = &person
	}
	return view
}
