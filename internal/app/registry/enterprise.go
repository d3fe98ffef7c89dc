package registry

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const maxEnterprises = 500

var errNoEnterprise = errs.New(errs.NotFound, "enterprise.not_found", "没有这个单位")

// enterpriseView is which enterprises an actor may see: all of them, or single ones by id.
type enterpriseView struct {
	all bool
	own []string
}

func viewOf(actor authz.Actor) (enterpriseView, error) {
	var scope authz.Scope
	for _, p := range []authz.Permission{authz.EnterpriseManage, authz.TransferRead, authz.TransferDeclare} {
		scope = scope.Union(actor.Scope(p))
	}
	// Whoever manages users, which nobody does for a part of the archive, chooses the enterprise of a handler by its name.
	if manage := actor.Scope(authz.UserManage); manage.All {
		scope = manage
	}
	if scope.Empty() {
		return enterpriseView{}, errForbidden
	}
	return enterpriseView{all: scope.All || len(scope.Divisions) > 0 || len(scope.Offices) > 0, own: scope.Enterprises}, nil
}

// Enterprises lists enterprises whose name contains the text, by name, after the given name; at most limit (up to 500). An
// enterprise's handler sees that enterprise only.
func (s *Service) Enterprises(ctx context.Context, actor authz.Actor, contains, afterName string, limit int) ([]domain.Enterprise, error) {
	view, err := viewOf(actor)
	if err != nil {
		return nil, err
	}
	limit = min(max(limit, 1), maxEnterprises)
	if view.all {
		enterprises, err := s.Store.Enterprises().List(ctx, contains, afterName, limit)
		return enterprises, errs.Wrap("list enterprises", err)
	}
	var own []domain.Enterprise
	for _, id := range slices.Compact(slices.Sorted(slices.Values(view.own))) {
		enterprise, err := s.Store.Enterprises().Get(ctx, id)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return nil, errs.Wrap("list enterprises", err)
		}
		if err == nil && strings.Contains(enterprise.Name, contains) && enterprise.Name > afterName {
			own = append(own, enterprise)
		}
	}
	slices.SortFunc(own, func(a, b domain.Enterprise) int { return cmp.Compare(a.Name, b.Name) })
	return own[:min(limit, len(own))], nil
}

// Enterprise reads one enterprise.
func (s *Service) Enterprise(ctx context.Context, actor authz.Actor, id string) (domain.Enterprise, error) {
	view, err := viewOf(actor)
	if err != nil {
		return domain.Enterprise{}, err
	}
	if !view.all && !slices.Contains(view.own, id) {
		return domain.Enterprise{}, errNoEnterprise
	}
	enterprise, err := s.Store.Enterprises().Get(ctx, id)
	return enterprise, errs.Wrap("read enterprise", err)
}

// SaveEnterprise adds an enterprise (empty ID) or changes it from the given Version, under rule R11. It may neither leave nor
// enter a part of the archive that the actor does not manage. It returns what was stored.
func (s *Service) SaveEnterprise(ctx context.Context, actor authz.Actor, enterprise domain.Enterprise) (domain.Enterprise, error) {
	if actor.Scope(authz.EnterpriseManage).Empty() {
		return domain.Enterprise{}, errForbidden
	}
	given := tidy(enterprise)
	if err := checkEnterprise(given); err != nil {
		return domain.Enterprise{}, err
	}
	adds, id := given.ID == "", cmp.Or(given.ID, domain.NewID())
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		enterprise = given
		enterprise.ID = id
		if err := s.admitEnterprise(ctx, tx, actor, enterprise, adds); err != nil {
			return err
		}
		if err := storeEnterprise(ctx, tx, &enterprise, adds); err != nil {
			return err
		}
		return tx.Audit().Append(ctx, audit.Entry(s.Clock.Now(), actor, domain.AuditEnterpriseSave,
			audit.Subject{Object: "enterprise", ID: id}, audit.Detail{"name": enterprise.Name, "uscc": enterprise.USCC, "version": enterprise.Version}))
	})
	return enterprise, errs.Wrap("save enterprise", err)
}

func storeEnterprise(ctx context.Context, tx domain.Repos, enterprise *domain.Enterprise, adds bool) error {
	if !adds {
		return tx.Enterprises().Update(ctx, enterprise)
	}
	enterprise.Version = 1
	return tx.Enterprises().Save(ctx, *enterprise)
}

