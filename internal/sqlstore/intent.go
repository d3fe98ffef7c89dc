package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

type intentRow struct {
	DossierID   string `gorm:"primaryKey"`
	Kind        string
	Owner       string
	LeaseUntil  time.Time
	FromVersion int
	CreatedAt   time.Time `gorm:"autoCreateTime:false"`
}

func (intentRow) TableName() string { return "write_intents" }

func rowFromIntent(i domain.WriteIntent) intentRow {
	return intentRow{i.DossierID, string(i.Kind), i.Owner, stamp(i.LeaseUntil), i.FromVersion, stamp(i.CreatedAt)}
}

func (r intentRow) domain() domain.WriteIntent {
	return domain.WriteIntent{DossierID: r.DossierID, Kind: domain.IntentKind(r.Kind), Owner: r.Owner,
		LeaseUntil: r.LeaseUntil.UTC(), FromVersion: r.FromVersion, CreatedAt: r.CreatedAt.UTC()}
}

type intentRepo struct{ handle }

func intentTaken() error {
	return errs.New(errs.Conflict, "intent.taken", "档案正在被另一操作写入，请稍后再试")
}

// Begin skips a taken dossier rather than failing on it, so that a transaction may go on after the conflict.
func (r intentRepo) Begin(ctx context.Context, intent domain.WriteIntent) error {
	return r.write(ctx, "begin write intent", func(db *gorm.DB) error {
		row := rowFromIntent(intent)
		return affected(db.Clauses(clause.OnConflict{DoNothing: true}).Create(&row), intentTaken())
	})
}

// intentHeld finds an intent that is still the owner's.
func intentHeld(db *gorm.DB, dossierID, owner string) *gorm.DB {
	return db.Model(&intentRow{}).Where("dossier_id = ? AND owner = ?", dossierID, owner)
}

func (r intentRepo) Renew(ctx context.Context, dossierID, owner string, until time.Time) error {
	return r.write(ctx, "renew write intent", func(db *gorm.DB) error {
		return affected(intentHeld(db, dossierID, owner).Update("lease_until", stamp(until)), intentTaken())
	})
}

func (r intentRepo) Adopt(ctx context.Context, dossierID, owner string, now, until time.Time) error {
	return r.write(ctx, "adopt write intent", func(db *gorm.DB) error {
		adopted := db.Model(&intentRow{}).Where("dossier_id = ? AND lease_until <= ?", dossierID, stamp(now)).
			Updates(map[string]any{"owner": owner, "lease_until": stamp(until)})
		return affected(adopted, intentTaken())
	})
}

func (r intentRepo) End(ctx context.Context, dossierID, owner string) error {
	return r.write(ctx, "end write intent", func(db *gorm.DB) error {
		return affected(intentHeld(db, dossierID, owner).Delete(&intentRow{}), intentTaken())
	})
}

func (r intentRepo) Of(ctx context.Context, dossierID string) (domain.WriteIntent, error) {
	var row intentRow
	err := r.read(ctx, "find write intent", func(db *gorm.DB) error {
		return take(db.Where("dossier_id = ?", dossierID), &row, errs.New(errs.NotFound, "intent.not_found", "没有正在进行的写入"))
	})
	return row.domain(), err
}

func (r intentRepo) Expired(ctx context.Context, now time.Time, limit int) ([]domain.WriteIntent, error) {
	var rows []intentRow
	err := r.read(ctx, "list expired write intents", func(db *gorm.DB) error {
		return db.Where("lease_until <= ?", stamp(now)).Order("lease_until, dossier_id").Limit(limit).Find(&rows).Error
	})
	return mapAll(rows, intentRow.domain), err
}

func (r intentRepo) All(ctx context.Context) ([]domain.WriteIntent, error) {
	var rows []intentRow
	err := r.read(ctx, "list write intents", func(db *gorm.DB) error { return db.Order("dossier_id").Find(&rows).Error })
	return mapAll(rows, intentRow.domain), err
}
