// Package storagetest holds every storage.Store to one behaviour. A test of a store calls Run with a function that opens
// a fresh, empty one.
//
// It may know only storage and the standard library.
package storagetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/danganku/danganku/storage"
)

// Opener returns an empty store that lives until the end of t.
type Opener func(t *testing.T) storage.Store

// Run checks the promises of storage.Store, each on its own store.
func Run(t *testing.T, open Opener) {
	cases := []struct {
		name string
		run  func(*testing.T, storage.Store)
	}{
		{"content comes back whole in every size", roundtrip},
		{"announced size is checked", sizeMismatch},
		{"failed reader stores nothing", failedReader},
		{"missing key", missingKey},
		{"bad keys are refused", badKeys},
		{"any characters in keys", unusualKeys},
		{"ranges", ranges},
		{"readers never see a part", atomicReplace},
		{"etag follows the bytes", etag},
		{"put if absent", ifAbsent},
		{"put if absent has one winner", ifAbsentRace},
		{"list in byte order", listOrder},
		{"list many", listMany},
		{"delete", deletes},
		{"folders vanish and return under load", folderChurn},
		{"object and folder of one name", objectAndFolder},
		{"cancelled context", cancelled},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.run(t, open(t)) })
	}
}

func random(n int) []byte {
	b := make([]byte, n)
	source := rand.New(rand.NewPCG(uint64(n), 7))
	for i := range b {
		b[i] = byte(source.Uint32())
	}
	return b
}

func put(t testing.TB, s storage.Store, key string, b []byte) storage.Object {
	t.Helper()
	obj, err := s.Put(t.Context(), key, bytes.NewReader(b), int64(len(b)), storage.PutOptions{})
	if err != nil {
		t.Fatalf("put %s: %v", key, err)
	}
	return obj
}

func get(ctx context.Context, s storage.Store, key string, offset, length int64) ([]byte, storage.Object, error) {
	body, obj, err := s.Get(ctx, key, offset, length)
	if err != nil {
		return nil, obj, err
	}
	b, err := io.ReadAll(body)
	return b, obj, errors.Join(err, body.Close())
}

func wantContent(t *testing.T, s storage.Store, key string, want []byte) {
	t.Helper()
	got, obj, err := get(t.Context(), s, key, 0, -1)
	if err != nil {
		t.Fatalf("get %s: %v", key, err)
	}
	if !bytes.Equal(got, want) {
		t.Fatalf("get %s: %d bytes, want the %d bytes that were put", key, len(got), len(want))
	}
	if obj.Key != key || obj.Size != int64(len(want)) || obj.ETag == "" || obj.ModTime.IsZero() {
		t.Errorf("get %s describes %+v, want key, size %d, etag and time", key, obj, len(want))
	}
}

func wantError(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: error %v, want %v", what, err, want)
	}
}

func wantKeys(t *testing.T, s storage.Store, prefix string, want []string) {
	t.Helper()
	got, err := keys(t.Context(), s, prefix)
	if err != nil {
		t.Fatalf("list %q: %v", prefix, err)
	}
	if !slices.Equal(got, want) {
		t.Errorf("list %q = %s, want %s", prefix, brief(got), brief(want))
	}
}

func brief(keys []string) string {
	if len(keys) > 20 {
		return fmt.Sprintf("%d keys, %q..", len(keys), keys[:20])
	}
	return fmt.Sprintf("%q", keys)
}

func keys(ctx context.Context, s storage.Store, prefix string) ([]string, error) {
	found := []string{}
	for obj, err := range s.List(ctx, prefix) {
		if err != nil {
			return found, err
		}
		found = append(found, obj.Key)
	}
	return found, nil
}

func roundtrip(t *testing.T, s storage.Store) {
	for _, size := range []int{0, 1, 64<<10 + 1, 6 << 20} {
		for _, announced := range []int64{int64(size), -1} {
			key, content := fmt.Sprintf("dossier/%d/%d.jpg", size, announced), random(size)
			// One byte less per read than asked for: a store may not rely on full reads or on Seek.
			obj, err := s.Put(t.Context(), key, iotest.HalfReader(bytes.NewReader(content)), announced,
				storage.PutOptions{ContentType: "image/jpeg"})
			if err != nil {
				t.Fatalf("put %s: %v", key, err)
			}
			if obj.Key != key || obj.Size != int64(size) {
				t.Errorf("put %s describes %+v", key, obj)
			}
			wantContent(t, s, key, content)
			stat, err := s.Stat(t.Context(), key)
			if err != nil || stat.Size != int64(size) || stat.ETag != obj.ETag {
				t.Errorf("stat %s = %+v, %v, want size %d and etag %s", key, stat, err, size, obj.ETag)
			}
		}
	}
}

func sizeMismatch(t *testing.T, s storage.Store) {
	kept := random(100)
	put(t, s, "a/kept", kept)
	for _, size := range []int{10, 100_000, 3 << 20} {
		for name, announced := range map[string]int64{"short": int64(size) + 1, "long": int64(size) - 1, "empty announced": 0} {
			for _, key := range []string{"a/new", "a/kept"} {
				_, err := s.Put(t.Context(), key, bytes.NewReader(random(size)), announced, storage.PutOptions{})
				wantError(t, fmt.Sprintf("%s content of %d bytes", name, size), err, storage.ErrSizeMismatch)
			}
		}
	}
	wantKeys(t, s, "", []string{"a/kept"})
	wantContent(t, s, "a/kept", kept)
}

func failedReader(t *testing.T, s storage.Store) {
	broken := errors.New("scanner unplugged")
	for _, announced := range []int64{3 << 20, -1} {
		for _, sent := range []int{0, 1000, 2 << 20} {
			r := io.MultiReader(bytes.NewReader(random(sent)), iotest.ErrReader(broken))
			_, err := s.Put(t.Context(), "page", r, announced, storage.PutOptions{})
			wantError(t, fmt.Sprintf("reader failing after %d bytes of %d", sent, announced), err, broken)
		}
	}
	wantKeys(t, s, "", []string{})
}

func cancelled(t *testing.T, s storage.Store) {
	put(t, s, "a", random(10))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.Put(ctx, "b", strings.NewReader("x"), 1, storage.PutOptions{})
	wantError(t, "put", err, context.Canceled)
	_, _, err = get(ctx, s, "a", 0, -1)
	wantError(t, "get", err, context.Canceled)
	_, err = s.Stat(ctx, "a")
	wantError(t, "stat", err, context.Canceled)
	wantError(t, "delete", s.Delete(ctx, "a"), context.Canceled)
	_, err = keys(ctx, s, "")
	wantError(t, "list", err, context.Canceled)

	for _, size := range []int{100_000, 3 << 20} {
		ctx, cancel = context.WithCancel(t.Context())
		r := io.MultiReader(bytes.NewReader(random(size/2)), cancelAtRead{cancel}, bytes.NewReader(random(size-size/2)))
		_, err = s.Put(ctx, "c", r, int64(size), storage.PutOptions{})
		wantError(t, "put cancelled half way", err, context.Canceled)
	}
	wantKeys(t, s, "", []string{"a"})
}

// cancelAtRead is an empty reader that cancels a context when it is reached.
type cancelAtRead struct{ cancel func() }

func (c cancelAtRead) Read([]byte) (int, error) {
	c.cancel()
	return 0, io.EOF
}
