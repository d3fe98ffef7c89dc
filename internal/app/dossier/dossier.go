// Package dossier is the desk where dossiers are found, read and corrected: search, catalogue and pages, edits as new
// versions of the record, replacement of page images, release, and the full identity number for a stated reason.
//
// Every reading and every change is an entry of the audit trail. Whatever lies outside the actor's scope answers as if it
// did not exist; of a dossier the actor must keep away from (R25) a search tells that it is there, and nothing of its content.
//
// It may import domain, authz, errs, app/audit, app/writing and the interfaces of search.
package dossier

import (
	"context"
	"time"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/search"
)

// Config is what the desk works with.
type Config struct {
	Store   domain.Store
	Archive domain.Archive
	Index   search.Index
	Folder  Folder
	Clock   domain.Clock
	Schemes domain.Schemes
	Inspect ImageInspector
	Node    string        // owner of this process's write intents
	Lease   time.Duration // of a write intent; renewed while its dossier is being saved
	Wake    func()        // called when background work became due
}

// Folder folds text for comparison as the index does: width, traditional and variant characters.
type Folder interface {
	// Text is the key of a text.
	Text(text string) string
	// Traced is the key as code points, with the byte offset in text where each begins and a final offset at the end.
	Traced(text string) (key []rune, offsets []int)
}

// ImageInspector looks at the bytes of one page image and returns the facts about it; what is wrong with the image is in
// the facts' Problem.
type ImageInspector func(ctx context.Context, content []byte, name string) (domain.FileFacts, error)

// Service is the desk.
type Service struct{ Config }

// New makes the desk.
func New(config Config) *Service {
	if config.Wake == nil {
		config.Wake = func() {}
	}
	return &Service{config}
}

var (
	errForbidden = errs.New(errs.Forbidden, "access.forbidden", "没有办理此事项的权限")
	errNotFound  = errs.New(errs.NotFound, "dossier.not_found", "没有这份档案")
	errNoPage    = errs.New(errs.NotFound, "page.not_found", "没有这一页")
)

// load reads a dossier if the actor holds the permission for it. Who may not read it learns nothing; who may read it but
// not do this is told so.
func (s *Service) load(ctx context.Context, actor authz.Actor, permission authz.Permission, id string) (*domain.Dossier, error) {
	d, err := s.Store.Dossiers().Get(ctx, id)
	if errs.Is(err, errs.NotFound) || err == nil && !actor.Can(authz.DossierRead, d.Office.Code, d.Office.Division) {
		return nil, errNotFound
	}
	if err != nil {
		return nil, errs.Wrap("load dossier", err)
	}
	if !actor.Can(permission, d.Office.Code, d.Office.Division) {
		return nil, errForbidden
	}
	if err := domain.Avoid(actor, d.Retiree.IDNumber); err != nil {
		return nil, err
	}
	return d, nil
}

// View reads the current version, in the state the dossier is in now.
func (s *Service) View(ctx context.Context, actor authz.Actor, id string) (*domain.Dossier, error) {
	d, err := s.load(ctx, actor, authz.DossierRead, id)
	if err != nil {
		return nil, err
	}
	where, err := s.Store.Custody().Of(ctx, id)
	if err != nil {
		return nil, errs.Wrap("find where dossier is", err)
	}
	d.Custody = where.State
	return d, s.log(ctx, actor, domain.AuditDossierView, d.Head(), audit.Detail{"version": d.Version})
}

// ViewVersion reads an earlier version of the record.
func (s *Service) ViewVersion(ctx context.Context, actor authz.Actor, id string, version int) (*domain.Dossier, error) {
	current, err := s.load(ctx, actor, authz.DossierRead, id)
	if err != nil {
		return nil, err
	}
	d, err := s.Archive.Record(ctx, id, version)
	if err != nil {
		return nil, errs.Wrap("read earlier version", err)
	}
	return d, s.log(ctx, actor, domain.AuditHistoryView, current.Head(), audit.Detail{"version": version})
}

// History lists the versions of the record, newest first.
func (s *Service) History(ctx context.Context, actor authz.Actor, id string) ([]domain.RecordVersion, error) {
	d, err := s.load(ctx, actor, authz.DossierRead, id)
	if err != nil {
		return nil, err
	}
	versions, err := s.Archive.History(ctx, id)
	if err != nil {
		return nil, errs.Wrap("read history", err)
	}
	return versions, s.log(ctx, actor, domain.AuditHistoryView, d.Head(), nil)
}

// Attachment reads a file kept with the record.
func (s *Service) Attachment(ctx context.Context, actor authz.Actor, id, path string) ([]byte, error) {
	d, err := s.load(ctx, actor, authz.DossierRead, id)
	if err != nil {
		return nil, err
	}
	content, err := s.Archive.ReadAttachment(ctx, id, path)
	if err != nil {
		return nil, errs.Wrap("read attachment", err)
	}
	return content, s.log(ctx, actor, domain.AuditDossierView, d.Head(), audit.Detail{"attachment": path})
}

// PagesWithText tells which pages of a dossier that was viewed have recognised text, by page number.
func (s *Service) PagesWithText(ctx context.Context, d *domain.Dossier) (map[int]bool, error) {
	texts, err := s.Store.Texts().OfDossier(ctx, d.ID)
	if err != nil {
		return nil, errs.Wrap("find pages with text", err)
	}
	pages := make(map[int]bool, len(texts))
	for _, text := range texts {
		pages[text.PageNo] = pages[text.PageNo] || text.Text != ""
	}
	return pages, nil
}

// Reveal returns the full identity number, for a reason that goes into the audit trail.
func (s *Service) Reveal(ctx context.Context, actor authz.Actor, id, reason string) (domain.IDNumber, error) {
	d, err := s.load(ctx, actor, authz.IDReveal, id)
	if err != nil {
		return "", err
	}
	return d.Retiree.IDNumber, s.log(ctx, actor, domain.AuditIDReveal, d.Head(), audit.Detail{"reason": domain.MaskNumbers(reason)})
}

// log writes the entry of a reading. A reading that cannot be logged does not take place: callers return its error
// instead of what was read.
func (s *Service) log(ctx context.Context, actor authz.Actor, action domain.AuditAction, head domain.DossierHead, detail audit.Detail) error {
	entry := audit.Entry(s.Clock.Now(), actor, action, audit.Dossier(head.ID, head.OfficeCode), detail)
	return errs.Wrap("log reading", s.Store.Audit().Append(ctx, entry))
}
