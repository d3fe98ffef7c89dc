// Package circulation is the desk of loans (借阅), from the request of a unit over the chain of approvals, handing out and renewals
// to the check on return; and the view over all matters: where each dossier is, and what waits for whom.
//
// Two clerks at one loan are told apart by its version, two at one dossier by the state it moves from.
//
// It may import domain, authz, errs, app/audit and app/matter.
package circulation

import (
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// Service is the desk.
type Service struct {
	matter.Config
	loans matter.Desk[domain.Loan, *domain.Loan]
}

// New makes the desk.
func New(config matter.Config) *Service {
	return &Service{Config: config, loans: matter.Desk[domain.Loan, *domain.Loan]{Config: config, Kind: domain.MatterLoan, Code: "loan",
		Work: authz.MatterDesk, View: domain.AuditLoanView,
		Repo: func(r domain.Repos) domain.MatterRepo[domain.Loan] { return r.Loans() }}}
}
