package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

type tokenRow struct {
	ID         string `gorm:"primaryKey"`
	Name       string
	Hash       string
	Hint       string
	Grants     string // JSON
	CreatedBy  string
	CreatedAt  time.Time `gorm:"autoCreateTime:false"`
	ExpiresAt  *time.Time
	RevokedAt  *time.Time
	LastUsedAt *time.Time
}

func (tokenRow) TableName() string { return "api_tokens" }

func rowFromToken(t domain.APIToken) (tokenRow, error) {
	grants, err := encoded(t.Grants)
	return tokenRow{ID: t.ID, Name: t.Name, Hash: t.Hash, Hint: t.Hint, Grants: grants, CreatedBy: t.CreatedBy, CreatedAt: stamp(t.CreatedAt),
		ExpiresAt: stampOrNull(t.ExpiresAt), RevokedAt: stampOrNull(t.RevokedAt), LastUsedAt: stampOrNull(t.LastUsedAt)}, err
}

func (r tokenRow) domain() (domain.APIToken, error) {
	token := domain.APIToken{ID: r.ID, Name: r.Name, Hash: r.Hash, Hint: r.Hint, CreatedBy: r.CreatedBy, CreatedAt: r.CreatedAt.UTC(),
		ExpiresAt: timeOf(r.ExpiresAt), RevokedAt: timeOf(r.RevokedAt), LastUsedAt: timeOf(r.LastUsedAt)}
	return token, decode(r.Grants, &token.Grants)
}

type tokenRepo struct{ handle }

func noToken() error { return notFound("该接口令牌", "token.not_found") }

func (r tokenRepo) Create(ctx context.Context, token domain.APIToken) error {
	row, err := rowFromToken(token)
	if err != nil {
		return errs.Wrap("create token", err)
	}
	return r.write(ctx, "create token", func(db *gorm.DB) error { return insertAll(db, []tokenRow{row}) })
}

func (r tokenRepo) ByHash(ctx context.Context, hash string) (domain.APIToken, error) {
	return oneOf(ctx, r.handle, "find token", noToken(), tokenRow.domain, func(db *gorm.DB) *gorm.DB { return db.Where("hash = ?", hash) })
}

func (r tokenRepo) List(ctx context.Context) ([]domain.APIToken, error) {
	return listOf(ctx, r.handle, "list tokens", tokenRow.domain, func(db *gorm.DB) *gorm.DB { return db.Order("id DESC") })
}

// Revoke keeps the time of the first revocation.
func (r tokenRepo) Revoke(ctx context.Context, id string, at time.Time) error {
	return r.set(ctx, "revoke token", id, "revoked_at", gorm.Expr("coalesce(revoked_at, CAST(? AS "+r.timeType()+"))", stamp(at)))
}

func (r tokenRepo) Touch(ctx context.Context, id string, at time.Time) error {
	return r.set(ctx, "touch token", id, "last_used_at", stamp(at))
}

func (r tokenRepo) set(ctx context.Context, op, id, column string, value any) error {
	return r.write(ctx, op, func(db *gorm.DB) error {
		return affected(db.Model(&tokenRow{}).Where("id = ?", id).Update(column, value), noToken())
	})
}
