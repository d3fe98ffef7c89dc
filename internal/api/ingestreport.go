package api

import (
	"io"
	"iter"

	"github.com/gin-gonic/gin"

	"github.com/danganku/danganku/internal/domain"
)

// getIngestReport writes the dry-run report as a workbook, a few dossiers at a time.
func (s *server) getIngestReport(c *gin.Context) {
	ctx := c.Request.Context()
	id, ok := s.idOf(c, "ingestId")
	if !ok {
		return
	}
	in, err := s.Ingest.OpenReport(ctx, actorOf(ctx), id)
	if err != nil {
		s.fail(c, err)
		return
	}
	in.Name = masked(in.Name)
	s.sendFile(c, download{name: "检测报告-" + in.Name + ".xlsx", mediaType: sheetType, write: func(w io.Writer) error {
		return s.WriteReport(w, in, maskedItems(s.Ingest.Report(ctx, id)))
	}})
}

// maskedItems is the report with identity numbers masked.
func maskedItems(items iter.Seq2[domain.IngestItem, error]) iter.Seq2[domain.IngestItem, error] {
	return func(yield func(domain.IngestItem, error) bool) {
		for item, err := range items {
			if !yield(maskedItem(item), err) {
				return
			}
		}
	}
}

func maskedItem(item domain.IngestItem) domain.IngestItem {
	item.Draft.Folder, item.Problem = masked(item.Draft.Folder), masked(item.Problem)
	item.Draft.IDNumber = domain.IDNumber(item.Draft.IDNumber.Masked())
	item.Violations = maskedViolations(item.Violations)
	return item
}

func maskedViolations(violations []domain.Violation) []domain.Violation {
	hidden := append([]domain.Violation(nil), violations...)
	for i := range hidden {
		hidden[i].File, hidden[i].Message = masked(hidden[i].File), masked(hidden[i].Message)
	}
	return hidden
}
