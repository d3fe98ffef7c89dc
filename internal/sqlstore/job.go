package sqlstore

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

type jobRow struct {
	ID          string `gorm:"primaryKey"`
	Kind        string
	UniqueKey   *string
	Payload     string
	State       string
	Again       bool
	Attempts    int
	MaxAttempts int
	RunAt       time.Time
	LockedBy    string
	LockedUntil *time.Time
	LastError   string
	CreatedAt   time.Time `gorm:"autoCreateTime:false"`
	FinishedAt  *time.Time
}

func (jobRow) TableName() string { return "jobs" }

func rowFromJob(j domain.Job) jobRow {
	return jobRow{ID: j.ID, Kind: j.Kind, UniqueKey: textOrNull(j.UniqueKey), Payload: string(j.Payload), State: string(j.State),
		Attempts: j.Attempts, MaxAttempts: j.MaxAttempts, RunAt: stamp(j.RunAt), LockedBy: j.LockedBy,
		LockedUntil: stampOrNull(j.LockedUntil), LastError: j.LastError, CreatedAt: stamp(j.CreatedAt),
		FinishedAt: stampOrNull(j.FinishedAt)}
}

func (r jobRow) domain() domain.Job {
	job := domain.Job{ID: r.ID, Kind: r.Kind, UniqueKey: textOf(r.UniqueKey), State: domain.JobState(r.State), Attempts: r.Attempts,
		MaxAttempts: r.MaxAttempts, RunAt: r.RunAt.UTC(), LockedBy: r.LockedBy, LockedUntil: timeOf(r.LockedUntil),
		LastError: r.LastError, CreatedAt: r.CreatedAt.UTC(), FinishedAt: timeOf(r.FinishedAt)}
	if r.Payload != "" {
		job.Payload = json.RawMessage(r.Payload)
	}
	return job
}

type jobRepo struct{ handle }

// Enqueue with a key that an unfinished job holds adds nothing: a pending job will see the change, and a running one,
// which may have read its data before the change, is marked to run again when it is done. Either way the job's row is
// locked until the change is committed, so that no worker runs in between and misses it.
func (r jobRepo) Enqueue(ctx context.Context, job domain.Job) error {
	row := rowFromJob(job)
	if row.State == "" {
		row.State = string(domain.JobPending)
	}
	sameKey := clause.OnConflict{
		Columns:     []clause.Column{{Name: "kind"}, {Name: "unique_key"}},
		TargetWhere: clause.Where{Exprs: []clause.Expression{gorm.Expr("unique_key IS NOT NULL AND state IN ('PENDING', 'RUNNING')")}},
		DoUpdates:   clause.Assignments(map[string]any{"again": gorm.Expr("jobs.state = 'RUNNING'")}),
	}
	return r.write(ctx, "enqueue job", func(db *gorm.DB) error { return db.Clauses(sameKey).Create(&row).Error })
}

// claimNext takes the job that is due longest: pending, or running with a lease that is over. The attempt is counted
// here, so that a job that kills its process is not tried for ever. One statement on both databases.
const claimNext = `UPDATE jobs SET state = 'RUNNING', attempts = attempts + 1, locked_by = @worker, locked_until = @until
WHERE id = (SELECT id FROM jobs
	WHERE state IN ('PENDING', 'RUNNING') AND run_at <= @now AND (state = 'PENDING' OR locked_until <= @now) AND kind IN @kinds
	ORDER BY run_at, id LIMIT 1 %s)
RETURNING *`

// claimLock makes a claim pass over jobs that another worker is claiming; SQLite has one writer and needs none.
var claimLock = map[Kind]string{SQLite: "", Postgres: "FOR UPDATE SKIP LOCKED"}

func (r jobRepo) Claim(ctx context.Context, worker string, kinds []string, now, until time.Time) (*domain.Job, error) {
	if len(kinds) == 0 {
		return nil, nil
	}
	var rows []jobRow
	err := r.write(ctx, "claim job", func(db *gorm.DB) error {
		return db.Raw(fmt.Sprintf(claimNext, claimLock[r.store.kind]), map[string]any{"worker": worker, "until": stamp(until), "now": stamp(now), "kinds": kinds}).
			Scan(&rows).Error
	})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	job := rows[0].domain()
	return &job, nil
}

// held finds a job that is still leased to the worker.
func held(db *gorm.DB, id, worker string) *gorm.DB {
	return db.Model(&jobRow{}).Where("id = ? AND locked_by = ? AND state = 'RUNNING'", id, worker)
}

