package sqlstore

import (
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
)

const postgresConnections = 24

func openPostgres(config Config) (*Store, error) {
	parsed, err := pgx.ParseConfig(config.URL)
	if err != nil {
		return nil, err
	}
	parsed.RuntimeParams["application_name"] = "danganku"
	parsed.RuntimeParams["timezone"] = "UTC"
	// A transaction left open by a stuck process would hold up everyone who follows the outbox or seals the audit trail.
	parsed.RuntimeParams["idle_in_transaction_session_timeout"] = "300000"
	pool := stdlib.OpenDB(*parsed)
	pool.SetMaxOpenConns(postgresConnections)
	pool.SetMaxIdleConns(postgresConnections)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	pool.SetConnMaxLifetime(time.Hour)
	db, err := useGorm(postgres.New(postgres.Config{Conn: pool}))
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return &Store{kind: Postgres, writer: db, reader: db}, nil
}
