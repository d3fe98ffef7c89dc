package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/writing"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// InspectionPath is where a dossier's record keeps the report of the four-property check at intake.
const InspectionPath = "inspection/ingest.json"

// store takes one dossier in: intent, masters, record, rows.
func (r *commitRun) store(ctx context.Context, item *domain.IngestItem) error {
	intent := r.intents().Intent(domain.IntentCreate, item.DossierID, 0)
	if err := r.begin(ctx, intent); err != nil {
		return err
	}
	ctx, stop := r.intents().Keep(ctx, intent)
	defer stop()
	settled, err := r.settledElsewhere(ctx, item)
	if err != nil {
		return writing.Reason(ctx, err)
	}
	if settled {
		return r.intents().End(ctx, intent)
	}
	err = r.objectsAndRows(ctx, item, intent)
	if err != nil {
		err = r.abandon(ctx, intent, err)
	}
	return writing.Reason(ctx, err)
}

// begin records the write intent, taking over one that a dead process left.
func (r *commitRun) begin(ctx context.Context, intent domain.WriteIntent) error {
	err := r.Store.Intents().Begin(ctx, intent)
	if !errs.Is(err, errs.Conflict) {
		return errs.Wrap("begin write", err)
	}
	return r.intents().Adopt(ctx, intent)
}

// settledElsewhere reports, now that nobody else can store the dossier, whether another process has done so since the item
// was read. One that was withdrawn meanwhile is left to whoever purges it: its intent runs out.
func (r *commitRun) settledElsewhere(ctx context.Context, item *domain.IngestItem) (bool, error) {
	now, err := r.Store.Ingests().Items(ctx, item.IngestID, "", item.Seq-1, 1)
	if err != nil {
		return false, errs.Wrap("look at the item again", err)
	}
	if len(now) == 0 || now[0].Seq != item.Seq || now[0].DossierID != item.DossierID || now[0].State == domain.ItemUndone {
		return false, errs.New(errs.Conflict, "ingest.changed", "该批次已被重新检测或撤销")
	}
	return now[0].State == domain.ItemCommitted, nil
}

func (r *commitRun) objectsAndRows(ctx context.Context, item *domain.IngestItem, intent domain.WriteIntent) error {
	recorded, err := r.Archive.Recover(ctx, item.DossierID)
	if err != nil {
		return err
	}
	var d *domain.Dossier
	if recorded {
		// The record was written before a crash: it is the dossier, the rows only have to follow.
		d, err = r.Archive.Record(ctx, item.DossierID, 0)
	} else {
		d, err = r.write(ctx, item, intent)
	}
	if err != nil {
		return err
	}
	err = r.project(ctx, item, d, intent)
	if writing.Taken(err) {
		return taken(err)
	}
	return err
}

// taken is the fault of a dossier whose person or archival code another package brought in after the dry run.
func taken(cause error) error {
	return errs.New(errs.Unprocessable, "dossier.taken", "检测之后，另一批次已将该人员或该档号的档案入库，本份不再入库").Because(cause)
}

// abandon gives up a dossier that cannot be stored because of itself: its objects and its intent go, so that nothing is
// left. When the stores are at fault everything stays for the next try.
func (r *commitRun) abandon(ctx context.Context, intent domain.WriteIntent, cause error) error {
	switch errs.KindOf(cause) {
	case errs.Internal, errs.Unavailable, errs.Stale, errs.Conflict:
		return cause
	}
	if err := r.intents().Hold(ctx, intent); err != nil {
		return err
	}
	if err := r.Archive.Purge(ctx, intent.DossierID); err != nil {
		return errors.Join(cause, err)
	}
	return errors.Join(cause, r.intents().End(ctx, intent))
}

