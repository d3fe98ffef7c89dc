package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Scripts search while the server runs and while it does not, and get the same answer.
func TestSearchCommandBesideTheServer(t *testing.T) {
	p := newProgram(t)
	folder := t.TempDir()
	fixturePackage(t, folder, 20, 2, 1)
	if out, code := p.run("ingest", folder, "--office", "210106", "--yes", "--json"); code != 0 {
		t.Fatalf("ingest exits with %d: %s", code, out)
	}
	alone, code := p.run("search", "演示", "--json")
	if code != 0 {
		t.Fatalf("search exits with %d", code)
	}
	s := p.serve()
	beside, code := p.run("search", "演示", "--json")
	if code != 0 || beside != alone {
		t.Errorf("beside the server search exits with %d and answers\n%s\nnot\n%s", code, beside, alone)
	}
	var found hitList
	if err := json.Unmarshal([]byte(alone), &found); err != nil || found.Total != 2 {
		t.Errorf("found %d dossiers, %v", found.Total, err)
	}
	s.kill()
	if again, code := p.run("search", "演示", "--json"); code != 0 || again != alone {
		t.Errorf("after the server was killed search exits with %d: %s", code, again)
	}
}

func TestExitCodesAndMessages(t *testing.T) {
	p := newProgram(t)
	empty := t.TempDir()
	for _, c := range []struct {
		name string
		args []string
		code int
	}{
		{"unknown office", []string{"ingest", empty, "--office", "999999", "--yes"}, exitNotFound},
		{"nothing to take in", []string{"ingest", empty, "--office", "210106", "--yes"}, exitInvalid},
		{"no such command", []string{"shred"}, exitInvalid},
		{"clean installation", []string{"verify"}, 0},
		{"exit code of a port in use is not success", []string{"serve", "--listen", "256.0.0.1:1"}, exitUnavailable},
	} {
		if out, code := p.run(c.args...); code != c.code {
			t.Errorf("%s: exit code %d, want %d\n%s", c.name, code, c.code, out)
		}
	}
}

// A script must see that nothing of a package was stored; a dry run has done its work by saying so.
func TestExitCodeOfAPackageThatIsRefused(t *testing.T) {
	p := newProgram(t)
	bad := t.TempDir()
	for _, name := range fixturePackage(t, bad, 32, 1, 1) {
		if err := os.WriteFile(filepath.Join(bad, filepath.FromSlash(name)), []byte("not an image"), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	good := t.TempDir()
	fixturePackage(t, good, 33, 1, 1)
	for _, c := range []struct {
		name string
		args []string
		code int
	}{
		{"all refused", []string{bad, "--yes"}, exitInvalid},
		{"all refused, for scripts", []string{bad, "--yes", "--json"}, exitInvalid},
		{"dry run", []string{bad, "--dry-run"}, 0},
		{"stored", []string{good, "--yes"}, 0},
		{"there already", []string{good, "--yes"}, 0},
	} {
		if out, code := p.run(append([]string{"ingest", "--office", "210106"}, c.args...)...); code != c.code {
			t.Errorf("%s: exit code %d, want %d\n%s", c.name, code, c.code, out)
		}
	}
}

// A pattern of archival codes that is no regular expression is refused before any work begins.
func TestArchivalCodePattern(t *testing.T) {
	folder := t.TempDir()
	fixturePackage(t, folder, 33, 1, 1)
	for pattern, code := range map[string]int{"": 0, "[": exitInvalid} {
		p := newProgram(t, "DANGANKU_ARCHIVAL_CODE_PATTERN="+pattern)
		if out, got := p.run("ingest", folder, "--office", "210106", "--dry-run"); got != code {
			t.Errorf("pattern %q: exit code %d, want %d\n%s", pattern, got, code, out)
		}
	}
}

// The hot folder gives a package up only when all of it is stored; what was refused waits beside its report.
func TestWatch(t *testing.T) {
	p := newProgram(t)
	hot := t.TempDir()
	fixturePackage(t, filepath.Join(hot, "好的"), 30, 2, 1)
	bad := fixturePackage(t, filepath.Join(hot, "有问题"), 31, 2, 1)
	if err := os.WriteFile(filepath.Join(hot, "有问题", filepath.FromSlash(bad[0])), []byte("not an image"), 0o640); err != nil {
		t.Fatal(err)
	}
	if out, code := p.run("watch", hot, "--office", "210106", "--settle", "100ms", "--interval", "50ms", "--once"); code != 0 {
		t.Fatalf("watch exits with %d: %s", code, out)
	}
	if _, err := os.Stat(filepath.Join(hot, "好的")); !os.IsNotExist(err) {
		t.Errorf("a stored package stays in the hot folder: %v", err)
	}
	if _, err := os.Stat(filepath.Join(hot, refusedFolder, "有问题", filepath.FromSlash(bad[0]))); err != nil {
		t.Errorf("a refused package is not kept: %v", err)
	}
	if _, err := os.Stat(filepath.Join(hot, refusedFolder, "有问题"+reportSuffix)); err != nil {
		t.Errorf("a refused package has no report: %v", err)
	}
	out, code := p.run("search", "演示", "--json")
	if code != 0 || !strings.Contains(out, `"total": 3`) {
		t.Errorf("three of the four dossiers should be found: %s", out)
	}
}
