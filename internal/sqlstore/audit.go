package sqlstore

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// sealedBatch is how many entries a walk of the sealed trail holds in memory.
const sealedBatch = 1000

// auditRow is written without seq and epoch: the database gives them. A trigger refuses every change but sealing.
type auditRow struct {
	Seq        uint64 `gorm:"primaryKey;autoIncrement:false;->"`
	Epoch      uint64 `gorm:"->"`
	ID         string
	At         time.Time
	Actor      string
	ActorName  string
	Action     string
	Object     string
	ObjectID   string
	OfficeCode string
	Detail     string
	Address    string
	SealNo     *uint64
	Seal       *string
}

func (auditRow) TableName() string { return "audit_entries" }

// rowFromAuditEntry leaves out the seal, which is set afterwards.
func rowFromAuditEntry(e domain.AuditEntry) auditRow {
	return auditRow{ID: e.ID, At: stamp(e.At), Actor: e.Actor, ActorName: e.ActorName, Action: string(e.Action), Object: e.Object,
		ObjectID: e.ObjectID, OfficeCode: e.OfficeCode, Detail: e.Detail, Address: e.Address}
}

func (r auditRow) domain() domain.AuditEntry {
	entry := domain.AuditEntry{ID: r.ID, At: r.At.UTC(), Actor: r.Actor, ActorName: r.ActorName, Action: domain.AuditAction(r.Action),
		Object: r.Object, ObjectID: r.ObjectID, OfficeCode: r.OfficeCode, Detail: r.Detail, Address: r.Address, Seal: textOf(r.Seal)}
	if r.SealNo != nil {
		entry.SealNo = *r.SealNo
	}
	return entry
}

type auditRepo struct{ handle }

func (r auditRepo) Append(ctx context.Context, entries ...domain.AuditEntry) error {
	return r.atomic(ctx, "append audit entries", func(db *gorm.DB) error { return insertAll(db, mapAll(entries, rowFromAuditEntry)) })
}

// Unsealed passes no transaction that is still open, like the outbox, so that what commits late is sealed late.
func (r auditRepo) Unsealed(ctx context.Context, limit int) ([]domain.AuditEntry, error) {
	var rows []auditRow
	err := r.read(ctx, "list unsealed audit entries", func(db *gorm.DB) error {
		return r.settled(db).Where("seal_no IS NULL").Order("epoch, seq").Limit(limit).Find(&rows).Error
	})
	return mapAll(rows, auditRow.domain), err
}

func (r auditRepo) LastSealed(ctx context.Context) (domain.AuditEntry, error) {
	var row auditRow
	err := r.read(ctx, "get last sealed audit entry", func(db *gorm.DB) error {
		return take(db.Where("seal_no IS NOT NULL").Order("seal_no DESC"), &row, notFound("已封存的审计条目", "audit.none_sealed"))
	})
	return row.domain(), err
}

// SetSeals seals all the entries or none: errs.Conflict when another sealer was faster with one of them.
func (r auditRepo) SetSeals(ctx context.Context, entries []domain.AuditEntry) error {
	return r.atomic(ctx, "seal audit entries", func(db *gorm.DB) error {
		return eachChunk(entries, func(chunk []domain.AuditEntry) error { return setSeals(db, chunk) })
	})
}

func setSeals(db *gorm.DB, entries []domain.AuditEntry) error {
	values := make([]string, len(entries))
	args := make([]any, 0, 3*len(entries))
	for i, entry := range entries {
		values[i] = "(CAST(? AS text), CAST(? AS bigint), CAST(? AS text))"
		args = append(args, entry.ID, entry.SealNo, entry.Seal)
	}
	sealed := db.Exec("WITH seals (id, no, seal) AS (VALUES "+strings.Join(values, ", ")+") "+
		"UPDATE audit_entries SET seal_no = seals.no, seal = seals.seal FROM seals "+
		"WHERE audit_entries.id = seals.id AND audit_entries.seal_no IS NULL", args...)
	if sealed.Error == nil && sealed.RowsAffected != int64(len(entries)) {
		return errs.New(errs.Conflict, "audit.sealed", "审计条目已由另一进程封存")
	}
	return sealed.Error
}

// CountSealed counts numbers below the first one, too: a walk of the chain never comes across them.
func (r auditRepo) CountSealed(ctx context.Context, upTo uint64) (int, error) {
	var count int64
	err := r.read(ctx, "count sealed audit entries", func(db *gorm.DB) error {
		return db.Model(&auditRow{}).Where("seal_no IS NOT NULL AND seal_no <= ?", upTo).Count(&count).Error
	})
	return int(count), err
}

func (r auditRepo) OldestUnsealed(ctx context.Context) (domain.AuditEntry, error) {
	var row auditRow
	err := r.read(ctx, "get oldest unsealed audit entry", func(db *gorm.DB) error {
		return take(db.Where("seal_no IS NULL").Order("at, id"), &row, notFound("待封存的审计条目", "audit.none_unsealed"))
	})
	return row.domain(), err
}
