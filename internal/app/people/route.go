package people

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const maxReceived = 200 // persons whose reception is confirmed at a time

// Route sends a person on to another division, from the city to the community: agency to subdistrict, subdistrict to
// community, or wherever the person moved. The new place has yet to confirm reception and to meet the person. At the city
// itself (4 digits) stand those who live elsewhere.
func (s *Service) Route(ctx context.Context, actor authz.Actor, id string, version int, division, note string) (domain.LedgerPerson, error) {
	note = strings.TrimSpace(note)
	if err := short("note", "说明", note); err != nil {
		return domain.LedgerPerson{}, err
	}
	return s.change(ctx, actor, authz.LedgerRoute, id, version,
		func(ctx context.Context, tx domain.Repos, person *domain.LedgerPerson) (happening, error) {
			if person.Survival == domain.SurvivalDeceased {
				return happening{}, errs.New(errs.Conflict, "ledger.deceased", "%s已登记死亡，不再转送；登记有误的请先撤销", person.Name)
			}
			if division == person.Division {
				return happening{}, errs.New(errs.Conflict, "ledger.there", "%s已在该处，无需转送", person.Name)
			}
			words, err := s.move(ctx, tx, person, division)
			if err == nil && note != "" {
				words += "；" + note
			}
			return happening{domain.LedgerRouted, words}, err
		})
}

// move puts a person into another division and returns the words of the event.
func (s *Service) move(ctx context.Context, tx domain.Repos, person *domain.LedgerPerson, division string) (string, error) {
	divisions, err := tx.Places().Divisions(ctx)
	if err != nil {
		return "", err
	}
	today := s.today()
	there := slices.ContainsFunc(divisions, func(d domain.Division) bool {
		return d.Code == division && (d.ValidTo.IsZero() || !today.After(d.ValidTo))
	})
	if !there || len(division) < 4 {
		return "", errs.New(errs.Unprocessable, "ledger.division", "没有代码为“%s”的街道、社区或区县，或已撤销，请另选去处", division).
			WithFields(errs.Field{Name: "division", Message: "没有这个去处"})
	}
	words := fmt.Sprintf("%s → %s", placeWords(person.Division, divisions), placeWords(division, divisions))
	person.Division, person.OutOfCity = division, len(division) == 4
	person.ReceivedOn, person.RegisteredOn, person.RegisteredBy = domain.PartialDate{}, domain.PartialDate{}, ""
	return words, nil
}

func placeWords(code string, divisions []domain.Division) string {
	if names := domain.DivisionsAbove(code, divisions); len(names) > 0 {
		return strings.Join(names, "")
	}
	return code
}

// ConfirmReception reports to the agency that the persons have arrived, all or none; who has been confirmed before stays as
// they are. It returns how many were confirmed now.
func (s *Service) ConfirmReception(ctx context.Context, actor authz.Actor, ids []string) (int, error) {
	if len(ids) == 0 || len(ids) > maxReceived {
		return 0, errs.New(errs.Invalid, "ledger.count", "请选择1至%d人", maxReceived)
	}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	confirmed := 0
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		confirmed = 0
		for _, id := range ids {
			person, err := s.find(ctx, tx, actor, authz.LedgerEdit, id)
			if err != nil {
				return err
			}
			if !person.ReceivedOn.IsZero() {
				continue
			}
			person.ReceivedOn = s.today()
			if err := s.record(ctx, tx, actor, &person, happening{domain.LedgerReceived, "已接收该人员信息"}); err != nil {
				return err
			}
			confirmed++
		}
		return nil
	})
	if err != nil {
		return 0, errs.Wrap("confirm reception", err)
	}
	return confirmed, nil
}
