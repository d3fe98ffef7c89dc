package transfer

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// JoinAgreement puts a listed batch under an effective agreement of the same parties (rule R06), or one that was listed before
// under another agreement when its own has ended.
func (s *Service) JoinAgreement(ctx context.Context, actor authz.Actor, id string, version int, agreementID string) (domain.TransferBatch, error) {
	return s.changeBatch(ctx, actor, id, version, batchChange{domain.AuditBatchAgreement, []authz.Permission{authz.TransferReceive, authz.AgreementManage}},
		func(ctx context.Context, tx domain.Repos, b *domain.TransferBatch) (audit.Detail, error) {
			if _, err := agreement(ctx, tx, actor, agreementID, 0, authz.TransferRead); err != nil {
				return nil, err
			}
			again, err := rejoins(ctx, tx, b)
			if err != nil {
				return nil, err
			}
			b.AgreementID = agreementID
			a, err := effective(ctx, tx, b)
			if err != nil {
				return nil, err
			}
			detail := audit.Detail{"agreement": a.No, "version": a.VersionNo}
			if again {
				return detail, nil
			}
			return detail, domain.BatchMachine().Move(&b.State, domain.BatchAgreementSigned)
		})
}

// rejoins reports whether the batch has an agreement that is to be replaced, or refuses because that one still stands.
func rejoins(ctx context.Context, tx domain.Repos, b *domain.TransferBatch) (bool, error) {
	if b.AgreementID == "" {
		return false, nil
	}
	err := domain.BatchMachine().Require(b.State, "更换移交协议", domain.BatchAgreementSigned, domain.BatchPartlyAccepted, domain.BatchReturned,
		domain.BatchEIngested, domain.BatchClosed)
	if err != nil {
		return false, err
	}
	own, err := tx.Agreements().Effective(ctx, b.AgreementID)
	if err == nil {
		return false, errs.New(errs.Conflict, "batch.agreement", "批次%s的移交协议%s仍然有效，不能更换；需要变更时请办理协议变更", b.No, own.No)
	}
	if !errs.Is(err, errs.NotFound) {
		return false, errs.Wrap("find agreement of batch", err)
	}
	return true, nil
}

// effective is the version of the batch's agreement that binds both sides now; rule R06 where none does.
func effective(ctx context.Context, tx domain.Repos, b *domain.TransferBatch) (domain.TransferAgreement, error) {
	a, err := standingAgreement(ctx, tx, b.AgreementID)
	if err != nil {
		return domain.TransferAgreement{}, err
	}
	if err := domain.CheckParty(b, a); err != nil {
		return domain.TransferAgreement{}, err
	}
	return *a, nil
}

// due are the states of lines whose dossiers are still to come.
func due() []domain.LineState {
	return []domain.LineState{domain.LineVerified, domain.LineReturned, domain.LineMissing}
}

// Deliver records that dossiers arrived: those of the delivery's lines, or with none named all that are due. The first
// delivery begins round 1, each later one of what was returned or missing the next.
func (s *Service) Deliver(ctx context.Context, actor authz.Actor, id string, version int, delivery domain.Delivery) (domain.TransferBatch, error) {
	return s.changeBatch(ctx, actor, id, version, batchChange{domain.AuditBatchDeliver, []authz.Permission{authz.TransferDeclare, authz.TransferReceive}},
		func(ctx context.Context, tx domain.Repos, b *domain.TransferBatch) (audit.Detail, error) {
			if err := domain.BatchMachine().Move(&b.State, domain.BatchDelivered); err != nil {
				return nil, err
			}
			a, err := effective(ctx, tx, b)
			if err != nil {
				return nil, err
			}
			if delivery.On.IsZero() {
				delivery.On = s.today()
			}
			if err := s.checkDelivery(ctx, tx, b, delivery); err != nil {
				return nil, err
			}
			if err := checkDay(ctx, tx, b, delivery.On); err != nil {
				return nil, err
			}
			if len(delivery.Lines) == 0 {
				delivery.Lines = nil // all that are due
			}
			b.Delivery, b.SignedRosterID = delivery, "" // each round has a roster to be signed
			b.Round++
			delivered, err := tx.Batches().MarkDelivered(ctx, b.ID, due(), delivery.Lines, delivery.On)
			if err != nil {
				return nil, err
			}
			if delivered == 0 {
				return nil, errs.New(errs.Unprocessable, "batch.nothing_due", "没有待送交的档案")
			}
			return audit.Detail{"round": b.Round, "lines": delivered, "channel": delivery.Channel, "agreement": a.No}, withinAgreed(ctx, tx, &a)
		})
}

