package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/danganku/danganku/internal/errs"
)

const (
	secretKeyFile = "secret.key" // in the data folder
	minSecretKey  = 32           // characters
)

// secretKey is the secret of the installation: as configured, or from the data folder, where it is made with the first use.
// Several processes may come to that at once; all get the same.
func (c *Config) secretKey() ([]byte, error) {
	if c.SecretKey != "" {
		return []byte(c.SecretKey), nil
	}
	path := c.path(secretKeyFile)
	key, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := writeNewKey(path); err != nil {
			return nil, errs.Wrap("make secret key", err)
		}
		key, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, errs.Wrap("read secret key", err)
	}
	if key = bytes.TrimSpace(key); len(key) < minSecretKey {
		return nil, fmt.Errorf("%s is damaged: %d bytes", path, len(key))
	}
	return key, nil
}

// writeNewKey writes beside and links, so that the file is whole as soon as it is there and is never written over.
func writeNewKey(path string) error {
	raw := make([]byte, 32)
	rand.Read(raw) // never fails, see crypto/rand
	beside := path + "." + rand.Text()
	if err := os.WriteFile(beside, []byte(base64.StdEncoding.EncodeToString(raw)+"\n"), 0o600); err != nil {
		return err
	}
	defer os.Remove(beside)
	if err := os.Link(beside, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
