package transfer

import (
	"context"
	"iter"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// PaperEntry is one entry of a paper; Check is nil on an acceptance list.
type PaperEntry struct {
	Line  domain.BatchLine
	Check *domain.LineCheck
}

// PaperContent is what an issued paper says.
type PaperContent struct {
	Paper      domain.IssuedPaper
	Batch      domain.TransferBatch
	Enterprise domain.Enterprise
	Office     domain.ArchiveOffice
	Signoff    *domain.Signoff              // of the paper's round; nil on an acceptance list
	Agreement  *domain.TransferAgreement    // nil on an acceptance list
	Entries    iter.Seq2[PaperEntry, error] // in order of the lines; an error ends it
}

// AgreementContent is what a printed agreement says.
type AgreementContent struct {
	Agreement  domain.TransferAgreement
	Enterprise domain.Enterprise
	Office     domain.ArchiveOffice
}

var errNoPaper = errs.New(errs.NotFound, "paper.not_found", "没有这份单据")

// OpenPaper returns what an issued paper says, to be printed, and logs that.
func (s *Service) OpenPaper(ctx context.Context, actor authz.Actor, number string) (PaperContent, error) {
	paper, err := s.Store.Papers().Get(ctx, number)
	if errs.Is(err, errs.NotFound) {
		return PaperContent{}, errNoPaper
	}
	if err != nil {
		return PaperContent{}, errs.Wrap("find paper", err)
	}
	content := PaperContent{Paper: paper}
	content.Batch, err = batch(ctx, s.Store, actor, paper.BatchID, authz.TransferRead)
	if errs.Is(err, errs.NotFound) {
		return PaperContent{}, errNoPaper
	}
	if err != nil {
		return PaperContent{}, err
	}
	if content.Enterprise, content.Office, err = s.parties(ctx, content.Batch.EnterpriseID, paper.OfficeCode); err != nil {
		return PaperContent{}, err
	}
	if paper.Kind == domain.PaperAcceptanceList {
		content.Entries = s.listed(ctx, paper.BatchID)
	} else {
		for i := range content.Batch.Signoffs {
			if content.Batch.Signoffs[i].Round == paper.Round {
				content.Signoff = &content.Batch.Signoffs[i]
				content.Batch.Delivery = content.Signoff.Delivery
			}
		}
		if content.Agreement, err = standingAgreement(ctx, s.Store, content.Batch.AgreementID); err != nil {
			return PaperContent{}, err
		}
		content.Entries = s.checked(ctx, paper)
	}
	return content, s.log(ctx, actor, domain.AuditPaperPrint, audit.Subject{Object: "paper", ID: number, OfficeCode: paper.OfficeCode},
		audit.Detail{"batch": paper.BatchID, "lines": paper.Lines})
}

func (s *Service) parties(ctx context.Context, enterpriseID, officeCode string) (domain.Enterprise, domain.ArchiveOffice, error) {
	enterprise, err := s.Store.Enterprises().Get(ctx, enterpriseID)
	if err != nil {
		return enterprise, domain.ArchiveOffice{}, errs.Wrap("find enterprise", err)
	}
	office, err := s.Store.Places().Office(ctx, officeCode)
	return enterprise, office, errs.Wrap("find office", err)
}

// listed yields the lines of the acceptance list: all but those that were rejected.
func (s *Service) listed(ctx context.Context, batchID string) iter.Seq2[PaperEntry, error] {
	return func(yield func(PaperEntry, error) bool) {
		after := 0
		for {
			lines, err := s.Store.Batches().Lines(ctx, batchID, domain.LineFilter{}, after, step)
			if err != nil {
				yield(PaperEntry{}, errs.Wrap("read listed lines", err))
				return
			}
			for _, l := range lines {
				after = l.Seq
				if !l.ListedOn.IsZero() && !yield(PaperEntry{Line: l}, nil) {
					return
				}
			}
			if len(lines) < step {
				return
			}
		}
	}
}

// entriesOf says which decisions of a round stand on which paper.
var entriesOf = map[domain.PaperKind][]domain.Decision{
	domain.PaperReceipt:  {domain.DecideAccept, domain.DecideAcceptWithGaps},
	domain.PaperRoster:   nil, // all
	domain.PaperReturned: {domain.DecideReturn},
}

// checked yields the lines of a round with what was decided about them in that round.
func (s *Service) checked(ctx context.Context, paper domain.IssuedPaper) iter.Seq2[PaperEntry, error] {
	return func(yield func(PaperEntry, error) bool) {
		for after := 0; ; {
			entries, err := s.checkedAfter(ctx, paper, after)
			if err != nil {
				yield(PaperEntry{}, errs.Wrap("read checked lines", err))
				return
			}
			for _, entry := range entries {
				after = entry.Line.Seq
				if !yield(entry, nil) {
					return
				}
			}
			if len(entries) < step {
				return
			}
		}
	}
}

func (s *Service) checkedAfter(ctx context.Context, paper domain.IssuedPaper, after int) ([]PaperEntry, error) {
	checks, err := s.Store.Batches().Checks(ctx, paper.BatchID, paper.Round, entriesOf[paper.Kind], after, step)
	if err != nil {
		return nil, err
	}
	seqs := make([]int, len(checks))
	for i := range checks {
		seqs[i] = checks[i].Seq
	}
	lines, err := s.Store.Batches().LinesBySeq(ctx, paper.BatchID, seqs)
	if err != nil {
		return nil, err
	}
	bySeq := make(map[int]domain.BatchLine, len(lines))
	for _, l := range lines {
		bySeq[l.Seq] = l
	}
	entries := make([]PaperEntry, len(checks))
	for i := range checks {
		l := bySeq[checks[i].Seq]
		conclude(&l, &checks[i].Check) // a later round may have decided otherwise
		entries[i] = PaperEntry{Line: l, Check: &checks[i]}
	}
	return entries, nil
}

// AgreementPaper returns what a version of an agreement says, 0 the newest, to be printed, and logs that.
func (s *Service) AgreementPaper(ctx context.Context, actor authz.Actor, id string, versionNo int) (AgreementContent, error) {
	a, err := s.Agreement(ctx, actor, id, versionNo)
	if err != nil {
		return AgreementContent{}, err
	}
	content := AgreementContent{Agreement: a}
	if content.Enterprise, content.Office, err = s.parties(ctx, a.EnterpriseID, a.OfficeCode); err != nil {
		return AgreementContent{}, err
	}
	return content, s.log(ctx, actor, domain.AuditPaperPrint, audit.Subject{Object: "paper", ID: a.No, OfficeCode: a.OfficeCode},
		audit.Detail{"agreement": a.ID, "version": a.VersionNo})
}
