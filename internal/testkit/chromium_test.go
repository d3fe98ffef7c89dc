package testkit_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/testkit"
)

func TestChromiumRuns(t *testing.T) {
	out, err := exec.Command(testkit.Chromium(t), "--version").Output()
	if err != nil || !strings.Contains(string(out), "Chrom") {
		t.Errorf("--version says %q, %v", out, err)
	}
}

// A machine without a part: the test binary runs itself with an empty PATH, in which no Chromium is found.
func TestMissingPartFailsUnlessAllowed(t *testing.T) {
	if os.Getenv("TESTKIT_WITHOUT_CHROMIUM") != "" {
		testkit.Chromium(t)
		return
	}
	for _, test := range []struct {
		name, ci, allow, want string
	}{
		{"by default", "", "", "--- FAIL"},
		{"allowed", "", "1", "--- SKIP"},
		{"allowed, but in CI", "true", "1", "--- FAIL"},
		{"in CI", "true", "", "--- FAIL"},
	} {
		t.Run(test.name, func(t *testing.T) {
			child := exec.Command(os.Args[0], "-test.run=^TestMissingPartFailsUnlessAllowed$", "-test.v")
			child.Env = []string{"PATH=", "HOME=" + t.TempDir(), "TESTKIT_WITHOUT_CHROMIUM=1", "CI=" + test.ci,
				"DANGANKU_TEST_ALLOW_MISSING=" + test.allow}
			out, _ := child.CombinedOutput() // the verdict is in the output
			if !strings.Contains(string(out), test.want) {
				t.Errorf("want %s:\n%s", test.want, out)
			}
		})
	}
}