func leaseLost() error {
	return errs.New(errs.Conflict, "job.lease_lost", "任务已由另一进程接手")
}

func (r jobRepo) Renew(ctx context.Context, id, worker string, until time.Time) error {
	return r.write(ctx, "renew job", func(db *gorm.DB) error {
		return affected(held(db, id, worker).Update("locked_until", stamp(until)), leaseLost())
	})
}

// Finish puts a job that was asked for again while it ran back into the queue.
func (r jobRepo) Finish(ctx context.Context, id, worker string, now time.Time) error {
	return r.write(ctx, "finish job", func(db *gorm.DB) error {
		done := held(db, id, worker).Updates(map[string]any{
			"state":        gorm.Expr("CASE WHEN again THEN 'PENDING' ELSE 'DONE' END"),
			"attempts":     gorm.Expr("CASE WHEN again THEN 0 ELSE attempts END"),
			"run_at":       gorm.Expr("CASE WHEN again THEN CAST(? AS "+r.timeType()+") ELSE run_at END", stamp(now)),
			"finished_at":  gorm.Expr("CASE WHEN again THEN NULL ELSE CAST(? AS "+r.timeType()+") END", stamp(now)),
			"again":        false,
			"locked_by":    "",
			"locked_until": nil,
			"last_error":   "",
		})
		return affected(done, leaseLost())
	})
}

// timeType is what a bound time is cast to where the statement does not tell its type. A cast to a type SQLite does not
// know would make a number of it.
func (h handle) timeType() string {
	if h.store.kind == Postgres {
		return "timestamptz"
	}
	return "text"
}

// Retry with an empty problem gives a job back that did not fail: the attempt does not count.
func (r jobRepo) Retry(ctx context.Context, id, worker, problem string, runAt time.Time, dead bool) error {
	change := map[string]any{"again": false, "locked_by": "", "locked_until": nil, "run_at": stamp(runAt),
		"state": string(domain.JobPending), "last_error": cleanText(problem)}
	switch {
	case dead:
		change["state"] = gorm.Expr("CASE WHEN again THEN 'PENDING' ELSE 'DEAD' END")
		change["finished_at"] = gorm.Expr("CASE WHEN again THEN NULL ELSE CAST(? AS "+r.timeType()+") END", stamp(runAt))
		change["attempts"] = gorm.Expr("CASE WHEN again THEN 0 ELSE attempts END")
	case problem == "":
		change["attempts"] = gorm.Expr("attempts - 1")
		delete(change, "last_error")
	}
	return r.write(ctx, "put job back", func(db *gorm.DB) error {
		return affected(held(db, id, worker).Updates(change), leaseLost())
	})
}

func (r jobRepo) Prune(ctx context.Context, before time.Time) (int, error) {
	var gone int64
	err := r.write(ctx, "prune jobs", func(db *gorm.DB) error {
		// Both conditions on the state: the first one names the index, see countJobs.
		pruned := db.Where("state IN ('DONE', 'DEAD') AND state = 'DONE' AND finished_at < ?", stamp(before)).Delete(&jobRow{})
		gone = pruned.RowsAffected
		return pruned.Error
	})
	return int(gone), err
}

// countJobs has a half for each of the two partial indexes.
const countJobs = `SELECT state, count(*) AS jobs FROM jobs WHERE state IN ('PENDING', 'RUNNING') GROUP BY state
UNION ALL SELECT state, count(*) AS jobs FROM jobs WHERE state IN ('DONE', 'DEAD') GROUP BY state`

func (r jobRepo) Counts(ctx context.Context) (map[domain.JobState]int, error) {
	var rows []struct {
		State string
		Jobs  int
	}
	err := r.read(ctx, "count jobs", func(db *gorm.DB) error { return db.Raw(countJobs).Scan(&rows).Error })
	counts := make(map[domain.JobState]int, len(rows))
	for _, row := range rows {
		counts[domain.JobState(row.State)] = row.Jobs
	}
	return counts, err
}

func (r jobRepo) Oldest(ctx context.Context) (time.Time, error) {
	var row jobRow
	err := r.read(ctx, "find oldest job", func(db *gorm.DB) error {
		return take(db.Where("state IN ('PENDING', 'RUNNING') AND state = 'PENDING'").Order("run_at, id"), &row, nil)
	})
	if row.ID == "" {
		return time.Time{}, err
	}
	return row.RunAt.UTC(), err
}
