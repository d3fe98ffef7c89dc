package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"maps"
	"strings"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

var (
	errWrongCredentials = errs.New(errs.Unauthenticated, "session.wrong_credentials", "用户名或密码不正确；连续错误多次账号将暂时锁定")
	errNoSession        = errs.New(errs.Unauthenticated, "session.none", "请先登录")
	errBarred           = errs.New(errs.Unauthenticated, "session.barred", "账号已停用，或因连续错误多次暂时锁定，请稍后再试或联系安全管理员")
	errSessionOver      = errs.New(errs.Unauthenticated, "session.over", "登录已过期，请重新登录")
)

// Origin is where a request comes from.
type Origin struct {
	Address string
	Agent   string
}

// Credentials are what somebody signs in with. Code is a one-time password or recovery code, for those who have enrolled.
type Credentials struct {
	Login    string
	Password string
	Code     string
}

// SignIn checks the credentials and opens a session; the returned token is what the cookie carries. A wrong name, a wrong
// password, a disabled and a locked account all answer alike and take the same time. With the right password, those who have a
// second factor are asked for a code (session.totp_required); a wrong code counts like a wrong password.
func (s *Service) SignIn(ctx context.Context, credentials Credentials, from Origin) (string, domain.User, error) {
	login := strings.ToLower(strings.TrimSpace(credentials.Login))
	user, err := s.store.Users().ByLogin(ctx, login)
	if err != nil && !errs.Is(err, errs.NotFound) {
		return "", user, errs.Wrap("sign in", err)
	}
	right, err := s.hasher.matches(ctx, credentials.Password, user.PasswordHash)
	if err != nil {
		return "", user, errs.Wrap("sign in", err)
	}
	var token string
	err = errWrongCredentials
	if right && !s.barred(user) {
		token, user, err = s.openSession(ctx, user, passwordProof(user, credentials.Code), from)
	}
	if errors.Is(err, errBarred) {
		err = errWrongCredentials
	}
	if errors.Is(err, errWrongCredentials) || errors.Is(err, errWrongCode) {
		if err := s.recordFailure(ctx, user, login, from); err != nil {
			return "", user, errs.Wrap("record failed sign-in", err)
		}
	}
	return token, user, errs.Wrap("sign in", err)
}

// barred reports whether the user may not sign in now, whatever the password.
func (s *Service) barred(user domain.User) bool {
	return user.Disabled || s.clock.Now().Before(user.LockedUntil)
}

// proof is what a sign-in rests on.
type proof struct {
	code     string                         // of the second factor
	external bool                           // an identity provider vouches, no password was asked for
	holds    func(fresh *domain.User) error // whether it still counts for the user as stored when the session opens
}

func passwordProof(user domain.User, code string) proof {
	return proof{code: code, holds: func(fresh *domain.User) error {
		if fresh.PasswordHash != user.PasswordHash {
			return errWrongCredentials
		}
		return nil
	}}
}

// openSession opens a session for a user whose password was right, or for whom an identity provider vouches. Errors: errBarred.
func (s *Service) openSession(ctx context.Context, user domain.User, proven proof, from Origin) (string, domain.User, error) {
	token, session := s.newSession(user.ID, from)
	session.External = proven.external
	err := s.changeUser(ctx, func(ctx context.Context, tx domain.Repos) error {
		fresh, err := tx.Users().Get(ctx, user.ID)
		if err != nil {
			return err
		}
		// Many guesses may be under way at once: those that began before the account was locked must not get past it.
		if s.barred(fresh) {
			return errBarred
		}
		before := fresh.Identity
		if err := proven.holds(&fresh); err != nil {
			return err
		}
		passed, err := s.passFactor(&fresh, proven.code)
		if err != nil {
			return err
		}
		fresh.FailedLogins, fresh.LastLoginAt = 0, s.clock.Now()
		// The version of the user holds off a second sign-in with the same code.
		if err := tx.Users().Update(ctx, &fresh); err != nil {
			return err
		}
		user = fresh
		if err := tx.Sessions().Create(ctx, session); err != nil {
			return err
		}
		return tx.Audit().Append(ctx, s.signInEntries(user, before, proven, passed, from)...)
	})
	if err != nil {
		return "", user, err
	}
	return token, inSession(user, session), nil
}

