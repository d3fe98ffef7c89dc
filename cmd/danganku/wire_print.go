package main

import (
	"context"
	"io"
	"iter"
	"strings"

	"github.com/danganku/danganku/internal/app/certificate"
	"github.com/danganku/danganku/internal/app/circulation"
	"github.com/danganku/danganku/internal/app/consultation"
	"github.com/danganku/danganku/internal/app/forwarding"
	"github.com/danganku/danganku/internal/app/reading"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/print"
)

// verifyPage is the public page that answers for verification codes; empty where it is not known how the public reaches it.
func (in *installation) verifyPage() string {
	if in.config.PublicURL == "" {
		return ""
	}
	return strings.TrimSuffix(in.config.PublicURL, "/") + "/verify"
}

func (in *installation) printLoanForm(_ context.Context, w io.Writer, content circulation.FormContent) error {
	printer, err := in.printer()
	if err != nil {
		return err
	}
	return printer.LoanForm(w, print.LoanForm{Loan: content.Loan, Office: content.Office, Policy: content.Policy})
}

// printConsultationForm names classes and materials of the scope as the dossier's catalogue has them now.
func (in *installation) printConsultationForm(ctx context.Context, w io.Writer, content consultation.FormContent) error {
	printer, err := in.printer()
	if err != nil {
		return err
	}
	form := print.ConsultationForm{Consultation: content.Consultation, Office: content.Office, Policy: content.Policy, Copies: content.Copies}
	found, err := in.store.Dossiers().Documents(ctx, []string{content.Consultation.DossierID})
	if err != nil {
		return errs.Wrap("read catalogue", err)
	}
	if len(found) > 0 {
		form.Scheme, form.Materials = in.schemes[found[0].Scheme], found[0].Materials
	}
	return printer.ConsultationForm(w, form)
}

func (in *installation) printCopyForm(_ context.Context, w io.Writer, content consultation.CopyFormContent) error {
	printer, err := in.printer()
	if err != nil {
		return err
	}
	return printer.CopyForm(w, print.CopyForm{Order: content.Order, Office: content.Office})
}

// finePages is up to how many pages of one copy are printed as fine as they were scanned. The pictures of a document are held in
// memory until it is written: more pages are printed at reading size.
const finePages = 20

func (in *installation) printCopyPiece(ctx context.Context, w io.Writer, content consultation.CopyContent) error {
	printer, err := in.printer()
	if err != nil {
		return err
	}
	width := reading.Widths[2]
	if len(content.Pages) > finePages {
		width = reading.Widths[1]
	}
	piece := print.CopyPiece{Order: content.Order, Office: content.Office, Piece: content.Piece, Item: content.Item, Pages: content.Pages, Verify: in.verifyPage()}
	return printer.CopyPiece(w, piece, func(page domain.Page) ([]byte, error) {
		return in.reading.Shown(ctx, content.Order.DossierID, page, width)
	})
}

func (in *installation) printCertificate(_ context.Context, w io.Writer, content certificate.Content) error {
	printer, err := in.printer()
	if err != nil {
		return err
	}
	return printer.Certificate(w, print.Certificate{Certificate: content.Certificate, Kind: content.Kind, Office: content.Office,
		Opening: content.Opening, Closing: content.Closing, Draft: content.Draft, Verify: in.verifyPage()})
}

func (in *installation) printOutboundForm(_ context.Context, w io.Writer, content forwarding.Content) error {
	return in.printOutbound(content, w, (*print.Printer).OutboundForm)
}

func (in *installation) printForwardingNotice(_ context.Context, w io.Writer, content forwarding.Content) error {
	return in.printOutbound(content, w, (*print.Printer).ForwardingNotice)
}

func (in *installation) printChaseLetter(_ context.Context, w io.Writer, content forwarding.Content) error {
	return in.printOutbound(content, w, (*print.Printer).ChaseLetter)
}

func (in *installation) printOutbound(content forwarding.Content, w io.Writer, paper func(*print.Printer, io.Writer, print.Outbound) error) error {
	printer, err := in.printer()
	if err != nil {
		return err
	}
	return paper(printer, w, print.Outbound{Outbound: content.Outbound, Office: content.Office, Dossier: content.Dossier, Chase: content.Chase})
}

func (in *installation) printHoldForm(_ context.Context, w io.Writer, content forwarding.HoldContent) error {
	printer, err := in.printer()
	if err != nil {
		return err
	}
	return printer.HoldForm(w, print.HoldForm{Hold: content.Hold, Office: content.Office, Dossier: content.Dossier})
}

func (in *installation) printRegister(_ context.Context, w io.Writer, content circulation.RegisterContent) error {
	printer, err := in.printer()
	if err != nil {
		return err
	}
	register := print.Register{Kind: content.Kind, Office: content.OfficeName, Period: period(content.From, content.To)}
	return printer.Register(w, register, listed(content.Entries))
}

func listed(entries []domain.MatterEntry) iter.Seq2[domain.MatterEntry, error] {
	return func(yield func(domain.MatterEntry, error) bool) {
		for _, entry := range entries {
			if !yield(entry, nil) {
				return
			}
		}
	}
}

// period is a span of days in words; an open end is left out.
func period(from, to domain.PartialDate) string {
	switch {
	case from.IsZero() && to.IsZero():
		return ""
	case to.IsZero():
		return from.Words() + "起"
	case from.IsZero():
		return "至" + to.Words()
	}
	return from.Words() + "至" + to.Words()
}
