package transfer

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// resolve finds the enterprises that rows of the chunk name and that were not met before.
func (r *rosterRun) resolve(ctx context.Context) error {
	codes, names := map[string]bool{}, map[string]bool{}
	for i := range r.chunk {
		code, name := unitOf(&r.chunk[i])
		if _, known := r.called[key(code, name)]; known {
			continue
		}
		if code != "" {
			codes[code] = true
		} else if name != "" {
			names[name] = true
		}
	}
	byCode, err := r.repos.Enterprises().ByUSCCs(ctx, slices.Sorted(maps.Keys(codes)))
	if err != nil {
		return errs.Wrap("find enterprises by code", err)
	}
	byName, err := r.repos.Enterprises().ByNames(ctx, slices.Sorted(maps.Keys(names)))
	if err != nil {
		return errs.Wrap("find enterprises by name", err)
	}
	for code, enterprise := range byCode {
		if err := r.meet(ctx, key(code, ""), enterprise); err != nil {
			return err
		}
	}
	for name, enterprise := range byName {
		if err := r.meet(ctx, key("", name), enterprise); err != nil {
			return err
		}
	}
	return r.meetOwn(ctx)
}

// meetOwn makes the enterprise the roster is for known, to which rows without a unit belong.
func (r *rosterRun) meetOwn(ctx context.Context) error {
	if _, known := r.targets[r.roster.EnterpriseID]; known || r.roster.EnterpriseID == "" {
		return nil
	}
	own, err := r.repos.Enterprises().Get(ctx, r.roster.EnterpriseID)
	if err != nil {
		return errs.Wrap("find enterprise of roster", err)
	}
	return r.meet(ctx, key("", ""), own)
}

// unitOf is how a row names its enterprise.
func unitOf(row *domain.RosterRow) (code, name string) {
	return strings.ToUpper(strings.TrimSpace(row.Form.EmployerUSCC)), strings.TrimSpace(row.Form.Employer)
}

// key tells codes from names: a code decides where there is one.
func key(code, name string) string {
	if code != "" {
		return "code:" + code
	}
	return "name:" + name
}

func (r *rosterRun) meet(ctx context.Context, called string, enterprise domain.Enterprise) error {
	r.called[called] = enterprise.ID
	if _, known := r.targets[enterprise.ID]; known {
		return nil
	}
	at, err := placeOf(ctx, r.repos, enterprise)
	if err != nil {
		return err
	}
	t := &target{enterprise: enterprise, place: at}
	t.refusal = r.refusalOf(t)
	r.targets[enterprise.ID] = t
	return nil
}

// refusalOf says why no row of an enterprise is taken: it is not the one the roster is for, the uploader has no say in its
// handover, or no office is there to take its dossiers.
func (r *rosterRun) refusalOf(t *target) *domain.Violation {
	refuse := func(message string) *domain.Violation {
		return &domain.Violation{Rule: domain.R05, Level: domain.Block, Field: "单位", Message: message}
	}
	switch {
	case r.roster.EnterpriseID != "" && r.roster.EnterpriseID != t.enterprise.ID:
		return refuse(fmt.Sprintf("“%s”不是本名册的移交单位，请从名册中移出", t.enterprise.Name))
	case !r.actor.CanTransfer(authz.TransferDeclare, t.place.office.Code, t.place.division(), t.enterprise.ID):
		return refuse(fmt.Sprintf("“%s”不在您的办理范围内，请由该单位或其社保经办机构上传", t.enterprise.Name))
	}
	var known *errs.Error
	if errors.As(t.place.check(t.enterprise.Name), &known) {
		return refuse(known.Msg)
	}
	return nil
}

// targetOf is the enterprise of a row, or why it has none.
func (r *rosterRun) targetOf(row *domain.RosterRow) (*target, *domain.Violation) {
	code, name := unitOf(row)
	t := r.targets[r.called[key(code, name)]]
	if code == "" && name == "" && r.roster.EnterpriseID != "" {
		t = r.targets[r.roster.EnterpriseID]
	}
	if t == nil {
		return nil, unknownUnit(row.Row, code, name)
	}
	if t.refusal != nil {
		refusal := *t.refusal
		refusal.Row = row.Row
		return nil, &refusal
	}
	return t, nil
}

// unknownUnit says what is wrong with how a row names its enterprise.
func unknownUnit(row int, code, name string) *domain.Violation {
	v := &domain.Violation{Rule: domain.R01, Level: domain.Block, Row: row, Field: "单位"}
	switch verdict := domain.CheckUSCC(code); {
	case code == "" && name == "":
		v.Message = "缺少原工作单位，请填写单位名称或统一社会信用代码"
	case code == "":
		v.Message = fmt.Sprintf("单位“%s”尚未登记，请先登记单位并办理《企业性质界定表》", name)
	case verdict == domain.USCCMalformed:
		v.Rule, v.Message = domain.R11, fmt.Sprintf("统一社会信用代码“%s”应为18位数字或大写字母（不含I、O、Z、S、V），请更正", code)
	case verdict == domain.USCCUnchecked:
		v.Rule, v.Message = domain.R11, fmt.Sprintf("统一社会信用代码“%s”校验码不符；如确为有效代码请先登记该单位并说明", code)
	default:
		v.Message = fmt.Sprintf("统一社会信用代码为%s的单位尚未登记，请先登记单位并办理《企业性质界定表》", code)
	}
	return v
}