func (r *commitRun) write(ctx context.Context, item *domain.IngestItem, intent domain.WriteIntent) (*domain.Dossier, error) {
	if err := r.stillFree(ctx, item); err != nil {
		return nil, err
	}
	d, err := r.dossier(ctx, item)
	if err != nil {
		return nil, err
	}
	by := domain.Signature{ActorID: r.actor.UserID, Name: r.actor.Name, Message: "接收入库：" + r.in.Name, At: r.Clock.Now()}
	if d.MastersVersion, err = r.Archive.AddMasters(ctx, d.ID, r.masters(item, d), by); err != nil {
		return nil, err
	}
	report, err := inspectionReport(item, r.Clock.Now())
	if err != nil {
		return nil, err
	}
	if err := r.intents().Hold(ctx, intent); err != nil {
		return nil, err
	}
	return d, r.Archive.WriteRecord(ctx, d, []domain.Attachment{{Path: InspectionPath, Content: report}}, by)
}

// stillFree spares the sending of images that the database would refuse in the end.
func (r *commitRun) stillFree(ctx context.Context, item *domain.IngestItem) error {
	held, err := r.Store.Dossiers().ByIDNumbers(ctx, []domain.IDNumber{item.Draft.IDNumber})
	if err == nil && len(held) > 0 {
		return taken(nil)
	}
	return errs.Wrap("look up identity number", err)
}

// masters lists the files to store, each once, read again from the package and held to the digest of the dry run.
func (r *commitRun) masters(item *domain.IngestItem, d *domain.Dossier) []domain.MasterFile {
	var files []domain.MasterFile
	seen := map[string]bool{}
	for _, page := range d.Pages {
		if seen[page.File] {
			continue
		}
		seen[page.File] = true
		files = append(files, domain.MasterFile{Path: page.File, Size: page.Size, Digest: page.Digest,
			Open: func(context.Context) (io.ReadCloser, error) { return r.openMaster(page.SourceName) }})
	}
	return files
}

func (r *commitRun) openMaster(name string) (io.ReadCloser, error) {
	file, err := r.pkg.Open(name)
	if err != nil {
		return nil, fmt.Errorf("open %s in package: %w", name, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{io.NewSectionReader(file, 0, file.Size()), file}, nil
}

// project makes the rows agree with the record and ends the intent, in one transaction.
func (r *commitRun) project(ctx context.Context, item *domain.IngestItem, d *domain.Dossier, intent domain.WriteIntent) error {
	err := r.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		// Another process may have projected the same record while this one was believed dead.
		if err := tx.Dossiers().Put(ctx, d); err != nil && !errs.Is(err, errs.Stale) {
			return err
		}
		if err := tx.Ingests().SetItem(ctx, item.IngestID, item.Seq, domain.ItemCommitted, ""); err != nil {
			return err
		}
		if err := r.match(ctx, tx, d); err != nil {
			return err
		}
		if err := tx.Outbox().Append(ctx, d.ID); err != nil {
			return err
		}
		if err := tx.Jobs().Enqueue(ctx, domain.NewJob(domain.JobDerive, d.ID, r.Clock.Now())); err != nil {
			return err
		}
		entry := audit.Entry(r.Clock.Now(), r.actor, domain.AuditDossierCreate, audit.Dossier(d.ID, d.Office.Code),
			audit.Detail{"ingest": item.IngestID, "pages": len(d.Pages), "fingerprint": d.Fingerprint})
		if err := tx.Audit().Append(ctx, entry); err != nil {
			return err
		}
		return tx.Intents().End(ctx, d.ID, intent.Owner)
	})
	return errs.Wrap("project record", err)
}

