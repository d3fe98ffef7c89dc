package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/danganku/danganku/internal/app/ingest"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/jobs"
)

// Several servers share one queue, and an upload lies on one of them: the others leave its jobs to that one.
func TestUploadIsLeftToTheServerThatHasIt(t *testing.T) {
	d := opened(t, embedded(t))
	in := d.uploaded(t, 50)
	config := d.ingests.Config
	config.Staging = t.TempDir()
	elsewhere := ingest.New(config)
	if in, err := d.ingests.StartInspection(t.Context(), d.actor, in.ID); err != nil || in.State != domain.IngestInspecting {
		t.Fatalf("%s, %v", in.State, err)
	}
	d.offer(t, elsewhere, domain.JobInspectIngest)
	d.mustBe(t, in.ID, domain.IngestInspecting)
	d.runHere(t, in.ID, d.ingests.RunInspectJob)
	d.mustBe(t, in.ID, domain.IngestInspected)

	if _, err := d.ingests.Confirm(t.Context(), d.actor, in.ID, true); err != nil {
		t.Fatal(err)
	}
	d.offer(t, elsewhere, domain.JobCommitIngest)
	d.mustBe(t, in.ID, domain.IngestCommitting)
	d.runHere(t, in.ID, d.ingests.RunCommitJob)
	d.mustBe(t, in.ID, domain.IngestCommitted)
	d.mustBeClean(t)
}

// uploaded is an ingest whose files have all arrived here.
func (d intake) uploaded(t *testing.T, serial int) domain.Ingest {
	t.Helper()
	folder := t.TempDir()
	var files []ingest.ManifestFile
	for _, name := range fixturePackage(t, folder, serial, 1, 1) {
		info, err := os.Stat(filepath.Join(folder, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, ingest.ManifestFile{Path: name, Size: info.Size()})
	}
	in, err := d.ingests.Announce(t.Context(), d.actor, ingest.Request{Office: "210106", Name: "上传"}, files)
	if err != nil {
		t.Fatal(err)
	}
	for i, file := range files {
		if err := d.ingests.Receive(t.Context(), d.actor, in.ID, i, filepath.Join(folder, filepath.FromSlash(file.Path))); err != nil {
			t.Fatal(err)
		}
	}
	return in
}

// offer lets another server work through what is due.
func (d intake) offer(t *testing.T, elsewhere *ingest.Service, kind string) {
	t.Helper()
	runner := jobs.New(d.store, d.clock, jobs.Config{Logger: d.config.logger()})
	runner.Handle(domain.JobInspectIngest, elsewhere.RunInspectJob)
	runner.Handle(domain.JobCommitIngest, elsewhere.RunCommitJob)
	if err := runner.Drain(t.Context(), kind); err != nil {
		t.Errorf("a server without the files fails: %v", err)
	}
	counts, err := d.store.Jobs().Counts(t.Context())
	if err != nil || counts[domain.JobDead] != 0 || counts[domain.JobPending] == 0 {
		t.Errorf("the job is not left to others: %v, %v", counts, err)
	}
}

func (d intake) runHere(t *testing.T, id string, handler jobs.Handler) {
	t.Helper()
	if err := handler(t.Context(), domain.NewJob("", id, d.clock.Now())); err != nil {
		t.Fatal(err)
	}
}

func (d intake) mustBe(t *testing.T, id string, want domain.IngestState) {
	t.Helper()
	in, err := d.ingests.Get(t.Context(), d.actor, id)
	if err != nil || in.State != want {
		t.Fatalf("the ingest is %s, want %s, %v", in.State, want, err)
	}
}
