package testkit

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// S3Server tells how to reach a running S3 server. Endpoint is HOST:PORT, plain HTTP.
type S3Server struct{ Endpoint, AccessKey, SecretKey string }

// s3Kind is one S3 implementation: where its binary comes from and how it is told to serve a folder.
type s3Kind struct {
	name       string
	importPath string
	command    func(dir string, s S3Server) (args, env []string)
}

var s3Kinds = []s3Kind{
	{"minio", "github.com/minio/minio", minioCommand},
	{"versitygw", "github.com/versity/versitygw/cmd/versitygw", versitygwCommand},
}

func minioCommand(dir string, s S3Server) (args, env []string) {
	return []string{"server", filepath.Join(dir, "objects"), "--address", s.Endpoint, "--quiet"},
		[]string{
			"MINIO_ROOT_USER=" + s.AccessKey, "MINIO_ROOT_PASSWORD=" + s.SecretKey,
			"MINIO_BROWSER=off", "MINIO_UPDATE=off", "MINIO_SCANNER_SPEED=slowest", "MINIO_API_REQUESTS_MAX=64",
			"GOMAXPROCS=2", "GOMEMLIMIT=256MiB",
		}
}

// The sidecar folder holds metadata that would else need extended attributes, which not every file system has.
func versitygwCommand(dir string, s S3Server) (args, env []string) {
	return []string{"--port", s.Endpoint, "--quiet", "posix",
			"--sidecar", filepath.Join(dir, "metadata"), filepath.Join(dir, "objects")},
		[]string{"ROOT_ACCESS_KEY_ID=" + s.AccessKey, "ROOT_SECRET_ACCESS_KEY=" + s.SecretKey, "GOMAXPROCS=2", "GOMEMLIMIT=256MiB"}
}

// S3ServerNames lists the S3 implementations that storage must work with, for tests that run on each.
func S3ServerNames() []string {
	names := make([]string, len(s3Kinds))
	for i, kind := range s3Kinds {
		names[i] = kind.name
	}
	return names
}

// sharedS3 starts at most one server of each kind per test binary, on first use. It ends with the test binary.
var sharedS3 = func() map[string]func() (S3Server, error) {
	starters := make(map[string]func() (S3Server, error))
	for _, kind := range s3Kinds {
		starters[kind.name] = sync.OnceValues(func() (S3Server, error) { return startSharedS3(kind) })
	}
	return starters
}()

// S3 returns the test binary's S3 server of the named kind, "minio" or "versitygw". Tests share it: each takes a bucket
// of its own, for instance from NewBucket.
func S3(t testing.TB, server string) S3Server {
	t.Helper()
	start, ok := sharedS3[server]
	if !ok {
		t.Fatalf("no S3 server called %q; there are %v", server, S3ServerNames())
	}
	s3, err := start()
	if err != nil {
		missing(t, server, err)
	}
	return s3
}

// NewBucket creates an empty bucket and returns its name.
func (s S3Server) NewBucket(t testing.TB) string {
	t.Helper()
	client, err := s.client()
	if err != nil {
		t.Fatalf("new bucket: %v", err)
	}
	name := "test-" + strings.ToLower(rand.Text()[:16])
	if err := client.MakeBucket(context.Background(), name, minio.MakeBucketOptions{}); err != nil {
		t.Fatalf("new bucket: %v", err)
	}
	return name
}

func (s S3Server) client() (*minio.Client, error) {
	return minio.New(s.Endpoint, &minio.Options{
		Creds:      credentials.NewStaticV4(s.AccessKey, s.SecretKey, ""),
		MaxRetries: 1, // a probe and a test want the first answer
	})
}

func startSharedS3(kind s3Kind) (S3Server, error) {
	dir, err := os.MkdirTemp("", "danganku-"+kind.name+"-")
	if err != nil {
		return S3Server{}, err
	}
	_, s3, err := kind.start(dir, dir, newS3Server(), freePort)
	if err != nil {
		return S3Server{}, errors.Join(err, os.RemoveAll(dir))
	}
	return s3, nil
}

// Random keys make sure that the server which answers the first probe is this one, not a neighbour on the same port.
func newS3Server() S3Server {
	return S3Server{AccessKey: "test" + rand.Text()[:12], SecretKey: rand.Text()}
}

func (k s3Kind) start(dir, scrap string, s3 S3Server, pick func() (int, error)) (*process, S3Server, error) {
	binary, err := tool(k.name, k.importPath)
	if err != nil {
		return nil, S3Server{}, err
	}
	for _, sub := range []string{"objects", "metadata"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return nil, S3Server{}, err
		}
	}
	p, port, err := startOnPort(pick, func(port int) launch {
		s3.Endpoint = loopback(port)
		args, env := k.command(dir, s3)
		return launch{
			argv: append([]string{binary}, args...), env: env, dir: dir, log: filepath.Join(dir, k.name+".log"),
			signal: "KILL", scrap: scrap, ready: s3.answers,
		}
	})
	s3.Endpoint = loopback(port)
	return p, s3, err
}

func (s S3Server) answers(ctx context.Context) error {
	client, err := s.client()
	if err != nil {
		return err
	}
	_, err = client.ListBuckets(ctx)
	return err
}
