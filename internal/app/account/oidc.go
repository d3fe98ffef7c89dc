package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const (
	methodOIDC   = "oidc"           // in the audit trail
	flowLasts    = 10 * time.Minute // to sign in at the provider
	vouchedLasts = 5 * time.Minute  // to type the code of the second factor
	maxReturnTo  = 512              // characters
)

// What a sealed text of the browser is about.
const (
	aboutFlow    = "flow"
	aboutVouched = "vouched"
)

var (
	errReturnTo = errs.New(errs.Invalid, "oidc.return_to", "登录后返回的地址不是本系统的页面")
	errFlowLost = errs.New(errs.Unauthenticated, "oidc.flow", "本次登录已超时、已用过，或不是从这个浏览器发起的，请返回登录页重新登录")
	errDenied   = errs.New(errs.Unauthenticated, "oidc.denied", "统一身份认证没有完成登录，请返回登录页重试")
)

// errUnknownIdentity tells a person who is known outside, and not here, what to ask for.
func errUnknownIdentity(account string) error {
	if account == "" {
		return errs.New(errs.Forbidden, "oidc.unknown", "统一身份认证没有给出账号名称，且此身份尚未与本系统用户关联，请联系安全管理员")
	}
	return errs.New(errs.Forbidden, "oidc.unknown", "统一身份认证账号“%s”尚未与本系统用户关联，请联系安全管理员在“用户”中登记", account)
}

// Federation lets users sign in at an identity provider. What a sign-in has to remember between its steps is sealed and kept by
// the browser, so that any node can take the next step and no other browser can.
//
// Nobody becomes a user by being known to the provider. The security officer names the account of each user who may come this way;
// the first sign-in under that name links the user to the issuer's subject, once, and from then on the subject alone counts: names
// are given to other people in time, subjects never are.
type Federation struct {
	accounts *Service
	provider domain.IdentityProvider
	sealer   sealer
	name     string
}

// NewFederation lets users of accounts sign in at a provider, which users know by name.
func NewFederation(accounts *Service, provider domain.IdentityProvider, name string) *Federation {
	return &Federation{accounts: accounts, provider: provider, name: name, sealer: sealer{accounts.factors.Key, forSignIns}}
}

// Name is what users call the provider.
func (f *Federation) Name() string { return f.name }

// flow is a sign-in whose browser is at the provider.
type flow struct {
	domain.Handshake
	ReturnTo string
	Ends     time.Time
}

// vouched is a user for whom the provider has vouched and whose second factor is still missing.
type vouched struct {
	UserID string
	domain.ProvenIdentity
	Ends time.Time
}

// Begin starts a sign-in that ends at returnTo, a page of the user interface. The browser goes to address and keeps flow, which is
// sealed, for Finish. Errors: oidc.return_to, errs.Unavailable when the provider does not answer.
func (f *Federation) Begin(ctx context.Context, returnTo string) (address, sealedFlow string, err error) {
	if !ownPage(returnTo) {
		return "", "", errReturnTo
	}
	// The verifier of RFC 7636 has 43 characters at least.
	begun := flow{Handshake: domain.Handshake{State: rand.Text(), Nonce: rand.Text(), Verifier: rand.Text() + rand.Text()},
		ReturnTo: returnTo, Ends: f.accounts.clock.Now().Add(flowLasts)}
	if address, err = f.provider.AuthURL(ctx, begun.Handshake); err != nil {
		return "", "", errs.Wrap("begin sign-in", err)
	}
	sealedFlow, err = f.seal(aboutFlow, begun)
	return address, sealedFlow, errs.Wrap("begin sign-in", err)
}

// ownPage admits addresses without host only. Browsers read a backslash as a slash and drop control characters.
func ownPage(address string) bool {
	parsed, err := url.Parse(address)
	return err == nil && parsed.Scheme == "" && parsed.Host == "" && parsed.User == nil && len(address) <= maxReturnTo &&
		strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//") && !strings.ContainsFunc(address, func(r rune) bool {
		return r == '\\' || r < ' ' || r == 0x7f
	})
}

// Answer is what the provider sends along with the browser that comes back.
type Answer struct {
	State   string
	Code    string
	Refusal string // its error code; empty: none
}

// Arrival is a sign-in at its end, or one code short of it.
type Arrival struct {
	Token    string // of the session; empty: the code of the second factor is to be asked for
	Vouched  string // sealed, for Confirm; empty: the session is open
	ReturnTo string
}

// Finish takes the browser's sealed flow and the provider's answer, and opens a session for the user meant; a refusal is in the
// audit trail. Errors: oidc.flow, oidc.denied, oidc.unknown, session.barred, and those of the provider.
func (f *Federation) Finish(ctx context.Context, sealedFlow string, answer Answer, from Origin) (Arrival, error) {
	begun, err := f.resume(sealedFlow, answer)
	if err != nil {
		return Arrival{}, f.refuse(ctx, domain.User{}, "", err, from)
	}
	proven, err := f.provider.Redeem(ctx, answer.Code, begun.Handshake)
	if err != nil {
		return Arrival{}, f.refuse(ctx, domain.User{}, "", err, from)
	}
	user, err := f.userOf(ctx, proven)
	if err != nil {
		return Arrival{}, f.refuse(ctx, user, proven.Account, err, from)
	}
	token, _, err := f.accounts.openSession(ctx, user, proofOf(proven, ""), from)
	if errors.Is(err, errCodeRequired) {
		sealed, err := f.seal(aboutVouched, vouched{UserID: user.ID, ProvenIdentity: proven, Ends: f.accounts.clock.Now().Add(vouchedLasts)})
		return Arrival{Vouched: sealed, ReturnTo: begun.ReturnTo}, errs.Wrap("sign in by identity provider", err)
	}
	if err != nil {
		return Arrival{}, f.refuse(ctx, user, proven.Account, err, from)
	}
	return Arrival{Token: token, ReturnTo: begun.ReturnTo}, nil
}

