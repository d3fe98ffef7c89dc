package main

import (
	"io/fs"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/pquerna/otp/totp"

	"github.com/danganku/danganku/internal/app/account"
)

// Processes that come to a new installation at once must not seal with different keys.
func TestSecretKeyIsMadeOnce(t *testing.T) {
	config := &Config{Data: t.TempDir()}
	var mu sync.Mutex
	keys := map[string]bool{}
	var processes sync.WaitGroup
	for range 16 {
		processes.Go(func() {
			key, err := config.secretKey()
			mu.Lock()
			defer mu.Unlock()
			if err != nil || len(key) < minSecretKey {
				t.Errorf("key of %d bytes, %v", len(key), err)
			}
			keys[string(key)] = true
		})
	}
	processes.Wait()
	if len(keys) != 1 {
		t.Errorf("%d different keys", len(keys))
	}
	info, err := os.Stat(config.path(secretKeyFile))
	if err != nil || info.Mode().Perm() != fs.FileMode(0o600) {
		t.Errorf("key file %v, %v", info, err)
	}
	if left, err := os.ReadDir(config.Data); err != nil || len(left) != 1 {
		t.Errorf("left in the folder: %v, %v", left, err)
	}
	writeFile(t, config.path(secretKeyFile), []byte("short"))
	if _, err := config.secretKey(); err == nil {
		t.Error("a damaged key is used")
	}
	if key, err := (&Config{SecretKey: strings.Repeat("k", 40)}).secretKey(); err != nil || len(key) != 40 {
		t.Errorf("configured key: %d bytes, %v", len(key), err)
	}
}

func TestDoctorWarnsOfAccounts(t *testing.T) {
	config := embedded(t)
	enrolledAdministrator(t, config)
	p := newProgram(t, "DANGANKU_DATA="+config.Data)
	expect := func(want string, present bool) {
		t.Helper()
		out, code := p.run("doctor")
		if code != 0 || strings.Contains(out, want) != present {
			t.Errorf("exit %d, %q present: %t\n%s", code, want, !present, out)
		}
	}
	expect("admin（管理员）一人兼任三员", true)
	expect("动态口令无法核对", false)
	writeFile(t, config.path(secretKeyFile), []byte(strings.Repeat("another key", 4)))
	expect("1 人的动态口令无法核对", true)
	if out, code := p.run("user", "reset", "admin", "--totp"); code != 0 {
		t.Errorf("reset: exit %d\n%s", code, out)
	}
	expect("动态口令无法核对", false)
}

// enrolledAdministrator makes the first administrator, with a second factor.
func enrolledAdministrator(t *testing.T, config *Config) {
	t.Helper()
	in := opened(t, config).installation
	ctx := t.Context()
	if _, _, err := in.accounts.EnsureAdministrator(ctx, adminPassword); err != nil {
		t.Fatal(err)
	}
	admin, err := in.store.Users().ByLogin(ctx, "admin")
	if err != nil {
		t.Fatal(err)
	}
	actor := account.ActorOf(admin, "")
	enrolment, err := in.accounts.EnrolFactor(ctx, actor, adminPassword)
	if err != nil {
		t.Fatal(err)
	}
	code, err := totp.GenerateCode(enrolment.Secret, in.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := in.accounts.ConfirmFactor(ctx, actor, code); err != nil {
		t.Fatal(err)
	}
}
