package consultation

import (
	"context"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// CopyContent is what one printed copy or excerpt says.
type CopyContent struct {
	Order        domain.CopyOrder
	Consultation domain.Consultation
	Office       domain.ArchiveOffice
	Piece        domain.CopyPiece
	Item         domain.CopyItem
	Pages        []domain.Page // of a copy, in order; none of an excerpt
}

// FormContent is what the approval form of a consultation says.
type FormContent struct {
	Consultation domain.Consultation
	Office       domain.ArchiveOffice
	Policy       domain.UsePolicy // it was made under
	Copies       []domain.CopyOrder
}

// CopyOrder reads one order of copies.
func (s *Service) CopyOrder(ctx context.Context, actor authz.Actor, id string) (domain.CopyOrder, error) {
	return s.copies.Read(ctx, actor, id)
}

// Copies lists orders of copies, newest first, before the given id, at most limit (up to 500).
func (s *Service) Copies(ctx context.Context, actor authz.Actor, filter domain.MatterFilter, beforeID string, limit int) ([]domain.CopyOrder, error) {
	return s.copies.List(ctx, actor, filter, beforeID, limit)
}

// CopiesOf lists the orders of copies of a consultation, oldest first.
func (s *Service) CopiesOf(ctx context.Context, actor authz.Actor, consultationID string) ([]domain.CopyOrder, error) {
	c, err := s.visits.Find(ctx, s.Store, actor, authz.MatterRead, consultationID)
	if err != nil {
		return nil, err
	}
	orders, err := s.Store.Consultations().CopiesOf(ctx, c.ID)
	if err != nil {
		return nil, errs.Wrap("list copies of consultation", err)
	}
	if err := s.Log(ctx, s.visits.Entry(actor, domain.AuditCopyView, &c, audit.Detail{"shown": len(orders)})); err != nil {
		return nil, err
	}
	return orders, nil
}

// CopyContent returns what an issued copy says, to be printed at the counter, and logs that under the dossier.
func (s *Service) CopyContent(ctx context.Context, actor authz.Actor, id, pieceNo string) (CopyContent, error) {
	o, err := s.copies.Find(ctx, s.Store, actor, authz.MatterDesk, id)
	if err != nil {
		return CopyContent{}, err
	}
	if err := domain.CopyMachine().Require(o.State, "打印复制件", domain.CopyIssued); err != nil {
		return CopyContent{}, err
	}
	content := CopyContent{Order: o}
	var known bool
	if content.Piece, content.Item, known = o.Piece(pieceNo); !known {
		return CopyContent{}, errs.New(errs.NotFound, "copy.piece", "没有编号为%s的复制件", pieceNo)
	}
	if content.Consultation, err = s.Store.Consultations().Get(ctx, o.ConsultationID); err != nil {
		return CopyContent{}, errs.Wrap("read consultation", err)
	}
	if content.Office, err = s.Store.Places().Office(ctx, o.OfficeCode); err != nil {
		return CopyContent{}, errs.Wrap("find office", err)
	}
	if content.Item.Excerpt == "" {
		if content.Pages, err = s.pagesOf(ctx, o.DossierID, content.Item); err != nil {
			return CopyContent{}, err
		}
	}
	entry := audit.Entry(s.Clock.Now(), actor, domain.AuditPaperPrint, audit.Dossier(o.DossierID, o.OfficeCode),
		audit.Detail{"no": content.Piece.No, "consultation": o.ConsultationNo, "item": domain.MaskNumbers(content.Item.String())})
	if err := s.Log(ctx, entry); err != nil {
		return CopyContent{}, err
	}
	return content, nil
}

func (s *Service) pagesOf(ctx context.Context, dossierID string, item domain.CopyItem) ([]domain.Page, error) {
	d, err := s.Store.Dossiers().Get(ctx, dossierID)
	if err != nil {
		return nil, errs.Wrap("read dossier", err)
	}
	return d.PagesCopied(item)
}

// FormContent returns what the approval form of a consultation says, to be printed, and logs that.
func (s *Service) FormContent(ctx context.Context, actor authz.Actor, id string) (FormContent, error) {
	c, err := s.visits.Find(ctx, s.Store, actor, authz.MatterRead, id)
	if err != nil {
		return FormContent{}, err
	}
	content := FormContent{Consultation: c, Policy: s.policyOf(&c)}
	if content.Office, err = s.Store.Places().Office(ctx, c.OfficeCode); err != nil {
		return FormContent{}, errs.Wrap("find office", err)
	}
	if content.Copies, err = s.Store.Consultations().CopiesOf(ctx, c.ID); err != nil {
		return FormContent{}, errs.Wrap("list copies of consultation", err)
	}
	if err := s.Log(ctx, s.visits.Entry(actor, domain.AuditPaperPrint, &c, nil)); err != nil {
		return FormContent{}, err
	}
	return content, nil
}

// CopyFormContent is what the approval form of an order of copies says.
type CopyFormContent struct {
	Order  domain.CopyOrder
	Office domain.ArchiveOffice
}

// CopyFormContent returns what the approval form of an order of copies says, to be printed, and logs that.
func (s *Service) CopyFormContent(ctx context.Context, actor authz.Actor, id string) (CopyFormContent, error) {
	o, err := s.copies.Find(ctx, s.Store, actor, authz.MatterRead, id)
	if err != nil {
		return CopyFormContent{}, err
	}
	office, err := s.Store.Places().Office(ctx, o.OfficeCode)
	if err != nil {
		return CopyFormContent{}, errs.Wrap("find office", err)
	}
	if err := s.Log(ctx, s.copies.Entry(actor, domain.AuditPaperPrint, &o, nil)); err != nil {
		return CopyFormContent{}, err
	}
	return CopyFormContent{Order: o, Office: office}, nil
}
