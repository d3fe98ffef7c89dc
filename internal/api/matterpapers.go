package api

import (
	"cmp"
	"context"
	"io"

	"github.com/gin-gonic/gin"
	openapi_types "github.com/oapi-codegen/runtime/types"

	"github.com/danganku/danganku/internal/app/certificate"
	"github.com/danganku/danganku/internal/app/circulation"
	"github.com/danganku/danganku/internal/app/consultation"
	"github.com/danganku/danganku/internal/app/forwarding"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// MatterWriters print the papers of circulation as PDF; all must be set. Each print is logged by who reads its content.
type MatterWriters struct {
	WriteLoanForm         func(ctx context.Context, w io.Writer, content circulation.FormContent) error
	WriteConsultationForm func(ctx context.Context, w io.Writer, content consultation.FormContent) error
	WriteCopyForm         func(ctx context.Context, w io.Writer, content consultation.CopyFormContent) error
	WriteCopyPiece        func(ctx context.Context, w io.Writer, content consultation.CopyContent) error
	WriteCertificate      func(ctx context.Context, w io.Writer, content certificate.Content) error
	WriteOutboundForm     func(ctx context.Context, w io.Writer, content forwarding.Content) error
	WriteForwardingNotice func(ctx context.Context, w io.Writer, content forwarding.Content) error
	WriteChaseLetter      func(ctx context.Context, w io.Writer, content forwarding.Content) error
	WriteHoldForm         func(ctx context.Context, w io.Writer, content forwarding.HoldContent) error
	WriteRegister         func(ctx context.Context, w io.Writer, content circulation.RegisterContent) error
}

func (w *MatterWriters) complete() bool {
	return w.WriteLoanForm != nil && w.WriteConsultationForm != nil && w.WriteCopyForm != nil && w.WriteCopyPiece != nil && w.WriteCertificate != nil &&
		w.WriteOutboundForm != nil && w.WriteForwardingNotice != nil && w.WriteChaseLetter != nil && w.WriteHoldForm != nil && w.WriteRegister != nil
}

func (s *server) routeMatterPapers(streams *gin.RouterGroup) {
	streams.GET("/loans/:loanId/form.pdf", paperOf(s, "loanId", s.Circulation.FormContent, s.WriteLoanForm,
		func(c circulation.FormContent) string { return c.Loan.No }))
	streams.GET("/consultations/:consultationId/form.pdf", paperOf(s, "consultationId", s.Consultation.FormContent, s.WriteConsultationForm,
		func(c consultation.FormContent) string { return c.Consultation.No }))
	streams.GET("/copies/:copyId/form.pdf", paperOf(s, "copyId", s.Consultation.CopyFormContent, s.WriteCopyForm,
		func(c consultation.CopyFormContent) string { return c.Order.No }))
	streams.GET("/copies/:copyId/pieces/:pieceNo.pdf", s.getCopyPiece)
	streams.GET("/certificates/:certificateId/paper.pdf", paperOf(s, "certificateId", s.Certificate.Content, s.WriteCertificate,
		func(c certificate.Content) string { return cmp.Or(c.Certificate.CertificateNo, c.Certificate.No) }))
	streams.GET("/outbounds/:outboundId/form.pdf", paperOf(s, "outboundId", s.Forwarding.FormContent, s.WriteOutboundForm,
		func(c forwarding.Content) string { return c.Outbound.No }))
	streams.GET("/outbounds/:outboundId/notice.pdf", paperOf(s, "outboundId", s.Forwarding.NoticeContent, s.WriteForwardingNotice,
		func(c forwarding.Content) string { return c.Outbound.Packing.NoticeNo }))
	streams.GET("/outbounds/:outboundId/chases/:number.pdf", s.getChaseLetter)
	streams.GET("/holds/:holdId/form.pdf", paperOf(s, "holdId", s.Forwarding.HoldContent, s.WriteHoldForm,
		func(c forwarding.HoldContent) string { return c.Hold.No }))
	streams.GET("/registers/:kind.pdf", s.getRegister)
}

// paperOf prints what a use case reads of the matter that a parameter names; the file has its number.
func paperOf[C any](s *server, parameter string, read func(ctx context.Context, actor authz.Actor, id string) (C, error),
	write func(ctx context.Context, w io.Writer, content C) error, number func(C) string) gin.HandlerFunc {
	return func(c *gin.Context) {
		id, ok := s.idOf(c, parameter)
		if !ok {
			return
		}
		ctx := c.Request.Context()
		content, err := read(ctx, actorOf(ctx), id)
		if err != nil {
			s.fail(c, err)
			return
		}
		sendPaper(s, c, number(content), content, write)
	}
}

func sendPaper[C any](s *server, c *gin.Context, number string, content C, write func(ctx context.Context, w io.Writer, content C) error) {
	s.sendFile(c, download{name: number + ".pdf", mediaType: pdfType, inline: true, write: func(w io.Writer) error {
		return write(c.Request.Context(), w, content)
	}})
}

func (s *server) getCopyPiece(c *gin.Context) {
	paperOf(s, "copyId", func(ctx context.Context, actor authz.Actor, id string) (consultation.CopyContent, error) {
		return s.Consultation.CopyContent(ctx, actor, id, c.Param("pieceNo"))
	}, s.WriteCopyPiece, func(content consultation.CopyContent) string { return content.Piece.No })(c)
}

func (s *server) getChaseLetter(c *gin.Context) {
	paperOf(s, "outboundId", func(ctx context.Context, actor authz.Actor, id string) (forwarding.Content, error) {
		return s.Forwarding.ChaseContent(ctx, actor, id, c.Param("number"))
	}, s.WriteChaseLetter, func(content forwarding.Content) string { return content.Chase.No })(c)
}

func (s *server) getRegister(c *gin.Context) {
	from, to, err := daysAsked(c)
	if err != nil {
		s.fail(c, err)
		return
	}
	ctx := c.Request.Context()
	content, err := s.Circulation.Register(ctx, actorOf(ctx), domain.MatterKind(c.Param("kind")), from, to, c.Query("office"))
	if err != nil {
		s.fail(c, err)
		return
	}
	sendPaper(s, c, "档案"+content.Kind.Label()+"登记簿", content, s.WriteRegister)
}

// daysAsked reads the span of days of a register; a day that is not given does not limit it.
func daysAsked(c *gin.Context) (from, to domain.PartialDate, err error) {
	for name, into := range map[string]*domain.PartialDate{"from": &from, "to": &to} {
		var day openapi_types.Date
		text := c.Query(name)
		if text == "" {
			continue
		}
		if err := day.UnmarshalText([]byte(text)); err != nil {
			return from, to, errs.New(errs.Invalid, "request.invalid", "请求内容不符合要求：%s 日期应写作2026-03-09", name).Because(err)
		}
		*into = dayOf(day)
	}
	return from, to, nil
}