// resume is the flow that the answer belongs to.
func (f *Federation) resume(sealedFlow string, answer Answer) (flow, error) {
	var begun flow
	if !f.unseal(aboutFlow, sealedFlow, &begun) || f.accounts.clock.Now().After(begun.Ends) ||
		subtle.ConstantTimeCompare([]byte(begun.State), []byte(answer.State)) != 1 {
		return flow{}, errFlowLost
	}
	if answer.Refusal != "" || answer.Code == "" {
		return flow{}, errDenied
	}
	return begun, nil
}

// userOf finds whom the provider means: the user linked to the subject, else the one whom the security officer expects under this
// account and who has never come before.
func (f *Federation) userOf(ctx context.Context, proven domain.ProvenIdentity) (domain.User, error) {
	users := f.accounts.store.Users()
	user, err := users.ByIdentity(ctx, proven.Issuer, proven.Subject)
	if errs.Is(err, errs.NotFound) && proven.Account != "" {
		user, err = users.ByIdentityAccount(ctx, proven.Account)
	}
	if errs.Is(err, errs.NotFound) {
		return domain.User{}, errUnknownIdentity(proven.Account)
	}
	if err != nil {
		return domain.User{}, errs.Wrap("find user of identity", err)
	}
	return user, nil
}

// proofOf holds for the user whom the identity is linked to, and links one who was only expected.
func proofOf(proven domain.ProvenIdentity, code string) proof {
	return proof{code: code, external: true, holds: func(fresh *domain.User) error {
		known := fresh.Identity
		switch {
		case known.Linked() && known.Issuer == proven.Issuer && known.Subject == proven.Subject:
		case !known.Linked() && known.Account != "" && known.Account == proven.Account:
			fresh.Identity.Issuer, fresh.Identity.Subject = proven.Issuer, proven.Subject
		default:
			return errUnknownIdentity(proven.Account)
		}
		return nil
	}}
}

// CodePending reports whether the browser's sealed text stands for a user whose second factor is still missing.
func (f *Federation) CodePending(sealed string) bool {
	_, pending := f.vouchedIn(sealed)
	return pending
}

func (f *Federation) vouchedIn(sealed string) (vouched, bool) {
	var who vouched
	known := f.unseal(aboutVouched, sealed, &who)
	return who, known && !f.accounts.clock.Now().After(who.Ends)
}

// Confirm ends a sign-in with the code of the second factor; a wrong code counts like a wrong password. Errors: oidc.flow,
// session.totp_wrong, session.barred, oidc.unknown when the user was unlinked meanwhile.
func (f *Federation) Confirm(ctx context.Context, sealed, code string, from Origin) (string, domain.User, error) {
	who, pending := f.vouchedIn(sealed)
	if !pending {
		return "", domain.User{}, f.refuse(ctx, domain.User{}, "", errFlowLost, from)
	}
	user, err := f.accounts.store.Users().Get(ctx, who.UserID)
	if err != nil {
		return "", domain.User{}, errs.Wrap("confirm sign-in", err)
	}
	token, user, err := f.accounts.openSession(ctx, user, proofOf(who.ProvenIdentity, code), from)
	switch {
	case errors.Is(err, errWrongCode):
		return "", user, errors.Join(err, f.accounts.recordFailure(ctx, user, user.Login, from))
	case err != nil:
		return "", user, f.refuse(ctx, user, who.Account, err, from)
	}
	return token, user, nil
}

// refuse puts a refusal into the audit trail and returns it. It locks nobody out: no password was guessed.
func (f *Federation) refuse(ctx context.Context, user domain.User, account string, refusal error, from Origin) error {
	if kind := errs.KindOf(refusal); kind != errs.Unauthenticated && kind != errs.Forbidden {
		return errs.Wrap("sign in by identity provider", refusal)
	}
	detail := audit.Detail{"method": methodOIDC, "why": errs.CodeOf(refusal)}
	if account != "" {
		detail["account"] = domain.MaskNumbers(clip(account, 64))
	}
	actor := authz.Actor{UserID: user.ID, Name: user.Name, Address: from.Address}
	err := f.accounts.store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		return tx.Audit().Append(ctx, f.accounts.entry(actor, domain.AuditLoginFailed, user.ID, detail))
	})
	if err != nil {
		return errs.Wrap("record refused sign-in", err)
	}
	return errs.Wrap("sign in by identity provider", refusal)
}

func (f *Federation) seal(about string, what any) (string, error) {
	text, err := json.Marshal(what)
	if err != nil {
		return "", errs.Wrap("seal "+about, err)
	}
	return f.sealer.seal(about, string(text))
}

// unseal reports whether the text was sealed here and about this.
func (f *Federation) unseal(about, sealed string, into any) bool {
	text, err := f.sealer.open(about, sealed)
	return err == nil && json.Unmarshal([]byte(text), into) == nil
}
