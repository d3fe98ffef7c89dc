package people

import (
	"context"
	"fmt"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// ReportDeath records that a person died, on which day and who reported it.
func (s *Service) ReportDeath(ctx context.Context, actor authz.Actor, id string, version int, diedOn domain.PartialDate, source string) (domain.LedgerPerson, error) {
	source, err := required("source", "报告来源", source)
	if err != nil {
		return domain.LedgerPerson{}, err
	}
	return s.change(ctx, actor, authz.LedgerEdit, id, version,
		func(_ context.Context, _ domain.Repos, person *domain.LedgerPerson) (happening, error) {
			if person.Survival == domain.SurvivalDeceased {
				return happening{}, errs.New(errs.Conflict, "ledger.deceased", "%s已登记于%s死亡；登记有误的请先撤销", person.Name, person.DiedOn)
			}
			return s.die(person, diedOn, source)
		})
}

// die records a death if the day can be right.
func (s *Service) die(person *domain.LedgerPerson, on domain.PartialDate, source string) (happening, error) {
	if err := s.pastDay("diedOn", "死亡日期", on); err != nil {
		return happening{}, err
	}
	for _, born := range []domain.PartialDate{person.BornOn, person.IDNumber.Birth()} {
		if born.Valid() && born.After(on) {
			return happening{}, errs.New(errs.Unprocessable, "ledger.died_before_birth", "死亡日期%s早于%s的出生日期，请核对", on, person.Name).
				WithFields(errs.Field{Name: "diedOn", Message: "早于出生日期"})
		}
	}
	person.Survival, person.DiedOn, person.DeathSource = domain.SurvivalDeceased, on, source
	return happening{domain.LedgerDeath, fmt.Sprintf("死亡日期%s；来源：%s", on, source)}, nil
}

// WithdrawDeath takes back a death that was recorded by mistake, for a reason. Whether the person was met before decides if
// they count as alive or as unknown.
func (s *Service) WithdrawDeath(ctx context.Context, actor authz.Actor, id string, version int, reason string) (domain.LedgerPerson, error) {
	reason, err := required("reason", "撤销原因", reason)
	if err != nil {
		return domain.LedgerPerson{}, err
	}
	return s.change(ctx, actor, authz.LedgerRoute, id, version,
		func(_ context.Context, _ domain.Repos, person *domain.LedgerPerson) (happening, error) {
			if person.Survival != domain.SurvivalDeceased {
				return happening{}, errs.New(errs.Conflict, "ledger.not_deceased", "%s没有死亡登记，无需撤销", person.Name)
			}
			words := fmt.Sprintf("撤销死亡日期%s（来源：%s）；原因：%s", person.DiedOn, person.DeathSource, reason)
			person.Survival, person.DiedOn, person.DeathSource = domain.SurvivalUnknown, domain.PartialDate{}, ""
			if !person.RegisteredOn.IsZero() {
				person.Survival = domain.SurvivalAlive
			}
			return happening{domain.LedgerDeathUndo, words}, nil
		})
}
