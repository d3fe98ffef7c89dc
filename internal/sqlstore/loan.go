package sqlstore

import (
	"context"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/domain"
)

type loanRepo struct {
	matterRepo[domain.Loan, *domain.Loan]
}

// OverdueOf takes the one with the first number. The states stand in the text of the condition, as they do in the index of loans by unit.
func (r loanRepo) OverdueOf(ctx context.Context, unit string, today domain.PartialDate) (string, error) {
	var no string
	err := r.read(ctx, "find overdue loan of unit", func(db *gorm.DB) error {
		return db.Model(&matterRow{}).Where("kind = 'LOAN' AND applicant = ? AND state IN ('CHECKED_OUT', 'OVERDUE', 'ESCALATED', 'LOST')", unit).
			Where("(state <> 'CHECKED_OUT' OR waits_for < ?)", today.String()).Order("no").Limit(1).Pluck("no", &no).Error
	})
	return no, err
}
