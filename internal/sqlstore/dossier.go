package sqlstore

import (
	"context"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/domain"
)

type dossierRepo struct{ handle }

func noDossier() error { return notFound("该档案", "dossier.not_found") }

func (r dossierRepo) Get(ctx context.Context, id string) (*domain.Dossier, error) {
	var found []*domain.Dossier
	err := r.snapshot(ctx, "get dossier", func(db *gorm.DB) error {
		var err error
		if found, err = loadDossiers(db, []string{id}, true); err == nil && len(found) == 0 {
			return noDossier()
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return found[0], nil
}

func (r dossierRepo) Documents(ctx context.Context, ids []string) ([]*domain.Dossier, error) {
	var found []*domain.Dossier
	err := r.snapshot(ctx, "load dossiers for indexing", func(db *gorm.DB) error {
		return eachChunk(ids, func(chunk []string) error {
			part, err := loadDossiers(db, chunk, false)
			if err != nil {
				return err
			}
			found = append(found, part...)
			return presentStates(db, part)
		})
	})
	return found, err
}

// loadDossiers reads at most lookupKeys dossiers, in the order asked for, with one statement for each table.
func loadDossiers(db *gorm.DB, ids []string, withPages bool) ([]*domain.Dossier, error) {
	covers, err := loadCovers(db, ids)
	if err != nil || len(covers) == 0 {
		return nil, err
	}
	var volumes []volumeRow
	if err := db.Where("dossier_id IN ?", ids).Order("dossier_id, no").Find(&volumes).Error; err != nil {
		return nil, err
	}
	for _, row := range volumes {
		d := covers[row.DossierID]
		d.Volumes = append(d.Volumes, row.domain())
	}
	var materials []materialRow
	if err := db.Where("dossier_id IN ?", ids).Order("dossier_id, place").Find(&materials).Error; err != nil {
		return nil, err
	}
	for _, row := range materials {
		d := covers[row.DossierID]
		d.Materials = append(d.Materials, row.domain())
	}
	if withPages {
		if err := loadPages(db, ids, covers); err != nil {
			return nil, err
		}
	}
	return inOrder(ids, covers), nil
}

func loadPages(db *gorm.DB, ids []string, covers map[string]*domain.Dossier) error {
	var pages []pageRow
	if err := db.Where("dossier_id IN ?", ids).Order("dossier_id, place").Find(&pages).Error; err != nil {
		return err
	}
	for _, row := range pages {
		d := covers[row.DossierID]
		d.Pages = append(d.Pages, row.domain())
	}
	return nil
}

// loadCovers reads dossiers with their retirees and enterprises, by id.
func loadCovers(db *gorm.DB, ids []string) (map[string]*domain.Dossier, error) {
	var rows []dossierRow
	if err := db.Where("id IN ?", ids).Find(&rows).Error; err != nil {
		return nil, err
	}
	var retireeIDs, enterpriseIDs []string
	for _, row := range rows {
		retireeIDs = append(retireeIDs, row.RetireeID)
		if row.EnterpriseID != nil {
			enterpriseIDs = append(enterpriseIDs, *row.EnterpriseID)
		}
	}
	retirees, err := byID(db, retireeIDs, func(row retireeRow) string { return row.ID })
	if err != nil {
		return nil, err
	}
	enterprises, err := byID(db, enterpriseIDs, func(row enterpriseRow) string { return row.ID })
	if err != nil {
		return nil, err
	}
	covers := make(map[string]*domain.Dossier, len(rows))
	for _, row := range rows {
		d := row.domain()
		d.Retiree = retirees[row.RetireeID].domain()
		if row.EnterpriseID != nil {
			d.Enterprise = enterprises[*row.EnterpriseID].domain()
		}
		covers[d.ID] = d
	}
	return covers, nil
}

func byID[R any](db *gorm.DB, ids []string, idOf func(R) string) (map[string]R, error) {
	found := make(map[string]R, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	var rows []R
	if err := db.Where("id IN ?", ids).Find(&rows).Error; err != nil {
		return nil, err
	}
	for _, row := range rows {
		found[idOf(row)] = row
	}
	return found, nil
}

// inOrder lists what was found in the order asked for, each once.
func inOrder[V any](ids []string, found map[string]V) []V {
	var ordered []V
	for _, id := range ids {
		if value, ok := found[id]; ok {
			ordered = append(ordered, value)
			delete(found, id)
		}
	}
	return ordered
}
