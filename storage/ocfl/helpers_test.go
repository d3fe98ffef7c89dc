package ocfl_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	thirdparty "github.com/srerickson/ocfl-go"
	thirdpartyfs "github.com/srerickson/ocfl-go/fs/local"

	"github.com/danganku/danganku/internal/testkit"
	"github.com/danganku/danganku/storage"
	"github.com/danganku/danganku/storage/local"
	"github.com/danganku/danganku/storage/ocfl"
	"github.com/danganku/danganku/storage/s3"
)

const dossier = "urn:danganku:dossier:2101-0001:masters"

func info(message string) ocfl.VersionInfo {
	return ocfl.VersionInfo{Created: time.Date(2026, 3, 1, 8, 30, 0, 0, time.UTC), Message: message,
		UserName: "扫描员", UserAddress: "urn:danganku:user:7"}
}

func localStore(t testing.TB, folder string) storage.Store {
	t.Helper()
	store, err := local.New(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

func s3Store(t testing.TB, server string) storage.Store {
	t.Helper()
	running := testkit.S3(t, server)
	store, err := s3.New(t.Context(), s3.Config{Endpoint: running.Endpoint, AccessKey: running.AccessKey,
		SecretKey: running.SecretKey, Bucket: "test-" + strings.ToLower(rand.Text()[:16])})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// onEveryStore runs a test on local disk and on each S3 server.
func onEveryStore(t *testing.T, run func(t *testing.T, store storage.Store)) {
	t.Run("local", func(t *testing.T) { run(t, localStore(t, t.TempDir())) })
	for _, server := range testkit.S3ServerNames() {
		t.Run(server, func(t *testing.T) { run(t, s3Store(t, server)) })
	}
}

func initRoot(t testing.TB, store storage.Store) *ocfl.Root {
	t.Helper()
	root := ocfl.New(store, "ocfl")
	if err := root.Init(t.Context()); err != nil {
		t.Fatal(err)
	}
	return root
}

// edit is one change of a version: content to put, "" to remove, or ">new" to rename.
type edit struct{ path, content string }

func apply(ctx context.Context, stage *ocfl.Stage, edits []edit) error {
	for _, e := range edits {
		var err error
		switch {
		case e.content == "":
			err = stage.Remove(e.path)
		case strings.HasPrefix(e.content, ">"):
			err = stage.Rename(e.path, e.content[1:])
		default:
			_, err = stage.Put(ctx, e.path, strings.NewReader(e.content), int64(len(e.content)))
		}
		if err != nil {
			return fmt.Errorf("%v: %w", e, err)
		}
	}
	return nil
}

func update(ctx context.Context, root *ocfl.Root, id string, expect int, edits ...edit) (*ocfl.Object, error) {
	return root.Update(ctx, id, expect, info(fmt.Sprint("version ", expect+1)), func(stage *ocfl.Stage) error {
		return apply(ctx, stage, edits)
	})
}

func mustUpdate(t testing.TB, root *ocfl.Root, id string, expect int, edits ...edit) *ocfl.Object {
	t.Helper()
	object, err := update(t.Context(), root, id, expect, edits...)
	if err != nil {
		t.Fatal(err)
	}
	return object
}

// contents reads all files of one version of an object.
func contents(ctx context.Context, object *ocfl.Object) (map[string]string, error) {
	found := map[string]string{}
	for _, file := range object.Files() {
		body, _, err := object.Get(ctx, file.Path, 0, -1)
		if err != nil {
			return nil, err
		}
		b, err := io.ReadAll(body)
		if err := errors.Join(err, body.Close()); err != nil {
			return nil, err
		}
		found[file.Path] = string(b)
	}
	return found, nil
}

// snapshot reads everything below a prefix of a store.
func snapshot(t testing.TB, store storage.Store, prefix string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for obj, err := range store.List(t.Context(), prefix) {
		if err != nil {
			t.Fatal(err)
		}
		b, err := storage.ReadAll(t.Context(), store, obj.Key, 1<<30)
		if err != nil {
			t.Fatal(err)
		}
		found[obj.Key] = string(b)
	}
	return found
}

// thirdPartyFindings validates a storage root on local disk with ocfl-go and returns all errors and warnings.
func thirdPartyFindings(t testing.TB, folder string) []error {
	t.Helper()
	fsys, err := thirdpartyfs.NewFS(folder)
	if err != nil {
		t.Fatal(err)
	}
	root, err := thirdparty.NewRoot(t.Context(), fsys, "ocfl")
	if err != nil {
		return []error{err}
	}
	var found []error
	if root.LayoutName() != "0004-hashed-n-tuple-storage-layout" {
		found = append(found, fmt.Errorf("layout is %q", root.LayoutName()))
	}
	for declaration, err := range root.ObjectDeclarations(t.Context()) {
		if err != nil {
			return append(found, err)
		}
		dir := strings.TrimPrefix(filepath.ToSlash(declaration.FullPathDir()), "ocfl/")
		found = append(found, thirdPartyObject(t.Context(), root, dir)...)
	}
	return found
}

// thirdPartyObject validates one object. ocfl-go v0.11.0 panics on an object whose old inventory knows content that the
// root inventory does not: a finding like others.
func thirdPartyObject(ctx context.Context, root *thirdparty.Root, dir string) (found []error) {
	defer func() {
		if r := recover(); r != nil {
			found = []error{fmt.Errorf("%s: validator panics: %v", dir, r)}
		}
	}()
	validation := root.ValidateObjectDir(ctx, dir)
	return append(validation.Errors(), validation.WarnErrors()...)
}

// mirror copies a store into a folder, so that tools for files can read it.
func mirror(t testing.TB, store storage.Store) string {
	t.Helper()
	folder := t.TempDir()
	copied := localStore(t, folder)
	for obj, err := range store.List(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		body, _, err := store.Get(t.Context(), obj.Key, 0, -1)
		if err != nil {
			t.Fatal(err)
		}
		_, err = copied.Put(t.Context(), obj.Key, body, obj.Size, storage.PutOptions{})
		if err := errors.Join(err, body.Close()); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// wantSound holds every object to our own check and to the third party's.
func wantSound(t testing.TB, root *ocfl.Root, folder string) {
	t.Helper()
	for entry, err := range root.Objects(t.Context()) {
		if err != nil || entry.Unfinished {
			t.Errorf("walk: %+v, %v", entry, err)
			continue
		}
		problems, err := root.Verify(t.Context(), entry.ID)
		if err != nil {
			t.Error(err)
		}
		for _, problem := range problems {
			t.Errorf("verify %s: %v", entry.ID, problem)
		}
	}
	for _, finding := range thirdPartyFindings(t, folder) {
		t.Errorf("ocfl-go: %v", finding)
	}
}
