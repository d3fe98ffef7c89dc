package main

import (
	"context"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/app/integrity"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/search"
)

// beside is the real archive, with another user at work at the moment a verification has read a part of it.
type beside struct {
	domain.Archive
	record func(id string) // after a record was read
	verify func(id string) // before the bytes of a dossier are read again
}

func (b *beside) Record(ctx context.Context, id string, version int) (*domain.Dossier, error) {
	record, err := b.Archive.Record(ctx, id, version)
	b.record(id)
	return record, err
}

func (b *beside) Verify(ctx context.Context, id string) ([]string, error) {
	b.verify(id)
	return b.Archive.Verify(ctx, id)
}

// besideIndex is the real index, with another user at work after it was read.
type besideIndex struct {
	search.Index
	each func()
}

func (b *besideIndex) Each(ctx context.Context, yield func(string, time.Time) error) error {
	err := b.Index.Each(ctx, yield)
	b.each()
	return err
}

// What users do while a verification runs is no difference between the stores.
func TestVerifyBesideWritersFindsNothing(t *testing.T) {
	work := map[string]func(t *testing.T, d intake, ingestID string, archive *beside, index *besideIndex){
		"an edit while a dossier is compared": func(t *testing.T, d intake, ingestID string, archive *beside, _ *besideIndex) {
			archive.record = d.atFirst(t, ingestID, func(string) { editSomething(t, d, ingestID) })
		},
		"an edit that is under way": func(t *testing.T, d intake, ingestID string, archive *beside, _ *besideIndex) {
			archive.verify = d.atFirst(t, ingestID, func(id string) {
				d.leaveLivingIntent(t, id)
				changed, err := d.archive.Record(t.Context(), id, 0)
				if err != nil {
					t.Fatal(err)
				}
				changed.Version++
				if err := d.archive.WriteRecord(t.Context(), changed, nil, domain.Signature{ActorID: "a", Name: "甲", Message: "更正", At: d.clock.Now()}); err != nil {
					t.Fatal(err)
				}
			})
		},
		"an undo": func(t *testing.T, d intake, ingestID string, archive *beside, _ *besideIndex) {
			undo := once(func() {
				if _, err := d.ingests.Undo(t.Context(), d.actor, ingestID); err != nil {
					t.Fatal(err)
				}
			})
			archive.verify = func(string) { undo() }
		},
		"an undo that is through": func(t *testing.T, d intake, ingestID string, archive *beside, _ *besideIndex) {
			undo := once(func() {
				if _, err := d.ingests.Undo(t.Context(), d.actor, ingestID); err != nil {
					t.Fatal(err)
				}
				if _, err := d.integrity.RecoverExpired(t.Context()); err != nil {
					t.Fatal(err)
				}
			})
			archive.record = func(string) { undo() }
		},
		"an edit after the index was read": func(t *testing.T, d intake, ingestID string, _ *beside, index *besideIndex) {
			index.each = once(func() { editSomething(t, d, ingestID) })
		},
		"an intake after the index was read": func(t *testing.T, d intake, _ string, _ *beside, index *besideIndex) {
			index.each = once(func() {
				folder := t.TempDir()
				fixturePackage(t, folder, 32, 1, 1)
				d.mustTake(t, folder)
			})
		},
	}
	for name, arrange := range work {
		t.Run(name, func(t *testing.T) {
			d := opened(t, embedded(t))
			folder := t.TempDir()
			fixturePackage(t, folder, 31, 2, 1)
			ingestID := d.mustTake(t, folder).ID
			archive := &beside{Archive: d.archive, record: func(string) {}, verify: func(string) {}}
			index := &besideIndex{Index: d.index, each: func() {}}
			arrange(t, d, ingestID, archive, index)
			config := d.integrity.Config
			config.Archive, config.Index = archive, index
			report, err := integrity.New(config).Verify(t.Context(), func(int) {})
			if err != nil {
				t.Fatal(err)
			}
			for _, difference := range report.Differences {
				t.Errorf("difference: %+v", difference)
			}
		})
	}
}

// atFirst does the work once, when the first dossier of the ingest is looked at.
func (d intake) atFirst(t *testing.T, ingestID string, work func(id string)) func(id string) {
	first := d.firstDossier(t, ingestID)
	once := once(func() { work(first) })
	return func(id string) {
		if id == first {
			once()
		}
	}
}

func once(work func()) func() {
	done := false
	return func() {
		if !done {
			done = true
			work()
		}
	}
}

// leaveLivingIntent is what a process has while it writes a dossier.
func (d intake) leaveLivingIntent(t *testing.T, dossierID string) {
	t.Helper()
	now := d.clock.Now()
	intent := domain.WriteIntent{DossierID: dossierID, Kind: domain.IntentEdit, Owner: "alive", LeaseUntil: now.Add(time.Hour), CreatedAt: now}
	if err := d.store.Intents().Begin(t.Context(), intent); err != nil {
		t.Fatal(err)
	}
}
