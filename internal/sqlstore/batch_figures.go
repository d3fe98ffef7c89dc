package sqlstore

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// inCustody are the states of lines whose paper the office has.
var inCustody = []string{string(domain.LineAccepted), string(domain.LineAcceptedWithGaps)}

// setLines changes columns of the lines a query finds, and their versions, so that whoever read them before is stale.
func setLines(query *gorm.DB, columns map[string]any) *gorm.DB {
	columns["version"] = gorm.Expr("version + 1")
	return query.Model(&lineRow{}).Updates(columns)
}

// markLines is setLines for a whole batch; it returns how many lines there were.
func (r batchRepo) markLines(ctx context.Context, op, batchID string, columns map[string]any, condition string, args ...any) (int, error) {
	var marked int64
	err := r.write(ctx, op, func(db *gorm.DB) error {
		done := setLines(db.Where("batch_id = ?", batchID).Where(condition, args...), columns)
		marked = done.RowsAffected
		return done.Error
	})
	return int(marked), err
}

func (r batchRepo) MarkListed(ctx context.Context, batchID string, on domain.PartialDate) (int, error) {
	return r.markLines(ctx, "mark listed lines", batchID, map[string]any{"listed_on": dateColumn(on)}, "state = ?", string(domain.LineVerified))
}

func (r batchRepo) MarkAccepted(ctx context.Context, batchID string, on domain.PartialDate) (int, error) {
	return r.markLines(ctx, "mark accepted lines", batchID, map[string]any{"accepted_on": dateColumn(on)}, "state IN ? AND accepted_on = ''", inCustody)
}

func (r batchRepo) MarkDelivered(ctx context.Context, batchID string, from []domain.LineState, seqs []int, on domain.PartialDate) (int, error) {
	delivered := func() map[string]any {
		return map[string]any{"state": string(domain.LineDelivered), "delivered_on": dateColumn(on)}
	}
	if seqs == nil {
		return r.markLines(ctx, "mark delivered lines", batchID, delivered(), "state IN ?", texts(from))
	}
	distinct := slices.Compact(slices.Sorted(slices.Values(seqs)))
	err := r.atomic(ctx, "mark delivered lines", func(db *gorm.DB) error {
		return eachChunk(distinct, func(chunk []int) error {
			done := setLines(db.Where("batch_id = ? AND seq IN ? AND state IN ?", batchID, chunk, texts(from)), delivered())
			if done.Error == nil && done.RowsAffected != int64(len(chunk)) {
				return errs.New(errs.Conflict, "line.state", "所选人员中有%d人的状态不允许送交，请刷新后重选", int64(len(chunk))-done.RowsAffected)
			}
			return done.Error
		})
	})
	if err != nil {
		return 0, err
	}
	return len(distinct), nil
}

func (r batchRepo) ReleasePersons(ctx context.Context, batchID string) error {
	_, err := r.markLines(ctx, "release persons", batchID, map[string]any{"active_person": nil}, "active_person IS NOT NULL")
	return err
}

func (r batchRepo) SetDossier(ctx context.Context, batchID string, seq int, dossierID string, state domain.EcopyState) error {
	return r.write(ctx, "match line to dossier", func(db *gorm.DB) error {
		set := setLines(db.Where("batch_id = ? AND seq = ?", batchID, seq),
			map[string]any{"dossier_id": textOrNull(dossierID), "ecopy_state": string(state)})
		return affected(set, noLine())
	})
}

func (r batchRepo) Tally(ctx context.Context, batchID string) (domain.LineTally, error) {
	tallies, err := r.Tallies(ctx, []string{batchID})
	if err != nil {
		return nil, err
	}
	return tallies[batchID], nil
}

// Tallies has an entry for each batch asked for, also for one without lines.
func (r batchRepo) Tallies(ctx context.Context, batchIDs []string) (map[string]domain.LineTally, error) {
	tallies := make(map[string]domain.LineTally, len(batchIDs))
	for _, id := range batchIDs {
		tallies[id] = domain.LineTally{}
	}
	type count struct {
		BatchID string
		State   string
		Lines   int
	}
	err := eachFound(batchIDs, func(chunk []string, rows *[]count) error {
		return r.read(ctx, "tally lines", func(db *gorm.DB) error {
			return db.Model(&lineRow{}).Select("batch_id, state, count(*) AS lines").Where("batch_id IN ?", chunk).
				Group("batch_id, state").Scan(rows).Error
		})
	}, func(row count) { tallies[row.BatchID][domain.LineState(row.State)] = row.Lines })
	return tallies, err
}

func (r batchRepo) WithoutEcopy(ctx context.Context, batchID string, today domain.PartialDate) (due, later int, err error) {
	var counts struct{ Due, Later int }
	err = r.read(ctx, "count lines without electronic copy", func(db *gorm.DB) error {
		return db.Raw("SELECT count(CASE WHEN ecopy_due > ? THEN NULL ELSE 1 END) AS due, count(CASE WHEN ecopy_due > ? THEN 1 END) AS later "+
			"FROM batch_lines WHERE batch_id = ? AND state IN ? AND dossier_id IS NULL", today.String(), today.String(), batchID, inCustody).
			Scan(&counts).Error
	})
	return counts.Due, counts.Later, err
}

func (r batchRepo) PersonsOf(ctx context.Context, numbers []domain.IDNumber) (map[domain.IDNumber]domain.PersonLine, error) {
	found := make(map[domain.IDNumber]domain.PersonLine, len(numbers))
	err := r.personLines(ctx, "find lines of persons", "active_person IN ?", mapAll(numbers, domain.IDNumber.Full), func(found domain.PersonLine) bool {
		return found.Batch.State != domain.BatchCancelled
	}, func(person domain.PersonLine) { found[person.Line.Form.IDNumber] = person })
	return found, err
}

// OfDossiers gives the newest line of each dossier.
func (r batchRepo) OfDossiers(ctx context.Context, dossierIDs []string) (map[string]domain.PersonLine, error) {
	found := make(map[string]domain.PersonLine, len(dossierIDs))
	err := r.personLines(ctx, "find lines of dossiers", "dossier_id IN ?", dossierIDs, func(domain.PersonLine) bool { return true },
		func(person domain.PersonLine) { found[person.Line.DossierID] = person })
	return found, err
}

// personLines tells the lines that a condition on a few hundred keys finds, oldest first, with their batches.
func (r batchRepo) personLines(ctx context.Context, op, condition string, keys []string, admit func(domain.PersonLine) bool, tell func(domain.PersonLine)) error {
	return eachChunk(keys, func(chunk []string) error {
		lines, err := listOf(ctx, r.handle, op, lineRow.domain, func(db *gorm.DB) *gorm.DB {
			return db.Where(condition, chunk).Order("batch_id, seq")
		})
		if err != nil || len(lines) == 0 {
			return err
		}
		ids := slices.Compact(mapAll(lines, func(l domain.BatchLine) string { return l.BatchID }))
		batches, err := listOf(ctx, r.handle, op, batchRow.domain, func(db *gorm.DB) *gorm.DB { return db.Where("id IN ?", ids) })
		if err != nil {
			return err
		}
		byID := make(map[string]domain.TransferBatch, len(batches))
		for _, batch := range batches {
			byID[batch.ID] = batch
		}
		for _, line := range lines {
			if person := (domain.PersonLine{Batch: byID[line.BatchID], Line: line}); admit(person) {
				tell(person)
			}
		}
		return nil
	})
}
