package sqlstore

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// checkRow keeps what was found at the counter as JSON; decision is a copy.
type checkRow struct {
	BatchID   string `gorm:"primaryKey"`
	Seq       int    `gorm:"primaryKey;autoIncrement:false"`
	Round     int    `gorm:"primaryKey;autoIncrement:false"`
	Decision  string
	Content   string // JSON
	Warnings  string // JSON
	DecidedBy string
	DecidedAt time.Time
}

func (checkRow) TableName() string { return "line_checks" }

func rowFromCheck(c domain.LineCheck) (checkRow, error) {
	content, errContent := encoded(c.Check)
	warnings, errWarnings := encoded(c.Warnings)
	return checkRow{BatchID: c.BatchID, Seq: c.Seq, Round: c.Round, Decision: string(c.Check.Decision), Content: content,
		Warnings: warnings, DecidedBy: c.CheckedBy, DecidedAt: stamp(c.CheckedAt)}, errors.Join(errContent, errWarnings)
}

func (r checkRow) domain() (domain.LineCheck, error) {
	check := domain.LineCheck{BatchID: r.BatchID, Seq: r.Seq, Round: r.Round, CheckedBy: r.DecidedBy, CheckedAt: r.DecidedAt.UTC()}
	return check, errors.Join(decode(r.Content, &check.Check), decode(r.Warnings, &check.Warnings))
}

func (r batchRepo) SaveCheck(ctx context.Context, check domain.LineCheck) error {
	row, err := rowFromCheck(check)
	if err != nil {
		return errs.Wrap("save check", err)
	}
	return r.write(ctx, "save check", func(db *gorm.DB) error { return upsertAll(db, []checkRow{row}) })
}

func (r batchRepo) Checks(ctx context.Context, batchID string, round int, decisions []domain.Decision, afterSeq, limit int) ([]domain.LineCheck, error) {
	return listOf(ctx, r.handle, "list checks", checkRow.domain, func(db *gorm.DB) *gorm.DB {
		query := db.Where("batch_id = ? AND round = ? AND seq > ?", batchID, round, afterSeq)
		if decisions != nil {
			query = query.Where("decision IN ?", texts(decisions))
		}
		return query.Order("seq").Limit(limit)
	})
}

func (r batchRepo) CheckHistory(ctx context.Context, batchID string, seq int) ([]domain.LineCheck, error) {
	return listOf(ctx, r.handle, "list checks of a line", checkRow.domain, func(db *gorm.DB) *gorm.DB {
		return db.Where("batch_id = ? AND seq = ?", batchID, seq).Order("round")
	})
}
