package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"time"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// transactionTries bounds how often a transaction that lost to another one is run.
const transactionTries = 3

// handle is the only way from a repository to the database: through the store's pools, or through one transaction.
type handle struct {
	store *Store
	tx    *transaction // nil: every call stands alone
}

// transaction is an open transaction. failed is the first error the database itself reported in it.
type transaction struct {
	db     *gorm.DB
	failed error
}

// openTransaction marks a context as being inside InTx of a store.
type openTransaction struct{ store *Store }

// InTx runs fn in one transaction. On PostgreSQL statements see what others committed before them (READ COMMITTED), so
// a value that was read is protected by versions and unique constraints, not by the reading; on SQLite one transaction
// writes at a time. fn runs again, at most three times in all, when the database ended its transaction in favour of
// another (deadlock, serialisation failure, SQLITE_BUSY).
//
// A transaction in which a statement failed is never committed, even if fn goes on and returns nil: PostgreSQL refuses
// it, and SQLite must not behave otherwise. The store's own repositories refuse a context from inside fn.
func (s *Store) InTx(ctx context.Context, fn func(ctx context.Context, tx domain.Repos) error) error {
	if err := s.refuseInside(ctx); err != nil {
		return err
	}
	inside := context.WithValue(ctx, openTransaction{s}, true)
	err := s.transact(ctx, func(tx *transaction) error {
		return fn(inside, repos{handle{store: s, tx: tx}})
	})
	return translate(ctx, "transaction", err)
}

func (s *Store) refuseInside(ctx context.Context) error {
	if ctx.Value(openTransaction{s}) == nil {
		return nil
	}
	return errs.New(errs.Internal, "store.outer_in_tx", "事务内不得使用事务外的数据库句柄")
}

func (s *Store) transact(ctx context.Context, fn func(tx *transaction) error) error {
	for try := 1; ; try++ {
		err := s.attempt(ctx, fn)
		if err == nil || try == transactionTries || !lostToAnother(err) {
			return err
		}
		pause := time.Duration(try) * (10 + time.Duration(rand.IntN(40))) * time.Millisecond
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

func (s *Store) attempt(ctx context.Context, fn func(tx *transaction) error) error {
	return s.writer.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		tx := &transaction{db: db}
		if err := fn(tx); err != nil {
			return err
		}
		if tx.failed != nil {
			return fmt.Errorf("commit after a failed statement: %w", tx.failed)
		}
		return nil
	})
}

// read runs one reading statement.
func (h handle) read(ctx context.Context, op string, fn func(db *gorm.DB) error) error {
	return h.run(ctx, op, func() error { return fn(h.store.reader.WithContext(ctx)) }, fn)
}

// snapshot runs several reading statements that must see the same state.
func (h handle) snapshot(ctx context.Context, op string, fn func(db *gorm.DB) error) error {
	options := &sql.TxOptions{ReadOnly: true}
	if h.store.kind == Postgres {
		options.Isolation = sql.LevelRepeatableRead
	}
	return h.run(ctx, op, func() error { return h.store.reader.WithContext(ctx).Transaction(fn, options) }, fn)
}

// write runs one writing statement.
func (h handle) write(ctx context.Context, op string, fn func(db *gorm.DB) error) error {
	return h.run(ctx, op, func() error { return fn(h.store.writer.WithContext(ctx)) }, fn)
}

// atomic runs several statements of which one writes: all or nothing.
func (h handle) atomic(ctx context.Context, op string, fn func(db *gorm.DB) error) error {
	return h.run(ctx, op, func() error {
		return h.store.transact(ctx, func(tx *transaction) error { return fn(tx.db) })
	}, fn)
}

// run uses alone outside a transaction and fn on the connection of the transaction inside one.
func (h handle) run(ctx context.Context, op string, alone func() error, fn func(db *gorm.DB) error) error {
	if h.tx == nil {
		if err := h.store.refuseInside(ctx); err != nil {
			return errs.Wrap(op, err)
		}
		return translate(ctx, op, alone())
	}
	err := fn(h.tx.db.WithContext(ctx))
	if h.tx.failed == nil && fromDriver(err) {
		h.tx.failed = err
	}
	return translate(ctx, op, err)
}
