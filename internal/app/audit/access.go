package audit

import (
	"context"
	"iter"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

var (
	errNoDossier = errs.New(errs.NotFound, "dossier.not_found", "没有这份档案")
	errNoPerson  = errs.New(errs.NotFound, "ledger.not_found", "台账中没有此人，可能已转送其他地区")
)

// AccessOf is what an access log is about: whose data was read, searched, revealed, printed, exported or changed.
type AccessOf struct {
	Name     string // of the person; empty: not told to those who see no content
	subject  Subject
	subjects []domain.AuditSubject
}

// OfDossier is the access log of a dossier: for those who may read the whole trail, and for those who keep such logs at its
// office. To others who may read the dossier it is forbidden, as it is to those who must keep away from it (R25); to the rest the
// dossier does not exist.
func (r *Reader) OfDossier(ctx context.Context, actor authz.Actor, id string) (AccessOf, error) {
	of := AccessOf{subject: Dossier(id, "")}
	var err error
	if actor.Scope(authz.AuditRead).All {
		of.subjects, err = r.dossierSubjects(ctx, id)
		return of, err
	}
	head, err := r.Store.Dossiers().Head(ctx, id)
	if errs.Is(err, errs.NotFound) || err == nil && !actor.Can(authz.DossierRead, head.OfficeCode, head.Division) {
		return AccessOf{}, errNoDossier
	}
	if err != nil {
		return AccessOf{}, errs.Wrap("read dossier", err)
	}
	if !actor.Can(authz.AccessRead, head.OfficeCode, head.Division) {
		return AccessOf{}, errForbidden
	}
	if err := domain.Avoid(actor, head.IDNumber); err != nil {
		return AccessOf{}, err
	}
	of.Name, of.subject.OfficeCode = head.Name, head.OfficeCode
	of.subjects, err = r.dossierSubjects(ctx, id)
	return of, err
}

// matterSubjects is to how many matters of a dossier its access log goes back.
const matterSubjects = 1000

// dossierSubjects are entries of the dossier itself, of the matters in which it was lent, shown, certified from and sent away, and
// exports of the whole catalogue, in which it was. Whoever may read the log of the dossier may read theirs.
func (r *Reader) dossierSubjects(ctx context.Context, id string) ([]domain.AuditSubject, error) {
	subjects := []domain.AuditSubject{{Object: "dossier", ID: id}, {Object: "installation", Action: domain.AuditExport}}
	matters, err := r.Store.Matters().List(ctx, authz.Everything(), domain.MatterFilter{DossierID: id}, "", matterSubjects)
	for _, m := range matters {
		subjects = append(subjects, domain.AuditSubject{Object: m.Kind.Object(), ID: m.ID})
	}
	return subjects, errs.Wrap("list matters of dossier", err)
}

// OfPerson is the access log of a person of the ledger as data subject: of the ledger, of the lines of handovers in which the
// person stands, and of the person's dossier. Of the last two an actor sees what lies in their own reach.
func (r *Reader) OfPerson(ctx context.Context, actor authz.Actor, id string) (AccessOf, error) {
	person, err := r.Store.Ledger().Get(ctx, id)
	all := actor.Scope(authz.AuditRead).All
	if errs.Is(err, errs.NotFound) || err == nil && !all && !actor.Can(authz.LedgerRead, "", person.Division) {
		return AccessOf{}, errNoPerson
	}
	if err != nil {
		return AccessOf{}, errs.Wrap("read person", err)
	}
	if !all && !actor.Can(authz.AccessRead, "", person.Division) {
		return AccessOf{}, errForbidden
	}
	of := AccessOf{subject: Subject{Object: "person", ID: id}, subjects: []domain.AuditSubject{{Object: "person", ID: id}}}
	if !all {
		if err := domain.Avoid(actor, person.IDNumber); err != nil {
			return AccessOf{}, err
		}
		of.Name = person.Name
	}
	numbers := []domain.IDNumber{person.IDNumber}
	lines, err := r.Store.Batches().PersonsOf(ctx, numbers)
	if err != nil {
		return AccessOf{}, errs.Wrap("find lines of person", err)
	}
	if line, known := lines[person.IDNumber]; known && (all || readsBatch(actor, &line.Batch)) {
		of.subjects = append(of.subjects, domain.AuditSubject{Object: "batch", ID: line.Batch.ID, Line: line.Line.Seq})
	}
	dossiers, err := r.Store.Dossiers().ByIDNumbers(ctx, numbers)
	if err != nil {
		return AccessOf{}, errs.Wrap("find dossier of person", err)
	}
	if head, known := dossiers[person.IDNumber]; known && (all || keepsLog(actor, &head)) {
		subjects, err := r.dossierSubjects(ctx, head.ID)
		if err != nil {
			return AccessOf{}, err
		}
		of.subjects = append(of.subjects, subjects...)
	}
	return of, nil
}

func readsBatch(actor authz.Actor, b *domain.TransferBatch) bool {
	return actor.CanTransfer(authz.TransferRead, b.OfficeCode, b.Division, b.EnterpriseID)
}

func keepsLog(actor authz.Actor, head *domain.DossierHead) bool {
	return actor.Can(authz.DossierRead, head.OfficeCode, head.Division) && actor.Can(authz.AccessRead, head.OfficeCode, head.Division)
}

// Access lists entries of an access log newest first, before the given id ("" from the newest), at most limit. Reading it is
// an entry of it.
func (r *Reader) Access(ctx context.Context, actor authz.Actor, of AccessOf, beforeID string, limit int) ([]domain.AuditEntry, error) {
	entries, err := r.Store.Audit().List(ctx, domain.AuditFilter{Subjects: of.subjects}, beforeID, limit)
	if err != nil {
		return nil, errs.Wrap("list access log", err)
	}
	return entries, r.logAccess(ctx, actor, domain.AuditAccessView, of)
}

// ExportAccess gives the whole access log, oldest first, and logs that before the first entry is given out.
func (r *Reader) ExportAccess(ctx context.Context, actor authz.Actor, of AccessOf) (iter.Seq2[domain.AuditEntry, error], error) {
	if err := r.logAccess(ctx, actor, domain.AuditAccessExport, of); err != nil {
		return nil, err
	}
	return r.Store.Audit().Walk(ctx, domain.AuditFilter{Subjects: of.subjects}), nil
}

func (r *Reader) logAccess(ctx context.Context, actor authz.Actor, action domain.AuditAction, of AccessOf) error {
	entry := Entry(r.Clock.Now(), actor, action, of.subject, nil)
	return errs.Wrap("log reading an access log", r.Store.Audit().Append(ctx, entry))
}
