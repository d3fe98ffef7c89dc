package account

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// FactorPolicy says of whom a second factor is demanded.
type FactorPolicy string

const (
	FactorsFree       FactorPolicy = "off"      // whoever wants one
	FactorsOfOfficers FactorPolicy = "officers" // the three officers
	FactorsOfAll      FactorPolicy = "all"
)

// Factors is how second factors are kept and of whom they are demanded.
type Factors struct {
	// Key returns the secret of the installation that seals the secrets of second factors, the same on all its nodes. It is
	// asked for with each use; nil: nobody can enrol.
	Key      func() ([]byte, error)
	Required FactorPolicy // empty: FactorsFree
}

const (
	factorIssuer  = "Danganku" // some apps show other than ASCII wrongly
	stepSeconds   = 30
	stepsOff      = 1 // either way, for clocks that differ
	recoveryCodes = 10
)

var (
	errCodeRequired = errs.New(errs.Unauthenticated, "session.totp_required", "请输入动态码")
	errWrongCode    = errs.New(errs.Unauthenticated, "session.totp_wrong", "动态码不正确、已过期或已用过，请等下一个动态码；连续错误多次账号将暂时锁定")
	errEnrolled     = errs.New(errs.Conflict, "totp.enrolled", "已登记动态口令，更换手机请先停用再重新登记")
	errLocked       = errs.New(errs.Unprocessable, "account.locked", "连续错误多次，账号已暂时锁定，请稍后再试")
)

// MustEnrol reports whether the user has to enrol a second factor before anything else.
func (s *Service) MustEnrol(user domain.User) bool {
	return s.FactorRequired(user) && !user.Factor.Active()
}

// FactorRequired reports whether the policy demands a second factor of the user.
func (s *Service) FactorRequired(user domain.User) bool {
	switch s.factors.Required {
	case FactorsOfAll:
		return true
	case FactorsOfOfficers:
		return slices.ContainsFunc(user.Grants, func(grant domain.Grant) bool { return authz.Role(grant.Role).Officer() })
	}
	return false
}

// Enrolment is what an authenticator app must be told. It is shown once.
type Enrolment struct {
	Secret string // base32
	URI    string // otpauth://, to be shown as a QR code
}

// EnrolFactor begins one's own enrolment with the password: a session that somebody left open must not be enough. Signing in
// takes no code before ConfirmFactor; begun anew, the earlier secret is forgotten.
func (s *Service) EnrolFactor(ctx context.Context, actor authz.Actor, password string) (Enrolment, error) {
	user, err := s.ownUser(ctx, actor)
	if err != nil {
		return Enrolment{}, errs.Wrap("enrol second factor", err)
	}
	if user.Factor.Active() {
		return Enrolment{}, errEnrolled
	}
	right, err := s.hasher.matches(ctx, password, user.PasswordHash)
	if err != nil {
		return Enrolment{}, errs.Wrap("enrol second factor", err)
	}
	if !right {
		return Enrolment{}, errors.Join(errWrongPassword("password"), s.recordFailure(ctx, user, user.Login, Origin{Address: actor.Address}))
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: factorIssuer, AccountName: user.Login})
	if err != nil {
		return Enrolment{}, errs.Wrap("make secret", err)
	}
	sealed, err := s.sealer.seal(user.ID, key.Secret())
	if err != nil {
		return Enrolment{}, err
	}
	err = s.changeOwn(ctx, actor, func(user *domain.User) (*domain.AuditEntry, error) {
		if user.Factor.Active() {
			return nil, errEnrolled
		}
		user.Factor = domain.SecondFactor{Secret: sealed}
		return nil, nil
	})
	return Enrolment{Secret: key.Secret(), URI: key.URL()}, errs.Wrap("enrol second factor", err)
}

// ConfirmFactor ends the enrolment with a first code, and returns recovery codes, each good for one sign-in. They are shown once.
func (s *Service) ConfirmFactor(ctx context.Context, actor authz.Actor, code string) ([]string, error) {
	codes := make([]string, recoveryCodes)
	hashes := make([]string, recoveryCodes)
	for i := range codes {
		codes[i] = oneTimePassword()
		hashes[i] = hashToken(plainCode(codes[i]))
	}
	err := s.changeOwn(ctx, actor, func(user *domain.User) (*domain.AuditEntry, error) {
		if user.Factor.Active() {
			return nil, errEnrolled
		}
		step, err := s.stepOf(*user, code)
		if err != nil {
			return nil, err
		}
		if step == 0 {
			return nil, errs.New(errs.Unprocessable, "totp.code", "动态码不正确，请核对手机时间，输入当前显示的六位数字").
				WithFields(errs.Field{Name: "code", Message: "动态码不正确"})
		}
		user.Factor.Since, user.Factor.LastStep, user.Factor.Recovery = s.clock.Now(), step, hashes
		entry := s.entry(actor, domain.AuditFactorEnrol, user.ID, nil)
		return &entry, nil
	})
	if err != nil {
		return nil, errs.Wrap("confirm second factor", err)
	}
	return codes, nil
}

