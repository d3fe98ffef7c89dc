package sqlstore

import (
	"context"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/errs"
)

// oneOf reads the first row a query finds, or fails with missing.
func oneOf[R, V any](ctx context.Context, h handle, op string, missing error, turn func(R) (V, error), query func(db *gorm.DB) *gorm.DB) (V, error) {
	var row R
	if err := h.read(ctx, op, func(db *gorm.DB) error { return take(query(db), &row, missing) }); err != nil {
		var none V
		return none, err
	}
	found, err := turn(row)
	return found, errs.Wrap(op, err)
}

// listOf reads all rows a query finds.
func listOf[R, V any](ctx context.Context, h handle, op string, turn func(R) (V, error), query func(db *gorm.DB) *gorm.DB) ([]V, error) {
	var rows []R
	if err := h.read(ctx, op, func(db *gorm.DB) error { return query(db).Find(&rows).Error }); err != nil {
		return nil, err
	}
	found, err := tryAll(rows, turn)
	return found, errs.Wrap(op, err)
}

// equal is a test of a column against a value; the empty value admits everything.
type equal struct{ column, value string }

func where(query *gorm.DB, tests ...equal) *gorm.DB {
	for _, test := range tests {
		if test.value != "" {
			query = query.Where(test.column+" = ?", test.value)
		}
	}
	return query
}

// newest is a page of a listing, newest first, before the given id. Ids sort by creation.
func newest(query *gorm.DB, column, beforeID string, limit int) *gorm.DB {
	if beforeID != "" {
		query = query.Where(column+" < ?", beforeID)
	}
	return query.Order(column + " DESC").Limit(limit)
}
