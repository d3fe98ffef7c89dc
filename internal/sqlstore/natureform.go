package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// natureFormRow keeps the division of the competent office beside the two it is computed from.
type natureFormRow struct {
	ID                   string `gorm:"primaryKey"`
	EnterpriseID         string
	EnterpriseName       string
	USCC                 string
	Level                string
	Owner                string
	RegistrationDivision string
	InsuranceDivision    string
	Division             string
	State                string
	AttachmentID         string
	Confirmed            string // JSON
	Reason               string
	CreatedBy            string
	CreatedAt            time.Time `gorm:"autoCreateTime:false"`
	UpdatedAt            time.Time `gorm:"autoUpdateTime:false"`
	Version              int
}

func (natureFormRow) TableName() string { return "nature_forms" }

func rowFromNatureForm(f domain.NatureForm) (natureFormRow, error) {
	confirmed, err := encoded(f.Confirmed)
	return natureFormRow{ID: f.ID, EnterpriseID: f.EnterpriseID, EnterpriseName: f.EnterpriseName, USCC: f.USCC, Level: string(f.Level),
		Owner: f.Owner, RegistrationDivision: f.RegistrationDivision, InsuranceDivision: f.InsuranceDivision,
		Division: domain.CompetentDivision(f.InsuranceDivision, f.RegistrationDivision), State: string(f.State),
		AttachmentID: f.AttachmentID, Confirmed: confirmed, Reason: f.Reason, CreatedBy: f.CreatedBy, CreatedAt: stamp(f.CreatedAt),
		UpdatedAt: stamp(f.UpdatedAt), Version: f.Version}, err
}

func (r natureFormRow) domain() (domain.NatureForm, error) {
	form := domain.NatureForm{ID: r.ID, EnterpriseID: r.EnterpriseID, EnterpriseName: r.EnterpriseName, USCC: r.USCC,
		Level: domain.EnterpriseLevel(r.Level), Owner: r.Owner, RegistrationDivision: r.RegistrationDivision,
		InsuranceDivision: r.InsuranceDivision, State: domain.NatureState(r.State), AttachmentID: r.AttachmentID, Reason: r.Reason,
		CreatedBy: r.CreatedBy, CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(), Version: r.Version}
	return form, decode(r.Confirmed, &form.Confirmed)
}

type natureFormRepo struct{ handle }

func noNatureForm() error { return notFound("该企业性质界定表", "nature.not_found") }

func (r natureFormRepo) Create(ctx context.Context, form domain.NatureForm) error {
	row, err := rowFromNatureForm(form)
	if err != nil {
		return errs.Wrap("create nature form", err)
	}
	return r.write(ctx, "create nature form", func(db *gorm.DB) error { return insertAll(db, []natureFormRow{row}) })
}

func (r natureFormRepo) Update(ctx context.Context, form *domain.NatureForm) error {
	row, err := rowFromNatureForm(*form)
	if err != nil {
		return errs.Wrap("update nature form", err)
	}
	row.Version++
	err = r.atomic(ctx, "update nature form", func(db *gorm.DB) error {
		stale := errs.New(errs.Stale, "nature.stale", "企业性质界定表已被他人修改，请刷新后重做")
		return replaceVersion(db, &row, form.Version, noNatureForm(), stale, "id = ?", row.ID)
	})
	if err == nil {
		form.Version = row.Version
	}
	return err
}

func (r natureFormRepo) Get(ctx context.Context, id string) (domain.NatureForm, error) {
	return r.one(ctx, "get nature form", "id = ?", id)
}

func (r natureFormRepo) Confirmed(ctx context.Context, enterpriseID string) (domain.NatureForm, error) {
	return r.one(ctx, "find confirmed nature form", "enterprise_id = ? AND state = ?", enterpriseID, string(domain.NatureConfirmed))
}

// one is the newest form that meets the condition.
func (r natureFormRepo) one(ctx context.Context, op, condition string, args ...any) (domain.NatureForm, error) {
	return oneOf(ctx, r.handle, op, noNatureForm(), natureFormRow.domain, func(db *gorm.DB) *gorm.DB {
		return db.Where(condition, args...).Order("id DESC")
	})
}

func (r natureFormRepo) List(ctx context.Context, scope authz.Scope, state domain.NatureState, beforeID string, limit int) ([]domain.NatureForm, error) {
	return listOf(ctx, r.handle, "list nature forms", natureFormRow.domain, func(db *gorm.DB) *gorm.DB {
		return newest(where(withinTransfer(db, scope, ""), equal{"state", string(state)}), "id", beforeID, limit)
	})
}
