package transfer

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

var (
	errNoBatch    = errs.New(errs.NotFound, "batch.not_found", "没有这个移交批次")
	errStaleBatch = errs.New(errs.Stale, "batch.stale", "移交批次已被他人修改，请刷新后重做")
)

// BatchRequest opens a batch.
type BatchRequest struct {
	EnterpriseID string
	Name         string // empty: named after the enterprise and the day
}

// BatchSummary is a batch in a list.
type BatchSummary struct {
	Batch domain.TransferBatch
	Tally domain.LineTally
}

// EcopyCount counts the lines whose paper the office has by their electronic copy.
type EcopyCount struct {
	Stored int
	Due    int // outstanding and due
	Later  int // outstanding, and the agreement allows it
}

// BatchDetail is a batch with all that hangs on it but its lines.
type BatchDetail struct {
	Batch     domain.TransferBatch
	Tally     domain.LineTally
	Papers    []domain.IssuedPaper
	Gaps      []domain.Gap
	Agreement *domain.TransferAgreement // the effective version, else the newest; nil: none joined yet
	Ecopy     EcopyCount
	Allowed   []authz.Permission // what the actor may do with this batch
}

// admitBatch decides about a batch.
func admitBatch(actor authz.Actor, b *domain.TransferBatch, anyOf ...authz.Permission) error {
	return admit(actor, b.OfficeCode, b.Division, b.EnterpriseID, errNoBatch, anyOf...)
}

// batch reads a batch for which the actor holds any of the permissions.
func batch(ctx context.Context, repos domain.Repos, actor authz.Actor, id string, anyOf ...authz.Permission) (domain.TransferBatch, error) {
	b, err := repos.Batches().Get(ctx, id)
	return admitted(b, err, actor, anyOf...)
}

// holdBatch is batch for a batch that nobody else may change, or with exclusive not even hold, until the transaction ends.
func holdBatch(ctx context.Context, tx domain.Repos, actor authz.Actor, id string, exclusive bool, anyOf ...authz.Permission) (domain.TransferBatch, error) {
	b, err := tx.Batches().Hold(ctx, id, exclusive)
	return admitted(b, err, actor, anyOf...)
}

func admitted(b domain.TransferBatch, err error, actor authz.Actor, anyOf ...authz.Permission) (domain.TransferBatch, error) {
	if errs.Is(err, errs.NotFound) {
		return domain.TransferBatch{}, errNoBatch
	}
	if err != nil {
		return domain.TransferBatch{}, errs.Wrap("load batch", err)
	}
	if err := admitBatch(actor, &b, anyOf...); err != nil {
		return domain.TransferBatch{}, err
	}
	return b, nil
}

// CreateBatch opens a batch in DRAFT for an enterprise, with the archive office that is competent by rule R05.
func (s *Service) CreateBatch(ctx context.Context, actor authz.Actor, request BatchRequest) (domain.TransferBatch, error) {
	var created domain.TransferBatch
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		enterprise, err := tx.Enterprises().Get(ctx, request.EnterpriseID)
		if errs.Is(err, errs.NotFound) {
			return errNoEnterprise
		}
		if err != nil {
			return err
		}
		at, err := placeOf(ctx, tx, enterprise)
		if err != nil {
			return err
		}
		if err := admit(actor, at.office.Code, at.division(), enterprise.ID, errNoEnterprise, authz.TransferDeclare); err != nil {
			return err
		}
		created, err = s.createBatch(ctx, tx, actor, enterprise, at, request.Name)
		return err
	})
	return created, errs.Wrap("create batch", err)
}

func (s *Service) createBatch(ctx context.Context, tx domain.Repos, actor authz.Actor, enterprise domain.Enterprise, at place, name string) (domain.TransferBatch, error) {
	b := domain.TransferBatch{ID: domain.NewID(), Name: name, EnterpriseID: enterprise.ID, EnterpriseName: enterprise.Name,
		State: domain.BatchDraft, CreatedBy: actor.UserID, CreatedAt: s.Clock.Now(), UpdatedAt: s.Clock.Now(), Version: 1}
	if err := at.assign(&b); err != nil {
		return b, err
	}
	if b.Name == "" {
		b.Name = enterprise.Name + s.today().String() + "移交"
	}
	var err error
	if b.No, err = s.number(ctx, tx, domain.PaperBatch, b.OfficeCode); err != nil {
		return b, err
	}
	if err := tx.Batches().Create(ctx, b); err != nil {
		return b, err
	}
	return b, tx.Audit().Append(ctx, s.batchEntry(actor, domain.AuditBatchCreate, &b, audit.Detail{"no": b.No, "enterprise": b.EnterpriseID}))
}

// number gives out the next number of a kind of paper.
func (s *Service) number(ctx context.Context, tx domain.Repos, kind domain.PaperKind, office string) (string, error) {
	year := s.Clock.Now().Year()
	n, err := tx.Numbers().Next(ctx, kind, office, year)
	if err != nil {
		return "", errs.Wrap("number", err)
	}
	return kind.Number(office, year, n), nil
}

