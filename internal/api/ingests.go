package api

import (
	"context"
	"strconv"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/ingest"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const (
	ingestList = "ingests"
	itemList   = "items"
)

func (s *server) ListIngests(ctx context.Context, request apigen.ListIngestsRequestObject) (apigen.ListIngestsResponseObject, error) {
	before, err := idCursor(ingestList, request.Params.Cursor)
	if err != nil {
		return nil, err
	}
	limit := limitOf(request.Params.Limit)
	ingests, err := s.Ingest.List(ctx, actorOf(ctx), before, limit)
	if err != nil {
		return nil, err
	}
	views, err := s.ingestViews(ctx, ingests...)
	if err != nil {
		return nil, err
	}
	list := apigen.ListIngests200JSONResponse{Ingests: views}
	if len(ingests) > 0 {
		list.Next = nextCursor(ingestList, ingests[len(ingests)-1].ID, len(ingests), limit)
	}
	return list, nil
}

func (s *server) CreateIngest(ctx context.Context, request apigen.CreateIngestRequestObject) (apigen.CreateIngestResponseObject, error) {
	files := make([]ingest.ManifestFile, len(request.Body.Files))
	for i, file := range request.Body.Files {
		files[i] = ingest.ManifestFile{Path: file.Path, Size: file.Size}
	}
	announced, err := s.Ingest.Announce(ctx, actorOf(ctx), ingest.Request{Office: request.Body.Office, Name: request.Body.Name,
		Scheme: domain.SchemeCode(valueOf(request.Body.Scheme)), Batch: valueOf(request.Body.Batch), RequestKey: valueOf(request.Params.IdempotencyKey)}, files)
	if err != nil {
		return nil, err
	}
	upload, err := s.uploadView(ctx, announced.ID)
	return apigen.CreateIngest201JSONResponse(upload), err
}

func (s *server) GetUpload(ctx context.Context, request apigen.GetUploadRequestObject) (apigen.GetUploadResponseObject, error) {
	upload, err := s.uploadView(ctx, request.IngestId.String())
	return apigen.GetUpload200JSONResponse(upload), err
}

func (s *server) uploadView(ctx context.Context, id string) (apigen.IngestUpload, error) {
	in, missing, err := s.Ingest.Missing(ctx, actorOf(ctx), id)
	if err != nil {
		return apigen.IngestUpload{}, err
	}
	views, err := s.ingestViews(ctx, in)
	if err != nil {
		return apigen.IngestUpload{}, err
	}
	if missing == nil {
		missing = []int{}
	}
	return apigen.IngestUpload{Ingest: views[0], Missing: missing}, nil
}

func (s *server) GetIngest(ctx context.Context, request apigen.GetIngestRequestObject) (apigen.GetIngestResponseObject, error) {
	in, err := s.Ingest.Get(ctx, actorOf(ctx), request.IngestId.String())
	view, err := s.oneIngest(ctx, in, err)
	return apigen.GetIngest200JSONResponse(view), err
}

func (s *server) InspectIngest(ctx context.Context, request apigen.InspectIngestRequestObject) (apigen.InspectIngestResponseObject, error) {
	in, err := s.Ingest.StartInspection(ctx, actorOf(ctx), request.IngestId.String())
	view, err := s.oneIngest(ctx, in, err)
	return apigen.InspectIngest202JSONResponse(view), err
}

func (s *server) ConfirmIngest(ctx context.Context, request apigen.ConfirmIngestRequestObject) (apigen.ConfirmIngestResponseObject, error) {
	in, err := s.Ingest.Confirm(ctx, actorOf(ctx), request.IngestId.String(), true)
	view, err := s.oneIngest(ctx, in, err)
	return apigen.ConfirmIngest202JSONResponse(view), err
}

func (s *server) UndoIngest(ctx context.Context, request apigen.UndoIngestRequestObject) (apigen.UndoIngestResponseObject, error) {
	in, err := s.Ingest.Undo(ctx, actorOf(ctx), request.IngestId.String())
	view, err := s.oneIngest(ctx, in, err)
	return apigen.UndoIngest200JSONResponse(view), err
}

