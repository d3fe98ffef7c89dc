package sqlstore

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Put follows the record in about a dozen statements, whatever the number of pages. An office that is unknown is added;
// a known one keeps its present name, the dossier remembers what its record says. The enterprise is replaced unless the
// stored one has a higher version, so that the order in which a rebuild meets records does not matter.
func (r dossierRepo) Put(ctx context.Context, d *domain.Dossier) error {
	return r.atomic(ctx, "put dossier", func(db *gorm.DB) error {
		stored, err := storedVersion(db, d.ID)
		if err != nil {
			return err
		}
		if stored >= d.Version {
			return staleDossier(d.ID)
		}
		if stored != 0 && stored != d.Version-1 {
			return errs.New(errs.Conflict, "dossier.version_gap", "数据库中的档案为第%d版，不能直接更新为第%d版，请重建目录", stored, d.Version)
		}
		if err := putSurroundings(db, d); err != nil {
			return err
		}
		if err := putCover(db, d, stored); err != nil {
			return err
		}
		return putParts(db, d, stored != 0)
	})
}

func staleDossier(id string) error {
	return errs.New(errs.Stale, "dossier.stale", "档案已被他人修改，请刷新后重做").WithFields(errs.Field{Name: "id", Message: id})
}

// storedVersion is 0 for a dossier without rows.
func storedVersion(db *gorm.DB, id string) (int, error) {
	var version int
	err := db.Model(&dossierRow{}).Where("id = ?", id).Limit(1).Pluck("version", &version).Error
	return version, err
}

// putSurroundings makes the rows exist that the cover refers to. Rows that are right already are only read: writing them
// would make all writers of an office wait for each other.
func putSurroundings(db *gorm.DB, d *domain.Dossier) error {
	var office officeRow
	if err := take(db.Where("code = ?", d.Office.Code), &office, nil); err != nil {
		return err
	}
	if office.Code == "" {
		added := rowFromOffice(d.Office)
		if err := db.Clauses(clause.OnConflict{DoNothing: true}).Create(&added).Error; err != nil {
			return err
		}
	}
	if d.Enterprise.ID != "" {
		if err := putEnterprise(db, rowFromEnterprise(d.Enterprise)); err != nil {
			return err
		}
	}
	return upsertAll(db, []retireeRow{rowFromRetiree(d.Retiree)})
}

func putEnterprise(db *gorm.DB, row enterpriseRow) error {
	var stored enterpriseRow
	if err := take(db.Where("id = ?", row.ID), &stored, nil); err != nil {
		return err
	}
	if stored == row || stored.Version > row.Version {
		return nil
	}
	return upsertAll(db, []enterpriseRow{row})
}

// putCover compares the version once more in the statement that writes: another writer may have come between.
func putCover(db *gorm.DB, d *domain.Dossier, stored int) error {
	row := rowFromDossier(d)
	if stored == 0 {
		once := clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, DoNothing: true}
		return affected(db.Clauses(once).Create(&row), staleDossier(d.ID))
	}
	// The lock holds moves of the dossier off until its row is written, see custodyRepo.Record.
	var before dossierRow
	if err := take(db.Clauses(rowLock()).Select("retiree_id").Where("id = ?", d.ID), &before, staleDossier(d.ID)); err != nil {
		return err
	}
	if gone, err := left(db, d.ID); err != nil {
		return err
	} else if gone {
		row.ActiveIDNumber = nil
	}
	updated := db.Model(&dossierRow{}).Where("id = ? AND version = ?", d.ID, stored).Select("*").Updates(row)
	if err := affected(updated, staleDossier(d.ID)); err != nil || before.RetireeID == row.RetireeID {
		return err
	}
	return deleteRetiree(db, before.RetireeID)
}

// deleteRetiree removes a person no dossier refers to any more.
func deleteRetiree(db *gorm.DB, id string) error {
	return db.Where("id = ? AND NOT EXISTS (SELECT 1 FROM dossiers WHERE retiree_id = retirees.id)", id).Delete(&retireeRow{}).Error
}

func putParts(db *gorm.DB, d *domain.Dossier, replace bool) error {
	if replace {
		if err := deleteParts(db, d.ID); err != nil {
			return err
		}
	}
	volumes, materials, pages := partRows(d)
	if err := insertAll(db, volumes); err != nil {
		return err
	}
	if err := insertAll(db, materials); err != nil {
		return err
	}
	if err := insertAll(db, pages); err != nil || !replace {
		return err
	}
	return deleteLostTexts(db, d.ID)
}

// deleteLostTexts removes the texts of pages that were replaced: nobody may find a dossier by what it no longer shows.
func deleteLostTexts(db *gorm.DB, id string) error {
	return db.Where("dossier_id = ? AND NOT EXISTS (SELECT 1 FROM pages WHERE pages.dossier_id = page_texts.dossier_id AND pages.no = page_texts.page_no)", id).
		Delete(&pageTextRow{}).Error
}

func deleteParts(db *gorm.DB, id string) error {
	for _, row := range []any{&pageRow{}, &materialRow{}, &volumeRow{}} {
		if err := db.Where("dossier_id = ?", id).Delete(row).Error; err != nil {
			return err
		}
	}
	return nil
}

// Delete refuses a released dossier. Its page texts go with it by foreign key; its moves stay like its audit entries.
func (r dossierRepo) Delete(ctx context.Context, id string) error {
	return r.atomic(ctx, "delete dossier", func(db *gorm.DB) error {
		var row dossierRow
		if err := take(db.Where("id = ?", id), &row, noDossier()); err != nil {
			return err
		}
		released := errs.New(errs.Conflict, "dossier.released", "档案已发布，不能删除")
		if row.ReleasedAt != nil {
			return released
		}
		if err := deleteParts(db, id); err != nil {
			return err
		}
		if err := db.Where("dossier_id = ?", id).Delete(&custodyRow{}).Error; err != nil {
			return err
		}
		gone := db.Where("id = ? AND released_at IS NULL", id).Delete(&dossierRow{})
		if err := affected(gone, released); err != nil {
			return err
		}
		return deleteRetiree(db, row.RetireeID)
	})
}
