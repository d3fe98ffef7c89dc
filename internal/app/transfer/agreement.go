package transfer

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

var (
	errNoAgreement    = errs.New(errs.NotFound, "agreement.not_found", "没有这份移交协议")
	errStaleAgreement = errs.New(errs.Stale, "agreement.stale", "移交协议已被他人修改，请刷新后重做")
)

// drafters are the permissions of which any lets an actor draft agreements.
var drafters = []authz.Permission{authz.TransferDeclare, authz.AgreementManage}

// AgreementRequest drafts an agreement, or changes a draft.
type AgreementRequest struct {
	ID           string // of the series; empty: a new one
	Version      int    // of the row that is changed
	EnterpriseID string // of a new one
	OfficeCode   string // of a new one
	Terms        domain.AgreementTerms
}

// agreement reads a version of an agreement, 0 the newest, for which the actor holds any of the permissions.
func agreement(ctx context.Context, repos domain.Repos, actor authz.Actor, id string, versionNo int, anyOf ...authz.Permission) (domain.TransferAgreement, error) {
	a, err := repos.Agreements().Get(ctx, id, versionNo)
	if errs.Is(err, errs.NotFound) {
		return a, errNoAgreement
	}
	if err != nil {
		return a, errs.Wrap("load agreement", err)
	}
	if err := admit(actor, a.OfficeCode, a.Division, a.EnterpriseID, errNoAgreement, anyOf...); err != nil {
		return domain.TransferAgreement{}, err
	}
	return a, nil
}

// checkEnd holds the end of an agreement to all batches under it. One that is delivered meanwhile saves the agreement as well
// (withinAgreed), so that only one of the two goes through.
func checkEnd(ctx context.Context, tx domain.Repos, a *domain.TransferAgreement, to domain.AgreementState) error {
	return eachBatch(ctx, tx, domain.BatchFilter{AgreementID: a.ID}, func(b domain.TransferBatch) error { return a.CheckEnd(to, &b) })
}

// standingAgreement is the version of a series that binds both sides, else the newest; nil for no series.
func standingAgreement(ctx context.Context, repos domain.Repos, id string) (*domain.TransferAgreement, error) {
	if id == "" {
		return nil, nil
	}
	a, err := repos.Agreements().Effective(ctx, id)
	if errs.Is(err, errs.NotFound) {
		a, err = repos.Agreements().Get(ctx, id, 0)
	}
	if err != nil {
		return nil, errs.Wrap("find agreement of batch", err)
	}
	return &a, nil
}

// Agreements lists the newest version of each series, newest series first, before the given one.
func (s *Service) Agreements(ctx context.Context, actor authz.Actor, filter domain.AgreementFilter, beforeID string, limit int) ([]domain.TransferAgreement, error) {
	scope := actor.Scope(authz.TransferRead)
	if scope.Empty() {
		return nil, errForbidden
	}
	agreements, err := s.Store.Agreements().List(ctx, scope, filter, beforeID, pageSize(limit))
	return agreements, errs.Wrap("list agreements", err)
}

// Agreement reads a version, 0 the newest.
func (s *Service) Agreement(ctx context.Context, actor authz.Actor, id string, versionNo int) (domain.TransferAgreement, error) {
	return agreement(ctx, s.Store, actor, id, versionNo, authz.TransferRead)
}

// AgreementVersions lists all versions of a series, newest first.
func (s *Service) AgreementVersions(ctx context.Context, actor authz.Actor, id string) ([]domain.TransferAgreement, error) {
	if _, err := s.Agreement(ctx, actor, id, 0); err != nil {
		return nil, err
	}
	versions, err := s.Store.Agreements().Versions(ctx, id)
	return versions, errs.Wrap("list versions of agreement", err)
}

// SaveAgreement drafts an agreement with a number of its own, or changes the terms of a draft.
func (s *Service) SaveAgreement(ctx context.Context, actor authz.Actor, request AgreementRequest) (domain.TransferAgreement, error) {
	if request.ID == "" {
		return s.draftAgreement(ctx, actor, request)
	}
	return s.changeAgreement(ctx, actor, request.ID, request.Version, domain.AuditAgreementSave, drafters,
		func(_ context.Context, _ domain.Repos, a *domain.TransferAgreement) (audit.Detail, error) {
			if a.Signed() {
				return nil, errs.New(errs.Conflict, "agreement.signed", "移交协议%s第%d版已经签署，不能修改；需要变更时请办理协议变更，形成新版本", a.No, a.VersionNo)
			}
			a.Terms = request.Terms
			return nil, domain.AgreementMachine().Require(a.State, "修改条款", domain.AgreementDraft)
		})
}

