package domain

import (
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/errs"
)

// OutboundState is how far the forwarding (转递) of a dossier has come.
type OutboundState string

const (
	OutboundReceived   OutboundState = "LETTER_RECEIVED"
	OutboundReviewed   OutboundState = "REVIEWED"
	OutboundRefused    OutboundState = "REFUSED"
	OutboundLate       OutboundState = "LATE_DISPATCH" // reviewed, and not dispatched in time
	OutboundPacked     OutboundState = "PACKED"
	OutboundDispatched OutboundState = "DISPATCHED"
	OutboundOverdue    OutboundState = "RECEIPT_OVERDUE"
	OutboundChased     OutboundState = "CHASED"
	OutboundConfirmed  OutboundState = "RECEIPT_RETURNED"
	OutboundArchived   OutboundState = "ARCHIVED"
	OutboundSentBack   OutboundState = "RETURNED_BY_RECEIVER"
	OutboundLost       OutboundState = "LOST_IN_TRANSIT"
	OutboundWithdrawn  OutboundState = "WITHDRAWN"
)

// OutboundMachine is the life of a forwarding.
func OutboundMachine() Machine[OutboundState] {
	onTheWay := []OutboundState{OutboundConfirmed, OutboundSentBack, OutboundLost}
	return Machine[OutboundState]{Subject: "转递", Code: "outbound", Rows: []MachineRow[OutboundState]{
		{OutboundReceived, "待审核", []OutboundState{OutboundReviewed, OutboundRefused}},
		{OutboundReviewed, "待封装", []OutboundState{OutboundPacked, OutboundLate, OutboundWithdrawn}},
		{OutboundRefused, "不予转递", nil},
		{OutboundLate, "逾期未发出", []OutboundState{OutboundPacked, OutboundWithdrawn}},
		{OutboundPacked, "待发出", []OutboundState{OutboundDispatched, OutboundWithdrawn}},
		{OutboundDispatched, "待回执", append([]OutboundState{OutboundOverdue}, onTheWay...)},
		{OutboundOverdue, "回执逾期", append([]OutboundState{OutboundChased}, onTheWay...)},
		{OutboundChased, "已催问", onTheWay},
		{OutboundConfirmed, "回执已返回", []OutboundState{OutboundArchived}},
		{OutboundArchived, "已归档", nil},
		{OutboundSentBack, "对方退回", []OutboundState{OutboundPacked, OutboundWithdrawn}},
		{OutboundLost, "途中遗失", []OutboundState{OutboundConfirmed, OutboundSentBack}},
		{OutboundWithdrawn, "已撤回", nil},
	}}
}

// Label is the state in Chinese.
func (s OutboundState) Label() string { return OutboundMachine().Label(s) }

// OutboundCauses are the reasons for forwarding that a notice knows, in order.
func OutboundCauses() []Purpose {
	return []Purpose{{"WORK_TRANSFER", "工作调动"}, {"STUDY", "升学、进修"}, {"RETIREMENT", "退休管理转移"}, {"RELOCATION", "异地定居"},
		{"DEATH", "死亡"}, {"OTHER", "其他"}}
}

// RestrictedGroup is a group of persons whose dossiers go by confidential mail or courier only (人社部发〔2021〕112号 and its guides).
type RestrictedGroup string

// RestrictedGroups are the groups of the rule; the empty code is none of them.
func RestrictedGroups() []Purpose {
	return []Purpose{{"OFFICIAL", "曾任领导职务或公务员"}, {"MANAGER", "国有企业事业单位管理人员"}, {"PROFESSIONAL", "国有企业事业单位专业技术人员"},
		{"MILITARY", "军队文职人员"}, {"", "不属于限定人员"}}
}

// RequestLetter (调档函) is on what a dossier is forwarded.
type RequestLetter struct {
	No           string
	Issuer       string // the unit that asks; receives the dossier
	IssuedOn     PartialDate
	Sealed       bool
	Qualified    bool // the unit may keep personnel dossiers
	Address      string
	Contact      string
	Phone        string
	AttachmentID string // scan; empty: none
}

// Packing (封装) is what was put into the sealed parcel.
type Packing struct {
	Counted   VolumeCount
	Sealed    bool
	SealNo    string
	NoticeNo  string // of the forwarding notice (转递通知单)
	PackedBy  string // name
	CheckedBy string // name of the second person
	On        PartialDate
}

// Dispatch is how the parcel left.
type Dispatch struct {
	Channel    Channel
	TrackingNo string   // of the mail; empty for a courier
	Couriers   []string // who carries it, for UNIT_COURIER
	On         PartialDate
	ByName     string
}

