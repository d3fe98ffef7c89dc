package api

import (
	"iter"
	"net/url"

	"github.com/gin-gonic/gin"

	"github.com/danganku/danganku/internal/domain"
)

const sheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// getIngestReport writes the dry-run report as a workbook, a few dossiers at a time.
func (s *server) getIngestReport(c *gin.Context) {
	ctx, id := c.Request.Context(), c.Param("ingestId")
	if !domain.ValidID(id) {
		s.fail(c, errBadID)
		return
	}
	in, err := s.Ingest.OpenReport(ctx, actorOf(ctx), id)
	if err != nil {
		s.fail(c, err)
		return
	}
	header := c.Writer.Header()
	header.Set("Content-Type", sheetType)
	header.Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape("检测报告-"+masked(in.Name)+".xlsx"))
	if err := s.WriteReport(c.Writer, in, maskedItems(s.Ingest.Report(ctx, id))); err != nil {
		s.fail(c, err)
	}
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
	item.Violations = append([]domain.Violation(nil), item.Violations...)
	for i := range item.Violations {
		item.Violations[i].File, item.Violations[i].Message = masked(item.Violations[i].File), masked(item.Violations[i].Message)
	}
	return item
}
