package ocfl_test

import (
	"bytes"
	"context"
	"crypto/sha512"
	"fmt"
	"hash"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/danganku/danganku/storage"
	"github.com/danganku/danganku/storage/ocfl"
)

// A dossier as it is scanned most often, and as many workers as the ingest desk uses on a small machine.
const (
	benchPages     = 100
	benchPageBytes = 300_000
	benchWorkers   = 4
)

// BenchmarkUpdate stores a dossier of 100 pages as one OCFL object. x_bare is its speed relative to only storing the same
// bytes in the same store, measured in turn with it.
func BenchmarkUpdate(b *testing.B) {
	b.Run("local", func(b *testing.B) {
		folder := b.TempDir()
		benchmarkUpdate(b, localStore(b, filepath.Join(folder, "store")), bareFile(filepath.Join(folder, "bare")))
	})
	b.Run("minio", func(b *testing.B) {
		store := s3Store(b, "minio")
		benchmarkUpdate(b, store, func(name string, page []byte) error {
			return storage.PutBytes(b.Context(), store, "bare/"+name, page, storage.PutOptions{})
		})
	})
}

// bareFile is the least a durable local store can do: write, sync, rename, without hash, limits or synced folder.
func bareFile(folder string) func(name string, page []byte) error {
	return func(name string, page []byte) error {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			return err
		}
		file, err := os.Create(path + ".tmp")
		if err != nil {
			return err
		}
		if _, err := file.Write(page); err != nil {
			return err
		}
		if err := file.Sync(); err != nil {
			return err
		}
		if err := file.Close(); err != nil {
			return err
		}
		return os.Rename(path+".tmp", path)
	}
}

func benchmarkUpdate(b *testing.B, store storage.Store, bare func(name string, page []byte) error) {
	root := initRoot(b, store)
	compare(b, bare, func(round int, pages [][]byte) {
		_, err := root.Update(b.Context(), fmt.Sprintf("urn:danganku:bench:%d", round), 0, info("scan"), func(stage *ocfl.Stage) error {
			eachPage(b, pages, func(name string, page []byte) error {
				_, err := stage.Put(b.Context(), name, bytes.NewReader(page), int64(len(page)))
				return err
			})
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	})
}

// BenchmarkPut is BenchmarkUpdate without OCFL and without hash: what the local store alone costs.
func BenchmarkPut(b *testing.B) {
	folder := b.TempDir()
	store := localStore(b, filepath.Join(folder, "store"))
	compare(b, bareFile(filepath.Join(folder, "bare")), func(round int, pages [][]byte) {
		eachPage(b, pages, func(name string, page []byte) error {
			return storage.PutBytes(b.Context(), store, fmt.Sprintf("%d/%s", round, name), page, storage.PutOptions{})
		})
	})
}

// compare stores rounds of pages both ways and reports the ratio of the times.
func compare(b *testing.B, bare func(name string, page []byte) error, ours func(round int, pages [][]byte)) {
	var bareTime, ourTime time.Duration
	round := 0
	storeBare := func(pages [][]byte) {
		started := time.Now()
		eachPage(b, pages, func(name string, page []byte) error { return bare(fmt.Sprintf("%d/%s", round, name), page) })
		bareTime += time.Since(started)
	}
	storeOurs := func(pages [][]byte) {
		started := time.Now()
		ours(round, pages)
		ourTime += time.Since(started)
	}
	for b.Loop() {
		round++
		pages := benchmarkPages(round)
		if round%2 == 0 { // whoever comes second pays for what the first left unwritten
			storeBare(pages)
			storeOurs(pages)
		} else {
			storeOurs(pages)
			storeBare(pages)
		}
	}
	b.ReportMetric(bareTime.Seconds()/ourTime.Seconds(), "x_bare")
	b.ReportMetric(float64(round*benchPages)/ourTime.Seconds(), "pages/s")
}

// benchmarkPages returns pages that differ from each other and from those of other rounds.
func benchmarkPages(round int) [][]byte {
	noise := make([]byte, benchPageBytes)
	source := rand.NewChaCha8([32]byte{1})
	_, _ = source.Read(noise)
	pages := make([][]byte, benchPages)
	for i := range pages {
		pages[i] = append(fmt.Appendf(nil, "round %d page %d", round, i), noise...)
	}
	return pages
}

func eachPage(b *testing.B, pages [][]byte, work func(name string, page []byte) error) {
	b.Helper()
	var group errgroup.Group
	group.SetLimit(benchWorkers)
	for i, page := range pages {
		group.Go(func() error { return work(fmt.Sprintf("%03d.jpg", i), page) })
	}
	if err := group.Wait(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkHash stages one large file into a store that only counts, and reports the speed relative to sha512 alone on
// one core: what streaming through the stage costs beside the hash.
func BenchmarkHash(b *testing.B) {
	content := bytes.Repeat([]byte("personnel dossier "), 4<<20)
	counting := countingStore{localStore(b, b.TempDir())}
	root := initRoot(b, counting)
	var hashTime, ourTime time.Duration
	round := 0
	for b.Loop() {
		round++
		started := time.Now()
		hashAll(b, sha512.New(), content)
		hashTime += time.Since(started)
		started = time.Now()
		_, err := root.Update(b.Context(), fmt.Sprintf("urn:danganku:bench:%d", round), 0, info("scan"), func(stage *ocfl.Stage) error {
			_, err := stage.Put(b.Context(), "page.tif", bytes.NewReader(content), int64(len(content)))
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		ourTime += time.Since(started)
	}
	b.SetBytes(int64(len(content)))
	b.ReportMetric(hashTime.Seconds()/ourTime.Seconds(), "x_sha512")
}

func hashAll(b *testing.B, h hash.Hash, content []byte) {
	b.Helper()
	if _, err := h.Write(content); err != nil {
		b.Fatal(err)
	}
	h.Sum(nil)
}

// countingStore reads large content and forgets it; the rest, inventories, it keeps.
type countingStore struct{ storage.Store }

func (c countingStore) Put(ctx context.Context, key string, r io.Reader, size int64, opts storage.PutOptions) (storage.Object, error) {
	if size < 1<<20 {
		return c.Store.Put(ctx, key, r, size, opts)
	}
	n, err := io.Copy(io.Discard, storage.ExactReader(r, size))
	return storage.Object{Key: key, Size: n}, err
}
