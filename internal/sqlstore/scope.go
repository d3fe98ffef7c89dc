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
	if officeColumn == "" {
		return branches
	}
	for _, office := range scope.Offices {
		branches = append(branches, branch{officeColumn + " = ?", office})
	}
	return branches
}

// within narrows a query to the divisions and offices of a scope (officeColumn empty: to its divisions). Its enterprises
// reach nothing here. A scope that reaches nothing gives no rows.
func within(db *gorm.DB, scope authz.Scope, officeColumn string) *gorm.DB {
	if scope.All {
		return db
	}
	return anyOf(db, branchesOf(scope, officeColumn))
}

// withinTransfer is within for tables of the handover, which handlers of enterprises reach by the column enterprise_id.
func withinTransfer(db *gorm.DB, scope authz.Scope, officeColumn string) *gorm.DB {
	if scope.All {
		return db
	}
	branches := branchesOf(scope, officeColumn)
	for _, id := range scope.Enterprises {
		if id != "" {
			branches = append(branches, branch{"enterprise_id = ?", id})
		}
	}
	return anyOf(db, branches)
}

// anyOf narrows a query to what lies in any of the branches: nothing where there are none.
func anyOf(db *gorm.DB, branches []branch) *gorm.DB {
	var conditions []string
	var args []any
	for _, b := range branches {
		conditions = append(conditions, b.sql)
		args = append(args, b.arg)
	}
	if len(conditions) == 0 {
		return db.Where("1 = 0")
	}
	return db.Where("("+strings.Join(conditions, " OR ")+")", args...)
}

// pageOfBranches selects the ids of a page of a table by walking the index of each branch of a scope for limit ids only: a
// small office among a million dossiers costs no more than the whole city. The condition holds for each row of the page.
func pageOfBranches(table string, branches []branch, condition string, values []any, afterID string, limit int) (string, []any) {
	parts := make([]string, len(branches))
	var args []any
	for i, b := range branches {
		parts[i] = "SELECT id FROM (SELECT id FROM " + table + " WHERE " + b.sql + " AND " + condition + " AND id > ? ORDER BY id LIMIT ?) AS part"
		args = append(append(append(args, b.arg), values...), afterID, limit)
	}
	return strings.Join(parts, " UNION "), args
}
