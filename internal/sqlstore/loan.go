package sqlstore

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

type loanRepo struct{ handle }

func noLoan() error { return notFound("该借阅", "loan.not_found") }

func (r loanRepo) Create(ctx context.Context, loan domain.Loan) error {
	row, err := rowFromLoan(loan)
	if err != nil {
		return errs.Wrap("create loan", err)
	}
	return r.write(ctx, "create loan", func(db *gorm.DB) error { return insertAll(db, []loanRow{row}) })
}

func (r loanRepo) Update(ctx context.Context, loan *domain.Loan) error {
	row, err := rowFromLoan(*loan)
	if err != nil {
		return errs.Wrap("update loan", err)
	}
	row.Version++
	err = r.atomic(ctx, "update loan", func(db *gorm.DB) error {
		stale := errs.New(errs.Stale, "loan.stale", "该借阅已被他人办理，请刷新后重做")
		return replaceVersion(db, &row, loan.Version, noLoan(), stale, "id = ?", row.ID)
	})
	if err == nil {
		loan.Version = row.Version
	}
	return err
}

func (r loanRepo) Get(ctx context.Context, id string) (domain.Loan, error) {
	return oneOf(ctx, r.handle, "get loan", noLoan(), loanRow.domain, func(db *gorm.DB) *gorm.DB { return db.Where("id = ?", id) })
}

func (r loanRepo) ByRequestKey(ctx context.Context, userID, key string) (domain.Loan, error) {
	return oneOf(ctx, r.handle, "find loan by request", noLoan(), loanRow.domain, func(db *gorm.DB) *gorm.DB {
		return db.Where("created_by = ? AND request_key = ?", userID, key)
	})
}

func (r loanRepo) List(ctx context.Context, scope authz.Scope, filter domain.LoanFilter, beforeID string, limit int) ([]domain.Loan, error) {
	return listOf(ctx, r.handle, "list loans", loanRow.domain, func(db *gorm.DB) *gorm.DB {
		query := where(within(db, scope, "office_code"), equal{"dossier_id", filter.DossierID})
		if len(filter.States) > 0 {
			query = query.Where("state IN ?", texts(filter.States))
		}
		if !filter.DueBy.IsZero() {
			query = query.Where("due_day <> '' AND due_day <= ?", filter.DueBy.String())
		}
		if filter.Text != "" {
			part := "%" + likeLiteral(filter.Text) + "%"
			query = query.Where("(no LIKE ? ESCAPE '!' OR unit LIKE ? ESCAPE '!' OR archival_code LIKE ? ESCAPE '!')", part, part, part)
		}
		return newest(query, "id", beforeID, limit)
	})
}

func (r loanRepo) Counts(ctx context.Context, scope authz.Scope) (map[domain.LoanState]int, error) {
	var rows []struct {
		State  string
		Amount int
	}
	err := r.read(ctx, "count loans", func(db *gorm.DB) error {
		return within(db.Model(&loanRow{}), scope, "office_code").Select("state, count(*) AS amount").Group("state").Scan(&rows).Error
	})
	counts := make(map[domain.LoanState]int, len(rows))
	for _, row := range rows {
		counts[domain.LoanState(row.State)] = row.Amount
	}
	return counts, err
}

func (r loanRepo) OverdueOf(ctx context.Context, unit string, today domain.PartialDate) (string, error) {
	var no string
	err := r.read(ctx, "find overdue loan of unit", func(db *gorm.DB) error {
		return db.Model(&loanRow{}).Where("unit = ? AND state IN ('CHECKED_OUT', 'OVERDUE', 'ESCALATED', 'LOST')", unit).
			Where("(state <> 'CHECKED_OUT' OR due_day < ?)", today.String()).Order("id").Limit(1).Pluck("no", &no).Error
	})
	return no, err
}

func (r loanRepo) Due(ctx context.Context, on domain.PartialDate, afterID string, limit int) ([]domain.Loan, error) {
	return listOf(ctx, r.handle, "list due loans", loanRow.domain, func(db *gorm.DB) *gorm.DB {
		return db.Where("due_day <> '' AND due_day <= ? AND id > ?", on.String(), afterID).Order("id").Limit(limit)
	})
}

func likeLiteral(text string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(text)
}
