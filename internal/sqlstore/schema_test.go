package sqlstore_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pressly/goose/v3"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/sqlstore"
	"github.com/danganku/danganku/internal/testkit"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestRowsMatchTheMigratedTables(t *testing.T) {
	onEach(t, func(t *testing.T, s *sqlstore.Store) {
		drift, err := s.SchemaDrift()
		must(t, err)
		if len(drift) > 0 {
			t.Fatalf("rows and tables differ: %q", drift)
		}
		unknown, err := s.UnknownConstraints()
		must(t, err)
		if len(unknown) > 0 {
			t.Fatalf("no such constraints: %q", unknown)
		}
		// The check sees a column too many, a column too few and a table without row.
		for _, statement := range []string{"ALTER TABLE offices ADD COLUMN phone text", "ALTER TABLE offices RENAME COLUMN name TO title",
			"CREATE TABLE forgotten (id integer)"} {
			_, err := s.SQL().ExecContext(t.Context(), statement)
			must(t, err)
		}
		drift, err = s.SchemaDrift()
		must(t, err)
		want := []string{"forgotten has no row type", "offices.name has no column", "offices.phone has no field", "offices.title has no field"}
		if diff := cmp.Diff(want, drift); diff != "" {
			t.Fatalf("drift (-want +have):\n%s", diff)
		}
	})
}

func TestBothDatabasesHaveTheSameMigrations(t *testing.T) {
	list := func(kind sqlstore.Kind) []string {
		entries, err := os.ReadDir(filepath.Join("migrations", string(kind)))
		must(t, err)
		var names []string
		for _, entry := range entries {
			names = append(names, entry.Name())
		}
		return names
	}
	if diff := cmp.Diff(list(sqlstore.SQLite), list(sqlstore.Postgres)); diff != "" {
		t.Fatalf("sqlite and postgres differ:\n%s", diff)
	}
}

func provider(t *testing.T, s *sqlstore.Store) *goose.Provider {
	t.Helper()
	dialect := map[sqlstore.Kind]goose.Dialect{sqlstore.SQLite: goose.DialectSQLite3, sqlstore.Postgres: goose.DialectPostgres}[s.Kind()]
	p, err := goose.NewProvider(dialect, s.SQL(), os.DirFS(filepath.Join("migrations", string(s.Kind()))))
	must(t, err)
	return p
}

func TestMigrationsGoDownAndUp(t *testing.T) {
	onEach(t, func(t *testing.T, s *sqlstore.Store) {
		ctx, migrations := t.Context(), provider(t, s)
		_, err := migrations.Down(ctx)
		must(t, err)
		if err := s.CheckSchema(ctx); errs.CodeOf(err) != "schema.older" {
			t.Fatalf("older schema: %v", err)
		}
		must(t, s.Migrate(ctx))
		must(t, s.CheckSchema(ctx))
		_, err = migrations.DownTo(ctx, 0)
		must(t, err)
		must(t, s.Migrate(ctx))
		if drift, err := s.SchemaDrift(); err != nil || len(drift) > 0 {
			t.Fatalf("after down to nothing and up: %q, %v", drift, err)
		}
	})
}

func TestNewerSchemaIsRefused(t *testing.T) {
	onEach(t, func(t *testing.T, s *sqlstore.Store) {
		ctx := t.Context()
		_, err := s.SQL().ExecContext(ctx, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)")
		must(t, err)
		for name, err := range map[string]error{"check": s.CheckSchema(ctx), "migrate": s.Migrate(ctx)} {
			if errs.KindOf(err) != errs.Conflict || errs.CodeOf(err) != "schema.newer" {
				t.Fatalf("%s: %v", name, err)
			}
		}
	})
}

// TestMigrateTogether: processes that start at the same time on an empty database all end with the schema.
func TestMigrateTogether(t *testing.T) {
	for name, config := range map[string]sqlstore.Config{
		"sqlite":   {SQLitePath: filepath.Join(t.TempDir(), "a.db")},
		"postgres": {URL: testkit.Postgres(t)},
	} {
		t.Run(name, func(t *testing.T) {
			var group sync.WaitGroup
			for range 4 {
				s := open(t, config)
				group.Go(func() {
					if err := s.Migrate(t.Context()); err != nil {
						t.Errorf("migrate: %v", err)
					}
					if err := s.CheckSchema(t.Context()); err != nil {
						t.Errorf("check: %v", err)
					}
				})
			}
			group.Wait()
		})
	}
}

