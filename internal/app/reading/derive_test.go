package reading

import (
	"context"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/archivestore"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/sqlstore"
	"github.com/danganku/danganku/storage/local"
	"github.com/danganku/danganku/storage/ocfl"
)

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

// countingArchive counts how often a master is fetched.
type countingArchive struct {
	domain.Archive
	opened int
}

func (a *countingArchive) OpenMaster(ctx context.Context, id, path string, offset, length int64) (io.ReadCloser, int64, error) {
	a.opened++
	return a.Archive.OpenMaster(ctx, id, path, offset, length)
}

// frames draws nothing; its second frame is damaged.
type frames struct{ Renderer }

const damaged = 1

func (frames) Widths(_ context.Context, _ Source, frame, _ int, widths []int) ([][]byte, error) {
	if frame == damaged {
		return nil, errs.New(errs.Unprocessable, "image.damaged", "影像损坏")
	}
	pictures := make([][]byte, len(widths))
	for i := range pictures {
		pictures[i] = []byte("jpeg")
	}
	return pictures, nil
}

func (frames) Original(context.Context, Source, int) ([]byte, bool, error) { return nil, false, nil }

func (frames) Text(_ context.Context, _ Source, frame int) (string, error) {
	return fmt.Sprintf("第%d面", frame+1), nil
}

func (frames) TextEngine() (name, version string) { return "pdf-text", "1" }

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// The pages of one master fetch it once, and a damaged page takes neither text nor pictures from the others.
func TestDeriveOfManyFrames(t *testing.T) {
	ctx := t.Context()
	store, err := sqlstore.Open(ctx, sqlstore.Config{SQLitePath: filepath.Join(t.TempDir(), "danganku.db")})
	check(t, err)
	t.Cleanup(func() { check(t, store.Close()) })
	check(t, store.Migrate(ctx))
	objects, err := local.New(t.TempDir())
	check(t, err)
	t.Cleanup(func() { check(t, objects.Close()) })
	root := ocfl.New(objects, "ocfl")
	check(t, root.Init(ctx))
	archive := &countingArchive{Archive: archivestore.New(root, 1)}
	d := scannedAsPDF(4)
	by := domain.Signature{Name: "王一", Message: "接收入库", At: time.Now()}
	_, err = archive.AddMasters(ctx, d.ID, []domain.MasterFile{{Path: d.Pages[0].File, Size: d.Pages[0].Size, Digest: d.Pages[0].Digest,
		Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(pdf)), nil }}}, by)
	check(t, err)
	check(t, store.Dossiers().Put(ctx, d))

	s := New(Config{Store: store, Archive: archive, Derivatives: objects, Renderer: frames{}, Clock: systemClock{}, Spool: t.TempDir()})
	if err := s.RunDeriveJob(ctx, domain.NewJob(domain.JobDerive, d.ID, time.Now())); !errs.Is(err, errs.Unprocessable) {
		t.Errorf("the damaged page is not reported: %v", err)
	}
	if archive.opened != 1 {
		t.Errorf("the master was fetched %d times", archive.opened)
	}
	texts, err := store.Texts().OfDossier(ctx, d.ID)
	if err != nil || len(texts) != 3 || texts[2].Text != "第4面" {
		t.Errorf("texts %v, %v", texts, err)
	}
	for _, page := range d.Pages {
		missing, err := s.missingWidths(ctx, d.ID, page)
		if err != nil || (len(missing) > 0) != (page.Frame == damaged) {
			t.Errorf("page %d lacks %v, %v", page.No, missing, err)
		}
	}
}

const pdf = "%PDF"

func scannedAsPDF(pages int) *domain.Dossier {
	sum := sha512.Sum512([]byte(pdf))
	d := &domain.Dossier{ID: domain.NewID(), Office: domain.ArchiveOffice{Code: "210106", Name: "演示", Division: "210106"},
		Scheme: domain.SchemeCadre2018, Retiree: domain.Retiree{ID: domain.NewID(), Name: "演示", IDNumber: "219999194802290019"},
		Volumes: []domain.Volume{{No: 1, CopyKind: domain.Original}}, Custody: domain.QC, Version: 1, MastersVersion: 1,
		CreatedAt: time.Now(), UpdatedAt: time.Now()}
	for frame := range pages {
		d.AddPage(domain.Page{Seq: frame + 1, File: "pages/0001.pdf", Frame: frame, Digest: hex.EncodeToString(sum[:]), Size: int64(len(pdf)),
			MediaType: "application/pdf", Width: 2480, Height: 3508})
	}
	return d
}
