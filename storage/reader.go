package storage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// ExactReader passes r on as long as it holds exactly size bytes and fails with ErrSizeMismatch otherwise. The last
// bytes are held back until r has shown its end, so that a receiver which counts bytes never sees a full length of a
// content that is too long.
func ExactReader(r io.Reader, size int64) io.Reader {
	return &exactReader{r: r, left: size, size: size}
}

type exactReader struct {
	r          io.Reader
	left, size int64
	err        error
}

func (e *exactReader) Read(p []byte) (int, error) {
	if e.err != nil {
		return 0, e.err
	}
	if e.left == 0 { // only content announced as empty; some readers never return from a read of no bytes
		e.err = e.expectEnd()
		return 0, e.err
	}
	if len(p) == 0 {
		return 0, nil
	}
	n, err := e.r.Read(p[:min(int64(len(p)), e.left)])
	e.left -= int64(n)
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		e.err = err
	case e.left == 0:
		e.err = e.expectEnd()
		if errors.Is(e.err, io.EOF) {
			return n, io.EOF
		}
		return 0, e.err
	case err != nil:
		e.err = fmt.Errorf("%d of %d bytes: %w", e.size-e.left, e.size, ErrSizeMismatch)
	}
	return n, e.err
}

// expectEnd returns io.EOF when the source is exhausted.
func (e *exactReader) expectEnd() error {
	var one [1]byte
	_, err := io.ReadFull(e.r, one[:])
	if err == nil {
		return fmt.Errorf("more than %d bytes: %w", e.size, ErrSizeMismatch)
	}
	return err
}

// ContextReader makes reads of r fail once ctx is done.
func ContextReader(ctx context.Context, r io.Reader) io.Reader { return contextReader{ctx, r} }

type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.r.Read(p)
	if ctxErr := c.ctx.Err(); ctxErr != nil {
		return n, ctxErr // ended during the read, which may have been the last
	}
	return n, err
}

// CheckRange returns how many bytes of an object of the given size a Get from offset with length yields, or an error
// wrapping fs.ErrInvalid.
func CheckRange(size, offset, length int64) (int64, error) {
	if offset < 0 || offset > size {
		return 0, fmt.Errorf("offset %d of %d bytes: %w", offset, size, fs.ErrInvalid)
	}
	if length < 0 || length > size-offset {
		return size - offset, nil
	}
	return length, nil
}

// PutBytes stores b.
func PutBytes(ctx context.Context, s Store, key string, b []byte, opts PutOptions) error {
	_, err := s.Put(ctx, key, bytes.NewReader(b), int64(len(b)), opts)
	return err
}

// ReadAll returns the whole object, which may have at most limit bytes; a larger one is refused unread with an error
// wrapping fs.ErrInvalid.
func ReadAll(ctx context.Context, s Store, key string, limit int64) ([]byte, error) {
	body, obj, err := s.Get(ctx, key, 0, -1)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	if obj.Size > limit {
		return nil, fmt.Errorf("object %s of %d bytes is larger than %d: %w", key, obj.Size, limit, fs.ErrInvalid)
	}
	b := make([]byte, obj.Size)
	if _, err := io.ReadFull(body, b); err != nil {
		return nil, fmt.Errorf("read %s: %w", key, err)
	}
	return b, nil
}
