package sqlstore

import (
	"context"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/domain"
)

type consultationRepo struct {
	matterRepo[domain.Consultation, *domain.Consultation]
}

func (r consultationRepo) ByCode(ctx context.Context, codeHash string) (domain.Consultation, error) {
	return r.one(ctx, "find by code", "screen_code = ?", codeHash)
}

// ByToken also finds a consultation that is over, so that its screen can be told.
func (r consultationRepo) ByToken(ctx context.Context, tokenHash string) (domain.Consultation, error) {
	return r.one(ctx, "find by token", "screen_token = ?", tokenHash)
}

// CopiesOf need not ask for the kind: only orders of copies have a parent.
func (r consultationRepo) CopiesOf(ctx context.Context, consultationID string) ([]domain.CopyOrder, error) {
	return listOf(ctx, r.handle, "list copies of consultation", matterOf[domain.CopyOrder], func(db *gorm.DB) *gorm.DB {
		return db.Where("parent_id = ?", consultationID).Order("id")
	})
}
