package api

import (
	"cmp"
	"context"
	"slices"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/domain"
)

func (s *server) ListOffices(ctx context.Context, _ apigen.ListOfficesRequestObject) (apigen.ListOfficesResponseObject, error) {
	offices, err := s.Registry.Offices(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	list := apigen.ListOffices200JSONResponse{Offices: make([]apigen.Office, len(offices))}
	for i, office := range offices {
		list.Offices[i] = apigen.Office{Code: office.Code, Name: office.Name, Division: office.Division}
	}
	return list, nil
}

func (s *server) SaveOffice(ctx context.Context, request apigen.SaveOfficeRequestObject) (apigen.SaveOfficeResponseObject, error) {
	office := domain.ArchiveOffice{Code: request.Body.Code, Name: request.Body.Name, Division: request.Body.Division}
	if err := s.Registry.SaveOffice(ctx, actorOf(ctx), office); err != nil {
		return nil, err
	}
	return apigen.SaveOffice200JSONResponse(*request.Body), nil
}

func (s *server) ListDivisions(ctx context.Context, _ apigen.ListDivisionsRequestObject) (apigen.ListDivisionsResponseObject, error) {
	divisions, err := s.Registry.Divisions(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	list := apigen.ListDivisions200JSONResponse{Divisions: make([]apigen.Division, len(divisions))}
	for i, division := range divisions {
		list.Divisions[i] = apigen.Division{Code: division.Code, Name: division.Name}
	}
	return list, nil
}

func (s *server) ListSchemes(ctx context.Context, _ apigen.ListSchemesRequestObject) (apigen.ListSchemesResponseObject, error) {
	if err := s.Registry.Admit(actorOf(ctx)); err != nil {
		return nil, err
	}
	list := apigen.ListSchemes200JSONResponse{Schemes: []apigen.Scheme{}}
	for _, scheme := range s.Schemes {
		list.Schemes = append(list.Schemes, apigen.Scheme{Code: string(scheme.Code), Name: scheme.Name, Source: scheme.Source,
			Classes: classViews(scheme)})
	}
	slices.SortFunc(list.Schemes, func(a, b apigen.Scheme) int { return cmp.Compare(a.Code, b.Code) })
	return list, nil
}

func (s *server) ListRules(ctx context.Context, _ apigen.ListRulesRequestObject) (apigen.ListRulesResponseObject, error) {
	if err := s.Registry.Admit(actorOf(ctx)); err != nil {
		return nil, err
	}
	rules := domain.Rules()
	list := apigen.ListRules200JSONResponse{Rules: make([]apigen.Rule, len(rules))}
	for i, rule := range rules {
		list.Rules[i] = apigen.Rule{Id: string(rule.ID), Code: rule.Code, Level: string(rule.Level), Subject: rule.Subject,
			English: rule.English, Basis: rule.Basis}
	}
	return list, nil
}

func (s *server) SaveDivision(ctx context.Context, request apigen.SaveDivisionRequestObject) (apigen.SaveDivisionResponseObject, error) {
	if err := s.Registry.SaveDivision(ctx, actorOf(ctx), domain.Division{Code: request.Body.Code, Name: request.Body.Name}); err != nil {
		return nil, err
	}
	return apigen.SaveDivision200JSONResponse(*request.Body), nil
}

// officeNames are the names of offices by code, for showing codes to people.
func (s *server) officeNames(ctx context.Context) (map[string]string, error) {
	offices, err := s.Registry.Offices(ctx, actorOf(ctx))
	names := make(map[string]string, len(offices))
	for _, office := range offices {
		names[office.Code] = office.Name
	}
	return names, err
}

// placeNames are the names of offices and divisions by code.
type placeNames struct{ offices, divisions map[string]string }

func (s *server) placeNames(ctx context.Context) (placeNames, error) {
	names := placeNames{divisions: map[string]string{}}
	var err error
	if names.offices, err = s.officeNames(ctx); err != nil {
		return names, err
	}
	divisions, err := s.Registry.Divisions(ctx, actorOf(ctx))
	if err != nil {
		return names, err
	}
	for _, division := range divisions {
		names.divisions[division.Code] = division.Name
	}
	return names, nil
}
