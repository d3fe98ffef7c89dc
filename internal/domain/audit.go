package domain

import "time"

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

// AuditFault is a place where the audit trail does not hold.
type AuditFault struct {
	SealNo  uint64
	EntryID string
	Reason  string
}
