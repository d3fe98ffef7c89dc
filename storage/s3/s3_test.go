package s3_test

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"net"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/testkit"
	"github.com/danganku/danganku/storage"
	"github.com/danganku/danganku/storage/s3"
	"github.com/danganku/danganku/storage/storagetest"
)

// config points to a bucket that does not exist yet.
func config(t testing.TB, server string) s3.Config {
	t.Helper()
	running := testkit.S3(t, server)
	return s3.Config{Endpoint: running.Endpoint, AccessKey: running.AccessKey, SecretKey: running.SecretKey,
		Bucket: "test-" + strings.ToLower(rand.Text()[:16])}
}

func open(t testing.TB, config s3.Config) *s3.Store {
	t.Helper()
	store, err := s3.New(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func TestConformance(t *testing.T) {
	for _, server := range testkit.S3ServerNames() {
		t.Run(server, func(t *testing.T) {
			storagetest.Run(t, func(t *testing.T) storage.Store { return open(t, config(t, server)) })
		})
	}
}

func TestConformanceUnderPrefix(t *testing.T) {
	storagetest.Run(t, func(t *testing.T) storage.Store {
		config := config(t, "minio")
		config.Prefix = "district/和平区"
		return open(t, config)
	})
}

func TestPrefixesAreSeparate(t *testing.T) {
	first, second := config(t, "minio"), config(t, "minio")
	second.Bucket, first.Prefix, second.Prefix = first.Bucket, "a", "ab"
	one, two := open(t, first), open(t, second)
	if err := storage.PutBytes(t.Context(), two, "key", []byte("x"), storage.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	for obj, err := range one.List(t.Context(), "") {
		t.Errorf("store of prefix a lists %v, %v", obj, err)
	}
	if _, err := one.Stat(t.Context(), "key"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("stat: %v", err)
	}
}

func TestServersHonourIfAbsent(t *testing.T) {
	for _, server := range testkit.S3ServerNames() {
		if store := open(t, config(t, server)); !store.Conditional() {
			t.Errorf("%s: If-None-Match is not used", server)
		}
	}
}

func TestUnreachableServer(t *testing.T) {
	// A listener that is closed again leaves a port nobody answers on.
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()
	_, err = s3.New(t.Context(), s3.Config{Endpoint: listener.Addr().String(), Bucket: "test-bucket", AccessKey: "a", SecretKey: "b"})
	if !errors.Is(err, storage.ErrUnavailable) {
		t.Errorf("error %v, want unavailable", err)
	}
}

func TestRefusedCredentials(t *testing.T) {
	config := config(t, "minio")
	config.SecretKey = "wrong-" + config.SecretKey
	_, err := s3.New(t.Context(), config)
	if err == nil || errors.Is(err, storage.ErrUnavailable) || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v, want a refusal", err)
	}
}
