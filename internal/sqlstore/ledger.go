package sqlstore

import (
	"context"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

type ledgerRepo struct{ handle }

func noPerson() error { return notFound("台账中的该人员", "ledger.not_found") }

// enteredAgain are the columns a person who is entered again gets anew. Reception belongs to the community, so it is kept
// only where that stays the same.
func enteredAgain() clause.Set {
	anew := clause.AssignmentColumns([]string{"name", "sex", "born_on", "retired_on", "enterprise_id", "enterprise_name",
		"insurance_division", "insurance_no", "hukou", "residence", "out_of_city", "division", "phone", "contact", "special", "batch_id",
		"seq", "listed_on", "updated_at"})
	const received = "CASE WHEN ledger_persons.division = excluded.division THEN ledger_persons.received_on ELSE excluded.received_on END"
	return append(anew, clause.Assignments(map[string]any{
		"received_on": gorm.Expr(received),
		"version":     gorm.Expr("ledger_persons.version + 1"),
	})...)
}

// Enter takes the last of several persons with one identity number.
func (r ledgerRepo) Enter(ctx context.Context, persons []domain.LedgerPerson) error {
	var rows []ledgerPersonRow
	places := make(map[domain.IDNumber]int, len(persons))
	for _, person := range persons {
		if place, twice := places[person.IDNumber]; twice {
			rows[place] = rowFromLedgerPerson(person)
			continue
		}
		places[person.IDNumber] = len(rows)
		rows = append(rows, rowFromLedgerPerson(person))
	}
	known := clause.OnConflict{Columns: []clause.Column{{Name: "id_number"}}, DoUpdates: enteredAgain()}
	return r.atomic(ctx, "enter persons", func(db *gorm.DB) error { return insertAll(db.Clauses(known), rows) })
}

func (r ledgerRepo) Update(ctx context.Context, person *domain.LedgerPerson) error {
	row := rowFromLedgerPerson(*person)
	row.Version++
	err := r.atomic(ctx, "update person", func(db *gorm.DB) error {
		stale := errs.New(errs.Stale, "ledger.stale", "台账中的该人员已被他人修改，请刷新后重做")
		return replaceVersion(db, &row, person.Version, noPerson(), stale, "id = ?", row.ID)
	})
	if err == nil {
		person.Version = row.Version
	}
	return err
}

func (r ledgerRepo) Get(ctx context.Context, id string) (domain.LedgerPerson, error) {
	var row ledgerPersonRow
	err := r.read(ctx, "get person", func(db *gorm.DB) error { return take(db.Where("id = ?", id), &row, noPerson()) })
	return row.domain(), err
}

func (r ledgerRepo) ByIDs(ctx context.Context, ids []string) (map[string]domain.LedgerPerson, error) {
	found := make(map[string]domain.LedgerPerson, len(ids))
	err := r.personsBy(ctx, "get persons", "id IN ?", ids, func(person domain.LedgerPerson) { found[person.ID] = person })
	return found, err
}

func (r ledgerRepo) ByIDNumbers(ctx context.Context, numbers []domain.IDNumber) (map[domain.IDNumber]domain.LedgerPerson, error) {
	found := make(map[domain.IDNumber]domain.LedgerPerson, len(numbers))
	err := r.personsBy(ctx, "find persons by identity number", "id_number IN ?", mapAll(numbers, domain.IDNumber.Full),
		func(person domain.LedgerPerson) { found[person.IDNumber] = person })
	return found, err
}

// personsBy tells the persons that a condition on a few hundred keys finds.
func (r ledgerRepo) personsBy(ctx context.Context, op, condition string, keys []string, tell func(domain.LedgerPerson)) error {
	return eachFound(keys, func(chunk []string, rows *[]ledgerPersonRow) error {
		return r.read(ctx, op, func(db *gorm.DB) error { return db.Where(condition, chunk).Find(rows).Error })
	}, func(row ledgerPersonRow) { tell(row.domain()) })
}

func (r ledgerRepo) ByNames(ctx context.Context, division string, names []string) (map[string][]domain.LedgerPerson, error) {
	found := make(map[string][]domain.LedgerPerson, len(names))
	err := eachFound(names, func(chunk []string, rows *[]ledgerPersonRow) error {
		return r.read(ctx, "find persons by name", func(db *gorm.DB) error {
			query := db.Where("name IN ?", chunk)
			if division != "" {
				query = within(query, authz.Scope{Divisions: []string{division}}, "")
			}
			return query.Order("id").Find(rows).Error
		})
	}, func(row ledgerPersonRow) { found[row.Name] = append(found[row.Name], row.domain()) })
	return found, err
}

// List walks an index of divisions in the order of ids; see pageOfBranches.
func (r ledgerRepo) List(ctx context.Context, scope authz.Scope, filter domain.LedgerFilter, afterID string, limit int) ([]domain.LedgerPerson, error) {
	scope = below(scope, filter.Division)
	branches := branchesOf(scope, "")
	if !scope.All && len(branches) == 0 {
		return nil, nil
	}
	var rows []ledgerPersonRow
	err := r.read(ctx, "list persons", func(db *gorm.DB) error {
		condition, args := r.ledgerCondition(filter)
		page := db.Order("id").Limit(limit)
		if scope.All {
			return page.Where("id > ?", afterID).Where(condition, args...).Find(&rows).Error
		}
		ids, args := pageOfBranches("ledger_persons", branches, condition, args, afterID, limit)
		return page.Where("id IN ("+ids+")", args...).Find(&rows).Error
	})
	return mapAll(rows, ledgerPersonRow.domain), err
}

func (r ledgerRepo) Count(ctx context.Context, scope authz.Scope, filter domain.LedgerFilter) (int, error) {
	var count int64
	err := r.read(ctx, "count persons", func(db *gorm.DB) error {
		condition, args := r.ledgerCondition(filter)
		return within(db.Model(&ledgerPersonRow{}), below(scope, filter.Division), "").Where(condition, args...).Count(&count).Error
	})
	return int(count), err
}

// below is the part of a scope's divisions that lies below a prefix, with each division of it once.
func below(scope authz.Scope, prefix string) authz.Scope {
	if prefix == "" {
		return scope
	}
	if scope.All {
		return authz.Scope{Divisions: []string{prefix}}
	}
	var part authz.Scope
	for _, division := range scope.Divisions {
		switch {
		case division != "" && strings.HasPrefix(prefix, division):
			return authz.Scope{Divisions: []string{prefix}}
		case strings.HasPrefix(division, prefix):
			part.Divisions = append(part.Divisions, division)
		}
	}
	return part
}

// ledgerCondition is the filter but for its division, see below. What looks like a whole identity number is looked up by
// its index and is not taken for a part of a name.
func (r ledgerRepo) ledgerCondition(filter domain.LedgerFilter) (string, []any) {
	conditions, args := []string{"1 = 1"}, []any{}
	add := func(wanted bool, condition string, values ...any) {
		if wanted {
			conditions, args = append(conditions, condition), append(args, values...)
		}
	}
	whole := wholeIDNumber(filter.Name)
	add(whole, "id_number = ?", filter.Name)
	add(filter.Name != "" && !whole, r.containsCondition("name"), filter.Name)
	add(filter.Special != "", r.containsCondition("special"), string(categories([]domain.SpecialCategory{filter.Special})))
	add(filter.Survival != "", "survival = ?", string(filter.Survival))
	add(filter.Unregistered, "registered_on = ''")
	add(filter.OutOfCity, "out_of_city")
	return strings.Join(conditions, " AND "), args
}

func wholeIDNumber(text string) bool {
	return len(text) == 18 && strings.Trim(text[:17], "0123456789") == ""
}

func (r ledgerRepo) AddEvents(ctx context.Context, events ...domain.LedgerEvent) error {
	return r.atomic(ctx, "add events", func(db *gorm.DB) error { return insertAll(db, mapAll(events, rowFromLedgerEvent)) })
}

func (r ledgerRepo) Events(ctx context.Context, personID string) ([]domain.LedgerEvent, error) {
	var rows []ledgerEventRow
	err := r.read(ctx, "list events", func(db *gorm.DB) error {
		return db.Where("person_id = ?", personID).Order("at DESC, id DESC").Find(&rows).Error
	})
	return mapAll(rows, ledgerEventRow.domain), err
}
