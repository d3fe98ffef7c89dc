package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// headRow is a line of a listing, joined from three tables by primary key.
type headRow struct {
	ID             string
	OfficeCode     string
	Division       string
	ArchivalCode   *string
	Name           string
	IDNumber       string
	Sex            string
	BornOn         dateColumn
	RetiredOn      dateColumn
	Survival       string
	EnterpriseName string
	Custody        string
	VolumeCount    int
	MaterialCount  int
	PageCount      int
	IngestID       string
	Fingerprint    string
	Version        int
	UpdatedAt      time.Time
}

const headColumns = "d.id, d.office_code, d.division, d.archival_code, p.name, p.id_number, p.sex, p.born_on, p.retired_on, " +
	"p.survival, coalesce(e.name, '') AS enterprise_name, coalesce(c.state, d.custody) AS custody, d.volume_count, d.material_count, d.page_count, d.ingest_id, " +
	"d.fingerprint, d.version, d.updated_at"

func (r headRow) domain() domain.DossierHead {
	return domain.DossierHead{ID: r.ID, OfficeCode: r.OfficeCode, Division: r.Division, ArchivalCode: textOf(r.ArchivalCode),
		Name: r.Name, IDNumber: domain.IDNumber(r.IDNumber), Sex: domain.Sex(r.Sex), BornOn: domain.PartialDate(r.BornOn),
		RetiredOn: domain.PartialDate(r.RetiredOn), Survival: domain.Survival(r.Survival), EnterpriseName: r.EnterpriseName,
		Custody: domain.CustodyState(r.Custody), VolumeCount: r.VolumeCount, MaterialCount: r.MaterialCount,
		PageCount: r.PageCount, IngestID: r.IngestID, Fingerprint: r.Fingerprint, Version: r.Version, UpdatedAt: r.UpdatedAt.UTC()}
}

func heads(db *gorm.DB) *gorm.DB {
	return db.Table("dossiers AS d").Select(headColumns).
		Joins("JOIN retirees AS p ON p.id = d.retiree_id").
		Joins("LEFT JOIN enterprises AS e ON e.id = d.enterprise_id").
		Joins("LEFT JOIN custody AS c ON c.dossier_id = d.id")
}

func (r dossierRepo) Head(ctx context.Context, id string) (domain.DossierHead, error) {
	var row headRow
	err := r.read(ctx, "get dossier head", func(db *gorm.DB) error {
		return take(heads(db).Where("d.id = ?", id), &row, noDossier())
	})
	return row.domain(), err
}

func (r dossierRepo) Page(ctx context.Context, id string, no int) (domain.DossierHead, domain.Page, error) {
	var head headRow
	var page pageRow
	err := r.snapshot(ctx, "get page", func(db *gorm.DB) error {
		if err := take(heads(db).Where("d.id = ?", id), &head, noDossier()); err != nil {
			return err
		}
		return take(db.Where("dossier_id = ? AND no = ?", id, no), &page, notFound("该页", "page.not_found"))
	})
	return head.domain(), page.domain(), err
}

func (r dossierRepo) Heads(ctx context.Context, ids []string, scope authz.Scope) ([]domain.DossierHead, error) {
	found, err := r.headsBy(ctx, "get dossier heads", "d.id", ids, scope, func(head domain.DossierHead) string { return head.ID })
	return inOrder(ids, found), err
}

func (r dossierRepo) ByIDNumbers(ctx context.Context, numbers []domain.IDNumber) (map[domain.IDNumber]domain.DossierHead, error) {
	plain := mapAll(numbers, domain.IDNumber.Full)
	found, err := r.headsBy(ctx, "find dossiers by identity number", "d.active_id_number", plain, authz.Everything(),
		func(head domain.DossierHead) string { return head.IDNumber.Full() })
	byNumber := make(map[domain.IDNumber]domain.DossierHead, len(found))
	for number, head := range found {
		byNumber[domain.IDNumber(number)] = head
	}
	return byNumber, err
}

func (r dossierRepo) ByArchivalCodes(ctx context.Context, codes []string) (map[string]domain.DossierHead, error) {
	return r.headsBy(ctx, "find dossiers by archival code", "d.archival_code", codes, authz.Everything(),
		func(head domain.DossierHead) string { return head.ArchivalCode })
}

// headsBy looks heads up by a unique column, a few hundred keys in one statement.
func (r dossierRepo) headsBy(ctx context.Context, op, column string, keys []string, scope authz.Scope,
	keyOf func(domain.DossierHead) string) (map[string]domain.DossierHead, error) {
	found := make(map[string]domain.DossierHead, len(keys))
	err := eachChunk(keys, func(chunk []string) error {
		var rows []headRow
		err := r.read(ctx, op, func(db *gorm.DB) error {
			return within(heads(db).Where(column+" IN ?", chunk), scope, "d.office_code").Find(&rows).Error
		})
		for _, row := range rows {
			head := row.domain()
			found[keyOf(head)] = head
		}
		return err
	})
	return found, err
}

func (r dossierRepo) List(ctx context.Context, scope authz.Scope, afterID string, limit int) ([]domain.DossierHead, error) {
	branches := branchesOf(scope, "office_code")
	if !scope.All && len(branches) == 0 {
		return nil, nil
	}
	var rows []headRow
	err := r.read(ctx, "list dossiers", func(db *gorm.DB) error {
		page := heads(db).Order("d.id").Limit(limit)
		if scope.All {
			return page.Where("d.id > ?", afterID).Find(&rows).Error
		}
		ids, args := pageOfBranches("dossiers", branches, "1 = 1", nil, afterID, limit)
		return page.Where("d.id IN ("+ids+")", args...).Find(&rows).Error
	})
	return mapAll(rows, headRow.domain), err
}

func (r dossierRepo) Count(ctx context.Context, scope authz.Scope) (int, error) {
	var count int64
	err := r.read(ctx, "count dossiers", func(db *gorm.DB) error {
		return within(db.Model(&dossierRow{}), scope, "office_code").Count(&count).Error
	})
	return int(count), err
}
