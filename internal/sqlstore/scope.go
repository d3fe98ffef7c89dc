package sqlstore

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/authz"
)

// branch is one part of a scope as a condition that an index answers in the order of ids.
type branch struct {
	sql string
	arg string
}

// branchesOf are the parts of a scope that is not everything. The length of a prefix stands in the text of the condition,
// because that is the expression the indexes of districts and cities are made of.
func branchesOf(scope authz.Scope, officeColumn string) []branch {
	var branches []branch
	for _, prefix := range scope.Divisions {
		if prefix == "" {
			continue
		}
		branches = append(branches, branch{fmt.Sprintf("substr(division, 1, %d) = ?", utf8.RuneCountInString(prefix)), prefix})
	}
	for _, office := range scope.Offices {
		branches = append(branches, branch{officeColumn + " = ?", office})
	}
	return branches
}

// within narrows a query to a scope. A scope that reaches nothing gives no rows.
func within(db *gorm.DB, scope authz.Scope, officeColumn string) *gorm.DB {
	if scope.All {
		return db
	}
	var conditions []string
	var args []any
	for _, b := range branchesOf(scope, officeColumn) {
		conditions = append(conditions, b.sql)
		args = append(args, b.arg)
	}
	if len(conditions) == 0 {
		return db.Where("1 = 0")
	}
	return db.Where("("+strings.Join(conditions, " OR ")+")", args...)
}
