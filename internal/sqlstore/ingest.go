package sqlstore

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// itemRows is how many items go into one INSERT: an item of many files is some 100 KB.
const itemRows = 50

type ingestRepo struct{ handle }

func noIngest() error { return notFound("该批次", "ingest.not_found") }

func (r ingestRepo) Create(ctx context.Context, ingest domain.Ingest) error {
	row, err := rowFromIngest(ingest)
	if err != nil {
		return errs.Wrap("create ingest", err)
	}
	return r.write(ctx, "create ingest", func(db *gorm.DB) error { return insertAll(db, []ingestRow{row}) })
}

func (r ingestRepo) Update(ctx context.Context, ingest *domain.Ingest) error {
	row, err := rowFromIngest(*ingest)
	if err != nil {
		return errs.Wrap("update ingest", err)
	}
	row.Version++
	err = r.atomic(ctx, "update ingest", func(db *gorm.DB) error {
		stale := errs.New(errs.Stale, "ingest.stale", "批次已被他人改变，请刷新后重做")
		return replaceVersion(db, &row, ingest.Version, noIngest(), stale, "id = ?", row.ID)
	})
	if err == nil {
		ingest.Version = row.Version
	}
	return err
}

func (r ingestRepo) Get(ctx context.Context, id string) (domain.Ingest, error) {
	return r.one(ctx, "get ingest", "id = ?", id)
}

func (r ingestRepo) Unfinished(ctx context.Context, source, officeCode string) (domain.Ingest, error) {
	return r.one(ctx, "find unfinished ingest", "source = ? AND office_code = ? AND state = ?", source, officeCode,
		string(domain.IngestCommitting))
}

func (r ingestRepo) ByRequestKey(ctx context.Context, userID, key string) (domain.Ingest, error) {
	return r.one(ctx, "find ingest by request", "created_by = ? AND request_key = ?", userID, key)
}

// one is the newest ingest that meets the condition.
func (r ingestRepo) one(ctx context.Context, op, condition string, args ...any) (domain.Ingest, error) {
	var row ingestRow
	err := r.read(ctx, op, func(db *gorm.DB) error {
		return take(db.Where(condition, args...).Order("id DESC"), &row, noIngest())
	})
	if err != nil {
		return domain.Ingest{}, err
	}
	found, err := row.domain()
	return found, errs.Wrap(op, err)
}

// List relies on ids that sort by creation.
func (r ingestRepo) List(ctx context.Context, scope authz.Scope, beforeID string, limit int) ([]domain.Ingest, error) {
	var rows []ingestRow
	err := r.read(ctx, "list ingests", func(db *gorm.DB) error {
		query := within(db, scope, "office_code").Order("id DESC").Limit(limit)
		if beforeID != "" {
			query = query.Where("id < ?", beforeID)
		}
		return query.Find(&rows).Error
	})
	if err != nil {
		return nil, err
	}
	ingests, err := tryAll(rows, ingestRow.domain)
	return ingests, errs.Wrap("list ingests", err)
}

func (r ingestRepo) SaveItems(ctx context.Context, items []domain.IngestItem) error {
	rows, err := tryAll(items, rowFromIngestItem)
	if err != nil || len(rows) == 0 {
		return errs.Wrap("save ingest items", err)
	}
	return r.atomic(ctx, "save ingest items", func(db *gorm.DB) error {
		return db.Clauses(clause.OnConflict{UpdateAll: true}).CreateInBatches(rows, itemRows).Error
	})
}

func (r ingestRepo) Items(ctx context.Context, ingestID string, verdict domain.ItemVerdict, afterSeq, limit int) ([]domain.IngestItem, error) {
	var rows []ingestItemRow
	err := r.read(ctx, "list ingest items", func(db *gorm.DB) error {
		return itemsOf(db, ingestID, verdict).Where("seq > ?", afterSeq).Order("seq").Limit(limit).Find(&rows).Error
	})
	if err != nil {
		return nil, err
	}
	items, err := tryAll(rows, ingestItemRow.domain)
	return items, errs.Wrap("list ingest items", err)
}

func itemsOf(db *gorm.DB, ingestID string, verdict domain.ItemVerdict) *gorm.DB {
	query := db.Model(&ingestItemRow{}).Where("ingest_id = ?", ingestID)
	if verdict != "" {
		query = query.Where("verdict = ?", string(verdict))
	}
	return query
}

func (r ingestRepo) SetItem(ctx context.Context, ingestID string, seq int, state domain.ItemState, problem string) error {
	return r.write(ctx, "set ingest item", func(db *gorm.DB) error {
		set := db.Model(&ingestItemRow{}).Where("ingest_id = ? AND seq = ?", ingestID, seq).
			Updates(map[string]any{"state": string(state), "problem": problem})
		return affected(set, notFound("批次中的该份档案", "ingest.item_not_found"))
	})
}

func (r ingestRepo) CountItems(ctx context.Context, ingestID string, verdict domain.ItemVerdict) (map[domain.ItemState]domain.IngestCount, error) {
	var rows []struct {
		State string
		Count countColumns `gorm:"embedded"`
	}
	err := r.read(ctx, "count ingest items", func(db *gorm.DB) error {
		return itemsOf(db, ingestID, verdict).Select("state, count(*) AS dossiers, CAST(sum(file_count) AS bigint) AS files, " +
			"CAST(sum(page_count) AS bigint) AS pages, CAST(sum(byte_count) AS bigint) AS bytes").Group("state").Scan(&rows).Error
	})
	counts := make(map[domain.ItemState]domain.IngestCount, len(rows))
	for _, row := range rows {
		counts[domain.ItemState(row.State)] = domain.IngestCount(row.Count)
	}
	return counts, err
}

func (r ingestRepo) DeleteItems(ctx context.Context, ingestID string) error {
	return r.write(ctx, "delete ingest items", func(db *gorm.DB) error {
		return db.Where("ingest_id = ?", ingestID).Delete(&ingestItemRow{}).Error
	})
}
