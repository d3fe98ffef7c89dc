package audit_test

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/sqlstore"
	"github.com/danganku/danganku/internal/sqlstore/opened"
	"github.com/danganku/danganku/internal/testkit"
)

func add(t *testing.T, store domain.Store, clock domain.Clock, entries int) {
	t.Helper()
	for range entries {
		entry := audit.Entry(clock.Now(), authz.System("test"), domain.AuditDossierView, audit.Dossier("d1", "210106"), nil)
		if err := store.Audit().Append(t.Context(), entry); err != nil {
			t.Fatal(err)
		}
	}
}

// Two nodes share one trail: whoever looks first when a verification is due does it, and both know what it found.
func TestNodesShareVerification(t *testing.T) {
	opened.OnBoth(t, testkit.PostgresTemplate, func(t *testing.T, store *sqlstore.Store) {
		clock := testkit.NewClock(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
		folder := t.TempDir()
		node := func(name string) *audit.Watch {
			own := audit.AnchorFile{Path: filepath.Join(folder, name)}
			return &audit.Watch{Verifier: audit.Verifier{Store: store, Clock: clock, Anchors: []audit.AnchorFile{own}}, Interval: 24 * time.Hour, Own: own, Node: name}
		}
		a, b := node("a"), node("b")
		if err := a.Anchor(t.Context()); err != nil {
			t.Fatal(err)
		}
		add(t, store, clock, 3)
		due := func(w *audit.Watch, want bool) {
			t.Helper()
			found, err := w.VerifyIfDue(t.Context())
			if err != nil || (found != nil) != want {
				t.Fatalf("verified %v, %v; want %t", found, err, want)
			}
			if found != nil && !found.Clean() {
				t.Fatalf("faults: %v", found.Faults)
			}
		}
		due(a, true)
		due(a, false)
		due(b, false)
		first := clock.Now()
		if got := b.Health(); !got.CleanAt.Equal(first) || got.Faults != 0 {
			t.Errorf("the other node knows %+v", got)
		}
		clock.Advance(24 * time.Hour)
		due(b, true)
		due(a, false)
		if got := a.Health(); !got.VerifiedAt.Equal(clock.Now()) || got.Entries < 1 {
			t.Errorf("after a day the first node knows %+v", got)
		}
		seenOnTrail(t, store, 2)
	})
}

func seenOnTrail(t *testing.T, store domain.Store, want int) {
	t.Helper()
	entries, err := store.Audit().List(t.Context(), domain.AuditFilter{Action: domain.AuditVerify}, "", 10)
	if err != nil || len(entries) != want {
		t.Errorf("%d verifications on the trail, %v; want %d", len(entries), err, want)
	}
}

// What a node anchored is found missing on another database, as after a copy that is too old was brought back.
func TestAnchorsOutliveTheDatabase(t *testing.T) {
	opened.OnBoth(t, testkit.PostgresTemplate, func(t *testing.T, store *sqlstore.Store) {
		clock := testkit.NewClock(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
		file := audit.AnchorFile{Path: filepath.Join(t.TempDir(), "anchor.log")}
		if err := file.Append(audit.Anchor{At: clock.Now(), Node: "elsewhere", No: 4711, Seal: "s", Count: 4711}); err != nil {
			t.Fatal(err)
		}
		add(t, store, clock, 2)
		found, err := audit.Verifier{Store: store, Clock: clock, Anchors: []audit.AnchorFile{file}}.Verify(t.Context(), 10)
		if err != nil || found.Clean() || found.Faults[0].SealNo != 4711 {
			t.Errorf("%+v %v", found, err)
		}
	})
}

func TestExportOfTheTrail(t *testing.T) {
	opened.OnBoth(t, testkit.PostgresTemplate, func(t *testing.T, store *sqlstore.Store) {
		clock := testkit.NewClock(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
		reader := audit.Reader{Store: store, Clock: clock}
		add(t, store, clock, 2)
		from := clock.Advance(time.Hour)
		add(t, store, clock, 3)
		to := clock.Advance(time.Hour)
		add(t, store, clock, 4)
		clerk := authz.Actor{UserID: "u", Grants: []authz.Grant{{Role: authz.Archivist}}}
		if _, err := reader.Export(t.Context(), clerk, from, to); !errs.Is(err, errs.Forbidden) {
			t.Errorf("an archivist exports the trail: %v", err)
		}
		if got := export(t, reader, from, to); got != 3 {
			t.Errorf("%d lines between, want 3", got)
		}
		if got := export(t, reader, time.Time{}, time.Time{}); got != 11 { // with the entries of both exports
			t.Errorf("%d lines in all, want 11", got)
		}
	})
}

func export(t *testing.T, reader audit.Reader, from, to time.Time) int {
	t.Helper()
	officer := authz.Actor{UserID: "o", Grants: []authz.Grant{{Role: authz.AuditOfficer}}}
	entries, err := reader.Export(context.WithoutCancel(t.Context()), officer, from, to)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := audit.WriteLines(&out, entries); err != nil {
		t.Fatal(err)
	}
	lines := 0
	for decoder := json.NewDecoder(&out); decoder.More(); lines++ {
		var line struct{ ID, Action string }
		if err := decoder.Decode(&line); err != nil || line.ID == "" || line.Action == "" {
			t.Fatalf("line %+v: %v", line, err)
		}
	}
	return lines
}
