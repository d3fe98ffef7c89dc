package api

import (
	"io"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"github.com/danganku/danganku/internal/domain"
)

const (
	sheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	pdfType   = "application/pdf"
)

// download is a file made for one request.
type download struct {
	name      string // as the browser saves it
	mediaType string
	inline    bool // shown by the browser instead of saved
	write     func(w io.Writer) error
}

// sendFile writes a file as the answer. A fault before the first byte is answered as a problem; after it the connection is
// broken off, so that half a file is never taken for a whole one.
func (s *server) sendFile(c *gin.Context, file download) {
	disposition := "attachment"
	if file.inline {
		disposition = "inline"
	}
	header := c.Writer.Header()
	header.Set("Content-Type", file.mediaType)
	header.Set("Content-Disposition", disposition+"; filename*=UTF-8''"+url.PathEscape(file.name))
	err := file.write(c.Writer)
	if err == nil {
		return
	}
	if c.Writer.Written() {
		s.Logger.ErrorContext(c.Request.Context(), "answer broken off", slog.String("request", requestID(c)), slog.Any("error", err))
		panic(http.ErrAbortHandler)
	}
	s.fail(c, err)
}

// idOf reads an identifier of the address, and answers the request when it is none.
func (s *server) idOf(c *gin.Context, name string) (string, bool) {
	id := c.Param(name)
	if !domain.ValidID(id) {
		s.fail(c, errBadID)
		return "", false
	}
	return id, true
}
