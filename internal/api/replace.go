package api

import (
	"io"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/errs"
)

// parallelReplacements bounds how many images are held in memory at a time.
const parallelReplacements = 2

// replacePage takes the body as the new image of a page. The contract bounded the body and checked reason and version.
func (s *server) replacePage(c *gin.Context) {
	id, no, err := pageOf(c)
	if err != nil {
		s.fail(c, err)
		return
	}
	version, err := versionOf(c.GetHeader("If-Match"))
	if err != nil {
		s.fail(c, err)
		return
	}
	view, err := s.replace(c, id, no, version)
	if err != nil {
		s.fail(c, err)
		return
	}
	c.Header("ETag", strconv.Quote(strconv.Itoa(view.Head.Version)))
	c.JSON(http.StatusOK, view)
}

func (s *server) replace(c *gin.Context, id string, no, version int) (apigen.Dossier, error) {
	ctx, actor := c.Request.Context(), actorOf(c.Request.Context())
	// Whoever may not see the page is told so before sending megabytes.
	if _, _, err := s.Dossier.Page(ctx, actor, id, no); err != nil {
		return apigen.Dossier{}, err
	}
	select {
	case s.replacements <- struct{}{}:
		defer func() { <-s.replacements }()
	case <-ctx.Done():
		return apigen.Dossier{}, ctx.Err()
	}
	content, err := io.ReadAll(c.Request.Body)
	if err != nil {
		return apigen.Dossier{}, errs.Wrap("read replacement", err)
	}
	d, err := s.Dossier.ReplacePage(ctx, actor, id, no, version, content, c.Query("reason"))
	if err != nil {
		return apigen.Dossier{}, err
	}
	return s.dossierView(ctx, d, true)
}
