package indexing_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/app/indexing"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/sqlstore"
	"github.com/danganku/danganku/search"
	"github.com/danganku/danganku/search/bleveindex"
)

const (
	persons    = 120
	textLength = 1 << 10
	stepBytes  = 60 << 10 // more than one load of fifty dossiers, less than two
)

// watched is an index that keeps count of the parts it is given, and fails at one of them.
type watched struct {
	*bleveindex.Index
	parts  []int
	failAt int // 1..n, 0: never
}

var errDisk = errors.New("disk is full")

func (w *watched) Apply(ctx context.Context, batch search.Batch) error {
	w.parts = append(w.parts, len(batch.Upserts))
	if len(w.parts) == w.failAt {
		return errDisk
	}
	return w.Index.Apply(ctx, batch)
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func stored(t *testing.T) *sqlstore.Store {
	t.Helper()
	store, err := sqlstore.Open(t.Context(), sqlstore.Config{SQLitePath: filepath.Join(t.TempDir(), "danganku.db")})
	check(t, err)
	t.Cleanup(func() { check(t, store.Close()) })
	check(t, store.Migrate(t.Context()))
	check(t, store.InTx(t.Context(), func(ctx context.Context, tx domain.Repos) error {
		for i := range persons {
			digits := fmt.Sprintf("21999919480229%03d", i)
			d := &domain.Dossier{ID: domain.NewID(), Office: domain.ArchiveOffice{Code: "210106", Name: "演示", Division: "210106"},
				Scheme: domain.SchemeCadre2018, Retiree: domain.Retiree{ID: domain.NewID(), Name: "演示",
					IDNumber: domain.IDNumber(digits + string(domain.IDCheckCharacter(digits)))},
				Volumes: []domain.Volume{{No: 1, CopyKind: domain.Original}}, Custody: domain.QC, Version: 1, MastersVersion: 1,
				CreatedAt: time.Now(), UpdatedAt: time.Now()}
			d.AddPage(domain.Page{Seq: 1, File: "pages/0001.jpg", Digest: strings.Repeat("0", 128), Size: 1, MediaType: "image/jpeg", Width: 1, Height: 1})
			if err := tx.Dossiers().Put(ctx, d); err != nil {
				return err
			}
			text := domain.PageText{DossierID: d.ID, PageNo: 1, Engine: "pdf-text", EngineVersion: "1", Text: strings.Repeat("x", textLength), CreatedAt: time.Now()}
			if err := tx.Texts().Save(ctx, []domain.PageText{text}); err != nil {
				return err
			}
			if err := tx.Outbox().Append(ctx, d.ID); err != nil {
				return err
			}
		}
		return nil
	}))
	return store
}

func emptyIndex(t *testing.T) *watched {
	t.Helper()
	index, err := bleveindex.Open(filepath.Join(t.TempDir(), "index"), bleveindex.Options{})
	check(t, err)
	t.Cleanup(func() { check(t, index.Close()) })
	return &watched{Index: index}
}

func (w *watched) mustHold(t *testing.T, want int) {
	t.Helper()
	if count, err := w.Count(t.Context()); err != nil || count != want {
		t.Errorf("%d dossiers are indexed, want %d, %v", count, want, err)
	}
}

// However much text there is, only a bounded part of it is in memory.
func TestTextIsAppliedInParts(t *testing.T) {
	store := stored(t)
	for name, c := range map[string]struct {
		bytes int
		want  []int
	}{
		"little memory": {stepBytes, []int{100, 20}},
		"by default":    {0, []int{persons}},
	} {
		t.Run(name, func(t *testing.T) {
			followed, built := emptyIndex(t), emptyIndex(t)
			n, err := indexing.Follower{Store: store, Index: followed, Bytes: c.bytes}.CatchUp(t.Context())
			if err != nil || n != persons {
				t.Fatalf("followed %d, %v", n, err)
			}
			n, err = indexing.Follower{Store: store, Index: built, Bytes: c.bytes}.Build(t.Context(), func(int) {})
			if err != nil || n != persons {
				t.Fatalf("built %d, %v", n, err)
			}
			for _, index := range []*watched{followed, built} {
				index.mustHold(t, persons)
				if diff := cmp.Diff(c.want, index.parts); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

// A follower that dies between two parts follows the same changes again.
func TestPositionMovesWithTheLastPart(t *testing.T) {
	store, index := stored(t), emptyIndex(t)
	follower := indexing.Follower{Store: store, Index: index, Bytes: stepBytes}
	index.failAt = 2
	if _, err := follower.CatchUp(t.Context()); !errors.Is(err, errDisk) {
		t.Fatalf("got %v", err)
	}
	index.mustHold(t, 100)
	if at, err := index.Position(t.Context()); err != nil || at != (search.Position{}) {
		t.Errorf("the index stands at %+v although a part is missing, %v", at, err)
	}
	if n, err := follower.CatchUp(t.Context()); err != nil || n != persons {
		t.Errorf("followed %d, %v", n, err)
	}
	index.mustHold(t, persons)
}
