package sqlstore

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

type matterIndex struct{ handle }

func (r matterIndex) List(ctx context.Context, scope authz.Scope, filter domain.MatterFilter, beforeID string, limit int) ([]domain.MatterEntry, error) {
	return listOf(ctx, r.handle, "list matters", matterRow.entry, func(db *gorm.DB) *gorm.DB {
		return newest(mattersWithin(db, scope, filter), "id", beforeID, limit)
	})
}

func (r matterIndex) Due(ctx context.Context, scope authz.Scope, first, last domain.PartialDate, limit int) ([]domain.MatterEntry, error) {
	return listOf(ctx, r.handle, "list due matters", matterRow.entry, func(db *gorm.DB) *gorm.DB {
		query := mattersWithin(db, scope, domain.MatterFilter{}).Where("waits_for <> '' AND waits_for >= ? AND waits_for <= ?", first.String(), last.String())
		return query.Order("waits_for, id").Limit(limit)
	})
}

func (r matterIndex) Counts(ctx context.Context, scope authz.Scope) (map[domain.MatterKind]map[string]int, error) {
	var rows []struct {
		Kind   domain.MatterKind
		State  string
		Amount int
	}
	err := r.read(ctx, "count matters", func(db *gorm.DB) error {
		query := mattersWithin(db.Model(&matterRow{}), scope, domain.MatterFilter{})
		return query.Select("kind, state, count(*) AS amount").Group("kind, state").Scan(&rows).Error
	})
	counts := make(map[domain.MatterKind]map[string]int)
	for _, row := range rows {
		if counts[row.Kind] == nil {
			counts[row.Kind] = make(map[string]int)
		}
		counts[row.Kind][row.State] = row.Amount
	}
	return counts, err
}

func (r matterIndex) ByNo(ctx context.Context, no string) (domain.MatterEntry, error) {
	missing := notFound("该编号的事项", "matter.not_found")
	return oneOf(ctx, r.handle, "find matter by number", missing, matterRow.entry, func(db *gorm.DB) *gorm.DB { return db.Where("no = ?", no) })
}

// mattersWithin are the matters of a scope that a filter admits.
func mattersWithin(db *gorm.DB, scope authz.Scope, filter domain.MatterFilter) *gorm.DB {
	query := where(within(db, scope, "office_code"), equal{"dossier_id", filter.DossierID}, equal{"office_code", filter.Office})
	if !filter.From.IsZero() {
		query = query.Where("created_at >= ?", stamp(filter.From))
	}
	if !filter.To.IsZero() {
		query = query.Where("created_at < ?", stamp(filter.To))
	}
	if len(filter.Kinds) > 0 {
		query = query.Where("kind IN ?", texts(filter.Kinds))
	}
	if len(filter.States) > 0 {
		query = query.Where("state IN ?", filter.States)
	}
	if filter.Deciding {
		query = query.Where("deciding")
	}
	if filter.AtDesk {
		query = query.Where("NOT deciding")
	}
	if filter.Exclusive {
		query = query.Where("exclusive IS NOT NULL")
	}
	if filter.Text != "" {
		return anyColumnHas(query, filter.Text, "no", "applicant", "name", "archival_code")
	}
	return query
}

// anyColumnHas narrows a query to rows with a text in one of the columns. SQLite's LIKE takes small and capital letters of
// ASCII for the same anyway; lower makes PostgreSQL's do it too.
func anyColumnHas(query *gorm.DB, text string, columns ...string) *gorm.DB {
	part := "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(text) + "%"
	conditions, args := make([]string, len(columns)), make([]any, len(columns))
	for i, column := range columns {
		conditions[i], args[i] = "lower("+column+") LIKE lower(?) ESCAPE '!'", part
	}
	return query.Where("("+strings.Join(conditions, " OR ")+")", args...)
}
