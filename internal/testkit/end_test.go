package testkit_test

import (
	"bytes"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/danganku/danganku/internal/testkit"
)

// dieEnv makes the test binary start every shared server, tell their addresses in the file the variable names, and end
// in the way dieHowEnv says.
const (
	dieEnv    = "TESTKIT_REPORT"
	dieHowEnv = "TESTKIT_END"
)

func TestServersEndWithTheTestBinary(t *testing.T) {
	if report := os.Getenv(dieEnv); report != "" {
		startAllAndDie(t, report)
	}
	for _, how := range []string{"panic", "kill"} {
		t.Run(how, func(t *testing.T) {
			report, scratch := filepath.Join(t.TempDir(), "report"), openFolder(t)
			child := exec.Command(os.Args[0], "-test.run=^TestServersEndWithTheTestBinary$")
			child.Env = append(os.Environ(), dieEnv+"="+report, dieHowEnv+"="+how, "TMPDIR="+scratch)
			out, err := child.CombinedOutput()
			if err == nil {
				t.Fatalf("the child was to die:\n%s", out)
			}
			addresses, err := os.ReadFile(report)
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			for address := range strings.Lines(string(addresses)) {
				address = strings.TrimSpace(address)
				gone(t, "server on "+address, func() bool {
					conn, err := net.Dial("tcp", address)
					if err == nil {
						conn.Close()
					}
					return err != nil
				})
			}
			gone(t, "a private folder in "+scratch, func() bool {
				left, err := os.ReadDir(scratch)
				return err == nil && len(left) == 0
			})
		})
	}
}

// openFolder is a temporary folder that every account may use, as the system's own: PostgreSQL runs under another one.
func openFolder(t *testing.T) string {
	dir, err := os.MkdirTemp("", "testkit-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(dir, os.ModeSticky|0o777); err != nil {
		t.Fatal(err)
	}
	return dir
}

func startAllAndDie(t *testing.T, report string) {
	var addresses bytes.Buffer
	database, err := url.Parse(testkit.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	addresses.WriteString(database.Host + "\n")
	for _, name := range testkit.S3ServerNames() {
		addresses.WriteString(testkit.S3(t, name).Endpoint + "\n")
	}
	if err := os.WriteFile(report, addresses.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if os.Getenv(dieHowEnv) == "panic" {
		panic("as told")
	}
	if err := syscall.Kill(os.Getpid(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	select {} // until the signal arrives
}
