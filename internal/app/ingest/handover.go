package ingest

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// handover is what the batches of the handover say about the persons of one package.
type handover struct {
	required bool // every dossier must be on an acceptance list
	batch    *domain.TransferBatch
	persons  map[domain.IDNumber]domain.PersonLine
	offices  map[string]string // names by code
}

func (s *Service) handoverOf(ctx context.Context, in domain.Ingest, drafts []domain.Draft) (handover, error) {
	h := handover{required: s.RequireBatch, offices: map[string]string{}}
	if in.BatchID != "" {
		batch, err := s.Store.Batches().Get(ctx, in.BatchID)
		if err != nil {
			return h, errs.Wrap("load transfer batch", err)
		}
		h.batch = &batch
	}
	numbers := make([]domain.IDNumber, len(drafts))
	for i, draft := range drafts {
		numbers[i] = draft.IDNumber
	}
	var err error
	if h.persons, err = s.Store.Batches().PersonsOf(ctx, numbers); err != nil {
		return h, errs.Wrap("look up acceptance lists", err)
	}
	offices, err := s.Store.Places().Offices(ctx, authz.Everything())
	for _, office := range offices {
		h.offices[office.Code] = office.Name
	}
	return h, errs.Wrap("list offices", err)
}

// check is rules R04-R06 for one dossier.
func (h *handover) check(draft *domain.Draft, office string, pages int) []domain.Violation {
	var stands *domain.PersonLine
	competent := ""
	if line, found := h.persons[draft.IDNumber]; found {
		stands, competent = &line, h.offices[line.Batch.OfficeCode]
	}
	return domain.CheckIntake(draft, stands, h.batch, h.required, office, competent, pages)
}

// lineOf is the line of the acceptance list that a dossier taken in by the office belongs to; nil: none.
func lineOf(ctx context.Context, repos domain.Repos, number domain.IDNumber, office string) (*domain.PersonLine, error) {
	persons, err := repos.Batches().PersonsOf(ctx, []domain.IDNumber{number})
	if err != nil {
		return nil, errs.Wrap("look up acceptance list", err)
	}
	line, found := persons[number]
	if !found || line.Line.ListedOn.IsZero() || line.Batch.OfficeCode != office {
		return nil, nil
	}
	return &line, nil
}

// describeBy takes over what the acceptance list knows of the person and the volumes.
func describeBy(d *domain.Dossier, line *domain.PersonLine) {
	form := line.Line.Form
	d.Retiree.InsuranceDivision = form.InsurancePlace
	d.Retiree.ResidenceDivision = line.Line.Route
	if d.Retiree.RetiredOn.IsZero() {
		d.Retiree.RetiredOn = form.RetiredOn
	}
	count := line.Line.Roster()
	if count.Originals < 1 {
		return
	}
	d.Volumes = nil
	for no := 1; no <= count.Volumes(); no++ {
		kind := domain.Original
		if no > count.Originals {
			kind = domain.Duplicate
		}
		d.Volumes = append(d.Volumes, domain.Volume{No: no, CopyKind: kind})
	}
}

// match ties a stored dossier to its line, in the transaction that makes its rows.
func (r *commitRun) match(ctx context.Context, tx domain.Repos, d *domain.Dossier) error {
	line, err := lineOf(ctx, tx, d.Retiree.IDNumber, d.Office.Code)
	if err != nil || line == nil {
		return err
	}
	if err := tx.Batches().SetDossier(ctx, line.Batch.ID, line.Line.Seq, d.ID, domain.EcopyStored); err != nil {
		return err
	}
	if err := tx.Jobs().Enqueue(ctx, domain.NewJob(domain.JobSettleBatch, line.Batch.ID, r.Clock.Now())); err != nil {
		return err
	}
	return tx.Audit().Append(ctx, audit.Entry(r.Clock.Now(), r.actor, domain.AuditBatchMatch,
		audit.Subject{Object: "batch", ID: line.Batch.ID, OfficeCode: line.Batch.OfficeCode}, audit.Detail{"seq": line.Line.Seq, "dossier": d.ID}))
}

// unmatch takes withdrawn dossiers from their lines. A batch that was completed with them keeps them.
func unmatch(ctx context.Context, tx domain.Repos, stored []storedItem) error {
	ids := make([]string, len(stored))
	for i, item := range stored {
		ids[i] = item.dossierID
	}
	lines, err := tx.Batches().OfDossiers(ctx, ids)
	if err != nil {
		return err
	}
	for _, line := range lines {
		if line.Batch.State == domain.BatchEIngested || line.Batch.State == domain.BatchClosed {
			return errs.New(errs.Conflict, "ingest.handed_over", "移交批次%s已凭这些电子档案办结，不能再撤销", line.Batch.No)
		}
		if err := tx.Batches().SetDossier(ctx, line.Batch.ID, line.Line.Seq, "", domain.EcopyDelivered); err != nil {
			return err
		}
	}
	return nil
}

// batchFor finds the transfer batch a package is announced for; the office must be its receiver.
func (s *Service) batchFor(ctx context.Context, no string, office domain.ArchiveOffice) (domain.TransferBatch, error) {
	batch, err := s.Store.Batches().ByNo(ctx, no)
	if errs.Is(err, errs.NotFound) || err == nil && batch.OfficeCode != office.Code {
		return batch, errs.New(errs.NotFound, "batch.not_found", "%s没有编号为“%s”的移交批次，请核对批次号和接收单位", office.Name, no)
	}
	if err != nil {
		return batch, errs.Wrap("find transfer batch", err)
	}
	return batch, domain.CheckBatchOpen(&batch)
}
