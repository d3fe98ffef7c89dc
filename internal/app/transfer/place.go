package transfer

import (
	"context"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// place is where the dossiers of an enterprise go, and on what ground.
type place struct {
	form         *domain.NatureForm // newest confirmed one; nil: none
	insurance    string
	registration string
	office       domain.ArchiveOffice // of exactly the competent division; zero: none is registered
}

// placeOf finds the archive office that is competent by the newest confirmed nature form, or, while there is none, by what
// the registry says.
func placeOf(ctx context.Context, repos domain.Repos, enterprise domain.Enterprise) (place, error) {
	at := place{insurance: enterprise.InsuranceDivision, registration: enterprise.RegistrationDivision}
	form, err := repos.NatureForms().Confirmed(ctx, enterprise.ID)
	if err != nil && !errs.Is(err, errs.NotFound) {
		return at, errs.Wrap("find nature form", err)
	}
	if err == nil {
		at.form, at.insurance, at.registration = &form, form.InsuranceDivision, form.RegistrationDivision
	}
	division := at.division()
	if division == "" {
		return at, nil
	}
	offices, err := repos.Places().Offices(ctx, authz.Scope{Divisions: []string{division}})
	if err != nil {
		return at, errs.Wrap("find offices", err)
	}
	for _, office := range offices {
		exactly := office.Division == division // the scope also reaches offices of divisions below
		if exactly && (at.office.Code == "" || office.Code == division) {
			at.office = office
		}
	}
	return at, nil
}

func (p place) division() string { return domain.CompetentDivision(p.insurance, p.registration) }

// check refuses under R05 when no office can be named, and says what to register.
func (p place) check(enterprise string) error {
	if p.division() == "" {
		return domain.RuleError(domain.R05, "单位“%s”未登记参保地（省级参保的还须登记工商注册地），不能确定接收档案的部门，请先登记", enterprise)
	}
	if p.office.Code == "" {
		return domain.RuleError(domain.R05, "“%s”应移交至代码为%s的区划的档案管理部门，该区划尚未登记档案管理部门，请先登记", enterprise, p.division())
	}
	return nil
}

// assign makes the batch go there.
func (p place) assign(b *domain.TransferBatch) error {
	if err := p.check(b.EnterpriseName); err != nil {
		return err
	}
	b.InsuranceDivision, b.RegistrationDivision = p.insurance, p.registration
	b.OfficeCode, b.Division = p.office.Code, p.office.Division
	if p.form != nil {
		b.NatureFormID = p.form.ID
	}
	return nil
}

// competent is the office that is competent for the enterprise of a batch now, whatever the batch was submitted with.
func competent(ctx context.Context, tx domain.Repos, b *domain.TransferBatch) (domain.ArchiveOffice, error) {
	enterprise, err := tx.Enterprises().Get(ctx, b.EnterpriseID)
	if err != nil {
		return domain.ArchiveOffice{}, errs.Wrap("find enterprise", err)
	}
	at, err := placeOf(ctx, tx, enterprise)
	if err != nil {
		return domain.ArchiveOffice{}, err
	}
	return at.office, at.check(b.EnterpriseName)
}
