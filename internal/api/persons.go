package api

import (
	"context"
	"io"
	"iter"

	"github.com/gin-gonic/gin"
	openapi_types "github.com/oapi-codegen/runtime/types"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/people"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

const personList = "persons"

func (s *server) ListPersons(ctx context.Context, request apigen.ListPersonsRequestObject) (apigen.ListPersonsResponseObject, error) {
	body := request.Body
	after, err := idCursor(personList, body.Cursor)
	if err != nil {
		return nil, err
	}
	limit := limitOf(body.Limit)
	filter := domain.LedgerFilter{Name: valueOf(body.Text), Division: valueOf(body.Division), Special: domain.SpecialCategory(valueOf(body.Special)),
		Survival: domain.Survival(valueOf(body.Survival)), Unregistered: valueOf(body.Unregistered), OutOfCity: valueOf(body.OutOfCity)}
	persons, total, err := s.People.Persons(ctx, actorOf(ctx), filter, after, limit)
	if err != nil {
		return nil, err
	}
	list := apigen.ListPersons200JSONResponse{Persons: viewsOf(persons, personView), Total: total}
	if len(persons) > 0 {
		list.Next = nextCursor(personList, persons[len(persons)-1].ID, len(persons), limit)
	}
	return list, nil
}

func (s *server) GetPerson(ctx context.Context, request apigen.GetPersonRequestObject) (apigen.GetPersonResponseObject, error) {
	view, err := s.personDetail(ctx, request.PersonId.String())
	return apigen.GetPerson200JSONResponse(view), err
}

func (s *server) personDetail(ctx context.Context, id string) (apigen.PersonDetail, error) {
	detail, err := s.People.Person(ctx, actorOf(ctx), id)
	if err != nil {
		return apigen.PersonDetail{}, err
	}
	return apigen.PersonDetail{Person: personView(detail.Person), Where: namesOf(detail.Where), Events: viewsOf(detail.Events, eventView)}, nil
}

// changedPerson makes one change from the version of If-Match and shows what the person has become. Who sent the person
// out of their own reach is shown what they sent, without its history.
func (s *server) changedPerson(ctx context.Context, personID openapi_types.UUID, ifMatch string, change func(id string, version int) (domain.LedgerPerson, error)) (apigen.PersonDetail, error) {
	version, err := versionOf(ifMatch)
	if err != nil {
		return apigen.PersonDetail{}, err
	}
	person, err := change(personID.String(), version)
	if err != nil {
		return apigen.PersonDetail{}, err
	}
	if !actorOf(ctx).Can(authz.LedgerRead, "", person.Division) {
		return apigen.PersonDetail{Person: personView(person), Where: []string{}, Events: []apigen.PersonEvent{}}, nil
	}
	return s.personDetail(ctx, person.ID)
}

func (s *server) ChangePerson(ctx context.Context, request apigen.ChangePersonRequestObject) (apigen.ChangePersonResponseObject, error) {
	body := request.Body
	change := people.PersonChange{Phone: body.Phone, Contact: body.Contact, Hukou: body.Hukou, Residence: body.Residence, Feedback: body.Feedback,
		Remark: body.Remark}
	if body.Special != nil {
		special := specialOf(*body.Special)
		change.Special = &special
	}
	view, err := s.changedPerson(ctx, request.PersonId, request.Params.IfMatch, func(id string, version int) (domain.LedgerPerson, error) {
		return s.People.ChangePerson(ctx, actorOf(ctx), id, version, change)
	})
	return apigen.ChangePerson200JSONResponse(view), err
}

func (s *server) RoutePerson(ctx context.Context, request apigen.RoutePersonRequestObject) (apigen.RoutePersonResponseObject, error) {
	view, err := s.changedPerson(ctx, request.PersonId, request.Params.IfMatch, func(id string, version int) (domain.LedgerPerson, error) {
		return s.People.Route(ctx, actorOf(ctx), id, version, request.Body.Division, request.Body.Note)
	})
	return apigen.RoutePerson200JSONResponse(view), err
}

func (s *server) RegisterPerson(ctx context.Context, request apigen.RegisterPersonRequestObject) (apigen.RegisterPersonResponseObject, error) {
	body := request.Body
	met := people.Registration{On: dayOf(body.On), Phone: body.Phone, Contact: body.Contact, Residence: body.Residence,
		Special: specialOf(body.Special), Feedback: body.Feedback, Remark: valueOf(body.Remark)}
	view, err := s.changedPerson(ctx, request.PersonId, request.Params.IfMatch, func(id string, version int) (domain.LedgerPerson, error) {
		return s.People.Register(ctx, actorOf(ctx), id, version, met)
	})
	return apigen.RegisterPerson200JSONResponse(view), err
}

func (s *server) ReportDeath(ctx context.Context, request apigen.ReportDeathRequestObject) (apigen.ReportDeathResponseObject, error) {
	view, err := s.changedPerson(ctx, request.PersonId, request.Params.IfMatch, func(id string, version int) (domain.LedgerPerson, error) {
		return s.People.ReportDeath(ctx, actorOf(ctx), id, version, dayOf(request.Body.DiedOn), request.Body.Source)
	})
	return apigen.ReportDeath200JSONResponse(view), err
}

func (s *server) WithdrawDeath(ctx context.Context, request apigen.WithdrawDeathRequestObject) (apigen.WithdrawDeathResponseObject, error) {
	view, err := s.changedPerson(ctx, request.PersonId, request.Params.IfMatch, func(id string, version int) (domain.LedgerPerson, error) {
		return s.People.WithdrawDeath(ctx, actorOf(ctx), id, version, request.Body.Reason)
	})
	return apigen.WithdrawDeath200JSONResponse(view), err
}

func (s *server) ConfirmReception(ctx context.Context, request apigen.ConfirmReceptionRequestObject) (apigen.ConfirmReceptionResponseObject, error) {
	ids := viewsOf(request.Body.Ids, func(id openapi_types.UUID) string { return id.String() })
	if _, err := s.People.ConfirmReception(ctx, actorOf(ctx), ids); err != nil {
		return nil, err
	}
	return apigen.ConfirmReception204Response{}, nil
}

func (s *server) RevealPerson(ctx context.Context, request apigen.RevealPersonRequestObject) (apigen.RevealPersonResponseObject, error) {
	number, err := s.People.RevealPerson(ctx, actorOf(ctx), request.PersonId.String(), request.Body.Reason)
	return apigen.RevealPerson200JSONResponse{IdNumber: number.Full()}, err
}

// exportPersons writes the ledger as a workbook. A name cannot be asked for: it would stand in the address.
func (s *server) exportPersons(c *gin.Context) {
	ctx := c.Request.Context()
	filter := domain.LedgerFilter{Division: c.Query("division"), Special: domain.SpecialCategory(c.Query("special")),
		Survival: domain.Survival(c.Query("survival")), Unregistered: c.Query("unregistered") == "true", OutOfCity: c.Query("outOfCity") == "true"}
	persons, err := s.People.ExportPersons(ctx, actorOf(ctx), filter)
	if err != nil {
		s.fail(c, err)
		return
	}
	s.sendFile(c, download{name: "退休人员台账.xlsx", mediaType: sheetType, write: func(w io.Writer) error {
		return s.WritePersons(ctx, w, maskedPersons(persons))
	}})
}

// maskedPersons is the ledger with identity numbers masked.
func maskedPersons(persons iter.Seq2[domain.LedgerPerson, error]) iter.Seq2[domain.LedgerPerson, error] {
	return func(yield func(domain.LedgerPerson, error) bool) {
		for person, err := range persons {
			person.IDNumber = domain.IDNumber(person.IDNumber.Masked())
			for _, text := range []*string{&person.InsuranceNo, &person.Hukou, &person.Residence, &person.Phone, &person.Contact,
				&person.DeathSource, &person.Feedback, &person.Remark} {
				*text = masked(*text)
			}
			if !yield(person, err) {
				return
			}
		}
	}
}

func personView(p domain.LedgerPerson) apigen.Person {
	return apigen.Person{Id: p.ID, Name: p.Name, IdNumber: p.IDNumber.Masked(), Sex: p.Sex.Label(), BornOn: p.BornOn.String(),
		RetiredOn: p.RetiredOn.String(), EnterpriseName: p.EnterpriseName, Hukou: masked(p.Hukou), Residence: masked(p.Residence),
		OutOfCity: p.OutOfCity, Division: p.Division, Phone: masked(p.Phone), Contact: masked(p.Contact), Special: specialViews(p.Special),
		Survival: string(p.Survival), DiedOn: p.DiedOn.String(), DeathSource: masked(p.DeathSource), ReceivedOn: p.ReceivedOn.String(),
		RegisteredOn: p.RegisteredOn.String(), RegisteredBy: p.RegisteredBy, Feedback: masked(p.Feedback), Remark: masked(p.Remark),
		ListedOn: p.ListedOn.String(), Version: p.Version}
}

func eventView(event domain.LedgerEvent) apigen.PersonEvent {
	return apigen.PersonEvent{Kind: string(event.Kind), KindLabel: event.Kind.Label(), At: event.At.UTC(), Actor: event.ActorName,
		Note: masked(event.Note)}
}
