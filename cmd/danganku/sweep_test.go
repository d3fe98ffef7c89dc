package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/app/ingest"
	"github.com/danganku/danganku/internal/app/integrity"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/testkit"
	"github.com/danganku/danganku/storage"
	"github.com/danganku/danganku/storage/ocfl"
)

// What a crash leaves without a trace in the database goes after a day, and nothing else does.
func TestSweepRemovesWhatNothingPointsAt(t *testing.T) {
	backends(t, func(t *testing.T, config *Config) {
		d := opened(t, config)
		folder := t.TempDir()
		fixturePackage(t, folder, 41, 2, 1)
		id := d.firstDossier(t, d.mustTake(t, folder).ID)
		d.put(t, "derived/"+id+"/kept.jpg")
		before := d.keys(t)
		d.leaveRemains(t)
		withRemains := d.keys(t)
		writing := domain.NewID()
		d.leaveMasters(t, writing)
		d.leaveLivingIntent(t, writing)
		withWriter := d.keys(t)

		if removed := d.swept(t, 23*time.Hour); len(removed) != 0 || !slices.Equal(d.keys(t), withWriter) {
			t.Errorf("removed within a day: %q", removed)
		}
		if removed := d.swept(t, 25*time.Hour); len(removed) != 3 {
			t.Errorf("removed %q", removed)
		}
		after := d.keys(t)
		left := slices.DeleteFunc(slices.Clone(withRemains), func(key string) bool { return !slices.Contains(after, key) })
		if !slices.Equal(left, before) {
			t.Errorf("left of all but the writer's:\n%s\nwanted:\n%s", strings.Join(left, "\n"), strings.Join(before, "\n"))
		}
		if len(after)-len(before) != len(withWriter)-len(withRemains) {
			t.Error("the objects of a living writer were touched")
		}
	})
}

// Masters whose rows are there are evidence, whatever became of their record.
func TestSweepKeepsMastersThatHaveRows(t *testing.T) {
	config := embedded(t)
	d := opened(t, config)
	folder := t.TempDir()
	fixturePackage(t, folder, 42, 1, 1)
	d.mustTake(t, folder)
	for _, record := range objectFiles(t, config, "record.json") {
		if err := os.RemoveAll(filepath.Dir(filepath.Dir(filepath.Dir(record)))); err != nil {
			t.Fatal(err)
		}
	}
	before := d.keys(t)
	if removed := d.swept(t, 25*time.Hour); len(removed) != 0 || !slices.Equal(d.keys(t), before) {
		t.Errorf("removed %q", removed)
	}
}

func TestSweepRemovesUnfinishedWrites(t *testing.T) {
	config := embedded(t)
	d := opened(t, config)
	old, young := config.path("objects", ".tmp", "old"), config.path("objects", ".tmp", "young")
	for path, age := range map[string]time.Duration{old: 25 * time.Hour, young: time.Hour} {
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, time.Time{}, time.Now().Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	if removed := d.swept(t, 0); len(removed) != 1 {
		t.Errorf("removed %q", removed)
	}
	if _, err := os.Stat(young); err != nil {
		t.Errorf("a write that is under way: %v", err)
	}
}

func TestSweepStaging(t *testing.T) {
	d := opened(t, embedded(t))
	staged := map[domain.IngestState]string{}
	for _, state := range []domain.IngestState{domain.IngestReceiving, domain.IngestCancelled} {
		request := ingest.Request{Office: "210106", Name: string(state), RequestKey: string(state)}
		in, err := d.ingests.Announce(t.Context(), d.actor, request, []ingest.ManifestFile{{Path: "a.jpg", Size: 3}})
		if err != nil {
			t.Fatal(err)
		}
		staged[state] = in.ID
	}
	gone := staged[domain.IngestCancelled]
	if _, err := d.ingests.Undo(t.Context(), d.actor, gone); err != nil {
		t.Fatal(err)
	}
	unknown := domain.NewID()
	for _, id := range []string{gone, unknown} { // as if removing it had failed, and as if the database were lost
		if err := os.MkdirAll(d.config.path("staging", id), 0o750); err != nil {
			t.Fatal(err)
		}
	}
	sweep := func(before time.Time) []string {
		var removed []string
		if err := d.ingests.SweepStaging(t.Context(), before, func(id string) { removed = append(removed, id) }); err != nil {
			t.Fatal(err)
		}
		return removed
	}
	if removed := sweep(d.clock.Now().Add(-time.Hour)); !slices.Equal(removed, []string{gone}) {
		t.Errorf("removed %q", removed)
	}
	if removed := sweep(d.clock.Now().Add(time.Hour)); !slices.Equal(removed, []string{unknown}) {
		t.Errorf("removed %q", removed)
	}
	if _, err := os.Stat(d.config.path("staging", staged[domain.IngestReceiving])); err != nil {
		t.Errorf("an upload under way: %v", err)
	}
}

// swept is what a sweep at a later time removes.
func (d intake) swept(t *testing.T, later time.Duration) []string {
	t.Helper()
	var removed []string
	sweeper := d.sweeper(func(what, name string) { removed = append(removed, what+" "+name) })
	config := d.integrity.Config
	config.Clock = testkit.NewClock(d.clock.Now().Add(later))
	sweeper.Service = integrity.New(config)
	if err := sweeper.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	return removed
}

// leaveRemains leaves masters without a record, an object whose first version was not written to the end, and a page image
// of a dossier that is not there.
func (d intake) leaveRemains(t *testing.T) {
	t.Helper()
	d.leaveMasters(t, domain.NewID())
	dir := ocfl.New(d.objects, ocflPrefix).Dir("urn:danganku:dossier:" + domain.NewID() + ":masters")
	d.put(t, ocflPrefix+"/"+dir+"/0=ocfl_object_1.1")
	d.put(t, ocflPrefix+"/"+dir+"/v1/content/pages/0001.jpg")
	d.put(t, "derived/"+domain.NewID()+"/gone.jpg")
}

func (d intake) leaveMasters(t *testing.T, dossierID string) {
	t.Helper()
	const content = "scan"
	by := domain.Signature{ActorID: "dead", Name: "dead", Message: "test", At: d.clock.Now()}
	master := domain.MasterFile{Path: "pages/0001.jpg", Size: int64(len(content)), Digest: sha512Of(content),
		Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }}
	if _, err := d.archive.AddMasters(t.Context(), dossierID, []domain.MasterFile{master}, by); err != nil {
		t.Fatal(err)
	}
}

func (d intake) put(t *testing.T, key string) {
	t.Helper()
	if err := storage.PutBytes(t.Context(), d.objects, key, []byte("x"), storage.PutOptions{}); err != nil {
		t.Fatal(err)
	}
}

func (d intake) keys(t *testing.T) []string {
	t.Helper()
	var keys []string
	for object, err := range d.objects.List(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, object.Key)
	}
	return keys
}
