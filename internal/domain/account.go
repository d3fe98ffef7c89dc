package domain

import "time"

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
