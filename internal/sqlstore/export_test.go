package sqlstore

import (
	"database/sql"
	"slices"

	"gorm.io/gorm"
)

// SQL is the pool that writes.
func (s *Store) SQL() *sql.DB { return s.pools()[0] }

// ReadingSQL is the pool that reads.
func (s *Store) ReadingSQL() *sql.DB { return s.pools()[len(s.pools())-1] }

// OnStatement calls fn with each statement that is sent, and its arguments.
func (s *Store) OnStatement(fn func(sql string, args []any)) error {
	tell := func(db *gorm.DB) {
		if text := db.Statement.SQL.String(); text != "" {
			fn(text, slices.Clone(db.Statement.Vars))
		}
	}
	for _, db := range []*gorm.DB{s.reader, s.writer} {
		calls := db.Callback()
		for _, err := range []error{
			calls.Query().After("gorm:query").Replace("test:query", tell),
			calls.Create().After("gorm:create").Replace("test:create", tell),
			calls.Update().After("gorm:update").Replace("test:update", tell),
			calls.Delete().After("gorm:delete").Replace("test:delete", tell),
			calls.Raw().After("gorm:raw").Replace("test:raw", tell),
			calls.Row().After("gorm:row").Replace("test:row", tell),
		} {
			if err != nil {
				return err
			}
		}
		if s.reader == s.writer {
			break
		}
	}
	return nil
}
