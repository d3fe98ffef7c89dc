package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/domain"
)

type proofRow struct {
	Code       string `gorm:"primaryKey"`
	Kind       string
	Number     string
	OfficeCode string
	MatterID   string
	IssuedOn   dateColumn
	ValidUntil dateColumn
	VoidedAt   *time.Time
	ReplacedBy string
}

func (proofRow) TableName() string { return "proofs" }

func rowFromProof(p domain.Proof) proofRow {
	return proofRow{Code: p.Code, Kind: string(p.Kind), Number: p.Number, OfficeCode: p.OfficeCode, MatterID: p.MatterID,
		IssuedOn: dateColumn(p.IssuedOn), ValidUntil: dateColumn(p.ValidUntil), VoidedAt: stampOrNull(p.VoidedAt), ReplacedBy: p.ReplacedBy}
}

func (r proofRow) domain() domain.Proof {
	return domain.Proof{Code: r.Code, Kind: domain.PaperKind(r.Kind), Number: r.Number, OfficeCode: r.OfficeCode, MatterID: r.MatterID,
		IssuedOn: domain.PartialDate(r.IssuedOn), ValidUntil: domain.PartialDate(r.ValidUntil), VoidedAt: timeOf(r.VoidedAt), ReplacedBy: r.ReplacedBy}
}

type proofRepo struct{ handle }

func (r proofRepo) Create(ctx context.Context, proofs ...domain.Proof) error {
	return r.atomic(ctx, "create proofs", func(db *gorm.DB) error { return insertAll(db, mapAll(proofs, rowFromProof)) })
}

func (r proofRepo) Get(ctx context.Context, code string) (domain.Proof, error) {
	var row proofRow
	err := r.read(ctx, "get proof", func(db *gorm.DB) error {
		return take(db.Where("code = ?", code), &row, notFound("该验证码", "proof.not_found"))
	})
	return row.domain(), err
}

// Void keeps the time of an earlier call, and its replacement where this one names none.
func (r proofRepo) Void(ctx context.Context, matterID string, at time.Time, replacedBy string) error {
	changes := map[string]any{"voided_at": gorm.Expr("coalesce(voided_at, ?)", stamp(at))}
	if replacedBy != "" {
		changes["replaced_by"] = replacedBy
	}
	return r.write(ctx, "void proofs", func(db *gorm.DB) error {
		return db.Model(&proofRow{}).Where("matter_id = ?", matterID).Updates(changes).Error
	})
}
