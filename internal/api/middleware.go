package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/danganku/danganku/internal/errs"
)

const headerRequestID = "X-Request-Id"

type requestIDKey struct{}

func requestIDOf(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

func requestID(c *gin.Context) string { return requestIDOf(c.Request.Context()) }

// identify names the request. A name given by the client is not taken over: it would end up in the log.
func identify(c *gin.Context) {
	raw := make([]byte, 8)
	rand.Read(raw) // never fails, see crypto/rand
	id := hex.EncodeToString(raw)
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), requestIDKey{}, id))
	c.Header(headerRequestID, id)
}

// logAccess writes one line for each request. Names and identity numbers can stand in query strings, bodies and even in
// mistyped paths, so only the route's template is logged.
func (s *server) logAccess(c *gin.Context) {
	started := time.Now()
	c.Next()
	level := slog.LevelInfo
	if c.FullPath() == "/healthz" || c.FullPath() == "/readyz" || c.FullPath() == "/metrics" {
		level = slog.LevelDebug
	}
	s.Logger.LogAttrs(c.Request.Context(), level, "request", slog.String("request", requestID(c)),
		slog.String("method", c.Request.Method), slog.String("route", c.FullPath()), slog.Int("status", c.Writer.Status()),
		slog.Int("bytes", max(c.Writer.Size(), 0)), slog.Duration("took", time.Since(started)),
		slog.String("address", c.ClientIP()), slog.String("user", actorOf(c.Request.Context()).UserID))
}

// recoverPanic turns a panic into an answer. http.ErrAbortHandler is the standard way to break off a response and passes.
func (s *server) recoverPanic(c *gin.Context) {
	defer func() {
		fault := recover()
		if fault == nil {
			return
		}
		if err, is := fault.(error); is && errors.Is(err, http.ErrAbortHandler) {
			panic(fault)
		}
		s.Logger.LogAttrs(c.Request.Context(), slog.LevelError, "panic", slog.String("request", requestID(c)),
			slog.String("route", c.FullPath()), slog.Any("panic", fault), slog.String("stack", string(debug.Stack())))
		problem, _ := problemOf(errs.New(errs.Internal, "internal", ""), requestID(c))
		writeProblem(c, problem)
	}()
	c.Next()
}

// guard sets the headers every answer carries. The interface sets its own content policy; data has none to load.
func (s *server) guard(c *gin.Context) {
	header := c.Writer.Header()
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("X-Frame-Options", "DENY")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	if s.Secure {
		header.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// sameOrigin refuses requests that another web site makes a browser send. One with an API token is not made by a browser on its
// own: no site can add that header to a request to another, and the token then stands in the place of the cookie.
func (s *server) sameOrigin(c *gin.Context) {
	if _, is := bearerOf(c.Request); is {
		return
	}
	if err := s.origins.Check(c.Request); err != nil {
		s.fail(c, errs.New(errs.Forbidden, "request.cross_origin", "不接受来自其他网站的请求").Because(err))
	}
}

// within bounds the time of a request; streams of bytes set their own limits.
func within(limit time.Duration) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx, cancel := context.WithTimeout(c.Request.Context(), limit)
		defer cancel()
		c.Request = c.Request.WithContext(ctx)
		c.Next()
	}
}

const (
	maxBody         = 1 << 20
	maxManifestBody = 32 << 20 // 60,000 files with long Chinese names
	maxReplacement  = 64 << 20
	maxAttachment   = 64 << 20
	maxMatchBody    = 16 << 20 // 20,000 rows
)

// bodyLimits are the routes that take more than maxBody.
func bodyLimits() map[string]int64 {
	return map[string]int64{
		"POST " + basePath + "/ingests":                                       maxManifestBody,
		"POST " + basePath + "/dossiers/:dossierId/pages/:pageNo/replacement": maxReplacement,
		"POST " + basePath + "/attachments":                                   maxAttachment,
		"POST " + basePath + "/matches":                                       maxMatchBody,
		"POST " + basePath + "/matches/workbook":                              maxAttachment,
	}
}

// limitBody bounds what is read of a request, before anything reads it.
func (s *server) limitBody(c *gin.Context) {
	limit, larger := s.bodyLimits[c.Request.Method+" "+c.FullPath()]
	if !larger {
		limit = maxBody
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, limit)
}
