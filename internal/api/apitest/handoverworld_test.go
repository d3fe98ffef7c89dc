package apitest

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"iter"
	"strings"
	"sync"

	"golang.org/x/image/font/gofont/goregular"

	"github.com/danganku/danganku/internal/api"
	"github.com/danganku/danganku/internal/app/transfer"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/filestore"
	"github.com/danganku/danganku/internal/imaging"
	"github.com/danganku/danganku/internal/print"
	"github.com/danganku/danganku/internal/report"
	"github.com/danganku/danganku/internal/roster"
)

// wireHandover builds the desk of handovers, as cmd does.
func (w *world) wireHandover(schemes domain.Schemes) {
	w.handover = transfer.New(transfer.Config{Store: w.use, Files: filestore.New(w.objects, w.dir), Clock: w.clock,
		ReadRoster: roster.ReadAmong, Schemes: schemes, Late: domain.DefaultLatePolicy(), Spool: w.dir})
	w.runner.Handle(domain.JobInspectRoster, w.handover.RunInspectJob)
	w.runner.Handle(domain.JobImportRoster, w.handover.RunImportJob)
	w.runner.Handle(domain.JobSettleBatch, w.handover.RunSettleJob)
}

func (w *world) rosterReader() roster.Reader {
	divisions := must[[]domain.Division](w.t)(domain.ShenyangDivisions())
	return roster.Reader{Division: roster.Places(divisions)}
}

// printerOf makes a printer of a small font: what the papers say is tested where they are printed.
var printerOf = sync.OnceValues(func() (*print.Printer, error) { return print.New(goregular.TTF) })

// markerOf burns watermarks in a small font: that they are legible is tested where they are made.
var markerOf = sync.OnceValues(func() (*imaging.Watermarker, error) { return imaging.NewWatermarker(goregular.TTF) })

// writers are those of cmd, but for the font.
func (w *world) writers() api.Writers {
	return api.Writers{
		MatterWriters:     w.matterWriters(),
		WriteReport:       report.WriteIngest,
		WriteRosterErrors: report.WriteRosterErrors,
		WriteOutstanding: func(_ context.Context, out io.Writer, kind domain.OutstandingKind, at domain.PartialDate, lines iter.Seq2[domain.OutstandingLine, error]) error {
			return report.WriteOutstanding(out, kind, at, nil, w.clock.Now(), lines)
		},
		WriteStatistics: func(_ context.Context, out io.Writer, statistics domain.TransferStatistics) error {
			return report.WriteStatistics(out, statistics, nil, w.clock.Now())
		},
		WritePersons: func(_ context.Context, out io.Writer, persons iter.Seq2[domain.LedgerPerson, error]) error {
			return report.WriteLedger(out, nil, w.clock.Now(), persons)
		},
		WriteAccess: func(out io.Writer, name string, entries iter.Seq2[domain.AuditEntry, error]) error {
			return report.WriteAccess(out, name, w.clock.Now(), entries)
		},
		WriteRosterTemplate: func(_ context.Context, out io.Writer) error {
			return roster.WriteTemplate(out, roster.TemplateOptions{})
		},
		WritePaper: func(_ context.Context, out io.Writer, paper transfer.PaperContent) error {
			printer, err := printerOf()
			if err != nil {
				return err
			}
			head := print.Head{Paper: paper.Paper, Batch: paper.Batch, Enterprise: paper.Enterprise, Office: paper.Office, Signoff: paper.Signoff}
			return printer.Paper(out, head, func(yield func(print.Entry, error) bool) {
				for entry, err := range paper.Entries {
					if !yield(print.Entry{Line: entry.Line, Check: entry.Check}, err) {
						return
					}
				}
			})
		},
		WriteAgreement: func(_ context.Context, out io.Writer, content transfer.AgreementContent) error {
			printer, err := printerOf()
			if err != nil {
				return err
			}
			return printer.Agreement(out, content.Agreement, content.Enterprise, content.Office)
		},
		Watermark: func(picture []byte, text string) ([]byte, error) {
			marker, err := markerOf()
			if err != nil {
				return nil, err
			}
			return marker.Mark(picture, text)
		},
		WriteLabels: func(out io.Writer, run domain.LabelRun, labels []domain.VolumeLabel) error {
			printer, err := printerOf()
			if err != nil {
				return err
			}
			return printer.Labels(out, run, labels)
		},
	}
}

// usccOf completes a unified social credit code with its check character.
func usccOf(body string) string {
	for _, last := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if domain.CheckUSCC(body+string(last)) == domain.USCCValid {
			return body + string(last)
		}
	}
	panic("no check character fits " + body)
}

// numbers are the identity numbers that no answer may carry but those that reveal them.
func numbers() []string {
	known := []string{shan.id, li.id, wang.id, bearer.id}
	for _, p := range retirees {
		known = append(known, p.id)
	}
	return known
}

// expectMasked looks for full identity numbers in an answer, also inside workbooks.
func (w *world) expectMasked(path string, content []byte) {
	w.t.Helper()
	if strings.HasSuffix(path, "/reveal") || strings.HasSuffix(path, "/id-number") {
		return
	}
	if strings.HasPrefix(path, "/api/v1/attachments/") || strings.HasSuffix(path, "/roster-template.xlsx") {
		return // what was uploaded comes back as it was, and the example in the template is nobody
	}
	for _, text := range unpacked(content) {
		for _, number := range numbers() {
			if strings.Contains(text, number) {
				w.t.Errorf("%s gives away the number %s: %.300s", path, domain.IDNumber(number).Masked(), text[max(0, strings.Index(text, number)-150):])
			}
		}
	}
}

// unpacked are the texts of an answer: itself, or of a workbook its parts.
func unpacked(content []byte) []string {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return []string{string(content)}
	}
	var texts []string
	for _, file := range archive.File {
		part, err := file.Open()
		if err != nil {
			continue
		}
		text, _ := io.ReadAll(part) // a part that cannot be read gives nothing away
		part.Close()
		texts = append(texts, string(text))
	}
	return texts
}
