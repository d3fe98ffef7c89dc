package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Config says where the database is. A URL (postgres://user:password@host/name) means PostgreSQL; without one SQLitePath
// is the file of a SQLite database, which is created with its folder when missing.
type Config struct {
	URL        string
	SQLitePath string
}

// Kind tells the two databases apart.
type Kind string

const (
	SQLite   Kind = "sqlite"
	Postgres Kind = "postgres"
)

// Store is an open database. It may be used by any number of goroutines, and a SQLite file by several processes at once.
type Store struct {
	repos
	kind   Kind
	writer *gorm.DB // on SQLite a single connection, whose transactions lock the file from their first statement
	reader *gorm.DB // on SQLite connections that cannot write and never wait for a writer; on PostgreSQL the same as writer
}

var _ domain.Store = (*Store)(nil)

// Open connects to the database. It changes nothing in it; see Migrate and CheckSchema.
func Open(ctx context.Context, config Config) (*Store, error) {
	open := openSQLite
	if config.URL != "" {
		open = openPostgres
	}
	s, err := open(config)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	s.repos = repos{handle{store: s}}
	if err := s.Ping(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Kind is the database behind the store.
func (s *Store) Kind() Kind { return s.kind }

// Ping reports whether the database answers; errs.Unavailable when it does not.
func (s *Store) Ping(ctx context.Context) error {
	for _, pool := range s.pools() {
		if err := pool.PingContext(ctx); err != nil {
			return unavailable(fmt.Errorf("reach database: %w", err))
		}
	}
	return nil
}

// Close ends all connections.
func (s *Store) Close() error {
	var failures []error
	for _, pool := range s.pools() {
		failures = append(failures, pool.Close())
	}
	return errs.Wrap("close database", errors.Join(failures...))
}

// pools are the connection pools, the writing one first.
func (s *Store) pools() []*sql.DB {
	pools := []*sql.DB{s.writer.ConnPool.(*sql.DB)}
	if s.reader != s.writer {
		pools = append(pools, s.reader.ConnPool.(*sql.DB))
	}
	return pools
}

// useGorm opens gorm over a pool. Its logger would print values of personal data and is off. Statements are not prepared
// by gorm: pgx keeps prepared statements itself, and SQLite gains nothing from them (measured: reads as fast without),
// while multi-row inserts of every length would fill the cache.
func useGorm(dialector gorm.Dialector) (*gorm.DB, error) {
	return gorm.Open(dialector, &gorm.Config{
		SkipDefaultTransaction: true,
		DisableAutomaticPing:   true,
		Logger:                 logger.Discard,
	})
}

// repos hands out the repositories of a handle.
type repos struct{ handle handle }

func (r repos) Places() domain.PlaceRepo           { return placeRepo{r.handle} }
func (r repos) Enterprises() domain.EnterpriseRepo { return enterpriseRepo{r.handle} }
func (r repos) Dossiers() domain.DossierRepo       { return dossierRepo{r.handle} }
func (r repos) Texts() domain.TextRepo             { return textRepo{r.handle} }
func (r repos) Ingests() domain.IngestRepo         { return ingestRepo{r.handle} }
func (r repos) Intents() domain.IntentRepo         { return intentRepo{r.handle} }
func (r repos) Outbox() domain.OutboxRepo          { return outboxRepo{r.handle} }
func (r repos) Jobs() domain.JobRepo               { return jobRepo{r.handle} }
func (r repos) Audit() domain.AuditRepo            { return auditRepo{r.handle} }
func (r repos) Users() domain.UserRepo             { return userRepo{r.handle} }
func (r repos) Sessions() domain.SessionRepo       { return sessionRepo{r.handle} }

func (r repos) Numbers() domain.NumberRepo         { return numberRepo{r.handle} }
func (r repos) NatureForms() domain.NatureFormRepo { return natureFormRepo{r.handle} }
func (r repos) Agreements() domain.AgreementRepo   { return agreementRepo{r.handle} }
func (r repos) Batches() domain.BatchRepo          { return batchRepo{r.handle} }
func (r repos) Gaps() domain.GapRepo               { return gapRepo{r.handle} }
func (r repos) Papers() domain.PaperRepo           { return paperRepo{r.handle} }
func (r repos) Attachments() domain.AttachmentRepo { return attachmentRepo{r.handle} }
func (r repos) Rosters() domain.RosterRepo         { return rosterRepo{r.handle} }
func (r repos) Ledger() domain.LedgerRepo          { return ledgerRepo{r.handle} }
func (r repos) Matches() domain.MatchRepo          { return matchRepo{r.handle} }
func (r repos) Tokens() domain.TokenRepo           { return tokenRepo{r.handle} }
func (r repos) Counts() domain.TransferCountRepo   { return countRepo{r.handle} }

func (r repos) Custody() domain.CustodyRepo { return custodyRepo{r.handle} }
func (r repos) Matters() domain.MatterIndex { return matterIndex{r.handle} }
func (r repos) Proofs() domain.ProofRepo    { return proofRepo{r.handle} }

func (r repos) Loans() domain.LoanRepo {
	return loanRepo{mattersOf[domain.Loan](r.handle)}
}

func (r repos) Consultations() domain.ConsultationRepo {
	return consultationRepo{mattersOf[domain.Consultation](r.handle)}
}

func (r repos) Copies() domain.MatterRepo[domain.CopyOrder] {
	return mattersOf[domain.CopyOrder](r.handle)
}

func (r repos) Certificates() domain.MatterRepo[domain.Certificate] {
	return mattersOf[domain.Certificate](r.handle)
}

func (r repos) Outbounds() domain.MatterRepo[domain.OutboundTransfer] {
	return mattersOf[domain.OutboundTransfer](r.handle)
}

func (r repos) Holds() domain.HoldRepo {
	return holdRepo{mattersOf[domain.Hold](r.handle)}
}
