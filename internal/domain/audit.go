package domain

import (
	"cmp"
	"encoding/json"
	"time"
)

// AuditAction names what was done, "object.verb".
type AuditAction string

const (
	AuditLogin           AuditAction = "session.login"
	AuditLoginFailed     AuditAction = "session.login_failed"
	AuditLogout          AuditAction = "session.logout"
	AuditDenied          AuditAction = "access.denied"
	AuditUserCreate      AuditAction = "user.create"
	AuditUserChange      AuditAction = "user.change"
	AuditPasswordChange  AuditAction = "user.password"
	AuditFactorEnrol     AuditAction = "user.totp_enrol"
	AuditFactorRemove    AuditAction = "user.totp_remove"
	AuditIdentityLink    AuditAction = "user.identity_link"
	AuditOfficeSave      AuditAction = "office.save"
	AuditSearch          AuditAction = "search.query"
	AuditSuggest         AuditAction = "search.suggest"
	AuditDossierView     AuditAction = "dossier.view"
	AuditHistoryView     AuditAction = "dossier.history"
	AuditPageView        AuditAction = "page.view"
	AuditMasterView      AuditAction = "page.master"
	AuditIDReveal        AuditAction = "retiree.reveal"
	AuditIngestCreate    AuditAction = "ingest.create"
	AuditIngestInspect   AuditAction = "ingest.inspect"
	AuditIngestConfirm   AuditAction = "ingest.confirm"
	AuditIngestUndo      AuditAction = "ingest.undo"
	AuditIngestCancel    AuditAction = "ingest.cancel"
	AuditIngestView      AuditAction = "ingest.view"
	AuditIngestReport    AuditAction = "ingest.report"
	AuditDossierCreate   AuditAction = "dossier.create"
	AuditDossierEdit     AuditAction = "dossier.edit"
	AuditDossierRelease  AuditAction = "dossier.release"
	AuditDossierWithdraw AuditAction = "dossier.withdraw"
	AuditDossierRecover  AuditAction = "dossier.recover"
	AuditRebuild         AuditAction = "installation.rebuild"
	AuditExport          AuditAction = "catalogue.export"
	AuditLogView         AuditAction = "audit.view"
	AuditLogExport       AuditAction = "audit.export"
	AuditVerify          AuditAction = "audit.verify"
	AuditAccessView      AuditAction = "access.view"
	AuditAccessExport    AuditAction = "access.export"
	AuditSearchHit       AuditAction = "search.hit"

	AuditEnterpriseSave   AuditAction = "enterprise.save"
	AuditDivisionSave     AuditAction = "division.save"
	AuditTokenCreate      AuditAction = "token.create"
	AuditTokenRevoke      AuditAction = "token.revoke"
	AuditAttachmentPut    AuditAction = "attachment.upload"
	AuditAttachmentRead   AuditAction = "attachment.read"
	AuditNatureSave       AuditAction = "nature.save"
	AuditNatureSubmit     AuditAction = "nature.submit"
	AuditNatureDecide     AuditAction = "nature.decide"
	AuditRosterUpload     AuditAction = "roster.upload"
	AuditRosterImport     AuditAction = "roster.import"
	AuditRosterReport     AuditAction = "roster.report"
	AuditBatchCreate      AuditAction = "batch.create"
	AuditBatchView        AuditAction = "batch.view"
	AuditBatchSubmit      AuditAction = "batch.submit"
	AuditBatchSendBack    AuditAction = "batch.send_back"
	AuditBatchCancel      AuditAction = "batch.cancel"
	AuditBatchProvince    AuditAction = "batch.province_confirm"
	AuditBatchVerify      AuditAction = "batch.verify"
	AuditBatchList        AuditAction = "batch.issue_list"
	AuditBatchAgreement   AuditAction = "batch.agreement"
	AuditBatchDeliver     AuditAction = "batch.deliver"
	AuditBatchCheck       AuditAction = "batch.check"
	AuditBatchSign        AuditAction = "batch.sign"
	AuditBatchMatch       AuditAction = "batch.match_ecopy"
	AuditBatchSettle      AuditAction = "batch.settle"
	AuditBatchClose       AuditAction = "batch.close"
	AuditLineVerify       AuditAction = "line.verify"
	AuditLineEdit         AuditAction = "line.edit"
	AuditLineDecide       AuditAction = "line.decide"
	AuditLineReveal       AuditAction = "line.reveal"
	AuditGapResolve       AuditAction = "gap.resolve"
	AuditPaperPrint       AuditAction = "paper.print"
	AuditAgreementSave    AuditAction = "agreement.save"
	AuditAgreementMove    AuditAction = "agreement.move"
	AuditAgreementSign    AuditAction = "agreement.sign"
	AuditAgreementAmend   AuditAction = "agreement.amend"
	AuditStatisticsView   AuditAction = "statistics.view"
	AuditStatisticsExport AuditAction = "statistics.export"
	AuditLedgerView       AuditAction = "ledger.view"
	AuditLedgerReveal     AuditAction = "ledger.reveal"
	AuditLedgerChange     AuditAction = "ledger.change"
	AuditLedgerExport     AuditAction = "ledger.export"
	AuditMatchRun         AuditAction = "match.run"
	AuditMatchView        AuditAction = "match.view"
	AuditMatchReview      AuditAction = "match.review"

	AuditLoanRequest  AuditAction = "loan.request"
	AuditLoanDecide   AuditAction = "loan.decide"
	AuditLoanCheckOut AuditAction = "loan.check_out"
	AuditLoanRenew    AuditAction = "loan.renew"
	AuditLoanReturn   AuditAction = "loan.return"
	AuditLoanLost     AuditAction = "loan.lost"
	AuditLoanTimer    AuditAction = "loan.timer"
	AuditLoanView     AuditAction = "loan.view"
	AuditCustodyView  AuditAction = "custody.view"
	AuditMatterView   AuditAction = "matter.view" // lists over all kinds

	AuditConsultationRegister  AuditAction = "consultation.register"
	AuditConsultationVerify    AuditAction = "consultation.verify"
	AuditConsultationDecide    AuditAction = "consultation.decide"
	AuditConsultationOpen      AuditAction = "consultation.open"
	AuditConsultationScreen    AuditAction = "consultation.screen" // a screen was started with the code
	AuditConsultationPage      AuditAction = "consultation.page"   // visitors were shown a page
	AuditConsultationReturn    AuditAction = "consultation.return"
	AuditConsultationClose     AuditAction = "consultation.close"
	AuditConsultationTerminate AuditAction = "consultation.terminate"
	AuditConsultationTimer     AuditAction = "consultation.timer"
	AuditConsultationView      AuditAction = "consultation.view"
	AuditCopyRequest           AuditAction = "copy.request"
	AuditCopyDecide            AuditAction = "copy.decide"
	AuditCopyIssue             AuditAction = "copy.issue"
	AuditCopyVoid              AuditAction = "copy.void"
	AuditCopyView              AuditAction = "copy.view"
	AuditCertificateRequest    AuditAction = "certificate.request"
	AuditCertificateVerify     AuditAction = "certificate.verify"
	AuditCertificateDraft      AuditAction = "certificate.draft"
	AuditCertificateDecide     AuditAction = "certificate.decide"
	AuditCertificateIssue      AuditAction = "certificate.issue"
	AuditCertificateCollect    AuditAction = "certificate.collect"
	AuditCertificateRefuse     AuditAction = "certificate.refuse"
	AuditCertificateVoid       AuditAction = "certificate.void"
	AuditCertificateView       AuditAction = "certificate.view"
	AuditOutboundReceive       AuditAction = "outbound.receive"
	AuditOutboundDecide        AuditAction = "outbound.decide"
	AuditOutboundPack          AuditAction = "outbound.pack"
	AuditOutboundDispatch      AuditAction = "outbound.dispatch"
	AuditOutboundChase         AuditAction = "outbound.chase"
	AuditOutboundReceipt       AuditAction = "outbound.receipt"
	AuditOutboundArchive       AuditAction = "outbound.archive"
	AuditOutboundReturn        AuditAction = "outbound.return"
	AuditOutboundLost          AuditAction = "outbound.lost"
	AuditOutboundWithdraw      AuditAction = "outbound.withdraw"
	AuditOutboundTimer         AuditAction = "outbound.timer"
	AuditOutboundView          AuditAction = "outbound.view"
	AuditHoldBegin             AuditAction = "hold.begin"
	AuditHoldRequest           AuditAction = "hold.request"
	AuditHoldDecide            AuditAction = "hold.decide"
	AuditHoldTransfer          AuditAction = "hold.transfer"
	AuditHoldWithdraw          AuditAction = "hold.withdraw"
	AuditHoldTimer             AuditAction = "hold.timer"
	AuditHoldView              AuditAction = "hold.view"
	AuditProofAsked            AuditAction = "proof.asked" // the public page
)

