package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/domain"
)

// paperNumberRow is the last number given out.
type paperNumberRow struct {
	Kind   string `gorm:"primaryKey"`
	Office string `gorm:"primaryKey"`
	Year   int    `gorm:"primaryKey;autoIncrement:false"`
	LastNo int
}

func (paperNumberRow) TableName() string { return "paper_numbers" }

type numberRepo struct{ handle }

// nextNumber holds the row until the transaction ends: whoever wants a number of the same kind waits to see whether this
// one is used or given back.
const nextNumber = `INSERT INTO paper_numbers (kind, office, year, last_no) VALUES (?, ?, ?, 1)
ON CONFLICT (kind, office, year) DO UPDATE SET last_no = paper_numbers.last_no + 1 RETURNING last_no`

func (r numberRepo) Next(ctx context.Context, kind domain.PaperKind, office string, year int) (int, error) {
	var next int
	err := r.write(ctx, "give out number", func(db *gorm.DB) error {
		return db.Raw(nextNumber, string(kind), office, year).Scan(&next).Error
	})
	return next, err
}

type paperRow struct {
	Number       string `gorm:"primaryKey"`
	Kind         string
	OfficeCode   string
	Division     string
	BatchID      string
	EnterpriseID string
	Round        int
	Lines        int
	IssuedOn     dateColumn
	IssuedBy     string
	IssuedAt     time.Time
}

func (paperRow) TableName() string { return "issued_papers" }

func rowFromPaper(p domain.IssuedPaper) paperRow {
	return paperRow{Number: p.Number, Kind: string(p.Kind), OfficeCode: p.OfficeCode, Division: p.Division, BatchID: p.BatchID,
		EnterpriseID: p.EnterpriseID, Round: p.Round, Lines: p.Lines, IssuedOn: dateColumn(p.IssuedOn), IssuedBy: p.IssuedBy,
		IssuedAt: stamp(p.IssuedAt)}
}

func (r paperRow) domain() domain.IssuedPaper {
	return domain.IssuedPaper{Number: r.Number, Kind: domain.PaperKind(r.Kind), OfficeCode: r.OfficeCode, Division: r.Division,
		BatchID: r.BatchID, EnterpriseID: r.EnterpriseID, Round: r.Round, Lines: r.Lines, IssuedOn: domain.PartialDate(r.IssuedOn),
		IssuedBy: r.IssuedBy, IssuedAt: r.IssuedAt.UTC()}
}

type paperRepo struct{ handle }

func (r paperRepo) Create(ctx context.Context, paper domain.IssuedPaper) error {
	return r.write(ctx, "create issued paper", func(db *gorm.DB) error { return insertAll(db, []paperRow{rowFromPaper(paper)}) })
}

func (r paperRepo) Get(ctx context.Context, number string) (domain.IssuedPaper, error) {
	var row paperRow
	err := r.read(ctx, "get issued paper", func(db *gorm.DB) error {
		return take(db.Where("number = ?", number), &row, notFound("该编号的文书", "paper.not_found"))
	})
	return row.domain(), err
}

func (r paperRepo) OfBatch(ctx context.Context, batchID string) ([]domain.IssuedPaper, error) {
	var rows []paperRow
	err := r.read(ctx, "list issued papers", func(db *gorm.DB) error {
		return db.Where("batch_id = ?", batchID).Order("issued_at, number").Find(&rows).Error
	})
	return mapAll(rows, paperRow.domain), err
}
