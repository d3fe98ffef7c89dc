package testkit

import (
	"os"
	"testing"
)

// missing ends the test because a part it needs is not there. A skip must never pass for a pass in CI, so the
// permission to skip counts only elsewhere.
func missing(t testing.TB, part string, err error) {
	t.Helper()
	if inCI() || os.Getenv("DANGANKU_TEST_ALLOW_MISSING") != "1" {
		t.Fatalf("%s is needed by this test and cannot be had: %v", part, err)
	}
	t.Skipf("SKIPPED WITHOUT %s (DANGANKU_TEST_ALLOW_MISSING=1): %v", part, err)
}

func inCI() bool {
	value := os.Getenv("CI")
	return value != "" && value != "false"
}
