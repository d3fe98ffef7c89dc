package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// hashCost is the price of one guess (RFC 9106 terms): memory in KiB, passes, lanes.
type hashCost struct {
	memory, passes uint32
	lanes          uint8
}

// defaultCost follows the minimum of the OWASP password storage cheat sheet for argon2id.
var defaultCost = hashCost{memory: 19 * 1024, passes: 2, lanes: 1}

const (
	saltLength = 16
	keyLength  = 32
)

// hasher makes and checks password hashes; at most a few at a time, so that sign-ins cannot eat the memory.
type hasher struct{ slots chan struct{} }

func newHasher(parallel int) *hasher { return &hasher{slots: make(chan struct{}, parallel)} }

func (h *hasher) enter(ctx context.Context) error {
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *hasher) leave() { <-h.slots }

// hash returns the PHC string of the password.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	salt := make([]byte, saltLength)
	rand.Read(salt) // never fails, see crypto/rand
	cost := defaultCost
	key := argon2.IDKey([]byte(password), salt, cost.passes, cost.memory, cost.lanes, keyLength)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, cost.memory, cost.passes, cost.lanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key)), nil
}

// matches checks a password against a PHC string; a malformed string matches nothing but takes the same time.
func (h *hasher) matches(ctx context.Context, password, phc string) (bool, error) {
	if err := h.enter(ctx); err != nil {
		return false, err
	}
	defer h.leave()
	cost, salt, want, ok := parsePHC(phc)
	if !ok {
		cost, salt, want = defaultCost, make([]byte, saltLength), make([]byte, keyLength)
	}
	key := argon2.IDKey([]byte(password), salt, cost.passes, cost.memory, cost.lanes, uint32(len(want)))
	return subtle.ConstantTimeCompare(key, want) == 1 && ok, nil
}

func parsePHC(phc string) (hashCost, []byte, []byte, bool) {
	var cost hashCost
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return cost, nil, nil, false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &cost.memory, &cost.passes, &cost.lanes); err != nil {
		return cost, nil, nil, false
	}
	salt, errSalt := base64.RawStdEncoding.DecodeString(parts[4])
	key, errKey := base64.RawStdEncoding.DecodeString(parts[5])
	valid := errSalt == nil && errKey == nil && len(key) >= 16 && cost.passes > 0 && cost.lanes > 0 && cost.memory <= 1<<20
	return cost, salt, key, valid
}

// oneTimePassword is 80 random bits in letters and digits that cannot be mistaken for each other.
func oneTimePassword() string {
	const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
	raw := make([]byte, 16)
	rand.Read(raw)
	text := make([]byte, 0, 19)
	for i, b := range raw {
		if i > 0 && i%4 == 0 {
			text = append(text, '-')
		}
		text = append(text, alphabet[b&31])
	}
	return string(text)
}
