package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/errs"
)

// StatusClientGone is answered, to nobody, when the client left before its answer was ready.
const StatusClientGone = 499

const (
	problemType       = "application/problem+json"
	retryAfterSeconds = 5
)

// kindAnswers is what each kind of error means in HTTP, and how loudly it is logged.
var kindAnswers = map[errs.Kind]struct {
	status int
	level  slog.Level
}{
	errs.Internal:        {http.StatusInternalServerError, slog.LevelError},
	errs.Invalid:         {http.StatusBadRequest, slog.LevelDebug},
	errs.Unauthenticated: {http.StatusUnauthorized, slog.LevelInfo},
	errs.Forbidden:       {http.StatusForbidden, slog.LevelWarn},
	errs.NotFound:        {http.StatusNotFound, slog.LevelDebug},
	errs.Conflict:        {http.StatusConflict, slog.LevelDebug},
	errs.Stale:           {http.StatusPreconditionFailed, slog.LevelDebug},
	errs.TooLarge:        {http.StatusRequestEntityTooLarge, slog.LevelInfo},
	errs.Unprocessable:   {http.StatusUnprocessableEntity, slog.LevelInfo},
	errs.Unavailable:     {http.StatusServiceUnavailable, slog.LevelWarn},
}

// problemOf turns an error into what the client may know of it. Causes never get in: an internal error says nothing but
// where to find it in the log.
func problemOf(err error, requestID string) (apigen.Problem, slog.Level) {
	err = classified(err)
	answer := kindAnswers[errs.KindOf(err)]
	problem := apigen.Problem{Type: "about:blank", Status: answer.status, RequestId: &requestID}
	var known *errs.Error
	if !errors.As(err, &known) || known.Kind == errs.Internal {
		if errs.IsCanceled(err) {
			problem.Status, problem.Code, problem.Title = StatusClientGone, "request.canceled", "请求已取消"
			return problem, slog.LevelDebug
		}
		problem.Code, problem.Title = "internal", "服务器内部错误，请稍后再试；如仍出现，请将请求编号告知管理员"
		return problem, answer.level
	}
	problem.Code, problem.Title = known.Code, known.Msg
	if len(known.Fields) > 0 {
		fields := make([]apigen.ProblemField, len(known.Fields))
		for i, field := range known.Fields {
			fields[i] = apigen.ProblemField{Name: field.Name, Message: field.Message}
		}
		problem.Fields = &fields
	}
	return problem, answer.level
}

// classified gives a kind to the errors of the standard library that a client can cause.
func classified(err error) error {
	var known *errs.Error
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &known):
		return err
	case errors.As(err, &tooLarge):
		return errs.New(errs.TooLarge, "request.too_large", "请求内容超过上限（%d 字节）", tooLarge.Limit).Because(err)
	case errors.Is(err, context.DeadlineExceeded):
		return errs.New(errs.Unavailable, "request.timeout", "处理超时，请稍后再试").Because(err)
	}
	return err
}

// logged turns an error into a problem and logs it with its causes.
func (s *server) logged(c *gin.Context, err error) apigen.Problem {
	problem, level := problemOf(err, requestID(c))
	s.Logger.LogAttrs(c.Request.Context(), level, "request failed", slog.String("request", requestID(c)),
		slog.String("route", c.FullPath()), slog.String("code", problem.Code), slog.Int("status", problem.Status), slog.Any("error", err))
	return problem
}

// fail answers a request with a problem.
func (s *server) fail(c *gin.Context, err error) {
	problem := s.logged(c, err)
	if who := callerOf(c.Request.Context()); problem.Code == errForbidden.Code && who.actor.UserID != "" {
		if err := s.Audit.Denied(c.Request.Context(), who.actor, c.Request.Method+" "+c.FullPath()); err != nil {
			s.Logger.ErrorContext(c.Request.Context(), "denial not logged", slog.String("request", requestID(c)), slog.Any("error", err))
		}
	}
	writeProblem(c, problem)
}

// writeProblem ends the request. When the answer has begun already there is nothing left to say but to break off.
func writeProblem(c *gin.Context, problem apigen.Problem) {
	if c.Writer.Written() {
		c.Abort()
		return
	}
	header := c.Writer.Header()
	for _, name := range []string{"ETag", "Content-Length", "Content-Disposition", "Content-Type", "Link"} {
		header.Del(name)
	}
	if problem.Status == http.StatusServiceUnavailable || problem.Status == http.StatusTooManyRequests {
		header.Set("Retry-After", strconv.Itoa(retryAfterSeconds))
	}
	header.Set("Cache-Control", "no-store")
	body, err := json.Marshal(problem)
	if err != nil {
		panic("a problem of strings cannot be encoded: " + err.Error())
	}
	c.Data(problem.Status, problemType, body)
	c.Abort()
}
