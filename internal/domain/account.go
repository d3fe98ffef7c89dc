package domain

import (
	"context"
	"time"
)

// User is a person who may sign in.
type User struct {
	ID            string
	Login         string // unique, folded to lower case
	Name          string
	PasswordHash  string // PHC string, argon2id
	MustChange    bool   // the password was handed out and is to be replaced at the first sign-in
	Grants        []Grant
	Disabled      bool
	FailedLogins  int
	LockedUntil   time.Time
	LastLoginAt   time.Time
	PasswordSetAt time.Time
	CreatedAt     time.Time
	Factor        SecondFactor
	Recusal       Recusal
	Identity      ExternalIdentity
	Version       int
}

// SecondFactor is a time-based one-time password (TOTP, RFC 6238) beside the password. The zero value is none.
type SecondFactor struct {
	Secret   string    // sealed with the key of the installation; empty: none
	Since    time.Time // when a first code proved that the app knows the secret; zero: not asked for yet
	LastStep int64     // of 30 seconds, of the last code that was accepted: a code counts once
	Recovery []string  // SHA-256 hex of the recovery codes that are left
}

// Active reports whether signing in takes a code.
func (f SecondFactor) Active() bool { return f.Secret != "" && !f.Since.IsZero() }

// ExternalIdentity is how an identity provider knows a user. The zero value: the user signs in with the password alone.
type ExternalIdentity struct {
	Account string // as the security officer expects the provider to name it; asked for at the first sign-in only
	Issuer  string // set with Subject at the first sign-in, and from then on the only thing that counts
	Subject string
}

// Linked reports whether the user has signed in through the provider before.
func (e ExternalIdentity) Linked() bool { return e.Subject != "" }

// ProvenIdentity is somebody an identity provider vouches for.
type ProvenIdentity struct {
	Issuer  string
	Subject string // never given to anybody else by this issuer
	Account string // what people call the account; the provider may give it to somebody else one day
}

// Handshake ties the answer of an identity provider to the browser that asked. Its parts are secrets of that browser's sign-in.
type Handshake struct {
	State    string // comes back with the browser
	Nonce    string // comes back inside the signed token
	Verifier string // shows that who redeems the code is who asked for it (PKCE, RFC 7636)
}

// IdentityProvider signs people in outside. Errors: errs.Unavailable when it does not answer.
type IdentityProvider interface {
	// AuthURL is the address to which a browser goes to sign in.
	AuthURL(ctx context.Context, with Handshake) (string, error)
	// Redeem learns who came back with a code. Errors: errs.Unauthenticated when the provider, or what it says, is not to be believed.
	Redeem(ctx context.Context, code string, with Handshake) (ProvenIdentity, error)
}

// Grant gives a role inside a part of the archive.
type Grant struct {
	Role       string // authz.Role
	Division   string // GB/T 2260 prefix; empty together with Office and Enterprise: everywhere
	Office     string // code of a single archive office
	Enterprise string // id of a single enterprise, for its handlers
}

// Session is one sign-in. The token itself is never stored.
type Session struct {
	TokenHash string // SHA-256 hex of the 256-bit token
	UserID    string
	External  bool // opened through an identity provider: the user's password was not asked for
	Address   string
	Agent     string
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time // absolute
	RevokedAt time.Time // zero: not revoked
}

// Recusal (回避) is whose dossiers a user must keep away from: the own one and those of declared relatives (rule R25).
type Recusal struct {
	IDNumber  IDNumber // of the user; empty: not declared
	Relatives []DeclaredRelative
}

// DeclaredRelative is a relative a user has declared.
type DeclaredRelative struct {
	Name     string
	IDNumber IDNumber
	Relation string
}

// Numbers are the identity numbers of all whose dossiers the user must keep away from.
func (r Recusal) Numbers() []string {
	var numbers []string
	if r.IDNumber != "" {
		numbers = append(numbers, r.IDNumber.Full())
	}
	for _, relative := range r.Relatives {
		numbers = append(numbers, relative.IDNumber.Full())
	}
	return numbers
}
