package api

import (
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/time/rate"

	"github.com/danganku/danganku/internal/api/apigen"
)

const (
	signInBurst    = 20
	signInEvery    = 3 * time.Second
	maxAddresses   = 10_000
	forgetAddress  = signInBurst * signInEvery // by then the bucket is full again
	tooManyMessage = "尝试过于频繁，请稍后再试"
)

// limiter gives each network address its own bucket of attempts. Passwords are guarded by the lockout of accounts; this
// keeps one address from trying many accounts, and from keeping the password checks busy.
type limiter struct {
	mu      sync.Mutex
	buckets map[string]*bucket
}

type bucket struct {
	tokens *rate.Limiter
	used   time.Time
}

func newLimiter() *limiter { return &limiter{buckets: map[string]*bucket{}} }

func (l *limiter) allow(address string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	known, ok := l.buckets[address]
	if !ok {
		if len(l.buckets) >= maxAddresses {
			l.forget(now)
		}
		known = &bucket{tokens: rate.NewLimiter(rate.Every(signInEvery), signInBurst)}
		l.buckets[address] = known
	}
	known.used = now
	return known.tokens.AllowN(now, 1)
}

// forget drops addresses whose buckets are full again; when an attack comes from more addresses than fit, all.
func (l *limiter) forget(now time.Time) {
	for address, known := range l.buckets {
		if now.Sub(known.used) > forgetAddress {
			delete(l.buckets, address)
		}
	}
	if len(l.buckets) >= maxAddresses {
		clear(l.buckets)
	}
}

// newLimiters are the limiters by route. Guesses of passwords and of codes share one; those whom the identity provider sends back
// guess nothing, but each costs requests to it. Codes of screens and verification codes of papers are guessed apart, too.
func newLimiters() map[string]*limiter {
	guesses := newLimiter()
	return map[string]*limiter{signInRoute: guesses, providerCodeRoute: guesses, providerFinishRoute: newLimiter(), startScreenRoute: newLimiter(),
		verificationRoute: newLimiter()}
}

func (s *server) limitSignIn(c *gin.Context) {
	limited, known := s.attempts[c.Request.Method+" "+c.FullPath()]
	if !known || limited.allow(c.ClientIP(), time.Now()) {
		return
	}
	id := requestID(c)
	writeProblem(c, apigen.Problem{Type: "about:blank", Status: http.StatusTooManyRequests, Code: "session.too_many",
		Title: tooManyMessage, RequestId: &id})
}
