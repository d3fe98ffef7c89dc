package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/domain"
)

type sessionRow struct {
	TokenHash string `gorm:"primaryKey"`
	UserID    string
	External  bool
	Address   string
	Agent     string
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
	SeenAt    time.Time
	ExpiresAt time.Time
	RevokedAt *time.Time
}

func (sessionRow) TableName() string { return "sessions" }

func rowFromSession(s domain.Session) sessionRow {
	return sessionRow{TokenHash: s.TokenHash, UserID: s.UserID, External: s.External, Address: s.Address, Agent: cleanText(s.Agent),
		CreatedAt: stamp(s.CreatedAt), SeenAt: stamp(s.SeenAt), ExpiresAt: stamp(s.ExpiresAt), RevokedAt: stampOrNull(s.RevokedAt)}
}

func (r sessionRow) domain() domain.Session {
	return domain.Session{TokenHash: r.TokenHash, UserID: r.UserID, External: r.External, Address: r.Address, Agent: r.Agent,
		CreatedAt: r.CreatedAt.UTC(), SeenAt: r.SeenAt.UTC(), ExpiresAt: r.ExpiresAt.UTC(), RevokedAt: timeOf(r.RevokedAt)}
}

type sessionRepo struct{ handle }

func noSession() error { return notFound("该会话", "session.not_found") }

func (r sessionRepo) Create(ctx context.Context, session domain.Session) error {
	return r.write(ctx, "create session", func(db *gorm.DB) error {
		return insertAll(db, []sessionRow{rowFromSession(session)})
	})
}

func (r sessionRepo) Get(ctx context.Context, tokenHash string) (domain.Session, error) {
	var row sessionRow
	err := r.read(ctx, "get session", func(db *gorm.DB) error {
		return take(db.Where("token_hash = ?", tokenHash), &row, noSession())
	})
	return row.domain(), err
}

func (r sessionRepo) Touch(ctx context.Context, tokenHash string, seenAt time.Time) error {
	return r.write(ctx, "touch session", func(db *gorm.DB) error {
		touched := db.Model(&sessionRow{}).Where("token_hash = ?", tokenHash).Update("seen_at", stamp(seenAt))
		return affected(touched, noSession())
	})
}

// Revoke keeps the time of the first revocation.
func (r sessionRepo) Revoke(ctx context.Context, tokenHash string, at time.Time) error {
	return r.write(ctx, "revoke session", func(db *gorm.DB) error {
		return affected(revoke(db.Where("token_hash = ?", tokenHash), at), noSession())
	})
}

func (r sessionRepo) RevokeUser(ctx context.Context, userID string, at time.Time) error {
	return r.write(ctx, "revoke sessions of user", func(db *gorm.DB) error {
		return revoke(db.Where("user_id = ?", userID), at).Error
	})
}

func revoke(which *gorm.DB, at time.Time) *gorm.DB {
	return which.Model(&sessionRow{}).Update("revoked_at", gorm.Expr("coalesce(revoked_at, ?)", stamp(at)))
}

// OfUser is ordered newest first and has revoked sessions too.
func (r sessionRepo) OfUser(ctx context.Context, userID string) ([]domain.Session, error) {
	var rows []sessionRow
	err := r.read(ctx, "list sessions of user", func(db *gorm.DB) error {
		return db.Where("user_id = ?", userID).Order("created_at DESC, token_hash").Find(&rows).Error
	})
	return mapAll(rows, sessionRow.domain), err
}

func (r sessionRepo) DeleteExpired(ctx context.Context, now time.Time) (int, error) {
	var gone int64
	err := r.write(ctx, "delete expired sessions", func(db *gorm.DB) error {
		deleted := db.Where("expires_at <= ?", stamp(now)).Delete(&sessionRow{})
		gone = deleted.RowsAffected
		return deleted.Error
	})
	return int(gone), err
}
