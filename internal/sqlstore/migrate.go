package sqlstore

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/danganku/danganku/internal/errs"
)

//go:embed migrations
var migrations embed.FS

// Migrate brings the schema to the version this program knows. Several processes may call it at once. It refuses a
// schema that is newer.
func (s *Store) Migrate(ctx context.Context) error {
	provider, err := s.migrator()
	if err != nil {
		return errs.Wrap("migrate", err)
	}
	for try := 1; ; try++ {
		current, known, err := provider.GetVersions(ctx)
		if err != nil {
			return translate(ctx, "read schema version", err)
		}
		if current >= known {
			return checkVersions(current, known)
		}
		_, err = provider.Up(ctx)
		// SQLite has no lock that spans the steps: of two processes one may find a step done by the other, and looks again.
		if err == nil || try == transactionTries {
			return translate(ctx, "migrate", err)
		}
	}
}

// CheckSchema refuses a database whose schema is newer than this program (errs.Conflict "schema.newer") or older
// ("schema.older").
func (s *Store) CheckSchema(ctx context.Context) error {
	provider, err := s.migrator()
	if err != nil {
		return errs.Wrap("check schema", err)
	}
	current, known, err := provider.GetVersions(ctx)
	if err != nil {
		return translate(ctx, "read schema version", err)
	}
	return checkVersions(current, known)
}

func checkVersions(current, known int64) error {
	switch {
	case current > known:
		return errs.New(errs.Conflict, "schema.newer", "数据库结构（第%d版）比本程序（第%d版）新，请使用更新的程序", current, known)
	case current < known:
		return errs.New(errs.Conflict, "schema.older", "数据库结构（第%d版）比本程序（第%d版）旧，请先升级数据库", current, known)
	}
	return nil
}

func (s *Store) migrator() (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations/"+string(s.kind))
	if err != nil {
		return nil, err
	}
	dialect := goose.DialectSQLite3
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if s.kind == Postgres {
		dialect = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, fmt.Errorf("migration lock: %w", err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(dialect, s.pools()[0], files, options...)
}
