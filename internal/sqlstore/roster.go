package sqlstore

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

type rosterRow struct {
	ID           string `gorm:"primaryKey"`
	Name         string
	AttachmentID string
	BatchID      string
	EnterpriseID string
	Division     string
	State        string
	Problem      string
	RowCount     int
	Accepted     int
	Refused      int
	Skipped      int
	Warnings     int
	Enterprises  int
	Violations   string // JSON
	Batches      string // JSON
	CreatedBy    string
	CreatedAt    time.Time `gorm:"autoCreateTime:false"`
	UpdatedAt    time.Time `gorm:"autoUpdateTime:false"`
	Version      int
}

func (rosterRow) TableName() string { return "roster_imports" }

func rowFromRoster(i domain.RosterImport) (rosterRow, error) {
	violations, errViolations := encoded(i.Violations)
	batches, errBatches := encoded(i.Batches)
	return rosterRow{ID: i.ID, Name: i.Name, AttachmentID: i.AttachmentID, BatchID: i.BatchID, EnterpriseID: i.EnterpriseID,
		Division: i.Division, State: string(i.State), Problem: i.Problem, RowCount: i.Rows, Accepted: i.Accepted, Refused: i.Refused,
		Skipped: i.Skipped, Warnings: i.Warnings, Enterprises: i.Enterprises, Violations: violations, Batches: batches,
		CreatedBy: i.CreatedBy, CreatedAt: stamp(i.CreatedAt), UpdatedAt: stamp(i.UpdatedAt),
		Version: i.Version}, errors.Join(errViolations, errBatches)
}

func (r rosterRow) domain() (domain.RosterImport, error) {
	i := domain.RosterImport{ID: r.ID, Name: r.Name, AttachmentID: r.AttachmentID, BatchID: r.BatchID, EnterpriseID: r.EnterpriseID,
		Division: r.Division, State: domain.RosterState(r.State), Problem: r.Problem, Rows: r.RowCount, Accepted: r.Accepted,
		Refused: r.Refused, Skipped: r.Skipped, Warnings: r.Warnings, Enterprises: r.Enterprises, CreatedBy: r.CreatedBy,
		CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(), Version: r.Version}
	if r.Violations == "" { // left out by a listing
		return i, decode(r.Batches, &i.Batches)
	}
	return i, errors.Join(decode(r.Violations, &i.Violations), decode(r.Batches, &i.Batches))
}

type rosterRepo struct{ handle }

func noRoster() error { return notFound("该名册", "roster.not_found") }

func (r rosterRepo) Create(ctx context.Context, roster domain.RosterImport) error {
	row, err := rowFromRoster(roster)
	if err != nil {
		return errs.Wrap("create roster", err)
	}
	return r.write(ctx, "create roster", func(db *gorm.DB) error { return insertAll(db, []rosterRow{row}) })
}

func (r rosterRepo) Update(ctx context.Context, roster *domain.RosterImport) error {
	row, err := rowFromRoster(*roster)
	if err != nil {
		return errs.Wrap("update roster", err)
	}
	row.Version++
	err = r.atomic(ctx, "update roster", func(db *gorm.DB) error {
		stale := errs.New(errs.Stale, "roster.stale", "名册已被他人处理，请刷新后重做")
		return replaceVersion(db, &row, roster.Version, noRoster(), stale, "id = ?", row.ID)
	})
	if err == nil {
		roster.Version = row.Version
	}
	return err
}

func (r rosterRepo) Get(ctx context.Context, id string) (domain.RosterImport, error) {
	return oneOf(ctx, r.handle, "get roster", noRoster(), rosterRow.domain, func(db *gorm.DB) *gorm.DB { return db.Where("id = ?", id) })
}

// List leaves out the violations: a page of rosters may have a hundred thousand of them.
func (r rosterRepo) List(ctx context.Context, scope authz.Scope, beforeID string, limit int) ([]domain.RosterImport, error) {
	return listOf(ctx, r.handle, "list rosters", rosterRow.domain, func(db *gorm.DB) *gorm.DB {
		return newest(withinTransfer(db.Omit("violations"), scope, ""), "id", beforeID, limit)
	})
}
