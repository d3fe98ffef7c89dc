package sqlstore

import (
	"context"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/domain"
)

type gapRow struct {
	ID           string `gorm:"primaryKey"`
	BatchID      string
	Seq          int
	Material     string
	Reason       string
	Sealed       bool
	AttachmentID string
	OpenedOn     dateColumn
	DueOn        dateColumn
	ResolvedOn   dateColumn
	Resolution   string
	ResolvedBy   string
}

func (gapRow) TableName() string { return "line_gaps" }

func rowFromGap(g domain.Gap) gapRow {
	return gapRow{ID: g.ID, BatchID: g.BatchID, Seq: g.Seq, Material: g.Material, Reason: g.Reason, Sealed: g.Sealed,
		AttachmentID: g.AttachmentID, OpenedOn: dateColumn(g.OpenedOn), DueOn: dateColumn(g.DueOn), ResolvedOn: dateColumn(g.ResolvedOn),
		Resolution: g.Resolution, ResolvedBy: g.ResolvedBy}
}

func (r gapRow) domain() domain.Gap {
	return domain.Gap{ID: r.ID, BatchID: r.BatchID, Seq: r.Seq, Material: r.Material, Reason: r.Reason, Sealed: r.Sealed,
		AttachmentID: r.AttachmentID, OpenedOn: domain.PartialDate(r.OpenedOn), DueOn: domain.PartialDate(r.DueOn),
		ResolvedOn: domain.PartialDate(r.ResolvedOn), Resolution: r.Resolution, ResolvedBy: r.ResolvedBy}
}

type gapRepo struct{ handle }

func noGap() error { return notFound("该缺件说明", "gap.not_found") }

// Replace leaves resolved gaps as they are.
func (r gapRepo) Replace(ctx context.Context, batchID string, seq int, gaps []domain.Gap) error {
	rows := mapAll(gaps, func(g domain.Gap) gapRow {
		row := rowFromGap(g)
		row.BatchID, row.Seq = batchID, seq
		return row
	})
	return r.atomic(ctx, "replace gaps", func(db *gorm.DB) error {
		gone := db.Where("batch_id = ? AND seq = ? AND resolved_on = ''", batchID, seq)
		if len(gaps) > 0 {
			gone = gone.Where("id NOT IN ?", mapAll(gaps, func(g domain.Gap) string { return g.ID }))
		}
		if err := gone.Delete(&gapRow{}).Error; err != nil {
			return err
		}
		return upsertAll(db, rows)
	})
}

func (r gapRepo) Get(ctx context.Context, id string) (domain.Gap, error) {
	var row gapRow
	err := r.read(ctx, "get gap", func(db *gorm.DB) error { return take(db.Where("id = ?", id), &row, noGap()) })
	return row.domain(), err
}

func (r gapRepo) Update(ctx context.Context, gap domain.Gap) error {
	row := rowFromGap(gap)
	return r.write(ctx, "update gap", func(db *gorm.DB) error {
		return affected(db.Model(&gapRow{}).Where("id = ?", row.ID).Select("*").Updates(&row), noGap())
	})
}

func (r gapRepo) OfBatch(ctx context.Context, batchID string) ([]domain.Gap, error) {
	var rows []gapRow
	err := r.read(ctx, "list gaps", func(db *gorm.DB) error {
		return db.Where("batch_id = ?", batchID).Order("seq, id").Find(&rows).Error
	})
	return mapAll(rows, gapRow.domain), err
}
