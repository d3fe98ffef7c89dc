package matter

import (
	"context"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// What scans of letters, evidence and receipts hang on.
const (
	OnConsultation = "consultation"
	OnCertificate  = "certificate"
	OnOutbound     = "outbound"
)

// Bind ties an attachment the actor uploaded to what it belongs to. One that is tied there already, perhaps by someone else,
// stays; an empty id is nothing to do.
func Bind(ctx context.Context, tx domain.Repos, actor authz.Actor, id, subject, subjectID string) error {
	if id == "" {
		return nil
	}
	attached, err := tx.Attachments().Get(ctx, id)
	if err == nil && attached.Subject == subject && attached.SubjectID == subjectID {
		return nil
	}
	if err == nil {
		err = tx.Attachments().Bind(ctx, actor.UserID, subject, subjectID, id)
	}
	if errs.Is(err, errs.NotFound) {
		return errs.New(errs.Unprocessable, "attachment.unusable", "附件不存在或已用于别处，请重新上传").
			WithFields(errs.Field{Name: "attachmentId", Message: "请重新上传"}).Because(err)
	}
	return err
}

// Reads refuses an attachment of a matter to those who may not read the matter; what hangs on anything else is not found.
func Reads(ctx context.Context, repos domain.Repos, actor authz.Actor, subject, subjectID string) error {
	missing := errs.New(errs.NotFound, "attachment.not_found", "没有这个附件")
	var m domain.Matter
	var err error
	switch subject {
	case OnConsultation:
		var found domain.Consultation
		found, err = repos.Consultations().Get(ctx, subjectID)
		m = found.Matter
	case OnCertificate:
		var found domain.Certificate
		found, err = repos.Certificates().Get(ctx, subjectID)
		m = found.Matter
	case OnOutbound:
		var found domain.OutboundTransfer
		found, err = repos.Outbounds().Get(ctx, subjectID)
		m = found.Matter
	default:
		return missing
	}
	if err != nil {
		return err
	}
	if err := Admit(actor, m.OfficeCode, m.Division, missing, authz.MatterRead); err != nil {
		return err
	}
	return domain.Avoid(actor, m.IDNumber)
}
