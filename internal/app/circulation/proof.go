package circulation

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// ProofAnswer is what anybody who holds a paper of the archive is told about it: that it was issued and whether it stands, never
// about whom or what.
type ProofAnswer struct {
	Kind       domain.PaperKind
	Title      string // of the kind
	Number     string
	Office     string // name
	IssuedOn   domain.PartialDate
	ValidUntil domain.PartialDate // zero: not limited
	State      domain.ProofState
	ReplacedBy string // number of the paper that stands instead; empty: none
}

var errNoProof = errs.New(errs.NotFound, "proof.not_found", "没有这个验证码，请核对后重新输入")

// Proof answers for the paper with a verification code, however it was typed, to anybody who asks. That it was asked for is logged
// with the address of the asker.
func (s *Service) Proof(ctx context.Context, code, address string) (ProofAnswer, error) {
	code = domain.NormalizeProofCode(code)
	if code == "" {
		return ProofAnswer{}, errNoProof
	}
	p, err := s.Store.Proofs().Get(ctx, code)
	if errs.Is(err, errs.NotFound) {
		return ProofAnswer{}, errNoProof
	}
	if err != nil {
		return ProofAnswer{}, errs.Wrap("find proof", err)
	}
	office, err := s.Store.Places().Office(ctx, p.OfficeCode)
	if err != nil {
		return ProofAnswer{}, errs.Wrap("find office", err)
	}
	state := p.State(s.Today())
	asker := authz.System("公众查验")
	asker.Address = address
	entry := audit.Entry(s.Clock.Now(), asker, domain.AuditProofAsked, audit.Subject{Object: "proof", ID: p.Number, OfficeCode: p.OfficeCode},
		audit.Detail{"matter": p.MatterID, "state": state})
	if err := s.Log(ctx, entry); err != nil {
		return ProofAnswer{}, err
	}
	return ProofAnswer{Kind: p.Kind, Title: p.Title(), Number: p.Number, Office: office.Name, IssuedOn: p.IssuedOn, ValidUntil: p.ValidUntil,
		State: state, ReplacedBy: p.ReplacedBy}, nil
}
