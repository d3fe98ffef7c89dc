package transfer

import (
	"context"
	"slices"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

var errNoRoster = errs.New(errs.NotFound, "roster.not_found", "没有这份名册")

// RosterRequest announces an uploaded roster.
type RosterRequest struct {
	Name         string
	AttachmentID string
	BatchID      string // a draft batch that all rows go to; empty: the draft batch of each row's enterprise
}

// roster reads a roster import for who may read what it is about, or uploaded it.
func roster(ctx context.Context, repos domain.Repos, actor authz.Actor, id string) (domain.RosterImport, error) {
	r, err := repos.Rosters().Get(ctx, id)
	if errs.Is(err, errs.NotFound) {
		return r, errNoRoster
	}
	if err != nil {
		return r, errs.Wrap("load roster", err)
	}
	scope := actor.Scope(authz.TransferRead)
	if !scope.CoversTransfer("", r.Division, r.EnterpriseID) && (r.CreatedBy != actor.UserID || scope.Empty()) {
		return domain.RosterImport{}, errNoRoster
	}
	return r, nil
}

// UploadRoster queues the dry run of an uploaded workbook.
func (s *Service) UploadRoster(ctx context.Context, actor authz.Actor, request RosterRequest) (domain.RosterImport, error) {
	now := s.Clock.Now()
	r := domain.RosterImport{ID: domain.NewID(), Name: request.Name, AttachmentID: request.AttachmentID, BatchID: request.BatchID,
		State: domain.RosterInspecting, CreatedBy: actor.UserID, CreatedAt: now, UpdatedAt: now, Version: 1}
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		if err := s.placeRoster(ctx, tx, actor, &r); err != nil {
			return err
		}
		if r.AttachmentID == "" {
			return errs.New(errs.Unprocessable, "attachment.missing", "请先上传名册文件").
				WithFields(errs.Field{Name: "attachmentId", Message: "请上传名册文件"})
		}
		if err := matter.Bind(ctx, tx, actor, r.AttachmentID, onRoster, r.ID); err != nil {
			return err
		}
		attached, err := tx.Attachments().Get(ctx, r.AttachmentID)
		if err != nil {
			return err
		}
		if r.Name == "" {
			r.Name = attached.Name
		}
		if err := tx.Rosters().Create(ctx, r); err != nil {
			return err
		}
		if err := tx.Jobs().Enqueue(ctx, domain.NewJob(domain.JobInspectRoster, r.ID, now)); err != nil {
			return err
		}
		return tx.Audit().Append(ctx, s.rosterEntry(actor, domain.AuditRosterUpload, &r, audit.Detail{"name": domain.MaskNumbers(r.Name)}))
	})
	if err == nil {
		s.Wake()
	}
	return r, errs.Wrap("upload roster", err)
}

// placeRoster says for whom a roster is: the enterprise of its batch, the one its uploader handles, or any in the part of
// the archive where the uploader works.
func (s *Service) placeRoster(ctx context.Context, tx domain.Repos, actor authz.Actor, r *domain.RosterImport) error {
	scope := actor.Scope(authz.TransferDeclare)
	if scope.Empty() {
		return errForbidden
	}
	if r.BatchID != "" {
		b, err := batch(ctx, tx, actor, r.BatchID, authz.TransferDeclare)
		if err != nil {
			return err
		}
		r.EnterpriseID, r.Division = b.EnterpriseID, b.Division
		return domain.BatchMachine().Require(b.State, "导入名册", domain.BatchDraft)
	}
	switch {
	case scope.All:
	case len(scope.Divisions) > 0:
		r.Division = scope.Divisions[0]
	case len(scope.Offices) > 0:
		office, err := tx.Places().Office(ctx, scope.Offices[0])
		if err != nil {
			return err
		}
		r.Division = office.Division
	case len(scope.Enterprises) == 1:
		r.EnterpriseID = scope.Enterprises[0]
	default:
		return errs.New(errs.Unprocessable, "roster.batch", "您经办多家单位，请先选择要导入的移交批次").
			WithFields(errs.Field{Name: "batchId", Message: "请选择移交批次"})
	}
	return nil
}

// Rosters lists roster imports, newest first, before the given id.
func (s *Service) Rosters(ctx context.Context, actor authz.Actor, beforeID string, limit int) ([]domain.RosterImport, error) {
	scope := actor.Scope(authz.TransferRead)
	if scope.Empty() {
		return nil, errForbidden
	}
	rosters, err := s.Store.Rosters().List(ctx, scope, beforeID, pageSize(limit))
	return rosters, errs.Wrap("list rosters", err)
}

