// Package circulation is the desk of the work with dossiers that are on the shelf: where each is, and loans (借阅) from the
// request of a unit over the chain of approvals, handing out and renewals to the check on return.
//
// A loan is reached by grants over the office and division of its dossier. Whatever lies outside the actor's scope answers as if
// it did not exist. Every change is one transaction of the loan, the move of its dossier and the audit entry; two clerks at one
// loan are told apart by its version, two at one dossier by the state it moves from.
//
// It may import domain, authz, errs and app/audit.
package circulation

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Config is what the desk works with.
type Config struct {
	Store    domain.Store
	Clock    domain.Clock
	Policies domain.LoanPolicies
}

// Service is the desk.
type Service struct{ Config }

// New makes the desk.
func New(config Config) *Service { return &Service{config} }

var (
	errForbidden = errs.New(errs.Forbidden, "access.forbidden", "没有办理此事项的权限")
	errNoDossier = errs.New(errs.NotFound, "dossier.not_found", "没有这份档案")
	errNoLoan    = errs.New(errs.NotFound, "loan.not_found", "没有这笔借阅")
	errStale     = errs.New(errs.Stale, "loan.stale", "该借阅已被他人办理，请刷新后重做")
)

const maxPage = 500 // loans of one answer

func pageOf(limit int) int { return min(max(limit, 1), maxPage) }

func (s *Service) today() domain.PartialDate { return domain.DateOf(s.Clock.Now()) }

// admit decides about something of an office. Who may do none of the things that let one see it learns nothing; who may see it
// but not do this is told so.
func admit(actor authz.Actor, office, division string, missing error, permission authz.Permission, see ...authz.Permission) error {
	if actor.Can(permission, office, division) {
		return nil
	}
	for _, seeing := range see {
		if actor.Can(seeing, office, division) {
			return errForbidden
		}
	}
	return missing
}

// find reads a loan for which the actor holds the permission.
func find(ctx context.Context, repos domain.Repos, actor authz.Actor, permission authz.Permission, id string) (domain.Loan, error) {
	loan, err := repos.Loans().Get(ctx, id)
	if errs.Is(err, errs.NotFound) {
		return domain.Loan{}, errNoLoan
	}
	if err != nil {
		return domain.Loan{}, errs.Wrap("read loan", err)
	}
	if err := admit(actor, loan.OfficeCode, loan.Division, errNoLoan, permission, authz.LoanRead); err != nil {
		return domain.Loan{}, err
	}
	return loan, nil
}

// deed is what a change to a loan was.
type deed struct {
	action domain.AuditAction
	detail audit.Detail
}

// change applies a change to the given version of a loan and returns what was stored.
func (s *Service) change(ctx context.Context, actor authz.Actor, permission authz.Permission, id string, version int,
	apply func(ctx context.Context, tx domain.Repos, loan *domain.Loan) (deed, error)) (domain.Loan, error) {
	var loan domain.Loan
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		var err error
		if loan, err = find(ctx, tx, actor, permission, id); err != nil {
			return err
		}
		if loan.Version != version {
			return errStale
		}
		what, err := apply(ctx, tx, &loan)
		if err != nil {
			return err
		}
		return s.record(ctx, tx, actor, &loan, what)
	})
	if err != nil {
		return domain.Loan{}, errs.Wrap("change loan", err)
	}
	return loan, nil
}

// record stores a changed loan with its audit entry.
func (s *Service) record(ctx context.Context, tx domain.Repos, actor authz.Actor, loan *domain.Loan, what deed) error {
	loan.UpdatedAt = s.Clock.Now()
	if err := tx.Loans().Update(ctx, loan); err != nil {
		return err
	}
	return tx.Audit().Append(ctx, s.entry(actor, what.action, *loan, what.detail))
}

// entry names the loan and its dossier, so that the history of either can be told.
func (s *Service) entry(actor authz.Actor, action domain.AuditAction, loan domain.Loan, detail audit.Detail) domain.AuditEntry {
	return audit.Entry(s.Clock.Now(), actor, action, audit.Subject{Object: "loan", ID: loan.ID, OfficeCode: loan.OfficeCode},
		detail.With("no", loan.No).With("dossier", loan.DossierID).With("state", loan.State))
}

// log writes the entry of a reading. A reading that cannot be logged does not take place: callers return its error instead of
// what was read.
func (s *Service) log(ctx context.Context, entry domain.AuditEntry) error {
	return errs.Wrap("log reading", s.Store.Audit().Append(ctx, entry))
}
