// Package s3 keeps objects in a bucket of any S3-compatible service.
//
// It uses only what servers agree on: single streaming PUT, ranged GET, HEAD, listing and multi-delete. Multipart upload
// is left out on purpose: an interrupted one leaves parts behind that only some servers list and remove, and the client
// library does not send If-None-Match with its completion. An object is therefore limited to what the server takes in
// one PUT, 5 GiB on most. It imports storage and nothing else of the project.
package s3

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"hash/maphash"
	"io/fs"
	"strings"
	"sync"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"github.com/danganku/danganku/storage"
)

const (
	// defaultRegion is what self-hosted servers answer to; naming one saves the client a location request.
	defaultRegion = "us-east-1"
	// maxRetries bounds the client's own retries of requests it can send again; above it the caller decides.
	maxRetries = 3
)

// Config says where the bucket is.
type Config struct {
	Endpoint  string // host or host:port, without scheme
	Bucket    string // created when missing
	AccessKey string
	SecretKey string
	TLS       bool
	Region    string // empty: us-east-1
	Prefix    string // put before every key, with a slash between; may be empty
	TempDir   string // where content of unknown size above 1 MiB waits for its upload; empty: the system's
}

// Store is a storage.Store on one bucket.
type Store struct {
	client  minio.Core
	bucket  string
	prefix  string // "" or ends with a slash
	tempDir string

	conditional bool
	// absent serialises IfAbsent puts of one key where the store looks before it puts.
	absent [64]sync.Mutex
	seed   maphash.Seed
}

var _ storage.Store = (*Store)(nil)

// New connects, creates the bucket when missing and probes whether the server honours If-None-Match.
func New(ctx context.Context, config Config) (*Store, error) {
	if config.Region == "" {
		config.Region = defaultRegion
	}
	s := &Store{bucket: config.Bucket, tempDir: config.TempDir, seed: maphash.MakeSeed()}
	if config.Prefix != "" {
		s.prefix = strings.TrimSuffix(config.Prefix, "/") + "/"
		if err := storage.ValidPrefix(s.prefix); err != nil {
			return nil, fmt.Errorf("object prefix: %w", err)
		}
	}
	client, err := minio.New(config.Endpoint, &minio.Options{
		Creds:  credentials.NewStaticV4(config.AccessKey, config.SecretKey, ""),
		Secure: config.TLS, Region: config.Region, MaxRetries: maxRetries,
	})
	if err != nil {
		return nil, fmt.Errorf("object store %s: %w", config.Endpoint, err)
	}
	s.client = minio.Core{Client: client}
	if err := s.ensureBucket(ctx, config.Region); err != nil {
		return nil, fmt.Errorf("bucket %s at %s: %w", config.Bucket, config.Endpoint, mapError(err))
	}
	if err := s.probe(ctx); err != nil {
		return nil, fmt.Errorf("probe bucket %s at %s: %w", config.Bucket, config.Endpoint, mapError(err))
	}
	return s, nil
}

// Conditional reports whether the server itself refuses to replace an object on PutOptions.IfAbsent. Where it does not,
// the store looks before it puts, one call per key at a time; that is exact within one process, and between processes
// only as far as something else (the row of the dossier) keeps them apart.
func (s *Store) Conditional() bool { return s.conditional }

func (s *Store) ensureBucket(ctx context.Context, region string) error {
	exists, err := s.client.BucketExists(ctx, s.bucket)
	if err != nil || exists {
		return err
	}
	err = s.client.MakeBucket(ctx, s.bucket, minio.MakeBucketOptions{Region: region})
	var answer minio.ErrorResponse
	if errors.As(err, &answer) && answer.Code == minio.BucketAlreadyOwnedByYou {
		return nil // another node was faster
	}
	return err
}

// probe puts an object twice with If-None-Match. A server may refuse the header, ignore it or honour it.
func (s *Store) probe(ctx context.Context) error {
	key := s.prefix + ".probe-" + rand.Text()
	defer func() { _ = s.remove(context.WithoutCancel(ctx), []string{key}) }()
	if _, err := s.upload(ctx, key, strings.NewReader("1"), 1, uploadOptions("", false)); err != nil {
		return err
	}
	_, err := s.upload(ctx, key, strings.NewReader("2"), 1, uploadOptions("", true))
	err = mapError(err)
	s.conditional = errors.Is(err, fs.ErrExist)
	if errors.Is(err, storage.ErrUnavailable) {
		return err
	}
	return nil
}

// fullKey adds the prefix of the store.
func (s *Store) fullKey(key string) (string, error) {
	if err := storage.ValidKey(key); err != nil {
		return "", err
	}
	if len(s.prefix)+len(key) > storage.MaxKeyBytes {
		return "", fmt.Errorf("key %q with its prefix is longer than %d bytes: %w", key, storage.MaxKeyBytes, fs.ErrInvalid)
	}
	return s.prefix + key, nil
}
