package domain

import (
	"time"

	"github.com/danganku/danganku/internal/errs"
)

// BatchState is how far the handover of one batch has come (移交批次).
type BatchState string

const (
	BatchDraft             BatchState = "DRAFT"
	BatchSubmitted         BatchState = "SUBMITTED"
	BatchProvinceConfirmed BatchState = "PROVINCE_CONFIRMED"
	BatchVerifying         BatchState = "SSA_VERIFYING"
	BatchListIssued        BatchState = "LIST_ISSUED"
	BatchAgreementSigned   BatchState = "AGREEMENT_SIGNED"
	BatchDelivered         BatchState = "DELIVERED"
	BatchChecking          BatchState = "CHECKING"
	BatchPartlyAccepted    BatchState = "PARTIALLY_ACCEPTED"
	BatchAccepted          BatchState = "ACCEPTED"
	BatchReturned          BatchState = "RETURNED"
	BatchEIngested         BatchState = "E_INGESTED"
	BatchClosed            BatchState = "CLOSED"
	BatchCancelled         BatchState = "CANCELLED"
)

// BatchMachine is the life of a batch. One that is closed is delivered again when a dossier that was missing is found.
func BatchMachine() Machine[BatchState] {
	return Machine[BatchState]{Subject: "移交批次", Code: "batch", Rows: []MachineRow[BatchState]{
		{BatchDraft, "草稿", []BatchState{BatchSubmitted, BatchCancelled}},
		{BatchSubmitted, "已提交", []BatchState{BatchDraft, BatchProvinceConfirmed, BatchVerifying, BatchCancelled}},
		{BatchProvinceConfirmed, "省级已确认", []BatchState{BatchVerifying, BatchCancelled}},
		{BatchVerifying, "逐人核实中", []BatchState{BatchListIssued, BatchCancelled}},
		{BatchListIssued, "明细表已出具", []BatchState{BatchAgreementSigned, BatchCancelled}},
		{BatchAgreementSigned, "协议已签", []BatchState{BatchDelivered, BatchCancelled}},
		{BatchDelivered, "已送达", []BatchState{BatchChecking}},
		{BatchChecking, "清点中", []BatchState{BatchPartlyAccepted, BatchAccepted, BatchReturned}},
		{BatchPartlyAccepted, "部分接收", []BatchState{BatchDelivered, BatchEIngested}},
		{BatchAccepted, "已接收", []BatchState{BatchEIngested}},
		{BatchReturned, "全部退回", []BatchState{BatchDelivered}},
		{BatchEIngested, "电子档案已入库", []BatchState{BatchClosed, BatchDelivered}},
		{BatchClosed, "已办结", []BatchState{BatchDelivered}},
		{BatchCancelled, "已取消", nil},
	}}
}

// Label is the state in Chinese.
func (s BatchState) Label() string { return BatchMachine().Label(s) }

// LineState is how far one person of a batch has come.
type LineState string

const (
	LinePending          LineState = "PENDING"
	LineVerified         LineState = "VERIFIED"
	LineRejected         LineState = "REJECTED"
	LineDelivered        LineState = "DELIVERED"
	LineAccepted         LineState = "ACCEPTED"
	LineAcceptedWithGaps LineState = "ACCEPTED_WITH_GAPS"
	LineReturned         LineState = "RETURNED"
	LineMissing          LineState = "MISSING"
)

// LineMachine is the life of one line. Decisions at the counter may be changed until both sides have signed.
func LineMachine() Machine[LineState] {
	decisions := func(but LineState) []LineState {
		var others []LineState
		for _, s := range []LineState{LineAccepted, LineAcceptedWithGaps, LineReturned, LineMissing} {
			if s != but {
				others = append(others, s)
			}
		}
		return others
	}
	return Machine[LineState]{Subject: "该人员", Code: "line", Rows: []MachineRow[LineState]{
		{LinePending, "待核实", []LineState{LineVerified, LineRejected}},
		{LineVerified, "已核实", []LineState{LineRejected, LineDelivered}},
		{LineRejected, "不移交", []LineState{LineVerified}},
		{LineDelivered, "已送达", decisions("")},
		{LineAccepted, "已接收", decisions(LineAccepted)},
		{LineAcceptedWithGaps, "缺件接收", decisions(LineAcceptedWithGaps)},
		{LineReturned, "退回", append(decisions(LineReturned), LineDelivered)},
		{LineMissing, "未到", append(decisions(LineMissing), LineDelivered)},
	}}
}

