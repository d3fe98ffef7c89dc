package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func testBatches(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Batches()
	saveEnterprises(t, s)
	_, err := repo.Get(ctx, "b-001")
	refused(t, "unknown batch", err, errs.NotFound, "batch.not_found")
	want := createBatch(t, s, batch(1, factory, tiexi))
	same(t, "batch", want, got[domain.TransferBatch](t)(repo.Get(ctx, want.ID)))
	same(t, "by number", want, got[domain.TransferBatch](t)(repo.ByNo(ctx, want.No)))
	twice := want
	twice.ID = "other"
	refused(t, "number taken", repo.Create(ctx, twice), errs.Conflict, "unique.transfer_batches_no")
	twice.ID, twice.No = want.ID, "other"
	refused(t, "created twice", repo.Create(ctx, twice), errs.Conflict, "unique.transfer_batches_id")
	orphan := batch(9, domain.Enterprise{ID: "nobody"}, tiexi)
	refused(t, "unknown enterprise", repo.Create(ctx, orphan), errs.Conflict, "reference.missing")

	older := want
	want.State, want.Signoffs, want.Delivery.Lines = domain.BatchSubmitted, nil, nil
	must(t, repo.Update(ctx, &want))
	same(t, "version", 2, want.Version)
	same(t, "updated", want, got[domain.TransferBatch](t)(repo.Get(ctx, want.ID)))
	refused(t, "older version", repo.Update(ctx, &older), errs.Stale, "batch.stale")
	missing := batch(8, factory, tiexi)
	refused(t, "update of nothing", repo.Update(ctx, &missing), errs.NotFound, "batch.not_found")

	_, err = repo.DraftOf(ctx, factory.ID)
	refused(t, "no draft", err, errs.NotFound, "batch.not_found")
	createBatch(t, s, batch(2, factory, tiexi))
	newer := createBatch(t, s, batch(3, factory, tiexi))
	createBatch(t, s, batch(4, mill, tiexi))
	same(t, "newest draft", newer.ID, got[domain.TransferBatch](t)(repo.DraftOf(ctx, factory.ID)).ID)

	_, err = repo.Hold(ctx, want.ID, true)
	refused(t, "hold outside a transaction", err, errs.Internal, "store.hold_outside_tx")
	must(t, s.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		held := got[domain.TransferBatch](t)(tx.Batches().Hold(ctx, want.ID, true))
		same(t, "held", want, held)
		if _, err := tx.Batches().Hold(ctx, "nobody", false); !errs.Is(err, errs.NotFound) {
			t.Errorf("hold of nothing: %v", err)
		}
		return tx.Batches().Update(ctx, &held)
	}))
	same(t, "after holding", 3, got[domain.TransferBatch](t)(repo.Get(ctx, want.ID)).Version)
}

// transferScopes are scopes with what they mean, told by authz.
var transferScopes = []authz.Scope{
	authz.Everything(), {}, {Divisions: []string{"2101"}}, {Divisions: []string{"210106"}}, {Divisions: []string{""}},
	{Offices: []string{dalian.Code}}, {Enterprises: []string{factory.ID}}, {Enterprises: []string{""}}, {Enterprises: []string{"nobody"}},
	{Divisions: []string{"2102"}, Enterprises: []string{mill.ID}}, {Offices: []string{shenhe.Code}, Enterprises: []string{mill.ID, factory.ID}},
}

