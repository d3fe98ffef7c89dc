package account

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// RecusalChange is what the security officer corrects about whom a user keeps away from. Whoever is not kept is withdrawn.
type RecusalChange struct {
	IDNumber *domain.IDNumber // the user's own; nil: stays, empty: withdrawn
	Keep     []int            // places of the declared relatives that stay, from 0
	Add      []domain.DeclaredRelative
}

// SetRecusal corrects whom a user keeps away from (R25), from the given version. Nobody withdraws what was declared about
// oneself. The audit entry counts, and never names numbers.
func (s *Service) SetRecusal(ctx context.Context, actor authz.Actor, userID string, version int, change RecusalChange) (domain.User, error) {
	if err := s.mayManage(ctx, actor); err != nil {
		return domain.User{}, err
	}
	var user domain.User
	err := s.store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		var err error
		if user, err = tx.Users().Get(ctx, userID); err != nil {
			return err
		}
		user.Version = version
		next, err := change.apply(user.Recusal)
		if err != nil {
			return err
		}
		if userID == actor.UserID && user.Recusal.Withdraws(next) {
			return errs.New(errs.Unprocessable, "recusal.own_removal", "不能撤销自己的回避登记，请由另一名安全管理员办理")
		}
		return s.saveRecusal(ctx, tx, actor, &user, next)
	})
	if err != nil {
		return domain.User{}, errs.Wrap("set recusal", err)
	}
	return user, nil
}

func (c RecusalChange) apply(r domain.Recusal) (domain.Recusal, error) {
	kept := domain.Recusal{IDNumber: r.IDNumber}
	for _, place := range c.Keep {
		if place < 0 || place >= len(r.Relatives) {
			return domain.Recusal{}, errs.New(errs.Invalid, "recusal.keep", "没有第%d名已登记的亲属，请刷新后重做", place+1)
		}
		kept.Relatives = append(kept.Relatives, r.Relatives[place])
	}
	var own domain.IDNumber
	if c.IDNumber != nil {
		kept.IDNumber, own = "", *c.IDNumber
	}
	return kept.With(own, c.Add)
}

// DeclareRecusal adds to whom the actor keeps away from: the own identity number and relatives. What is declared stays until the
// security officer withdraws it.
func (s *Service) DeclareRecusal(ctx context.Context, actor authz.Actor, own domain.IDNumber, relatives []domain.DeclaredRelative) (domain.Recusal, error) {
	var declared domain.Recusal
	err := s.store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		user, err := tx.Users().Get(ctx, actor.UserID)
		if err != nil {
			return err
		}
		if declared, err = user.Recusal.With(own, relatives); err != nil {
			return err
		}
		return s.saveRecusal(ctx, tx, actor, &user, declared)
	})
	if err != nil {
		return domain.Recusal{}, errs.Wrap("declare recusal", err)
	}
	return declared, nil
}

func (s *Service) saveRecusal(ctx context.Context, tx domain.Repos, actor authz.Actor, user *domain.User, next domain.Recusal) error {
	if err := next.Check(domain.DateOf(s.clock.Now())); err != nil {
		return err
	}
	before := len(user.Recusal.Numbers())
	user.Recusal = next
	if err := tx.Users().Update(ctx, user); err != nil {
		return err
	}
	return tx.Audit().Append(ctx, s.entry(actor, domain.AuditUserChange, user.ID,
		audit.Detail{"recusal": len(next.Numbers()), "recusalBefore": before, "recusalOwn": next.IDNumber != ""}))
}
