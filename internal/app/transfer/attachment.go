package transfer

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const (
	maxAttachment = 64 << 20
	maxFileName   = 200 // characters
)

// What attachments hang on.
const (
	onNature    = "nature"
	onAgreement = "agreement"
	onBatch     = "batch"
	onLine      = "line" // batch id, slash, seq
	onRoster    = "roster"
)

var errNoAttachment = errs.New(errs.NotFound, "attachment.not_found", "没有这个附件")

// uploaders are the permissions of which any lets an actor attach files to work.
var uploaders = []authz.Permission{authz.TransferDeclare, authz.NatureConfirm, authz.TransferVerify, authz.AgreementManage,
	authz.TransferReceive, authz.MatterDesk, authz.OutboundDesk}

// Upload stores a file of at most 64 MiB for later use: PDF, JPEG, PNG, TIFF, XLSX or CSV, told by its content.
func (s *Service) Upload(ctx context.Context, actor authz.Actor, name string, r io.Reader) (domain.Attached, error) {
	if !slices.ContainsFunc(uploaders, func(p authz.Permission) bool { return !actor.Scope(p).Empty() }) {
		return domain.Attached{}, errForbidden
	}
	name = fileName(name)
	buffered := bufio.NewReader(r)
	head, err := buffered.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		return domain.Attached{}, errs.Wrap("read attachment", err)
	}
	mediaType := sniff(head, name)
	if mediaType == "" {
		return domain.Attached{}, errs.New(errs.Unprocessable, "attachment.type", "“%s”不是可接受的文件，请上传PDF、JPEG、PNG、TIFF、XLSX或CSV文件", name)
	}
	address, size, err := s.Files.Put(ctx, buffered, maxAttachment)
	if err != nil {
		return domain.Attached{}, errs.Wrap("store attachment", err)
	}
	attached := domain.Attached{ID: domain.NewID(), Digest: address, Size: size, MediaType: mediaType, Name: name,
		UploadedBy: actor.UserID, UploadedAt: s.Clock.Now()}
	err = s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		if err := tx.Attachments().Create(ctx, attached); err != nil {
			return err
		}
		return tx.Audit().Append(ctx, audit.Entry(s.Clock.Now(), actor, domain.AuditAttachmentPut,
			audit.Subject{Object: "attachment", ID: attached.ID}, audit.Detail{"name": domain.MaskNumbers(name), "size": size}))
	})
	return attached, errs.Wrap("upload", err)
}