func testTransferScopes(t *testing.T, s domain.Store) {
	ctx := t.Context()
	saveEnterprises(t, s)
	var batches []domain.TransferBatch
	for n := 12; n > 0; n-- { // newest first
		batches = append(batches, batch(n, []domain.Enterprise{factory, mill}[n%2], []domain.ArchiveOffice{tiexi, shenhe, dalian}[n%3]))
	}
	for _, b := range batches {
		createBatch(t, s, b)
		must(t, s.Agreements().Create(ctx, domain.TransferAgreement{ID: b.ID, VersionNo: 1, EnterpriseID: b.EnterpriseID, OfficeCode: b.OfficeCode, Division: b.Division}))
		must(t, s.NatureForms().Create(ctx, domain.NatureForm{ID: b.ID, EnterpriseID: b.EnterpriseID, InsuranceDivision: "21", RegistrationDivision: b.Division}))
		must(t, s.Rosters().Create(ctx, domain.RosterImport{ID: b.ID, EnterpriseID: b.EnterpriseID, Division: b.Division}))
	}
	must(t, s.Dossiers().Put(ctx, dossier(1, tiexi)))
	must(t, s.Ingests().Create(ctx, ingest("i1", tiexi)))
	must(t, s.Ledger().Enter(ctx, []domain.LedgerPerson{person(1, "210106001002")}))
	for _, scope := range transferScopes {
		t.Run(fmt.Sprintf("%+v", scope), func(t *testing.T) {
			var full, without []string // of tables with an office, and of those without one
			for _, b := range batches {
				if scope.CoversTransfer(b.OfficeCode, b.Division, b.EnterpriseID) {
					full = append(full, b.ID)
				}
				if scope.CoversTransfer("no office", b.Division, b.EnterpriseID) {
					without = append(without, b.ID)
				}
			}
			same(t, "batches", full, ids(got[[]domain.TransferBatch](t)(s.Batches().List(ctx, scope, domain.BatchFilter{}, "", 99)), func(b domain.TransferBatch) string { return b.ID }))
			same(t, "agreements", full, ids(got[[]domain.TransferAgreement](t)(s.Agreements().List(ctx, scope, domain.AgreementFilter{}, "", 99)), func(a domain.TransferAgreement) string { return a.ID }))
			same(t, "nature forms", without, ids(got[[]domain.NatureForm](t)(s.NatureForms().List(ctx, scope, "", "", 99)), func(f domain.NatureForm) string { return f.ID }))
			same(t, "rosters", without, ids(got[[]domain.RosterImport](t)(s.Rosters().List(ctx, scope, "", 99)), func(r domain.RosterImport) string { return r.ID }))

			reached := 0 // of a dossier, an ingest and a person of the ledger
			for _, covered := range []bool{scope.Covers(tiexi.Code, tiexi.Division), scope.Covers(tiexi.Code, tiexi.Division), scope.Covers("no office", "210106001002")} {
				if covered {
					reached++
				}
			}
			dossiers := got[[]domain.DossierHead](t)(s.Dossiers().List(ctx, scope, "", 9))
			ingests := got[[]domain.Ingest](t)(s.Ingests().List(ctx, scope, "", 9))
			persons := got[[]domain.LedgerPerson](t)(s.Ledger().List(ctx, scope, domain.LedgerFilter{}, "", 9))
			same(t, "what enterprises do not reach", reached, len(dossiers)+len(ingests)+len(persons))
			same(t, "counts", len(dossiers)+len(persons), got[int](t)(s.Dossiers().Count(ctx, scope))+got[int](t)(s.Ledger().Count(ctx, scope, domain.LedgerFilter{})))
		})
	}
}

func ids[V any](values []V, idOf func(V) string) []string {
	var found []string
	for _, value := range values {
		found = append(found, idOf(value))
	}
	return found
}

func testBatchList(t *testing.T, s domain.Store) {
	ctx := t.Context()
	saveEnterprises(t, s)
	for n := 1; n <= 9; n++ {
		b := batch(n, []domain.Enterprise{factory, mill}[n%2], tiexi)
		b.State, b.AgreementID = []domain.BatchState{domain.BatchDraft, domain.BatchAccepted}[n/5], fmt.Sprint("a", n%3)
		createBatch(t, s, b)
	}
	list := func(filter domain.BatchFilter, before string, limit int) string {
		found := got[[]domain.TransferBatch](t)(s.Batches().List(ctx, authz.Everything(), filter, before, limit))
		text := ""
		for _, b := range found {
			text += b.ID[4:]
		}
		return text
	}
	for _, c := range []struct {
		name   string
		filter domain.BatchFilter
		before string
		limit  int
		want   string
	}{
		{"newest", domain.BatchFilter{}, "", 3, "987"},
		{"before", domain.BatchFilter{}, "b-004", 9, "321"},
		{"state", domain.BatchFilter{State: domain.BatchDraft}, "", 9, "4321"},
		{"enterprise", domain.BatchFilter{EnterpriseID: mill.ID}, "", 3, "975"},
		{"agreement", domain.BatchFilter{AgreementID: "a1"}, "b-007", 9, "41"},
		{"part of the number", domain.BatchFilter{Text: "-0005"}, "", 9, "5"},
		{"part of the enterprise", domain.BatchFilter{Text: "纺织", State: domain.BatchDraft}, "", 9, "31"},
		{"wildcards mean themselves", domain.BatchFilter{Text: "%"}, "", 9, ""},
	} {
		if have := list(c.filter, c.before, c.limit); have != c.want {
			t.Errorf("%s: have %q, want %q", c.name, have, c.want)
		}
	}
}
