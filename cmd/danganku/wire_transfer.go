package main

import (
	"context"
	"io"
	"iter"
	"sync"

	"github.com/danganku/danganku/internal/app/people"
	"github.com/danganku/danganku/internal/app/transfer"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/filestore"
	"github.com/danganku/danganku/internal/imaging"
	"github.com/danganku/danganku/internal/print"
	"github.com/danganku/danganku/internal/roster"
	"github.com/danganku/danganku/web"
)

func (in *installation) wireTransfers() {
	in.transfers = transfer.New(transfer.Config{Store: in.store, Files: filestore.New(in.objects, in.config.path("spool")), Clock: in.clock,
		ReadRoster: roster.ReadAmong, Schemes: in.schemes, Late: domain.DefaultLatePolicy(), Spool: in.config.path("spool"), Wake: in.wake.all})
	in.people = people.New(people.Config{Store: in.store, Clock: in.clock, ReadList: in.readList, Names: in.folder})
	in.printer = sync.OnceValues(func() (*print.Printer, error) {
		font, err := print.FindFont(in.config.PrintFont, web.Dist())
		if err != nil {
			return nil, err
		}
		return print.New(font)
	})
	in.watermarks = sync.OnceValues(func() (*imaging.Watermarker, error) {
		font, err := print.FindFont(in.config.PrintFont, web.Dist())
		if err != nil {
			return nil, err
		}
		return imaging.NewWatermarker(font)
	})
}

// watermark marks what screens of the reading room show, in the font that papers are printed in.
func (in *installation) watermark(picture []byte, text string) ([]byte, error) {
	marker, err := in.watermarks()
	if err != nil {
		return nil, err
	}
	return marker.Mark(picture, text)
}

func (in *installation) readList(ctx context.Context, path, name string, each func(domain.MatchInput) error) error {
	divisions, err := in.store.Places().Divisions(ctx)
	if err != nil {
		return errs.Wrap("list divisions", err)
	}
	return roster.Reader{Division: roster.Places(divisions)}.ReadMatches(ctx, path, name, each)
}

func (in *installation) writeTemplate(ctx context.Context, w io.Writer) error {
	divisions, err := in.store.Places().Divisions(ctx)
	if err != nil {
		return errs.Wrap("list divisions", err)
	}
	return roster.WriteTemplate(w, roster.TemplateOptions{Divisions: divisions})
}

// printPaper prints an issued paper with the names of the places its codes stand for.
func (in *installation) printPaper(ctx context.Context, w io.Writer, content transfer.PaperContent) error {
	printer, err := in.printer()
	if err != nil {
		return err
	}
	divisions, err := in.store.Places().Divisions(ctx)
	if err != nil {
		return errs.Wrap("list divisions", err)
	}
	head := print.Head{Paper: content.Paper, Batch: content.Batch, Enterprise: content.Enterprise, Office: content.Office, Signoff: content.Signoff}
	if content.Agreement != nil {
		head.Agreement = content.Agreement.No
	}
	return printer.Paper(w, head, printed(content.Entries, divisions))
}

func printed(entries iter.Seq2[transfer.PaperEntry, error], divisions []domain.Division) iter.Seq2[print.Entry, error] {
	names := make(map[string]string, len(divisions))
	for _, division := range divisions {
		names[division.Code] = division.Name
	}
	prefix := func(code string, digits int) string { return names[code[:min(len(code), digits)]] }
	return func(yield func(print.Entry, error) bool) {
		for entry, err := range entries {
			out := print.Entry{Line: entry.Line, Check: entry.Check, InsurancePlace: names[entry.Line.Form.InsurancePlace]}
			if route := entry.Line.Route; len(route) >= 6 {
				out.District = prefix(route, 6)
				if len(route) >= 9 {
					out.Subdistrict = prefix(route, 9)
				}
				if len(route) >= 12 {
					out.Community = prefix(route, 12)
				}
			}
			if !yield(out, err) {
				return
			}
		}
	}
}

func (in *installation) printAgreement(_ context.Context, w io.Writer, content transfer.AgreementContent) error {
	printer, err := in.printer()
	if err != nil {
		return err
	}
	return printer.Agreement(w, content.Agreement, content.Enterprise, content.Office)
}

func (in *installation) printLabels(w io.Writer, run domain.LabelRun, labels []domain.VolumeLabel) error {
	printer, err := in.printer()
	if err != nil {
		return err
	}
	return printer.Labels(w, run, labels)
}
