package api

import (
	"context"
	"strconv"
	"strings"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/dossier"
	"github.com/danganku/danganku/internal/app/ingest"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func (s *server) GetDossier(ctx context.Context, request apigen.GetDossierRequestObject) (apigen.GetDossierResponseObject, error) {
	id := request.DossierId.String()
	var d *domain.Dossier
	var err error
	if version := valueOf(request.Params.Version); version > 0 {
		d, err = s.Dossier.ViewVersion(ctx, actorOf(ctx), id, version)
	} else {
		d, err = s.Dossier.View(ctx, actorOf(ctx), id)
	}
	if err != nil {
		return nil, err
	}
	view, err := s.dossierView(ctx, d, request.Params.Version == nil)
	if err != nil {
		return nil, err
	}
	return apigen.GetDossier200JSONResponse{Body: view, Headers: apigen.GetDossier200ResponseHeaders{ETag: versionTag(d)}}, nil
}

func (s *server) EditDossier(ctx context.Context, request apigen.EditDossierRequestObject) (apigen.EditDossierResponseObject, error) {
	from, err := versionOf(request.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	operations, err := operationsOf(request.Body.Operations)
	if err != nil {
		return nil, err
	}
	d, err := s.Dossier.Edit(ctx, actorOf(ctx), request.DossierId.String(), from, request.Body.Reason, operations)
	if err != nil {
		return nil, err
	}
	view, err := s.dossierView(ctx, d, true)
	if err != nil {
		return nil, err
	}
	return apigen.EditDossier200JSONResponse{Body: view, Headers: apigen.EditDossier200ResponseHeaders{ETag: versionTag(d)}}, nil
}

func (s *server) ReleaseDossier(ctx context.Context, request apigen.ReleaseDossierRequestObject) (apigen.ReleaseDossierResponseObject, error) {
	from, err := versionOf(request.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	d, err := s.Dossier.Release(ctx, actorOf(ctx), request.DossierId.String(), from)
	if err != nil {
		return nil, err
	}
	view, err := s.dossierView(ctx, d, true)
	if err != nil {
		return nil, err
	}
	return apigen.ReleaseDossier200JSONResponse{Body: view, Headers: apigen.ReleaseDossier200ResponseHeaders{ETag: versionTag(d)}}, nil
}

func (s *server) GetHistory(ctx context.Context, request apigen.GetHistoryRequestObject) (apigen.GetHistoryResponseObject, error) {
	versions, err := s.Dossier.History(ctx, actorOf(ctx), request.DossierId.String())
	if err != nil {
		return nil, err
	}
	history := apigen.GetHistory200JSONResponse{Versions: make([]apigen.RecordVersion, len(versions))}
	for i, version := range versions {
		history.Versions[i] = apigen.RecordVersion{Version: version.Version, At: version.At.UTC(), Actor: version.Name, Message: masked(version.Message)}
	}
	return history, nil
}

func (s *server) RevealIdNumber(ctx context.Context, request apigen.RevealIdNumberRequestObject) (apigen.RevealIdNumberResponseObject, error) {
	number, err := s.Dossier.Reveal(ctx, actorOf(ctx), request.DossierId.String(), request.Body.Reason)
	if err != nil {
		return nil, err
	}
	return apigen.RevealIdNumber200JSONResponse{IdNumber: number.Full()}, nil
}

func (s *server) GetPageText(ctx context.Context, request apigen.GetPageTextRequestObject) (apigen.GetPageTextResponseObject, error) {
	texts, err := s.Dossier.PageTexts(ctx, actorOf(ctx), request.DossierId.String(), request.PageNo)
	if err != nil {
		return nil, err
	}
	answer := apigen.GetPageText200JSONResponse{Texts: make([]apigen.PageText, len(texts))}
	for i, text := range texts {
		answer.Texts[i] = apigen.PageText{Engine: text.Engine, EngineVersion: text.EngineVersion, Text: masked(text.Text)}
	}
	return answer, nil
}

// versionTag is the entity tag of a dossier: the version of its record.
func versionTag(d *domain.Dossier) *string {
	tag := strconv.Quote(strconv.Itoa(d.Version))
	return &tag
}

// versionOf reads an If-Match header.
func versionOf(ifMatch string) (int, error) {
	version, err := strconv.Atoi(strings.Trim(ifMatch, `"`))
	if err != nil {
		return 0, errs.New(errs.Invalid, "request.if_match", "If-Match 应为所修改的版本号，如 \"7\"")
	}
	return version, nil
}

func operationsOf(views []apigen.EditOperation) ([]dossier.Operation, error) {
	operations := make([]dossier.Operation, len(views))
	for i, view := range views {
		operation := dossier.Operation{Op: dossier.Op(view.Op), MaterialID: valueOf(view.MaterialId), PageNo: valueOf(view.PageNo),
			Seq: valueOf(view.Seq), Rotation: int(valueOf(view.Rotation))}
		if field := missingField(view); field != "" {
			return nil, errs.New(errs.Invalid, "edit.field", "第%d项修改缺少“%s”", i+1, field).
				WithFields(errs.Field{Name: "operations." + strconv.Itoa(i) + "." + field, Message: "缺少必填项"})
		}
		if view.Material != nil {
			material, err := materialOf(*view.Material)
			if err != nil {
				return nil, errs.New(errs.Invalid, "edit.date", "第%d项修改：材料日期“%s”无法识别，应为 YYYY、YYYY-MM 或 YYYY-MM-DD", i+1, view.Material.FormedOn).
					WithFields(errs.Field{Name: "operations." + strconv.Itoa(i) + ".material.formedOn", Message: "日期无法识别"}).Because(err)
			}
			operation.Material = material
		}
		operations[i] = operation
	}
	return operations, nil
}

// missingField names the field without which an operation makes no sense. A page moved to no material leaves the catalogue.
func missingField(view apigen.EditOperation) string {
	needs := map[apigen.EditOperationOp][]string{
		apigen.SetMaterial: {"materialId", "material"}, apigen.AddMaterial: {"material"}, apigen.RemoveMaterial: {"materialId"},
		apigen.MovePage: {"pageNo", "seq"}, apigen.RotatePage: {"pageNo", "rotation"},
	}
	given := map[string]bool{"materialId": view.MaterialId != nil, "material": view.Material != nil, "pageNo": view.PageNo != nil,
		"seq": view.Seq != nil, "rotation": view.Rotation != nil}
	for _, field := range needs[view.Op] {
		if !given[field] {
			return field
		}
	}
	return ""
}

func materialOf(fields apigen.MaterialFields) (domain.Material, error) {
	formedOn, err := domain.ParsePartialDate(fields.FormedOn)
	return domain.Material{VolumeNo: fields.VolumeNo, Class: fields.Class, ItemNo: fields.ItemNo, Title: fields.Title, FormedOn: formedOn,
		PageCount: fields.PageCount, CopyCount: fields.CopyCount, Remark: fields.Remark}, err
}

// inspectionResults translates the words of the report, which is kept as people read it.
var inspectionResults = map[domain.InspectionResult]apigen.InspectionItemResult{
	domain.InspectionPass: apigen.InspectionItemResultPASSED, domain.InspectionFail: apigen.InspectionItemResultFAILED, domain.InspectionNone: apigen.InspectionItemResultNOTAPPLICABLE,
}

func (s *server) GetInspection(ctx context.Context, request apigen.GetInspectionRequestObject) (apigen.GetInspectionResponseObject, error) {
	content, err := s.Dossier.Attachment(ctx, actorOf(ctx), request.DossierId.String(), ingest.InspectionPath)
	if err != nil {
		return nil, err
	}
	inspection, err := ingest.DecodeInspection(content)
	if err != nil {
		return nil, err
	}
	answer := apigen.GetInspection200JSONResponse{At: inspection.At, Passed: inspection.Report.Conclusion == domain.InspectionPass,
		Items: make([]apigen.InspectionItem, len(inspection.Report.Items)), Violations: violationViews(inspection.Violations)}
	for i, item := range inspection.Report.Items {
		answer.Items[i] = apigen.InspectionItem{Code: item.Code, Property: string(item.Property), Name: item.Name,
			Result: inspectionResults[item.Result], Evidence: masked(item.Evidence)}
	}
	return answer, nil
}
