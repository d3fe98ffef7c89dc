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

// FormContent is what the approval form of a loan says.
type FormContent struct {
	Loan   domain.Loan
	Office domain.ArchiveOffice
	Policy domain.UsePolicy // it was made under; the zero value where it is no longer known
}

// FormContent returns what the approval form of a loan says, to be printed, and logs that.
func (s *Service) FormContent(ctx context.Context, actor authz.Actor, id string) (FormContent, error) {
	loan, err := s.loans.Find(ctx, s.Store, actor, authz.MatterRead, id)
	if err != nil {
		return FormContent{}, err
	}
	content := FormContent{Loan: loan}
	content.Policy, _ = s.Policies.Of(domain.MatterLoan, loan.OfficeCode, loan.Category, domain.DateOf(loan.CreatedAt))
	if content.Office, err = s.Store.Places().Office(ctx, loan.OfficeCode); err != nil {
		return FormContent{}, errs.Wrap("find office", err)
	}
	if err := s.Log(ctx, s.loans.Entry(actor, domain.AuditPaperPrint, &loan, nil)); err != nil {
		return FormContent{}, err
	}
	return content, nil
}

// MaxRegister bounds the rows of a register.
const MaxRegister = 5_000

// RegisterQuery is which matters a register lists.
type RegisterQuery struct {
	Kind     domain.MatterKind
	Office   string             // code; empty: all that the actor may see
	From, To domain.PartialDate // days on which the matters were begun, both included; zero: not limited
}

// RegisterContent is what a printed register says.
type RegisterContent struct {
	RegisterQuery
	OfficeName string               // empty: several offices
	Entries    []domain.MatterEntry // oldest first
}

// RegisterContent returns the register of a kind of matters, to be printed, and logs that. Matters that the actor must keep away
// from (R25) are left out. More than MaxRegister are errs.TooLarge.
func (s *Service) RegisterContent(ctx context.Context, actor authz.Actor, query RegisterQuery) (RegisterContent, error) {
	scope := actor.Scope(authz.MatterRead)
	if scope.Empty() {
		return RegisterContent{}, matter.ErrForbidden
	}
	if !slices.Contains(domain.MatterKinds(), query.Kind) {
		return RegisterContent{}, errs.New(errs.NotFound, "register.kind", "没有这种登记簿")
	}
	content := RegisterContent{RegisterQuery: query}
	var err error
	if content.Entries, err = s.registered(ctx, actor, scope, query); err != nil {
		return RegisterContent{}, err
	}
	if query.Office != "" && len(content.Entries) > 0 { // else its name would tell whether there is such an office
		office, err := s.Store.Places().Office(ctx, query.Office)
		if err != nil {
			return RegisterContent{}, errs.Wrap("find office", err)
		}
		content.OfficeName = office.Name
	}
	detail := audit.Detail{"register": query.Kind, "office": query.Office, "from": query.From.String(), "to": query.To.String(), "rows": len(content.Entries)}
	if err := s.Log(ctx, audit.Entry(s.Clock.Now(), actor, domain.AuditPaperPrint, audit.Subject{Object: "matter"}, detail)); err != nil {
		return RegisterContent{}, err
	}
	return content, nil
}

func (s *Service) registered(ctx context.Context, actor authz.Actor, scope authz.Scope, query RegisterQuery) ([]domain.MatterEntry, error) {
	const step = 500
	list := func(before string, limit int) ([]domain.MatterEntry, error) {
		page, err := s.Store.Matters().List(ctx, scope, domain.MatterFilter{Kinds: []domain.MatterKind{query.Kind}}, before, limit)
		earlier := func(e domain.MatterEntry) bool { return query.From.After(domain.DateOf(e.CreatedAt.Local())) }
		if at := slices.IndexFunc(page, earlier); at >= 0 {
			page = page[:at] // a short page ends the walk
		}
		return page, err
	}
	unrecused := matter.Unrecused(actor)
	found, err := matter.Kept("", MaxRegister+1, step, list, func(m *domain.Matter) bool {
		return unrecused(m) && (query.Office == "" || m.OfficeCode == query.Office) && !domain.DateOf(m.CreatedAt.Local()).After(query.To)
	})
	if err != nil {
		return nil, errs.Wrap("list register", err)
	}
	if len(found) > MaxRegister {
		return nil, errs.New(errs.TooLarge, "register.rows", "登记簿一次最多打印%d行，请缩小日期范围", MaxRegister)
	}
	slices.Reverse(found)
	return found, nil
}
