package sqlstore

import (
	"context"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/domain"
)

type enterpriseRow struct {
	ID                   string `gorm:"primaryKey"`
	Name                 string
	USCC                 string
	NoUSCCReason         string
	USCCOverride         string
	Level                string
	RegistrationDivision string
	InsuranceDivision    string
	Version              int
}

func (enterpriseRow) TableName() string { return "enterprises" }

func rowFromEnterprise(e domain.Enterprise) enterpriseRow {
	return enterpriseRow{ID: e.ID, Name: e.Name, USCC: e.USCC, NoUSCCReason: e.NoUSCCReason, USCCOverride: e.USCCOverride,
		Level: string(e.Level), RegistrationDivision: e.RegistrationDivision, InsuranceDivision: e.InsuranceDivision, Version: e.Version}
}

func (r enterpriseRow) domain() domain.Enterprise {
	return domain.Enterprise{ID: r.ID, Name: r.Name, USCC: r.USCC, NoUSCCReason: r.NoUSCCReason, USCCOverride: r.USCCOverride,
		Level: domain.EnterpriseLevel(r.Level), RegistrationDivision: r.RegistrationDivision,
		InsuranceDivision: r.InsuranceDivision, Version: r.Version}
}

type enterpriseRepo struct{ handle }

func (r enterpriseRepo) Save(ctx context.Context, enterprise domain.Enterprise) error {
	return r.write(ctx, "save enterprise", func(db *gorm.DB) error {
		return upsertAll(db, []enterpriseRow{rowFromEnterprise(enterprise)})
	})
}

func (r enterpriseRepo) Get(ctx context.Context, id string) (domain.Enterprise, error) {
	return r.one(ctx, "get enterprise", "id = ?", id)
}

func (r enterpriseRepo) ByName(ctx context.Context, name string) (domain.Enterprise, error) {
	return r.one(ctx, "find enterprise by name", "name = ?", name)
}

func (r enterpriseRepo) one(ctx context.Context, op, condition, value string) (domain.Enterprise, error) {
	var row enterpriseRow
	err := r.read(ctx, op, func(db *gorm.DB) error {
		return take(db.Where(condition, value), &row, notFound("该单位", "enterprise.not_found"))
	})
	return row.domain(), err
}

// List is ordered by names, which are unique, so that a page begins where the one before ended.
func (r enterpriseRepo) List(ctx context.Context, contains, afterName string, limit int) ([]domain.Enterprise, error) {
	var rows []enterpriseRow
	err := r.read(ctx, "list enterprises", func(db *gorm.DB) error {
		query := db.Where("name > ?", afterName)
		if contains != "" {
			query = query.Where(r.containsCondition("name"), contains)
		}
		return query.Order("name").Limit(limit).Find(&rows).Error
	})
	return mapAll(rows, enterpriseRow.domain), err
}

// containsCondition tests for a part of a text, every character meaning itself.
func (r enterpriseRepo) containsCondition(column string) string {
	if r.store.kind == Postgres {
		return "strpos(" + column + ", ?) > 0"
	}
	return "instr(" + column + ", ?) > 0"
}
