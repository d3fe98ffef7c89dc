package storetest

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// shelved is the n-th dossier, released and on the shelf.
func shelved(n int, office domain.ArchiveOffice) *domain.Dossier {
	d := dossier(n, office)
	d.Custody, d.ReleasedAt = domain.InStorage, noon
	return d
}

// moveOf makes the next move of a dossier; no is the loan's it rests on.
func moveOf(t *testing.T, s domain.Store, id string, to domain.CustodyState, no string) domain.CustodyMove {
	t.Helper()
	where := got[domain.Whereabouts](t)(s.Custody().Of(t.Context(), id))
	return got[domain.CustodyMove](t)(where.Move(to, "市公证处 赵公", domain.Basis{Kind: "loan", ID: "loan-" + no, No: no}, "说明", "钱管", noon))
}

func testCustody(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Custody()
	d := shelved(1, tiexi)
	must(t, s.Dossiers().Put(ctx, d))
	same(t, "before the first move", domain.Whereabouts{DossierID: d.ID, State: domain.InStorage, Since: noon},
		got[domain.Whereabouts](t)(repo.Of(ctx, d.ID)))
	before := got[domain.ChangePosition](t)(s.Outbox().Head(ctx))
	out := moveOf(t, s, d.ID, domain.OnLoan, "JY-1")
	must(t, repo.Record(ctx, out))
	same(t, "after it", domain.Whereabouts{DossierID: d.ID, State: domain.OnLoan, Holder: out.Holder, Basis: out.Basis, Since: noon},
		got[domain.Whereabouts](t)(repo.Of(ctx, d.ID)))
	again := out
	again.ID = "again"
	refused(t, "a move from a state that is over", repo.Record(ctx, again), errs.Conflict, "custody.moved")
	back := moveOf(t, s, d.ID, domain.InStorage, "JY-1")
	must(t, repo.Record(ctx, back))
	same(t, "moves", []domain.CustodyMove{back, out}, got[[]domain.CustodyMove](t)(repo.Moves(ctx, d.ID)))
	eventually(t, "both moves entered the outbox", func() bool {
		return len(got[[]domain.Change](t)(s.Outbox().After(ctx, before, 9))) == 2
	})
	_, err := repo.Of(ctx, "nowhere")
	refused(t, "where an unknown dossier is", err, errs.NotFound, "dossier.not_found")
	out.DossierID, out.ID = "nowhere", "x"
	refused(t, "a move of an unknown dossier", repo.Record(ctx, out), errs.NotFound, "dossier.not_found")
	undone := moveOf(t, s, d.ID, domain.OnLoan, "JY-2")
	fault := fmt.Errorf("later fault")
	if err := s.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		must(t, tx.Custody().Record(ctx, undone))
		return fault
	}); err == nil {
		t.Fatal("the transaction was to fail")
	}
	same(t, "state after a transaction that failed", domain.InStorage, got[domain.Whereabouts](t)(repo.Of(ctx, d.ID)).State)
}

// testCustodyOverRecords: lists and documents show where a dossier is, the dossier itself stays what its record says.
func testCustodyOverRecords(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Dossiers()
	d, other := shelved(1, tiexi), dossier(2, tiexi)
	must(t, repo.Put(ctx, d))
	must(t, repo.Put(ctx, other))
	must(t, s.Custody().Record(ctx, moveOf(t, s, d.ID, domain.OnLoan, "JY-1")))
	states := func(when string, want domain.CustodyState) {
		t.Helper()
		same(t, "head "+when, want, got[domain.DossierHead](t)(repo.Head(ctx, d.ID)).Custody)
		same(t, "list "+when, want, got[[]domain.DossierHead](t)(repo.List(ctx, authz.Everything(), "", 9))[0].Custody)
		documents := got[[]*domain.Dossier](t)(repo.Documents(ctx, []string{other.ID, d.ID}))
		same(t, "documents "+when, []domain.CustodyState{domain.QC, want}, []domain.CustodyState{documents[0].Custody, documents[1].Custody})
		same(t, "record "+when, d, got[*domain.Dossier](t)(repo.Get(ctx, d.ID)))
	}
	states("while lent", domain.OnLoan)
	d.Version, d.Remark = 2, "改正"
	must(t, repo.Put(ctx, d))
	states("after an edit while lent", domain.OnLoan)
	refused(t, "deleting a released dossier", repo.Delete(ctx, d.ID), errs.Conflict, "dossier.released")

	must(t, s.Custody().Record(ctx, moveOf(t, s, d.ID, domain.InStorage, "JY-1")))
	for _, state := range []domain.CustodyState{domain.OutboundPreparing, domain.InTransit, domain.TransferredOut} {
		must(t, s.Custody().Record(ctx, moveOf(t, s, d.ID, state, "ZD-1")))
	}
	d.Version = 3
	must(t, repo.Put(ctx, d))
	states("after it left for good", domain.TransferredOut)
	same(t, "active dossiers of the person", 0, len(got[map[domain.IDNumber]domain.DossierHead](t)(repo.ByIDNumbers(ctx, []domain.IDNumber{d.Retiree.IDNumber}))))

	must(t, s.Custody().Record(ctx, moveOf(t, s, other.ID, domain.Damaged, "x")))
	must(t, repo.Delete(ctx, other.ID))
	must(t, repo.Put(ctx, other))
	same(t, "state of a dossier taken in anew", domain.QC, got[domain.Whereabouts](t)(s.Custody().Of(ctx, other.ID)).State)
	same(t, "moves of a withdrawn dossier", 1, len(got[[]domain.CustodyMove](t)(s.Custody().Moves(ctx, other.ID))))
}

// testCustodyRacers: of many moves at once one succeeds, the first as well as later ones.
func testCustodyRacers(t *testing.T, s domain.Store) {
	ctx := t.Context()
	d := shelved(1, tiexi)
	must(t, s.Dossiers().Put(ctx, d))
	for round, to := range []domain.CustodyState{domain.OnLoan, domain.InStorage, domain.OnLoan} {
		move := moveOf(t, s, d.ID, to, fmt.Sprint("JY-", round))
		var won atomic.Int32
		var racers sync.WaitGroup
		for n := range 20 {
			racers.Go(func() {
				mine := move
				mine.ID = fmt.Sprint(round, "-", n)
				if err := s.Custody().Record(ctx, mine); err == nil {
					won.Add(1)
				} else if errs.CodeOf(err) != "custody.moved" {
					t.Errorf("racer: %v", err)
				}
			})
		}
		racers.Wait()
		if won.Load() != 1 {
			t.Fatalf("round %d: %d moves succeeded", round, won.Load())
		}
	}
	same(t, "moves", 3, len(got[[]domain.CustodyMove](t)(s.Custody().Moves(ctx, d.ID))))
}