func TestSQLiteIsSafe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "folder", "a.db")
	s := open(t, sqlstore.Config{SQLitePath: path})
	must(t, s.Migrate(t.Context()))
	for name, pool := range map[string]*sql.DB{"writer": s.SQL(), "reader": s.ReadingSQL()} {
		for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "10000"} {
			var have string
			must(t, pool.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&have))
			if have != want {
				t.Errorf("%s: %s is %s, want %s", name, pragma, have, want)
			}
		}
	}
	for _, file := range []string{path, path + "-wal"} {
		info, err := os.Stat(file)
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s may be read by others: %v", file, info.Mode())
		}
	}
	if _, err := s.ReadingSQL().ExecContext(t.Context(), "DELETE FROM users"); err == nil {
		t.Error("a reading connection can write")
	}
}

func TestUnreachableDatabase(t *testing.T) {
	_, err := sqlstore.Open(t.Context(), sqlstore.Config{URL: "postgres://nobody@127.0.0.1:1/none?connect_timeout=5"})
	if !errs.Is(err, errs.Unavailable) {
		t.Fatalf("no server: %v", err)
	}
	if _, err := sqlstore.Open(t.Context(), sqlstore.Config{}); err == nil {
		t.Fatal("neither URL nor path was accepted")
	}
	url := testkit.PostgresTemplate(t, "sqlstore", migrate)
	s := open(t, sqlstore.Config{URL: url})
	other := open(t, sqlstore.Config{URL: url})
	err = s.InTx(t.Context(), func(ctx context.Context, tx domain.Repos) error {
		if err := tx.Outbox().Append(ctx, "d1"); err != nil {
			return err
		}
		_, err := other.SQL().ExecContext(ctx, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
		must(t, err)
		return tx.Outbox().Append(ctx, "d2")
	})
	if !errs.Is(err, errs.Unavailable) {
		t.Fatalf("connection ended by the server: %v", err)
	}
	must(t, s.Outbox().Append(t.Context(), "d3")) // the next one connects anew
}

func TestAuditTrailIsOnlyAddedTo(t *testing.T) {
	onEach(t, func(t *testing.T, s *sqlstore.Store) {
		ctx := t.Context()
		must(t, s.Audit().Append(ctx, domain.AuditEntry{ID: "a1"}, domain.AuditEntry{ID: "a2"}))
		must(t, s.Audit().SetSeals(ctx, []domain.AuditEntry{{ID: "a1", SealNo: 1, Seal: "s"}}))
		statements := []string{
			"DELETE FROM audit_entries",
			"DELETE FROM audit_entries WHERE id = 'a1'",
			"UPDATE audit_entries SET seal = 't' WHERE id = 'a1'",
			"UPDATE audit_entries SET seal_no = NULL, seal = NULL WHERE id = 'a1'",
			"UPDATE audit_entries SET seal_no = 2, seal = 't', actor = 'x' WHERE id = 'a2'",
			"UPDATE audit_entries SET seal_no = 2 WHERE id = 'a2'",
		}
		for _, column := range []string{"id", "at", "actor", "actor_name", "action", "object", "object_id", "office_code", "detail", "address"} {
			value := "'x'"
			if column == "at" {
				value = "'2020-01-01 00:00:00+00:00'"
			}
			for _, id := range []string{"a1", "a2"} {
				statements = append(statements, fmt.Sprintf("UPDATE audit_entries SET %s = %s WHERE id = '%s'", column, value, id))
			}
		}
		if s.Kind() == sqlstore.Postgres {
			statements = append(statements, "TRUNCATE audit_entries")
		}
		for _, statement := range statements {
			if _, err := s.SQL().ExecContext(ctx, statement); err == nil {
				t.Errorf("%s was not refused", statement)
			}
		}
		entries, err := s.Audit().List(ctx, domain.AuditFilter{}, "", 9)
		must(t, err)
		if len(entries) != 2 || !slices.ContainsFunc(entries, func(e domain.AuditEntry) bool { return e.Seal == "s" && e.SealNo == 1 }) {
			t.Fatalf("entries: %+v", entries)
		}
	})
}
