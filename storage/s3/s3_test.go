package s3_test

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"runtime"
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

// TestConformanceOfTheFallback takes a server for one without conditional puts, and a prefix for good measure.
func TestConformanceOfTheFallback(t *testing.T) {
	storagetest.Run(t, func(t *testing.T) storage.Store {
		config := config(t, "minio")
		config.Prefix = "district/和平区"
		store := open(t, config)
		store.IgnoreConditions()
		return store
	})
}

// TestLargeContentNeedsLittleMemory holds both ways of a large upload, of known and unknown size, to flat memory.
func TestLargeContentNeedsLittleMemory(t *testing.T) {
	const size, limit = 96 << 20, 16 << 20
	config := config(t, "minio")
	config.TempDir = t.TempDir()
	store := open(t, config)
	for _, announced := range []int64{size, -1} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r := io.LimitReader(zeros{}, size)
		obj, err := store.Put(t.Context(), "large.tif", r, announced, storage.PutOptions{IfAbsent: announced >= 0})
		if err != nil || obj.Size != size {
			t.Fatalf("announced %d: %+v, %v", announced, obj, err)
		}
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > limit {
			t.Errorf("announced %d: %d MiB were allocated for a content of %d MiB", announced, used>>20, size>>20)
		}
	}
	if left, err := os.ReadDir(config.TempDir); err != nil || len(left) > 0 {
		t.Errorf("temporary files left: %v, %v", left, err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// TestServerThatDies demands that every call tells an outage from a missing object, and works again after it.
func TestServerThatDies(t *testing.T) {
	for _, server := range testkit.S3ServerNames() {
		t.Run(server, func(t *testing.T) {
			process := testkit.StartS3(t, server, t.TempDir())
			store := open(t, s3.Config{Endpoint: process.Endpoint, AccessKey: process.AccessKey, SecretKey: process.SecretKey,
				Bucket: "test-bucket"})
			put := func() error {
				return storage.PutBytes(t.Context(), store, "a/page", []byte("x"), storage.PutOptions{})
			}
			if err := put(); err != nil {
				t.Fatal(err)
			}
			process.Kill()
			_, _, getErr := store.Get(t.Context(), "a/page", 0, -1)
			_, statErr := store.Stat(t.Context(), "a/page")
			var listErr error
			for _, err := range store.List(t.Context(), "") {
				listErr = err
			}
			for call, err := range map[string]error{"put": put(), "get": getErr, "stat": statErr, "list": listErr,
				"delete": store.Delete(t.Context(), "a/page")} {
				if !errors.Is(err, storage.ErrUnavailable) || errors.Is(err, fs.ErrNotExist) {
					t.Errorf("%s: %v, want unavailable", call, err)
				}
			}
			process.Restart()
			if _, err := store.Stat(t.Context(), "a/page"); err != nil {
				t.Errorf("after the restart: %v", err)
			}
		})
	}
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