// fileName is the last part of a name as browsers of any system send it, cut to a bearable length.
func fileName(name string) string {
	runes := []rune(strings.TrimSpace(path.Base(strings.ReplaceAll(name, `\`, "/"))))
	return string(runes[:min(len(runes), maxFileName)])
}

// sniff tells the media type by the first bytes; workbooks and CSV also need their extension, since a zip may hold
// anything and text has no mark. Empty: not acceptable.
func sniff(head []byte, name string) string {
	for _, kind := range []struct{ magic, mediaType string }{
		{"%PDF-", "application/pdf"},
		{"\xff\xd8\xff", "image/jpeg"},
		{"\x89PNG\r\n\x1a\n", "image/png"},
		{"II*\x00", "image/tiff"},
		{"MM\x00*", "image/tiff"},
	} {
		if bytes.HasPrefix(head, []byte(kind.magic)) {
			return kind.mediaType
		}
	}
	switch extension := strings.ToLower(path.Ext(name)); {
	case extension == ".xlsx" && bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case extension == ".csv" && len(head) > 0 && !bytes.ContainsRune(head, 0):
		return "text/csv"
	}
	return ""
}

// OpenAttachment opens a file for those who may read what it hangs on, a matter of circulation included; an unused one for its uploader alone. The caller
// closes it.
func (s *Service) OpenAttachment(ctx context.Context, actor authz.Actor, id string) (domain.Attached, io.ReadCloser, error) {
	attached, err := s.Store.Attachments().Get(ctx, id)
	if errs.Is(err, errs.NotFound) {
		return attached, nil, errNoAttachment
	}
	if err != nil {
		return attached, nil, errs.Wrap("find attachment", err)
	}
	if err := s.mayRead(ctx, actor, attached); err != nil {
		if k := errs.KindOf(err); k == errs.NotFound || k == errs.Forbidden {
			return domain.Attached{}, nil, errNoAttachment
		}
		return domain.Attached{}, nil, err
	}
	if err := s.log(ctx, actor, domain.AuditAttachmentRead, audit.Subject{Object: "attachment", ID: id},
		audit.Detail{"subject": attached.Subject, "subjectId": attached.SubjectID}); err != nil {
		return domain.Attached{}, nil, err
	}
	content, err := s.content(ctx, attached)
	return attached, content, err
}

// content opens the bytes of an attachment. That they are missing is our own fault, whatever the row says.
func (s *Service) content(ctx context.Context, attached domain.Attached) (io.ReadCloser, error) {
	content, err := s.Files.Open(ctx, attached.Digest)
	if errs.Is(err, errs.NotFound) {
		return nil, errs.New(errs.Internal, "attachment.lost", "附件%s的内容已丢失，请联系管理员", attached.ID).Because(err)
	}
	return content, errs.Wrap("open attachment", err)
}

func (s *Service) mayRead(ctx context.Context, actor authz.Actor, attached domain.Attached) error {
	var err error
	switch attached.Subject {
	case onNature:
		_, err = nature(ctx, s.Store, actor, attached.SubjectID, authz.TransferRead)
	case onAgreement:
		_, err = agreement(ctx, s.Store, actor, attached.SubjectID, 0, authz.TransferRead)
	case onBatch, onLine:
		batchID, _, _ := strings.Cut(attached.SubjectID, "/")
		_, err = batch(ctx, s.Store, actor, batchID, authz.TransferRead)
	case onRoster:
		_, err = roster(ctx, s.Store, actor, attached.SubjectID)
	case "":
		if attached.UploadedBy != actor.UserID {
			err = errNoAttachment
		}
	default:
		err = matter.Reads(ctx, s.Store, actor, attached.Subject, attached.SubjectID)
	}
	return err
}

// SweepAttachments removes files that were uploaded before the given time and never used, and tells removed their names.
// The row goes first: a crash leaves bytes that nothing names, never a row without its bytes.
func (s *Service) SweepAttachments(ctx context.Context, before time.Time, removed func(name string)) error {
	for {
		unused, err := s.Store.Attachments().Unused(ctx, before, step)
		if err != nil {
			return errs.Wrap("sweep attachments", err)
		}
		for _, attached := range unused {
			err := s.Store.Attachments().Delete(ctx, attached.ID)
			if errs.Is(err, errs.NotFound) || errs.Is(err, errs.Conflict) {
				continue // used, or removed by another sweep, since it was listed
			}
			if err != nil {
				return errs.Wrap("sweep attachments", err)
			}
			if err := s.Files.Delete(ctx, attached.Digest); err != nil {
				return errs.Wrap("sweep attachments", err)
			}
			removed(attached.Name)
		}
		if len(unused) < step {
			return nil
		}
	}
}

// CheckAttachments re-reads every attached file and reports in words what is wrong; an error of report ends it.
func (s *Service) CheckAttachments(ctx context.Context, report func(problem string) error) error {
	for attached, err := range s.Store.Attachments().All(ctx) {
		if err != nil {
			return errs.Wrap("check attachments", err)
		}
		problem, err := s.Files.Check(ctx, attached.Digest, attached.Size)
		if err != nil {
			return errs.Wrap("check attachments", err)
		}
		if problem == "" {
			continue
		}
		if err := report(fmt.Sprintf("附件%s（%s）：%s", attached.ID, attached.Name, problem)); err != nil {
			return err
		}
	}
	return nil
}
