package matter

import (
	"context"
	"errors"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Deed is what a change to a matter was.
type Deed struct {
	Action domain.AuditAction
	Detail audit.Detail
}

// Apply changes a matter inside the transaction that stores it.
type Apply[T any] func(ctx context.Context, tx domain.Repos, matter *T) (Deed, error)

// Change applies a change to the given version of a matter and returns what was stored.
func (d *Desk[T, P]) Change(ctx context.Context, actor authz.Actor, permission authz.Permission, id string, version int, apply Apply[T]) (T, error) {
	var matter, none T
	err := d.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		var err error
		if matter, err = d.Find(ctx, tx, actor, permission, id); err != nil {
			return err
		}
		if P(&matter).Common().Version != version {
			return d.stale()
		}
		what, err := apply(ctx, tx, &matter)
		if err != nil {
			return err
		}
		return d.Save(ctx, tx, actor, &matter, what)
	})
	if err != nil {
		return none, errs.Wrap("change "+d.Code, err)
	}
	return matter, nil
}

// Save stores a changed matter with its audit entry.
func (d *Desk[T, P]) Save(ctx context.Context, tx domain.Repos, actor authz.Actor, matter *T, what Deed) error {
	P(matter).Common().UpdatedAt = d.Clock.Now()
	if err := d.Repo(tx).Update(ctx, matter); err != nil {
		return err
	}
	return tx.Audit().Append(ctx, d.Entry(actor, what.Action, matter, what.Detail))
}

// Move takes the dossier of a matter from where it is.
func (d *Desk[T, P]) Move(ctx context.Context, tx domain.Repos, actor authz.Actor, matter *T, to domain.CustodyState, holder, note string) error {
	m := P(matter).Common()
	where, err := tx.Custody().Of(ctx, m.DossierID)
	if err != nil {
		return err
	}
	move, err := where.Move(to, holder, domain.Basis{Kind: d.Code, ID: m.ID, No: m.No}, note, actor.Name, d.Clock.Now())
	if err != nil {
		return err
	}
	return tx.Custody().Record(ctx, move)
}

// Leaves counts what leaves the shelf with a dossier, as the catalogue counts it now.
func (c Config) Leaves(ctx context.Context, tx domain.Repos, dossierID string) (domain.VolumeCount, error) {
	head, err := tx.Dossiers().Head(ctx, dossierID)
	return domain.VolumeCount{Volumes: head.VolumeCount, Materials: head.MaterialCount, Pages: head.PageCount}, err
}

// Decide decides the next step of the chain and reports whether the chain is now complete. The actor must hold the role of the
// step over the dossier's office, must not have made the request or the draft (authors) and must not have decided an earlier
// step. A refusal needs an opinion.
func Decide(actor authz.Actor, m *domain.Matter, clock domain.Clock, approved bool, opinion string, authors ...string) (complete bool, err error) {
	step := m.NextStep()
	if step == nil {
		return false, errs.New(errs.Conflict, "matter.decided", "审批环节已全部完成")
	}
	if err := MayDecide(actor, m, authors...); err != nil {
		return false, err
	}
	if !approved && opinion == "" {
		return false, errs.New(errs.Invalid, "matter.missing", "请填写不予批准的理由").WithFields(errs.Field{Name: "opinion", Message: "理由缺失"})
	}
	step.Approved, step.By, step.ByName, step.At, step.Opinion = approved, actor.UserID, actor.Name, clock.Now(), opinion
	if !approved {
		m.Reason = opinion
	}
	return approved && m.NextStep() == nil, nil
}

// MayDecide holds the steps of a chain to different persons.
func MayDecide(actor authz.Actor, m *domain.Matter, authors ...string) error {
	step := m.NextStep()
	if step == nil || !holds(actor, authz.Role(step.Role), m.OfficeCode, m.Division) {
		return ErrForbidden
	}
	if err := domain.Avoid(actor, m.IDNumber); err != nil {
		return err
	}
	for _, author := range append(authors, m.CreatedBy) {
		if author != "" && author == actor.UserID {
			return errs.New(errs.Forbidden, "matter.own_request", "不得审批本人受理或拟稿的事项，请由其他人员审批")
		}
	}
	for _, step := range m.Steps {
		if step.By == actor.UserID {
			return errs.New(errs.Forbidden, "matter.decided_before", "您已审批过本事项的前一环节，请由其他人员审批")
		}
	}
	return nil
}

// holds reports whether the actor was granted the very role there; permissions of other roles do not count.
func holds(actor authz.Actor, role authz.Role, office, division string) bool {
	for _, grant := range actor.Grants {
		if grant.Role == role && (authz.Actor{Grants: []authz.Grant{grant}}).Reach().Covers(office, division) {
			return true
		}
	}
	return false
}

// Walk gives each matter that waits for a day up to the horizon to each, which brings it to where the calendar demands and tells
// what was done; nothing done is no change and costs no transaction, however long the matter stays due. Each change is a transaction
// of its own; a matter that somebody changed meanwhile is left alone: the next run looks at it again.
func (d *Desk[T, P]) Walk(ctx context.Context, horizon domain.PartialDate, action domain.AuditAction, each func(matter *T) (done []string, err error)) error {
	var failures []error
	for after := ""; ; {
		due, err := d.Repo(d.Store).Due(ctx, horizon, after, maxPage)
		if err != nil {
			return errors.Join(append(failures, errs.Wrap("list due "+d.Code, err))...)
		}
		for i := range due {
			m := P(&due[i]).Common()
			after = m.ID
			done, err := each(&due[i])
			if err == nil && len(done) > 0 {
				err = d.ticked(ctx, due[i], Deed{action, audit.Detail{"done": done}})
			}
			if err != nil && !errs.Is(err, errs.Stale) {
				failures = append(failures, errs.Wrap(d.Code+" "+m.No, err))
			}
		}
		if len(due) < maxPage || len(failures) >= maxPage {
			return errors.Join(failures...)
		}
	}
}

func (d *Desk[T, P]) ticked(ctx context.Context, changed T, what Deed) error {
	return d.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		next := changed // a transaction that is run again starts from the version that was read
		return d.Save(ctx, tx, authz.System("定时任务"), &next, what)
	})
}
