package api

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

var errBadLabels = errs.New(errs.Invalid, "request.invalid", "请求内容不符合要求：dossierIds 应为档案标识的列表").
	WithFields(errs.Field{Name: "dossierIds", Message: "格式不正确"})

// printLabels prints the labels of the dossiers that the body names. Identifiers do not fit an address.
func (s *server) printLabels(c *gin.Context) {
	var request struct {
		DossierIDs []string `json:"dossierIds"`
	}
	if err := json.NewDecoder(c.Request.Body).Decode(&request); err != nil {
		s.fail(c, fmt.Errorf("%w: %w", errBadLabels, err))
		return
	}
	for _, id := range request.DossierIDs {
		if !domain.ValidID(id) {
			s.fail(c, errBadLabels)
			return
		}
	}
	s.sendLabels(c, request.DossierIDs)
}

// getIngestLabels prints the labels of what an ingest has stored.
func (s *server) getIngestLabels(c *gin.Context) {
	id, ok := s.idOf(c, "ingestId")
	if !ok {
		return
	}
	ctx := c.Request.Context()
	ids, err := s.Ingest.StoredDossiers(ctx, actorOf(ctx), id, queryNumber(c, "part", 1))
	if err != nil {
		s.fail(c, err)
		return
	}
	s.sendLabels(c, ids)
}

func (s *server) sendLabels(c *gin.Context, ids []string) {
	ctx := c.Request.Context()
	run := domain.LabelRun{Kind: domain.LabelKind(c.Query("kind")), SpineWidth: queryNumber(c, "spineWidth", 0), Start: queryNumber(c, "start", 1)}
	labels, err := s.Dossier.Labels(ctx, actorOf(ctx), run, ids)
	if err != nil {
		s.fail(c, err)
		return
	}
	s.sendFile(c, download{name: "labels.pdf", mediaType: pdfType, inline: true, write: func(w io.Writer) error {
		return s.WriteLabels(w, run, labels)
	}})
}

// queryNumber is a number of the address, whose form the contract has checked, or what stands for it when it is left out.
func queryNumber(c *gin.Context, name string, otherwise int) int {
	if number, err := strconv.Atoi(c.Query(name)); err == nil {
		return number
	}
	return otherwise
}
