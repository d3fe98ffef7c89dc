package sqlstore_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/sqlstore"
	"github.com/danganku/danganku/internal/sqlstore/storetest"
	"github.com/danganku/danganku/internal/testkit"
)

// databases opens a new, migrated store of each kind.
var databases = map[sqlstore.Kind]func(t *testing.T) *sqlstore.Store{
	sqlstore.SQLite: func(t *testing.T) *sqlstore.Store {
		s := open(t, sqlstore.Config{SQLitePath: filepath.Join(t.TempDir(), "档案 #1?.db")})
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		return s
	},
	sqlstore.Postgres: func(t *testing.T) *sqlstore.Store {
		return open(t, sqlstore.Config{URL: testkit.PostgresTemplate(t, "sqlstore", migrate)})
	},
}

func open(t *testing.T, config sqlstore.Config) *sqlstore.Store {
	t.Helper()
	s, err := sqlstore.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

func migrate(url string) error {
	ctx := context.Background()
	s, err := sqlstore.Open(ctx, sqlstore.Config{URL: url})
	if err != nil {
		return err
	}
	return errors.Join(s.Migrate(ctx), s.Close())
}

// onEach runs a test on both databases.
func onEach(t *testing.T, test func(t *testing.T, s *sqlstore.Store)) {
	for kind, open := range databases {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

func TestSuite(t *testing.T) {
	for kind, open := range databases {
		t.Run(string(kind), func(t *testing.T) {
			storetest.Run(t, func(t *testing.T) domain.Store { return open(t) })
		})
	}
}
