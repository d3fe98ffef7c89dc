package account

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/sqlstore"
	"github.com/danganku/danganku/internal/sqlstore/opened"
	"github.com/danganku/danganku/internal/testkit"
)

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

// Guesses that come all at once count each, and answer like any other wrong one.
func TestGuessesAtOnceLockTheAccount(t *testing.T) {
	opened.OnBoth(t, testkit.PostgresTemplate, func(t *testing.T, store *sqlstore.Store) {
		ctx := t.Context()
		limits := DefaultLimits()
		limits.MaxFailures, limits.ParallelHash = 8, 8
		s := New(store, systemClock{}, limits, Factors{})
		_, password, err := s.Create(ctx, authz.System("test"), NewUser{Login: "u", Name: "王一", Grants: []domain.Grant{{Role: "archivist"}}})
		if err != nil {
			t.Fatal(err)
		}
		var guesses sync.WaitGroup
		for range limits.MaxFailures {
			guesses.Go(func() {
				if _, _, err := s.SignIn(ctx, Credentials{Login: "u", Password: "a wrong password"}, Origin{}); !errors.Is(err, errWrongCredentials) {
					t.Errorf("a wrong guess answers %v", err)
				}
			})
		}
		guesses.Wait()
		if _, _, err := s.SignIn(ctx, Credentials{Login: "u", Password: password}, Origin{}); !errors.Is(err, errWrongCredentials) {
			t.Errorf("the account is not locked: %v", err)
		}
	})
}