// admitEnterprise checks places, uniqueness and the actor's right over both what stands and what is to stand.
func (s *Service) admitEnterprise(ctx context.Context, tx domain.Repos, actor authz.Actor, enterprise domain.Enterprise, adds bool) error {
	managed, err := managedDivisions(ctx, tx, actor)
	if err != nil {
		return err
	}
	if !managed.reaches(enterprise) {
		return errForbidden
	}
	if !adds {
		earlier, err := tx.Enterprises().Get(ctx, enterprise.ID)
		if err != nil {
			return err
		}
		if !managed.reaches(earlier) {
			return errForbidden
		}
	}
	for _, place := range []struct{ field, code string }{
		{"registrationDivision", enterprise.RegistrationDivision}, {"insuranceDivision", enterprise.InsuranceDivision},
	} {
		if place.code == "" {
			continue
		}
		if err := checkDivision(ctx, tx, place.field, place.code); err != nil {
			return err
		}
	}
	return checkUnique(ctx, tx, enterprise)
}

// managed is the part of the archive in which the actor manages enterprises, by division.
type managed struct{ authz.Scope }

func managedDivisions(ctx context.Context, tx domain.Repos, actor authz.Actor) (managed, error) {
	scope := actor.Scope(authz.EnterpriseManage)
	for _, code := range scope.Offices {
		office, err := tx.Places().Office(ctx, code)
		if errs.Is(err, errs.NotFound) {
			continue
		}
		if err != nil {
			return managed{}, err
		}
		scope.Divisions = append(slices.Clip(scope.Divisions), office.Division)
	}
	return managed{scope}, nil
}

// reaches reports whether the enterprise is registered or insured there. One of which neither is known was taken over from
// old papers and may be completed by anyone who manages enterprises.
func (m managed) reaches(e domain.Enterprise) bool {
	return e.RegistrationDivision == "" && e.InsuranceDivision == "" || m.Covers("", e.RegistrationDivision) || m.Covers("", e.InsuranceDivision)
}

func tidy(e domain.Enterprise) domain.Enterprise {
	e.Name = strings.TrimSpace(e.Name)
	e.USCC = strings.ToUpper(strings.TrimSpace(e.USCC))
	e.NoUSCCReason, e.USCCOverride = strings.TrimSpace(e.NoUSCCReason), strings.TrimSpace(e.USCCOverride)
	if e.USCC != "" {
		e.NoUSCCReason = ""
	}
	return e
}

func checkEnterprise(e domain.Enterprise) error {
	if err := e.Check(); err != nil {
		return err
	}
	if e.USCC == "" && e.NoUSCCReason == "" {
		return errs.New(errs.Invalid, "enterprise.uscc_missing", "请填写统一社会信用代码；没有代码的，请说明原因（如已注销）").
			WithFields(errs.Field{Name: "uscc", Message: "代码和无代码原因须填一项"})
	}
	switch e.Level {
	case domain.LevelUnknown, domain.LevelCentral, domain.LevelProvincial, domain.LevelCity, domain.LevelDistrict:
	default:
		return errs.New(errs.Invalid, "enterprise.level", "没有“%s”这个企业层级", e.Level).WithFields(errs.Field{Name: "level", Message: "企业层级不正确"})
	}
	if n := len(e.RegistrationDivision); n != 0 && n != 6 {
		return errs.New(errs.Invalid, "enterprise.registration", "工商注册地须为区县的6位代码").
			WithFields(errs.Field{Name: "registrationDivision", Message: "应为6位区划代码"})
	}
	if n := len(e.InsuranceDivision); n != 0 && n != 2 && n != 6 {
		return errs.New(errs.Invalid, "enterprise.insurance", "参保地须为区县的6位代码，省级参保的为2位代码").
			WithFields(errs.Field{Name: "insuranceDivision", Message: "应为6位或2位区划代码"})
	}
	return nil
}

// checkUnique names the other enterprise that has the name or the code.
func checkUnique(ctx context.Context, tx domain.Repos, e domain.Enterprise) error {
	named, err := tx.Enterprises().ByNames(ctx, []string{e.Name})
	if err != nil {
		return err
	}
	if other, taken := named[e.Name]; taken && other.ID != e.ID {
		return errs.New(errs.Conflict, "enterprise.name_taken", "单位“%s”已经登记，请直接修改该单位", other.Name).
			WithFields(errs.Field{Name: "name", Message: "名称已登记"})
	}
	if e.USCC == "" {
		return nil
	}
	coded, err := tx.Enterprises().ByUSCCs(ctx, []string{e.USCC})
	if err != nil {
		return err
	}
	if other, taken := coded[e.USCC]; taken && other.ID != e.ID {
		return errs.New(errs.Conflict, "enterprise.uscc_taken", "统一社会信用代码%s已登记在“%s”名下，请核对", e.USCC, other.Name).
			WithFields(errs.Field{Name: "uscc", Message: "代码已登记在“" + other.Name + "”名下"})
	}
	return nil
}
