package transfer

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Side is a party of an agreement.
type Side string

const (
	EnterpriseSide Side = "ENTERPRISE"
	ArchiveSide    Side = "ARCHIVE"
)

// agreementMoves says who may move an agreement to a state by a decision of their own, and whether it needs a reason.
// Signatures and the coming into effect of a newer version move it otherwise.
var agreementMoves = map[domain.AgreementState]struct {
	anyOf  []authz.Permission
	reason string // what needs one; empty: nothing does
}{
	domain.AgreementReview:     {anyOf: drafters},
	domain.AgreementDraft:      {anyOf: []authz.Permission{authz.AgreementManage}, reason: "退回协议"},
	domain.AgreementFulfilled:  {anyOf: []authz.Permission{authz.AgreementManage}},
	domain.AgreementTerminated: {anyOf: []authz.Permission{authz.AgreementManage}, reason: "终止协议"},
}

// MoveAgreement submits a draft for review, sends it back, or ends an effective agreement as fulfilled or terminated. An
// agreement sent back after the enterprise signed has to be signed anew.
func (s *Service) MoveAgreement(ctx context.Context, actor authz.Actor, id string, version int, to domain.AgreementState, reason string) (domain.TransferAgreement, error) {
	move, possible := agreementMoves[to]
	if !possible {
		return domain.TransferAgreement{}, errs.New(errs.Invalid, "agreement.move", "移交协议不能直接变为“%s”，请办理签署", to.Label())
	}
	return s.changeAgreement(ctx, actor, id, version, domain.AuditAgreementMove, move.anyOf,
		func(ctx context.Context, tx domain.Repos, a *domain.TransferAgreement) (audit.Detail, error) {
			if err := domain.AgreementMachine().Move(&a.State, to); err != nil {
				return nil, err
			}
			if move.reason != "" && reason == "" {
				return nil, reasonMissing(move.reason)
			}
			a.Reason = reason
			detail := audit.Detail{"reason": domain.MaskNumbers(reason)}
			switch to {
			case domain.AgreementReview:
				return detail, a.Terms.Check()
			case domain.AgreementDraft:
				a.Enterprise, a.ReviewedBy = domain.AgreementSignature{}, ""
			case domain.AgreementFulfilled, domain.AgreementTerminated:
				return detail, checkEnd(ctx, tx, a, to)
			}
			return detail, nil
		})
}

// SignAgreement records the signature of one side with the scan of the signature page: the enterprise's ends the review,
// the archive's makes the version effective in place of the one before. The officer of the archive side who records the
// first of them is kept as reviewer.
func (s *Service) SignAgreement(ctx context.Context, actor authz.Actor, id string, version int, side Side, signature domain.AgreementSignature) (domain.TransferAgreement, error) {
	anyOf, to := drafters, domain.AgreementEnterprise
	switch side {
	case EnterpriseSide:
	case ArchiveSide:
		anyOf, to = []authz.Permission{authz.AgreementManage}, domain.AgreementEffective
	default:
		return domain.TransferAgreement{}, errs.New(errs.Invalid, "agreement.side", "不认识的签署方“%s”", side)
	}
	return s.changeAgreement(ctx, actor, id, version, domain.AuditAgreementSign, anyOf,
		func(ctx context.Context, tx domain.Repos, a *domain.TransferAgreement) (audit.Detail, error) {
			if err := domain.AgreementMachine().Move(&a.State, to); err != nil {
				return nil, err
			}
			if err := s.checkSignature(&signature); err != nil {
				return nil, err
			}
			signature.RecordedBy = actor.Name
			if side == EnterpriseSide {
				a.Enterprise = signature
			} else {
				a.Archive = signature
			}
			if a.ReviewedBy == "" && actor.CanTransfer(authz.AgreementManage, a.OfficeCode, a.Division, a.EnterpriseID) {
				a.ReviewedBy = actor.Name
			}
			if err := matter.Bind(ctx, tx, actor, signature.AttachmentID, onAgreement, a.ID); err != nil {
				return nil, err
			}
			if to == domain.AgreementEffective {
				return audit.Detail{"side": side}, s.supersede(ctx, tx, actor, a)
			}
			return audit.Detail{"side": side}, nil
		})
}

func (s *Service) checkSignature(signature *domain.AgreementSignature) error {
	incomplete := errs.New(errs.Unprocessable, "agreement.signature", "请填写签署人、签署日期并上传签字盖章页扫描件")
	for _, field := range []struct {
		name, message string
		missing       bool
	}{
		{"by", "请填写签署人", signature.By == ""},
		{"on", "签署日期应为今天或以前的某一天", signature.On.Day == 0 || !signature.On.Valid() || signature.On.After(s.today())},
		{"attachmentId", "请上传签字盖章页扫描件", signature.AttachmentID == ""},
	} {
		if field.missing {
			incomplete = incomplete.WithFields(errs.Field{Name: field.name, Message: field.message})
		}
	}
	if len(incomplete.Fields) > 0 {
		return incomplete
	}
	return nil
}

// supersede ends the version that was effective until now.
func (s *Service) supersede(ctx context.Context, tx domain.Repos, actor authz.Actor, by *domain.TransferAgreement) error {
	earlier, err := tx.Agreements().Effective(ctx, by.ID)
	if errs.Is(err, errs.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := domain.AgreementMachine().Move(&earlier.State, domain.AgreementAmended); err != nil {
		return err
	}
	earlier.UpdatedAt = s.Clock.Now()
	if err := tx.Agreements().Update(ctx, &earlier); err != nil {
		return err
	}
	return tx.Audit().Append(ctx, s.agreementEntry(actor, domain.AuditAgreementAmend, &earlier, audit.Detail{"by": by.VersionNo}))
}
