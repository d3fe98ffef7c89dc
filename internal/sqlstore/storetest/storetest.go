// Package storetest is the suite that every database behind domain.Store must pass.
//
// It may import domain, authz, errs and testing helpers; it knows nothing of SQL.
package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Run runs the suite. open gives a new, empty, migrated store for each case and closes it when the test ends.
func Run(t *testing.T, open func(t *testing.T) domain.Store) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, s domain.Store)
	}{
		{"Places", testPlaces},
		{"Enterprises", testEnterprises},
		{"DossierPutAndGet", testDossierPutAndGet},
		{"DossierVersions", testDossierVersions},
		{"DossierUnique", testDossierUnique},
		{"DossierSurroundings", testDossierSurroundings},
		{"DossierDelete", testDossierDelete},
		{"DossierRacers", testDossierRacers},
		{"HeadsAndScope", testHeadsAndScope},
		{"ListInPages", testListInPages},
		{"Lookups", testLookups},
		{"Documents", testDocuments},
		{"Texts", testTexts},
		{"Ingests", testIngests},
		{"IngestItems", testIngestItems},
		{"Intents", testIntents},
		{"IntentRacers", testIntentRacers},
		{"Outbox", testOutbox},
		{"JobLife", testJobLife},
		{"JobUniqueKey", testJobUniqueKey},
		{"JobAgain", testJobAgain},
		{"JobClaims", testJobClaims},
		{"JobFigures", testJobFigures},
		{"AuditSeals", testAuditSeals},
		{"AuditList", testAuditList},
		{"Users", testUsers},
		{"Identities", testIdentities},
		{"Sessions", testSessions},
		{"EnterpriseUpdates", testEnterpriseUpdates},
		{"NatureForms", testNatureForms},
		{"Agreements", testAgreements},
		{"Batches", testBatches},
		{"BatchList", testBatchList},
		{"TransferScopes", testTransferScopes},
		{"BatchLines", testBatchLines},
		{"LineUpdates", testLineUpdates},
		{"OnePersonOneLine", testOnePersonOneLine},
		{"LineMarks", testLineMarks},
		{"AddTogether", testAddTogether},
		{"Deciding", testDeciding},
		{"ChecksAndGaps", testChecksAndGaps},
		{"Numbers", testNumbers},
		{"Papers", testPapers},
		{"Attachments", testAttachments},
		{"Rosters", testRosters},
		{"Ledger", testLedger},
		{"LedgerLists", testLedgerLists},
		{"Matches", testMatches},
		{"Tokens", testTokens},
		{"Statistics", testStatistics},
		{"OutstandingLines", testOutstandingLines},
		{"Custody", testCustody},
		{"CustodyOverRecords", testCustodyOverRecords},
		{"CustodyRacers", testCustodyRacers},
		{"Matters", testMatters},
		{"KindsApart", testKindsApart},
		{"Exclusive", testExclusive},
		{"ExclusiveUpdates", testExclusiveUpdates},
		{"ExclusiveRacers", testExclusiveRacers},
		{"MatterTx", testMatterTx},
		{"MatterLists", testMatterLists},
		{"MatterCounts", testMatterCounts},
		{"MattersDue", testMattersDue},
		{"OverdueOf", testOverdueOf},
		{"Screens", testScreens},
		{"CopiesOf", testCopiesOf},
		{"Proofs", testProofs},
		{"HeldOnce", testHeldOnce},
		{"OnShelf", testOnShelf},
		{"Recusals", testRecusals},
		{"TxAllOrNothing", testTxAllOrNothing},
		{"TxGuard", testTxGuard},
		{"TxFailedStatement", testTxFailedStatement},
		{"TxContention", testTxContention},
		{"TxWhileReading", testTxWhileReading},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.test(t, open(t))
		})
	}
}

// noon is the time most cases play at.
var noon = time.Date(2026, 3, 9, 12, 0, 0, 123456000, time.UTC)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func got[V any](t *testing.T) func(V, error) V {
	return func(value V, err error) V {
		t.Helper()
		must(t, err)
		return value
	}
}

func same(t *testing.T, what string, want, have any) {
	t.Helper()
	if diff := cmp.Diff(want, have); diff != "" {
		t.Fatalf("%s (-want +have):\n%s", what, diff)
	}
}

func refused(t *testing.T, what string, err error, kind errs.Kind, code string) {
	t.Helper()
	if errs.KindOf(err) != kind || errs.CodeOf(err) != code || err == nil {
		t.Fatalf("%s: have %v (%v, %s), want %v, %s", what, err, errs.KindOf(err), errs.CodeOf(err), kind, code)
	}
}

// eventually repeats a look at the database until it is content. The order of commits is known to readers only when older
// transactions have ended, also those of other databases of the same server.
func eventually(t *testing.T, what string, look func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for !look() {
		select {
		case <-ctx.Done():
			t.Fatalf("%s did not happen", what)
		case <-ticker.C:
		}
	}
}