// Batches lists batches, newest first, before the given id.
func (s *Service) Batches(ctx context.Context, actor authz.Actor, filter domain.BatchFilter, beforeID string, limit int) ([]BatchSummary, error) {
	scope := actor.Scope(authz.TransferRead)
	if scope.Empty() {
		return nil, errForbidden
	}
	batches, err := s.Store.Batches().List(ctx, scope, filter, beforeID, pageSize(limit))
	if err != nil {
		return nil, errs.Wrap("list batches", err)
	}
	ids := make([]string, len(batches))
	for i := range batches {
		ids[i] = batches[i].ID
	}
	tallies, err := s.Store.Batches().Tallies(ctx, ids)
	if err != nil {
		return nil, errs.Wrap("tally batches", err)
	}
	summaries := make([]BatchSummary, len(batches))
	for i, b := range batches {
		summaries[i] = BatchSummary{Batch: b, Tally: tallies[b.ID]}
	}
	return summaries, nil
}

// Batch reads a batch, and logs that.
func (s *Service) Batch(ctx context.Context, actor authz.Actor, id string) (BatchDetail, error) {
	b, err := batch(ctx, s.Store, actor, id, authz.TransferRead)
	if err != nil {
		return BatchDetail{}, err
	}
	return s.detail(ctx, actor, b)
}

// BatchByNo is Batch by number.
func (s *Service) BatchByNo(ctx context.Context, actor authz.Actor, no string) (BatchDetail, error) {
	b, err := s.Store.Batches().ByNo(ctx, no)
	if b, err = admitted(b, err, actor, authz.TransferRead); err != nil {
		return BatchDetail{}, err
	}
	return s.detail(ctx, actor, b)
}

func (s *Service) detail(ctx context.Context, actor authz.Actor, b domain.TransferBatch) (BatchDetail, error) {
	d := BatchDetail{Batch: b, Allowed: allowed(actor, &b)}
	due, later, err := s.Store.Batches().WithoutEcopy(ctx, b.ID, s.today())
	if err != nil {
		return d, errs.Wrap("count electronic copies", err)
	}
	if d.Tally, err = s.Store.Batches().Tally(ctx, b.ID); err != nil {
		return d, errs.Wrap("tally batch", err)
	}
	d.Ecopy = EcopyCount{Stored: d.Tally.InCustody() - due - later, Due: due, Later: later}
	if d.Papers, err = s.Store.Papers().OfBatch(ctx, b.ID); err != nil {
		return d, errs.Wrap("list papers", err)
	}
	if d.Gaps, err = s.Store.Gaps().OfBatch(ctx, b.ID); err != nil {
		return d, errs.Wrap("list gaps", err)
	}
	if d.Agreement, err = standingAgreement(ctx, s.Store, b.AgreementID); err != nil {
		return d, err
	}
	return d, s.log(ctx, actor, domain.AuditBatchView, batchSubject(&b), nil)
}

// allowed lists the permissions about handovers that the actor holds for the batch.
func allowed(actor authz.Actor, b *domain.TransferBatch) []authz.Permission {
	var held []authz.Permission
	for _, p := range []authz.Permission{authz.TransferRead, authz.TransferDeclare, authz.TransferVerify, authz.AgreementManage,
		authz.TransferReceive, authz.IngestRun} {
		if actor.CanTransfer(p, b.OfficeCode, b.Division, b.EnterpriseID) {
			held = append(held, p)
		}
	}
	return held
}

// batchChange is who may make a change and what the audit trail calls it.
type batchChange struct {
	action domain.AuditAction
	anyOf  []authz.Permission
}

// changeBatch holds a batch under the permission, lets fn alter it and saves it with its audit entry, in one transaction.
// Nobody decides about lines of the batch meanwhile.
func (s *Service) changeBatch(ctx context.Context, actor authz.Actor, id string, version int, change batchChange,
	fn func(context.Context, domain.Repos, *domain.TransferBatch) (audit.Detail, error)) (domain.TransferBatch, error) {
	var saved domain.TransferBatch
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		b, err := holdBatch(ctx, tx, actor, id, true, change.anyOf...)
		if err != nil {
			return err
		}
		if b.Version != version {
			return errStaleBatch
		}
		detail, err := fn(ctx, tx, &b)
		if err != nil {
			return err
		}
		if err := s.saveBatch(ctx, tx, actor, change.action, &b, detail); err != nil {
			return err
		}
		saved = b
		return nil
	})
	return saved, errs.Wrap("change batch", err)
}

func (s *Service) saveBatch(ctx context.Context, tx domain.Repos, actor authz.Actor, action domain.AuditAction, b *domain.TransferBatch, detail audit.Detail) error {
	b.UpdatedAt = s.Clock.Now()
	if err := tx.Batches().Update(ctx, b); err != nil {
		return err
	}
	return tx.Audit().Append(ctx, s.batchEntry(actor, action, b, detail.With("state", b.State)))
}

func batchSubject(b *domain.TransferBatch) audit.Subject {
	return audit.Subject{Object: "batch", ID: b.ID, OfficeCode: b.OfficeCode}
}

func (s *Service) batchEntry(actor authz.Actor, action domain.AuditAction, b *domain.TransferBatch, detail audit.Detail) domain.AuditEntry {
	return audit.Entry(s.Clock.Now(), actor, action, batchSubject(b), detail)
}