// Roster reads a roster import.
func (s *Service) Roster(ctx context.Context, actor authz.Actor, id string) (domain.RosterImport, error) {
	return roster(ctx, s.Store, actor, id)
}

// OpenRosterReport returns a roster import whose report of errors is about to be handed out, and logs that.
func (s *Service) OpenRosterReport(ctx context.Context, actor authz.Actor, id string) (domain.RosterImport, error) {
	r, err := roster(ctx, s.Store, actor, id)
	if err != nil {
		return r, err
	}
	return r, errs.Wrap("log report", s.Store.Audit().Append(ctx, s.rosterEntry(actor, domain.AuditRosterReport, &r, nil)))
}

// ConfirmRoster lets the good rows of an inspected roster be imported: by a job, or, with queue false, by the caller through
// ImportRoster. It may be repeated while the import is under way.
func (s *Service) ConfirmRoster(ctx context.Context, actor authz.Actor, id string, queue bool) (domain.RosterImport, error) {
	r, err := s.decideRoster(ctx, actor, id, func(ctx context.Context, tx domain.Repos, r *domain.RosterImport) error {
		if r.State == domain.RosterInspected && r.Accepted+r.Skipped == 0 {
			return errs.New(errs.Unprocessable, "roster.nothing", "名册中没有可以导入的人员，请按错误清单更正后重新上传")
		}
		if r.State != domain.RosterInspected && r.State != domain.RosterImporting {
			return errs.New(errs.Conflict, "roster.state", "该名册尚未检查完毕，或已导入、取消，不能确认导入")
		}
		r.State = domain.RosterImporting
		if !queue {
			return nil
		}
		return tx.Jobs().Enqueue(ctx, domain.NewJob(domain.JobImportRoster, id, s.Clock.Now()))
	})
	if err == nil && queue {
		s.Wake()
	}
	return r, errs.Wrap("confirm roster", err)
}

// CancelRoster gives a roster up before it is imported.
func (s *Service) CancelRoster(ctx context.Context, actor authz.Actor, id string) (domain.RosterImport, error) {
	r, err := s.decideRoster(ctx, actor, id, func(_ context.Context, _ domain.Repos, r *domain.RosterImport) error {
		before := []domain.RosterState{domain.RosterInspecting, domain.RosterInspected, domain.RosterFailed}
		if !slices.Contains(before, r.State) {
			return errs.New(errs.Conflict, "roster.state", "该名册已确认导入或已取消，不能取消")
		}
		r.State = domain.RosterCancelled
		return nil
	})
	return r, errs.Wrap("cancel roster", err)
}

// decideRoster lets fn alter a roster that the actor may declare for.
func (s *Service) decideRoster(ctx context.Context, actor authz.Actor, id string, fn func(context.Context, domain.Repos, *domain.RosterImport) error) (domain.RosterImport, error) {
	r, err := roster(ctx, s.Store, actor, id)
	if err != nil {
		return domain.RosterImport{}, err
	}
	scope := actor.Scope(authz.TransferDeclare)
	if !scope.CoversTransfer("", r.Division, r.EnterpriseID) && (r.CreatedBy != actor.UserID || scope.Empty()) {
		return domain.RosterImport{}, errForbidden
	}
	return s.changeRoster(ctx, id, func(ctx context.Context, tx domain.Repos, r *domain.RosterImport) error {
		if err := fn(ctx, tx, r); err != nil {
			return err
		}
		return tx.Audit().Append(ctx, s.rosterEntry(actor, domain.AuditRosterImport, r, nil))
	})
}

// changeRoster loads a roster, lets fn alter it and saves it, in one transaction.
func (s *Service) changeRoster(ctx context.Context, id string, fn func(context.Context, domain.Repos, *domain.RosterImport) error) (domain.RosterImport, error) {
	var saved domain.RosterImport
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		r, err := tx.Rosters().Get(ctx, id)
		if err != nil {
			return err
		}
		if err := fn(ctx, tx, &r); err != nil {
			return err
		}
		r.UpdatedAt = s.Clock.Now()
		if err := tx.Rosters().Update(ctx, &r); err != nil {
			return err
		}
		saved = r
		return nil
	})
	return saved, err
}

func (s *Service) rosterEntry(actor authz.Actor, action domain.AuditAction, r *domain.RosterImport, detail audit.Detail) domain.AuditEntry {
	return audit.Entry(s.Clock.Now(), actor, action, audit.Subject{Object: "roster", ID: r.ID}, detail.With("state", r.State))
}
