package api

import (
	"context"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/danganku/danganku/internal/errs"
)

const readyWithin = 5 * time.Second

// health says that the process answers.
func (s *server) health(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"status": "ok"}) }

// ready says that database, object store and index answer, so that a balancer may send requests here.
func (s *server) ready(c *gin.Context) {
	if s.Ready == nil {
		s.health(c)
		return
	}
	ctx, cancel := context.WithTimeout(c.Request.Context(), readyWithin)
	defer cancel()
	if err := s.Ready(ctx); err != nil {
		s.fail(c, errs.New(errs.Unavailable, "service.not_ready", "服务尚未就绪").Because(err))
		return
	}
	s.health(c)
}

// exposeMetrics answers this machine only, unless opened. A request that came through a proxy is not from this machine.
func (s *server) exposeMetrics(c *gin.Context) {
	if !s.OpenMetrics && !isLocal(c.Request) {
		s.fail(c, errNoRoute)
		return
	}
	s.metrics.handler.ServeHTTP(c.Writer, c.Request)
}

func isLocal(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	ip := net.ParseIP(host)
	return err == nil && ip != nil && ip.IsLoopback() && r.Header.Get("X-Forwarded-For") == "" && r.Header.Get("Forwarded") == ""
}

var (
	errNoRoute  = errs.New(errs.NotFound, "route.not_found", "没有这个地址")
	errNoMethod = errs.New(errs.Invalid, "route.method", "该地址不支持这种操作")
)

// noRoute leaves the address to the user interface, except below the prefixes of the program's own.
func (s *server) noRoute(c *gin.Context) {
	path := c.Request.URL.Path
	if s.UI == nil || strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/iiif/") {
		s.fail(c, errNoRoute)
		return
	}
	c.Status(http.StatusOK) // gin has put 404 in; the interface decides anew
	s.UI.ServeHTTP(c.Writer, c.Request)
}

func (s *server) noMethod(c *gin.Context) {
	problem, _ := problemOf(errNoMethod, requestID(c))
	problem.Status = http.StatusMethodNotAllowed
	writeProblem(c, problem)
}
