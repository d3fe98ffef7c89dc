package api

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/danganku/danganku/internal/api/iiif"
	"github.com/danganku/danganku/internal/app/reading"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const (
	linkedData = "application/ld+json"
	imageLD    = `application/ld+json;profile="http://iiif.io/api/image/3/context.json"`
	manifestLD = `application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"`
)

// imagePage reads the identifier of an image, "dossier:page".
func imagePage(c *gin.Context) (dossierID string, pageNo int, err error) {
	dossierID, number, _ := strings.Cut(c.Param("page"), ":")
	pageNo, err = strconv.Atoi(number)
	if err != nil || pageNo < 1 || !domain.ValidID(dossierID) {
		return "", 0, errBadID
	}
	return dossierID, pageNo, nil
}

// absolute is a path of this server as the client reached it.
func (s *server) absolute(r *http.Request, path string) string {
	scheme := "http://"
	if s.Secure {
		scheme = "https://"
	}
	return scheme + r.Host + path
}

func (s *server) redirectToInfo(c *gin.Context) {
	id, no, err := imagePage(c)
	if err != nil {
		s.fail(c, err)
		return
	}
	c.Redirect(http.StatusSeeOther, imagePath(id, no)+"/info.json")
}

func (s *server) getImageInfo(c *gin.Context) {
	id, no, err := imagePage(c)
	if err != nil {
		s.fail(c, err)
		return
	}
	info, err := s.Reading.Info(c.Request.Context(), actorOf(c.Request.Context()), id, no)
	if err != nil {
		s.fail(c, err)
		return
	}
	sendLinkedData(c, imageLD, iiif.NewInfo(s.absolute(c.Request, imagePath(id, no)), info))
}

// sendLinkedData answers JSON; as linked data to those who ask for it.
func sendLinkedData(c *gin.Context, mediaType string, document any) {
	c.Header("Cache-Control", "private, no-cache")
	c.Header("Vary", "Accept, Cookie")
	if strings.Contains(c.GetHeader("Accept"), linkedData) {
		c.Header("Content-Type", mediaType) // gin keeps a type that is set
	}
	c.JSON(http.StatusOK, document)
}

func (s *server) getImage(c *gin.Context) {
	id, no, err := imagePage(c)
	if err != nil {
		s.fail(c, err)
		return
	}
	request, err := iiif.Parse(c.Param("region"), c.Param("size"), c.Param("rotation"), c.Param("file"))
	if err != nil {
		s.fail(c, badImageRequest(err))
		return
	}
	var canonical string
	resolve := func(size image.Point) (reading.Cut, error) {
		cut, err := request.Resolve(size)
		if err != nil {
			return cut, badImageRequest(err)
		}
		canonical = iiif.Canonical(cut, size)
		return cut, nil
	}
	known := func(tag string) bool { return strings.Contains(c.GetHeader("If-None-Match"), entityTag(tag)) }
	picture, err := s.Reading.Image(c.Request.Context(), actorOf(c.Request.Context()), id, no, resolve, known)
	if err != nil {
		s.fail(c, err)
		return
	}
	// The tag names the master and the cut, but who may see it can change at any time: keep it, and ask.
	c.Header("Cache-Control", "private, no-cache")
	c.Header("Vary", "Cookie")
	c.Header("ETag", entityTag(picture.ETag))
	c.Header("Link", "<"+s.absolute(c.Request, imagePath(id, no)+"/"+canonical)+`>;rel="canonical"`)
	if known(picture.ETag) {
		c.Status(http.StatusNotModified)
		c.Writer.WriteHeaderNow()
		return
	}
	c.Data(http.StatusOK, picture.MediaType, picture.Content)
}

func badImageRequest(err error) error {
	if !errors.Is(err, iiif.ErrRequest) {
		return err
	}
	return errs.New(errs.Invalid, "image.request", "不支持的影像请求，请检查区域、尺寸、旋转、质量和格式").Because(err)
}

// entityTag is a picture's tag in a form of fixed length that can be neither misread in a list of tags nor be part of
// another.
func entityTag(tag string) string {
	sum := sha256.Sum256([]byte(tag))
	return strconv.Quote(hex.EncodeToString(sum[:16]))
}

func (s *server) getManifest(c *gin.Context) {
	id := c.Param("dossierId")
	if !domain.ValidID(id) {
		s.fail(c, errBadID)
		return
	}
	d, err := s.Dossier.View(c.Request.Context(), actorOf(c.Request.Context()), id)
	if err != nil {
		s.fail(c, err)
		return
	}
	sendLinkedData(c, manifestLD, iiif.NewManifest(d, s.Schemes[d.Scheme], iiif.Addresses{
		Manifest: s.absolute(c.Request, "/iiif/presentation/3/"+id+"/manifest.json"),
		Image:    func(no int) string { return s.absolute(c.Request, imagePath(id, no)) },
	}))
}
