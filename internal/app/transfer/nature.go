package transfer

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

var (
	errNoNature     = errs.New(errs.NotFound, "nature.not_found", "没有这份企业性质界定表")
	errStaleNature  = errs.New(errs.Stale, "nature.stale", "企业性质界定表已被他人修改，请刷新后重做")
	errNoEnterprise = errs.New(errs.NotFound, "enterprise.not_found", "没有这个单位，请先登记单位")
)

// admitNature decides about a form by the division that is competent for its enterprise.
func admitNature(actor authz.Actor, form domain.NatureForm, anyOf ...authz.Permission) error {
	division := domain.CompetentDivision(form.InsuranceDivision, form.RegistrationDivision)
	return admit(actor, "", division, form.EnterpriseID, errNoNature, anyOf...)
}

func nature(ctx context.Context, repos domain.Repos, actor authz.Actor, id string, anyOf ...authz.Permission) (domain.NatureForm, error) {
	form, err := repos.NatureForms().Get(ctx, id)
	if errs.Is(err, errs.NotFound) {
		return form, errNoNature
	}
	if err != nil {
		return form, errs.Wrap("load nature form", err)
	}
	if err := admitNature(actor, form, anyOf...); err != nil {
		return domain.NatureForm{}, err
	}
	return form, nil
}

// Natures lists forms, newest first, before the given id; state "" means all.
func (s *Service) Natures(ctx context.Context, actor authz.Actor, state domain.NatureState, beforeID string, limit int) ([]domain.NatureForm, error) {
	scope := actor.Scope(authz.TransferRead)
	if scope.Empty() {
		return nil, errForbidden
	}
	forms, err := s.Store.NatureForms().List(ctx, scope, state, beforeID, pageSize(limit))
	return forms, errs.Wrap("list nature forms", err)
}

// Nature reads a form.
func (s *Service) Nature(ctx context.Context, actor authz.Actor, id string) (domain.NatureForm, error) {
	return nature(ctx, s.Store, actor, id, authz.TransferRead)
}

// SaveNature drafts a form (ID "") or changes a draft or refused one, whose Version must be the stored one. Of the given
// form, what the enterprise declares counts: level, owner, divisions and the scan.
func (s *Service) SaveNature(ctx context.Context, actor authz.Actor, form domain.NatureForm) (domain.NatureForm, error) {
	var saved domain.NatureForm
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		var err error
		if form.ID == "" {
			saved, err = s.newNature(ctx, tx, actor, form)
		} else {
			saved, err = s.editNature(ctx, tx, actor, form)
		}
		if err != nil {
			return err
		}
		if err := matter.Bind(ctx, tx, actor, saved.AttachmentID, onNature, saved.ID); err != nil {
			return err
		}
		return tx.Audit().Append(ctx, s.natureEntry(actor, domain.AuditNatureSave, saved, nil))
	})
	return saved, errs.Wrap("save nature form", err)
}

func (s *Service) newNature(ctx context.Context, tx domain.Repos, actor authz.Actor, given domain.NatureForm) (domain.NatureForm, error) {
	enterprise, err := tx.Enterprises().Get(ctx, given.EnterpriseID)
	if errs.Is(err, errs.NotFound) {
		return given, errNoEnterprise
	}
	if err != nil {
		return given, err
	}
	now := s.Clock.Now()
	form := domain.NatureForm{ID: domain.NewID(), EnterpriseID: enterprise.ID, EnterpriseName: enterprise.Name, USCC: enterprise.USCC,
		State: domain.NatureDraft, CreatedBy: actor.UserID, CreatedAt: now, UpdatedAt: now, Version: 1}
	declare(&form, given)
	if form.Level == domain.LevelUnknown {
		form.Level = enterprise.Level
	}
	if form.InsuranceDivision == "" && form.RegistrationDivision == "" {
		form.InsuranceDivision, form.RegistrationDivision = enterprise.InsuranceDivision, enterprise.RegistrationDivision
	}
	if err := admitNature(actor, form, authz.TransferDeclare); err != nil {
		if errs.Is(err, errs.NotFound) {
			return form, errNoEnterprise
		}
		return form, err
	}
	return form, tx.NatureForms().Create(ctx, form)
}

func (s *Service) editNature(ctx context.Context, tx domain.Repos, actor authz.Actor, given domain.NatureForm) (domain.NatureForm, error) {
	form, err := nature(ctx, tx, actor, given.ID, authz.TransferDeclare)
	if err != nil {
		return form, err
	}
	if err := domain.NatureMachine().Require(form.State, "修改", domain.NatureDraft, domain.NatureRefused); err != nil {
		return form, err
	}
	if form.Version != given.Version {
		return form, errStaleNature
	}
	declare(&form, given)
	// A form may not be moved to where the actor has no say.
	if err := admitNature(actor, form, authz.TransferDeclare); err != nil {
		return form, errForbidden
	}
	form.UpdatedAt = s.Clock.Now()
	return form, tx.NatureForms().Update(ctx, &form)
}

// declare takes over what an enterprise says about itself.
func declare(form *domain.NatureForm, given domain.NatureForm) {
	form.Level, form.Owner, form.AttachmentID = given.Level, given.Owner, given.AttachmentID
	form.InsuranceDivision, form.RegistrationDivision = given.InsuranceDivision, given.RegistrationDivision
}

