package account

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

var errForbidden = errs.New(errs.Forbidden, "access.forbidden", "没有办理此事项的权限")

// firstGrants are the roles of the first administrator of a new installation: enough to try everything. The security
// officer's first duty is to hand the officers' roles to different people, see checkSeparation.
var firstGrants = []domain.Grant{
	{Role: string(authz.Archivist)}, {Role: string(authz.SystemOfficer)}, {Role: string(authz.SecurityOfficer)},
	{Role: string(authz.AuditOfficer)}, {Role: string(authz.LeadingGroupOffice)}, {Role: string(authz.AgencyOfficer)},
	{Role: string(authz.IntakeClerk)},
}

// EnsureAdministrator creates the user "admin" when there is no user yet, with the given password, or, if it is empty,
// with a one-time password, which it returns.
func (s *Service) EnsureAdministrator(ctx context.Context, password string) (oneTime string, created bool, err error) {
	count, err := s.store.Users().Count(ctx)
	if err != nil || count > 0 {
		return "", false, errs.Wrap("look for users", err)
	}
	mustChange := password == ""
	if mustChange {
		password = oneTimePassword()
		oneTime = password
	} else if err := s.checkPassword(password); err != nil {
		return "", false, err
	}
	actor := authz.System("system")
	user := domain.User{Login: "admin", Name: "管理员", Grants: firstGrants, MustChange: mustChange}
	_, err = s.add(ctx, actor, user, password)
	if errs.Is(err, errs.Conflict) { // another process was faster
		return "", false, nil
	}
	return oneTime, err == nil, errs.Wrap("create the first administrator", err)
}

// NewUser is a user to be added.
type NewUser struct {
	Login  string
	Name   string
	Grants []domain.Grant
	// IdentityAccount is the user's account at the identity provider; empty: the user signs in with the password alone.
	IdentityAccount string
}

// Create adds a user and returns a one-time password to hand over.
func (s *Service) Create(ctx context.Context, actor authz.Actor, request NewUser) (domain.User, string, error) {
	if err := s.mayManage(ctx, actor); err != nil {
		return domain.User{}, "", err
	}
	if err := s.checkGrants(ctx, request.Grants); err != nil {
		return domain.User{}, "", err
	}
	password := oneTimePassword()
	user := domain.User{Login: strings.ToLower(request.Login), Name: request.Name, Grants: request.Grants, MustChange: true,
		Identity: domain.ExternalIdentity{Account: strings.TrimSpace(request.IdentityAccount)}}
	user, err := s.add(ctx, actor, user, password)
	return user, password, errs.Wrap("create user", err)
}

func (s *Service) add(ctx context.Context, actor authz.Actor, user domain.User, password string) (domain.User, error) {
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return user, err
	}
	now := s.clock.Now()
	user.ID, user.PasswordHash, user.PasswordSetAt, user.CreatedAt, user.Version = domain.NewID(), hash, now, now, 1
	err = s.store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		if err := tx.Users().Create(ctx, user); err != nil {
			return err
		}
		return tx.Audit().Append(ctx, s.entry(actor, domain.AuditUserCreate, user.ID,
			audit.Detail{"login": user.Login, "grants": user.Grants, "identityAccount": domain.MaskNumbers(user.Identity.Account)}))
	})
	return user, err
}

// UserChange says what to change; nil fields stay.
type UserChange struct {
	Name          *string
	Grants        *[]domain.Grant
	Disabled      *bool
	ResetPassword bool
	ResetFactor   bool // the user enrols a second factor anew, after the telephone was lost
	// IdentityAccount is the user's account at the identity provider. Another one than before forgets whom the earlier one was
	// linked to; empty: the user signs in with the password alone.
	IdentityAccount *string
}

// endsSessions reports whether sessions that are open must not go on.
func (c UserChange) endsSessions() bool {
	return c.Grants != nil || c.Disabled != nil || c.ResetPassword || c.ResetFactor || c.IdentityAccount != nil
}

// Change edits a user from the given version; with ResetPassword it returns a new one-time password. Sessions end when
// the user is disabled, the grants or the account at the identity provider change, or the password or the second factor is reset.
func (s *Service) Change(ctx context.Context, actor authz.Actor, id string, version int, change UserChange) (domain.User, string, error) {
	if err := s.mayChange(ctx, actor, id, change); err != nil {
		return domain.User{}, "", err
	}
	password, hash, err := s.resetPassword(ctx, change.ResetPassword)
	if err != nil {
		return domain.User{}, "", err
	}
	var user domain.User
	err = s.store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		if user, err = tx.Users().Get(ctx, id); err != nil {
			return err
		}
		before := user
		user.Version = version
		s.apply(&user, change, hash)
		if err := keepManager(ctx, tx, before, user); err != nil {
			return err
		}
		if err := tx.Users().Update(ctx, &user); err != nil {
			return err
		}
		if change.endsSessions() {
			if err := tx.Sessions().RevokeUser(ctx, id, s.clock.Now()); err != nil {
				return err
			}
		}
		return tx.Audit().Append(ctx, s.entry(actor, domain.AuditUserChange, id, audit.Detail{"grants": user.Grants, "disabled": user.Disabled,
			"reset": change.ResetPassword, "resetFactor": change.ResetFactor, "identityAccount": domain.MaskNumbers(user.Identity.Account)}))
	})
	return user, password, errs.Wrap("change user", err)
}

func (s *Service) mayChange(ctx context.Context, actor authz.Actor, id string, change UserChange) error {
	if err := s.mayManage(ctx, actor); err != nil {
		return err
	}
	if change.ResetFactor && id == actor.UserID {
		return errs.New(errs.Unprocessable, "totp.own_reset", "不能重置自己的动态口令：请用动态码或备用码停用，或由另一名安全管理员重置")
	}
	if change.Grants == nil {
		return nil
	}
	return s.checkGrants(ctx, *change.Grants)
}

