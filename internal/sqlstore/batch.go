package sqlstore

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

type batchRepo struct{ handle }

func noBatch() error { return notFound("该移交批次", "batch.not_found") }

func (r batchRepo) Create(ctx context.Context, batch domain.TransferBatch) error {
	row, err := rowFromBatch(batch)
	if err != nil {
		return errs.Wrap("create batch", err)
	}
	return r.write(ctx, "create batch", func(db *gorm.DB) error { return insertAll(db, []batchRow{row}) })
}

func (r batchRepo) Update(ctx context.Context, batch *domain.TransferBatch) error {
	row, err := rowFromBatch(*batch)
	if err != nil {
		return errs.Wrap("update batch", err)
	}
	row.Version++
	err = r.atomic(ctx, "update batch", func(db *gorm.DB) error {
		stale := errs.New(errs.Stale, "batch.stale", "移交批次已被他人改变，请刷新后重做")
		return replaceVersion(db, &row, batch.Version, noBatch(), stale, "id = ?", row.ID)
	})
	if err == nil {
		batch.Version = row.Version
	}
	return err
}

func (r batchRepo) Get(ctx context.Context, id string) (domain.TransferBatch, error) {
	return r.one(ctx, "get batch", func(db *gorm.DB) *gorm.DB { return db.Where("id = ?", id) })
}

func (r batchRepo) ByNo(ctx context.Context, no string) (domain.TransferBatch, error) {
	return r.one(ctx, "find batch by number", func(db *gorm.DB) *gorm.DB { return db.Where("no = ?", no) })
}

func (r batchRepo) DraftOf(ctx context.Context, enterpriseID string) (domain.TransferBatch, error) {
	return r.one(ctx, "find draft batch", func(db *gorm.DB) *gorm.DB {
		return db.Where("enterprise_id = ? AND state = ?", enterpriseID, string(domain.BatchDraft)).Order("id DESC")
	})
}

// Hold needs no lock on SQLite, where a transaction has the database for itself from its beginning.
func (r batchRepo) Hold(ctx context.Context, id string, exclusive bool) (domain.TransferBatch, error) {
	if r.tx == nil {
		return domain.TransferBatch{}, errs.New(errs.Internal, "store.hold_outside_tx", "移交批次只能在事务内锁定")
	}
	return r.one(ctx, "hold batch", func(db *gorm.DB) *gorm.DB { return r.lockRows(db, exclusive).Where("id = ?", id) })
}

// lockRows keeps others from changing what a query finds until the transaction ends.
func (h handle) lockRows(query *gorm.DB, exclusive bool) *gorm.DB {
	if h.store.kind == SQLite {
		return query
	}
	strength := clause.LockingStrengthShare
	if exclusive {
		strength = clause.LockingStrengthUpdate
	}
	return query.Clauses(clause.Locking{Strength: strength})
}

func (r batchRepo) one(ctx context.Context, op string, query func(db *gorm.DB) *gorm.DB) (domain.TransferBatch, error) {
	return oneOf(ctx, r.handle, op, noBatch(), batchRow.domain, query)
}

func (r batchRepo) List(ctx context.Context, scope authz.Scope, filter domain.BatchFilter, beforeID string, limit int) ([]domain.TransferBatch, error) {
	return listOf(ctx, r.handle, "list batches", batchRow.domain, func(db *gorm.DB) *gorm.DB {
		query := where(withinTransfer(db, scope, "office_code"), equal{"state", string(filter.State)},
			equal{"enterprise_id", filter.EnterpriseID}, equal{"agreement_id", filter.AgreementID})
		if filter.Text != "" {
			query = query.Where("("+r.containsCondition("no")+" OR "+r.containsCondition("enterprise_name")+")", filter.Text, filter.Text)
		}
		return newest(query, "id", beforeID, limit)
	})
}
