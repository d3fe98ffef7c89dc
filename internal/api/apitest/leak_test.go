package apitest

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// errFaulty is what a broken database might say.
var errFaulty = errors.New("pq: password authentication failed for postgres://danganku:hunter2@10.0.0.5/db")

// faulty is a store whose sessions still work and of which everything else fails.
type faulty struct{ domain.Store }

func (faulty) InTx(context.Context, func(context.Context, domain.Repos) error) error {
	return errFaulty
}
func (f faulty) Places() domain.PlaceRepo     { return faultyPlaces{f.Store.Places()} }
func (f faulty) Dossiers() domain.DossierRepo { return faultyDossiers{f.Store.Dossiers()} }
func (f faulty) Ingests() domain.IngestRepo   { return faultyIngests{f.Store.Ingests()} }
func (f faulty) Audit() domain.AuditRepo      { return faultyAudit{f.Store.Audit()} }
func (f faulty) Users() domain.UserRepo       { return faultyUsers{f.Store.Users()} }

func (f faulty) Batches() domain.BatchRepo { return faultyBatches{f.Store.Batches()} }
func (f faulty) Ledger() domain.LedgerRepo { return faultyLedger{f.Store.Ledger()} }
func (f faulty) Matches() domain.MatchRepo { return faultyMatches{f.Store.Matches()} }

type faultyBatches struct{ domain.BatchRepo }

func (faultyBatches) Get(context.Context, string) (domain.TransferBatch, error) {
	return domain.TransferBatch{}, errFaulty
}
func (faultyBatches) List(context.Context, authz.Scope, domain.BatchFilter, string, int) ([]domain.TransferBatch, error) {
	return nil, errFaulty
}

type faultyLedger struct{ domain.LedgerRepo }

func (faultyLedger) Get(context.Context, string) (domain.LedgerPerson, error) {
	return domain.LedgerPerson{}, errFaulty
}

type faultyMatches struct{ domain.MatchRepo }

func (faultyMatches) Get(context.Context, string) (domain.MatchRun, error) {
	return domain.MatchRun{}, errFaulty
}

type faultyPlaces struct{ domain.PlaceRepo }

func (faultyPlaces) Divisions(context.Context) ([]domain.Division, error) { return nil, errFaulty }
func (faultyPlaces) Office(context.Context, string) (domain.ArchiveOffice, error) {
	return domain.ArchiveOffice{}, errFaulty
}
func (faultyPlaces) Offices(context.Context, authz.Scope) ([]domain.ArchiveOffice, error) {
	return nil, errFaulty
}

type faultyDossiers struct{ domain.DossierRepo }

func (faultyDossiers) Get(context.Context, string) (*domain.Dossier, error) { return nil, errFaulty }

type faultyIngests struct{ domain.IngestRepo }

func (faultyIngests) Get(context.Context, string) (domain.Ingest, error) {
	return domain.Ingest{}, errFaulty
}
func (faultyIngests) List(context.Context, authz.Scope, string, int) ([]domain.Ingest, error) {
	return nil, errFaulty
}

type faultyAudit struct{ domain.AuditRepo }

func (faultyAudit) Append(context.Context, ...domain.AuditEntry) error { return errFaulty }
func (faultyAudit) List(context.Context, domain.AuditFilter, string, int) ([]domain.AuditEntry, error) {
	return nil, errFaulty
}

type faultyUsers struct{ domain.UserRepo }

func (faultyUsers) List(context.Context) ([]domain.User, error) { return nil, errFaulty }

// TestFaultsOfTheStoreAreNotTold sends an error that holds a secret through every handler.
func TestFaultsOfTheStoreAreNotTold(t *testing.T) {
	w := newWorld(t)
	stored := w.take("heping", heping, shan)
	ingests, err := w.store.Ingests().List(t.Context(), domainScopeAll(), "", 1)
	check(t, err)
	w.server.Close()
	w.use = faulty{w.store}
	w.wire(t.Context())
	w.config.Ready = func(context.Context) error { return errFaulty }
	w.open()
	headers := map[string]string{"If-Match": `"1"`, "Tus-Resumable": "1.0.0", "Upload-Length": "1", "Upload-Offset": "0",
		"Upload-Metadata": tusMetadata("ingest", ingests[0].ID, "index", "0")}
	failed := 0
	for _, route := range w.engine.Routes() {
		name := route.Method + " " + route.Path
		path := address(route.Path, stored[shan.name], ingests[0].ID, domain.NewID())
		headers["Content-Type"] = contentType(name)
		as := "admin"
		if _, about := handoverBodies[name]; about || parameterOf(route.Path, map[string]string{":batchId": "", ":personId": "", ":matchId": ""}) != "" {
			as = "agency" // administrators have nothing to do with handovers
		}
		response, body := w.send(route.Method, path, as, headers, bodyOf(name))
		if strings.Contains(string(body), "hunter2") || strings.Contains(string(body), "pq:") {
			t.Errorf("%s tells: %s", name, body)
		}
		if response.StatusCode == http.StatusInternalServerError {
			failed++
			if route.Method != http.MethodHead && codeOf(body) != "internal" {
				t.Errorf("%s: %s", name, body)
			}
		}
	}
	if failed < 70 {
		t.Errorf("only %d routes failed: are the faults where the handlers look?", failed)
	}
	if !strings.Contains(w.log.String(), "hunter2") {
		t.Error("the log does not say what is wrong")
	}
}
