package api

import (
	"context"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/domain"
)

const enterpriseList = "enterprises"

func (s *server) ListEnterprises(ctx context.Context, request apigen.ListEnterprisesRequestObject) (apigen.ListEnterprisesResponseObject, error) {
	after, err := readCursor(enterpriseList, request.Params.Cursor, func(name string) bool { return name != "" })
	if err != nil {
		return nil, err
	}
	limit := limitOf(request.Params.Limit)
	enterprises, err := s.Registry.Enterprises(ctx, actorOf(ctx), valueOf(request.Params.Text), after, limit)
	if err != nil {
		return nil, err
	}
	list := apigen.ListEnterprises200JSONResponse{Enterprises: viewsOf(enterprises, enterpriseView)}
	if len(enterprises) > 0 {
		list.Next = nextCursor(enterpriseList, enterprises[len(enterprises)-1].Name, len(enterprises), limit)
	}
	return list, nil
}

func (s *server) CreateEnterprise(ctx context.Context, request apigen.CreateEnterpriseRequestObject) (apigen.CreateEnterpriseResponseObject, error) {
	enterprise, err := s.Registry.SaveEnterprise(ctx, actorOf(ctx), enterpriseOf(*request.Body))
	return apigen.CreateEnterprise201JSONResponse(enterpriseView(enterprise)), err
}

func (s *server) GetEnterprise(ctx context.Context, request apigen.GetEnterpriseRequestObject) (apigen.GetEnterpriseResponseObject, error) {
	enterprise, err := s.Registry.Enterprise(ctx, actorOf(ctx), request.EnterpriseId.String())
	return apigen.GetEnterprise200JSONResponse(enterpriseView(enterprise)), err
}

func (s *server) ChangeEnterprise(ctx context.Context, request apigen.ChangeEnterpriseRequestObject) (apigen.ChangeEnterpriseResponseObject, error) {
	version, err := versionOf(request.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	enterprise := enterpriseOf(*request.Body)
	enterprise.ID, enterprise.Version = request.EnterpriseId.String(), version
	enterprise, err = s.Registry.SaveEnterprise(ctx, actorOf(ctx), enterprise)
	return apigen.ChangeEnterprise200JSONResponse(enterpriseView(enterprise)), err
}

func enterpriseOf(fields apigen.EnterpriseFields) domain.Enterprise {
	return domain.Enterprise{Name: fields.Name, USCC: fields.Uscc, NoUSCCReason: fields.NoUsccReason, USCCOverride: fields.UsccOverride,
		Level: domain.EnterpriseLevel(fields.Level), RegistrationDivision: fields.RegistrationDivision, InsuranceDivision: fields.InsuranceDivision}
}

func enterpriseView(e domain.Enterprise) apigen.Enterprise {
	return apigen.Enterprise{Id: e.ID, Version: e.Version, Fields: apigen.EnterpriseFields{Name: e.Name, Uscc: e.USCC, NoUsccReason: e.NoUSCCReason,
		UsccOverride: e.USCCOverride, Level: apigen.EnterpriseLevel(e.Level), RegistrationDivision: e.RegistrationDivision,
		InsuranceDivision: e.InsuranceDivision}}
}
