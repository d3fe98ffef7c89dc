// Package opened gives the tests of other packages the database adapter on both databases, empty and migrated.
//
// It may import sqlstore alone and is imported by tests alone.
package opened

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"github.com/danganku/danganku/internal/sqlstore"
)

// Template gives the URL of a new PostgreSQL database that migrate has filled once for all of the same key; see testkit.
type Template func(t testing.TB, key string, migrate func(url string) error) string

// OnBoth runs a test on SQLite and on PostgreSQL.
func OnBoth(t *testing.T, template Template, test func(t *testing.T, store *sqlstore.Store)) {
	t.Helper()
	Several(t, template, 1, func(t *testing.T, stores []*sqlstore.Store) { test(t, stores[0]) })
}

// Several is OnBoth with several stores open on the same database, as that many processes would have it.
func Several(t *testing.T, template Template, handles int, test func(t *testing.T, stores []*sqlstore.Store)) {
	t.Helper()
	run := func(t *testing.T, config sqlstore.Config) {
		stores := make([]*sqlstore.Store, handles)
		for i := range stores {
			stores[i] = open(t, config)
		}
		test(t, stores)
	}
	t.Run("SQLite", func(t *testing.T) {
		config := sqlstore.Config{SQLitePath: filepath.Join(t.TempDir(), "danganku.db")}
		if err := migrate(t.Context(), config); err != nil {
			t.Fatal(err)
		}
		run(t, config)
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		url := template(t, "opened", func(url string) error { return migrate(t.Context(), sqlstore.Config{URL: url}) })
		run(t, sqlstore.Config{URL: url})
	})
}

func open(t *testing.T, config sqlstore.Config) *sqlstore.Store {
	t.Helper()
	store, err := sqlstore.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

func migrate(ctx context.Context, config sqlstore.Config) (err error) {
	store, err := sqlstore.Open(ctx, config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return store.Migrate(ctx)
}
