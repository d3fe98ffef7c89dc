// Package ingest is the desk that takes packages of scanned dossiers into the archive: announce, dry run, confirm, store,
// undo. Everyone's packages come through here, from the command line, the hot folder, the browser and the demo alike.
//
// Order of work: the dry run reads everything and stores nothing but its report. Storing goes dossier by dossier: write
// intent, masters, record (the commit point), then one transaction with rows, audit entry, outbox and follow-up job. A
// crash anywhere leaves a dossier stored or not stored, and running again finishes the rest.
//
// It may import domain, authz, errs, app/audit and app/writing. Packages, images and workbooks come through the ports below.
package ingest

import (
	"context"
	"io"
	"time"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/writing"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// File is an open file of a package.
type File interface {
	io.ReaderAt
	io.Closer
	Size() int64
}

// Reading is what the adapters found in a package.
type Reading struct {
	Layout     string
	Drafts     []domain.Draft
	Violations []domain.Violation // about the package as a whole; a blocking one refuses all of it
}

// Package is an open package of scans.
type Package interface {
	Read(ctx context.Context) (Reading, error)
	Open(name string) (File, error)
	io.Closer
}

// PackageOpener opens a folder or zip.
type PackageOpener func(path string) (Package, error)

// Inspector looks at one file: kind, frames, resolution, damage. The facts come without name and digest. A file that
// cannot be used is not an error; its facts say why in Problem.
type Inspector func(ctx context.Context, file File, name string) (domain.FileFacts, error)

// Progress is told how much of the present work is done, of how much; it must not block. The total is zero in what is not known
// beforehand: a dry run knows dossiers and files, and finds out about pages and bytes.
type Progress func(done, total domain.IngestCount)

// Config is what the desk works with.
type Config struct {
	Store       domain.Store
	Archive     domain.Archive
	Clock       domain.Clock
	OpenPackage PackageOpener
	InspectFile Inspector
	Schemes     domain.Schemes
	Node        string        // name of this process, owner of its write intents
	Lease       time.Duration // of a write intent; renewed while its dossier is being stored
	Workers     int           // files inspected, and dossiers stored, at a time
	CodeRule    domain.ArchivalCodeRule
	// RequireBatch refuses every dossier whose subject is on no acceptance list (rule R04). Without it that is demanded only of
	// packages announced for a transfer batch, so that holdings from before the handovers can be taken in.
	RequireBatch bool
	Staging      string // folder for uploaded packages
	Wake         func() // called when background work became due
}

// Service is the desk.
type Service struct{ Config }

// New makes the desk.
func New(config Config) *Service {
	if config.Workers < 1 {
		config.Workers = 1
	}
	if config.Wake == nil {
		config.Wake = func() {}
	}
	return &Service{config}
}

// intents gives out the write intents of this process.
func (s *Service) intents() writing.Desk {
	return writing.Desk{Store: s.Store, Clock: s.Clock, Node: s.Node, Lease: s.Lease}
}

var (
	errForbidden = errs.New(errs.Forbidden, "access.forbidden", "没有办理此事项的权限")
	errNotFound  = errs.New(errs.NotFound, "ingest.not_found", "没有这个接收批次")
)

// Request announces a package.
type Request struct {
	Office     string
	Name       string
	Source     string // folder or zip on this machine; empty for an upload
	Scheme     domain.SchemeCode
	Category   domain.Category
	Batch      string // number of the transfer batch all dossiers must belong to; empty: none named
	RequestKey string
	Announced  domain.IngestCount // files and bytes to be uploaded
}

// Create announces a package for an office. The same request key gives the same ingest again.
func (s *Service) Create(ctx context.Context, actor authz.Actor, request Request) (domain.Ingest, error) {
	office, err := s.officeFor(ctx, actor, request.Office)
	if err != nil {
		return domain.Ingest{}, err
	}
	if request.RequestKey != "" {
		earlier, err := s.Store.Ingests().ByRequestKey(ctx, actor.UserID, request.RequestKey)
		if err == nil || !errs.Is(err, errs.NotFound) {
			return earlier, errs.Wrap("create ingest", err)
		}
	}
	if request.Scheme == "" {
		request.Scheme = domain.SchemeCadre2018
	}
	if _, known := s.Schemes[request.Scheme]; !known {
		return domain.Ingest{}, errs.New(errs.Invalid, "ingest.unknown_scheme", "没有“%s”这个分类方案", request.Scheme)
	}
	if request.Category == "" {
		request.Category = domain.CategoryWorker
	}
	batch := domain.TransferBatch{}
	if request.Batch != "" {
		if batch, err = s.batchFor(ctx, request.Batch, office); err != nil {
			return domain.Ingest{}, err
		}
	}
	now := s.Clock.Now()
	in := domain.Ingest{BatchID: batch.ID, ID: domain.NewID(), OfficeCode: office.Code, Division: office.Division, Name: request.Name,
		Source: request.Source, Scheme: request.Scheme, Category: request.Category, State: domain.IngestInspecting, Total: request.Announced,
		CreatedBy: actor.UserID, RequestKey: request.RequestKey, CreatedAt: now, UpdatedAt: now, Version: 1}
	if request.Source == "" {
		in.Staged, in.State, in.Source = true, domain.IngestReceiving, s.stagingFolder(in.ID)
	}
	err = s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		if err := tx.Ingests().Create(ctx, in); err != nil {
			return err
		}
		return tx.Audit().Append(ctx, s.entry(actor, domain.AuditIngestCreate, in, audit.Detail{"name": domain.MaskNumbers(in.Name)}))
	})
	return in, errs.Wrap("create ingest", err)
}

