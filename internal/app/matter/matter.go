// Package matter is what the desks of circulation do alike with the matters (事项) of their kind: begin them under a policy and
// a number, find them inside an actor's scope, decide the steps of their chains, change them by version together with the audit
// entry, move the paper, and walk those that wait for a day.
//
// A matter is reached by grants over the office and division of its dossier. Whatever lies outside the actor's scope answers as
// if it did not exist; a dossier the actor must keep away from (R25) is refused. Every change is one transaction of the matter,
// the move of its dossier and the audit entry.
//
// It may import domain, authz, errs and app/audit.
package matter

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Config is what every desk works with.
type Config struct {
	Store    domain.Store
	Clock    domain.Clock
	Policies domain.UsePolicies
}

// Today is the present day.
func (c Config) Today() domain.PartialDate { return domain.DateOf(c.Clock.Now()) }

// Case is a pointer to a matter of one kind.
type Case[T any] interface {
	*T
	domain.Case
}

// Desk does the work with matters of the kind T. Kind names it in Chinese and gives its numbers, Code begins the codes of its
// refusals and names it in the audit trail, Work is the permission of those at the desk, View the entry of a reading.
type Desk[T any, P Case[T]] struct {
	Config
	Kind domain.MatterKind
	Code string
	Work authz.Permission
	View domain.AuditAction
	Repo func(domain.Repos) domain.MatterRepo[T]
}

// ErrForbidden is the refusal of work to those who may see but not do it.
var ErrForbidden = errs.New(errs.Forbidden, "access.forbidden", "没有办理此事项的权限")

// ErrNoDossier is the answer to those for whom a dossier does not exist.
var ErrNoDossier = errs.New(errs.NotFound, "dossier.not_found", "没有这份档案")

// Missing is the answer to those for whom a matter does not exist.
func (d *Desk[T, P]) Missing() error {
	return errs.New(errs.NotFound, d.Code+".not_found", "没有这笔%s", d.Kind.Label())
}

func (d *Desk[T, P]) stale() error {
	return errs.New(errs.Stale, d.Code+".stale", "该%s已被他人办理，请刷新后重做", d.Kind.Label())
}

// Admit decides about something of an office. Who may do none of the things that let one see it learns nothing; who may see it
// but not do this is told so.
func Admit(actor authz.Actor, office, division string, missing error, permission authz.Permission, see ...authz.Permission) error {
	if actor.Can(permission, office, division) {
		return nil
	}
	for _, seeing := range see {
		if actor.Can(seeing, office, division) {
			return ErrForbidden
		}
	}
	return missing
}

// Find reads a matter for which the actor holds the permission.
func (d *Desk[T, P]) Find(ctx context.Context, repos domain.Repos, actor authz.Actor, permission authz.Permission, id string) (T, error) {
	var none T
	found, err := d.Repo(repos).Get(ctx, id)
	if errs.Is(err, errs.NotFound) {
		return none, d.Missing()
	}
	if err != nil {
		return none, errs.Wrap("read "+d.Code, err)
	}
	m := P(&found).Common()
	if err := Admit(actor, m.OfficeCode, m.Division, d.Missing(), permission, authz.MatterRead); err != nil {
		return none, err
	}
	if err := domain.Avoid(actor, m.IDNumber); err != nil {
		return none, err
	}
	return found, nil
}

// Read is one matter, to be shown.
func (d *Desk[T, P]) Read(ctx context.Context, actor authz.Actor, id string) (T, error) {
	found, err := d.Find(ctx, d.Store, actor, authz.MatterRead, id)
	if err == nil {
		err = d.Log(ctx, d.Entry(actor, d.View, &found, nil))
	}
	if err != nil {
		var none T
		return none, err
	}
	return found, nil
}

// List is newest first, before the given id, at most limit (up to 500). Matters that the actor must keep away from (R25) are left
// out.
func (d *Desk[T, P]) List(ctx context.Context, actor authz.Actor, filter domain.MatterFilter, beforeID string, limit int) ([]T, error) {
	scope := actor.Scope(authz.MatterRead)
	if scope.Empty() {
		return nil, ErrForbidden
	}
	limit = PageOf(limit)
	found, err := Kept[T, P](beforeID, limit, limit, func(before string, limit int) ([]T, error) {
		return d.Repo(d.Store).List(ctx, scope, filter, before, limit)
	}, Unrecused(actor))
	if err != nil {
		return nil, errs.Wrap("list "+d.Code, err)
	}
	detail := audit.Detail{"states": filter.States, "dossier": filter.DossierID, "text": domain.MaskNumbers(filter.Text), "shown": len(found)}
	if err := d.Log(ctx, audit.Entry(d.Clock.Now(), actor, d.View, audit.Subject{Object: d.Code}, detail)); err != nil {
		return nil, err
	}
	return found, nil
}

// Kept reads matters in pages of step, newest first, before the given id, until so many are found that keep admits.
func Kept[T any, P Case[T]](before string, limit, step int, list func(before string, limit int) ([]T, error), keep func(*domain.Matter) bool) ([]T, error) {
	var found []T
	for {
		page, err := list(before, step)
		if err != nil {
			return nil, err
		}
		for i := range page {
			m := P(&page[i]).Common()
			if before = m.ID; !keep(m) {
				continue
			}
			if found = append(found, page[i]); len(found) == limit {
				return found, nil
			}
		}
		if len(page) < step {
			return found, nil
		}
	}
}

// Unrecused admits the matters that an actor need not keep away from (R25).
func Unrecused(actor authz.Actor) func(*domain.Matter) bool {
	return func(m *domain.Matter) bool { return domain.Avoid(actor, m.IDNumber) == nil }
}

const maxPage = 500 // matters of one answer

// PageOf bounds the length of a listing.
func PageOf(limit int) int { return min(max(limit, 1), maxPage) }

// Entry names the matter and its dossier, so that the history of either can be told.
func (d *Desk[T, P]) Entry(actor authz.Actor, action domain.AuditAction, matter *T, detail audit.Detail) domain.AuditEntry {
	m, facts := P(matter).Common(), P(matter).Facts()
	return audit.Entry(d.Clock.Now(), actor, action, audit.Subject{Object: d.Code, ID: m.ID, OfficeCode: m.OfficeCode},
		detail.With("no", m.No).With("dossier", m.DossierID).With("state", facts.Status))
}

// Log writes the entry of a reading. A reading that cannot be logged does not take place: callers return its error instead of
// what was read.
func (c Config) Log(ctx context.Context, entry domain.AuditEntry) error {
	return errs.Wrap("log reading", c.Store.Audit().Append(ctx, entry))
}
