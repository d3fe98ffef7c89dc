package api

import (
	"io"
	"strconv"

	"github.com/gin-gonic/gin"
)

// getPaper prints an issued paper anew. What it says is read from rows that no longer change; each print is logged.
func (s *server) getPaper(c *gin.Context) {
	ctx := c.Request.Context()
	paper, err := s.Transfer.OpenPaper(ctx, actorOf(ctx), c.Param("number"))
	if err != nil {
		s.fail(c, err)
		return
	}
	s.sendFile(c, download{name: paper.Paper.Number + ".pdf", mediaType: pdfType, inline: true, write: func(w io.Writer) error {
		return s.WritePaper(ctx, w, paper)
	}})
}

func (s *server) getAgreementPDF(c *gin.Context) {
	id, ok := s.idOf(c, "agreementId")
	if !ok {
		return
	}
	version := 0 // the newest
	if text := c.Query("version"); text != "" {
		var err error
		if version, err = strconv.Atoi(text); err != nil {
			s.fail(c, errBadID)
			return
		}
	}
	ctx := c.Request.Context()
	agreement, err := s.Transfer.AgreementPaper(ctx, actorOf(ctx), id, version)
	if err != nil {
		s.fail(c, err)
		return
	}
	name := agreement.Agreement.No + "-" + strconv.Itoa(agreement.Agreement.VersionNo) + ".pdf"
	s.sendFile(c, download{name: name, mediaType: pdfType, inline: true, write: func(w io.Writer) error {
		return s.WriteAgreement(ctx, w, agreement)
	}})
}
