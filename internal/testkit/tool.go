package testkit

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
)

// tool builds the program that the module internal/tools/name pins and returns the path of the binary. It is built once
// per version: the file's name covers the module files and the Go version.
func tool(name, importPath string) (string, error) {
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	module := filepath.Join(root, "internal", "tools", name)
	version, err := toolVersion(module)
	if err != nil {
		return "", err
	}
	cache, err := toolCache()
	if err != nil {
		return "", err
	}
	binary := filepath.Join(cache, name+"-"+version)
	return binary, oncePerMachine(binary, func(partial string) error {
		build := exec.Command("go", "build", "-buildvcs=false", "-ldflags=-s -w", "-o", partial, importPath)
		build.Dir = module
		build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off")
		if out, err := build.CombinedOutput(); err != nil {
			return fmt.Errorf("build %s: %w\n%s", importPath, err, out)
		}
		return nil
	})
}

// oncePerMachine makes path by calling fill with a partial path beside it, unless path is there already.
func oncePerMachine(path string, fill func(partial string) error) error {
	return locked(path+".lock", func() error {
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		partial := path + ".partial"
		if err := os.RemoveAll(partial); err != nil {
			return err
		}
		if err := fill(partial); err != nil {
			return errors.Join(err, os.RemoveAll(partial))
		}
		return os.Rename(partial, path)
	})
}

// locked runs work while no other process does so under the same lock file: test binaries run in parallel, and one of
// them shall build what all of them wait for. The system frees the lock when the process ends.
func locked(path string, work func() error) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	lock, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return fmt.Errorf("lock %s: %w", path, err)
	}
	return work()
}

func toolVersion(module string) (string, error) {
	sum := sha256.New()
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(module, name))
		if err != nil {
			return "", err
		}
		sum.Write(text)
	}
	sum.Write([]byte(runtime.Version()))
	return hex.EncodeToString(sum.Sum(nil))[:12], nil
}

// toolCache is DANGANKU_TOOLS_BIN, or a folder in the user's cache.
func toolCache() (string, error) {
	if dir := os.Getenv("DANGANKU_TOOLS_BIN"); dir != "" {
		return filepath.Abs(dir)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(cache, "danganku", "tools"), nil
}

// moduleRoot is the folder above the package under test that holds internal/tools; go test starts every test binary in
// its package's folder.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "internal", "tools", "minio", "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("module root: no internal/tools above the working folder")
		}
		dir = parent
	}
}
