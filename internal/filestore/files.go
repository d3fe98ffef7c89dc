// Package filestore keeps attached files (scans of sealed forms, uploaded workbooks) in the object store, each at an address
// of its own that holds the digest of its content. What a file belongs to stands in the database.
//
// It may import domain, errs and storage. Files are immutable. The same content uploaded twice is two files, so that removing
// one can never take another's bytes.
package filestore

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/storage"
)

// prefix is where files lie in the object store, beside the OCFL storage root.
const prefix = "files"

// Files implements domain.Files.
type Files struct {
	store storage.Store
	spool string
}

var _ domain.Files = (*Files)(nil)

// New keeps files in store; spool is a folder on this machine for files on their way, whose digest is not known yet.
func New(store storage.Store, spool string) *Files { return &Files{store, spool} }

var errMissing = errs.New(errs.NotFound, "file.not_found", "附件的内容不在对象存储中")

// Put stores what r gives. When it returns nil the bytes are durable.
func (f *Files) Put(ctx context.Context, r io.Reader, limit int64) (address string, size int64, err error) {
	spooled, err := os.CreateTemp(f.spool, "file-*")
	if err != nil {
		return "", 0, fmt.Errorf("spool file: %w", err)
	}
	defer func() { err = errors.Join(err, spooled.Close(), os.Remove(spooled.Name())) }()
	hash := sha256.New()
	size, err = io.Copy(io.MultiWriter(spooled, hash), io.LimitReader(r, limit+1))
	if err != nil {
		return "", 0, fmt.Errorf("spool file: %w", err)
	}
	if size > limit {
		return "", 0, errs.New(errs.TooLarge, "file.too_large", "文件超过%d MB，请压缩或分开上传", limit>>20)
	}
	if _, err := spooled.Seek(0, io.SeekStart); err != nil {
		return "", 0, fmt.Errorf("spool file: %w", err)
	}
	address = hex.EncodeToString(hash.Sum(nil)) + "-" + nonce()
	_, err = f.store.Put(ctx, key(address), spooled, size, storage.PutOptions{})
	return address, size, classified("store file", err)
}

func nonce() string {
	raw := make([]byte, 8)
	rand.Read(raw) // never fails, see crypto/rand
	return hex.EncodeToString(raw)
}

// Open opens a file.
func (f *Files) Open(ctx context.Context, address string) (io.ReadCloser, error) {
	content, _, err := f.store.Get(ctx, key(address), 0, -1)
	return content, classified("open file", err)
}

// Check re-reads a file and holds it to the digest in its address.
func (f *Files) Check(ctx context.Context, address string, size int64) (string, error) {
	content, err := f.Open(ctx, address)
	if errs.Is(err, errs.NotFound) {
		return "内容不在对象存储中", nil
	}
	if err != nil {
		return "", err
	}
	defer content.Close()
	hash := sha256.New()
	read, err := io.Copy(hash, content)
	if err != nil {
		return "", fmt.Errorf("read file: %w", err)
	}
	digest, _, _ := strings.Cut(address, "-")
	if read != size || hex.EncodeToString(hash.Sum(nil)) != digest {
		return fmt.Sprintf("内容与登记的摘要不符（%d字节，登记%d字节）", read, size), nil
	}
	return "", nil
}

// Delete removes a file; a missing one is no error.
func (f *Files) Delete(ctx context.Context, address string) error {
	return classified("remove file", f.store.Delete(ctx, key(address)))
}

func key(address string) string { return prefix + "/" + address }

func classified(op string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return errMissing
	case errors.Is(err, storage.ErrUnavailable):
		return errs.New(errs.Unavailable, "storage.unavailable", "对象存储暂时不能访问，请稍后再试").Because(err)
	}
	return errs.Wrap(op, err)
}
