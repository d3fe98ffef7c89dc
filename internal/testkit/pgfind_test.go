package testkit

import "testing"

// Most machines have PostgreSQL, so this is the one place where the way out for those without is walked.
func TestPostgresFromNpmRuns(t *testing.T) {
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
