package testkit_test

import (
	"bytes"
	"io"
	"net"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"github.com/danganku/danganku/internal/testkit"
)

func TestS3StoresAndReturnsBytes(t *testing.T) {
	for _, name := range testkit.S3ServerNames() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s3 := testkit.S3(t, name)
			if again := testkit.S3(t, name); again != s3 {
				t.Errorf("a second server was started: %v, %v", s3, again)
			}
			bucket := s3.NewBucket(t)
			put(t, s3, bucket, "a/b", "档案")
			if got := get(t, s3, bucket, "a/b"); got != "档案" {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestS3ProcessKeepsObjectsOverAKill(t *testing.T) {
	for _, name := range testkit.S3ServerNames() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := testkit.StartS3(t, name, t.TempDir())
			before := server.S3Server
			bucket := server.NewBucket(t)
			put(t, server.S3Server, bucket, "page", "1")
			server.Kill()
			assertRefused(t, server.Endpoint)
			server.Restart()
			if server.S3Server != before {
				t.Errorf("restart changed %v to %v", before, server.S3Server)
			}
			if got := get(t, server.S3Server, bucket, "page"); got != "1" {
				t.Errorf("got %q", got)
			}
			server.Stop()
			assertRefused(t, server.Endpoint)
		})
	}
}

func s3Client(t *testing.T, s testkit.S3Server) *minio.Client {
	t.Helper()
	client, err := minio.New(s.Endpoint, &minio.Options{Creds: credentials.NewStaticV4(s.AccessKey, s.SecretKey, "")})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func put(t *testing.T, s testkit.S3Server, bucket, key, content string) {
	t.Helper()
	body := bytes.NewReader([]byte(content))
	if _, err := s3Client(t, s).PutObject(t.Context(), bucket, key, body, body.Size(), minio.PutObjectOptions{}); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, s testkit.S3Server, bucket, key string) string {
	t.Helper()
	object, err := s3Client(t, s).GetObject(t.Context(), bucket, key, minio.GetObjectOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer object.Close()
	content, err := io.ReadAll(object)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func assertRefused(t *testing.T, address string) {
	t.Helper()
	conn, err := net.DialTimeout("tcp", address, time.Second)
	if err == nil {
		conn.Close()
		t.Errorf("something still listens on %s", address)
	}
}

// gone waits until check holds, for what the system does after a process has ended.
func gone(t *testing.T, what string, check func() bool) {
	t.Helper()
	deadline := time.After(20 * time.Second)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for !check() {
		select {
		case <-deadline:
			t.Fatalf("%s is still there", what)
		case <-tick.C:
		}
	}
}
