package zipdir

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"
)

func TestDirectoryIsBoundedAndContentIsNot(t *testing.T) {
	content := bytes.Repeat([]byte("content"), 10_000)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := range 100 {
		f, err := w.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%03d", i), Method: zip.Store})
		if err == nil {
			_, err = f.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	whole := bytes.NewReader(out.Bytes())
	if _, err := Open(whole, whole.Size(), 4<<10); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a directory of 100 entries in 4 KiB: %v", err)
	}
	reader, err := Open(whole, whole.Size(), 64<<10)
	if err != nil {
		t.Fatal(err)
	}
	f, err := reader.File[99].Open()
	if err != nil {
		t.Fatal(err)
	}
	if read, err := io.ReadAll(f); err != nil || !bytes.Equal(read, content) {
		t.Errorf("read %d bytes: %v", len(read), err)
	}
}
