package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/errs"
)

const secret = "postgres://danganku:hunter2@10.0.0.5/db"

func newTestServer(t *testing.T, log io.Writer) (*server, *gin.Engine) {
	t.Helper()
	gin.SetMode(gin.ReleaseMode)
	s := &server{Config: Config{Logger: slog.New(slog.NewTextHandler(log, nil))}, origins: http.NewCrossOriginProtection(), attempts: newLimiters()}
	engine := gin.New()
	engine.ContextWithFallback = true
	engine.Use(identify, s.recoverPanic)
	return s, engine
}

func TestEveryKindOfErrorHasItsAnswer(t *testing.T) {
	cause := errors.New(secret)
	for _, test := range []struct {
		name   string
		err    error
		status int
		code   string
		title  string
	}{
		{"unclassified", cause, 500, "internal", "服务器内部错误"},
		{"internal", errs.New(errs.Internal, "index.broken", "secret words").Because(cause), 500, "internal", "服务器内部错误"},
		{"invalid", errs.New(errs.Invalid, "a.b", "甲").Because(cause), 400, "a.b", "甲"},
		{"unauthenticated", errs.New(errs.Unauthenticated, "a.b", "甲").Because(cause), 401, "a.b", "甲"},
		{"forbidden", errs.New(errs.Forbidden, "a.b", "甲").Because(cause), 403, "a.b", "甲"},
		{"not found", errs.New(errs.NotFound, "a.b", "甲").Because(cause), 404, "a.b", "甲"},
		{"conflict", errs.New(errs.Conflict, "a.b", "甲").Because(cause), 409, "a.b", "甲"},
		{"stale", errs.New(errs.Stale, "a.b", "甲").Because(cause), 412, "a.b", "甲"},
		{"too large", errs.New(errs.TooLarge, "a.b", "甲").Because(cause), 413, "a.b", "甲"},
		{"unprocessable", errs.New(errs.Unprocessable, "a.b", "甲").Because(cause), 422, "a.b", "甲"},
		{"unavailable", errs.New(errs.Unavailable, "a.b", "甲").Because(cause), 503, "a.b", "甲"},
		{"wrapped", fmt.Errorf("save %s: %w", secret, errs.New(errs.Conflict, "a.b", "甲")), 409, "a.b", "甲"},
		{"client gone", fmt.Errorf("%s: %w", secret, context.Canceled), StatusClientGone, "request.canceled", "请求已取消"},
		{"out of time", fmt.Errorf("%s: %w", secret, context.DeadlineExceeded), 503, "request.timeout", "处理超时"},
		{"body too large", fmt.Errorf("%s: %w", secret, &http.MaxBytesError{Limit: 5}), 413, "request.too_large", "5 字节"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var log bytes.Buffer
			s, engine := newTestServer(t, &log)
			engine.GET("/x", func(c *gin.Context) { s.fail(c, test.err) })
			answer := httptest.NewRecorder()
			engine.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/x", nil))
			var problem apigen.Problem
			if err := json.Unmarshal(answer.Body.Bytes(), &problem); err != nil {
				t.Fatal(err)
			}
			if answer.Code != test.status || problem.Status != test.status || problem.Code != test.code || !strings.Contains(problem.Title, test.title) {
				t.Errorf("%d %+v", answer.Code, problem)
			}
			if got := answer.Header().Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("content type %q", got)
			}
			if (answer.Header().Get("Retry-After") != "") != (test.status == 503) {
				t.Errorf("Retry-After %q", answer.Header().Get("Retry-After"))
			}
			if problem.RequestId == nil || *problem.RequestId != answer.Header().Get(headerRequestID) || *problem.RequestId == "" {
				t.Errorf("request id %v, header %q", problem.RequestId, answer.Header().Get(headerRequestID))
			}
			if whole := answer.Body.String() + fmt.Sprint(answer.Header()); strings.Contains(whole, "hunter2") || strings.Contains(whole, "secret words") {
				t.Errorf("the cause leaks: %s", whole)
			}
			if test.status == 500 && !strings.Contains(log.String(), "hunter2") {
				t.Error("the log does not have the cause")
			}
		})
	}
}

func TestPanicsBecomeProblems(t *testing.T) {
	var log bytes.Buffer
	_, engine := newTestServer(t, &log)
	engine.GET("/x", func(*gin.Context) { panic(secret) })
	answer := httptest.NewRecorder()
	engine.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/x", nil))
	if answer.Code != 500 || strings.Contains(answer.Body.String(), "hunter2") || !strings.Contains(answer.Body.String(), `"code":"internal"`) {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	if !strings.Contains(log.String(), "hunter2") || !strings.Contains(log.String(), "problem_test.go") {
		t.Errorf("the log lacks the panic or its place: %s", log.String())
	}
}

func TestMasking(t *testing.T) {
	for text, want := range map[string]string{
		"张三 219901196001010019":      "张三 2199**********0019",
		"张三_21990119600101001X/1":    "张三_2199**********001X/1",
		"张三 219901 19600101 0019":    "张三 2199** ******** 0019",
		"旧号 219901600101001 止":       "旧号 2199*******1001 止",
		"档号 2101060012345":           "档号 2101060012345",
		"219901196001010019219901":   "2199****************9901",
		"":                           "",
		"电话13800000000 号21990119600": "电话13800000000 号21990119600",
	} {
		if got := masked(text); got != want {
			t.Errorf("masked(%q) = %q, want %q", text, got, want)
		}
	}
	pieces := maskedPieces([]string{"身份证号", "219901", "19600101", "0019", "，男"})
	if got := strings.Join(pieces, "|"); got != "身份证号|2199**|********|0019|，男" {
		t.Errorf("pieces %s", got)
	}
	pieces = maskedPieces([]string{"号２１９９０１", "１９６０ ０１０１", "　００１９"})
	if got := strings.Join(pieces, "|"); got != "号２１９９**|**** ****|　００１９" {
		t.Errorf("wide pieces %s", got)
	}
}

func TestAddressesAreForgotten(t *testing.T) {
	l := newLimiter()
	now := fixedNow
	for i := range maxAddresses + 10 {
		l.allow(fmt.Sprint(i), now)
	}
	if len(l.buckets) > maxAddresses {
		t.Errorf("%d addresses are remembered", len(l.buckets))
	}
	for range signInBurst {
		l.allow("x", now)
	}
	if l.allow("x", now) || !l.allow("y", now) || !l.allow("x", now.Add(signInEvery)) {
		t.Error("the limit does not hold, hits others or never ends")
	}
}