// officeFor finds the office if the actor may take packages in for it; otherwise it looks as if there were none.
func (s *Service) officeFor(ctx context.Context, actor authz.Actor, code string) (domain.ArchiveOffice, error) {
	office, err := s.Store.Places().Office(ctx, code)
	if errs.Is(err, errs.NotFound) || err == nil && !actor.Can(authz.IngestRun, office.Code, office.Division) {
		return office, errs.New(errs.NotFound, "office.not_found", "没有代码为“%s”的档案管理部门，请核对或先登记", code)
	}
	return office, errs.Wrap("find office", err)
}

// Get returns an ingest inside the actor's scope. It is not logged: whoever waits for one asks every second.
func (s *Service) Get(ctx context.Context, actor authz.Actor, id string) (domain.Ingest, error) {
	in, err := s.Store.Ingests().Get(ctx, id)
	if errs.Is(err, errs.NotFound) || err == nil && !actor.Can(authz.IngestRun, in.OfficeCode, in.Division) {
		return domain.Ingest{}, errNotFound
	}
	return in, errs.Wrap("get ingest", err)
}

// List returns ingests inside the actor's scope, newest first, created before the given one.
func (s *Service) List(ctx context.Context, actor authz.Actor, beforeID string, limit int) ([]domain.Ingest, error) {
	scope := actor.Scope(authz.IngestRun)
	if scope.Empty() {
		return nil, errForbidden
	}
	ingests, err := s.Store.Ingests().List(ctx, scope, beforeID, limit)
	return ingests, errs.Wrap("list ingests", err)
}

// Items returns a page of the dry-run report, and logs that.
func (s *Service) Items(ctx context.Context, actor authz.Actor, id string, verdict domain.ItemVerdict, afterSeq, limit int) ([]domain.IngestItem, error) {
	in, err := s.Get(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	items, err := s.Store.Ingests().Items(ctx, id, verdict, afterSeq, limit)
	if err != nil {
		return nil, errs.Wrap("list ingest items", err)
	}
	entry := s.entry(actor, domain.AuditIngestView, in, audit.Detail{"verdict": verdict, "after": afterSeq, "items": len(items)})
	return items, errs.Wrap("log reading ingest items", s.Store.Audit().Append(ctx, entry))
}

// EachItem walks the dry-run report in small steps.
func (s *Service) EachItem(ctx context.Context, id string, verdict domain.ItemVerdict, yield func(domain.IngestItem) error) error {
	const step = 20
	for after := 0; ; {
		items, err := s.Store.Ingests().Items(ctx, id, verdict, after, step)
		if err != nil {
			return errs.Wrap("walk ingest items", err)
		}
		for _, item := range items {
			after = item.Seq
			if err := yield(item); err != nil {
				return err
			}
		}
		if len(items) < step {
			return nil
		}
	}
}

func (s *Service) entry(actor authz.Actor, action domain.AuditAction, in domain.Ingest, detail audit.Detail) domain.AuditEntry {
	return audit.Entry(s.Clock.Now(), actor, action, audit.Ingest(in.ID, in.OfficeCode), detail)
}

// change loads an ingest, lets fn alter it and saves it with an audit entry, in one transaction.
func (s *Service) change(ctx context.Context, id string, fn func(*domain.Ingest, domain.Repos) ([]domain.AuditEntry, error)) (domain.Ingest, error) {
	var saved domain.Ingest
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		in, err := tx.Ingests().Get(ctx, id)
		if err != nil {
			return err
		}
		entries, err := fn(&in, tx)
		if err != nil {
			return err
		}
		in.UpdatedAt = s.Clock.Now()
		if err := tx.Ingests().Update(ctx, &in); err != nil {
			return err
		}
		saved = in
		return tx.Audit().Append(ctx, entries...)
	})
	return saved, err
}
