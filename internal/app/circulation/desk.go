package circulation

import (
	"context"
	"slices"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const deskRows = 50 // of each list of the work desk

// DeskList is what waits for an actor, of all kinds of matters, at most 50 of each list: newest first, and what has a day
// longest waiting first.
type DeskList struct {
	ToApprove []domain.MatterEntry // whose next step the actor may decide
	ToHandle  []domain.MatterEntry // whose next step is at the counter
	DueToday  []domain.MatterEntry
	Overdue   []domain.MatterEntry // whose day is over: loans to call in, dossiers to send, receipts to chase
	Counts    map[domain.MatterKind]map[string]int
}

// atCounter are the states in which the next step is at the counter, unless the chain is to decide: what other kinds call
// requested waits for its approvers.
var atCounter = []string{string(domain.LoanApproved), string(domain.ConsultationRegistered), string(domain.ConsultationOpened),
	string(domain.ConsultationReturned), string(domain.CertificateRequested), string(domain.CertificateVerified),
	string(domain.CertificateReviewed), string(domain.CertificateIssued),
	string(domain.OutboundReviewed), string(domain.OutboundPacked), string(domain.OutboundConfirmed), string(domain.OutboundSentBack),
	string(domain.HoldDue)}

// Desk is the actor's work with dossiers on the shelf.
func (s *Service) Desk(ctx context.Context, actor authz.Actor) (DeskList, error) {
	scope := actor.Scope(authz.MatterRead)
	if scope.Empty() {
		return DeskList{}, matter.ErrForbidden
	}
	var desk DeskList
	var err error
	if desk.Counts, err = s.Store.Matters().Counts(ctx, scope); err != nil {
		return DeskList{}, errs.Wrap("count matters", err)
	}
	if desk.ToApprove, err = s.toApprove(ctx, actor); err != nil {
		return DeskList{}, err
	}
	today := s.Today()
	if desk.DueToday, err = s.due(ctx, actor, scope, today, today); err != nil {
		return DeskList{}, err
	}
	if desk.Overdue, err = s.due(ctx, actor, scope, domain.PartialDate{}, today.AddDays(-1)); err != nil {
		return DeskList{}, err
	}
	if mine := actor.Scope(authz.MatterDesk).Union(actor.Scope(authz.OutboundDesk)); !mine.Empty() {
		if desk.ToHandle, err = s.open(ctx, actor, mine, domain.MatterFilter{States: atCounter, AtDesk: true}, "", deskRows); err != nil {
			return DeskList{}, errs.Wrap("list matters at the counter", err)
		}
	}
	shown := len(desk.ToApprove) + len(desk.ToHandle) + len(desk.DueToday) + len(desk.Overdue)
	return desk, s.listed(ctx, actor, audit.Detail{"desk": true, "shown": shown})
}

func (s *Service) listed(ctx context.Context, actor authz.Actor, detail audit.Detail) error {
	return s.Log(ctx, audit.Entry(s.Clock.Now(), actor, domain.AuditMatterView, audit.Subject{Object: "matter"}, detail))
}

// toApprove walks the matters that wait for a decision, where the actor approves anything, until enough of them wait for this actor.
func (s *Service) toApprove(ctx context.Context, actor authz.Actor) ([]domain.MatterEntry, error) {
	const step = 200
	scope := actor.Scope(authz.MatterApprove)
	if scope.Empty() {
		return nil, nil
	}
	mine, err := matter.Kept("", deskRows, step, func(before string, limit int) ([]domain.MatterEntry, error) {
		return s.Store.Matters().List(ctx, scope, domain.MatterFilter{Deciding: true}, before, limit)
	}, func(m *domain.Matter) bool { return matter.MayDecide(actor, m) == nil })
	return mine, errs.Wrap("list matters to decide", err)
}

// open lists the matters that the actor need not keep away from.
func (s *Service) open(ctx context.Context, actor authz.Actor, scope authz.Scope, filter domain.MatterFilter, before string, limit int) ([]domain.MatterEntry, error) {
	return matter.Kept(before, limit, limit, func(before string, limit int) ([]domain.MatterEntry, error) {
		return s.Store.Matters().List(ctx, scope, filter, before, limit)
	}, matter.Unrecused(actor))
}

// due lists the matters that wait for one of these days, those that wait longest first. What the actor must keep away from is
// left out, for which some more are read.
func (s *Service) due(ctx context.Context, actor authz.Actor, scope authz.Scope, first, last domain.PartialDate) ([]domain.MatterEntry, error) {
	found, err := s.Store.Matters().Due(ctx, scope, first, last, 2*deskRows)
	unrecused := matter.Unrecused(actor)
	found = slices.DeleteFunc(found, func(e domain.MatterEntry) bool { return !unrecused(&e.Matter) })
	return found[:min(len(found), deskRows)], errs.Wrap("list due matters", err)
}

// Matters lists matters of all kinds, newest first, before the given id, at most limit (up to 500).
func (s *Service) Matters(ctx context.Context, actor authz.Actor, filter domain.MatterFilter, beforeID string, limit int) ([]domain.MatterEntry, error) {
	scope := actor.Scope(authz.MatterRead)
	if scope.Empty() {
		return nil, matter.ErrForbidden
	}
	found, err := s.open(ctx, actor, scope, filter, beforeID, matter.PageOf(limit))
	if err != nil {
		return nil, errs.Wrap("list matters", err)
	}
	return found, s.listed(ctx, actor, audit.Detail{"dossier": filter.DossierID, "text": domain.MaskNumbers(filter.Text), "shown": len(found)})
}

// MatterByNo finds the matter whose number was scanned.
func (s *Service) MatterByNo(ctx context.Context, actor authz.Actor, no string) (domain.MatterEntry, error) {
	missing := errs.New(errs.NotFound, "matter.not_found", "没有这个编号的事项，请核对后重新扫描或输入")
	found, err := s.Store.Matters().ByNo(ctx, no)
	if errs.Is(err, errs.NotFound) || err == nil && !actor.Can(authz.MatterRead, found.OfficeCode, found.Division) {
		return domain.MatterEntry{}, missing
	}
	if err != nil {
		return domain.MatterEntry{}, errs.Wrap("find matter", err)
	}
	if err := domain.Avoid(actor, found.IDNumber); err != nil {
		return domain.MatterEntry{}, err
	}
	return found, nil
}
