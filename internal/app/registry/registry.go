// Package registry is the desk of places and enterprises: administrative divisions down to communities, the archive
// offices that hold dossiers, and the enterprises that hand them over.
//
// It may import domain, authz, errs and app/audit.
package registry

import (
	"context"
	"slices"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Service is the desk.
type Service struct {
	Store domain.Store
	Clock domain.Clock
}

var errForbidden = errs.New(errs.Forbidden, "access.forbidden", "没有办理此事项的权限")

// Offices lists the archive offices of the part of the archive for which the actor holds any role. Who acts for
// enterprises alone sees all: to which office one hands over is public.
func (s *Service) Offices(ctx context.Context, actor authz.Actor) ([]domain.ArchiveOffice, error) {
	reach := actor.Reach()
	if reach.Empty() {
		return nil, errForbidden
	}
	if !reach.All && len(reach.Divisions) == 0 && len(reach.Offices) == 0 {
		reach = authz.Everything()
	}
	offices, err := s.Store.Places().Offices(ctx, reach)
	return offices, errs.Wrap("list offices", err)
}

// Divisions lists all administrative divisions; they are public knowledge, but only for those who work here.
func (s *Service) Divisions(ctx context.Context, actor authz.Actor) ([]domain.Division, error) {
	if err := s.Admit(actor); err != nil {
		return nil, err
	}
	divisions, err := s.Store.Places().Divisions(ctx)
	return divisions, errs.Wrap("list divisions", err)
}

// Admit refuses those who hold no role at all. Reference data such as schemes and rules is for everyone else.
func (s *Service) Admit(actor authz.Actor) error {
	if actor.Reach().Empty() {
		return errForbidden
	}
	return nil
}

// SaveOffice adds an office, or changes it by its code. It may not be moved out of, or into, a part of the archive that
// the actor does not manage.
func (s *Service) SaveOffice(ctx context.Context, actor authz.Actor, office domain.ArchiveOffice) error {
	if !actor.Can(authz.OfficeManage, office.Code, office.Division) {
		return errForbidden
	}
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		if err := checkDivision(ctx, tx, "division", office.Division); err != nil {
			return err
		}
		earlier, err := tx.Places().Office(ctx, office.Code)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
		if err == nil && !actor.Can(authz.OfficeManage, earlier.Code, earlier.Division) {
			return errForbidden
		}
		if err := tx.Places().SaveOffice(ctx, office); err != nil {
			return err
		}
		return tx.Audit().Append(ctx, audit.Entry(s.Clock.Now(), actor, domain.AuditOfficeSave,
			audit.Subject{Object: "office", ID: office.Code, OfficeCode: office.Code},
			audit.Detail{"name": office.Name, "division": office.Division}))
	})
	return errs.Wrap("save office", err)
}

// checkDivision refuses a code that no division has; field is the input it came from.
func checkDivision(ctx context.Context, tx domain.Repos, field, code string) error {
	divisions, err := tx.Places().Divisions(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(divisions, func(d domain.Division) bool { return d.Code == code }) {
		return errs.New(errs.Unprocessable, "office.division", "没有代码为“%s”的行政区划", code).
			WithFields(errs.Field{Name: field, Message: "没有这个行政区划"})
	}
	return nil
}
