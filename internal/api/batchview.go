package api

import (
	"cmp"
	"context"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/domain"
)

func (s *server) batchDetail(ctx context.Context, id string) (apigen.BatchDetail, error) {
	detail, err := s.Transfer.Batch(ctx, actorOf(ctx), id)
	if err != nil {
		return apigen.BatchDetail{}, err
	}
	offices, err := s.officeNames(ctx)
	if err != nil {
		return apigen.BatchDetail{}, err
	}
	batch := &detail.Batch
	view := apigen.BatchDetail{Batch: batchView(batch, detail.Tally, offices), UnitRecordNo: batch.UnitRecordNo,
		Province: confirmationView(batch.Province), Delivery: deliveryView(batch.Delivery), Signoffs: viewsOf(batch.Signoffs, signoffView),
		Papers: viewsOf(detail.Papers, paperView), Gaps: viewsOf(detail.Gaps, gapView), SignedRosterId: optional(batch.SignedRosterID),
		Ecopy:   apigen.EcopyCount{Stored: detail.Ecopy.Stored, Due: detail.Ecopy.Due, Later: detail.Ecopy.Later},
		Allowed: namesOf(detail.Allowed), RequiredMaterials: s.Transfer.RequiredMaterials()}
	if detail.Agreement != nil {
		agreement := agreementView(detail.Agreement, actorOf(ctx), offices)
		view.Agreement = &agreement
	}
	return view, nil
}

func batchView(batch *domain.TransferBatch, tally domain.LineTally, offices map[string]string) apigen.Batch {
	return apigen.Batch{Id: batch.ID, No: batch.No, Name: masked(batch.Name), EnterpriseId: batch.EnterpriseID, EnterpriseName: batch.EnterpriseName,
		InsuranceDivision: batch.InsuranceDivision, RegistrationDivision: batch.RegistrationDivision, ProvinceInsured: batch.ProvinceInsured(),
		Office: batch.OfficeCode, OfficeName: cmp.Or(offices[batch.OfficeCode], batch.OfficeCode), Division: batch.Division,
		AgreementId: optional(batch.AgreementID), State: apigen.BatchState(batch.State), StateLabel: batch.State.Label(),
		Reason: masked(batch.Reason), ListNo: batch.ListNo, ListedOn: batch.ListedOn.String(), Round: batch.Round, Tally: tallyView(tally),
		CreatedAt: batch.CreatedAt.UTC(), UpdatedAt: batch.UpdatedAt.UTC(), Version: batch.Version}
}

func tallyView(tally domain.LineTally) apigen.LineTally {
	return apigen.LineTally{Total: tally.Total(), Pending: tally[domain.LinePending], Verified: tally[domain.LineVerified],
		Rejected: tally[domain.LineRejected], Delivered: tally[domain.LineDelivered], Accepted: tally[domain.LineAccepted],
		AcceptedWithGaps: tally[domain.LineAcceptedWithGaps], Returned: tally[domain.LineReturned], Missing: tally[domain.LineMissing]}
}

func signoffView(signoff domain.Signoff) apigen.Signoff {
	return apigen.Signoff{Round: signoff.Round, HandoverBy: signoff.HandoverBy, ReceivedBy: signoff.ReceivedBy, On: signoff.On.String(),
		ReceiptNo: signoff.ReceiptNo, RosterNo: signoff.RosterNo, ReturnedNo: signoff.ReturnedNo, Tally: tallyView(signoff.Tally)}
}

func paperView(paper domain.IssuedPaper) apigen.Paper {
	return apigen.Paper{Number: paper.Number, Kind: string(paper.Kind), Title: paper.Kind.Title(), Round: paper.Round, Lines: paper.Lines,
		IssuedOn: paper.IssuedOn.String(), IssuedBy: paper.IssuedBy}
}

func gapView(gap domain.Gap) apigen.Gap {
	return apigen.Gap{Id: gap.ID, Seq: gap.Seq, Material: gap.Material, Reason: masked(gap.Reason), Sealed: gap.Sealed,
		AttachmentId: optional(gap.AttachmentID), OpenedOn: gap.OpenedOn.String(), DueOn: gap.DueOn.String(),
		ResolvedOn: gap.ResolvedOn.String(), Resolution: masked(gap.Resolution), ResolvedBy: gap.ResolvedBy}
}

func deliveryOf(view apigen.Delivery) domain.Delivery {
	return domain.Delivery{By: view.By, IDNumber: domain.NormalizeIDNumber(view.IdNumber), Phone: view.Phone, Relation: view.Relation,
		Channel: domain.Channel(view.Channel), On: dayOf(view.On), Lines: valueOf(view.Lines)}
}

// deliveryView is left out of the answer until there was a delivery.
func deliveryView(delivery domain.Delivery) *apigen.Delivery {
	if delivery.By == "" {
		return nil
	}
	return &apigen.Delivery{By: delivery.By, IdNumber: delivery.IDNumber.Masked(), Phone: delivery.Phone, Relation: masked(delivery.Relation),
		Channel: apigen.DeliveryChannel(delivery.Channel), On: dayView(delivery.On), Lines: optionalList(delivery.Lines)}
}

func optionalList[T any](items []T) *[]T {
	if len(items) == 0 {
		return nil
	}
	return &items
}
