package domain

import (
	"strings"
	"time"
)

// MatterKind is a kind of work with one dossier that is on the shelf.
type MatterKind string

const (
	MatterLoan         MatterKind = "LOAN"         // 借阅
	MatterConsultation MatterKind = "CONSULTATION" // 查阅
	MatterCopy         MatterKind = "COPY"         // 复制、摘录
	MatterCertificate  MatterKind = "CERTIFICATE"  // 出具证明
	MatterOutbound     MatterKind = "OUTBOUND"     // 转递
	MatterHold         MatterKind = "HOLD"         // 死亡留存
)

var matterKinds = []struct {
	kind  MatterKind
	label string
	paper PaperKind
}{
	{MatterLoan, "借阅", PaperLoan},
	{MatterConsultation, "查阅", PaperConsultation},
	{MatterCopy, "复制", PaperCopy},
	{MatterCertificate, "证明", PaperCertificateRequest},
	{MatterOutbound, "转递", PaperOutbound},
	{MatterHold, "死亡留存", PaperHold},
}

// MatterKinds lists all kinds.
func MatterKinds() []MatterKind {
	kinds := make([]MatterKind, len(matterKinds))
	for i, row := range matterKinds {
		kinds[i] = row.kind
	}
	return kinds
}

// Label is the kind in Chinese.
func (k MatterKind) Label() string {
	for _, row := range matterKinds {
		if row.kind == k {
			return row.label
		}
	}
	return string(k)
}

// Object is what audit entries about matters of the kind call them: "consultation".
func (k MatterKind) Object() string { return strings.ToLower(string(k)) }

// Paper is the kind of numbers that matters of this kind carry.
func (k MatterKind) Paper() PaperKind {
	for _, row := range matterKinds {
		if row.kind == k {
			return row.paper
		}
	}
	return PaperKind(k)
}

// ApprovalStep is one step of an approval chain.
type ApprovalStep struct {
	Role     string // authz.Role that decides
	Approved bool
	By       string // user id; empty: not decided yet
	ByName   string
	At       time.Time
	Opinion  string
}

// Matter (事项) is what all work with a dossier on the shelf has in common: whose it is, who decides, how far it has come.
type Matter struct {
	ID           string
	No           string // "JY-210106-2026-0001"
	DossierID    string
	ArchivalCode string
	Name         string   // of the subject
	IDNumber     IDNumber // of the subject
	OfficeCode   string
	Division     string
	Category     Category
	Steps        []ApprovalStep
	Reason       string // of a refusal, a loss or a withdrawal
	RequestKey   string // Idempotency-Key of the creating request; unique per user where set
	CreatedBy    string // user id
	CreatedName  string
	CreatedAt    time.Time
	UpdatedAt    time.Time
	Version      int
}

// NewMatter begins work with a dossier under a policy.
func NewMatter(d *Dossier, policy UsePolicy, userID, userName, requestKey string, now time.Time) Matter {
	m := Matter{ID: NewID(), DossierID: d.ID, ArchivalCode: d.ArchivalCode, Name: d.Retiree.Name, IDNumber: d.Retiree.IDNumber,
		OfficeCode: d.Office.Code, Division: d.Office.Division, Category: d.Category, RequestKey: requestKey, CreatedBy: userID,
		CreatedName: userName, CreatedAt: now, UpdatedAt: now, Version: 1}
	for _, role := range policy.Chain {
		m.Steps = append(m.Steps, ApprovalStep{Role: role})
	}
	return m
}

// Common is the matter itself; kinds of matters embed it.
func (m *Matter) Common() *Matter { return m }

// NextStep is the step to be decided now; nil: the chain is complete.
func (m *Matter) NextStep() *ApprovalStep {
	for i := range m.Steps {
		if m.Steps[i].By == "" {
			return &m.Steps[i]
		}
	}
	return nil
}

// Reopen takes all decisions back, so that the chain begins anew.
func (m *Matter) Reopen() {
	for i := range m.Steps {
		m.Steps[i] = ApprovalStep{Role: m.Steps[i].Role}
	}
}

// MatterFacts is what a listing over all kinds knows of a matter.
type MatterFacts struct {
	Kind      MatterKind
	Status    string      // its state
	Applicant string      // unit or person that asks
	WaitsFor  PartialDate // day by which something is to happen; zero: none
	Deciding  bool        // it waits for the next step of its chain
	Exclusive bool        // it needs the paper: no other exclusive matter of the dossier may be open
}

// Case is a matter of some kind; *Loan, *Consultation, *CopyOrder, *Certificate, *OutboundTransfer and *Hold are.
type Case interface {
	Common() *Matter
	Facts() MatterFacts
}

// MatterEntry is a matter in a listing over all kinds.
type MatterEntry struct {
	Matter
	MatterFacts
}

// Facts are those of the listing.
func (e *MatterEntry) Facts() MatterFacts { return e.MatterFacts }

// Late is by how many days a listed matter is late; 0: it is not.
func (e MatterEntry) Late(today PartialDate) int {
	if e.WaitsFor.IsZero() {
		return 0
	}
	return max(daysBetween(e.WaitsFor, today), 0)
}

// Settled reports whether the work is done: nothing follows, or nothing but taking back what was handed out.
func (e MatterEntry) Settled() bool {
	switch e.Kind {
	case MatterLoan:
		return LoanMachine().ends(LoanState(e.Status))
	case MatterConsultation:
		// One that expired waits for the dossier only if it was opened; then it has a day.
		return ConsultationMachine().ends(ConsultationState(e.Status)) || e.Status == string(ConsultationExpired) && e.WaitsFor.IsZero()
	case MatterCopy:
		return CopyMachine().ends(CopyState(e.Status), CopyVoided)
	case MatterCertificate:
		return CertificateMachine().ends(CertificateState(e.Status), CertificateVoided)
	case MatterOutbound:
		return OutboundMachine().ends(OutboundState(e.Status))
	case MatterHold:
		return HoldMachine().ends(HoldState(e.Status))
	}
	return false
}

// StateLabel is the state of a listed matter in Chinese.
func (e MatterEntry) StateLabel() string {
	switch e.Kind {
	case MatterLoan:
		return LoanState(e.Status).Label()
	case MatterConsultation:
		return ConsultationState(e.Status).Label()
	case MatterCopy:
		return CopyState(e.Status).Label()
	case MatterCertificate:
		return CertificateState(e.Status).Label()
	case MatterOutbound:
		return OutboundState(e.Status).Label()
	case MatterHold:
		return HoldState(e.Status).Label()
	}
	return e.Status
}