func (s *server) ListIngestItems(ctx context.Context, request apigen.ListIngestItemsRequestObject) (apigen.ListIngestItemsResponseObject, error) {
	after, err := numberCursor(itemList, request.Params.Cursor)
	if err != nil {
		return nil, err
	}
	limit := limitOf(request.Params.Limit)
	items, err := s.Ingest.Items(ctx, actorOf(ctx), request.IngestId.String(), domain.ItemVerdict(valueOf(request.Params.Verdict)), after, limit)
	if err != nil {
		return nil, err
	}
	list := apigen.ListIngestItems200JSONResponse{Items: make([]apigen.IngestItem, len(items))}
	for i := range items {
		list.Items[i] = itemView(&items[i])
		list.Next = nextCursor(itemList, strconv.Itoa(items[i].Seq), len(items), limit)
	}
	return list, nil
}

// oneIngest shows the outcome of a use case, passing on its error.
func (s *server) oneIngest(ctx context.Context, in domain.Ingest, err error) (apigen.Ingest, error) {
	if err != nil {
		return apigen.Ingest{}, err
	}
	views, err := s.ingestViews(ctx, in)
	if err != nil {
		return apigen.Ingest{}, err
	}
	return views[0], nil
}

func (s *server) ingestViews(ctx context.Context, ingests ...domain.Ingest) ([]apigen.Ingest, error) {
	places, err := s.placeNames(ctx)
	if err != nil {
		return nil, err
	}
	creators, err := s.Ingest.CreatorNames(ctx, ingests)
	if err != nil {
		return nil, err
	}
	batches, err := s.batchNumbers(ctx, ingests)
	if err != nil {
		return nil, err
	}
	views := make([]apigen.Ingest, len(ingests))
	for i, in := range ingests {
		views[i] = apigen.Ingest{Id: in.ID, Office: in.OfficeCode, OfficeName: places.offices[in.OfficeCode], Name: masked(in.Name),
			Layout: in.Layout, State: apigen.IngestState(in.State), Problem: optional(masked(in.Problem)), Total: countView(in.Total),
			Done: countView(in.Done), Accepted: in.Accepted, Skipped: in.Skipped, Refused: in.Refused, Warnings: in.Warnings,
			CreatedAt: in.CreatedAt.UTC(), UpdatedAt: in.UpdatedAt.UTC(), CreatedBy: creators[in.CreatedBy], Undoable: ingest.Undoable(in),
			BatchId: optional(in.BatchID), BatchNo: optional(batches[in.BatchID])}
		if len(in.Violations) > 0 {
			about := violationViews(in.Violations)
			views[i].Violations = &about
		}
	}
	return views, nil
}

// batchNumbers are the numbers of the transfer batches that packages were announced for, as far as the caller may read them.
func (s *server) batchNumbers(ctx context.Context, ingests []domain.Ingest) (map[string]string, error) {
	numbers := map[string]string{}
	for _, in := range ingests {
		if _, known := numbers[in.BatchID]; known || in.BatchID == "" {
			continue
		}
		no, err := s.Transfer.BatchNo(ctx, actorOf(ctx), in.BatchID)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return nil, err
		}
		numbers[in.BatchID] = no
	}
	return numbers, nil
}

func countView(count domain.IngestCount) apigen.IngestCount {
	return apigen.IngestCount{Dossiers: count.Dossiers, Files: count.Files, Pages: count.Pages, Bytes: count.Bytes}
}

func itemView(item *domain.IngestItem) apigen.IngestItem {
	view := apigen.IngestItem{Seq: item.Seq, Folder: masked(item.Draft.Folder), Name: item.Draft.Name,
		IdNumber: item.Draft.IDNumber.Masked(), ArchivalCode: item.Draft.ArchivalCode, Verdict: apigen.ItemVerdict(item.Verdict),
		State: apigen.IngestItemState(item.State), Problem: optional(masked(item.Problem)), Materials: len(item.Draft.Materials),
		Pages: item.PageTotal(), Violations: violationViews(item.Violations)}
	// The identifier is given at inspection; before the dossier is stored it leads nowhere.
	if item.State == domain.ItemCommitted || item.Verdict == domain.ItemSkip {
		view.DossierId = &item.DossierID
	}
	return view
}

func violationViews(violations []domain.Violation) []apigen.Violation {
	views := make([]apigen.Violation, len(violations))
	for i, v := range violations {
		views[i] = apigen.Violation{Rule: string(v.Rule), Code: domain.RuleByID(v.Rule).Code, Level: apigen.ViolationLevel(v.Level),
			Row: optional(v.Row), Page: optional(v.Page), File: optional(masked(v.File)), Field: optional(v.Field), Message: masked(v.Message)}
	}
	return views
}
