package sqlstore_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/sqlstore"
)

// slow is a transaction that has written and waits to be told to end.
type slow struct {
	commit chan struct{}
	ended  chan error
}

func begin(t *testing.T, s *sqlstore.Store, write func(ctx context.Context, tx domain.Repos) error) slow {
	t.Helper()
	written := make(chan struct{})
	open := slow{make(chan struct{}), make(chan error, 1)}
	go func() {
		open.ended <- s.InTx(t.Context(), func(ctx context.Context, tx domain.Repos) error {
			if err := write(ctx, tx); err != nil {
				return err
			}
			close(written)
			<-open.commit
			return nil
		})
	}()
	select {
	case <-written:
	case err := <-open.ended:
		t.Fatalf("transaction ended early: %v", err)
	case <-time.After(30 * time.Second):
		t.Fatal("transaction does not begin")
	}
	return open
}

func (o slow) end(t *testing.T) {
	t.Helper()
	close(o.commit)
	must(t, <-o.ended)
}

func until(t *testing.T, what string, look func() bool) {
	t.Helper()
	poll := time.NewTicker(5 * time.Millisecond)
	defer poll.Stop()
	for begun := time.Now(); !look(); <-poll.C {
		if time.Since(begun) > 30*time.Second {
			t.Fatalf("%s did not happen", what)
		}
	}
}

// follower reads the outbox as an index does.
type follower struct {
	*testing.T
	store domain.Store
	at    domain.ChangePosition
	seen  []string
}

func (f *follower) catchUp() {
	f.Helper()
	changes, err := f.store.Outbox().After(f.Context(), f.at, 100)
	must(f.T, err)
	for _, change := range changes {
		f.seen = append(f.seen, change.DossierID)
		f.at = domain.ChangePosition{Epoch: change.Epoch, Seq: change.Seq}
	}
}

// TestOutboxSkipsNothingCommittedLate: the transaction that began first commits last. A follower that looks in between
// must neither pass it nor ever miss it.
func TestOutboxSkipsNothingCommittedLate(t *testing.T) {
	s := databases[sqlstore.Postgres](t)
	appending := func(id string) func(context.Context, domain.Repos) error {
		return func(ctx context.Context, tx domain.Repos) error { return tx.Outbox().Append(ctx, id) }
	}
	f := &follower{T: t, store: s}
	must(t, s.Outbox().Append(t.Context(), "before"))
	until(t, "first change", func() bool { f.catchUp(); return len(f.seen) == 1 })

	first := begin(t, s, appending("first"))
	second := begin(t, s, appending("second"))
	second.end(t)
	var committed int
	must(t, s.SQL().QueryRowContext(t.Context(), "SELECT count(*) FROM outbox WHERE dossier_id = 'second'").Scan(&committed))
	if committed != 1 {
		t.Fatal("the second transaction is not committed: nothing is tested")
	}
	head, err := s.Outbox().Head(t.Context())
	must(t, err)
	f.catchUp()
	if len(f.seen) != 1 || head != f.at {
		t.Fatalf("passed an open transaction: seen %v, head %v", f.seen, head)
	}
	first.end(t)
	until(t, "all changes", func() bool { f.catchUp(); return len(f.seen) == 3 })
	if diff := cmp.Diff([]string{"before", "first", "second"}, f.seen); diff != "" {
		t.Fatalf("followed (-want +have):\n%s", diff)
	}

	// What a follower of plain sequence numbers would have done: the late one lies before the early one.
	var passed int
	must(t, s.SQL().QueryRowContext(t.Context(), `SELECT count(*) FROM outbox late, outbox early
		WHERE late.dossier_id = 'first' AND early.dossier_id = 'second' AND late.seq < early.seq`).Scan(&passed))
	if passed != 1 {
		t.Fatal("the transactions were not interleaved: nothing is tested")
	}
}