// Label is the state in Chinese.
func (s LineState) Label() string { return LineMachine().Label(s) }

// InCustody reports whether the office has the paper dossier of a line in this state.
func (s LineState) InCustody() bool { return s == LineAccepted || s == LineAcceptedWithGaps }

// TransferBatch (移交批次) is one delivery of dossiers of one enterprise to one archive office, from the first list of
// persons to the signed receipt.
type TransferBatch struct {
	ID                   string
	No                   string // "YJ-210106-2026-0001"
	Name                 string
	EnterpriseID         string
	EnterpriseName       string // as it stood at creation
	NatureFormID         string // the confirmed form it was submitted with
	InsuranceDivision    string // of the enterprise's staff; two digits: insured at the province
	RegistrationDivision string
	OfficeCode           string // computed: rule R05
	Division             string // of the office
	AgreementID          string // series; see TransferAgreement
	State                BatchState
	Reason               string // why it was sent back or cancelled
	UnitRecordNo         string // number of the unit in the agency's system, made before persons' records (第四条（二）)
	Province             Confirmation
	ListNo               string // of the acceptance list
	ListedOn             PartialDate
	ListedBy             string
	Delivery             Delivery  // the latest
	Round                int       // of delivery and counter check: 1, 2 after a re-delivery
	Signoffs             []Signoff // one for each round
	SignedRosterID       string    // attachment: the latest round's roster with both sides' seals
	CreatedBy            string    // user id
	CreatedAt, UpdatedAt time.Time
	Version              int
}

// ProvinceInsured reports whether the enterprise is insured at the provincial agency.
func (b *TransferBatch) ProvinceInsured() bool { return len(b.InsuranceDivision) == 2 }

// Open reports whether the batch waits for anything. A closed one may be delivered again, but nobody waits for that.
func (b *TransferBatch) Open() bool { return b.State != BatchClosed && b.State != BatchCancelled }

// Confirmation is a decision of an authority outside the archive office, with its paper.
type Confirmation struct {
	No           string
	By           string // who confirmed, as the paper says
	On           PartialDate
	AttachmentID string
	RecordedBy   string // user's name
}

// Channel is how dossiers travel.
type Channel string

const (
	ChannelCourier          Channel = "UNIT_COURIER"
	ChannelConfidentialMail Channel = "CONFIDENTIAL_MAIL"
	ChannelRecordedMail     Channel = "RECORDED_MAIL"
	ChannelSelf             Channel = "SELF"
)

// Label is the channel in Chinese.
func (c Channel) Label() string {
	return map[Channel]string{ChannelCourier: "单位专人送交", ChannelConfidentialMail: "机要通信",
		ChannelRecordedMail: "给据邮件", ChannelSelf: "本人或亲属自带"}[c]
}

// Delivery is who brought the dossiers of a batch, and how.
type Delivery struct {
	By       string // name of the bearer
	IDNumber IDNumber
	Phone    string
	Relation string // to a person of the roster, as declared; empty: none
	Channel  Channel
	On       PartialDate
	Lines    []int // which lines came; nil: all that are due
}

// Signoff is the signing of a counter check by both sides, with the numbers of the papers it gave rise to and what these
// say of the delivery.
type Signoff struct {
	Round          int
	Delivery       Delivery // that was checked
	HandoverBy     string
	ReceivedBy     string
	HandoverSealed bool
	ReceivedSealed bool
	On             PartialDate
	ReceiptNo      string // 档案收件回执
	RosterNo       string // 移交名册
	ReturnedNo     string // 退回清单; empty: nothing was returned
	SignedRosterID string // attachment: the roster with both sides' seals
	Tally          LineTally
}

// LineTally counts lines by state.
type LineTally map[LineState]int

// Total adds up.
func (t LineTally) Total() int {
	sum := 0
	for _, n := range t {
		sum += n
	}
	return sum
}

