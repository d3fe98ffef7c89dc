package sqlstore

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func noLine() error { return notFound("批次中的该人员", "line.not_found") }

func staleLine() error {
	return errs.New(errs.Stale, "line.stale", "该人员已被他人处理，请刷新")
}

// AddLines makes the lines the first version. Two that add to one batch wait for each other.
func (r batchRepo) AddLines(ctx context.Context, batchID string, lines []domain.BatchLine) ([]domain.BatchLine, error) {
	var added []domain.BatchLine
	err := r.atomic(ctx, "add lines", func(db *gorm.DB) error {
		if err := take(r.lockRows(db, true).Where("id = ?", batchID), &batchRow{}, noBatch()); err != nil {
			return err
		}
		var last int
		if err := db.Model(&lineRow{}).Where("batch_id = ?", batchID).Select("coalesce(max(seq), 0)").Scan(&last).Error; err != nil {
			return err
		}
		added = slices.Clone(lines)
		for i := range added {
			added[i].BatchID, added[i].Seq, added[i].Version = batchID, last+1+i, 1
		}
		rows, err := tryAll(added, rowFromLine)
		if err != nil {
			return err
		}
		return insertAll(db, rows)
	})
	if err != nil {
		return nil, err
	}
	return added, nil
}

func (r batchRepo) UpdateLine(ctx context.Context, line *domain.BatchLine) error {
	lines := []domain.BatchLine{*line}
	err := r.UpdateLines(ctx, lines)
	line.Version = lines[0].Version
	return err
}

// UpdateLines takes two or three statements for a few hundred lines of a batch, all or nothing.
func (r batchRepo) UpdateLines(ctx context.Context, lines []domain.BatchLine) error {
	byBatch := map[string][]domain.BatchLine{}
	for _, line := range lines {
		byBatch[line.BatchID] = append(byBatch[line.BatchID], line)
	}
	batches := make([]string, 0, len(byBatch))
	for id := range byBatch {
		batches = append(batches, id)
	}
	slices.Sort(batches) // all lock in the same order
	err := r.atomic(ctx, "update lines", func(db *gorm.DB) error {
		for _, id := range batches {
			if err := r.replaceLines(db, id, byBatch[id]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i := range lines {
		lines[i].Version++
	}
	return nil
}

// replaceLines locks the stored lines, compares their versions, and writes all lines over them.
func (r batchRepo) replaceLines(db *gorm.DB, batchID string, lines []domain.BatchLine) error {
	var state string
	if err := db.Model(&batchRow{}).Where("id = ?", batchID).Limit(1).Pluck("state", &state).Error; err != nil {
		return err
	}
	return eachChunk(lines, func(chunk []domain.BatchLine) error {
		if err := r.lockLines(db, batchID, chunk); err != nil {
			return err
		}
		rows, err := tryAll(chunk, rowFromLine)
		if err != nil {
			return err
		}
		for i := range rows {
			rows[i].Version++
			if domain.BatchState(state) == domain.BatchCancelled {
				rows[i].ActivePerson = nil
			}
		}
		return upsertAll(db, rows)
	})
}

// lockLines keeps others from changing the lines, and fails unless all are there in the version given.
func (r batchRepo) lockLines(db *gorm.DB, batchID string, lines []domain.BatchLine) error {
	var stored []lineRow
	seqs := mapAll(lines, func(l domain.BatchLine) int { return l.Seq })
	query := r.lockRows(db, true).Select("batch_id, seq, version").Where("batch_id = ? AND seq IN ?", batchID, seqs)
	if err := query.Order("seq").Find(&stored).Error; err != nil {
		return err
	}
	versions := make(map[int]int, len(stored))
	for _, row := range stored {
		versions[row.Seq] = row.Version
	}
	for _, line := range lines {
		version, found := versions[line.Seq]
		if !found {
			return noLine()
		}
		if version != line.Version {
			return staleLine()
		}
	}
	return nil
}

func (r batchRepo) RemoveLine(ctx context.Context, batchID string, seq int) error {
	return r.write(ctx, "remove line", func(db *gorm.DB) error {
		return affected(db.Where("batch_id = ? AND seq = ?", batchID, seq).Delete(&lineRow{}), noLine())
	})
}

func (r batchRepo) Line(ctx context.Context, batchID string, seq int) (domain.BatchLine, error) {
	return oneOf(ctx, r.handle, "get line", noLine(), lineRow.domain, func(db *gorm.DB) *gorm.DB {
		return db.Where("batch_id = ? AND seq = ?", batchID, seq)
	})
}

func (r batchRepo) Lines(ctx context.Context, batchID string, filter domain.LineFilter, afterSeq, limit int) ([]domain.BatchLine, error) {
	return listOf(ctx, r.handle, "list lines", lineRow.domain, func(db *gorm.DB) *gorm.DB {
		query := db.Where("batch_id = ? AND seq > ?", batchID, afterSeq)
		if len(filter.States) > 0 {
			query = query.Where("state IN ?", texts(filter.States))
		}
		if filter.Text != "" {
			query = query.Where("("+r.containsCondition("name")+" OR id_number = ? OR archival_code = ?)", filter.Text, filter.Text, filter.Text)
		}
		return query.Order("seq").Limit(limit)
	})
}

func (r batchRepo) LinesBySeq(ctx context.Context, batchID string, seqs []int) ([]domain.BatchLine, error) {
	sorted := slices.Sorted(slices.Values(seqs))
	var found []domain.BatchLine
	err := eachChunk(slices.Compact(sorted), func(chunk []int) error {
		part, err := listOf(ctx, r.handle, "get lines", lineRow.domain, func(db *gorm.DB) *gorm.DB {
			return db.Where("batch_id = ? AND seq IN ?", batchID, chunk).Order("seq")
		})
		found = append(found, part...)
		return err
	})
	return found, err
}

// texts are values of a string type as arguments of a statement.
func texts[S ~string](values []S) []string {
	return mapAll(values, func(value S) string { return string(value) })
}