func TestSealingWaitsForOpenTransactions(t *testing.T) {
	s := databases[sqlstore.Postgres](t)
	appending := func(id string) func(context.Context, domain.Repos) error {
		return func(ctx context.Context, tx domain.Repos) error {
			return tx.Audit().Append(ctx, domain.AuditEntry{ID: id})
		}
	}
	unsealed := func() []string {
		entries, err := s.Audit().Unsealed(t.Context(), 10)
		must(t, err)
		var ids []string
		for _, entry := range entries {
			ids = append(ids, entry.ID)
		}
		return ids
	}
	first := begin(t, s, appending("first"))
	second := begin(t, s, appending("second"))
	second.end(t)
	if ids := unsealed(); len(ids) != 0 {
		t.Fatalf("would seal %v before an entry of an open transaction", ids)
	}
	first.end(t)
	until(t, "both entries", func() bool { return cmp.Equal([]string{"first", "second"}, unsealed()) })
}

// TestFollowersMissNothingUnderLoad follows while many transactions of different length commit in any order.
func TestFollowersMissNothingUnderLoad(t *testing.T) {
	onEach(t, func(t *testing.T, s *sqlstore.Store) {
		const writers, rounds = 8, 25
		var group sync.WaitGroup
		for n := range writers {
			group.Go(func() {
				for round := range rounds {
					err := s.InTx(t.Context(), func(ctx context.Context, tx domain.Repos) error {
						if err := tx.Outbox().Append(ctx, fmt.Sprint(n, "-", round)); err != nil {
							return err
						}
						for range n { // some hold their place for longer
							if _, err := tx.Users().Count(ctx); err != nil {
								return err
							}
						}
						return nil
					})
					if err != nil {
						t.Errorf("append: %v", err)
					}
				}
			})
		}
		f := &follower{T: t, store: s}
		until(t, "everything", func() bool { f.catchUp(); return len(f.seen) >= writers*rounds })
		group.Wait()
		f.catchUp()
		distinct := map[string]bool{}
		for _, id := range f.seen {
			distinct[id] = true
		}
		if len(f.seen) != writers*rounds || len(distinct) != writers*rounds {
			t.Fatalf("followed %d changes of %d distinct", len(f.seen), len(distinct))
		}
	})
}

// TestDeadlocksAreTriedAgain: two transactions write two rows in opposite order and wait for each other, so that
// PostgreSQL ends one of them.
func TestDeadlocksAreTriedAgain(t *testing.T) {
	s := databases[sqlstore.Postgres](t)
	ctx := t.Context()
	for _, id := range []string{"a", "b"} {
		must(t, s.Places().SaveOffice(ctx, domain.ArchiveOffice{Code: id}))
	}
	var meet, group sync.WaitGroup
	meet.Add(2)
	runs := make([]int, 2)
	for n, order := range [][]string{{"a", "b"}, {"b", "a"}} {
		group.Go(func() {
			err := s.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
				runs[n]++
				for step, code := range order {
					if err := tx.Places().SaveOffice(ctx, domain.ArchiveOffice{Code: code, Name: fmt.Sprint(n)}); err != nil {
						return err
					}
					if step == 0 && runs[n] == 1 {
						meet.Done()
						meet.Wait()
					}
				}
				return nil
			})
			if err != nil {
				t.Errorf("transaction %d: %v", n, err)
			}
		})
	}
	group.Wait()
	if runs[0]+runs[1] != 3 {
		t.Fatalf("runs %v: no deadlock came about", runs)
	}
}

func TestTriesAreLimited(t *testing.T) {
	s := databases[sqlstore.Postgres](t)
	runs := 0
	err := s.InTx(t.Context(), func(ctx context.Context, tx domain.Repos) error {
		runs++
		if err := tx.Outbox().Append(ctx, "d"); err != nil {
			return err
		}
		_, err := s.SQL().ExecContext(context.WithoutCancel(ctx), "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40001'; END $$")
		return err
	})
	if runs != 3 || !errs.Is(err, errs.Unavailable) {
		t.Fatalf("%d runs, %v", runs, err)
	}
	runs = 0
	broken := errors.New("broken")
	if err := s.InTx(t.Context(), func(context.Context, domain.Repos) error { runs++; return broken }); !errors.Is(err, broken) || runs != 1 {
		t.Fatalf("another failure: %d runs, %v", runs, err)
	}
}

