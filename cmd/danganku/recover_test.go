package main

import (
	"context"
	"crypto/sha512"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/app/ingest"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Two clerks hand in the same package; both dry runs come before either is stored. The second adds nothing, says so, and
// is finished all the same.
func TestSamePackageConfirmedTwice(t *testing.T) {
	backends(t, func(t *testing.T, config *Config) {
		d := opened(t, config)
		folder := t.TempDir()
		fixturePackage(t, folder, 21, 2, 1)
		first, second := d.inspected(t, folder), d.inspected(t, folder)
		for _, taken := range []domain.Ingest{first, second} {
			if _, err := d.ingests.Confirm(t.Context(), d.actor, taken.ID, false); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := d.commit(t.Context(), first); err != nil {
			t.Fatal(err)
		}
		before := d.exported(t)
		ended, err := d.commit(t.Context(), second)
		if errs.CodeOf(err) != "ingest.incomplete" || ended.State != domain.IngestCommitted {
			t.Fatalf("second commit: %s, %v", ended.State, err)
		}
		if d.exported(t) != before {
			t.Error("the catalogue changed")
		}
		d.mustBeSettled(t)
	})
}

func (d intake) inspected(t *testing.T, folder string) domain.Ingest {
	t.Helper()
	taken, err := d.inspect(t.Context(), ingest.Request{Office: "210106", Name: filepath.Base(folder), Source: folder})
	if err != nil || taken.State != domain.IngestInspected {
		t.Fatalf("dry run: %s, %v", taken.State, err)
	}
	return taken
}

func (d intake) mustBeSettled(t *testing.T) {
	t.Helper()
	intents, err := d.store.Intents().All(t.Context())
	if err != nil || len(intents) != 0 {
		t.Errorf("intents left: %v, %v", intents, err)
	}
	d.mustBeClean(t)
}

// A record whose rows the database refuses for good must not stand in the way of other recoveries for ever.
func TestRecordThatCanHaveNoRowsIsCleared(t *testing.T) {
	d := opened(t, embedded(t))
	folder := t.TempDir()
	fixturePackage(t, folder, 22, 1, 1)
	taken := d.mustTake(t, folder)
	twin, err := d.dossiers.View(t.Context(), d.actor, d.firstDossier(t, taken.ID))
	if err != nil {
		t.Fatal(err)
	}
	twin.ID = domain.NewID() // the same person under another number, as if stored by a process that died at once
	d.leaveIntent(t, domain.IntentCreate, twin.ID)
	d.writeObjects(t, twin)
	d.leaveIntent(t, domain.IntentPurge, domain.NewID())
	if ended, err := d.integrity.RecoverExpired(t.Context()); err != nil || ended != 2 {
		t.Fatalf("recovered %d, %v", ended, err)
	}
	if _, err := d.archive.Record(t.Context(), twin.ID, 0); !errs.Is(err, errs.NotFound) {
		t.Errorf("the record is still there: %v", err)
	}
	d.mustBeSettled(t)
}

// An edit whose record is gone is a disaster; recovery must not make it one of the page images too.
func TestRecoveryOfAnEditRemovesNothing(t *testing.T) {
	config := embedded(t)
	d := opened(t, config)
	folder := t.TempDir()
	fixturePackage(t, folder, 23, 1, 1)
	id := d.firstDossier(t, d.mustTake(t, folder).ID)
	masters := len(objectFiles(t, config, "pages"))
	for _, inventory := range objectFiles(t, config, "record.json") {
		object := filepath.Dir(filepath.Dir(filepath.Dir(inventory)))
		if err := os.RemoveAll(object); err != nil {
			t.Fatal(err)
		}
	}
	d.leaveIntent(t, domain.IntentEdit, id)
	if _, err := d.integrity.RecoverExpired(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left := len(objectFiles(t, config, "pages")); masters == 0 || left != masters {
		t.Errorf("%d of %d masters are left", left, masters)
	}
}

// The audit trail names who made an edit, also when the process died before it could say so.
func TestRecoveredEditKeepsItsAuthor(t *testing.T) {
	d := opened(t, embedded(t))
	folder := t.TempDir()
	fixturePackage(t, folder, 28, 1, 1)
	id := d.firstDossier(t, d.mustTake(t, folder).ID)
	d.leaveIntent(t, domain.IntentEdit, id)
	edited, err := d.archive.Record(t.Context(), id, 0)
	if err != nil {
		t.Fatal(err)
	}
	edited.Version++
	by := domain.Signature{ActorID: "user-1", Name: "王一", Message: "更正", At: d.clock.Now()}
	if err := d.archive.WriteRecord(t.Context(), edited, nil, by); err != nil {
		t.Fatal(err)
	}
	if _, err := d.integrity.RecoverExpired(t.Context()); err != nil {
		t.Fatal(err)
	}
	filter := domain.AuditFilter{Action: domain.AuditDossierRecover, ObjectID: id}
	entries, err := d.store.Audit().List(t.Context(), filter, "", 10)
	if err != nil || len(entries) != 1 {
		t.Fatalf("audit entries %v, %v", entries, err)
	}
	detail := entries[0].Detail
	if !strings.Contains(detail, `"author":"王一"`) || !strings.Contains(detail, `"authorId":"user-1"`) {
		t.Errorf("the author is not named: %s", detail)
	}
	d.mustBeSettled(t)
}

// A database that came back from an older copy is several versions behind.
func TestRebuildRenewsOldRows(t *testing.T) {
	config := embedded(t)
	d := opened(t, config)
	folder := t.TempDir()
	fixturePackage(t, folder, 24, 2, 1)
	id := editSomething(t, d, d.mustTake(t, folder).ID)
	before := d.exported(t)
	old := opened(t, emptyDatabase(t, config))
	first, err := old.archive.Record(t.Context(), id, 1)
	if err == nil {
		err = old.store.Dossiers().Put(t.Context(), first)
	}
	if err != nil {
		t.Fatal(err)
	}
	if done, err := old.integrity.Rebuild(t.Context(), func(int) {}); err != nil || done != 2 {
		t.Fatalf("rebuilt %d dossiers, %v", done, err)
	}
	if after := old.exported(t); after != before {
		t.Errorf("the rebuilt catalogue differs:\n%s\n%s", before, after)
	}
	old.mustBeSettled(t)
}

// One damaged record does not keep the others from being restored.
func TestRebuildGoesOnAfterADamagedRecord(t *testing.T) {
	config := embedded(t)
	d := opened(t, config)
	folder := t.TempDir()
	fixturePackage(t, folder, 25, 3, 1)
	d.mustTake(t, folder)
	fresh := emptyDatabase(t, config)
	overwrite(t, objectFiles(t, fresh, "record.json")[0], []byte("{}"))
	done, err := opened(t, fresh).integrity.Rebuild(t.Context(), func(int) {})
	if done != 2 || err == nil || !strings.Contains(err.Error(), "rebuild dossier") {
		t.Errorf("rebuilt %d of 2, %v", done, err)
	}
}

// The index of a database that was lost has followed further than the rebuilt one has come; it must not wait for that.
func TestIndexOfALostDatabaseIsBegunAnew(t *testing.T) {
	config := embedded(t)
	folder := t.TempDir()
	fixturePackage(t, folder, 27, 2, 1)
	lost, err := open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	d := intake{installation: lost, actor: localOperator(), quiet: true}
	editSomething(t, d, d.mustTake(t, folder).ID)
	d.catchUp(t)
	lost.Close()
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.RemoveAll(config.path("danganku.db" + suffix)); err != nil {
			t.Fatal(err)
		}
	}
	rebuilt := opened(t, config)
	if _, err := rebuilt.integrity.Rebuild(t.Context(), func(int) {}); err != nil {
		t.Fatal(err)
	}
	if err := rebuilt.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	rebuilt.mustBeClean(t)
	position, err := rebuilt.index.Position(t.Context())
	head, headErr := rebuilt.store.Outbox().Head(t.Context())
	if err != nil || headErr != nil || position.Seq != head.Seq {
		t.Errorf("the index is at %v of %v, %v %v", position, head, err, headErr)
	}
}

func (d intake) firstDossier(t *testing.T, ingestID string) string {
	t.Helper()
	items, err := d.store.Ingests().Items(t.Context(), ingestID, domain.ItemAccept, 0, 1)
	if err != nil || len(items) == 0 {
		t.Fatal(items, err)
	}
	return items[0].DossierID
}

// leaveIntent is what a process that died leaves.
func (d intake) leaveIntent(t *testing.T, kind domain.IntentKind, dossierID string) {
	t.Helper()
	past := d.clock.Now().Add(-time.Hour)
	intent := domain.WriteIntent{DossierID: dossierID, Kind: kind, Owner: "dead", LeaseUntil: past, CreatedAt: past}
	if err := d.store.Intents().Begin(t.Context(), intent); err != nil {
		t.Fatal(err)
	}
}

func (d intake) writeObjects(t *testing.T, twin *domain.Dossier) {
	t.Helper()
	by := domain.Signature{ActorID: "dead", Name: "dead", Message: "test", At: d.clock.Now()}
	page := twin.Pages[0]
	content := "scan"
	master := domain.MasterFile{Path: page.File, Size: int64(len(content)), Digest: sha512Of(content),
		Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }}
	if _, err := d.archive.AddMasters(t.Context(), twin.ID, []domain.MasterFile{master}, by); err != nil {
		t.Fatal(err)
	}
	if err := d.archive.WriteRecord(t.Context(), twin, nil, by); err != nil {
		t.Fatal(err)
	}
}

// A dry run asked for while an earlier package of the same place is half stored stores nothing.
func TestDryRunDoesNotResume(t *testing.T) {
	d := opened(t, embedded(t))
	folder := t.TempDir()
	fixturePackage(t, folder, 26, 2, 1)
	taken := d.inspected(t, folder)
	if _, err := d.ingests.Confirm(t.Context(), d.actor, taken.ID, false); err != nil {
		t.Fatal(err)
	}
	request := ingest.Request{Office: "210106", Name: "演示", Source: folder}
	if _, err := d.take(t.Context(), request, func(context.Context, domain.Ingest) (bool, error) { return false, nil }); err != nil {
		t.Fatal(err)
	}
	if count, err := d.store.Dossiers().Count(t.Context(), authz.Everything()); err != nil || count != 0 {
		t.Errorf("%d dossiers are stored, %v", count, err)
	}
}

func sha512Of(content string) string {
	sum := sha512.Sum512([]byte(content))
	return hex.EncodeToString(sum[:])
}