func (s *Service) draftAgreement(ctx context.Context, actor authz.Actor, request AgreementRequest) (domain.TransferAgreement, error) {
	var drafted domain.TransferAgreement
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		enterprise, err := tx.Enterprises().Get(ctx, request.EnterpriseID)
		if errs.Is(err, errs.NotFound) {
			return errNoEnterprise
		}
		if err != nil {
			return err
		}
		office, err := tx.Places().Office(ctx, request.OfficeCode)
		if errs.Is(err, errs.NotFound) {
			return errs.New(errs.NotFound, "office.not_found", "没有代码为“%s”的档案管理部门，请核对或先登记", request.OfficeCode)
		}
		if err != nil {
			return err
		}
		if err := admit(actor, office.Code, office.Division, enterprise.ID, errNoEnterprise, drafters...); err != nil {
			return err
		}
		a := domain.TransferAgreement{ID: domain.NewID(), VersionNo: 1, EnterpriseID: enterprise.ID, EnterpriseName: enterprise.Name,
			OfficeCode: office.Code, Division: office.Division, State: domain.AgreementDraft, Terms: request.Terms,
			CreatedBy: actor.UserID, CreatedAt: s.Clock.Now(), UpdatedAt: s.Clock.Now(), Version: 1}
		if a.No, err = s.number(ctx, tx, domain.PaperAgreement, office.Code); err != nil {
			return err
		}
		if err := tx.Agreements().Create(ctx, a); err != nil {
			return err
		}
		drafted = a
		return tx.Audit().Append(ctx, s.agreementEntry(actor, domain.AuditAgreementSave, &a, nil))
	})
	return drafted, errs.Wrap("draft agreement", err)
}

// AmendAgreement drafts the next version of an effective agreement with its terms; the effective one stands until the next
// is signed by both sides.
func (s *Service) AmendAgreement(ctx context.Context, actor authz.Actor, id string, version int, reason string) (domain.TransferAgreement, error) {
	var next domain.TransferAgreement
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		a, err := agreement(ctx, tx, actor, id, 0, drafters...)
		if err != nil {
			return err
		}
		if a.Version != version {
			return errStaleAgreement
		}
		if err := domain.AgreementMachine().Require(a.State, "变更", domain.AgreementEffective); err != nil {
			return err
		}
		if reason == "" {
			return reasonMissing("变更协议")
		}
		next = a
		next.VersionNo, next.State, next.Reason = a.VersionNo+1, domain.AgreementDraft, reason
		next.Enterprise, next.Archive, next.ReviewedBy = domain.AgreementSignature{}, domain.AgreementSignature{}, ""
		next.CreatedBy, next.CreatedAt, next.UpdatedAt, next.Version = actor.UserID, s.Clock.Now(), s.Clock.Now(), 1
		if err := tx.Agreements().Create(ctx, next); err != nil {
			return err
		}
		return tx.Audit().Append(ctx, s.agreementEntry(actor, domain.AuditAgreementAmend, &next, audit.Detail{"reason": domain.MaskNumbers(reason)}))
	})
	return next, errs.Wrap("amend agreement", err)
}

// changeAgreement lets fn alter the newest version of a series and saves it with its audit entry, in one transaction.
func (s *Service) changeAgreement(ctx context.Context, actor authz.Actor, id string, version int, action domain.AuditAction, anyOf []authz.Permission,
	fn func(context.Context, domain.Repos, *domain.TransferAgreement) (audit.Detail, error)) (domain.TransferAgreement, error) {
	var saved domain.TransferAgreement
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		a, err := agreement(ctx, tx, actor, id, 0, anyOf...)
		if err != nil {
			return err
		}
		if a.Version != version {
			return errStaleAgreement
		}
		detail, err := fn(ctx, tx, &a)
		if err != nil {
			return err
		}
		a.UpdatedAt = s.Clock.Now()
		if err := tx.Agreements().Update(ctx, &a); err != nil {
			return err
		}
		saved = a
		return tx.Audit().Append(ctx, s.agreementEntry(actor, action, &a, detail))
	})
	return saved, errs.Wrap("change agreement", err)
}

func (s *Service) agreementEntry(actor authz.Actor, action domain.AuditAction, a *domain.TransferAgreement, detail audit.Detail) domain.AuditEntry {
	return audit.Entry(s.Clock.Now(), actor, action, audit.Subject{Object: "agreement", ID: a.ID, OfficeCode: a.OfficeCode},
		detail.With("version", a.VersionNo).With("state", a.State))
}
