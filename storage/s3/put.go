package s3

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/minio/minio-go/v7"

	"github.com/danganku/danganku/storage"
)

// inlineBytes is how much of a content is read before the upload starts. What fits is sent from memory: its length is
// known and checked, and the client can send it again when a connection breaks.
const inlineBytes = 1 << 20

// Put uploads in one request. See storage.Store. Content of unknown size above 1 MiB is first written to an unnamed
// temporary file. The returned ModTime is of this machine's clock.
func (s *Store) Put(ctx context.Context, key string, r io.Reader, size int64, opts storage.PutOptions) (storage.Object, error) {
	if err := ctx.Err(); err != nil {
		return storage.Object{}, fmt.Errorf("put: %w", err)
	}
	full, err := s.fullKey(key)
	if err != nil {
		return storage.Object{}, fmt.Errorf("put: %w", err)
	}
	body, size, err := s.prepare(ctx, r, size)
	if err != nil {
		return storage.Object{}, fmt.Errorf("put %s: %w", key, err)
	}
	defer body.close()
	info, err := s.send(ctx, full, body.reader, size, opts)
	if err != nil {
		return storage.Object{}, fmt.Errorf("put %s: %w", key, mapError(err))
	}
	return storage.Object{Key: key, Size: size, ModTime: time.Now().UTC(), ETag: info.ETag}, nil
}

// content is a body of known length and what must be released after it was sent.
type content struct {
	reader io.Reader
	close  func()
}

// prepare turns r into a body of known size.
func (s *Store) prepare(ctx context.Context, r io.Reader, size int64) (content, int64, error) {
	nothing := func() {}
	r = storage.ContextReader(ctx, r)
	if size >= 0 {
		r = storage.ExactReader(r, size)
	}
	if size > inlineBytes {
		return content{r, nothing}, size, nil
	}
	var head bytes.Buffer
	head.Grow(int(max(size, 0)) + bytes.MinRead)
	n, err := io.Copy(&head, io.LimitReader(r, inlineBytes+1))
	if err != nil {
		return content{}, 0, err
	}
	if n <= inlineBytes {
		return content{bytes.NewReader(head.Bytes()), nothing}, n, nil
	}
	return s.spool(io.MultiReader(&head, r))
}

// spool writes r to a temporary file that has no name where the system allows it: dossiers must not lie about in /tmp.
func (s *Store) spool(r io.Reader) (content, int64, error) {
	file, err := os.CreateTemp(s.tempDir, "danganku-upload-")
	if err != nil {
		return content{}, 0, fmt.Errorf("temporary file: %w", err)
	}
	_ = os.Remove(file.Name()) // fails on Windows while the file is open; release tries again
	release := func() {
		_ = file.Close()
		_ = os.Remove(file.Name())
	}
	size, err := io.Copy(file, r)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		release()
		return content{}, 0, err
	}
	return content{file, release}, size, nil
}

func (s *Store) send(ctx context.Context, full string, r io.Reader, size int64, opts storage.PutOptions) (minio.UploadInfo, error) {
	// A server that refuses a large body before it has read it resets the connection, and the client cannot tell why.
	// Looking first makes that rare.
	look := opts.IfAbsent && (size > inlineBytes || !s.conditional)
	if look {
		lock := &s.absent[maphash.String(s.seed, full)%uint64(len(s.absent))]
		lock.Lock()
		defer lock.Unlock()
		_, err := s.client.StatObject(ctx, s.bucket, full, minio.StatObjectOptions{})
		if err == nil {
			return minio.UploadInfo{}, fs.ErrExist
		}
		if !errors.Is(mapError(err), fs.ErrNotExist) {
			return minio.UploadInfo{}, err
		}
	}
	return s.upload(ctx, full, r, size, uploadOptions(opts.ContentType, opts.IfAbsent && s.conditional))
}

// folderRaces is how often an upload is sent again when a server that keeps objects in folders lost a race between
// making the folder of this object and removing it as empty after a delete.
const folderRaces = 5

func (s *Store) upload(ctx context.Context, full string, r io.Reader, size int64, opts minio.PutObjectOptions) (minio.UploadInfo, error) {
	info, err := s.client.Client.PutObject(ctx, s.bucket, full, r, size, opts)
	seeker, again := r.(io.Seeker)
	for attempt := 1; again && lostFolderRace(err) && attempt < folderRaces; attempt++ {
		if _, err := seeker.Seek(0, io.SeekStart); err != nil {
			return minio.UploadInfo{}, err
		}
		select {
		case <-ctx.Done():
			return minio.UploadInfo{}, ctx.Err()
		case <-time.After(time.Duration(attempt) * time.Millisecond):
		}
		info, err = s.client.Client.PutObject(ctx, s.bucket, full, r, size, opts)
	}
	return info, err
}

func uploadOptions(contentType string, ifAbsent bool) minio.PutObjectOptions {
	opts := minio.PutObjectOptions{ContentType: contentType, DisableMultipart: true}
	if ifAbsent {
		opts.SetMatchETagExcept("*")
	}
	return opts
}
