package sqlstore

import (
	"context"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

type holdRepo struct {
	matterRepo[domain.Hold, *domain.Hold]
}

type deceasedRow struct {
	Head         headRow `gorm:"embedded"`
	LedgerDiedOn dateColumn
}

func (r deceasedRow) domain() domain.DeceasedOnShelf {
	return domain.DeceasedOnShelf{Head: r.Head.domain(), DiedOn: domain.PartialDate(r.LedgerDiedOn)}
}

// OnShelf has the words of its conditions in its text, as the index of deceased persons does.
func (r holdRepo) OnShelf(ctx context.Context, scope authz.Scope, afterID string, limit int) ([]domain.DeceasedOnShelf, error) {
	var rows []deceasedRow
	err := r.read(ctx, "list deceased on shelf", func(db *gorm.DB) error {
		query := heads(db).Select(headColumns + ", l.died_on AS ledger_died_on").
			Joins("JOIN (SELECT id_number, died_on FROM ledger_persons WHERE survival = 'DECEASED') AS l ON l.id_number = d.active_id_number").
			Where("coalesce(c.state, d.custody) = 'IN_STORAGE'").
			Where("NOT EXISTS (SELECT 1 FROM matters AS m WHERE m.dossier_id = d.id AND m.kind = 'HOLD' AND m.state <> 'WITHDRAWN')")
		return within(query, scope, "d.office_code").Where("d.id > ?", afterID).Order("d.id").Limit(limit).Find(&rows).Error
	})
	return mapAll(rows, deceasedRow.domain), err
}
