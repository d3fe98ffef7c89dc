package apitest

import (
	"context"
	"io"

	"github.com/danganku/danganku/internal/api"
	"github.com/danganku/danganku/internal/app/certificate"
	"github.com/danganku/danganku/internal/app/circulation"
	"github.com/danganku/danganku/internal/app/consultation"
	"github.com/danganku/danganku/internal/app/forwarding"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/print"
)

// printing prints what it is given of an app package's content.
func printing[C any](paper func(p *print.Printer, w io.Writer, content C) error) func(context.Context, io.Writer, C) error {
	return func(_ context.Context, w io.Writer, content C) error {
		printer, err := printerOf()
		if err != nil {
			return err
		}
		return paper(printer, w, content)
	}
}

func outboundOf(paper func(*print.Printer, io.Writer, print.Outbound) error) func(context.Context, io.Writer, forwarding.Content) error {
	return printing(func(p *print.Printer, w io.Writer, c forwarding.Content) error {
		return paper(p, w, print.Outbound{Outbound: c.Outbound, Office: c.Office, Dossier: c.Dossier, Chase: c.Chase})
	})
}

// matterWriters are those of cmd, but for the font.
func (w *world) matterWriters() api.MatterWriters {
	return api.MatterWriters{
		WriteLoanForm: printing(func(p *print.Printer, out io.Writer, c circulation.FormContent) error {
			return p.LoanForm(out, print.LoanForm{Loan: c.Loan, Office: c.Office, Policy: c.Policy})
		}),
		WriteConsultationForm: printing(func(p *print.Printer, out io.Writer, c consultation.FormContent) error {
			return p.ConsultationForm(out, print.ConsultationForm{Consultation: c.Consultation, Office: c.Office, Policy: c.Policy, Copies: c.Copies})
		}),
		WriteCopyForm: printing(func(p *print.Printer, out io.Writer, c consultation.CopyFormContent) error {
			return p.CopyForm(out, print.CopyForm{Order: c.Order, Office: c.Office})
		}),
		WriteCopyPiece: func(ctx context.Context, out io.Writer, c consultation.CopyContent) error {
			printer, err := printerOf()
			if err != nil {
				return err
			}
			piece := print.CopyPiece{Order: c.Order, Office: c.Office, Piece: c.Piece, Item: c.Item, Pages: c.Pages}
			return printer.CopyPiece(out, piece, func(page domain.Page) ([]byte, error) {
				return w.config.Reading.Shown(ctx, c.Order.DossierID, page, 300)
			})
		},
		WriteCertificate: printing(func(p *print.Printer, out io.Writer, c certificate.Content) error {
			return p.Certificate(out, print.Certificate{Certificate: c.Certificate, Kind: c.Kind, Office: c.Office, Opening: c.Opening, Closing: c.Closing, Draft: c.Draft})
		}),
		WriteOutboundForm:     outboundOf((*print.Printer).OutboundForm),
		WriteForwardingNotice: outboundOf((*print.Printer).ForwardingNotice),
		WriteChaseLetter:      outboundOf((*print.Printer).ChaseLetter),
		WriteHoldForm: printing(func(p *print.Printer, out io.Writer, c forwarding.HoldContent) error {
			return p.HoldForm(out, print.HoldForm{Hold: c.Hold, Office: c.Office, Dossier: c.Dossier})
		}),
		WriteRegister: printing(func(p *print.Printer, out io.Writer, c circulation.RegisterContent) error {
			return p.Register(out, print.Register{Kind: c.Kind, Office: c.OfficeName}, func(yield func(domain.MatterEntry, error) bool) {
				for _, entry := range c.Entries {
					if !yield(entry, nil) {
						return
					}
				}
			})
		}),
	}
}
