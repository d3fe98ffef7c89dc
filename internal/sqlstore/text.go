package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/domain"
)

type pageTextRow struct {
	DossierID     string `gorm:"primaryKey"`
	PageNo        int    `gorm:"primaryKey;autoIncrement:false"`
	Engine        string `gorm:"primaryKey"`
	EngineVersion string `gorm:"primaryKey"`
	Content       string
	CreatedAt     time.Time `gorm:"autoCreateTime:false"`
}

func (pageTextRow) TableName() string { return "page_texts" }

func rowFromPageText(t domain.PageText) pageTextRow {
	return pageTextRow{t.DossierID, t.PageNo, t.Engine, t.EngineVersion, cleanText(t.Text), stamp(t.CreatedAt)}
}

func (r pageTextRow) domain() domain.PageText {
	return domain.PageText{DossierID: r.DossierID, PageNo: r.PageNo, Engine: r.Engine, EngineVersion: r.EngineVersion,
		Text: r.Content, CreatedAt: r.CreatedAt.UTC()}
}

type textRepo struct{ handle }

func (r textRepo) Save(ctx context.Context, texts []domain.PageText) error {
	return r.atomic(ctx, "save page texts", func(db *gorm.DB) error { return upsertAll(db, mapAll(texts, rowFromPageText)) })
}

func (r textRepo) OfDossier(ctx context.Context, dossierID string) ([]domain.PageText, error) {
	found, err := r.OfDossiers(ctx, []string{dossierID})
	return found[dossierID], err
}

// newestTexts keeps of each page and engine the text made last.
const newestTexts = `SELECT dossier_id, page_no, engine, engine_version, content, created_at FROM (
	SELECT *, row_number() OVER (PARTITION BY dossier_id, page_no, engine ORDER BY created_at DESC, engine_version DESC) AS age
	FROM page_texts WHERE dossier_id IN ?) AS versions
WHERE age = 1 ORDER BY dossier_id, page_no, engine`

func (r textRepo) OfDossiers(ctx context.Context, dossierIDs []string) (map[string][]domain.PageText, error) {
	found := make(map[string][]domain.PageText, len(dossierIDs))
	err := eachChunk(dossierIDs, func(chunk []string) error {
		var rows []pageTextRow
		err := r.read(ctx, "load page texts", func(db *gorm.DB) error { return db.Raw(newestTexts, chunk).Scan(&rows).Error })
		for _, row := range rows {
			found[row.DossierID] = append(found[row.DossierID], row.domain())
		}
		return err
	})
	return found, err
}