func (s *Service) resetPassword(ctx context.Context, wanted bool) (password, hash string, err error) {
	if !wanted {
		return "", "", nil
	}
	password = oneTimePassword()
	hash, err = s.hasher.hash(ctx, password)
	return password, hash, err
}

func (s *Service) apply(user *domain.User, change UserChange, hash string) {
	if change.Name != nil {
		user.Name = *change.Name
	}
	if change.Grants != nil {
		user.Grants = *change.Grants
	}
	if change.Disabled != nil {
		user.Disabled = *change.Disabled
	}
	if hash != "" {
		user.PasswordHash, user.MustChange, user.PasswordSetAt = hash, true, s.clock.Now()
		user.FailedLogins = 0
		user.LockedUntil = user.CreatedAt
	}
	if change.ResetFactor {
		user.Factor = domain.SecondFactor{}
	}
	if account := change.IdentityAccount; account != nil && strings.TrimSpace(*account) != user.Identity.Account {
		user.Identity = domain.ExternalIdentity{Account: strings.TrimSpace(*account)}
	}
}

func errWrongPassword(field string) *errs.Error {
	return errs.New(errs.Unprocessable, "password.wrong", "当前密码不正确").WithFields(errs.Field{Name: field, Message: "当前密码不正确"})
}

// ChangePassword replaces one's own password, ends all one's sessions and opens a new one, whose token it returns: a token that
// was spied out before is worthless. A wrong current password counts like one at sign-in.
func (s *Service) ChangePassword(ctx context.Context, actor authz.Actor, current, next string, from Origin) (string, error) {
	if err := s.checkPassword(next); err != nil {
		return "", err
	}
	user, err := s.ownUser(ctx, actor)
	if err != nil {
		return "", errs.Wrap("change password", err)
	}
	right, err := s.hasher.matches(ctx, current, user.PasswordHash)
	if err != nil {
		return "", errs.Wrap("change password", err)
	}
	if !right {
		return "", errors.Join(errWrongPassword("current"), s.recordFailure(ctx, user, user.Login, from))
	}
	hash, err := s.hasher.hash(ctx, next)
	if err != nil {
		return "", errs.Wrap("change password", err)
	}
	token, session := s.newSession(user.ID, from)
	err = s.store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		user, err := tx.Users().Get(ctx, actor.UserID)
		if err != nil {
			return err
		}
		user.PasswordHash, user.MustChange, user.PasswordSetAt, user.FailedLogins = hash, false, s.clock.Now(), 0
		if err := tx.Users().Update(ctx, &user); err != nil {
			return err
		}
		if err := tx.Sessions().RevokeUser(ctx, user.ID, s.clock.Now()); err != nil {
			return err
		}
		if err := tx.Sessions().Create(ctx, session); err != nil {
			return err
		}
		return tx.Audit().Append(ctx, s.entry(actor, domain.AuditPasswordChange, user.ID, nil),
			s.entry(actor, domain.AuditLogin, user.ID, nil))
	})
	return token, errs.Wrap("change password", err)
}

// List returns all users.
func (s *Service) List(ctx context.Context, actor authz.Actor) ([]domain.User, error) {
	if err := s.mayManage(ctx, actor); err != nil {
		return nil, err
	}
	users, err := s.store.Users().List(ctx)
	return users, errs.Wrap("list users", err)
}

// mayManage admits those who manage users everywhere: an account can be granted any place, so managing a part of the
// archive must not be enough.
func (s *Service) mayManage(_ context.Context, actor authz.Actor) error {
	if !actor.Scope(authz.UserManage).All {
		return errForbidden
	}
	return nil
}

func (s *Service) checkPassword(password string) error {
	if utf8.RuneCountInString(password) < s.limits.MinPassword {
		return errs.New(errs.Unprocessable, "password.short", "密码至少%d个字符", s.limits.MinPassword).
			WithFields(errs.Field{Name: "new", Message: "密码太短"})
	}
	return nil
}

// checkGrants refuses grants that would mean nothing, or more than the role is meant for.
func (s *Service) checkGrants(ctx context.Context, grants []domain.Grant) error {
	if len(grants) == 0 {
		return errs.New(errs.Invalid, "user.no_grant", "请至少授予一个角色")
	}
	for _, grant := range grants {
		policy := policyGrant(grant)
		if !policy.Role.Known() {
			return errs.New(errs.Invalid, "user.unknown_role", "没有“%s”这个角色", grant.Role)
		}
		if !policy.Sound() && policy.Role == authz.EnterpriseHandler {
			return errs.New(errs.Invalid, "user.grant_enterprise", "企业经办人须按企业授权，请选择所属企业")
		}
		if !policy.Sound() {
			return errs.New(errs.Invalid, "user.grant_enterprise", "只有企业经办人按企业授权，角色“%s”请改为按区划或档案管理部门授权", grant.Role)
		}
		if err := s.checkGrantedEnterprise(ctx, grant.Enterprise); err != nil {
			return err
		}
	}
	return checkSeparation(grants)
}

func (s *Service) checkGrantedEnterprise(ctx context.Context, id string) error {
	if id == "" {
		return nil
	}
	_, err := s.store.Enterprises().Get(ctx, id)
	if errs.Is(err, errs.NotFound) {
		return errs.New(errs.Invalid, "user.unknown_enterprise", "没有编号为“%s”的企业，请先登记企业", id)
	}
	return errs.Wrap("look for granted enterprise", err)
}
