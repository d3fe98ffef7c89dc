package account

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"strings"
	"time"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const (
	tokenPrefix  = "dgk_" // lets scanners for leaked secrets tell what they found
	tokenBytes   = 32
	tokenHint    = 4
	maxTokenLife = 366 * 24 * time.Hour
	maxTokenName = 100 // characters
	// touchEvery bounds the writes of a busy client: when a token was last used is known to the minute.
	touchEvery = time.Minute
)

var errBadToken = errs.New(errs.Unauthenticated, "token.invalid", "接口令牌无效、已过期或已停用，请向安全管理员申请新的令牌")

// NewToken is an API token to be made. ExpiresAt is mandatory and at most 366 days ahead.
type NewToken struct {
	Name      string
	Grants    []domain.Grant
	ExpiresAt time.Time
}

// CreateToken makes a token for another system and returns its secret, which is shown once and never stored.
func (s *Service) CreateToken(ctx context.Context, actor authz.Actor, request NewToken) (domain.APIToken, string, error) {
	if err := s.mayManage(ctx, actor); err != nil {
		return domain.APIToken{}, "", err
	}
	request.Name = strings.TrimSpace(request.Name)
	now := s.clock.Now()
	if err := request.check(now); err != nil {
		return domain.APIToken{}, "", err
	}
	if err := s.checkGrants(ctx, request.Grants); err != nil {
		return domain.APIToken{}, "", err
	}
	secret := newSecret()
	token := domain.APIToken{ID: domain.NewID(), Name: request.Name, Hash: hashToken(secret), Hint: secret[len(secret)-tokenHint:],
		Grants: request.Grants, CreatedBy: actor.UserID, CreatedAt: now, ExpiresAt: request.ExpiresAt}
	err := s.store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		if err := tx.Tokens().Create(ctx, token); err != nil {
			return err
		}
		return tx.Audit().Append(ctx, s.tokenEntry(actor, domain.AuditTokenCreate, token.ID,
			audit.Detail{"name": domain.MaskNumbers(token.Name), "grants": token.Grants, "expiresAt": token.ExpiresAt}))
	})
	if err != nil {
		return domain.APIToken{}, "", errs.Wrap("create token", err)
	}
	return token, secret, nil
}

// check refuses a token without name or end, and one that could manage users: it could make further tokens for itself.
func (r NewToken) check(now time.Time) error {
	if r.Name == "" || len([]rune(r.Name)) > maxTokenName {
		return errs.New(errs.Invalid, "token.name", "请填写令牌用途，不超过%d个字", maxTokenName).
			WithFields(errs.Field{Name: "name", Message: "令牌用途缺失或过长"})
	}
	if !r.ExpiresAt.After(now) || r.ExpiresAt.Sub(now) > maxTokenLife {
		return errs.New(errs.Invalid, "token.expiry", "令牌有效期须晚于现在，且不超过%d天", maxTokenLife/(24*time.Hour)).
			WithFields(errs.Field{Name: "expiresAt", Message: "有效期缺失、已过或过长"})
	}
	for _, grant := range r.Grants {
		if authz.Role(grant.Role).Grants(authz.UserManage) {
			return errs.New(errs.Invalid, "token.role", "令牌不能授予角色“%s”", grant.Role).
				WithFields(errs.Field{Name: "grants", Message: "该角色只能授予人员"})
		}
	}
	return nil
}

func newSecret() string {
	raw := make([]byte, tokenBytes)
	rand.Read(raw) // never fails, see crypto/rand
	return tokenPrefix + base64.RawURLEncoding.EncodeToString(raw)
}

// Tokens lists all tokens, newest first, without secrets.
func (s *Service) Tokens(ctx context.Context, actor authz.Actor) ([]domain.APIToken, error) {
	if err := s.mayManage(ctx, actor); err != nil {
		return nil, err
	}
	tokens, err := s.store.Tokens().List(ctx)
	return tokens, errs.Wrap("list tokens", err)
}

// RevokeToken ends a token at once.
func (s *Service) RevokeToken(ctx context.Context, actor authz.Actor, id string) error {
	if err := s.mayManage(ctx, actor); err != nil {
		return err
	}
	err := s.store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		if err := tx.Tokens().Revoke(ctx, id, s.clock.Now()); err != nil {
			return err
		}
		return tx.Audit().Append(ctx, s.tokenEntry(actor, domain.AuditTokenRevoke, id, nil))
	})
	return errs.Wrap("revoke token", err)
}

// ResumeToken finds what a token may do. A token that is unknown, expired or revoked answers alike. A token is no person and keeps
// away from nobody (R25): whoever is handed what it reads is the other system's to say.
func (s *Service) ResumeToken(ctx context.Context, secret string, from Origin) (authz.Actor, domain.APIToken, error) {
	if !strings.HasPrefix(secret, tokenPrefix) {
		return authz.Actor{}, domain.APIToken{}, errBadToken
	}
	token, err := s.store.Tokens().ByHash(ctx, hashToken(secret))
	if errs.Is(err, errs.NotFound) {
		return authz.Actor{}, domain.APIToken{}, errBadToken
	}
	if err != nil {
		return authz.Actor{}, domain.APIToken{}, errs.Wrap("resume token", err)
	}
	now := s.clock.Now()
	if !token.RevokedAt.IsZero() || !now.Before(token.ExpiresAt) {
		return authz.Actor{}, domain.APIToken{}, errBadToken
	}
	if now.Sub(token.LastUsedAt) >= touchEvery {
		if err := s.store.Tokens().Touch(ctx, token.ID, now); err != nil {
			return authz.Actor{}, domain.APIToken{}, errs.Wrap("resume token", err)
		}
		token.LastUsedAt = now
	}
	actor := authz.Actor{UserID: "token:" + token.ID, Name: "接口：" + token.Name, Address: from.Address, Grants: policyGrants(token.Grants)}
	return actor, token, nil
}

func (s *Service) tokenEntry(actor authz.Actor, action domain.AuditAction, id string, detail audit.Detail) domain.AuditEntry {
	return audit.Entry(s.clock.Now(), actor, action, audit.Subject{Object: "token", ID: id}, detail)
}
