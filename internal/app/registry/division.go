package registry

import (
	"context"
	"strings"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// SaveDivision adds a subdistrict (9 digits) or a community (12 digits), or changes it by its code. Whoever manages offices
// or routes persons there may do so; districts and above come with the installation.
func (s *Service) SaveDivision(ctx context.Context, actor authz.Actor, division domain.Division) error {
	division.Name = strings.TrimSpace(division.Name)
	if !actor.Can(authz.OfficeManage, "", division.Code) && !actor.Can(authz.LedgerRoute, "", division.Code) {
		return errForbidden
	}
	if err := checkLocal(division); err != nil {
		return err
	}
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		known, err := tx.Places().Divisions(ctx)
		if err != nil {
			return err
		}
		if err := domain.CheckParents([]domain.Division{division}, known); err != nil {
			return err
		}
		if err := tx.Places().SaveDivisions(ctx, []domain.Division{division}); err != nil {
			return err
		}
		return tx.Audit().Append(ctx, audit.Entry(s.Clock.Now(), actor, domain.AuditDivisionSave,
			audit.Subject{Object: "division", ID: division.Code}, audit.Detail{"name": division.Name}))
	})
	return errs.Wrap("save division", err)
}

func checkLocal(division domain.Division) error {
	if !domain.ValidDivisionCode(division.Code) || !division.Local() {
		return errs.New(errs.Invalid, "division.code", "街道代码为9位数字，社区代码为12位数字").
			WithFields(errs.Field{Name: "code", Message: "应为9位或12位数字"})
	}
	if division.Name == "" {
		return errs.New(errs.Invalid, "division.name", "请填写街道或社区的名称").WithFields(errs.Field{Name: "name", Message: "名称缺失"})
	}
	if !division.ValidFrom.Valid() || !division.ValidTo.Valid() {
		return errs.New(errs.Invalid, "division.dates", "起止日期不存在，请更正")
	}
	return nil
}