// AuditEntry says who did what to which object, when and from where. Entries are only ever added. They are inserted
// freely and sealed in order afterwards, so that readers never queue; Seal links each to the one before.
type AuditEntry struct {
	ID         string
	At         time.Time
	Actor      string // user id, or "system"
	ActorName  string
	Action     AuditAction
	Object     string // kind of the object: "dossier", "ingest", "user", "search"
	ObjectID   string
	OfficeCode string // of the object; empty: none
	Detail     string // compact JSON, never a full identity number
	Address    string // network address of the client
	SealNo     uint64 // 0: not sealed yet
	Seal       string // SHA-256 hex over the previous seal and this entry's content
}

// Reason is why it was done, as far as the entry says: a stated reason, or what was searched for.
func (e AuditEntry) Reason() string {
	var said struct{ Reason, Text string }
	if json.Unmarshal([]byte(e.Detail), &said) != nil {
		return ""
	}
	return cmp.Or(said.Reason, said.Text)
}

// AuditFault is a place where the audit trail does not hold.
type AuditFault struct {
	SealNo  uint64 // 0: not known
	EntryID string // empty: no entry is there
	Reason  string
}

func (f AuditFault) String() string {
	if f.EntryID == "" {
		return "审计链：" + f.Reason
	}
	return "审计条目" + f.EntryID + "：" + f.Reason
}

// AuditSubject is one thing that entries are about. Its fields are tests; empty ones admit everything but ID, which is compared
// as it is.
type AuditSubject struct {
	Object string
	ID     string
	Action AuditAction
	Line   int // only entries whose detail names this place of a list as "line" or "seq"; 0: all
}