// TestHoldingABatch: clerks hold a batch beside each other; whoever changes it or holds it alone waits for them, and they
// for him. SQLite has one writing transaction at a time.
func TestHoldingABatch(t *testing.T) {
	s := databases[sqlstore.Postgres](t)
	ctx := t.Context()
	must(t, s.Enterprises().Save(ctx, domain.Enterprise{ID: "e", Name: "e"}))
	must(t, s.Batches().Create(ctx, domain.TransferBatch{ID: "b", No: "1", EnterpriseID: "e", Version: 1}))
	hold := func(exclusive bool) func(context.Context, domain.Repos) error {
		return func(ctx context.Context, tx domain.Repos) error {
			_, err := tx.Batches().Hold(ctx, "b", exclusive)
			return err
		}
	}
	change := func(ctx context.Context, tx domain.Repos) error {
		batch, err := tx.Batches().Get(ctx, "b")
		if err != nil {
			return err
		}
		return tx.Batches().Update(ctx, &batch)
	}
	for _, c := range []struct {
		name  string
		held  []bool // alone
		waits func(context.Context, domain.Repos) error
	}{
		{"alone beside shared", []bool{false, false}, hold(true)}, // the two that share do not wait for each other
		{"change beside shared", []bool{false}, change},
		{"shared beside alone", []bool{true}, hold(false)},
		{"alone beside alone", []bool{true}, hold(true)},
	} {
		var held []slow
		for _, alone := range c.held {
			held = append(held, begin(t, s, hold(alone)))
		}
		done := make(chan error, 1)
		go func() { done <- s.InTx(ctx, c.waits) }()
		for _, holder := range held {
			until(t, c.name+": waiting", func() bool { return waiting(t, s) == 1 })
			if len(done) > 0 {
				t.Fatalf("%s did not wait: %v", c.name, <-done)
			}
			holder.end(t)
		}
		must(t, <-done)
	}
}

// waiting counts the statements that wait for a lock in the store's database.
func waiting(t *testing.T, s *sqlstore.Store) int {
	t.Helper()
	var count int
	must(t, s.SQL().QueryRowContext(t.Context(), "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").Scan(&count))
	return count
}

// TestTwoProcessesOnOneFile: the command line works on the file of a running server. Each has its own pools, as two
// processes have.
func TestTwoProcessesOnOneFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	server, cli := open(t, sqlstore.Config{SQLitePath: path}), open(t, sqlstore.Config{SQLitePath: path})
	must(t, server.Migrate(t.Context()))
	must(t, server.Users().Create(t.Context(), domain.User{ID: "u1", Login: "a", Version: 1}))

	held := begin(t, server, func(ctx context.Context, tx domain.Repos) error { return tx.Outbox().Append(ctx, "d") })
	if count, err := cli.Users().Count(t.Context()); err != nil || count != 1 {
		t.Fatalf("reading while another process writes: %d, %v", count, err)
	}
	held.end(t)

	const rounds = 60
	var group sync.WaitGroup
	for _, s := range []*sqlstore.Store{server, cli, server, cli} {
		group.Go(func() {
			for range rounds {
				err := s.InTx(t.Context(), func(ctx context.Context, tx domain.Repos) error {
					user, err := tx.Users().Get(ctx, "u1")
					if err != nil {
						return err
					}
					user.FailedLogins++
					return tx.Users().Update(ctx, &user)
				})
				if err != nil {
					t.Errorf("counting up: %v", err)
				}
			}
		})
	}
	group.Wait()
	user, err := cli.Users().Get(t.Context(), "u1")
	must(t, err)
	if user.FailedLogins != 4*rounds {
		t.Fatalf("counted %d of %d", user.FailedLogins, 4*rounds)
	}
}
