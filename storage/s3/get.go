package s3

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/minio/minio-go/v7"

	"github.com/danganku/danganku/storage"
)

// Get sends one request; the client's usual GetObject would report a missing key only at the first read. See
// storage.Store.
func (s *Store) Get(ctx context.Context, key string, offset, length int64) (io.ReadCloser, storage.Object, error) {
	full, err := s.fullKey(key)
	if err == nil {
		_, err = storage.CheckRange(max(offset, 0), offset, length)
	}
	if err != nil {
		return nil, storage.Object{}, fmt.Errorf("get: %w", err)
	}
	if length == 0 {
		return s.getNothing(ctx, key, offset)
	}
	var opts minio.GetObjectOptions
	if offset > 0 || length > 0 {
		opts.Set("Range", rangeHeader(offset, length))
	}
	body, info, header, err := s.client.GetObject(ctx, s.bucket, full, opts)
	var answer minio.ErrorResponse
	if errors.As(err, &answer) && answer.StatusCode == http.StatusRequestedRangeNotSatisfiable {
		return s.getNothing(ctx, key, offset)
	}
	if err != nil {
		return nil, storage.Object{}, fmt.Errorf("get %s: %w", key, mapError(err))
	}
	obj := describe(key, info)
	if obj.Size, err = totalSize(header, info.Size); err != nil {
		_ = body.Close()
		return nil, storage.Object{}, fmt.Errorf("get %s: %w", key, err)
	}
	return mappedBody{body}, obj, nil
}

// getNothing answers for ranges without bytes, which HTTP cannot express: at the end of the object it is empty, beyond
// it an error.
func (s *Store) getNothing(ctx context.Context, key string, offset int64) (io.ReadCloser, storage.Object, error) {
	obj, err := s.Stat(ctx, key)
	if err == nil {
		_, err = storage.CheckRange(obj.Size, offset, 0)
	}
	if err != nil {
		return nil, storage.Object{}, fmt.Errorf("get %s: %w", key, err)
	}
	return io.NopCloser(strings.NewReader("")), obj, nil
}

func rangeHeader(offset, length int64) string {
	if length < 0 {
		return fmt.Sprintf("bytes=%d-", offset)
	}
	return fmt.Sprintf("bytes=%d-%d", offset, offset+length-1)
}

// totalSize reads the size of the whole object from "Content-Range: bytes 0-9/1234".
func totalSize(header http.Header, contentLength int64) (int64, error) {
	_, total, partial := strings.Cut(header.Get("Content-Range"), "/")
	if !partial {
		return contentLength, nil
	}
	size, err := strconv.ParseInt(total, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("answer with a bad Content-Range %q: %w", header.Get("Content-Range"), storage.ErrUnavailable)
	}
	return size, nil
}

// mappedBody gives errors in the middle of a download the meaning of errors at its start.
type mappedBody struct{ io.ReadCloser }

func (b mappedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = mapError(err)
	}
	return n, err
}

// Stat sends a HEAD request. See storage.Store.
func (s *Store) Stat(ctx context.Context, key string) (storage.Object, error) {
	full, err := s.fullKey(key)
	if err != nil {
		return storage.Object{}, fmt.Errorf("stat: %w", err)
	}
	info, err := s.client.StatObject(ctx, s.bucket, full, minio.StatObjectOptions{})
	if err != nil {
		return storage.Object{}, fmt.Errorf("stat %s: %w", key, mapError(err))
	}
	return describe(key, info), nil
}

func describe(key string, info minio.ObjectInfo) storage.Object {
	return storage.Object{Key: key, Size: info.Size, ModTime: info.LastModified.UTC(), ETag: info.ETag}
}

// List sends one request per thousand keys. See storage.Store.
func (s *Store) List(ctx context.Context, prefix string) iter.Seq2[storage.Object, error] {
	return func(yield func(storage.Object, error) bool) {
		if err := errors.Join(storage.ValidPrefix(prefix), ctx.Err()); err != nil {
			yield(storage.Object{}, fmt.Errorf("list: %w", err))
			return
		}
		opts := minio.ListObjectsOptions{Prefix: s.prefix + prefix, Recursive: true}
		for info := range s.client.ListObjectsIter(ctx, s.bucket, opts) {
			if info.Err != nil {
				yield(storage.Object{}, fmt.Errorf("list %q: %w", prefix, mapError(info.Err)))
				return
			}
			if strings.HasSuffix(info.Key, "/") {
				continue // a folder mark that some tools and servers write; no object of ours
			}
			if !yield(describe(strings.TrimPrefix(info.Key, s.prefix), info), nil) {
				return
			}
		}
	}
}

// deleteBatch is the most keys one multi-delete may name.
const deleteBatch = 1000

// Delete sends one request per thousand keys. See storage.Store.
func (s *Store) Delete(ctx context.Context, keys ...string) error {
	full := make([]string, len(keys))
	for i, key := range keys {
		var err error
		if full[i], err = s.fullKey(key); err != nil {
			return fmt.Errorf("delete: %w", err)
		}
	}
	slices.Sort(full) // servers answer once for a key named twice; remove counts answers
	for batch := range slices.Chunk(slices.Compact(full), deleteBatch) {
		if err := s.remove(ctx, batch); err != nil {
			return fmt.Errorf("delete: %w", mapError(err))
		}
	}
	return nil
}

func (s *Store) remove(ctx context.Context, full []string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	objects := func(yield func(minio.ObjectInfo) bool) {
		for _, key := range full {
			if !yield(minio.ObjectInfo{Key: key}) {
				return
			}
		}
	}
	results, err := s.client.RemoveObjectsWithIter(ctx, s.bucket, objects, minio.RemoveObjectsOptions{})
	if err != nil {
		return err
	}
	done := 0
	for result := range results {
		if result.Err != nil && !errors.Is(mapError(result.Err), fs.ErrNotExist) {
			err = fmt.Errorf("%s: %w", result.ObjectName, result.Err)
		}
		done++
	}
	if err == nil && done < len(full) {
		err = errors.Join(ctx.Err(), fmt.Errorf("%d of %d keys answered: %w", done, len(full), storage.ErrUnavailable))
	}
	return err
}
