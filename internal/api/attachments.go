package api

import (
	"io"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
)

// uploadAttachment takes the body as an attachment. It belongs to nothing, and nobody but the uploader can read it, until
// it is named in a form.
func (s *server) uploadAttachment(c *gin.Context) {
	ctx := c.Request.Context()
	attached, err := s.Transfer.Upload(ctx, actorOf(ctx), c.Query("name"), c.Request.Body)
	if err != nil {
		s.fail(c, err)
		return
	}
	c.JSON(http.StatusCreated, attachment{attached.ID, masked(attached.Name), attached.MediaType, attached.Size})
}

// attachment is the contract's Attachment; the generator leaves out what only streams of bytes answer.
type attachment struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	MediaType string `json:"mediaType"`
	Size      int64  `json:"size"`
}

func (s *server) getAttachment(c *gin.Context) {
	id, ok := s.idOf(c, "attachmentId")
	if !ok {
		return
	}
	ctx := c.Request.Context()
	attached, content, err := s.Transfer.OpenAttachment(ctx, actorOf(ctx), id)
	if err != nil {
		s.fail(c, err)
		return
	}
	defer content.Close()
	c.Header("Content-Length", strconv.FormatInt(attached.Size, 10)) // what breaks off ends short
	s.sendFile(c, download{name: masked(attached.Name), mediaType: attached.MediaType, write: func(w io.Writer) error {
		_, err := io.Copy(w, content)
		return err
	}})
}