// RemoveFactor ends one's own second factor, with a code of it or a recovery code.
func (s *Service) RemoveFactor(ctx context.Context, actor authz.Actor, code string) error {
	user, err := s.ownUser(ctx, actor)
	if err != nil {
		return errs.Wrap("remove second factor", err)
	}
	err = s.changeOwn(ctx, actor, func(user *domain.User) (*domain.AuditEntry, error) {
		if !user.Factor.Active() {
			return nil, errs.New(errs.Conflict, "totp.none", "没有登记动态口令")
		}
		if _, err := s.passFactor(user, code); err != nil {
			return nil, err
		}
		user.Factor = domain.SecondFactor{}
		entry := s.entry(actor, domain.AuditFactorRemove, user.ID, nil)
		return &entry, nil
	})
	if errors.Is(err, errWrongCode) {
		refused := errs.New(errs.Unprocessable, "totp.code", "%s", errWrongCode.Msg).WithFields(errs.Field{Name: "code", Message: "动态码不正确"})
		return errors.Join(refused, s.recordFailure(ctx, user, user.Login, Origin{Address: actor.Address}))
	}
	return errs.Wrap("remove second factor", err)
}

// ownUser is the actor as a user, unless too many wrong guesses locked the account: whoever sits at a session that was left open
// may not guess on.
func (s *Service) ownUser(ctx context.Context, actor authz.Actor) (domain.User, error) {
	user, err := s.store.Users().Get(ctx, actor.UserID)
	if err == nil && s.clock.Now().Before(user.LockedUntil) {
		err = errLocked
	}
	return user, err
}

// changeOwn changes the actor's own user together with an audit entry, if there is one.
func (s *Service) changeOwn(ctx context.Context, actor authz.Actor, change func(*domain.User) (*domain.AuditEntry, error)) error {
	return s.changeUser(ctx, func(ctx context.Context, tx domain.Repos) error {
		user, err := tx.Users().Get(ctx, actor.UserID)
		if err != nil {
			return err
		}
		entry, err := change(&user)
		if err != nil {
			return err
		}
		if err := tx.Users().Update(ctx, &user); err != nil || entry == nil {
			return err
		}
		return tx.Audit().Append(ctx, *entry)
	})
}

// passFactor takes a code or recovery code of the user, who is to be stored: each counts once. It returns how the user passed,
// for the audit trail. Errors: session.totp_required without a code, session.totp_wrong.
func (s *Service) passFactor(user *domain.User, code string) (audit.Detail, error) {
	if !user.Factor.Active() {
		return nil, nil
	}
	if strings.TrimSpace(code) == "" {
		return nil, errCodeRequired
	}
	step, err := s.stepOf(*user, code)
	if err != nil {
		return nil, err
	}
	if step > user.Factor.LastStep {
		user.Factor.LastStep = step
		return audit.Detail{"factor": "totp"}, nil
	}
	at := slices.Index(user.Factor.Recovery, hashToken(plainCode(code)))
	if at < 0 {
		return nil, errWrongCode
	}
	user.Factor.Recovery = slices.Delete(slices.Clone(user.Factor.Recovery), at, at+1)
	return audit.Detail{"factor": "recovery", "left": len(user.Factor.Recovery)}, nil
}

// stepOf is the time step at which the code is the user's, near now; 0: none.
func (s *Service) stepOf(user domain.User, code string) (int64, error) {
	if user.Factor.Secret == "" {
		return 0, errs.New(errs.Conflict, "totp.not_begun", "请先开始登记动态口令")
	}
	secret, err := s.sealer.open(user.ID, user.Factor.Secret)
	if err != nil {
		return 0, err
	}
	code = plainCode(code)
	now := s.clock.Now().Unix() / stepSeconds
	for step := now + stepsOff; step >= now-stepsOff; step-- {
		right, err := hotp.ValidateCustom(code, uint64(step), secret, hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if errors.Is(err, otp.ErrValidateInputInvalidLength) {
			return 0, nil
		}
		if err != nil {
			return 0, errs.Wrap("check code", err)
		}
		if right {
			return step, nil
		}
	}
	return 0, nil
}

// plainCode is a code as people type it without what they put between.
func plainCode(code string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(strings.TrimSpace(code)))
}

// Unreadable counts the users whose second factor this installation's key does not open: they cannot sign in.
func (s *Service) Unreadable(users []domain.User) int {
	count := 0
	for _, user := range users {
		if !user.Factor.Active() {
			continue
		}
		if _, err := s.sealer.open(user.ID, user.Factor.Secret); err != nil {
			count++
		}
	}
	return count
}
