package circulation

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const (
	maxBorrowers = 10
	maxText      = 500 // characters of any text of a loan
)

// LoanPolicy is what the office of a dossier demands of its loans today.
func (s *Service) LoanPolicy(ctx context.Context, actor authz.Actor, dossierID string) (domain.LoanPolicy, error) {
	d, err := s.lendable(ctx, s.Store, actor, authz.LoanRead, dossierID)
	if err != nil {
		return domain.LoanPolicy{}, err
	}
	return s.policy(d)
}

// lendable loads a dossier without its pages, in its present state, for work of the loan desk.
func (s *Service) lendable(ctx context.Context, repos domain.Repos, actor authz.Actor, permission authz.Permission, id string) (*domain.Dossier, error) {
	found, err := repos.Dossiers().Documents(ctx, []string{id})
	if err != nil {
		return nil, errs.Wrap("load dossier", err)
	}
	if len(found) == 0 {
		return nil, errNoDossier
	}
	office := found[0].Office
	if err := admit(actor, office.Code, office.Division, errNoDossier, permission, authz.DossierRead, authz.LoanRead); err != nil {
		return nil, err
	}
	return found[0], nil
}

func (s *Service) policy(d *domain.Dossier) (domain.LoanPolicy, error) {
	policy, found := s.Policies.Of(d.Office.Code, d.Category, s.today())
	if !found {
		return domain.LoanPolicy{}, errs.New(errs.Unprocessable, "loan.no_policy", "没有适用于该类档案的借阅规定，不能外借，请在阅档室查阅")
	}
	return policy, nil
}

// Request asks for a loan by the rules R23, R24, R25 and R27. A request with a key (Idempotency-Key) the actor used before is the
// one made then. A dossier that is asked for or lent already is errs.Conflict with code "unique.loans_open_dossier", or R27 once
// it has left the shelf.
func (s *Service) Request(ctx context.Context, actor authz.Actor, dossierID string, r domain.LoanRequest, requestKey string) (domain.Loan, error) {
	if earlier, found, err := s.earlier(ctx, actor, requestKey); found || err != nil {
		return earlier, err
	}
	if err := tidy(&r); err != nil {
		return domain.Loan{}, err
	}
	var loan domain.Loan
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		d, err := s.lendable(ctx, tx, actor, authz.LoanDesk, dossierID)
		if err != nil {
			return err
		}
		policy, err := s.policy(d)
		if err != nil {
			return err
		}
		overdue, err := s.overdueOf(ctx, tx, actor, r.Unit)
		if err != nil {
			return err
		}
		if err := domain.CheckLoanRequest(&r, policy, d.Retiree.IDNumber, d.Custody, overdue, s.today()); err != nil {
			return err
		}
		loan = s.newLoan(actor, d, policy, r, requestKey)
		return s.create(ctx, tx, actor, &loan)
	})
	if errs.Is(err, errs.Conflict) && requestKey != "" { // the same request came twice at once
		if earlier, found, again := s.earlier(ctx, actor, requestKey); found || again != nil {
			return earlier, again
		}
	}
	if err != nil {
		return domain.Loan{}, errs.Wrap("request loan", err)
	}
	return loan, nil
}

func (s *Service) earlier(ctx context.Context, actor authz.Actor, key string) (domain.Loan, bool, error) {
	if key == "" {
		return domain.Loan{}, false, nil
	}
	loan, err := s.Store.Loans().ByRequestKey(ctx, actor.UserID, key)
	if errs.Is(err, errs.NotFound) {
		return domain.Loan{}, false, nil
	}
	if err == nil {
		err = admit(actor, loan.OfficeCode, loan.Division, errNoLoan, authz.LoanDesk, authz.LoanRead)
	}
	if err != nil {
		return domain.Loan{}, false, errs.Wrap("find earlier request", err)
	}
	return loan, true, nil
}

// overdueOf names the unit's overdue loan. A unit is blocked in the whole city; the number is for those who may see the loan.
func (s *Service) overdueOf(ctx context.Context, tx domain.Repos, actor authz.Actor, unit string) (string, error) {
	no, err := tx.Loans().OverdueOf(ctx, unit, s.today())
	if err != nil || no == "" {
		return "", errs.Wrap("find overdue loans of unit", err)
	}
	seen, err := tx.Loans().List(ctx, actor.Scope(authz.LoanRead), domain.LoanFilter{Text: no}, "", 1)
	if err != nil || len(seen) > 0 {
		return no, errs.Wrap("find overdue loans of unit", err)
	}
	return "由其他单位办理", nil
}

