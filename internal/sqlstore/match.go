package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

type matchRunRow struct {
	ID         string `gorm:"primaryKey"`
	Department string
	Kind       string
	Name       string
	Division   string
	RequestKey *string
	RowCount   int
	Exact      int
	Probable   int
	None       int
	CreatedBy  string
	CreatedAt  time.Time `gorm:"autoCreateTime:false"`
}

func (matchRunRow) TableName() string { return "match_runs" }

func rowFromMatchRun(m domain.MatchRun) matchRunRow {
	return matchRunRow{ID: m.ID, Department: string(m.Department), Kind: string(m.Kind), Name: m.Name, Division: m.Division,
		RequestKey: textOrNull(m.RequestKey), RowCount: m.Rows, Exact: m.Exact, Probable: m.Probable, None: m.None, CreatedBy: m.CreatedBy,
		CreatedAt: stamp(m.CreatedAt)}
}

// countedRun is a run with the rows that wait for review.
type countedRun struct {
	Run     matchRunRow `gorm:"embedded"`
	Pending int
}

func (r countedRun) domain() (domain.MatchRun, error) {
	run := r.Run
	return domain.MatchRun{ID: run.ID, Department: domain.Department(run.Department), Kind: domain.MatchKind(run.Kind), Name: run.Name,
		Division: run.Division, RequestKey: textOf(run.RequestKey), Rows: run.RowCount, Exact: run.Exact, Probable: run.Probable, None: run.None,
		Pending: r.Pending, CreatedBy: run.CreatedBy, CreatedAt: run.CreatedAt.UTC()}, nil
}

func countedRuns(db *gorm.DB) *gorm.DB {
	return db.Table("match_runs").Select("match_runs.*, " +
		"(SELECT count(*) FROM match_rows AS m WHERE m.run_id = match_runs.id AND m.review = 'PENDING') AS pending")
}

// matchedRow is one row of a department's list with what was found.
type matchedRow struct {
	RunID      string `gorm:"primaryKey"`
	Seq        int    `gorm:"primaryKey;autoIncrement:false"`
	Input      string // JSON
	Verdict    string
	PersonID   string
	Score      int
	Reason     string
	Review     string
	ReviewedBy string
	ReviewedAt *time.Time
}

func (matchedRow) TableName() string { return "match_rows" }

func rowFromMatch(m domain.MatchRow) (matchedRow, error) {
	input, err := encoded(m.Input)
	return matchedRow{RunID: m.RunID, Seq: m.Seq, Input: input, Verdict: string(m.Verdict), PersonID: m.PersonID, Score: m.Score,
		Reason: m.Reason, Review: string(m.Review), ReviewedBy: m.ReviewedBy, ReviewedAt: stampOrNull(m.ReviewedAt)}, err
}

func (r matchedRow) domain() (domain.MatchRow, error) {
	row := domain.MatchRow{RunID: r.RunID, Seq: r.Seq, Verdict: domain.MatchVerdict(r.Verdict), PersonID: r.PersonID, Score: r.Score,
		Reason: r.Reason, Review: domain.ReviewState(r.Review), ReviewedBy: r.ReviewedBy, ReviewedAt: timeOf(r.ReviewedAt)}
	return row, decode(r.Input, &row.Input)
}

type matchRepo struct{ handle }

func noRun() error { return notFound("该比对批次", "match.not_found") }

func noMatch() error { return notFound("比对批次中的该行", "match.row_not_found") }

// Create takes the rows for rows of the run.
func (r matchRepo) Create(ctx context.Context, run domain.MatchRun, rows []domain.MatchRow) error {
	stored, err := tryAll(rows, rowFromMatch)
	if err != nil {
		return errs.Wrap("create matching run", err)
	}
	for i := range stored {
		stored[i].RunID = run.ID
	}
	return r.atomic(ctx, "create matching run", func(db *gorm.DB) error {
		if err := insertAll(db, []matchRunRow{rowFromMatchRun(run)}); err != nil {
			return err
		}
		return insertAll(db, stored)
	})
}

func (r matchRepo) Get(ctx context.Context, id string) (domain.MatchRun, error) {
	return oneOf(ctx, r.handle, "get matching run", noRun(), countedRun.domain, func(db *gorm.DB) *gorm.DB {
		return countedRuns(db).Where("id = ?", id)
	})
}

func (r matchRepo) ByRequestKey(ctx context.Context, userID, key string) (domain.MatchRun, error) {
	return oneOf(ctx, r.handle, "find matching run by request", noRun(), countedRun.domain, func(db *gorm.DB) *gorm.DB {
		return countedRuns(db).Where("created_by = ? AND request_key = ?", userID, key)
	})
}

func (r matchRepo) List(ctx context.Context, scope authz.Scope, beforeID string, limit int) ([]domain.MatchRun, error) {
	return listOf(ctx, r.handle, "list matching runs", countedRun.domain, func(db *gorm.DB) *gorm.DB {
		return newest(within(countedRuns(db), scope, ""), "id", beforeID, limit)
	})
}

func (r matchRepo) Rows(ctx context.Context, runID string, verdict domain.MatchVerdict, review domain.ReviewState, afterSeq, limit int) ([]domain.MatchRow, error) {
	return listOf(ctx, r.handle, "list matched rows", matchedRow.domain, func(db *gorm.DB) *gorm.DB {
		query := where(db.Where("run_id = ? AND seq > ?", runID, afterSeq), equal{"verdict", string(verdict)}, equal{"review", string(review)})
		return query.Order("seq").Limit(limit)
	})
}

func (r matchRepo) Row(ctx context.Context, runID string, seq int) (domain.MatchRow, error) {
	return oneOf(ctx, r.handle, "get matched row", noMatch(), matchedRow.domain, func(db *gorm.DB) *gorm.DB {
		return db.Where("run_id = ? AND seq = ?", runID, seq)
	})
}

func (r matchRepo) SetReview(ctx context.Context, row domain.MatchRow) error {
	return r.atomic(ctx, "review matched row", func(db *gorm.DB) error {
		set := db.Model(&matchedRow{}).Where("run_id = ? AND seq = ? AND review = ?", row.RunID, row.Seq, string(domain.ReviewPending)).
			Updates(map[string]any{"review": string(row.Review), "reviewed_by": row.ReviewedBy, "reviewed_at": stampOrNull(row.ReviewedAt)})
		if set.Error != nil || set.RowsAffected == 1 {
			return set.Error
		}
		if err := take(db.Where("run_id = ? AND seq = ?", row.RunID, row.Seq), &matchedRow{}, noMatch()); err != nil {
			return err
		}
		return errs.New(errs.Conflict, "match.reviewed", "该行已由他人核定，请刷新")
	})
}