// InCustody counts the lines whose paper the office has.
func (t LineTally) InCustody() int { return t[LineAccepted] + t[LineAcceptedWithGaps] }

// BatchLine is one person of a batch with the dossier that belongs to them.
type BatchLine struct {
	BatchID    string
	Seq        int // 1..n in the batch
	State      LineState
	Reason     string // of a rejection, a return or a missing dossier
	Form       InfoForm
	VerifiedBy string // name; of the latest decision
	VerifiedAt time.Time
	ListedOn   PartialDate // when the acceptance list naming the person was issued; zero: is not on it
	// Route is where the person's information goes: a community (12 digits), subdistrict (9), district (6), or the city
	// (4) for those living elsewhere.
	Route       string
	DeliveredOn PartialDate
	Counted     RosterCount // what was found at the counter
	EcopyState  EcopyState
	EcopyDue    PartialDate // when the agreement allows it later
	DueOn       PartialDate // a returned dossier is to come back by then
	AcceptedOn  PartialDate // day both sides signed
	DossierID   string      // stored electronic dossier; empty: none yet
	Version     int
}

// Code is what the barcode of a line says: batch number and place.
func (l *BatchLine) Code(batchNo string) string { return batchNo + "-" + itoa(l.Seq) }

// EcopyState is where the electronic copy of a dossier is.
type EcopyState string

const (
	EcopyUnknown   EcopyState = ""
	EcopyDelivered EcopyState = "DELIVERED" // came along, opens, agrees with the paper
	EcopyLater     EcopyState = "LATER"     // the agreement grants a later date
	EcopyAbsent    EcopyState = "ABSENT"
	EcopyStored    EcopyState = "STORED" // taken in and matched to the line
)

// NatureState is how far an enterprise nature form has come.
type NatureState string

const (
	NatureDraft     NatureState = "DRAFT"
	NatureSubmitted NatureState = "SUBMITTED"
	NatureConfirmed NatureState = "CONFIRMED"
	NatureRefused   NatureState = "REFUSED"
)

// NatureMachine is the life of an enterprise nature form.
func NatureMachine() Machine[NatureState] {
	return Machine[NatureState]{Subject: "企业性质界定表", Code: "nature", Rows: []MachineRow[NatureState]{
		{NatureDraft, "草稿", []NatureState{NatureSubmitted}},
		{NatureSubmitted, "待确认", []NatureState{NatureConfirmed, NatureRefused}},
		{NatureConfirmed, "已确认", nil},
		{NatureRefused, "不予确认", []NatureState{NatureSubmitted}},
	}}
}

// Label is the state in Chinese.
func (s NatureState) Label() string { return NatureMachine().Label(s) }

// NatureForm (企业性质界定表) says what kind of enterprise hands over; the city leading-group office confirms it.
type NatureForm struct {
	ID                   string
	EnterpriseID         string
	EnterpriseName       string
	USCC                 string
	Level                EnterpriseLevel
	Owner                string // 主管单位或出资人
	RegistrationDivision string
	InsuranceDivision    string
	State                NatureState
	AttachmentID         string // scan of the sealed form
	Confirmed            Confirmation
	Reason               string // of a refusal
	CreatedBy            string
	CreatedAt, UpdatedAt time.Time
	Version              int
}

// Check holds the form to what it must say before it can be submitted.
func (f *NatureForm) Check() error {
	e := errs.New(errs.Unprocessable, "nature.incomplete", "企业性质界定表不完整，请补齐后再提交")
	for _, field := range []struct {
		name, title string
		missing     bool
	}{
		{"level", "企业层级", f.Level == LevelUnknown},
		{"owner", "主管单位或出资人", f.Owner == ""},
		{"registrationDivision", "工商注册地", len(f.RegistrationDivision) != 6},
		{"insuranceDivision", "参保地", len(f.InsuranceDivision) != 6 && len(f.InsuranceDivision) != 2},
		{"attachmentId", "盖章扫描件", f.AttachmentID == ""},
	} {
		if field.missing {
			e = e.WithFields(errs.Field{Name: field.name, Message: "请填写" + field.title})
		}
	}
	if len(e.Fields) > 0 {
		return e
	}
	return nil
}
