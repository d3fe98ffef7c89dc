package sqlstore

import (
	"context"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
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

func noEnterprise() error { return notFound("该单位", "enterprise.not_found") }

func (r enterpriseRepo) Update(ctx context.Context, enterprise *domain.Enterprise) error {
	row := rowFromEnterprise(*enterprise)
	row.Version++
	err := r.atomic(ctx, "update enterprise", func(db *gorm.DB) error {
		stale := errs.New(errs.Stale, "enterprise.stale", "单位信息已被他人修改，请刷新后重做")
		return replaceVersion(db, &row, enterprise.Version, noEnterprise(), stale, "id = ?", row.ID)
	})
	if err == nil {
		enterprise.Version = row.Version
	}
	return err
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
		return take(db.Where(condition, value), &row, noEnterprise())
	})
	return row.domain(), err
}

func (r enterpriseRepo) ByNames(ctx context.Context, names []string) (map[string]domain.Enterprise, error) {
	return r.many(ctx, "find enterprises by name", "name IN ?", names, func(e domain.Enterprise) string { return e.Name })
}

// ByUSCCs leaves out the empty code. Of several enterprises with one code it gives the newest.
func (r enterpriseRepo) ByUSCCs(ctx context.Context, codes []string) (map[string]domain.Enterprise, error) {
	return r.many(ctx, "find enterprises by code", "uscc <> '' AND uscc IN ?", codes, func(e domain.Enterprise) string { return e.USCC })
}

func (r enterpriseRepo) many(ctx context.Context, op, condition string, keys []string, keyOf func(domain.Enterprise) string) (map[string]domain.Enterprise, error) {
	found := make(map[string]domain.Enterprise, len(keys))
	err := eachFound(keys, func(chunk []string, rows *[]enterpriseRow) error {
		return r.read(ctx, op, func(db *gorm.DB) error { return db.Where(condition, chunk).Order("id").Find(rows).Error })
	}, func(row enterpriseRow) { found[keyOf(row.domain())] = row.domain() })
	return found, err
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
func (h handle) containsCondition(column string) string {
	if h.store.kind == Postgres {
		return "strpos(" + column + ", ?) > 0"
	}
	return "instr(" + column + ", ?) > 0"
}
