package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/danganku/danganku/internal/app/ingest"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// A package that is taken away half stored leaves an ingest that says so and can be undone.
func TestPackageTakenAwayWhileStored(t *testing.T) {
	d := opened(t, embedded(t))
	folder := filepath.Join(t.TempDir(), "包")
	fixturePackage(t, folder, 51, 2, 1)
	taken := d.inspected(t, folder)
	if _, err := d.ingests.Confirm(t.Context(), d.actor, taken.ID, false); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	ended, err := d.commit(t.Context(), taken)
	if errs.CodeOf(err) != "ingest.incomplete" || ended.State != domain.IngestCommitted {
		t.Fatalf("%s, %v", ended.State, err)
	}
	if undone, err := d.ingests.Undo(t.Context(), d.actor, taken.ID); err != nil || undone.State != domain.IngestUndone {
		t.Errorf("undo: %s, %v", undone.State, err)
	}
}

// Work that a command left when it died is set going by asking for it again.
func TestAskingAgainSetsGoing(t *testing.T) {
	d := opened(t, embedded(t))
	folder := t.TempDir()
	fixturePackage(t, folder, 52, 2, 1)
	left, err := d.ingests.Create(t.Context(), d.actor, ingest.Request{Office: "210106", Name: "包", Source: folder})
	if err != nil {
		t.Fatal(err)
	}
	runner := d.newRunner(d.config.logger())
	if _, err := d.ingests.StartInspection(t.Context(), d.actor, left.ID); err != nil {
		t.Fatal(err)
	}
	if err := runner.Drain(t.Context(), domain.JobInspectIngest); err != nil {
		t.Fatal(err)
	}
	for _, queue := range []bool{false, true} {
		if _, err := d.ingests.Confirm(t.Context(), d.actor, left.ID, queue); err != nil {
			t.Fatal(err)
		}
	}
	if err := runner.Drain(t.Context(), domain.JobCommitIngest); err != nil {
		t.Fatal(err)
	}
	if ended, err := d.ingests.Get(t.Context(), d.actor, left.ID); err != nil || ended.State != domain.IngestCommitted || ended.Done.Dossiers != 2 {
		t.Errorf("%+v, %v", ended, err)
	}
}

// A dry run that was thought dead and went on must not write over what was confirmed meanwhile.
func TestLateDryRunChangesNothing(t *testing.T) {
	d := opened(t, embedded(t))
	folder := t.TempDir()
	fixturePackage(t, folder, 53, 2, 1)
	taken, err := d.ingests.Create(t.Context(), d.actor, ingest.Request{Office: "210106", Name: "包", Source: folder})
	if err != nil {
		t.Fatal(err)
	}
	overtaken := false
	_, err = d.ingests.Inspect(t.Context(), taken.ID, func(done, _ domain.IngestCount) {
		if overtaken || done.Dossiers < 1 {
			return
		}
		overtaken = true
		d.inspectAndStore(t, taken)
	})
	if errs.CodeOf(err) != "ingest.state" {
		t.Errorf("the late dry run says %v", err)
	}
	if ended, err := d.ingests.Get(t.Context(), d.actor, taken.ID); err != nil || ended.State != domain.IngestCommitted {
		t.Errorf("%s, %v", ended.State, err)
	}
	d.mustBeSettled(t)
}

func (d intake) inspectAndStore(t *testing.T, taken domain.Ingest) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	if _, err := d.ingests.Inspect(ctx, taken.ID, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := d.ingests.Confirm(ctx, d.actor, taken.ID, false); err != nil {
		t.Fatal(err)
	}
	if _, err := d.commit(ctx, taken); err != nil {
		t.Fatal(err)
	}
}

// A package handed in again right after its process was killed is finished as soon as that one's lease is over.
func TestRerunAfterAKillWaitsForTheLease(t *testing.T) {
	d := opened(t, embedded(t))
	folder := t.TempDir()
	fixturePackage(t, folder, 54, 3, 1)
	taken := d.inspected(t, folder)
	if _, err := d.ingests.Confirm(t.Context(), d.actor, taken.ID, false); err != nil {
		t.Fatal(err)
	}
	now := d.clock.Now()
	killed := domain.WriteIntent{DossierID: d.firstDossier(t, taken.ID), Kind: domain.IntentCreate, Owner: "killed",
		LeaseUntil: now.Add(d.config.Lease), CreatedAt: now}
	if err := d.store.Intents().Begin(t.Context(), killed); err != nil {
		t.Fatal(err)
	}
	if again := d.mustTake(t, folder); again.ID != taken.ID || again.State != domain.IngestCommitted || again.Done.Dossiers != 3 {
		t.Errorf("%+v", again)
	}
	d.mustBeSettled(t)
}
