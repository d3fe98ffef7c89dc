package sqlstore

import (
	"context"
	"strconv"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/domain"
)

// changeRow is written without seq and epoch: the database gives them.
type changeRow struct {
	Seq       uint64 `gorm:"primaryKey;autoIncrement:false;->"`
	Epoch     uint64 `gorm:"->"`
	DossierID string
}

func (changeRow) TableName() string { return "outbox" }

func (r changeRow) domain() domain.Change {
	return domain.Change{Epoch: r.Epoch, Seq: r.Seq, DossierID: r.DossierID}
}

type outboxRepo struct{ handle }

func (r outboxRepo) Append(ctx context.Context, dossierIDs ...string) error {
	return r.atomic(ctx, "append to outbox", func(db *gorm.DB) error {
		return insertAll(db, mapAll(dossierIDs, func(id string) changeRow { return changeRow{DossierID: id} }))
	})
}

// After stops before the oldest transaction that is still open anywhere on the PostgreSQL server, so a change may be
// returned a little after its commit, but never out of order.
func (r outboxRepo) After(ctx context.Context, position domain.ChangePosition, limit int) ([]domain.Change, error) {
	var rows []changeRow
	err := r.read(ctx, "read outbox", func(db *gorm.DB) error {
		return r.beyond(r.settled(db), position).Order("epoch, seq").Limit(limit).Find(&rows).Error
	})
	return mapAll(rows, changeRow.domain), err
}

// Head is the last settled change; whatever is not settled yet comes after it.
func (r outboxRepo) Head(ctx context.Context) (domain.ChangePosition, error) {
	var row changeRow
	err := r.read(ctx, "read head of outbox", func(db *gorm.DB) error {
		return take(r.settled(db).Order("epoch DESC, seq DESC"), &row, nil)
	})
	return domain.ChangePosition{Epoch: row.Epoch, Seq: row.Seq}, err
}

// beyond compares with a position. SQLite's epochs are all 0, and sequence numbers alone are in commit order.
func (r outboxRepo) beyond(db *gorm.DB, position domain.ChangePosition) *gorm.DB {
	if r.store.kind == Postgres {
		// xid8 is made from text only.
		return db.Where("(epoch, seq) > (CAST(CAST(? AS text) AS xid8), ?)", strconv.FormatUint(position.Epoch, 10), position.Seq)
	}
	return db.Where("seq > ?", position.Seq)
}

// settled narrows a table with epochs to rows that no open transaction can still precede.
func (h handle) settled(db *gorm.DB) *gorm.DB {
	if h.store.kind == Postgres {
		return db.Where("epoch < pg_snapshot_xmin(pg_current_snapshot())")
	}
	return db
}
