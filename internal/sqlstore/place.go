package sqlstore

import (
	"context"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

type divisionRow struct {
	Code      string `gorm:"primaryKey"`
	Name      string
	ValidFrom dateColumn
	ValidTo   dateColumn
	Successor string
}

func (divisionRow) TableName() string { return "divisions" }

func rowFromDivision(d domain.Division) divisionRow {
	return divisionRow{d.Code, d.Name, dateColumn(d.ValidFrom), dateColumn(d.ValidTo), d.Successor}
}

func (r divisionRow) domain() domain.Division {
	return domain.Division{Code: r.Code, Name: r.Name, ValidFrom: domain.PartialDate(r.ValidFrom),
		ValidTo: domain.PartialDate(r.ValidTo), Successor: r.Successor}
}

type officeRow struct {
	Code     string `gorm:"primaryKey"`
	Name     string
	Division string
}

func (officeRow) TableName() string { return "offices" }

func rowFromOffice(o domain.ArchiveOffice) officeRow { return officeRow(o) }

func (r officeRow) domain() domain.ArchiveOffice { return domain.ArchiveOffice(r) }

type placeRepo struct{ handle }

func (r placeRepo) SaveDivisions(ctx context.Context, divisions []domain.Division) error {
	return r.atomic(ctx, "save divisions", func(db *gorm.DB) error {
		return upsertAll(db, mapAll(divisions, rowFromDivision))
	})
}

func (r placeRepo) Divisions(ctx context.Context) ([]domain.Division, error) {
	var rows []divisionRow
	err := r.read(ctx, "list divisions", func(db *gorm.DB) error { return db.Order("code").Find(&rows).Error })
	return mapAll(rows, divisionRow.domain), err
}

func (r placeRepo) SaveOffice(ctx context.Context, office domain.ArchiveOffice) error {
	return r.write(ctx, "save office", func(db *gorm.DB) error {
		return upsertAll(db, []officeRow{rowFromOffice(office)})
	})
}

func (r placeRepo) Office(ctx context.Context, code string) (domain.ArchiveOffice, error) {
	var row officeRow
	err := r.read(ctx, "get office", func(db *gorm.DB) error {
		return take(db.Where("code = ?", code), &row, notFound("档案管理部门", "office.not_found"))
	})
	return row.domain(), err
}

func (r placeRepo) Offices(ctx context.Context, scope authz.Scope) ([]domain.ArchiveOffice, error) {
	var rows []officeRow
	err := r.read(ctx, "list offices", func(db *gorm.DB) error {
		return within(db, scope, "code").Order("code").Find(&rows).Error
	})
	return mapAll(rows, officeRow.domain), err
}
