package account

import (
	"strings"
	"testing"
)

func TestPasswordHash(t *testing.T) {
	h := newHasher(1)
	ctx := t.Context()
	phc, err := h.hash(ctx, "正确的密码-2026")
	if err != nil {
		t.Fatal(err)
	}
	again, err := h.hash(ctx, "正确的密码-2026")
	if err != nil {
		t.Fatal(err)
	}
	if phc == again {
		t.Error("equal passwords have equal hashes: there is no salt")
	}
	for password, want := range map[string]bool{"正确的密码-2026": true, "正确的密码-2027": false, "": false} {
		got, err := h.matches(ctx, password, phc)
		if err != nil || got != want {
			t.Errorf("matches(%q) = %t, %v", password, got, err)
		}
	}
}

// A stored hash may be damaged; it must neither match nor take the process down.
func TestMalformedHashMatchesNothing(t *testing.T) {
	h := newHasher(1)
	for _, phc := range []string{"", "$", "$argon2id$v=19$m=1,t=0,p=0$AAAA$AAAA", "$argon2id$v=19$m=99999999,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=19456,t=2,p=1$!!$!!", "$2a$10$abcdefghijklmnopqrstuv"} {
		if got, err := h.matches(t.Context(), "", phc); got || err != nil {
			t.Errorf("matches with %q = %t, %v", phc, got, err)
		}
	}
}

func TestOneTimePassword(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		password := oneTimePassword()
		if seen[password] || len(password) != 19 || strings.ContainsAny(password, "01IO") {
			t.Fatalf("one-time password %q", password)
		}
		seen[password] = true
	}
}
