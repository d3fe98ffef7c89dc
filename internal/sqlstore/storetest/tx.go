package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// together runs n goroutines that start at once, and waits for all.
func together(n int, work func(n int)) {
	var group sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		group.Go(func() {
			<-start
			work(i)
		})
	}
	close(start)
	group.Wait()
}

func testTxAllOrNothing(t *testing.T, s domain.Store) {
	ctx := t.Context()
	broken := errors.New("broken")
	err := s.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		must(t, tx.Dossiers().Put(ctx, dossier(1, tiexi)))
		must(t, tx.Audit().Append(ctx, domain.AuditEntry{ID: "a1", At: noon}))
		same(t, "own writes are seen", 1, len(got[[]domain.AuditEntry](t)(tx.Audit().List(ctx, domain.AuditFilter{}, "", 9))))
		return broken
	})
	if !errors.Is(err, broken) {
		t.Fatalf("the cause is lost: %v", err)
	}
	_, err = s.Dossiers().Get(ctx, "dossier-000001")
	refused(t, "dossier rolled back", err, errs.NotFound, "dossier.not_found")
	same(t, "audit rolled back", 0, len(got[[]domain.AuditEntry](t)(s.Audit().List(ctx, domain.AuditFilter{}, "", 9))))

	func() {
		defer func() { same(t, "panic goes on", any("boom"), recover()) }()
		_ = s.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
			must(t, tx.Dossiers().Put(ctx, dossier(1, tiexi)))
			panic("boom")
		})
	}()
	must(t, s.InTx(ctx, func(ctx context.Context, tx domain.Repos) error { return tx.Dossiers().Put(ctx, dossier(1, tiexi)) }))
	must(t, errOf(s.Dossiers().Get(ctx, "dossier-000001")))

	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if err := s.InTx(cancelled, func(context.Context, domain.Repos) error { return nil }); !errs.IsCanceled(err) {
		t.Fatalf("cancelled: %v", err)
	}
	if _, err := s.Dossiers().Get(cancelled, "dossier-000001"); !errs.IsCanceled(err) {
		t.Fatalf("cancelled read: %v", err)
	}
}

func errOf[V any](_ V, err error) error { return err }

func testTxGuard(t *testing.T, s domain.Store) {
	begun := time.Now()
	must(t, s.InTx(t.Context(), func(ctx context.Context, tx domain.Repos) error {
		must(t, tx.Outbox().Append(ctx, "d1"))
		for name, err := range map[string]error{
			"read":   errOf(s.Users().Count(ctx)),
			"load":   errOf(s.Dossiers().Get(ctx, "d1")),
			"write":  s.Intents().End(ctx, "d1", "a"),
			"atomic": s.Outbox().Append(ctx, "d1"),
			"nested": s.InTx(ctx, func(context.Context, domain.Repos) error { return nil }),
		} {
			refused(t, name+" through the outer handle", err, errs.Internal, "store.outer_in_tx")
		}
		return nil
	}))
	if spent := time.Since(begun); spent > 5*time.Second {
		t.Fatalf("refusing took %v", spent)
	}
}

// testTxFailedStatement: a conflict that fn swallows ends the transaction on every database.
func testTxFailedStatement(t *testing.T, s domain.Store) {
	ctx := t.Context()
	must(t, s.Users().Create(ctx, user("u1", "lisi")))
	err := s.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		must(t, tx.Audit().Append(ctx, domain.AuditEntry{ID: "a1", At: noon}))
		refused(t, "login taken", tx.Users().Create(ctx, user("u2", "lisi")), errs.Conflict, "unique.users_login")
		return nil
	})
	if err == nil {
		t.Fatal("a transaction with a failed statement was committed")
	}
	same(t, "audit rolled back", 0, len(got[[]domain.AuditEntry](t)(s.Audit().List(ctx, domain.AuditFilter{}, "", 9))))
}

// testTxContention: 16 writers with 50 transactions each read a row and then write it; each transaction also adds a row.
// None is lost, and what another writer overtook is told as stale and nothing else.
func testTxContention(t *testing.T, s domain.Store) {
	ctx := t.Context()
	const writers, rounds = 16, 50
	counter := user("u1", "lisi")
	counter.FailedLogins = 0
	must(t, s.Users().Create(ctx, counter))
	together(writers, func(n int) {
		for round := range rounds {
			if err := countUp(ctx, s, fmt.Sprintf("a-%d-%d", n, round)); err != nil {
				t.Errorf("writer %d, round %d: %v", n, round, err)
				return
			}
		}
	})
	same(t, "counted", writers*rounds, got[domain.User](t)(s.Users().Get(ctx, "u1")).FailedLogins)
	same(t, "added", writers*rounds, len(got[[]domain.AuditEntry](t)(s.Audit().List(ctx, domain.AuditFilter{}, "", writers*rounds+1))))
}

func countUp(ctx context.Context, s domain.Store, entry string) error {
	for {
		err := s.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
			counter, err := tx.Users().Get(ctx, "u1")
			if err != nil {
				return err
			}
			counter.FailedLogins++
			if err := tx.Users().Update(ctx, &counter); err != nil {
				return err
			}
			return tx.Audit().Append(ctx, domain.AuditEntry{ID: entry, At: noon})
		})
		if !errs.Is(err, errs.Stale) {
			return err
		}
	}
}

// testTxWhileReading: reading waits for no writer and sees none of its unfinished work.
func testTxWhileReading(t *testing.T, s domain.Store) {
	ctx := t.Context()
	must(t, s.Dossiers().Put(ctx, dossier(1, tiexi)))
	must(t, s.InTx(ctx, func(inside context.Context, tx domain.Repos) error {
		edited := dossier(1, tiexi)
		edited.Version, edited.Remark, edited.Pages = 2, "未提交", nil
		must(t, tx.Dossiers().Put(inside, edited))
		reading, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		together(12, func(int) {
			seen, err := s.Dossiers().Get(reading, "dossier-000001")
			if err != nil || seen.Version != 1 || len(seen.Pages) != 3 {
				t.Errorf("reading beside a writer: %+v, %v", seen, err)
			}
		})
		return nil
	}))
	same(t, "after commit", "未提交", got[*domain.Dossier](t)(s.Dossiers().Get(ctx, "dossier-000001")).Remark)
}
