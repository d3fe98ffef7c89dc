package testkit_test

import (
	"context"
	"errors"
	"net/url"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/danganku/danganku/internal/testkit"
)

func TestPostgresGivesEachTestAnEmptyDatabase(t *testing.T) {
	first := testkit.Postgres(t)
	run(t, first, "CREATE TABLE dossier (code text)")
	if n := count(t, testkit.Postgres(t), "SELECT count(*) FROM pg_tables WHERE tablename = 'dossier'"); n != 0 {
		t.Error("a table of one test is seen by another")
	}
}

func TestPostgresDropsTheDatabaseAfterTheTest(t *testing.T) {
	var used string
	t.Run("user", func(t *testing.T) { used = testkit.Postgres(t) })
	conn, err := pgx.Connect(t.Context(), used)
	if err == nil {
		conn.Close(t.Context())
		t.Errorf("%s still exists", used)
	}
}

func TestPostgresTemplateMigratesOnceAndCopies(t *testing.T) {
	calls := 0
	migrate := func(url string) error {
		calls++
		return execute(t.Context(), url, "CREATE TABLE person (name text)")
	}
	first := testkit.PostgresTemplate(t, "people", migrate)
	second := testkit.PostgresTemplate(t, "people", migrate)
	if calls != 1 {
		t.Errorf("migrated %d times", calls)
	}
	run(t, first, "INSERT INTO person VALUES ('𠮷田')")
	if n := count(t, second, "SELECT count(*) FROM person"); n != 0 {
		t.Errorf("a row of one copy is seen in another (%d)", n)
	}
}

func TestPostgresProcessKeepsCommittedRowsOverAKill(t *testing.T) {
	server := testkit.StartPostgres(t)
	run(t, server.URL, "CREATE TABLE loan (id int)")
	run(t, server.URL, "INSERT INTO loan VALUES (1)")
	server.Kill()
	address, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	assertRefused(t, address.Host)
	server.Restart()
	if n := count(t, server.URL, "SELECT count(*) FROM loan"); n != 1 {
		t.Errorf("%d rows after recovery, want 1", n)
	}
}

func execute(ctx context.Context, url, sql string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, sql)
	return errors.Join(err, conn.Close(ctx))
}

func run(t *testing.T, url, sql string) {
	t.Helper()
	if err := execute(t.Context(), url, sql); err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, url, sql string) (n int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if err := conn.QueryRow(t.Context(), sql).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
