package transfer

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// standing is what stands against taking persons into a batch under rule R10: active dossiers anywhere in the city, and
// lines of batches.
type standing struct {
	dossiers map[domain.IDNumber]domain.DossierHead
	lines    map[domain.IDNumber]domain.PersonLine
	offices  map[string]string // names by code
}

// findStanding looks persons up. offices is filled on the way, so that a walk asks for each office once.
func findStanding(ctx context.Context, repos domain.Repos, numbers []domain.IDNumber, offices map[string]string) (standing, error) {
	found := standing{offices: offices}
	numbers = slices.DeleteFunc(slices.Clone(numbers), func(n domain.IDNumber) bool { return n == "" })
	if len(numbers) == 0 {
		return found, nil
	}
	var err error
	if found.dossiers, err = repos.Dossiers().ByIDNumbers(ctx, numbers); err != nil {
		return found, errs.Wrap("look up dossiers of persons", err)
	}
	if found.lines, err = repos.Batches().PersonsOf(ctx, numbers); err != nil {
		return found, errs.Wrap("look up lines of persons", err)
	}
	for _, head := range found.dossiers {
		if _, known := offices[head.OfficeCode]; known {
			continue
		}
		office, err := repos.Places().Office(ctx, head.OfficeCode)
		if err != nil {
			return found, errs.Wrap("look up office", err)
		}
		offices[head.OfficeCode] = office.Name
	}
	return found, nil
}

// held says where the person's dossier is held already; empty: nowhere. One person has one dossier in the whole city, and
// whoever takes one in must be able to ask there.
func (s standing) held(number domain.IDNumber) string {
	head, exists := s.dossiers[number]
	if !exists {
		return ""
	}
	code := head.ArchivalCode
	if code == "" {
		code = "未编"
	}
	return fmt.Sprintf("该人员档案已存在于%s（档号%s），不得重复建档", s.offices[head.OfficeCode], code)
}

// elsewhere says in which other batch the person stands; empty: in none but the given one. Who may not read that batch learns
// only that there is one.
func (s standing) elsewhere(actor authz.Actor, number domain.IDNumber, batchID string) string {
	at, exists := s.lines[number]
	if !exists || at.Batch.ID == batchID {
		return ""
	}
	if admitBatch(actor, &at.Batch, authz.TransferRead) != nil {
		return "该人员已列在其他单位的移交批次中，不得重复移交；请与社保经办机构核对"
	}
	return fmt.Sprintf("该人员已列在移交批次%s第%d行，不得重复移交；如需更正请在该批次中修改", at.Batch.No, at.Line.Seq)
}

// sameForm reports whether two forms say the same.
func sameForm(a, b domain.InfoForm) bool {
	if !slices.Equal(a.Special, b.Special) || !slices.Equal(a.Contacts, b.Contacts) {
		return false
	}
	a.Special, a.Contacts, b.Special, b.Contacts = nil, nil, nil, nil // a nil list says the same as an empty one
	return reflect.DeepEqual(a, b)
}

// eachBatch walks the batches of a filter, newest first.
func eachBatch(ctx context.Context, repos domain.Repos, filter domain.BatchFilter, fn func(domain.TransferBatch) error) error {
	for before := ""; ; {
		batches, err := repos.Batches().List(ctx, authz.Everything(), filter, before, step)
		if err != nil {
			return errs.Wrap("walk batches", err)
		}
		for _, b := range batches {
			if err := fn(b); err != nil {
				return err
			}
			before = b.ID
		}
		if len(batches) < step {
			return nil
		}
	}
}

// eachPage walks the lines of a batch in steps.
func eachPage(ctx context.Context, repos domain.Repos, batchID string, filter domain.LineFilter, fn func([]domain.BatchLine) error) error {
	for after := 0; ; {
		lines, err := repos.Batches().Lines(ctx, batchID, filter, after, step)
		if err != nil {
			return errs.Wrap("walk lines", err)
		}
		if len(lines) == 0 {
			return nil
		}
		if err := fn(lines); err != nil {
			return err
		}
		if len(lines) < step {
			return nil
		}
		after = lines[len(lines)-1].Seq
	}
}
