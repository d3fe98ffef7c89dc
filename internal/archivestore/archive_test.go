package archivestore

import (
	"context"
	"crypto/sha512"
	"encoding/hex"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/storage/local"
	"github.com/danganku/danganku/storage/ocfl"
)

func emptyArchive(t *testing.T) *Archive {
	t.Helper()
	store, err := local.New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	root := ocfl.New(store, "ocfl")
	if err := root.Init(t.Context()); err != nil {
		t.Fatal(err)
	}
	return New(root, 2)
}

var by = domain.Signature{ActorID: "u1", Name: "王一", Message: "接收入库", At: time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)}

// stored is a new dossier of one page in the archive.
func (a *Archive) stored(t *testing.T) *domain.Dossier {
	t.Helper()
	d := fullDossier()
	d.Version = 1
	sum := sha512.Sum512([]byte(pageContent))
	d.Pages[0].Digest, d.Pages[0].Size = hex.EncodeToString(sum[:]), int64(len(pageContent))
	a.put(t, d, d.Pages[0])
	return d
}

const pageContent = "scan"

// put stores the master of a page and a record.
func (a *Archive) put(t *testing.T, d *domain.Dossier, page domain.Page) {
	t.Helper()
	master := domain.MasterFile{Path: page.File, Size: page.Size, Digest: page.Digest,
		Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(pageContent)), nil }}
	if _, err := a.AddMasters(t.Context(), d.ID, []domain.MasterFile{master}, by); err != nil {
		t.Fatal(err)
	}
	if err := a.WriteRecord(t.Context(), d, nil, by); err != nil {
		t.Fatal(err)
	}
}

// What one of the databases cannot keep must be refused before the record is written: it would never have rows.
func TestRecordWithANULIsRefused(t *testing.T) {
	a := emptyArchive(t)
	d := a.stored(t)
	d.Version = 2
	d.Materials[0].Title = "学历\x00证明"
	if err := a.WriteRecord(t.Context(), d, nil, by); !errs.Is(err, errs.Invalid) {
		t.Errorf("got %v", err)
	}
	if versions, err := a.History(t.Context(), d.ID); err != nil || len(versions) != 1 {
		t.Errorf("versions %v, %v", versions, err)
	}
}

func TestVerifyHoldsPagesToTheirMasters(t *testing.T) {
	a := emptyArchive(t)
	d := a.stored(t)
	if problems, err := a.Verify(t.Context(), d.ID); err != nil || len(problems) != 0 {
		t.Fatalf("a sound dossier: %v, %v", problems, err)
	}
	for name, alter := range map[string]func(page *domain.Page){
		"another image":  func(page *domain.Page) { page.Digest = strings.Repeat("0", len(page.Digest)) },
		"no such master": func(page *domain.Page) { page.File = "pages/0099.tif" },
	} {
		t.Run(name, func(t *testing.T) {
			wrong := *d
			wrong.ID = domain.NewID()
			wrong.Pages = append([]domain.Page(nil), d.Pages...)
			alter(&wrong.Pages[0])
			a.put(t, &wrong, d.Pages[0])
			if problems, err := a.Verify(t.Context(), wrong.ID); err != nil || len(problems) != 1 {
				t.Errorf("%v, %v", problems, err)
			}
		})
	}
}