func (s *Service) newLoan(actor authz.Actor, d *domain.Dossier, policy domain.LoanPolicy, r domain.LoanRequest, requestKey string) domain.Loan {
	now := s.Clock.Now()
	loan := domain.Loan{ID: domain.NewID(), DossierID: d.ID, ArchivalCode: d.ArchivalCode, Name: d.Retiree.Name, OfficeCode: d.Office.Code,
		Division: d.Office.Division, Category: d.Category, Request: r, RequestKey: requestKey, State: domain.LoanRequested,
		CreatedBy: actor.UserID, CreatedAt: now, UpdatedAt: now, Version: 1}
	for _, role := range policy.Chain {
		loan.Steps = append(loan.Steps, domain.ApprovalStep{Role: role})
	}
	return loan
}

// create gives the loan its number and stores it. It looks for an open loan first, because whoever takes a number makes everyone
// else who wants one wait; what decides between two that come at once is the unique index.
func (s *Service) create(ctx context.Context, tx domain.Repos, actor authz.Actor, loan *domain.Loan) error {
	open, err := tx.Loans().List(ctx, authz.Everything(), domain.LoanFilter{DossierID: loan.DossierID, States: openStates()}, "", 1)
	if err != nil {
		return err
	}
	if len(open) > 0 {
		return errs.New(errs.Conflict, "unique.loans_open_dossier", "该档案已有未办结的借阅（%s），不能再次借出", open[0].No)
	}
	year := s.today().Year
	n, err := tx.Numbers().Next(ctx, domain.PaperLoan, loan.OfficeCode, year)
	if err != nil {
		return err
	}
	loan.No = domain.PaperLoan.Number(loan.OfficeCode, year, n)
	if err := tx.Loans().Create(ctx, *loan); err != nil {
		return err
	}
	return tx.Audit().Append(ctx, s.entry(actor, domain.AuditLoanRequest, *loan, audit.Detail{"unit": loan.Request.Unit,
		"purpose": loan.Request.Purpose, "days": loan.Request.Days, "borrowers": len(loan.Request.Borrowers)}))
}

func openStates() []domain.LoanState {
	var open []domain.LoanState
	for _, state := range domain.LoanMachine().States() {
		if state.Open() {
			open = append(open, state)
		}
	}
	return open
}

// tidy trims what was typed and refuses what is too long to have been meant.
func tidy(r *domain.LoanRequest) error {
	if len(r.Borrowers) > maxBorrowers {
		return errs.New(errs.Invalid, "loan.too_many", "经办人不能超过%d人", maxBorrowers)
	}
	texts := []*string{&r.Unit, &r.Purpose, &r.Content, &r.WhyNot, &r.LetterNo}
	for i := range r.Borrowers {
		b := &r.Borrowers[i]
		b.IDNumber = domain.NormalizeIDNumber(b.IDNumber.Full())
		texts = append(texts, &b.Name, &b.Phone, &b.Relation)
	}
	for _, text := range texts {
		if err := trim(text); err != nil {
			return err
		}
	}
	for _, b := range r.Borrowers {
		if b.Name == "" {
			return errs.New(errs.Invalid, "loan.borrower", "请填写每名经办人的姓名").WithFields(errs.Field{Name: "borrowers", Message: "姓名缺失"})
		}
	}
	return nil
}

func trim(text *string) error {
	*text = strings.TrimSpace(*text)
	if utf8.RuneCountInString(*text) > maxText {
		return errs.New(errs.Invalid, "loan.too_long", "填写内容不能超过%d个字", maxText)
	}
	return nil
}

// required is a text that must be given.
func required(field, title string, text *string) error {
	if err := trim(text); err != nil {
		return err
	}
	if *text == "" {
		return errs.New(errs.Invalid, "loan.missing", "请填写%s", title).WithFields(errs.Field{Name: field, Message: title + "缺失"})
	}
	return nil
}
