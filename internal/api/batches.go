package api

import (
	"context"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/transfer"
	"github.com/danganku/danganku/internal/domain"
)

const batchList = "batches"

func (s *server) ListBatches(ctx context.Context, request apigen.ListBatchesRequestObject) (apigen.ListBatchesResponseObject, error) {
	before, err := idCursor(batchList, request.Params.Cursor)
	if err != nil {
		return nil, err
	}
	limit := limitOf(request.Params.Limit)
	filter := domain.BatchFilter{State: domain.BatchState(valueOf(request.Params.State)), EnterpriseID: optionalID(request.Params.Enterprise),
		AgreementID: optionalID(request.Params.Agreement), Text: valueOf(request.Params.Text)}
	batches, err := s.Transfer.Batches(ctx, actorOf(ctx), filter, before, limit)
	if err != nil {
		return nil, err
	}
	offices, err := s.officeNames(ctx)
	list := apigen.ListBatches200JSONResponse{Batches: viewsOf(batches, func(summary transfer.BatchSummary) apigen.Batch {
		return batchView(&summary.Batch, summary.Tally, offices)
	})}
	if len(batches) > 0 {
		list.Next = nextCursor(batchList, batches[len(batches)-1].Batch.ID, len(batches), limit)
	}
	return list, err
}

func (s *server) CreateBatch(ctx context.Context, request apigen.CreateBatchRequestObject) (apigen.CreateBatchResponseObject, error) {
	batch, err := s.Transfer.CreateBatch(ctx, actorOf(ctx), transfer.BatchRequest{EnterpriseID: request.Body.EnterpriseId.String(),
		Name: valueOf(request.Body.Name)})
	if err != nil {
		return nil, err
	}
	view, err := s.batchDetail(ctx, batch.ID)
	return apigen.CreateBatch201JSONResponse(view), err
}

func (s *server) GetBatch(ctx context.Context, request apigen.GetBatchRequestObject) (apigen.GetBatchResponseObject, error) {
	view, err := s.batchDetail(ctx, request.BatchId.String())
	return apigen.GetBatch200JSONResponse(view), err
}

// changeBatch makes one step of a batch from the version of If-Match and shows what the batch has become.
func (s *server) changeBatch(ctx context.Context, batchID openapi_types.UUID, ifMatch string, step func(id string, version int) (domain.TransferBatch, error)) (apigen.BatchDetail, error) {
	version, err := versionOf(ifMatch)
	if err != nil {
		return apigen.BatchDetail{}, err
	}
	id := batchID.String()
	if _, err := step(id, version); err != nil {
		return apigen.BatchDetail{}, err
	}
	return s.batchDetail(ctx, id)
}

func (s *server) SubmitBatch(ctx context.Context, request apigen.SubmitBatchRequestObject) (apigen.SubmitBatchResponseObject, error) {
	view, err := s.changeBatch(ctx, request.BatchId, request.Params.IfMatch, func(id string, version int) (domain.TransferBatch, error) {
		return s.Transfer.Submit(ctx, actorOf(ctx), id, version)
	})
	return apigen.SubmitBatch200JSONResponse(view), err
}

func (s *server) SendBackBatch(ctx context.Context, request apigen.SendBackBatchRequestObject) (apigen.SendBackBatchResponseObject, error) {
	view, err := s.changeBatch(ctx, request.BatchId, request.Params.IfMatch, func(id string, version int) (domain.TransferBatch, error) {
		return s.Transfer.SendBack(ctx, actorOf(ctx), id, version, request.Body.Reason)
	})
	return apigen.SendBackBatch200JSONResponse(view), err
}

func (s *server) CancelBatch(ctx context.Context, request apigen.CancelBatchRequestObject) (apigen.CancelBatchResponseObject, error) {
	view, err := s.changeBatch(ctx, request.BatchId, request.Params.IfMatch, func(id string, version int) (domain.TransferBatch, error) {
		return s.Transfer.Cancel(ctx, actorOf(ctx), id, version, request.Body.Reason)
	})
	return apigen.CancelBatch200JSONResponse(view), err
}

