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

// agreementRow is one version of a series.
type agreementRow struct {
	ID                  string `gorm:"primaryKey"`
	VersionNo           int    `gorm:"primaryKey;autoIncrement:false"`
	No                  string
	EnterpriseID        string
	EnterpriseName      string
	OfficeCode          string
	Division            string
	State               string
	Terms               string // JSON
	EnterpriseSignature string // JSON
	ArchiveSignature    string // JSON
	ReviewedBy          string
	Reason              string
	CreatedBy           string
	CreatedAt           time.Time `gorm:"autoCreateTime:false"`
	UpdatedAt           time.Time `gorm:"autoUpdateTime:false"`
	Version             int
}

func (agreementRow) TableName() string { return "agreements" }

func rowFromAgreement(a domain.TransferAgreement) (agreementRow, error) {
	terms, errTerms := encoded(a.Terms)
	enterprise, errEnterprise := encoded(a.Enterprise)
	archive, errArchive := encoded(a.Archive)
	return agreementRow{ID: a.ID, VersionNo: a.VersionNo, No: a.No, EnterpriseID: a.EnterpriseID, EnterpriseName: a.EnterpriseName,
		OfficeCode: a.OfficeCode, Division: a.Division, State: string(a.State), Terms: terms, EnterpriseSignature: enterprise,
		ArchiveSignature: archive, ReviewedBy: a.ReviewedBy, Reason: a.Reason, CreatedBy: a.CreatedBy, CreatedAt: stamp(a.CreatedAt),
		UpdatedAt: stamp(a.UpdatedAt), Version: a.Version}, errors.Join(errTerms, errEnterprise, errArchive)
}

func (r agreementRow) domain() (domain.TransferAgreement, error) {
	a := domain.TransferAgreement{ID: r.ID, VersionNo: r.VersionNo, No: r.No, EnterpriseID: r.EnterpriseID, EnterpriseName: r.EnterpriseName,
		OfficeCode: r.OfficeCode, Division: r.Division, State: domain.AgreementState(r.State), ReviewedBy: r.ReviewedBy, Reason: r.Reason,
		CreatedBy: r.CreatedBy, CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(), Version: r.Version}
	return a, errors.Join(decode(r.Terms, &a.Terms), decode(r.EnterpriseSignature, &a.Enterprise), decode(r.ArchiveSignature, &a.Archive))
}

type agreementRepo struct{ handle }

func noAgreement() error { return notFound("该移交协议", "agreement.not_found") }

func (r agreementRepo) Create(ctx context.Context, agreement domain.TransferAgreement) error {
	row, err := rowFromAgreement(agreement)
	if err != nil {
		return errs.Wrap("create agreement", err)
	}
	return r.write(ctx, "create agreement", func(db *gorm.DB) error { return insertAll(db, []agreementRow{row}) })
}

func (r agreementRepo) Update(ctx context.Context, agreement *domain.TransferAgreement) error {
	row, err := rowFromAgreement(*agreement)
	if err != nil {
		return errs.Wrap("update agreement", err)
	}
	row.Version++
	err = r.atomic(ctx, "update agreement", func(db *gorm.DB) error {
		stale := errs.New(errs.Stale, "agreement.stale", "移交协议已被他人修改，请刷新后重做")
		return replaceVersion(db, &row, agreement.Version, noAgreement(), stale, "id = ? AND version_no = ?", row.ID, row.VersionNo)
	})
	if err == nil {
		agreement.Version = row.Version
	}
	return err
}

func (r agreementRepo) Get(ctx context.Context, id string, versionNo int) (domain.TransferAgreement, error) {
	return r.newestVersion(ctx, "get agreement", "id = ? AND (? = 0 OR version_no = ?)", id, versionNo, versionNo)
}

func (r agreementRepo) Effective(ctx context.Context, id string) (domain.TransferAgreement, error) {
	return r.newestVersion(ctx, "find effective agreement", "id = ? AND state = ?", id, string(domain.AgreementEffective))
}

func (r agreementRepo) newestVersion(ctx context.Context, op, condition string, args ...any) (domain.TransferAgreement, error) {
	return oneOf(ctx, r.handle, op, noAgreement(), agreementRow.domain, func(db *gorm.DB) *gorm.DB {
		return db.Where(condition, args...).Order("version_no DESC")
	})
}

func (r agreementRepo) Versions(ctx context.Context, id string) ([]domain.TransferAgreement, error) {
	return listOf(ctx, r.handle, "list versions of agreement", agreementRow.domain, func(db *gorm.DB) *gorm.DB {
		return db.Where("id = ?", id).Order("version_no DESC")
	})
}

// List filters by the newest version of each series.
func (r agreementRepo) List(ctx context.Context, scope authz.Scope, filter domain.AgreementFilter, beforeID string, limit int) ([]domain.TransferAgreement, error) {
	return listOf(ctx, r.handle, "list agreements", agreementRow.domain, func(db *gorm.DB) *gorm.DB {
		query := db.Where("version_no = (SELECT max(v.version_no) FROM agreements AS v WHERE v.id = agreements.id)")
		query = where(withinTransfer(query, scope, "office_code"), equal{"state", string(filter.State)},
			equal{"enterprise_id", filter.EnterpriseID}, equal{"office_code", filter.OfficeCode})
		return newest(query, "id", beforeID, limit)
	})
}

func (r agreementRepo) DeliveredVolumes(ctx context.Context, id string) (int, error) {
	var volumes int64
	err := r.read(ctx, "count delivered volumes", func(db *gorm.DB) error {
		return db.Raw("SELECT CAST(coalesce(sum(l.roster_volumes), 0) AS bigint) FROM transfer_batches AS b JOIN batch_lines AS l ON l.batch_id = b.id "+
			"WHERE b.agreement_id = ? AND l.state IN ?", id, []string{string(domain.LineDelivered), string(domain.LineAccepted),
			string(domain.LineAcceptedWithGaps)}).Scan(&volumes).Error
	})
	return int(volumes), err
}