// ForwardingReceipt (回执) is what the receiver sent back.
type ForwardingReceipt struct {
	On           PartialDate
	ReceivedBy   string
	Sealed       bool
	AttachmentID string // scan; needed for filing it
	Remark       string
}

// Chase is one letter that asked for a receipt.
type Chase struct {
	No     string // "CB-210106-2026-0001"
	On     PartialDate
	ByName string
	Note   string
}

// OutboundTransfer is the forwarding of one dossier.
type OutboundTransfer struct {
	Matter
	State      OutboundState
	Letter     RequestLetter
	Cause      string // code of OutboundCauses
	Group      RestrictedGroup
	Complete   PartialDate // day on which all papers were there
	DispatchBy PartialDate
	Expected   VolumeCount
	Packing    Packing
	Dispatch   Dispatch
	ReceiptDue PartialDate
	Chases     []Chase
	Receipt    ForwardingReceipt
	ReturnedOn PartialDate
	Returned   string // why the receiver sent it back
	LostReport string
}

// Restricted reports whether only confidential mail or a courier may carry the dossier. Dossiers of cadres always are.
func (o *OutboundTransfer) Restricted() bool { return o.Group != "" || o.Category != CategoryWorker }

// Facts are the forwarding in listings.
func (o *OutboundTransfer) Facts() MatterFacts {
	f := MatterFacts{Kind: MatterOutbound, Status: string(o.State), Applicant: o.Letter.Issuer, Deciding: o.State == OutboundReceived}
	switch o.State {
	case OutboundReceived, OutboundReviewed, OutboundLate, OutboundPacked:
		f.WaitsFor = o.DispatchBy
	case OutboundDispatched, OutboundOverdue, OutboundChased:
		f.WaitsFor = o.ReceiptDue
	}
	f.Exclusive = !slices.Contains([]OutboundState{OutboundRefused, OutboundWithdrawn, OutboundConfirmed, OutboundArchived}, o.State)
	return f
}

// CheckRequestLetter applies R29 to the letter on which a dossier is asked for.
func CheckRequestLetter(l RequestLetter, today PartialDate) error {
	missing := ""
	switch {
	case l.No == "":
		missing = "调档函缺少文号"
	case l.Issuer == "":
		missing = "调档函缺少调档单位"
	case !l.Sealed:
		missing = "调档函未加盖公章"
	case l.IssuedOn.Day == 0 || l.IssuedOn.After(today):
		missing = "调档函日期缺失或晚于今天"
	case !l.Qualified:
		missing = "调档单位不具备人事档案管理资格"
	}
	if missing != "" {
		return RuleError(R29, "不能转递：%s", missing)
	}
	return nil
}

// CheckShelf applies R29 to where the dossier is and what else is under way with it.
func CheckShelf(custody CustodyState, open []MatterEntry) error {
	if err := CheckSettled(open); err != nil {
		return err
	}
	if custody != InStorage {
		return RuleError(R29, "不能转递：该档案处于“%s”状态", custody.Label())
	}
	return nil
}

// CheckSettled applies R29 to what else is under way with the dossier.
func CheckSettled(open []MatterEntry) error {
	if len(open) == 0 {
		return nil
	}
	return RuleError(R29, "不能转递：该档案有未办结的%s（%s），请先办结", open[0].Kind.Label(), open[0].No)
}

// CheckPacking applies R29 to the parcel: whole, sealed, counted by two.
func CheckPacking(o *OutboundTransfer, p Packing) error {
	switch {
	case p.Counted != o.Expected:
		return RuleError(R29, "不能转递：档案须完整转递，目录%d卷%d份%d页，实装%d卷%d份%d页", o.Expected.Volumes, o.Expected.Materials, o.Expected.Pages,
			p.Counted.Volumes, p.Counted.Materials, p.Counted.Pages)
	case !p.Sealed || p.SealNo == "":
		return RuleError(R29, "不能转递：档案未密封或未登记封条号")
	case p.CheckedBy == "" || p.CheckedBy == p.PackedBy:
		return RuleError(R29, "不能转递：封装须由第二人核对，请登记封装人之外的核对人")
	}
	return nil
}