func (s *server) ConfirmProvince(ctx context.Context, request apigen.ConfirmProvinceRequestObject) (apigen.ConfirmProvinceResponseObject, error) {
	view, err := s.changeBatch(ctx, request.BatchId, request.Params.IfMatch, func(id string, version int) (domain.TransferBatch, error) {
		return s.Transfer.ConfirmProvince(ctx, actorOf(ctx), id, version, confirmationOf(*request.Body))
	})
	return apigen.ConfirmProvince200JSONResponse(view), err
}

func (s *server) StartVerifying(ctx context.Context, request apigen.StartVerifyingRequestObject) (apigen.StartVerifyingResponseObject, error) {
	view, err := s.changeBatch(ctx, request.BatchId, request.Params.IfMatch, func(id string, version int) (domain.TransferBatch, error) {
		return s.Transfer.StartVerifying(ctx, actorOf(ctx), id, version, request.Body.UnitRecordNo)
	})
	return apigen.StartVerifying200JSONResponse(view), err
}

func (s *server) IssueList(ctx context.Context, request apigen.IssueListRequestObject) (apigen.IssueListResponseObject, error) {
	view, err := s.changeBatch(ctx, request.BatchId, request.Params.IfMatch, func(id string, version int) (domain.TransferBatch, error) {
		return s.Transfer.IssueList(ctx, actorOf(ctx), id, version)
	})
	return apigen.IssueList200JSONResponse(view), err
}

func (s *server) JoinAgreement(ctx context.Context, request apigen.JoinAgreementRequestObject) (apigen.JoinAgreementResponseObject, error) {
	view, err := s.changeBatch(ctx, request.BatchId, request.Params.IfMatch, func(id string, version int) (domain.TransferBatch, error) {
		return s.Transfer.JoinAgreement(ctx, actorOf(ctx), id, version, request.Body.AgreementId.String())
	})
	return apigen.JoinAgreement200JSONResponse(view), err
}

func (s *server) DeliverBatch(ctx context.Context, request apigen.DeliverBatchRequestObject) (apigen.DeliverBatchResponseObject, error) {
	view, err := s.changeBatch(ctx, request.BatchId, request.Params.IfMatch, func(id string, version int) (domain.TransferBatch, error) {
		return s.Transfer.Deliver(ctx, actorOf(ctx), id, version, deliveryOf(*request.Body))
	})
	return apigen.DeliverBatch200JSONResponse(view), err
}

func (s *server) StartCheck(ctx context.Context, request apigen.StartCheckRequestObject) (apigen.StartCheckResponseObject, error) {
	view, err := s.changeBatch(ctx, request.BatchId, request.Params.IfMatch, func(id string, version int) (domain.TransferBatch, error) {
		return s.Transfer.StartCheck(ctx, actorOf(ctx), id, version)
	})
	return apigen.StartCheck200JSONResponse(view), err
}

func (s *server) SignCheck(ctx context.Context, request apigen.SignCheckRequestObject) (apigen.SignCheckResponseObject, error) {
	body := request.Body
	signoff := domain.Signoff{HandoverBy: body.HandoverBy, ReceivedBy: body.ReceivedBy, HandoverSealed: body.HandoverSealed,
		ReceivedSealed: body.ReceivedSealed, On: dayOf(body.On)}
	view, err := s.changeBatch(ctx, request.BatchId, request.Params.IfMatch, func(id string, version int) (domain.TransferBatch, error) {
		return s.Transfer.SignCheck(ctx, actorOf(ctx), id, version, signoff)
	})
	return apigen.SignCheck200JSONResponse(view), err
}

func (s *server) AddSignedRoster(ctx context.Context, request apigen.AddSignedRosterRequestObject) (apigen.AddSignedRosterResponseObject, error) {
	view, err := s.changeBatch(ctx, request.BatchId, request.Params.IfMatch, func(id string, version int) (domain.TransferBatch, error) {
		return s.Transfer.AddSignedRoster(ctx, actorOf(ctx), id, version, request.Body.AttachmentId.String())
	})
	return apigen.AddSignedRoster200JSONResponse(view), err
}

func (s *server) ResolveGap(ctx context.Context, request apigen.ResolveGapRequestObject) (apigen.ResolveGapResponseObject, error) {
	gap, err := s.Transfer.ResolveGap(ctx, actorOf(ctx), request.GapId.String(), dayOf(request.Body.On), request.Body.Resolution)
	return apigen.ResolveGap200JSONResponse(gapView(gap)), err
}
