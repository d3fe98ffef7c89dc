package dossier

import (
	"bytes"
	"context"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"io"
	"slices"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Page finds a page the actor may read, with its dossier. It is not logged: pages are fetched in many pieces; see
// LogPage.
func (s *Service) Page(ctx context.Context, actor authz.Actor, id string, no int) (domain.DossierHead, domain.Page, error) {
	head, page, err := s.Store.Dossiers().Page(ctx, id, no)
	noPage := errs.CodeOf(err) == errNoPage.Code
	switch {
	case err != nil && !errs.Is(err, errs.NotFound):
		return head, page, errs.Wrap("find page", err)
	case err != nil && !noPage, !actor.Can(authz.DossierRead, head.OfficeCode, head.Division):
		return domain.DossierHead{}, domain.Page{}, errNotFound
	}
	if err := domain.Avoid(actor, head.IDNumber); err != nil {
		return domain.DossierHead{}, domain.Page{}, err
	}
	if noPage {
		return domain.DossierHead{}, domain.Page{}, errNoPage
	}
	return head, page, nil
}

// LogPage writes the entry of looking at a page: once when its image service is opened, or for each fetch of its master.
func (s *Service) LogPage(ctx context.Context, actor authz.Actor, action domain.AuditAction, head domain.DossierHead, no int) error {
	return s.log(ctx, actor, action, head, audit.Detail{"page": no})
}

// PageTexts reads the recognised text of one page, of every engine. That is a way of looking at the page.
func (s *Service) PageTexts(ctx context.Context, actor authz.Actor, id string, no int) ([]domain.PageText, error) {
	head, page, err := s.Page(ctx, actor, id, no)
	if err != nil {
		return nil, err
	}
	texts, err := s.Store.Texts().OfDossier(ctx, id)
	if err != nil {
		return nil, errs.Wrap("read page texts", err)
	}
	texts = slices.DeleteFunc(texts, func(text domain.PageText) bool { return text.PageNo != page.No })
	return texts, s.log(ctx, actor, domain.AuditPageView, head, audit.Detail{"page": no, "text": true})
}

// OpenMaster opens the master file of a page; see domain.Archive. A page whose bytes are missing is our fault, never a
// "not found".
func (s *Service) OpenMaster(ctx context.Context, head domain.DossierHead, page domain.Page, offset, length int64) (io.ReadCloser, int64, error) {
	content, size, err := s.Archive.OpenMaster(ctx, head.ID, page.File, offset, length)
	if errs.Is(err, errs.NotFound) {
		return nil, 0, fmt.Errorf("integrity: dossier %s page %d: master %s is missing", head.ID, page.No, page.File)
	}
	return content, size, errs.Wrap("open master", err)
}

var replacementNames = map[string]string{"image/jpeg": ".jpg", "image/png": ".png", "image/tiff": ".tif"}

// ReplacePage puts a new image in the place of a page, as a new version of masters and record. The earlier image stays in
// the earlier version.
func (s *Service) ReplacePage(ctx context.Context, actor authz.Actor, id string, no, fromVersion int, content []byte, reason string) (*domain.Dossier, error) {
	d, err := s.load(ctx, actor, authz.DossierEdit, id)
	if err != nil {
		return nil, err
	}
	old, ok := d.PageByNo(no)
	if !ok {
		return nil, errNoPage
	}
	if d.Version != fromVersion {
		return nil, stale(d)
	}
	facts, err := s.Inspect(ctx, content, old.SourceName)
	if err != nil {
		return nil, errs.Wrap("inspect replacement", err)
	}
	extension, admitted := replacementNames[facts.MediaType]
	if facts.Problem != "" || !admitted || len(facts.Frames) != 1 {
		return nil, errs.New(errs.Unprocessable, "page.replacement", "替换的影像不能使用：%s", orText(facts.Problem, "须为单页的 JPEG、PNG 或 TIFF"))
	}
	return s.save(ctx, change{actor: actor, from: fromVersion, action: domain.AuditDossierEdit, message: reason,
		detail: audit.Detail{"replaced": no, "reason": domain.MaskNumbers(reason)}}, d, func(ctx context.Context, d *domain.Dossier) error {
		return s.swap(ctx, d, old, facts, extension, content, domain.Signature{ActorID: actor.UserID, Name: actor.Name, Message: reason, At: s.Clock.Now()})
	})
}

// swap stores the image and lets a new page take the old one's place.
func (s *Service) swap(ctx context.Context, d *domain.Dossier, old *domain.Page, facts domain.FileFacts, extension string, content []byte, by domain.Signature) error {
	sum := sha512.Sum512(content)
	frame := facts.Frames[0]
	next := *old
	next.No = d.LastPageNo + 1
	next.File = fmt.Sprintf("pages/%04d%s", next.No, extension)
	next.Frame, next.Rotation = 0, 0
	next.Digest, next.Size, next.MediaType = hex.EncodeToString(sum[:]), int64(len(content)), facts.MediaType
	next.Width, next.Height, next.DPI, next.Color = frame.Width, frame.Height, frame.DPI, frame.Color
	master := domain.MasterFile{Path: next.File, Size: next.Size, Digest: next.Digest,
		Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}
	version, err := s.Archive.AddMasters(ctx, d.ID, []domain.MasterFile{master}, by)
	if err != nil {
		return err
	}
	d.MastersVersion, d.LastPageNo = version, next.No
	*old = next
	return nil
}

func orText(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
