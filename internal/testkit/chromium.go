package testkit

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Chromium returns the path of a Chromium or Chrome binary. In CI, as root, it installs Debian's when there is none.
func Chromium(t testing.TB) string {
	t.Helper()
	path, err := chromium()
	if err != nil {
		missing(t, "Chromium", err)
	}
	return path
}

func chromium() (string, error) {
	if path, err := findChromium(); err == nil || !inCI() || os.Geteuid() != 0 {
		return path, err
	}
	cache, err := toolCache()
	if err != nil {
		return "", err
	}
	err = locked(filepath.Join(cache, "apt.lock"), func() error {
		if _, err := findChromium(); err == nil {
			return nil
		}
		install := exec.Command("sh", "-c", "apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium")
		install.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		if out, err := install.CombinedOutput(); err != nil {
			return fmt.Errorf("install chromium: %w\n%s", err, out)
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	return findChromium()
}

func findChromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no chromium or google-chrome in PATH; on Debian: apt-get install chromium")
}
