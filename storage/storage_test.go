package storage_test

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/danganku/danganku/storage"
	"github.com/danganku/danganku/storage/local"
)

func TestExactReader(t *testing.T) {
	const content = "0123456789"
	readers := map[string]func(io.Reader) io.Reader{
		"whole":         func(r io.Reader) io.Reader { return r },
		"byte by byte":  iotest.OneByteReader,
		"end with data": iotest.DataErrReader,
	}
	for name, wrap := range readers {
		for announced := range int64(len(content) + 3) {
			t.Run(fmt.Sprintf("%s, %d announced", name, announced), func(t *testing.T) {
				got, err := io.ReadAll(storage.ExactReader(wrap(strings.NewReader(content)), announced))
				if announced == int64(len(content)) {
					if err != nil || string(got) != content {
						t.Errorf("read %q, %v", got, err)
					}
					return
				}
				if !errors.Is(err, storage.ErrSizeMismatch) {
					t.Errorf("error %v, want a mismatch", err)
				}
				if announced < int64(len(content)) && int64(len(got)) >= max(announced, 1) {
					t.Errorf("%d bytes were passed on: a receiver that counts to %d would be content", len(got), announced)
				}
			})
		}
	}
}

func TestReadAllRefusesLargeObjects(t *testing.T) {
	store, err := local.New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if err := storage.PutBytes(t.Context(), store, "key", []byte("0123456789"), storage.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	if b, err := storage.ReadAll(t.Context(), store, "key", 10); err != nil || len(b) != 10 {
		t.Errorf("within the limit: %q, %v", b, err)
	}
	if _, err := storage.ReadAll(t.Context(), store, "key", 9); !errors.Is(err, fs.ErrInvalid) {
		t.Errorf("over the limit: %v", err)
	}
}