// SubmitNature hands a complete form to the leading-group office.
func (s *Service) SubmitNature(ctx context.Context, actor authz.Actor, id string, version int) (domain.NatureForm, error) {
	return s.changeNature(ctx, actor, id, version, domain.AuditNatureSubmit, authz.TransferDeclare,
		func(_ context.Context, _ domain.Repos, form *domain.NatureForm) (audit.Detail, error) {
			if err := domain.NatureMachine().Move(&form.State, domain.NatureSubmitted); err != nil {
				return nil, err
			}
			form.Reason = ""
			return nil, form.Check()
		})
}

// NatureDecision is what the leading-group office decides about a nature form.
type NatureDecision struct {
	Confirm      bool
	Confirmation domain.Confirmation // of a confirmation; RecordedBy is set by the desk
	Reason       string              // of a refusal
}

// DecideNature records the decision of the leading-group office. What it confirms about level and divisions is what the
// registry says of the enterprise from then on.
func (s *Service) DecideNature(ctx context.Context, actor authz.Actor, id string, version int, d NatureDecision) (domain.NatureForm, error) {
	return s.changeNature(ctx, actor, id, version, domain.AuditNatureDecide, authz.NatureConfirm,
		func(ctx context.Context, tx domain.Repos, form *domain.NatureForm) (audit.Detail, error) {
			if !d.Confirm {
				form.Reason = d.Reason
				return audit.Detail{"confirm": false, "reason": domain.MaskNumbers(d.Reason)}, refuseNature(form)
			}
			if err := domain.NatureMachine().Move(&form.State, domain.NatureConfirmed); err != nil {
				return nil, err
			}
			var err error
			if form.Confirmed, err = s.confirmation(d.Confirmation, actor); err != nil {
				return nil, err
			}
			if err := matter.Bind(ctx, tx, actor, form.Confirmed.AttachmentID, onNature, form.ID); err != nil {
				return nil, err
			}
			return audit.Detail{"confirm": true, "no": domain.MaskNumbers(form.Confirmed.No)}, s.registerNature(ctx, tx, actor, form)
		})
}

func refuseNature(form *domain.NatureForm) error {
	if form.Reason == "" {
		return reasonMissing("不予确认")
	}
	return domain.NatureMachine().Move(&form.State, domain.NatureRefused)
}

// registerNature makes the registry say what was confirmed, so that counts by level and district agree with the form.
func (s *Service) registerNature(ctx context.Context, tx domain.Repos, actor authz.Actor, form *domain.NatureForm) error {
	enterprise, err := tx.Enterprises().Get(ctx, form.EnterpriseID)
	if err != nil {
		return err
	}
	before := enterprise
	enterprise.Level, enterprise.InsuranceDivision, enterprise.RegistrationDivision = form.Level, form.InsuranceDivision, form.RegistrationDivision
	if enterprise == before {
		return nil
	}
	if err := tx.Enterprises().Update(ctx, &enterprise); err != nil {
		return err
	}
	return tx.Audit().Append(ctx, audit.Entry(s.Clock.Now(), actor, domain.AuditEnterpriseSave,
		audit.Subject{Object: "enterprise", ID: enterprise.ID}, audit.Detail{"natureForm": form.ID}))
}

// confirmation completes what a paper of another authority says, or names what is missing.
func (s *Service) confirmation(c domain.Confirmation, actor authz.Actor) (domain.Confirmation, error) {
	incomplete := errs.New(errs.Unprocessable, "confirmation.incomplete", "请按确认文件填写文号、确认单位和日期")
	for _, field := range []struct {
		name, title string
		missing     bool
	}{{"no", "文号", c.No == ""}, {"by", "确认单位", c.By == ""}, {"on", "确认日期", c.On.IsZero() || c.On.After(s.today())}} {
		if field.missing {
			incomplete = incomplete.WithFields(errs.Field{Name: field.name, Message: "请填写" + field.title})
		}
	}
	if len(incomplete.Fields) > 0 {
		return c, incomplete
	}
	c.RecordedBy = actor.Name
	return c, nil
}

func reasonMissing(of string) *errs.Error {
	return errs.New(errs.Unprocessable, "reason.missing", "请填写%s的原因", of).WithFields(errs.Field{Name: "reason", Message: "请填写原因"})
}

// changeNature loads a form under the permission, lets fn alter it and saves it with its audit entry, in one transaction.
func (s *Service) changeNature(ctx context.Context, actor authz.Actor, id string, version int, action domain.AuditAction, permission authz.Permission,
	fn func(context.Context, domain.Repos, *domain.NatureForm) (audit.Detail, error)) (domain.NatureForm, error) {
	var saved domain.NatureForm
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		form, err := nature(ctx, tx, actor, id, permission)
		if err != nil {
			return err
		}
		if form.Version != version {
			return errStaleNature
		}
		detail, err := fn(ctx, tx, &form)
		if err != nil {
			return err
		}
		form.UpdatedAt = s.Clock.Now()
		if err := tx.NatureForms().Update(ctx, &form); err != nil {
			return err
		}
		saved = form
		return tx.Audit().Append(ctx, s.natureEntry(actor, action, form, detail))
	})
	return saved, errs.Wrap("change nature form", err)
}

func (s *Service) natureEntry(actor authz.Actor, action domain.AuditAction, form domain.NatureForm, detail audit.Detail) domain.AuditEntry {
	return audit.Entry(s.Clock.Now(), actor, action, audit.Subject{Object: "nature", ID: form.ID}, detail.With("state", form.State))
}