// CheckDispatch applies R07 and R29 to the channel.
func CheckDispatch(o *OutboundTransfer, d Dispatch, p UsePolicy) error {
	if d.Channel == ChannelSelf {
		return errSelfCarry()
	}
	if !slices.Contains(p.Channels, string(d.Channel)) {
		return RuleError(R29, "不能转递：不能以“%s”方式转递", d.Channel.Label())
	}
	if d.Channel == ChannelRecordedMail && o.Restricted() {
		return RuleError(R29, "不能转递：该档案只能通过机要通信或专人送取，不能交%s", d.Channel.Label())
	}
	if d.Channel == ChannelCourier {
		if len(d.Couriers) == 0 {
			return RuleError(R29, "不能转递：请登记送取档案的专人")
		}
		if slices.ContainsFunc(d.Couriers, func(name string) bool { return strings.TrimSpace(name) == o.Name }) {
			return errSelfCarry()
		}
		return nil
	}
	if d.TrackingNo == "" {
		return RuleError(R29, "不能转递：请登记%s的编号", d.Channel.Label())
	}
	return nil
}

func errSelfCarry() error {
	return RuleError(R07, "严禁本人或亲属自带档案，请由单位专人或机要渠道送交")
}

// CheckReceipt refuses a receipt without seal, or of a day before the dispatch.
func CheckReceipt(o *OutboundTransfer, r ForwardingReceipt, today PartialDate) error {
	switch {
	case r.On.Day == 0 || r.On.After(today) || o.Dispatch.On.Compare(r.On) > 0:
		return errs.New(errs.Unprocessable, "outbound.receipt_day", "回执日期应在发出之日（%s）与今天之间", o.Dispatch.On)
	case r.ReceivedBy == "" || !r.Sealed:
		return RuleError(R29, "回执须由收件单位经办人签字并盖章，请核对")
	}
	return nil
}

// CheckFiled refuses to file a forwarding without the receiver's receipt.
func CheckFiled(o *OutboundTransfer) error {
	if o.Receipt.AttachmentID == "" {
		return RuleError(R29, "不能归档：请上传收件单位签字盖章的回执扫描件")
	}
	return nil
}

// CheckDay holds the day of a deed, such as the packing, to those from the given one (zero: any) to today.
func CheckDay(field, title string, day, from, today PartialDate) error {
	if day.Day != 0 && !day.After(today) && !from.After(day) {
		return nil
	}
	message := title + "须写明年月日，且不晚于今天"
	if !from.IsZero() {
		message += "，不早于" + from.String()
	}
	return errs.New(errs.Unprocessable, "outbound.day", "%s", message).WithFields(errs.Field{Name: field, Message: message})
}

// BeforeLeaving are the matters of a dossier that must be settled before it may leave for good: whatever needs the paper, and
// readings, copies and certificates under way.
func BeforeLeaving(dossierID string) []MatterFilter {
	underWay := []string{string(ConsultationRegistered), string(ConsultationVerified), string(ConsultationApproved), string(ConsultationOpened),
		string(CopyRequested), string(CopyApproved), string(CertificateVerified), string(CertificateDrafted), string(CertificateReviewed)}
	return []MatterFilter{{DossierID: dossierID, Exclusive: true},
		{DossierID: dossierID, Kinds: []MatterKind{MatterConsultation, MatterCopy, MatterCertificate}, States: underWay}}
}

// Deadlines sets the day by which a reviewed dossier must leave: working days from the day all papers were there.
func (o *OutboundTransfer) Deadlines(c WorkCalendar, p UsePolicy) {
	o.DispatchBy = c.AddWorkdays(o.Complete, p.DispatchWorkdays)
}

// Leave records the dispatch and sets the day by which the receipt is due.
func (o *OutboundTransfer) Leave(d Dispatch, p UsePolicy) {
	o.Dispatch = d
	o.ReceiptDue = d.On.AddMonths(p.ReceiptMonths)
}

// Undispatched reports whether a reviewed dossier should have left before today.
func (o *OutboundTransfer) Undispatched(today PartialDate) bool {
	return o.State == OutboundReviewed && today.After(o.DispatchBy)
}

// Unanswered reports whether the receipt of a dossier that left should have been back before today.
func (o *OutboundTransfer) Unanswered(today PartialDate) bool {
	return o.State == OutboundDispatched && today.After(o.ReceiptDue)
}

// Carrier names who has a dossier that is on its way.
func (o *OutboundTransfer) Carrier() string {
	by := o.Dispatch.TrackingNo
	if o.Dispatch.Channel == ChannelCourier {
		by = strings.Join(o.Dispatch.Couriers, "、")
	}
	return o.Dispatch.Channel.Label() + " " + by + "，送" + o.Letter.Issuer
}
