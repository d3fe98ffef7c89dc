package api

import (
	"context"
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/transfer"
	"github.com/danganku/danganku/internal/domain"
)

// lineViews shows lines of one batch, passing on the error of the use case they come from.
func (s *server) lineViews(ctx context.Context, batchID string, lines []domain.BatchLine, err error) ([]apigen.Line, error) {
	if err != nil {
		return nil, err
	}
	no, err := s.Transfer.BatchNo(ctx, actorOf(ctx), batchID)
	today := domain.DateOf(s.Clock.Now())
	return viewsOf(lines, func(line domain.BatchLine) apigen.Line { return lineView(&line, no, today) }), err
}

func (s *server) lineDetail(ctx context.Context, batchID string, detail transfer.LineDetail, err error) (apigen.LineDetail, error) {
	views, err := s.lineViews(ctx, batchID, []domain.BatchLine{detail.Line}, err)
	if err != nil {
		return apigen.LineDetail{}, err
	}
	return apigen.LineDetail{Line: views[0], Form: infoFormView(&detail.Line.Form), Checks: viewsOf(detail.Checks, lineCheckView),
		Gaps: viewsOf(detail.Gaps, gapView)}, nil
}

func lineView(line *domain.BatchLine, batchNo string, today domain.PartialDate) apigen.Line {
	form := &line.Form
	warnings := domain.CheckInfoForm(line.Seq, form, today)
	unsigned := slices.ContainsFunc(warnings, func(v domain.Violation) bool { return v.Rule == domain.R03 })
	return apigen.Line{Seq: line.Seq, Code: line.Code(batchNo), State: apigen.LineState(line.State), StateLabel: line.State.Label(),
		Reason: masked(line.Reason), Name: form.Name, IdNumber: form.IDNumber.Masked(), Sex: form.Sex.Label(), BornOn: form.BornOn.String(),
		RetiredOn: form.RetiredOn.String(), Residence: residenceWords(form), InsurancePlace: form.InsurancePlace, Route: line.Route,
		Employment: string(form.Employment), EmploymentLabel: form.Employment.Label(), OutOfCity: form.OutOfCity, Signed: !unsigned,
		Warnings: violationViews(warnings), Roster: countedView(form.Roster), Counted: countedView(line.Counted),
		EcopyState: apigen.LineEcopyState(line.EcopyState), EcopyDue: line.EcopyDue.String(), DueOn: line.DueOn.String(),
		ListedOn: line.ListedOn.String(), AcceptedOn: line.AcceptedOn.String(), VerifiedBy: line.VerifiedBy,
		DossierId: optional(line.DossierID), Version: line.Version}
}

// residenceWords is where the person lives, in one line.
func residenceWords(form *domain.InfoForm) string {
	at := form.Residence
	if form.OutOfCity && form.Away != (domain.Address{}) {
		at = form.Away
	}
	return masked(strings.TrimSpace(at.Division + at.Subdistrict + at.Community + at.Place))
}

func countedView(count domain.RosterCount) apigen.RosterCount {
	return apigen.RosterCount{ArchivalCode: masked(count.ArchivalCode), Originals: count.Originals, Duplicates: count.Duplicates,
		Materials: count.Materials, Pages: count.Pages, Electronic: count.Electronic, Remark: masked(count.Remark)}
}

func countedOf(view apigen.RosterCount) domain.RosterCount {
	return domain.RosterCount{ArchivalCode: view.ArchivalCode, Originals: view.Originals, Duplicates: view.Duplicates,
		Materials: view.Materials, Pages: view.Pages, Electronic: view.Electronic, Remark: view.Remark}
}

func lineCheckView(check domain.LineCheck) apigen.LineCheck {
	return apigen.LineCheck{Round: check.Round, Decision: string(check.Check.Decision), DecisionLabel: check.Check.Decision.State().Label(),
		Reason: masked(check.Check.Reason), DueOn: check.Check.DueOn.String(), Correction: masked(check.Check.Correction),
		CheckedBy: check.CheckedBy, CheckedAt: check.CheckedAt.UTC(), Warnings: violationViews(check.Warnings)}
}

func counterCheckOf(view apigen.CounterCheck) (domain.CounterCheck, error) {
	var r formReader
	check := domain.CounterCheck{SealIntact: view.SealIntact, CoverMatches: view.CoverMatches, HasCatalogue: view.HasCatalogue,
		NumberingWhole: view.NumberingWhole, Ecopy: domain.EcopyState(view.Ecopy), Counted: countedOf(view.Counted), Materials: view.Materials,
		Correction: valueOf(view.Correction), Decision: domain.Decision(view.Decision), Reason: valueOf(view.Reason),
		DueOn: r.date("dueOn", valueOf(view.DueOn))}
	for _, gap := range valueOf(view.Gaps) {
		check.Gaps = append(check.Gaps, domain.Gap{Material: gap.Material, Reason: gap.Reason, Sealed: gap.Sealed,
			AttachmentID: valueOf(gap.AttachmentId), DueOn: r.date("gaps.dueOn", valueOf(gap.DueOn))})
	}
	return check, r.err()
}
