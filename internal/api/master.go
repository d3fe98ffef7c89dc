package api

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

var errBadID = errs.New(errs.Invalid, "request.invalid", "地址中的编号不正确")

// pageOf reads the dossier and page of an address.
func pageOf(c *gin.Context) (dossierID string, pageNo int, err error) {
	dossierID = c.Param("dossierId")
	pageNo, err = strconv.Atoi(c.Param("pageNo"))
	if err != nil || pageNo < 1 || !domain.ValidID(dossierID) {
		return "", 0, errBadID
	}
	return dossierID, pageNo, nil
}

// getMaster serves a master byte for byte, with ranges. Every fetch is logged before the first byte leaves.
func (s *server) getMaster(c *gin.Context) {
	id, no, err := pageOf(c)
	if err != nil {
		s.fail(c, err)
		return
	}
	ctx, actor := c.Request.Context(), actorOf(c.Request.Context())
	d, page, err := s.Dossier.Page(ctx, actor, id, no)
	if err != nil {
		s.fail(c, err)
		return
	}
	// A missing file must be told before the status is sent.
	first, _, err := s.Dossier.OpenMaster(ctx, d, page, 0, min(page.Size, 1))
	if err != nil {
		s.fail(c, err)
		return
	}
	if err := errors.Join(first.Close(), s.Dossier.LogPage(ctx, actor, domain.AuditMasterView, d, no)); err != nil {
		s.fail(c, err)
		return
	}
	content := &rangeReader{size: page.Size, open: func(offset int64) (io.ReadCloser, error) {
		reader, _, err := s.Dossier.OpenMaster(ctx, d, page, offset, -1)
		return reader, err
	}}
	defer content.Close()
	header := c.Writer.Header()
	header.Set("Content-Type", page.MediaType)
	header.Set("Content-Disposition", `inline; filename="`+strconv.Itoa(no)+extensionOf(page.MediaType)+`"`)
	header.Set("Cache-Control", "private, no-cache")
	header.Set("ETag", strconv.Quote(page.Digest))
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, content)
	if content.fault != nil {
		s.fail(c, errs.Wrap("send master", content.fault)) // too late for an answer; the connection ends short
	}
}

func extensionOf(mediaType string) string {
	return map[string]string{"image/jpeg": ".jpg", "image/png": ".png", "image/tiff": ".tif", "application/pdf": ".pdf"}[mediaType]
}

// rangeReader makes something that can be opened at any offset seekable; it opens when the first byte is asked for.
type rangeReader struct {
	open   func(offset int64) (io.ReadCloser, error)
	size   int64
	offset int64
	reader io.ReadCloser
	fault  error
}

func (r *rangeReader) Read(p []byte) (int, error) {
	if r.reader == nil {
		if r.reader, r.fault = r.open(r.offset); r.fault != nil {
			return 0, r.fault
		}
	}
	n, err := r.reader.Read(p)
	r.offset += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		r.fault = err
	}
	return n, err
}

func (r *rangeReader) Seek(offset int64, whence int) (int64, error) {
	base := map[int]int64{io.SeekStart: 0, io.SeekCurrent: r.offset, io.SeekEnd: r.size}[whence]
	if base+offset < 0 {
		return 0, errors.New("seek before the start")
	}
	if base+offset != r.offset {
		r.Close()
		r.offset = base + offset
	}
	return r.offset, nil
}

func (r *rangeReader) Close() {
	if r.reader != nil {
		_ = r.reader.Close() // only read from
		r.reader = nil
	}
}
