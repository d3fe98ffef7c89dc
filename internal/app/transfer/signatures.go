package transfer

import (
	"context"
	"io"
	"iter"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

var errLater = errs.New(errs.Unavailable, "transfer.unavailable", "移交业务暂不可用，请稍后再试")

func (s *Service) Upload(ctx context.Context, actor authz.Actor, name string, r io.Reader) (domain.Attached, error) {
	return domain.Attached{}, errLater
}
func (s *Service) OpenAttachment(ctx context.Context, actor authz.Actor, id string) (domain.Attached, io.ReadCloser, error) {
	return domain.Attached{}, nil, errLater
}
func (s *Service) SweepAttachments(ctx context.Context, before time.Time, removed func(name string)) error {
	return errLater
}
func (s *Service) CheckAttachments(ctx context.Context, report func(problem string) error) error {
	return errLater
}

func (s *Service) Natures(ctx context.Context, actor authz.Actor, state domain.NatureState, beforeID string, limit int) ([]domain.NatureForm, error) {
	return nil, errLater
}
func (s *Service) Nature(ctx context.Context, actor authz.Actor, id string) (domain.NatureForm, error) {
	return domain.NatureForm{}, errLater
}
func (s *Service) SaveNature(ctx context.Context, actor authz.Actor, form domain.NatureForm) (domain.NatureForm, error) {
	return form, errLater
}
func (s *Service) SubmitNature(ctx context.Context, actor authz.Actor, id string, version int) (domain.NatureForm, error) {
	return domain.NatureForm{}, errLater
}

// NatureDecision is what the leading-group office decides about a nature form.
type NatureDecision struct {
	Confirm      bool
	Confirmation domain.Confirmation // of a confirmation; RecordedBy is set by the desk
	Reason       string              // of a refusal
}

func (s *Service) DecideNature(ctx context.Context, actor authz.Actor, id string, version int, d NatureDecision) (domain.NatureForm, error) {
	return domain.NatureForm{}, errLater
}

// RosterRequest announces an uploaded roster.
type RosterRequest struct {
	Name         string
	AttachmentID string
	BatchID      string // a draft batch that all rows go to; empty: the draft batch of each row's enterprise
}

func (s *Service) UploadRoster(ctx context.Context, actor authz.Actor, request RosterRequest) (domain.RosterImport, error) {
	return domain.RosterImport{}, errLater
}
func (s *Service) Rosters(ctx context.Context, actor authz.Actor, beforeID string, limit int) ([]domain.RosterImport, error) {
	return nil, errLater
}
func (s *Service) Roster(ctx context.Context, actor authz.Actor, id string) (domain.RosterImport, error) {
	return domain.RosterImport{}, errLater
}
func (s *Service) ConfirmRoster(ctx context.Context, actor authz.Actor, id string, queue bool) (domain.RosterImport, error) {
	return domain.RosterImport{}, errLater
}
func (s *Service) CancelRoster(ctx context.Context, actor authz.Actor, id string) (domain.RosterImport, error) {
	return domain.RosterImport{}, errLater
}
func (s *Service) OpenRosterReport(ctx context.Context, actor authz.Actor, id string) (domain.RosterImport, error) {
	return domain.RosterImport{}, errLater
}
func (s *Service) InspectRoster(ctx context.Context, id string, progress func(rows int)) (domain.RosterImport, error) {
	return domain.RosterImport{}, errLater
}
func (s *Service) ImportRoster(ctx context.Context, id string) (domain.RosterImport, error) {
	return domain.RosterImport{}, errLater
}
func (s *Service) RunInspectJob(ctx context.Context, job domain.Job) error { return errLater }
func (s *Service) RunImportJob(ctx context.Context, job domain.Job) error  { return errLater }

// BatchRequest opens a batch.
type BatchRequest struct {
	EnterpriseID string
	Name         string // empty: named after the enterprise and the day
}

// BatchSummary is a batch in a list.
type BatchSummary struct {
	Batch domain.TransferBatch
	Tally domain.LineTally
}

// EcopyCount counts the lines whose paper the office has by their electronic copy.
type EcopyCount struct {
	Stored int
	Due    int // outstanding and due
	Later  int // outstanding, and the agreement allows it
}

// BatchDetail is a batch with all that hangs on it but its lines.
type BatchDetail struct {
	Batch     domain.TransferBatch
	Tally     domain.LineTally
	Papers    []domain.IssuedPaper
	Gaps      []domain.Gap
	Agreement *domain.TransferAgreement // the effective version, else the newest; nil: none joined yet
	Ecopy     EcopyCount
	Allowed   []authz.Permission // what the actor may do with this batch
}

func (s *Service) CreateBatch(ctx context.Context, actor authz.Actor, request BatchRequest) (domain.TransferBatch, error) {
	return domain.TransferBatch{}, errLater
}
func (s *Service) Batches(ctx context.Context, actor authz.Actor, filter domain.BatchFilter, beforeID string, limit int) ([]BatchSummary, error) {
	return nil, errLater
}
func (s *Service) Batch(ctx context.Context, actor authz.Actor, id string) (BatchDetail, error) {
	return BatchDetail{}, errLater
}
func (s *Service) BatchByNo(ctx context.Context, actor authz.Actor, no string) (BatchDetail, error) {
	return BatchDetail{}, errLater
}

// LineDetail is a line with what was found at the counter, oldest round first, and its gaps.
type LineDetail struct {
	Line   domain.BatchLine
	Checks []domain.LineCheck
	Gaps   []domain.Gap
}

func (s *Service) Lines(ctx context.Context, actor authz.Actor, batchID string, filter domain.LineFilter, afterSeq, limit int) ([]domain.BatchLine, error) {
	return nil, errLater
}
func (s *Service) Line(ctx context.Context, actor authz.Actor, batchID string, seq int) (LineDetail, error) {
	return LineDetail{}, errLater
}
func (s *Service) RevealLine(ctx context.Context, actor authz.Actor, batchID string, seq int, reason string) (domain.IDNumber, error) {
	return "", errLater
}
func (s *Service) FindLine(ctx context.Context, actor authz.Actor, batchID, code string) (LineDetail, error) {
	return LineDetail{}, errLater
}
func (s *Service) EditLine(ctx context.Context, actor authz.Actor, batchID string, seq, version int, form domain.InfoForm) (domain.BatchLine, error) {
	return domain.BatchLine{}, errLater
}
func (s *Service) RemoveLine(ctx context.Context, actor authz.Actor, batchID string, seq int) error {
	return errLater
}

func (s *Service) Submit(ctx context.Context, actor authz.Actor, id string, version int) (domain.TransferBatch, error) {
	return domain.TransferBatch{}, errLater
}
func (s *Service) SendBack(ctx context.Context, actor authz.Actor, id string, version int, reason string) (domain.TransferBatch, error) {
	return domain.TransferBatch{}, errLater
}
func (s *Service) Cancel(ctx context.Context, actor authz.Actor, id string, version int, reason string) (domain.TransferBatch, error) {
	return domain.TransferBatch{}, errLater
}
func (s *Service) ConfirmProvince(ctx context.Context, actor authz.Actor, id string, version int, confirmation domain.Confirmation) (domain.TransferBatch, error) {
	return domain.TransferBatch{}, errLater
}
func (s *Service) StartVerifying(ctx context.Context, actor authz.Actor, id string, version int, unitRecordNo string) (domain.TransferBatch, error) {
	return domain.TransferBatch{}, errLater
}

// LineVerdict is what the agency decides about one person.
type LineVerdict struct {
	Seq      int
	Version  int // of the line
	Verified bool
	Reason   string // of a rejection
}

func (s *Service) VerifyLines(ctx context.Context, actor authz.Actor, batchID string, verdicts []LineVerdict) ([]domain.BatchLine, error) {
	return nil, errLater
}
func (s *Service) IssueList(ctx context.Context, actor authz.Actor, id string, version int) (domain.TransferBatch, error) {
	return domain.TransferBatch{}, errLater
}
func (s *Service) JoinAgreement(ctx context.Context, actor authz.Actor, id string, version int, agreementID string) (domain.TransferBatch, error) {
	return domain.TransferBatch{}, errLater
}
func (s *Service) Deliver(ctx context.Context, actor authz.Actor, id string, version int, delivery domain.Delivery) (domain.TransferBatch, error) {
	return domain.TransferBatch{}, errLater
}
func (s *Service) StartCheck(ctx context.Context, actor authz.Actor, id string, version int) (domain.TransferBatch, error) {
	return domain.TransferBatch{}, errLater
}

// LineOutcome is a decided line with what was found and only warns.
type LineOutcome struct {
	Line     domain.BatchLine
	Warnings []domain.Violation
}

func (s *Service) Decide(ctx context.Context, actor authz.Actor, batchID string, seq, lineVersion int, check domain.CounterCheck) (LineOutcome, error) {
	return LineOutcome{}, errLater
}
func (s *Service) SignCheck(ctx context.Context, actor authz.Actor, id string, version int, signoff domain.Signoff) (domain.TransferBatch, error) {
	return domain.TransferBatch{}, errLater
}
func (s *Service) AddSignedRoster(ctx context.Context, actor authz.Actor, id string, version int, attachmentID string) (domain.TransferBatch, error) {
	return domain.TransferBatch{}, errLater
}
func (s *Service) ResolveGap(ctx context.Context, actor authz.Actor, gapID string, on domain.PartialDate, resolution string) (domain.Gap, error) {
	return domain.Gap{}, errLater
}
func (s *Service) Settle(ctx context.Context, batchID string) error       { return errLater }
func (s *Service) RunSettleJob(ctx context.Context, job domain.Job) error { return errLater }

// AgreementRequest drafts an agreement, or changes a draft.
type AgreementRequest struct {
	ID           string // of the series; empty: a new one
	Version      int    // of the row that is changed
	EnterpriseID string // of a new one
	OfficeCode   string // of a new one
	Terms        domain.AgreementTerms
}

// Side is a party of an agreement.
type Side string

const (
	EnterpriseSide Side = "ENTERPRISE"
	ArchiveSide    Side = "ARCHIVE"
)

func (s *Service) Agreements(ctx context.Context, actor authz.Actor, filter domain.AgreementFilter, beforeID string, limit int) ([]domain.TransferAgreement, error) {
	return nil, errLater
}
func (s *Service) Agreement(ctx context.Context, actor authz.Actor, id string, versionNo int) (domain.TransferAgreement, error) {
	return domain.TransferAgreement{}, errLater
}
func (s *Service) AgreementVersions(ctx context.Context, actor authz.Actor, id string) ([]domain.TransferAgreement, error) {
	return nil, errLater
}
func (s *Service) SaveAgreement(ctx context.Context, actor authz.Actor, request AgreementRequest) (domain.TransferAgreement, error) {
	return domain.TransferAgreement{}, errLater
}
func (s *Service) MoveAgreement(ctx context.Context, actor authz.Actor, id string, version int, to domain.AgreementState, reason string) (domain.TransferAgreement, error) {
	return domain.TransferAgreement{}, errLater
}
func (s *Service) SignAgreement(ctx context.Context, actor authz.Actor, id string, version int, side Side, signature domain.AgreementSignature) (domain.TransferAgreement, error) {
	return domain.TransferAgreement{}, errLater
}
func (s *Service) AmendAgreement(ctx context.Context, actor authz.Actor, id string, version int, reason string) (domain.TransferAgreement, error) {
	return domain.TransferAgreement{}, errLater
}

// PaperEntry is one entry of a paper; Check is nil on an acceptance list.
type PaperEntry struct {
	Line  domain.BatchLine
	Check *domain.LineCheck
}

// PaperContent is what an issued paper says.
type PaperContent struct {
	Paper      domain.IssuedPaper
	Batch      domain.TransferBatch
	Enterprise domain.Enterprise
	Office     domain.ArchiveOffice
	Signoff    *domain.Signoff              // of the paper's round; nil on an acceptance list
	Agreement  *domain.TransferAgreement    // nil on an acceptance list
	Entries    iter.Seq2[PaperEntry, error] // in order of the lines; an error ends it
}

// AgreementContent is what a printed agreement says.
type AgreementContent struct {
	Agreement  domain.TransferAgreement
	Enterprise domain.Enterprise
	Office     domain.ArchiveOffice
}

func (s *Service) OpenPaper(ctx context.Context, actor authz.Actor, number string) (PaperContent, error) {
	return PaperContent{}, errLater
}
func (s *Service) AgreementPaper(ctx context.Context, actor authz.Actor, id string, versionNo int) (AgreementContent, error) {
	return AgreementContent{}, errLater
}
func (s *Service) Statistics(ctx context.Context, actor authz.Actor, from, at domain.PartialDate) (domain.TransferStatistics, error) {
	return domain.TransferStatistics{}, errLater
}
func (s *Service) OutstandingLines(ctx context.Context, actor authz.Actor, kind domain.OutstandingKind, at domain.PartialDate, afterBatch string, afterSeq, limit int) ([]domain.OutstandingLine, error) {
	return nil, errLater
}
