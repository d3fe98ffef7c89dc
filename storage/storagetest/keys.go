package storagetest

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/danganku/danganku/storage"
)

func missingKey(t *testing.T, s storage.Store) {
	put(t, s, "folder/page", random(3))
	for _, key := range []string{"nothing", "folder", "folder/other", "folder/page/below", "no/such/folder"} {
		body, _, err := s.Get(t.Context(), key, 0, -1)
		wantError(t, "get "+key, err, fs.ErrNotExist)
		if err == nil {
			_ = body.Close()
		}
		_, _, err = s.Get(t.Context(), key, 1, 1)
		wantError(t, "get range of "+key, err, fs.ErrNotExist)
		_, err = s.Stat(t.Context(), key)
		wantError(t, "stat "+key, err, fs.ErrNotExist)
	}
}

func badKeys(t *testing.T, s storage.Store) {
	bad := []string{"", ".", "..", "/a", "a/", "a//b", "a/../b", "../a", "a/./b", "a\x00b", "a\nb", "a\x7fb", "\xff\xfe",
		"a\uffffb", strings.Repeat("a", 256), strings.Repeat("a/", 512) + "b"}
	for _, key := range bad {
		_, err := s.Put(t.Context(), key, strings.NewReader("x"), 1, storage.PutOptions{})
		wantError(t, fmt.Sprintf("put %q", key), err, fs.ErrInvalid)
		_, _, err = s.Get(t.Context(), key, 0, -1)
		wantError(t, fmt.Sprintf("get %q", key), err, fs.ErrInvalid)
		_, err = s.Stat(t.Context(), key)
		wantError(t, fmt.Sprintf("stat %q", key), err, fs.ErrInvalid)
		wantError(t, fmt.Sprintf("delete %q", key), s.Delete(t.Context(), key), fs.ErrInvalid)
	}
	_, err := keys(t.Context(), s, "../")
	wantError(t, "list ../", err, fs.ErrInvalid)
	wantKeys(t, s, "", []string{})
}

func unusualKeys(t *testing.T, s storage.Store) {
	unusual := []string{"档案/正本/第1页.jpg", "𠮷野家/𠀀.tif", "a b/c+d&e=f?g#h%20i.jpg", "quote\"'<>&/x", "0=ocfl_1.1",
		"e\u0301/combining", "\u00e9/composed", "dot./.hidden/..x", "~1/$@!*()", "emoji/😀.png", strings.Repeat("长", 85)}
	for i, key := range unusual {
		put(t, s, key, random(i+1))
	}
	for i, key := range unusual {
		wantContent(t, s, key, random(i+1))
	}
	slices.Sort(unusual)
	wantKeys(t, s, "", unusual)
	wantKeys(t, s, "档案/正", []string{"档案/正本/第1页.jpg"})
	if err := s.Delete(t.Context(), unusual...); err != nil {
		t.Fatal(err)
	}
	wantKeys(t, s, "", []string{})
}

func listOrder(t *testing.T, s storage.Store) {
	want := []string{"a-b/z", "a.b", "a/b", "a/b-c", "a/b.d/e", "a/c/d", "a0", "ab", "b/a", "b/a-"}
	shuffled := slices.Clone(want)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(want), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	for _, key := range shuffled {
		put(t, s, key, random(len(key)))
	}
	slices.Sort(want)
	wantKeys(t, s, "", want)
	wantKeys(t, s, "a", want[:8])
	wantKeys(t, s, "a/", []string{"a/b", "a/b-c", "a/b.d/e", "a/c/d"})
	wantKeys(t, s, "a/b", []string{"a/b", "a/b-c", "a/b.d/e"})
	wantKeys(t, s, "a/b.d/e", []string{"a/b.d/e"})
	wantKeys(t, s, "a/b.d/e/", []string{})
	wantKeys(t, s, "no/such/folder", []string{})
	for obj, err := range s.List(t.Context(), "a/") {
		if err != nil || obj.Size != int64(len(obj.Key)) || obj.ModTime.IsZero() {
			t.Errorf("listed %+v, %v", obj, err)
		}
		if obj.Key == "a/b-c" {
			break // a consumer may stop early
		}
	}
}

func listMany(t *testing.T, s storage.Store) {
	const count = 2500
	want := make([]string, count)
	for i := range want {
		want[i] = fmt.Sprintf("many/%d/%d", i%7, i)
	}
	parallel(t, 8, func(worker int) error {
		for i := worker; i < count; i += 8 {
			if err := storage.PutBytes(t.Context(), s, want[i], []byte("x"), storage.PutOptions{}); err != nil {
				return err
			}
		}
		return nil
	})
	slices.Sort(want)
	wantKeys(t, s, "many/", want)
	if err := s.Delete(t.Context(), want...); err != nil {
		t.Fatal(err)
	}
	wantKeys(t, s, "", []string{})
}

func deletes(t *testing.T, s storage.Store) {
	if err := s.Delete(t.Context()); err != nil {
		t.Errorf("delete of nothing: %v", err)
	}
	for _, key := range []string{"d/1", "d/2", "d/e/3", "f"} {
		put(t, s, key, random(3))
	}
	if err := s.Delete(t.Context(), "d/2", "d/never", "d/e/3", "x/y/z", "d/2"); err != nil {
		t.Errorf("delete with missing and repeated keys: %v", err)
	}
	if err := s.Delete(t.Context(), "d"); err != nil {
		t.Errorf("delete of a missing key that is a folder: %v", err)
	}
	wantKeys(t, s, "", []string{"d/1", "f"})
	put(t, s, "d/e", random(4)) // was a folder
	wantContent(t, s, "d/e", random(4))
}

func folderChurn(t *testing.T, s storage.Store) {
	parallel(t, 4, func(worker int) error {
		key := fmt.Sprintf("deep/er/still/%d", worker)
		for range 25 {
			if err := storage.PutBytes(t.Context(), s, key, []byte(key), storage.PutOptions{}); err != nil {
				return err
			}
			if b, _, err := get(t.Context(), s, key, 0, -1); err != nil || string(b) != key {
				return fmt.Errorf("read back %q: %w", b, err)
			}
			if err := s.Delete(t.Context(), key); err != nil {
				return err
			}
		}
		return nil
	})
	wantKeys(t, s, "", []string{})
}

func objectAndFolder(t *testing.T, s storage.Store) {
	put(t, s, "one", random(5))
	put(t, s, "two/below", random(6))
	for _, key := range []string{"one/below", "two"} {
		for _, opts := range []storage.PutOptions{{}, {IfAbsent: true}} {
			_, err := s.Put(t.Context(), key, bytes.NewReader(random(7)), 7, opts)
			if err != nil && !errors.Is(err, fs.ErrInvalid) && !errors.Is(err, fs.ErrExist) {
				t.Errorf("put %s beside its folder: %v, want success or a clear refusal", key, err)
			}
		}
	}
	wantContent(t, s, "one", random(5))
	wantContent(t, s, "two/below", random(6))
}
