package testkit

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
)

// sharedPostgres starts at most one server per test binary, on first use. It ends with the test binary. It may lose
// everything in a crash, which makes it fast.
var sharedPostgres = sync.OnceValues(func() (*pgCluster, error) {
	return newCluster("fsync=off", "full_page_writes=off", "synchronous_commit=off")
})

var databaseNumber atomic.Int64

// Postgres returns the URL of a new, empty database on the test binary's PostgreSQL server. The database goes when the
// test ends. Its collation is C, so text sorts by code point as it does in SQLite.
func Postgres(t testing.TB) string {
	t.Helper()
	cluster, err := sharedPostgres()
	if err != nil {
		missing(t, "PostgreSQL", err)
	}
	return cluster.newDatabase(t, "template1")
}

// template is a database that is migrated once and then only copied.
type template struct {
	once sync.Once
	name string
	err  error
}

var templates sync.Map // key -> *template

// PostgresTemplate returns the URL of a new database that migrate has filled. It calls migrate once per key and test
// binary, on a database of its own, and gives each caller a copy; migrate must close its connections. Tests that want
// the schema get it in a few milliseconds this way.
func PostgresTemplate(t testing.TB, key string, migrate func(url string) error) string {
	t.Helper()
	cluster, err := sharedPostgres()
	if err != nil {
		missing(t, "PostgreSQL", err)
	}
	entry, _ := templates.LoadOrStore(key, &template{})
	made := entry.(*template)
	made.once.Do(func() { made.name, made.err = cluster.newTemplate(migrate) })
	if made.err != nil {
		t.Fatalf("template database %s: %v", key, made.err)
	}
	return cluster.newDatabase(t, made.name)
}

func (c *pgCluster) newTemplate(migrate func(url string) error) (string, error) {
	name := fmt.Sprintf("template_%d", databaseNumber.Add(1))
	if err := c.exec("CREATE DATABASE " + name); err != nil {
		return "", err
	}
	if err := migrate(c.url(name)); err != nil {
		return "", fmt.Errorf("migrate: %w", err)
	}
	// A database can be copied only while nobody is connected to it; this also finds a migration that leaves a
	// connection open, when it next uses it.
	return name, errors.Join(
		c.exec("ALTER DATABASE "+name+" ALLOW_CONNECTIONS false"),
		c.exec("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '"+name+"'"))
}

func (c *pgCluster) newDatabase(t testing.TB, from string) string {
	t.Helper()
	name := fmt.Sprintf("test_%d", databaseNumber.Add(1))
	if err := c.exec("CREATE DATABASE " + name + " TEMPLATE " + from); err != nil {
		t.Fatalf("create database: %v", err)
	}
	t.Cleanup(func() {
		if err := c.exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Errorf("drop database: %v", err)
		}
	})
	return c.url(name)
}
