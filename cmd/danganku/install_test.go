package main

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/app/indexing"
	"github.com/danganku/danganku/internal/app/ingest"
	"github.com/danganku/danganku/internal/app/integrity"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/testkit"
)

// backends are the two ways an installation runs; whatever is tested here holds on both.
func backends(t *testing.T, test func(t *testing.T, config *Config)) {
	t.Run("embedded", func(t *testing.T) { test(t, embedded(t)) })
	t.Run("production", func(t *testing.T) {
		s3 := testkit.S3(t, "minio")
		config := embedded(t)
		config.DatabaseURL = testkit.Postgres(t)
		config.S3Endpoint, config.S3AccessKey, config.S3SecretKey, config.S3Bucket = s3.Endpoint, s3.AccessKey, s3.SecretKey, s3.NewBucket(t)
		test(t, config)
	})
}

func embedded(t *testing.T) *Config {
	return &Config{Data: t.TempDir(), Lease: 2 * time.Second, LogLevel: slog.LevelWarn}
}

// opened is an open installation with an intake desk; it is closed with the test.
func opened(t *testing.T, config *Config) intake {
	t.Helper()
	in, err := open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(in.Close)
	return intake{installation: in, actor: localOperator(), quiet: true}
}

func (d intake) mustTake(t *testing.T, source string) domain.Ingest {
	t.Helper()
	request := ingest.Request{Office: "210106", Name: filepath.Base(source), Source: source}
	taken, err := d.take(t.Context(), request, func(context.Context, domain.Ingest) (bool, error) { return true, nil })
	if err != nil {
		t.Fatal(err)
	}
	return taken
}

func (d intake) exported(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	if _, err := d.integrity.Export(t.Context(), d.actor, &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func (d intake) mustBeClean(t *testing.T) {
	t.Helper()
	report, err := d.integrity.Verify(t.Context(), func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	for _, difference := range report.Differences {
		t.Errorf("difference: %+v", difference)
	}
}

func (d intake) catchUp(t *testing.T) {
	t.Helper()
	if _, err := (indexing.Follower{Store: d.store, Index: d.index}).CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// objectFiles are the files of the local object store whose path contains part.
func objectFiles(t *testing.T, config *Config, part string) []string {
	t.Helper()
	var found []string
	root := filepath.Join(config.Data, "objects")
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && bytes.Contains([]byte(path), []byte(part)) {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// emptyDatabase is an installation on the same objects with nothing else.
func emptyDatabase(t *testing.T, config *Config) *Config {
	t.Helper()
	fresh := *config
	fresh.Data = t.TempDir()
	if config.S3Endpoint == "" {
		if err := os.CopyFS(filepath.Join(fresh.Data, "objects"), os.DirFS(filepath.Join(config.Data, "objects"))); err != nil {
			t.Fatal(err)
		}
		return &fresh
	}
	fresh.DatabaseURL = testkit.Postgres(t)
	return &fresh
}

func differenceIn(store string) func(integrity.Difference) bool {
	return func(difference integrity.Difference) bool { return difference.Store == store }
}
