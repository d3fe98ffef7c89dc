package storagetest

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/danganku/danganku/storage"
)

// parallel runs work(0..n-1) at once.
func parallel(t *testing.T, n int, work func(worker int) error) {
	t.Helper()
	var group errgroup.Group
	for worker := range n {
		group.Go(func() error { return work(worker) })
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
}

func ranges(t *testing.T, s storage.Store) {
	content := random(10_000)
	put(t, s, "page", content)
	put(t, s, "empty", nil)
	for _, c := range []struct {
		key            string
		offset, length int64
		want           []byte
		err            error
	}{
		{"page", 0, 1, content[:1], nil},
		{"page", 0, 0, nil, nil},
		{"page", 10, 0, nil, nil},
		{"page", 1, 9_998, content[1:9_999], nil},
		{"page", 9_999, 1, content[9_999:], nil},
		{"page", 5_000, -1, content[5_000:], nil},
		{"page", 5_000, 1 << 40, content[5_000:], nil},
		{"page", 0, 10_000, content, nil},
		{"page", 10_000, -1, nil, nil},
		{"page", 10_000, 5, nil, nil},
		{"page", 10_001, -1, nil, fs.ErrInvalid},
		{"page", 10_001, 0, nil, fs.ErrInvalid},
		{"page", 10_001, 7, nil, fs.ErrInvalid},
		{"page", -1, 5, nil, fs.ErrInvalid},
		{"empty", 0, -1, nil, nil},
		{"empty", 0, 5, nil, nil},
		{"empty", 1, -1, nil, fs.ErrInvalid},
	} {
		name := fmt.Sprintf("%s from %d length %d", c.key, c.offset, c.length)
		got, obj, err := get(t.Context(), s, c.key, c.offset, c.length)
		if !errors.Is(err, c.err) || !bytes.Equal(got, c.want) {
			t.Errorf("%s: %d bytes, error %v, want %d bytes, error %v", name, len(got), err, len(c.want), c.err)
		}
		if c.err == nil && c.key == "page" && obj.Size != int64(len(content)) {
			t.Errorf("%s describes %d bytes, want the size of the whole object", name, obj.Size)
		}
	}
}

// atomicReplace overwrites one key while readers check that all bytes they get come from one write.
func atomicReplace(t *testing.T, s storage.Store) {
	const size, writes, readers = 200_000, 40, 3
	version := func(i int) []byte { return bytes.Repeat([]byte{byte(i)}, size+i) }
	put(t, s, "page", version(0))
	var done atomic.Bool
	parallel(t, readers+1, func(worker int) error {
		if worker == 0 {
			defer done.Store(true)
			for i := 1; i <= writes; i++ {
				if err := storage.PutBytes(t.Context(), s, "page", version(i), storage.PutOptions{}); err != nil {
					return err
				}
			}
			return nil
		}
		for !done.Load() {
			b, _, err := get(t.Context(), s, "page", 0, -1)
			if err != nil {
				return err
			}
			if !bytes.Equal(b, version(int(b[0]))) {
				return fmt.Errorf("%d bytes beginning with %d are no content that was put", len(b), b[0])
			}
		}
		return nil
	})
	wantContent(t, s, "page", version(writes))
}

func etag(t *testing.T, s storage.Store) {
	seen := map[string]byte{}
	for i := range byte(50) {
		obj := put(t, s, "page", []byte{i})
		if before, known := seen[obj.ETag]; known {
			t.Fatalf("contents %d and %d of one key have the same etag %s", before, i, obj.ETag)
		}
		seen[obj.ETag] = i
	}
}

func ifAbsent(t *testing.T, s storage.Store) {
	for _, size := range []int{10, 3 << 20} {
		key := fmt.Sprint("claim/", size)
		for attempt := range 2 {
			_, err := s.Put(t.Context(), key, bytes.NewReader(random(size+attempt)), -1, storage.PutOptions{IfAbsent: true})
			if attempt == 0 && err != nil {
				t.Fatalf("first put of %d bytes: %v", size, err)
			}
			if attempt == 1 {
				wantError(t, fmt.Sprintf("second put of %d bytes", size), err, fs.ErrExist)
			}
		}
		wantContent(t, s, key, random(size))
	}
	put(t, s, "claim/10", random(20)) // a plain put still replaces
	wantContent(t, s, "claim/10", random(20))
}

func ifAbsentRace(t *testing.T, s storage.Store) {
	const racers, rounds = 16, 10
	for round := range rounds {
		key := fmt.Sprintf("race/%d", round)
		var winner, wins atomic.Int32
		start := make(chan struct{})
		go close(start)
		parallel(t, racers, func(worker int) error {
			<-start
			err := storage.PutBytes(t.Context(), s, key, random(1000+worker), storage.PutOptions{IfAbsent: true})
			if errors.Is(err, fs.ErrExist) {
				return nil
			}
			if err == nil {
				winner.Store(int32(worker))
				wins.Add(1)
			}
			return err
		})
		if wins.Load() != 1 {
			t.Fatalf("%d of %d racers were told that they won", wins.Load(), racers)
		}
		wantContent(t, s, key, random(1000+int(winner.Load())))
	}
}
