package sqlstore

import (
	"context"
	"fmt"
	"iter"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/domain"
)

// List is ordered by time, then id; the entry the page begins before is looked up for its time.
func (r auditRepo) List(ctx context.Context, filter domain.AuditFilter, beforeID string, limit int) ([]domain.AuditEntry, error) {
	var rows []auditRow
	err := r.snapshot(ctx, "list audit entries", func(db *gorm.DB) error {
		query := filtered(db, filter)
		if beforeID != "" {
			var before auditRow
			if err := take(db.Where("id = ?", beforeID), &before, notFound("该审计条目", "audit.not_found")); err != nil {
				return err
			}
			query = query.Where("(at, id) < (?, ?)", before.At.UTC(), before.ID)
		}
		return query.Order("at DESC, id DESC").Limit(limit).Find(&rows).Error
	})
	return mapAll(rows, auditRow.domain), err
}

// Walk passes over an entry that is added behind it: one whose time is older than those already given.
func (r auditRepo) Walk(ctx context.Context, filter domain.AuditFilter) iter.Seq2[domain.AuditEntry, error] {
	return r.inBatches(ctx, "walk audit entries", func(db *gorm.DB, last *auditRow) *gorm.DB {
		query := filtered(db, filter)
		if last != nil {
			query = query.Where("(at, id) > (?, ?)", last.At.UTC(), last.ID)
		}
		return query.Order("at, id")
	})
}

// Sealed reads a batch at a time and holds no connection between batches: sealed entries do not change.
func (r auditRepo) Sealed(ctx context.Context) iter.Seq2[domain.AuditEntry, error] {
	return r.inBatches(ctx, "walk sealed audit entries", func(db *gorm.DB, last *auditRow) *gorm.DB {
		after := uint64(0)
		if last != nil {
			after = *last.SealNo
		}
		return db.Where("seal_no > ?", after).Order("seal_no")
	})
}

// inBatches gives what query finds after the last entry of the batch before; nil for the first.
func (r auditRepo) inBatches(ctx context.Context, op string, query func(db *gorm.DB, last *auditRow) *gorm.DB) iter.Seq2[domain.AuditEntry, error] {
	return func(yield func(domain.AuditEntry, error) bool) {
		var last *auditRow
		for {
			var rows []auditRow
			err := r.read(ctx, op, func(db *gorm.DB) error { return query(db, last).Limit(sealedBatch).Find(&rows).Error })
			if err != nil {
				yield(domain.AuditEntry{}, err)
				return
			}
			for _, row := range rows {
				if !yield(row.domain(), nil) {
					return
				}
			}
			if len(rows) < sealedBatch {
				return
			}
			last = &rows[len(rows)-1]
		}
	}
}

func filtered(db *gorm.DB, filter domain.AuditFilter) *gorm.DB {
	query := where(db.Model(&auditRow{}), equal{"actor", filter.Actor}, equal{"action", string(filter.Action)}, equal{"object", filter.Object},
		equal{"object_id", filter.ObjectID})
	if !filter.From.IsZero() {
		query = query.Where("at >= ?", stamp(filter.From))
	}
	if !filter.To.IsZero() {
		query = query.Where("at < ?", stamp(filter.To))
	}
	if len(filter.Subjects) > 0 {
		query = query.Where(aboutAny(db, filter.Subjects))
	}
	return query
}

// aboutAny tests for one of the subjects. Those that differ by nothing but their identifiers are one test: a chain of hundreds of
// alternatives is longer than SQLite allows.
func aboutAny(db *gorm.DB, subjects []domain.AuditSubject) *gorm.DB {
	var alike []domain.AuditSubject // without identifiers, in order
	ids := map[domain.AuditSubject][]string{}
	for _, subject := range subjects {
		id := subject.ID
		subject.ID = ""
		if ids[subject] == nil {
			alike = append(alike, subject)
		}
		ids[subject] = append(ids[subject], id)
	}
	any := about(db, alike[0], ids[alike[0]])
	for _, subject := range alike[1:] {
		any = any.Or(about(db, subject, ids[subject]))
	}
	return any
}

// about tests for subjects that are alike but for their identifiers. Details are compact JSON, so that a number is followed by a comma or the closing brace.
func about(db *gorm.DB, subject domain.AuditSubject, ids []string) *gorm.DB {
	query := db.Session(&gorm.Session{NewDB: true}).Where("object_id IN ?", ids)
	query = where(query, equal{"object", subject.Object}, equal{"action", string(subject.Action)})
	if subject.Line == 0 {
		return query
	}
	var places []any
	for _, name := range []string{"line", "seq"} {
		for _, end := range []string{",", "}"} {
			places = append(places, fmt.Sprintf(`%%"%s":%d%s%%`, name, subject.Line, end))
		}
	}
	return query.Where("(detail LIKE ? OR detail LIKE ? OR detail LIKE ? OR detail LIKE ?)", places...)
}