// signInEntries are what the audit trail says of a sign-in: the session, and before it that an identity was linked, if it was.
func (s *Service) signInEntries(user domain.User, before domain.ExternalIdentity, proven proof, passed audit.Detail, from Origin) []domain.AuditEntry {
	actor := ActorOf(user, from.Address)
	var entries []domain.AuditEntry
	if user.Identity != before {
		entries = append(entries, s.entry(actor, domain.AuditIdentityLink, user.ID,
			audit.Detail{"issuer": user.Identity.Issuer, "subject": domain.MaskNumbers(user.Identity.Subject)}))
	}
	if proven.external {
		detail := audit.Detail{"method": methodOIDC}
		maps.Copy(detail, passed)
		passed = detail
	}
	return append(entries, s.entry(actor, domain.AuditLogin, user.ID, passed))
}

// inSession is the user as the session sees it: a password that was handed out is to be replaced by those who sign in with it.
func inSession(user domain.User, session domain.Session) domain.User {
	user.MustChange = user.MustChange && !session.External
	return user
}

// changeUser runs a transaction again when another one changed its user in between: of failed sign-ins that come together
// each must count.
func (s *Service) changeUser(ctx context.Context, fn func(ctx context.Context, tx domain.Repos) error) error {
	const tries = 50
	for try := 1; ; try++ {
		err := s.store.InTx(ctx, fn)
		if !errs.Is(err, errs.Stale) || try == tries {
			return err
		}
	}
}

func (s *Service) recordFailure(ctx context.Context, user domain.User, login string, from Origin) error {
	actor := authz.Actor{UserID: user.ID, Name: user.Name, Address: from.Address}
	entry := s.entry(actor, domain.AuditLoginFailed, user.ID, audit.Detail{"login": domain.MaskNumbers(clip(login, 64))})
	return s.changeUser(ctx, func(ctx context.Context, tx domain.Repos) error {
		if err := tx.Audit().Append(ctx, entry); err != nil || user.ID == "" {
			return err
		}
		fresh, err := tx.Users().Get(ctx, user.ID)
		if err != nil {
			return err
		}
		fresh.FailedLogins++
		if fresh.FailedLogins >= s.limits.MaxFailures {
			fresh.FailedLogins = 0
			fresh.LockedUntil = s.clock.Now().Add(s.limits.LockFor)
		}
		return tx.Users().Update(ctx, &fresh)
	})
}

func (s *Service) newSession(userID string, from Origin) (string, domain.Session) {
	raw := make([]byte, 32)
	rand.Read(raw)
	token := base64.RawURLEncoding.EncodeToString(raw)
	now := s.clock.Now()
	return token, domain.Session{TokenHash: hashToken(token), UserID: userID, Address: from.Address, Agent: clip(from.Agent, 200),
		CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(s.limits.SessionFor)}
}

// Resume finds the user of a session token.
func (s *Service) Resume(ctx context.Context, token string) (domain.User, error) {
	if token == "" {
		return domain.User{}, errNoSession
	}
	session, err := s.store.Sessions().Get(ctx, hashToken(token))
	if errs.Is(err, errs.NotFound) {
		return domain.User{}, errNoSession
	}
	if err != nil {
		return domain.User{}, errs.Wrap("resume session", err)
	}
	now := s.clock.Now()
	if !session.RevokedAt.IsZero() || now.After(session.ExpiresAt) || now.Sub(session.SeenAt) > s.limits.IdleFor {
		return domain.User{}, errSessionOver
	}
	user, err := s.store.Users().Get(ctx, session.UserID)
	if err != nil {
		return domain.User{}, errs.Wrap("resume session", err)
	}
	if user.Disabled {
		return domain.User{}, errSessionOver
	}
	// A write per request would make readers queue; a twentieth of the idle time is exact enough.
	if now.Sub(session.SeenAt) > s.limits.IdleFor/20 {
		if err := s.store.Sessions().Touch(ctx, session.TokenHash, now); err != nil {
			return domain.User{}, errs.Wrap("resume session", err)
		}
	}
	return inSession(user, session), nil
}

// SignOut ends the session.
func (s *Service) SignOut(ctx context.Context, actor authz.Actor, token string) error {
	err := s.store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		if err := tx.Sessions().Revoke(ctx, hashToken(token), s.clock.Now()); err != nil {
			return err
		}
		return tx.Audit().Append(ctx, s.entry(actor, domain.AuditLogout, actor.UserID, nil))
	})
	return errs.Wrap("sign out", err)
}

func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

func clip(text string, runes int) string {
	all := []rune(text)
	if len(all) > runes {
		return string(all[:runes])
	}
	return text
}
