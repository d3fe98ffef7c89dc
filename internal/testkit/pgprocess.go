package testkit

import (
	"os"
	"testing"
)

// PostgresProcess is a server of one test's own, which the test may kill and restart. It writes through to the disk as
// a production server does. URL leads to an empty database and stays the same over restarts.
type PostgresProcess struct {
	URL     string
	t       testing.TB
	cluster *pgCluster
}

// StartPostgres starts a PostgreSQL server for one test. It ends with the test, and its folder with it.
func StartPostgres(t testing.TB) *PostgresProcess {
	t.Helper()
	cluster, err := newCluster("fsync=on")
	if err != nil {
		missing(t, "PostgreSQL", err)
	}
	p := &PostgresProcess{URL: cluster.url("postgres"), t: t, cluster: cluster}
	t.Cleanup(p.remove)
	return p
}

// Kill ends the server with SIGKILL and returns when it and its backends are gone.
func (p *PostgresProcess) Kill() {
	p.t.Helper()
	if err := p.cluster.process.kill(); err != nil {
		p.t.Fatalf("kill PostgreSQL: %v", err)
	}
	p.cluster.process = nil
}

// Restart starts the server again on the same port and folder, after Kill. It returns when crash recovery is done.
func (p *PostgresProcess) Restart() {
	p.t.Helper()
	if err := p.cluster.start(samePort(loopback(p.cluster.port))); err != nil {
		p.t.Fatalf("restart PostgreSQL: %v", err)
	}
}

func (p *PostgresProcess) remove() {
	if p.cluster.process != nil {
		if err := p.cluster.process.end("drop"); err != nil {
			p.t.Errorf("stop PostgreSQL: %v", err)
		}
	}
	if err := os.RemoveAll(p.cluster.dir); err != nil {
		p.t.Errorf("remove PostgreSQL folder: %v", err)
	}
}
