// Package account is the desk of users: sign-in with lockout or at an identity provider, sessions, passwords, tokens of other systems, and the grants
// that decide who may do what where.
//
// It may import domain, authz, errs and app/audit, and the library of one-time passwords.
package account

import (
	"time"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// Limits bound sign-ins and sessions.
type Limits struct {
	MaxFailures  int           // wrong passwords in a row that lock an account
	LockFor      time.Duration // how long it stays locked
	IdleFor      time.Duration // a session unused for longer has ended
	SessionFor   time.Duration // a session older than this has ended
	MinPassword  int           // characters
	ParallelHash int           // password checks at a time
}

// DefaultLimits are fit for an office: five failures lock for 15 minutes, a session lasts a working day.
func DefaultLimits() Limits {
	return Limits{MaxFailures: 5, LockFor: 15 * time.Minute, IdleFor: time.Hour, SessionFor: 12 * time.Hour,
		MinPassword: 10, ParallelHash: 2}
}

// Service keeps users and sessions.
type Service struct {
	store   domain.Store
	clock   domain.Clock
	limits  Limits
	factors Factors
	hasher  *hasher
	sealer  sealer
}

// New makes the service.
func New(store domain.Store, clock domain.Clock, limits Limits, factors Factors) *Service {
	return &Service{store: store, clock: clock, limits: limits, factors: factors, hasher: newHasher(limits.ParallelHash),
		sealer: sealer{factors.Key, forFactors}}
}

func (s *Service) entry(actor authz.Actor, action domain.AuditAction, userID string, detail audit.Detail) domain.AuditEntry {
	return audit.Entry(s.clock.Now(), actor, action, audit.Subject{Object: "user", ID: userID}, detail)
}

// ActorOf is a user as an actor, at a network address.
func ActorOf(user domain.User, address string) authz.Actor {
	return authz.Actor{UserID: user.ID, Name: user.Name, Address: address, Grants: policyGrants(user.Grants), Recused: user.Recusal.Numbers()}
}

func policyGrants(grants []domain.Grant) []authz.Grant {
	policy := make([]authz.Grant, len(grants))
	for i, grant := range grants {
		policy[i] = policyGrant(grant)
	}
	return policy
}

func policyGrant(grant domain.Grant) authz.Grant {
	return authz.Grant{Role: authz.Role(grant.Role), Division: grant.Division, Office: grant.Office, Enterprise: grant.Enterprise}
}
