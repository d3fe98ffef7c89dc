package main

import (
	"context"
	"io"
	"testing"

	"github.com/danganku/danganku/internal/app/reading"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/storage"
)

// besideObjects is the real object store, with another user at work before the first page image is put.
type besideObjects struct {
	storage.Store
	put func()
}

func (b *besideObjects) Put(ctx context.Context, key string, r io.Reader, size int64, opts storage.PutOptions) (storage.Object, error) {
	b.put()
	return b.Store.Put(ctx, key, r, size, opts)
}

// Page images that are made while their dossier is withdrawn must not stay behind: they show the papers of a person who is
// not in the archive.
func TestNoPageImagesOfAWithdrawnDossier(t *testing.T) {
	d := opened(t, embedded(t))
	folder := t.TempDir()
	fixturePackage(t, folder, 51, 1, 1)
	ingestID := d.mustTake(t, folder).ID
	id := d.firstDossier(t, ingestID)
	if err := storage.DeletePrefix(t.Context(), d.objects, "derived/"); err != nil {
		t.Fatal(err)
	}
	puts := 0
	undo := once(func() {
		if _, err := d.ingests.Undo(t.Context(), d.actor, ingestID); err != nil {
			t.Fatal(err)
		}
		if _, err := d.integrity.RecoverExpired(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
	config := d.reading.Config
	config.Derivatives = &besideObjects{Store: d.objects, put: func() { puts++; undo() }}
	if err := reading.New(config).RunDeriveJob(t.Context(), domain.NewJob(domain.JobDerive, id, d.clock.Now())); err != nil {
		t.Error(err)
	}
	if puts == 0 {
		t.Fatal("no page image was put")
	}
	for object, err := range d.objects.List(t.Context(), "derived/") {
		t.Errorf("left: %s, %v", object.Key, err)
	}
}
