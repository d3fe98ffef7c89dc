package domain

import (
	"slices"

	"github.com/danganku/danganku/internal/errs"
)

// HoldState is how far the keeping of a deceased person's dossier (死亡留存) has come.
type HoldState string

const (
	HoldRequested   HoldState = "REQUESTED" // the transfer to an archive waits for its approvals
	HoldKept        HoldState = "KEPT"
	HoldDue         HoldState = "DUE" // the years are over
	HoldApproved    HoldState = "APPROVED"
	HoldTransferred HoldState = "TRANSFERRED"
	HoldWithdrawn   HoldState = "WITHDRAWN" // the death was recorded by mistake
)

// HoldMachine is the life of a hold: kept for the years of the policy, then handed to an archive on approval.
func HoldMachine() Machine[HoldState] {
	return Machine[HoldState]{Subject: "死亡留存", Code: "hold", Rows: []MachineRow[HoldState]{
		{HoldKept, "留存中", []HoldState{HoldDue, HoldWithdrawn}},
		{HoldDue, "留存期满", []HoldState{HoldRequested, HoldWithdrawn}},
		{HoldRequested, "移交待审批", []HoldState{HoldApproved, HoldDue}},
		{HoldApproved, "待移交", []HoldState{HoldTransferred, HoldDue}},
		{HoldTransferred, "已移交档案馆", nil},
		{HoldWithdrawn, "已撤销", nil},
	}}
}

// Label is the state in Chinese.
func (s HoldState) Label() string { return HoldMachine().Label(s) }

// Archive kinds that take over the dossiers of deceased persons (劳力字〔1992〕33号 article 7).
const (
	EnterpriseArchive = "ENTERPRISE_ARCHIVE" // the enterprise's general archive
	PublicArchive     = "PUBLIC_ARCHIVE"     // for persons of special merit
)

// HoldTransfer is the handing over to an archive.
type HoldTransfer struct {
	Kind       string // EnterpriseArchive or PublicArchive
	Receiver   string
	ListNo     string // of the handover list
	On         PartialDate
	HandedBy   string
	ReceivedBy string
}

// HoldRequest is who asked that a dossier be handed to an archive; whoever asks may not approve.
type HoldRequest struct {
	By     string // user id
	ByName string
	On     PartialDate
	Note   string
}

// Hold is the keeping of a deceased person's dossier.
type Hold struct {
	Matter
	State        HoldState
	DiedOn       PartialDate
	Evidence     string // the death paper and its number
	ReportedBy   string
	HoldUntil    PartialDate
	SpecialMerit bool // the dossier is for a public archive
	Expected     VolumeCount
	Request      HoldRequest // the last one
	Transfer     HoldTransfer
	Opinion      string // why the last request for transfer was refused
}

// Facts are the hold in listings.
func (h *Hold) Facts() MatterFacts {
	f := MatterFacts{Kind: MatterHold, Status: string(h.State), Applicant: h.ReportedBy, Deciding: h.State == HoldRequested}
	if h.State == HoldKept {
		f.WaitsFor = h.HoldUntil
	}
	// A dossier that is kept may still be read; only its handing over needs it whole.
	f.Exclusive = slices.Contains([]HoldState{HoldRequested, HoldApproved}, h.State)
	return f
}

// CheckDeath refuses a death that cannot be.
func CheckDeath(diedOn PartialDate, number IDNumber, evidence string, today PartialDate) error {
	field := func(name, message string) error {
		return errs.New(errs.Unprocessable, "hold.death", "%s", message).WithFields(errs.Field{Name: name, Message: message})
	}
	switch {
	case diedOn.Day == 0 || diedOn.After(today):
		return field("diedOn", "死亡日期须写明年月日，且不晚于今天")
	case number.Birth().Valid() && number.Birth().After(diedOn):
		return field("diedOn", "死亡日期早于出生日期，请核对")
	case evidence == "":
		return field("evidence", "请登记死亡证明材料的名称和编号")
	}
	return nil
}

// CheckHoldShelf refuses to begin a hold of a dossier that is not on the shelf or that other work needs.
func CheckHoldShelf(custody CustodyState, open []MatterEntry) error {
	if len(open) > 0 {
		return errs.New(errs.Conflict, "hold.open_matter", "该档案有未办结的%s（%s），请先办结再登记死亡留存", open[0].Kind.Label(), open[0].No)
	}
	if custody != InStorage {
		return errs.New(errs.Conflict, "hold.shelf", "该档案处于“%s”状态，在库的档案方可登记死亡留存", custody.Label())
	}
	return nil
}

// CheckHandOver refuses an incomplete handing over to an archive.
func CheckHandOver(h *Hold, t HoldTransfer, today PartialDate) error {
	wanted := EnterpriseArchive
	if h.SpecialMerit {
		wanted = PublicArchive
	}
	switch {
	case t.Kind != wanted && h.SpecialMerit:
		return errs.New(errs.Unprocessable, "hold.archive", "有特殊贡献人员的档案应移交国家综合档案馆")
	case t.Kind != wanted:
		return errs.New(errs.Unprocessable, "hold.archive", "死亡人员的档案应移交原企业档案部门；有特殊贡献的请先注明")
	case t.Receiver == "" || t.ListNo == "" || t.HandedBy == "" || t.ReceivedBy == "":
		return errs.New(errs.Unprocessable, "hold.transfer", "请登记接收单位、移交清单编号、移交人和接收人")
	case t.On.Day == 0 || t.On.After(today) || h.HoldUntil.After(t.On):
		return errs.New(errs.Unprocessable, "hold.transfer_day", "移交日期应在留存期满（%s）与今天之间", h.HoldUntil)
	}
	return nil
}

// KeepFor sets until when the dossier is kept.
func (h *Hold) KeepFor(p UsePolicy) { h.HoldUntil = h.DiedOn.AddMonths(12 * p.HoldYears) }

// Ripe reports whether the years of keeping were over before today.
func (h *Hold) Ripe(today PartialDate) bool { return h.State == HoldKept && today.After(h.HoldUntil) }

// DeceasedOnShelf is a dossier in storage whose subject is recorded as deceased in the ledger of persons, and that is not held yet.
type DeceasedOnShelf struct {
	Head   DossierHead
	DiedOn PartialDate
}
