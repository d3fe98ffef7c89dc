package people

import (
	"context"
	"iter"
	"strings"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Persons lists persons of the ledger by id, after the given one, at most limit (up to 500), with the number of all that the
// filter admits.
func (s *Service) Persons(ctx context.Context, actor authz.Actor, filter domain.LedgerFilter, afterID string, limit int) ([]domain.LedgerPerson, int, error) {
	scope := actor.Scope(authz.LedgerRead)
	if scope.Empty() {
		return nil, 0, errForbidden
	}
	filter = s.tidyFilter(filter)
	persons, err := s.Store.Ledger().List(ctx, scope, filter, afterID, pageOf(limit))
	if err != nil {
		return nil, 0, errs.Wrap("list persons", err)
	}
	total, err := s.Store.Ledger().Count(ctx, scope, filter)
	if err != nil {
		return nil, 0, errs.Wrap("count persons", err)
	}
	if err := s.log(ctx, s.entry(actor, domain.AuditLedgerView, "", filterDetail(filter).With("shown", len(persons)))); err != nil {
		return nil, 0, err
	}
	return persons, total, nil
}

// tidyFilter lets an identity number be found in whatever form it was typed.
func (s *Service) tidyFilter(filter domain.LedgerFilter) domain.LedgerFilter {
	filter.Name = strings.TrimSpace(filter.Name)
	if number := domain.NormalizeIDNumber(filter.Name); domain.CheckIDNumber(number.Full(), s.Clock.Now()) == nil {
		filter.Name = number.Full()
	}
	return filter
}

func filterDetail(filter domain.LedgerFilter) audit.Detail {
	return audit.Detail{"name": domain.MaskNumbers(filter.Name), "division": filter.Division, "special": filter.Special,
		"survival": filter.Survival, "unregistered": filter.Unregistered, "outOfCity": filter.OutOfCity}
}

// PersonDetail is a person with their history.
type PersonDetail struct {
	Person domain.LedgerPerson
	Events []domain.LedgerEvent // newest first
	Where  []string             // names of the divisions above and of the person's own, from the province down
}

// Person reads one person.
func (s *Service) Person(ctx context.Context, actor authz.Actor, id string) (PersonDetail, error) {
	person, err := s.find(ctx, s.Store, actor, authz.LedgerRead, id)
	if err != nil {
		return PersonDetail{}, err
	}
	events, err := s.Store.Ledger().Events(ctx, id)
	if err != nil {
		return PersonDetail{}, errs.Wrap("read history of person", err)
	}
	divisions, err := s.Store.Places().Divisions(ctx)
	if err != nil {
		return PersonDetail{}, errs.Wrap("read divisions", err)
	}
	if err := s.log(ctx, s.entry(actor, domain.AuditLedgerView, id, nil)); err != nil {
		return PersonDetail{}, err
	}
	return PersonDetail{Person: person, Events: events, Where: domain.DivisionsAbove(person.Division, divisions)}, nil
}

// RevealPerson returns the full identity number, for a reason that goes into the audit trail. Those who keep the ledger may
// ask, not those who only read it.
func (s *Service) RevealPerson(ctx context.Context, actor authz.Actor, id, reason string) (domain.IDNumber, error) {
	person, err := s.find(ctx, s.Store, actor, authz.LedgerEdit, id)
	if err != nil {
		return "", err
	}
	if reason, err = required("reason", "查看事由", reason); err != nil {
		return "", err
	}
	if err := s.log(ctx, s.entry(actor, domain.AuditLedgerReveal, id, audit.Detail{"reason": domain.MaskNumbers(reason)})); err != nil {
		return "", err
	}
	return person.IDNumber, nil
}

// ExportPersons walks all persons the filter admits, by id, and logs that before the first is given out. Identity numbers are
// for the caller to mask.
func (s *Service) ExportPersons(ctx context.Context, actor authz.Actor, filter domain.LedgerFilter) (iter.Seq2[domain.LedgerPerson, error], error) {
	scope := actor.Scope(authz.LedgerRead)
	if scope.Empty() {
		return nil, errForbidden
	}
	filter = s.tidyFilter(filter)
	if err := s.log(ctx, s.entry(actor, domain.AuditLedgerExport, "", filterDetail(filter))); err != nil {
		return nil, err
	}
	return func(yield func(domain.LedgerPerson, error) bool) {
		after := ""
		for {
			persons, err := s.Store.Ledger().List(ctx, scope, filter, after, maxPage)
			if err != nil {
				yield(domain.LedgerPerson{}, errs.Wrap("export persons", err))
				return
			}
			for _, person := range persons {
				if !yield(person, nil) {
					return
				}
			}
			if len(persons) < maxPage {
				return
			}
			after = persons[len(persons)-1].ID
		}
	}, nil
}
