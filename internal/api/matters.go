package api

import (
	"cmp"
	"context"
	"slices"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// Lists of matters by their cursors.
const (
	matterList       = "matters"
	consultationList = "consultations"
	copyList         = "copies"
	certificateList  = "certificates"
	outboundList     = "outbounds"
	holdList         = "holds"
	deceasedList     = "deceased"
)

// listParams are the parameters that the lists of all kinds of matters have.
type listParams struct {
	Cursor  *apigen.Cursor
	Limit   *apigen.Limit
	State   *[]string
	Text    *string
	Dossier *openapi_types.UUID
}

func (p listParams) filter() domain.MatterFilter {
	return domain.MatterFilter{States: valueOf(p.State), Text: valueOf(p.Text), DossierID: optionalID(p.Dossier)}
}

// page is one page of a list by a use case, shown; id names the entry the next page begins after.
func page[T, V any](list string, params listParams, find func(filter domain.MatterFilter, before string, limit int) ([]T, error),
	show func([]T) ([]V, error), id func(*T) string) (views []V, next *string, err error) {
	before, err := idCursor(list, params.Cursor)
	if err != nil {
		return nil, nil, err
	}
	limit := limitOf(params.Limit)
	found, err := find(params.filter(), before, limit)
	if err != nil {
		return nil, nil, err
	}
	if len(found) > 0 {
		next = nextCursor(list, id(&found[len(found)-1]), len(found), limit)
	}
	views, err = show(found)
	return views, next, err
}

// changed takes a step with the version of a matter that the client saw and shows the outcome.
func changed[T, V any](ifMatch string, step func(version int) (T, error), show func([]T) ([]V, error)) (V, error) {
	var none V
	version, err := versionOf(ifMatch)
	if err != nil {
		return none, err
	}
	matter, err := step(version)
	return one(matter, err, show)
}

// one shows the outcome of a use case, passing on its error.
func one[T, V any](matter T, err error, show func([]T) ([]V, error)) (V, error) {
	var none V
	if err != nil {
		return none, err
	}
	views, err := show([]T{matter})
	if err != nil {
		return none, err
	}
	return views[0], nil
}

func (s *server) GetDesk(ctx context.Context, _ apigen.GetDeskRequestObject) (apigen.GetDeskResponseObject, error) {
	desk, err := s.Circulation.Desk(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	entry, err := s.entryView(ctx)
	return apigen.GetDesk200JSONResponse{ToApprove: viewsOf(desk.ToApprove, entry), ToHandle: viewsOf(desk.ToHandle, entry),
		DueToday: viewsOf(desk.DueToday, entry), Overdue: viewsOf(desk.Overdue, entry), Counts: countViews(desk.Counts)}, err
}

// countViews lists the counts by kind as the kinds are ordered, then by state.
func countViews(counts map[domain.MatterKind]map[string]int) []apigen.MatterCount {
	views := []apigen.MatterCount{}
	for _, kind := range domain.MatterKinds() {
		begin := len(views)
		for state, n := range counts[kind] {
			label := domain.MatterEntry{MatterFacts: domain.MatterFacts{Kind: kind, Status: state}}.StateLabel()
			views = append(views, apigen.MatterCount{Kind: apigen.MatterKind(kind), State: state, StateLabel: label, Count: n})
		}
		slices.SortFunc(views[begin:], func(a, b apigen.MatterCount) int { return cmp.Compare(a.State, b.State) })
	}
	return views
}

func (s *server) ListMatters(ctx context.Context, request apigen.ListMattersRequestObject) (apigen.ListMattersResponseObject, error) {
	p := request.Params
	find := func(filter domain.MatterFilter, before string, limit int) ([]domain.MatterEntry, error) {
		for _, kind := range valueOf(p.Kind) {
			filter.Kinds = append(filter.Kinds, domain.MatterKind(kind))
		}
		return s.Circulation.Matters(ctx, actorOf(ctx), filter, before, limit)
	}
	show := func(entries []domain.MatterEntry) ([]apigen.MatterEntry, error) {
		entry, err := s.entryView(ctx)
		return viewsOf(entries, entry), err
	}
	views, next, err := page(matterList, listParams{p.Cursor, p.Limit, p.State, p.Text, p.Dossier}, find, show,
		func(e *domain.MatterEntry) string { return e.ID })
	return apigen.ListMatters200JSONResponse{Matters: views, Next: next}, err
}

func (s *server) GetMatterByNumber(ctx context.Context, request apigen.GetMatterByNumberRequestObject) (apigen.GetMatterByNumberResponseObject, error) {
	found, err := s.Circulation.MatterByNo(ctx, actorOf(ctx), request.MatterNo)
	if err != nil {
		return nil, err
	}
	entry, err := s.entryView(ctx)
	return apigen.GetMatterByNumber200JSONResponse(entry(found)), err
}

// entryView is how matters of all kinds are listed. It asks for the names of the offices once.
func (s *server) entryView(ctx context.Context) (func(domain.MatterEntry) apigen.MatterEntry, error) {
	offices, err := s.officeNames(ctx)
	today := domain.DateOf(s.Clock.Now())
	return func(e domain.MatterEntry) apigen.MatterEntry {
		return apigen.MatterEntry{Kind: apigen.MatterKind(e.Kind), KindLabel: e.Kind.Label(), Id: e.ID, No: e.No, DossierId: e.DossierID,
			ArchivalCode: e.ArchivalCode, Name: e.Name, Office: e.OfficeCode, OfficeName: offices[e.OfficeCode], Applicant: masked(e.Applicant),
			State: e.Status, StateLabel: e.StateLabel(), DueOn: e.WaitsFor.String(), LateDays: e.Late(today), CreatedAt: e.CreatedAt.UTC()}
	}, err
}

// caseView is entryView for a matter whose kind is known.
func (s *server) caseView(ctx context.Context) (func(domain.Case) apigen.MatterEntry, error) {
	entry, err := s.entryView(ctx)
	return func(c domain.Case) apigen.MatterEntry {
		return entry(domain.MatterEntry{Matter: *c.Common(), MatterFacts: c.Facts()})
	}, err
}

func stepView(step domain.ApprovalStep) apigen.ApprovalStep {
	return apigen.ApprovalStep{Role: step.Role, Decided: step.By != "", Approved: step.Approved, By: step.ByName, At: optionalTime(step.At),
		Opinion: masked(step.Opinion)}
}

func citationView(c domain.Citation) apigen.Citation {
	pages := c.Pages
	if pages == nil {
		pages = []int{}
	}
	return apigen.Citation{MaterialId: c.MaterialID, Number: c.Number, Title: masked(c.Title), FormedOn: c.FormedOn.String(), Pages: pages,
		Words: masked(c.String())}
}

func (s *server) GetUsePolicy(ctx context.Context, request apigen.GetUsePolicyRequestObject) (apigen.GetUsePolicyResponseObject, error) {
	policy, err := s.Circulation.UsePolicy(ctx, actorOf(ctx), domain.MatterKind(request.Kind), request.DossierId.String())
	if err != nil {
		return nil, err
	}
	return apigen.GetUsePolicy200JSONResponse{Source: policy.Source, LetterDays: policy.LetterDays, VisitorsMin: policy.VisitorsMin,
		PartyMembers: apigen.UsePolicyPartyMembers(policy.PartyMembers), OpenDays: policy.OpenDays, Minutes: policy.Minutes,
		DispatchWorkdays: policy.DispatchWorkdays, ReceiptMonths: policy.ReceiptMonths, HoldYears: policy.HoldYears,
		Chain: viewsOf(policy.Chain, roleView), Purposes: viewsOf(policy.Purposes, codeView), CertificateKinds: viewsOf(policy.CertificateKinds, s.kindCodeView),
		Channels: viewsOf(policy.Channels, channelView)}, nil
}

func codeView(p domain.Purpose) apigen.CodeLabel {
	return apigen.CodeLabel{Code: p.Code, Label: p.Label}
}

func roleView(role string) apigen.CodeLabel {
	return apigen.CodeLabel{Code: role, Label: authz.Role(role).Label()}
}

func channelView(code string) apigen.CodeLabel {
	return apigen.CodeLabel{Code: code, Label: domain.Channel(code).Label()}
}
