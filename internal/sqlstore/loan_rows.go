package sqlstore

import (
	"errors"
	"time"

	"github.com/danganku/danganku/internal/domain"
)

// loanRow keeps the parts of a loan as JSON, beside copies of what is searched.
type loanRow struct {
	ID           string `gorm:"primaryKey"`
	No           string
	DossierID    string
	ArchivalCode string
	Name         string
	OfficeCode   string
	Division     string
	Category     string
	Unit         string
	Request      string // JSON
	RequestKey   *string
	State        string
	Steps        string // JSON
	Expected     string // JSON
	FetchBy      dateColumn
	DueOn        dateColumn
	DueDay       dateColumn
	FetchedBy    string
	OutAt        *time.Time
	Renewals     string // JSON
	Reminded     string // JSON
	ReturnCheck  string // JSON
	ReturnedBy   string
	ReturnedAt   *time.Time
	Reason       string
	CreatedBy    string
	CreatedAt    time.Time `gorm:"autoCreateTime:false"`
	UpdatedAt    time.Time `gorm:"autoUpdateTime:false"`
	Version      int
}

func (loanRow) TableName() string { return "loans" }

func rowFromLoan(l domain.Loan) (loanRow, error) {
	request, errRequest := encoded(l.Request)
	steps, errSteps := encoded(l.Steps)
	expected, errExpected := encoded(l.Expected)
	renewals, errRenewals := encoded(l.Renewals)
	reminded, errReminded := encoded(l.Reminded)
	returned, errReturned := encoded(l.Return)
	return loanRow{ID: l.ID, No: l.No, DossierID: l.DossierID, ArchivalCode: l.ArchivalCode, Name: l.Name, OfficeCode: l.OfficeCode,
			Division: l.Division, Category: string(l.Category), Unit: l.Request.Unit, Request: request, RequestKey: textOrNull(l.RequestKey),
			State: string(l.State), Steps: steps, Expected: expected, FetchBy: dateColumn(l.FetchBy), DueOn: dateColumn(l.DueOn),
			DueDay: dateColumn(dueDay(l)), FetchedBy: l.FetchedBy, OutAt: stampOrNull(l.OutAt), Renewals: renewals, Reminded: reminded,
			ReturnCheck: returned, ReturnedBy: l.ReturnedBy, ReturnedAt: stampOrNull(l.ReturnedAt), Reason: l.Reason, CreatedBy: l.CreatedBy,
			CreatedAt: stamp(l.CreatedAt), UpdatedAt: stamp(l.UpdatedAt), Version: l.Version},
		errors.Join(errRequest, errSteps, errExpected, errRenewals, errReminded, errReturned)
}

// dueDay is the day that a loan in this state waits for; zero where it waits for none.
func dueDay(l domain.Loan) domain.PartialDate {
	switch l.State {
	case domain.LoanApproved:
		return l.FetchBy
	case domain.LoanOut, domain.LoanOverdue, domain.LoanEscalated:
		return l.DueOn
	}
	return domain.PartialDate{}
}

func (r loanRow) domain() (domain.Loan, error) {
	l := domain.Loan{ID: r.ID, No: r.No, DossierID: r.DossierID, ArchivalCode: r.ArchivalCode, Name: r.Name, OfficeCode: r.OfficeCode,
		Division: r.Division, Category: domain.Category(r.Category), RequestKey: textOf(r.RequestKey), State: domain.LoanState(r.State),
		FetchBy: domain.PartialDate(r.FetchBy), DueOn: domain.PartialDate(r.DueOn), FetchedBy: r.FetchedBy, OutAt: timeOf(r.OutAt),
		ReturnedBy: r.ReturnedBy, ReturnedAt: timeOf(r.ReturnedAt), Reason: r.Reason, CreatedBy: r.CreatedBy, CreatedAt: r.CreatedAt.UTC(),
		UpdatedAt: r.UpdatedAt.UTC(), Version: r.Version}
	return l, errors.Join(decode(r.Request, &l.Request), decode(r.Steps, &l.Steps), decode(r.Expected, &l.Expected),
		decode(r.Renewals, &l.Renewals), decode(r.Reminded, &l.Reminded), decode(r.ReturnCheck, &l.Return))
}
