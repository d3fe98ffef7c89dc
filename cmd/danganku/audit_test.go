package main

import (
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// dataOf is the data folder of a program.
func (p *program) dataOf() string {
	folder := ""
	for _, variable := range p.env {
		if value, is := strings.CutPrefix(variable, "DANGANKU_DATA="); is {
			folder = value
		}
	}
	return folder
}

// end asks the server to stop, as an operator does.
func (s *server) end() {
	s.t.Helper()
	if err := s.process.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	if err := s.process.Wait(); err != nil {
		s.t.Fatalf("the server ends with %v\n%s", err, s.output)
	}
}

// vandalise does something to the trail of a stopped SQLite installation that its triggers would refuse.
func vandalise(t *testing.T, data string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(data, "danganku.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range append([]string{"DROP TRIGGER IF EXISTS audit_entries_kept_on_delete", "DROP TRIGGER IF EXISTS audit_entries_kept_on_update"}, statements...) {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

type trailReport struct {
	Clean   bool
	Entries int
	Anchors int
	Faults  []struct{ Reason string }
}

func (p *program) verifyTrail(wantCode int, args ...string) trailReport {
	p.t.Helper()
	out, code := p.run(append([]string{"audit", "verify", "--json"}, args...)...)
	if code != wantCode {
		p.t.Fatalf("audit verify exits with %d, want %d: %s", code, wantCode, out)
	}
	var report trailReport
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		p.t.Fatal(err)
	}
	return report
}

// A server anchors when it starts to work and when it stops; what is cut off afterwards is found, by its own anchors and by a
// copy of them, also when its own were removed together with the tail.
func TestAuditTrailOfAServer(t *testing.T) {
	p := newProgram(t)
	s := p.serve()
	for range 3 {
		if err := p.client().signIn(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	s.end()
	own := filepath.Join(p.dataOf(), "audit-anchor.log")
	anchors, err := os.ReadFile(own)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := filepath.Join(t.TempDir(), "copy.log")
	if err := os.WriteFile(elsewhere, anchors, 0o600); err != nil {
		t.Fatal(err)
	}
	whole := p.verifyTrail(0, "--anchor", elsewhere)
	if !whole.Clean || whole.Entries < 4 || whole.Anchors < 2 {
		t.Fatalf("%+v", whole)
	}
	if out, code := p.run("verify"); code != 0 {
		t.Fatalf("verify: %s", out)
	}
	vandalise(t, p.dataOf(), "DELETE FROM audit_entries WHERE seal_no > 2")
	cut := p.verifyTrail(exitDifferences)
	if len(cut.Faults) == 0 {
		t.Error("a tail that was cut off is not named")
	}
	if _, code := p.run("verify"); code != exitDifferences {
		t.Error("the verification of everything passes over the anchors")
	}
	if err := os.Remove(own); err != nil {
		t.Fatal(err)
	}
	p.verifyTrail(0)
	p.verifyTrail(exitDifferences, "--anchor", elsewhere)
}

func TestAuditTrailIsExported(t *testing.T) {
	p := newProgram(t, "DANGANKU_AUDIT_ANCHOR="+t.TempDir())
	s := p.serve()
	if err := p.client().signIn(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.end()
	out, code := p.run("audit", "export")
	if code != 0 || !strings.Contains(out, `"action":"session.login"`) || !strings.Contains(out, `"action":"audit.verify"`) {
		t.Errorf("exit %d: %s", code, out)
	}
	if out, code := p.run("audit", "export", "--to", "2020-01-01"); code != 0 || out != "" {
		t.Errorf("exit %d: %s", code, out)
	}
	if _, code := p.run("audit", "export", "--from", "gestern"); code != exitInvalid {
		t.Errorf("exit %d for a day that is none", code)
	}
	path := filepath.Join(t.TempDir(), "trail.jsonl")
	if _, code := p.run("audit", "export", path); code != 0 {
		t.Errorf("exit %d", code)
	}
	if content, err := os.ReadFile(path); err != nil || strings.Count(string(content), "\n") < 4 {
		t.Errorf("%s %v", content, err)
	}
}