// dossier builds the aggregate from what the dry run found.
func (r *commitRun) dossier(ctx context.Context, item *domain.IngestItem) (*domain.Dossier, error) {
	draft := &item.Draft
	enterprise, err := r.enterprise(ctx, draft.Employer)
	if err != nil {
		return nil, err
	}
	office, err := r.Store.Places().Office(ctx, r.in.OfficeCode)
	if err != nil {
		return nil, err
	}
	now := r.Clock.Now().UTC()
	d := &domain.Dossier{
		ID: item.DossierID, Office: office, ArchivalCode: draft.ArchivalCode, Scheme: draft.Scheme, Category: r.in.Category,
		Retention: draft.Retention, Remark: draft.Remark, Enterprise: enterprise, Retiree: retireeOf(draft, enterprise.ID),
		Volumes: []domain.Volume{{No: 1, CopyKind: domain.Original}}, Custody: domain.QC, IngestID: item.IngestID,
		Fingerprint: item.Fingerprint, Version: 1, CreatedAt: now, UpdatedAt: now,
	}
	line, err := lineOf(ctx, r.Store, draft.IDNumber, office.Code)
	if err != nil {
		return nil, err
	}
	if line != nil {
		describeBy(d, line)
	}
	addCatalog(d, item)
	d.Arrange(r.Schemes[d.Scheme])
	return d, nil
}

func retireeOf(draft *domain.Draft, enterpriseID string) domain.Retiree {
	person := domain.Retiree{ID: domain.NewID(), Name: draft.Name, IDNumber: draft.IDNumber, Sex: draft.Sex, BornOn: draft.BornOn,
		RetiredOn: draft.RetiredOn, Survival: draft.Survival, DiedOn: draft.DiedOn, EnterpriseID: enterpriseID, HukouPlace: draft.HukouPlace}
	if draft.IDGiven != draft.IDNumber.Full() {
		person.IDNumberGiven = draft.IDGiven
	}
	if person.Sex == domain.SexUnknown {
		person.Sex = draft.IDNumber.Sex()
	}
	if person.BornOn.IsZero() {
		person.BornOn = draft.IDNumber.Birth()
	}
	return person
}

// addCatalog makes materials and pages. A page is a frame of a file; the file keeps the number of its first page.
func addCatalog(d *domain.Dossier, item *domain.IngestItem) {
	facts := make(map[string]domain.FileFacts, len(item.Facts))
	for _, file := range item.Facts {
		facts[file.Name] = file
	}
	for _, row := range item.Draft.Materials {
		material := domain.Material{ID: domain.NewID(), VolumeNo: 1, Class: row.Class, ItemNo: row.ItemNo, Title: row.Title,
			FormedOn: row.FormedOn, PageCount: row.PageCount, CopyCount: row.CopyCount, Remark: row.Remark}
		d.Materials = append(d.Materials, material)
		addPages(d, material.ID, row.Files, facts)
	}
	addPages(d, "", item.Draft.Orphans, facts)
}

func addPages(d *domain.Dossier, materialID string, names []string, facts map[string]domain.FileFacts) {
	seq := 0
	for _, name := range names {
		file := facts[name]
		stored := fmt.Sprintf("pages/%04d%s", d.LastPageNo+1, strings.ToLower(path.Ext(name)))
		for i, frame := range file.Frames {
			seq++
			d.AddPage(domain.Page{MaterialID: materialID, Seq: seq, File: stored, Frame: i, Digest: file.Digest, Size: file.Size,
				MediaType: file.MediaType, Width: frame.Width, Height: frame.Height, DPI: frame.DPI, Color: frame.Color, SourceName: name})
		}
	}
}

// enterprise finds the employer by name or makes it known.
func (r *commitRun) enterprise(ctx context.Context, name string) (domain.Enterprise, error) {
	if name == "" {
		return domain.Enterprise{}, nil
	}
	found, err := r.Store.Enterprises().ByName(ctx, name)
	if !errs.Is(err, errs.NotFound) {
		return found, errs.Wrap("find enterprise", err)
	}
	made := domain.Enterprise{ID: domain.NewID(), Name: name, NoUSCCReason: "由移交材料登记，待补", Version: 1}
	err = r.Store.Enterprises().Save(ctx, made)
	if errs.Is(err, errs.Conflict) { // another dossier of the same employer was faster
		made, err = r.Store.Enterprises().ByName(ctx, name)
	}
	return made, errs.Wrap("register enterprise", err)
}

func problemOf(err error) string {
	var known *errs.Error
	if errors.As(err, &known) {
		return known.Msg
	}
	return "内部错误"
}
