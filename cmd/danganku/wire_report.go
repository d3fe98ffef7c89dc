package main

import (
	"context"
	"io"
	"iter"

	"github.com/danganku/danganku/internal/api"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/report"
)

// writers are the files the server hands out.
func (in *installation) writers() api.Writers {
	return api.Writers{WriteReport: report.WriteIngest, WriteRosterTemplate: in.writeTemplate, WriteRosterErrors: report.WriteRosterErrors,
		WriteStatistics: in.writeStatistics, WriteOutstanding: in.writeOutstanding, WritePersons: in.writeLedger, WriteAccess: in.writeAccess, WritePaper: in.printPaper, WriteAgreement: in.printAgreement,
		WriteLabels: in.printLabels, Watermark: in.watermark, MatterWriters: in.matterWriters()}
}

func (in *installation) matterWriters() api.MatterWriters {
	return api.MatterWriters{WriteLoanForm: in.printLoanForm, WriteConsultationForm: in.printConsultationForm, WriteCopyForm: in.printCopyForm,
		WriteCopyPiece: in.printCopyPiece, WriteCertificate: in.printCertificate, WriteOutboundForm: in.printOutboundForm,
		WriteForwardingNotice: in.printForwardingNotice, WriteChaseLetter: in.printChaseLetter, WriteHoldForm: in.printHoldForm,
		WriteRegister: in.printRegister}
}

func (in *installation) writeStatistics(ctx context.Context, w io.Writer, statistics domain.TransferStatistics) error {
	places, err := in.reportPlaces(ctx)
	if err != nil {
		return err
	}
	return report.WriteStatistics(w, statistics, places, in.clock.Now())
}

func (in *installation) writeOutstanding(ctx context.Context, w io.Writer, kind domain.OutstandingKind, at domain.PartialDate, lines iter.Seq2[domain.OutstandingLine, error]) error {
	places, err := in.reportPlaces(ctx)
	if err != nil {
		return err
	}
	return report.WriteOutstanding(w, kind, at, places, in.clock.Now(), lines)
}

func (in *installation) writeLedger(ctx context.Context, w io.Writer, persons iter.Seq2[domain.LedgerPerson, error]) error {
	places, err := in.reportPlaces(ctx)
	if err != nil {
		return err
	}
	return report.WriteLedger(w, places, in.clock.Now(), persons)
}

func (in *installation) writeAccess(w io.Writer, name string, entries iter.Seq2[domain.AuditEntry, error]) error {
	return report.WriteAccess(w, name, in.clock.Now(), entries)
}

// reportPlaces are the names of divisions. Offices usually bear the code of their district, so theirs are not among them.
func (in *installation) reportPlaces(ctx context.Context) (report.Places, error) {
	divisions, err := in.store.Places().Divisions(ctx)
	if err != nil {
		return nil, errs.Wrap("list divisions", err)
	}
	places := make(report.Places, len(divisions))
	for _, division := range divisions {
		places[division.Code] = division.Name
	}
	return places, nil
}
