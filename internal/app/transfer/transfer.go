// Package transfer is the desk of handovers: nature forms of enterprises, rosters of basic information forms, batches from
// the first list of persons to the signed receipt, transfer agreements, the counter check line by line, and the counts of
// article 15.
//
// Every operation loads what it is about under a permission, asks the rules of domain, and saves the change with its audit
// entry in one transaction. Whatever lies outside the actor's scope answers as if it did not exist.
//
// It may import domain, authz, errs, app/audit and, for what attachments hang on, app/matter. Files and workbooks come through
// ports.
package transfer

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// RosterReader reads the rows of a workbook or CSV file on this machine one by one, in order; name is the file's name as
// uploaded and decides the format, divisions are those that insurance places may be named by. An error of each ends the
// reading and is returned.
type RosterReader func(ctx context.Context, path, name string, divisions []domain.Division, each func(domain.RosterRow) error) error

// Config is what the desk works with.
type Config struct {
	Store      domain.Store
	Files      domain.Files
	Clock      domain.Clock
	ReadRoster RosterReader
	Schemes    domain.Schemes
	Late       domain.LatePolicy
	Spool      string // folder for files being read
	Wake       func() // called when background work became due
}

// Service is the desk.
type Service struct{ Config }

// New makes the desk.
func New(config Config) *Service {
	if config.Wake == nil {
		config.Wake = func() {}
	}
	return &Service{config}
}

var errForbidden = errs.New(errs.Forbidden, "access.forbidden", "没有办理此事项的权限")

const (
	step     = 500 // rows read or written at a time
	maxPage  = 500 // entries of one answer
	usualOne = 50
)

// pageSize holds what a caller asks for to what one answer may hold.
func pageSize(limit int) int {
	if limit < 1 {
		return usualOne
	}
	return min(limit, maxPage)
}

func (s *Service) today() domain.PartialDate { return domain.DateOf(s.Clock.Now()) }

// log writes the entry of a reading. A reading that cannot be logged does not take place: callers return its error.
func (s *Service) log(ctx context.Context, actor authz.Actor, action domain.AuditAction, subject audit.Subject, detail audit.Detail) error {
	return errs.Wrap("log reading", s.Store.Audit().Append(ctx, audit.Entry(s.Clock.Now(), actor, action, subject, detail)))
}

// admit decides about a handover of an enterprise to an office. Who may not read it learns nothing; who may read it but
// holds none of the permissions is told so.
func admit(actor authz.Actor, office, division, enterprise string, missing error, anyOf ...authz.Permission) error {
	if !actor.CanTransfer(authz.TransferRead, office, division, enterprise) {
		return missing
	}
	for _, permission := range anyOf {
		if actor.CanTransfer(permission, office, division, enterprise) {
			return nil
		}
	}
	return errForbidden
}
