package sqlstore

import (
	"fmt"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// mapAll turns rows into domain values or back; no rows give nil.
func mapAll[A, B any](values []A, turn func(A) B) []B {
	if len(values) == 0 {
		return nil
	}
	turned := make([]B, len(values))
	for i, value := range values {
		turned[i] = turn(value)
	}
	return turned
}

// tryAll is mapAll for mappers of JSON columns, which may fail.
func tryAll[A, B any](values []A, turn func(A) (B, error)) ([]B, error) {
	var turned []B
	for i, value := range values {
		made, err := turn(value)
		if err != nil {
			return nil, fmt.Errorf("row %d of %d: %w", i+1, len(values), err)
		}
		turned = append(turned, made)
	}
	return turned, nil
}

// take reads the one row a query finds, or fails with missing.
func take(query *gorm.DB, row any, missing error) error {
	found := query.Limit(1).Find(row)
	if found.Error == nil && found.RowsAffected == 0 {
		return missing
	}
	return found.Error
}

// insertAll adds rows in few statements.
func insertAll[R any](db *gorm.DB, rows []R) error {
	if len(rows) == 0 {
		return nil
	}
	return db.CreateInBatches(rows, insertRows).Error
}

// upsertAll adds rows, or replaces those with the same primary key, in few statements.
func upsertAll[R any](db *gorm.DB, rows []R) error {
	return insertAll(db.Clauses(clause.OnConflict{UpdateAll: true}), rows)
}

// eachChunk calls fn with at most lookupKeys keys at a time.
func eachChunk[K any](keys []K, fn func(chunk []K) error) error {
	for chunk := range slices.Chunk(keys, lookupKeys) {
		if err := fn(chunk); err != nil {
			return err
		}
	}
	return nil
}

// eachFound looks rows up by keys, a few hundred in one statement, and tells each.
func eachFound[R, K any](keys []K, find func(chunk []K, rows *[]R) error, tell func(row R)) error {
	return eachChunk(keys, func(chunk []K) error {
		var rows []R
		if err := find(chunk, &rows); err != nil {
			return err
		}
		for _, row := range rows {
			tell(row)
		}
		return nil
	})
}

// replaceVersion saves a row in place of the stored one that key finds, if that one has the version; else it fails with
// missing or stale.
func replaceVersion[R any](db *gorm.DB, row *R, version int, missing, stale error, key string, args ...any) error {
	replaced := db.Model(new(R)).Where(key, args...).Where("version = ?", version).Select("*").Updates(row)
	if replaced.Error != nil || replaced.RowsAffected == 1 {
		return replaced.Error
	}
	if err := take(db.Where(key, args...), new(R), missing); err != nil {
		return err
	}
	return stale
}

// affected fails with otherwise when a statement changed no row.
func affected(done *gorm.DB, otherwise error) error {
	if done.Error == nil && done.RowsAffected == 0 {
		return otherwise
	}
	return done.Error
}
