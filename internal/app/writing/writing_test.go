package writing

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/sqlstore"
)

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func desk(t *testing.T, lease time.Duration) Desk {
	t.Helper()
	store, err := sqlstore.Open(t.Context(), sqlstore.Config{SQLitePath: filepath.Join(t.TempDir(), "danganku.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	if err := store.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return Desk{Store: store, Clock: systemClock{}, Node: "node", Lease: lease}
}

func (d Desk) begun(t *testing.T) domain.WriteIntent {
	t.Helper()
	intent := d.Intent(domain.IntentEdit, "d1", 1)
	if err := d.Store.Intents().Begin(t.Context(), intent); err != nil {
		t.Fatal(err)
	}
	return intent
}

func TestWorkLongerThanItsLeaseKeepsTheIntent(t *testing.T) {
	d := desk(t, 400*time.Millisecond)
	intent := d.begun(t)
	kept, stop := d.Keep(t.Context(), intent)
	defer stop()
	for time.Now().Before(intent.LeaseUntil.Add(d.Lease)) {
		if err := d.Adopt(t.Context(), d.Intent(domain.IntentEdit, "d1", 1)); !errs.Is(err, errs.Conflict) {
			t.Fatalf("the intent of a living writer was taken over: %v", err)
		}
	}
	if kept.Err() != nil {
		t.Errorf("the work was stopped: %v", context.Cause(kept))
	}
	stop()
	if err := d.End(t.Context(), intent); err != nil {
		t.Error(err)
	}
}

func TestWorkStopsWhenItsIntentIsLost(t *testing.T) {
	d := desk(t, 400*time.Millisecond)
	intent := d.begun(t)
	kept, stop := d.Keep(t.Context(), intent)
	defer stop()
	if err := d.End(t.Context(), intent); err != nil { // as if it had run out and been settled
		t.Fatal(err)
	}
	other := d.begun(t)
	select {
	case <-kept.Done():
	case <-time.After(10 * time.Second):
		t.Fatal("the writer goes on without its intent")
	}
	if err := Reason(kept, kept.Err()); errs.CodeOf(err) != "intent.lost" {
		t.Errorf("reason %v", err)
	}
	if err := d.Hold(t.Context(), intent); !errs.Is(err, errs.Conflict) {
		t.Errorf("holding what is lost: %v", err)
	}
	if err := d.End(t.Context(), intent); !errs.Is(err, errs.Conflict) {
		t.Errorf("ending another's: %v", err)
	}
	if err := d.Hold(t.Context(), other); err != nil {
		t.Error(err)
	}
}

func TestNobodyRenewsWhatWasLeftBehind(t *testing.T) {
	d := desk(t, 400*time.Millisecond)
	left := d.begun(t) // its writer failed and keeps nothing
	busy := d.Intent(domain.IntentEdit, "d2", 1)
	if err := d.Store.Intents().Begin(t.Context(), busy); err != nil {
		t.Fatal(err)
	}
	_, stop := d.Keep(t.Context(), busy)
	defer stop()
	deadline := time.Now().Add(10 * time.Second)
	for {
		if err := d.Adopt(t.Context(), d.Intent(domain.IntentEdit, left.DossierID, 1)); err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("another writer of the process keeps the intent alive")
		}
	}
}
