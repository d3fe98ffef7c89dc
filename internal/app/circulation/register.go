package circulation

import (
	"context"
	"slices"
	"time"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const (
	registerRows = 5000
	registerPage = 500
)

// RegisterContent is the register (登记簿) of one kind of matters.
type RegisterContent struct {
	Kind       domain.MatterKind
	From       domain.PartialDate   // first day; zero: from the beginning
	To         domain.PartialDate   // last day; zero: until now
	OfficeName string               // empty: all offices of the actor
	Entries    []domain.MatterEntry // oldest first
}

// Register returns the matters of a kind that were begun from one day to another, both included, of one office (its code) or of all
// the actor may see, to be printed, and logs that. As from other lists, matters that the actor must keep away from (R25) are left out.
// More than 5,000 are errs.Unprocessable.
func (s *Service) Register(ctx context.Context, actor authz.Actor, kind domain.MatterKind, from, to domain.PartialDate, office string) (RegisterContent, error) {
	scope := actor.Scope(authz.MatterRead)
	if scope.Empty() {
		return RegisterContent{}, matter.ErrForbidden
	}
	if !slices.Contains(domain.MatterKinds(), kind) {
		return RegisterContent{}, errs.New(errs.NotFound, "register.kind", "没有这种登记簿")
	}
	content := RegisterContent{Kind: kind, From: from, To: to}
	if office != "" {
		found, err := s.officeOf(ctx, actor, office)
		if err != nil {
			return RegisterContent{}, err
		}
		content.OfficeName = found.Name
	}
	filter := domain.MatterFilter{Kinds: []domain.MatterKind{kind}, Office: office, From: s.midnight(from)}
	if !to.IsZero() {
		filter.To = s.midnight(to.AddDays(1))
	}
	list := func(before string, limit int) ([]domain.MatterEntry, error) {
		return s.Store.Matters().List(ctx, scope, filter, before, limit)
	}
	var err error
	if content.Entries, err = matter.Kept("", registerRows+1, registerPage, list, matter.Unrecused(actor)); err != nil {
		return RegisterContent{}, errs.Wrap("list registered matters", err)
	}
	if len(content.Entries) > registerRows {
		return RegisterContent{}, errs.New(errs.Unprocessable, "register.too_long", "登记簿超过%d条，请缩短起止日期或选择一个单位", registerRows)
	}
	slices.Reverse(content.Entries)
	entry := audit.Entry(s.Clock.Now(), actor, domain.AuditPaperPrint, audit.Subject{Object: "register", ID: string(kind), OfficeCode: office},
		audit.Detail{"kind": kind, "from": from.String(), "to": to.String(), "shown": len(content.Entries)})
	return content, s.Log(ctx, entry)
}

// officeOf finds an office in the actor's scope; any other answers as if it did not exist.
func (s *Service) officeOf(ctx context.Context, actor authz.Actor, code string) (domain.ArchiveOffice, error) {
	missing := errs.New(errs.NotFound, "office.not_found", "没有这个档案管理单位")
	office, err := s.Store.Places().Office(ctx, code)
	if errs.Is(err, errs.NotFound) || err == nil && !actor.Can(authz.MatterRead, office.Code, office.Division) {
		return domain.ArchiveOffice{}, missing
	}
	return office, errs.Wrap("find office", err)
}

// midnight is when a day begins where the office's clock stands; zero for none.
func (s *Service) midnight(day domain.PartialDate) time.Time {
	if day.IsZero() {
		return time.Time{}
	}
	return time.Date(day.Year, time.Month(max(day.Month, 1)), max(day.Day, 1), 0, 0, 0, 0, s.Clock.Now().Location())
}