// checkDay applies R06 to the day of a delivery: some version of the agreement bound both sides by then.
func checkDay(ctx context.Context, tx domain.Repos, b *domain.TransferBatch, on domain.PartialDate) error {
	versions, err := tx.Agreements().Versions(ctx, b.AgreementID)
	if err != nil {
		return errs.Wrap("read versions of agreement", err)
	}
	return domain.CheckDeliveredOn(versions, on)
}

// withinAgreed applies R06 to all volumes delivered under an agreement. Saving the agreement makes others who deliver under
// it wait, so that two of them cannot both find room for what fits only once.
func withinAgreed(ctx context.Context, tx domain.Repos, a *domain.TransferAgreement) error {
	if err := tx.Agreements().Update(ctx, a); err != nil {
		return err
	}
	volumes, err := tx.Agreements().DeliveredVolumes(ctx, a.ID)
	if err != nil {
		return err
	}
	return domain.CheckAgreedCount(a, volumes)
}

// checkDelivery holds a delivery to what must be known of it, and applies R07 to all lines that came.
func (s *Service) checkDelivery(ctx context.Context, tx domain.Repos, b *domain.TransferBatch, d domain.Delivery) error {
	if err := s.checkBearing(d); err != nil {
		return err
	}
	if err := domain.CheckBearer(d, nil); err != nil {
		return err
	}
	named := make(map[int]bool, len(d.Lines))
	for _, seq := range d.Lines {
		named[seq] = true
	}
	return eachPage(ctx, tx, b.ID, domain.LineFilter{States: due()}, func(lines []domain.BatchLine) error {
		came := lines[:0:0]
		for _, l := range lines {
			if len(named) == 0 || named[l.Seq] {
				came = append(came, l)
			}
		}
		return domain.CheckBearer(d, came)
	})
}

func (s *Service) checkBearing(d domain.Delivery) error {
	incomplete := errs.New(errs.Unprocessable, "delivery.incomplete", "送交信息不完整或有误，请按提示更正")
	if d.By == "" {
		incomplete = incomplete.WithFields(errs.Field{Name: "by", Message: "请填写送交人"})
	}
	if d.On.Day == 0 || !d.On.Valid() || d.On.After(s.today()) {
		incomplete = incomplete.WithFields(errs.Field{Name: "on", Message: "送交日期应为今天或以前的某一天"})
	}
	if d.Channel == domain.ChannelCourier && domain.CheckIDNumber(d.IDNumber.Full(), s.Clock.Now()) != nil {
		incomplete = incomplete.WithFields(errs.Field{Name: "idNumber", Message: "请核对专人送交的送交人身份证号"})
	}
	if len(incomplete.Fields) > 0 {
		return incomplete
	}
	return nil
}

// StartCheck opens the counter check of what was delivered.
func (s *Service) StartCheck(ctx context.Context, actor authz.Actor, id string, version int) (domain.TransferBatch, error) {
	return s.changeBatch(ctx, actor, id, version, batchChange{domain.AuditBatchCheck, []authz.Permission{authz.TransferReceive}},
		func(_ context.Context, _ domain.Repos, b *domain.TransferBatch) (audit.Detail, error) {
			return audit.Detail{"round": b.Round}, domain.BatchMachine().Move(&b.State, domain.BatchChecking)
		})
}
