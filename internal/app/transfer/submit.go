package transfer

import (
	"context"
	"fmt"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Submit hands a batch to the agency. Rules R01, R05, R08, R10 and R11 are applied to what the stores say now, since a draft
// may have lain for months; up to fifty refused lines are named.
func (s *Service) Submit(ctx context.Context, actor authz.Actor, id string, version int) (domain.TransferBatch, error) {
	return s.changeBatch(ctx, actor, id, version, batchChange{domain.AuditBatchSubmit, []authz.Permission{authz.TransferDeclare}},
		func(ctx context.Context, tx domain.Repos, b *domain.TransferBatch) (audit.Detail, error) {
			if err := domain.BatchMachine().Move(&b.State, domain.BatchSubmitted); err != nil {
				return nil, err
			}
			enterprise, err := tx.Enterprises().Get(ctx, b.EnterpriseID)
			if err != nil {
				return nil, err
			}
			at, err := placeOf(ctx, tx, enterprise)
			if err != nil {
				return nil, err
			}
			tally, err := tx.Batches().Tally(ctx, b.ID)
			if err != nil {
				return nil, err
			}
			if err := domain.CheckSubmission(at.form, enterprise, tally.Total()); err != nil {
				return nil, err
			}
			if err := at.assign(b); err != nil {
				return nil, err
			}
			b.Reason = ""
			return audit.Detail{"lines": tally.Total(), "natureForm": b.NatureFormID}, s.recheckLines(ctx, tx, b)
		})
}

func (s *Service) recheckLines(ctx context.Context, tx domain.Repos, b *domain.TransferBatch) error {
	var refused refusals
	offices := map[string]string{}
	err := eachPage(ctx, tx, b.ID, domain.LineFilter{}, func(lines []domain.BatchLine) error {
		numbers := make([]domain.IDNumber, len(lines))
		for i := range lines {
			numbers[i] = lines[i].Form.IDNumber
		}
		found, err := findStanding(ctx, tx, numbers, offices)
		if err != nil {
			return err
		}
		for i := range lines {
			field := fmt.Sprintf("lines[%d]", lines[i].Seq)
			if err := refused.add(field, s.recheck(b, &lines[i], found)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return refused.err()
}

func (s *Service) recheck(b *domain.TransferBatch, l *domain.BatchLine, found standing) error {
	who := fmt.Sprintf("第%d行%s：", l.Seq, l.Form.Name)
	if fault := domain.CheckIDNumber(l.Form.IDNumber.Full(), s.Clock.Now()); fault != nil {
		return domain.RuleError(domain.R08, "%s身份证号校验不通过（%s），请核对身份证件", who, fault.Reason)
	}
	if held := found.held(l.Form.IDNumber); held != "" {
		return domain.RuleError(domain.R10, "%s%s", who, held)
	}
	return insuredWith(b, &l.Form, who)
}

// insuredWith applies R05 to one person of a batch: the office is competent for those insured where the enterprise is.
func insuredWith(b *domain.TransferBatch, form *domain.InfoForm, who string) error {
	if form.InsurancePlace != b.InsuranceDivision {
		return domain.RuleError(domain.R05, "%s参保地为%s，与单位参保地%s不一致，不能随本批次移交至同一接收部门，请核对", who, form.InsurancePlace, b.InsuranceDivision)
	}
	return nil
}

// SendBack returns a submitted batch to the enterprise.
func (s *Service) SendBack(ctx context.Context, actor authz.Actor, id string, version int, reason string) (domain.TransferBatch, error) {
	return s.changeBatch(ctx, actor, id, version, batchChange{domain.AuditBatchSendBack, []authz.Permission{authz.TransferVerify}},
		func(_ context.Context, _ domain.Repos, b *domain.TransferBatch) (audit.Detail, error) {
			if reason == "" {
				return nil, reasonMissing("退回批次")
			}
			b.Reason = reason
			return audit.Detail{"reason": domain.MaskNumbers(reason)}, domain.BatchMachine().Move(&b.State, domain.BatchDraft)
		})
}

// Cancel gives a batch up before its dossiers are delivered; its persons may stand in other batches from then on.
func (s *Service) Cancel(ctx context.Context, actor authz.Actor, id string, version int, reason string) (domain.TransferBatch, error) {
	return s.changeBatch(ctx, actor, id, version, batchChange{domain.AuditBatchCancel, []authz.Permission{authz.TransferDeclare, authz.TransferVerify}},
		func(ctx context.Context, tx domain.Repos, b *domain.TransferBatch) (audit.Detail, error) {
			if reason == "" {
				return nil, reasonMissing("取消批次")
			}
			if err := domain.BatchMachine().Move(&b.State, domain.BatchCancelled); err != nil {
				return nil, err
			}
			b.Reason = reason
			return audit.Detail{"reason": domain.MaskNumbers(reason)}, tx.Batches().ReleasePersons(ctx, b.ID)
		})
}

// ConfirmProvince records the confirmation of the provincial agency, which only an officer of the province itself may do.
func (s *Service) ConfirmProvince(ctx context.Context, actor authz.Actor, id string, version int, confirmation domain.Confirmation) (domain.TransferBatch, error) {
	return s.changeBatch(ctx, actor, id, version, batchChange{domain.AuditBatchProvince, []authz.Permission{authz.TransferVerify}},
		func(ctx context.Context, tx domain.Repos, b *domain.TransferBatch) (audit.Detail, error) {
			if !b.ProvinceInsured() {
				return nil, domain.RuleError(domain.R05, "%s不是省级参保企业，无须省社保机构确认", b.EnterpriseName)
			}
			if !actor.Can(authz.TransferVerify, "", b.InsuranceDivision) {
				return nil, errForbidden
			}
			if err := domain.BatchMachine().Move(&b.State, domain.BatchProvinceConfirmed); err != nil {
				return nil, err
			}
			var err error
			if b.Province, err = s.confirmation(confirmation, actor); err != nil {
				return nil, err
			}
			return audit.Detail{"no": domain.MaskNumbers(b.Province.No)}, matter.Bind(ctx, tx, actor, b.Province.AttachmentID, onBatch, b.ID)
		})
}

// StartVerifying begins the verification person by person. Of an enterprise insured at the province the unit's record is
// made before those of its persons, hence unitRecordNo.
func (s *Service) StartVerifying(ctx context.Context, actor authz.Actor, id string, version int, unitRecordNo string) (domain.TransferBatch, error) {
	return s.changeBatch(ctx, actor, id, version, batchChange{domain.AuditBatchVerify, []authz.Permission{authz.TransferVerify}},
		func(ctx context.Context, tx domain.Repos, b *domain.TransferBatch) (audit.Detail, error) {
			office, err := competent(ctx, tx, b)
			if err != nil {
				return nil, err
			}
			if err := domain.CheckOffice(b, office); err != nil {
				return nil, err
			}
			if b.ProvinceInsured() && unitRecordNo == "" {
				return nil, errs.New(errs.Unprocessable, "batch.unit_record", "省级参保企业须先建立单位信息，再建立人员信息，请填写单位编号").
					WithFields(errs.Field{Name: "unitRecordNo", Message: "请填写单位编号"})
			}
			b.UnitRecordNo = unitRecordNo
			return audit.Detail{"unitRecordNo": domain.MaskNumbers(unitRecordNo)}, domain.BatchMachine().Move(&b.State, domain.BatchVerifying)
		})
}
