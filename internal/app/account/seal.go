package account

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"github.com/danganku/danganku/internal/errs"
)

// errOtherKey is for operators: the database was brought to a machine without its key.
var errOtherKey = errs.New(errs.Unavailable, "totp.key",
	"本机的密钥与登记动态口令时不同，无法核对动态码；请恢复数据文件夹中的 secret.key（或 DANGANKU_SECRET_KEY），否则由安全管理员重置动态口令")

// sealer keeps secrets unreadable for whoever sees only where they are kept: AES-256-GCM, bound to what they are about (a user's
// id, say), under a key derived for one purpose from the secret of the installation.
type sealer struct {
	key     func() ([]byte, error)
	purpose string
}

const (
	forFactors = "danganku totp secrets"
	forSignIns = "danganku sign-in flows"
)

// keys derives the encryption key, and a name of it that tells nothing about it.
func (s sealer) keys() (cipher.AEAD, string, error) {
	if s.key == nil {
		return nil, "", errOtherKey
	}
	secret, err := s.key()
	if err != nil {
		return nil, "", errs.Wrap("read secret key", err)
	}
	derived, err := hkdf.Key(sha256.New, secret, nil, s.purpose, 32)
	if err != nil {
		return nil, "", errs.Wrap("derive key", err)
	}
	name, err := hkdf.Key(sha256.New, secret, nil, "danganku totp key name", 4)
	if err != nil {
		return nil, "", errs.Wrap("derive key", err)
	}
	block, err := aes.NewCipher(derived)
	if err != nil {
		return nil, "", errs.Wrap("derive key", err)
	}
	box, err := cipher.NewGCMWithRandomNonce(block)
	return box, hex.EncodeToString(name), errs.Wrap("derive key", err)
}

func (s sealer) seal(about, secret string) (string, error) {
	box, name, err := s.keys()
	if err != nil {
		return "", err
	}
	sealed := box.Seal(nil, nil, []byte(secret), []byte(about)) //nolint:gosec // this cipher makes a random nonce and puts it before
	return name + ":" + base64.RawStdEncoding.EncodeToString(sealed), nil
}

// open is seal undone. Errors: totp.key when another key sealed it, or a secret about something else was put here.
func (s sealer) open(about, sealed string) (string, error) {
	box, name, err := s.keys()
	if err != nil {
		return "", err
	}
	sealedBy, text, _ := strings.Cut(sealed, ":")
	raw, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil || sealedBy != name {
		return "", errOtherKey
	}
	secret, err := box.Open(nil, nil, raw, []byte(about))
	if err != nil {
		return "", errOtherKey
	}
	return string(secret), nil
}
