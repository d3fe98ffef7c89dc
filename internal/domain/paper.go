package domain

import (
	"fmt"
	"time"
)

// PaperKind is a kind of numbered paper. Numbers are given once, without gaps, per kind, office and year.
type PaperKind string

const (
	PaperBatch          PaperKind = "BATCH"
	PaperAgreement      PaperKind = "AGREEMENT"
	PaperAcceptanceList PaperKind = "ACCEPTANCE_LIST"
	PaperReceipt        PaperKind = "RECEIPT"
	PaperRoster         PaperKind = "ROSTER"
	PaperReturned       PaperKind = "RETURNED_LIST"
	PaperLoan           PaperKind = "LOAN"

	PaperConsultation       PaperKind = "CONSULTATION"
	PaperCopy               PaperKind = "COPY"
	PaperCertificateRequest PaperKind = "CERTIFICATE_REQUEST"
	PaperCertificate        PaperKind = "CERTIFICATE"
	PaperOutbound           PaperKind = "OUTBOUND"
	PaperForwardingNotice   PaperKind = "FORWARDING_NOTICE"
	PaperChase              PaperKind = "CHASE_LETTER"
	PaperHold               PaperKind = "HOLD"
)

var paperKinds = []struct {
	kind   PaperKind
	prefix string
	title  string
}{
	{PaperBatch, "YJ", "移交批次"},
	{PaperAgreement, "XY", "国有企业退休人员档案移交协议"},
	{PaperAcceptanceList, "JS", "国有企业社会化管理人员接收明细表"},
	{PaperReceipt, "HZ", "档案收件回执"},
	{PaperRoster, "MC", "国有企业退休人员档案移交名册"},
	{PaperReturned, "TH", "退回档案清单"},
	{PaperLoan, "JY", "档案借阅审批表"},
	{PaperConsultation, "CY", "档案查阅审批表"},
	{PaperCopy, "FZ", "档案复制（摘录）审批表"},
	{PaperCertificateRequest, "SL", "出具证明受理单"},
	{PaperCertificate, "ZM", "人事档案证明"},
	{PaperOutbound, "ZD", "档案转递审批表"},
	{PaperForwardingNotice, "TZ", "人事档案转递通知单"},
	{PaperChase, "CB", "转递回执催问函"},
	{PaperHold, "LC", "死亡人员档案留存登记表"},
}

// Title is the heading of papers of the kind.
func (k PaperKind) Title() string {
	for _, row := range paperKinds {
		if row.kind == k {
			return row.title
		}
	}
	return string(k)
}

// Number writes the n-th number of an office in a year: "YJ-210106-2026-0001".
func (k PaperKind) Number(office string, year, n int) string {
	for _, row := range paperKinds {
		if row.kind == k {
			return fmt.Sprintf("%s-%s-%d-%04d", row.prefix, office, year, n)
		}
	}
	return fmt.Sprintf("%s-%s-%d-%04d", k, office, year, n)
}

// IssuedPaper is a numbered paper that was handed out. What it says is read from rows that no longer change.
type IssuedPaper struct {
	Number       string
	Kind         PaperKind
	OfficeCode   string
	Division     string
	BatchID      string
	EnterpriseID string
	Round        int // of the batch's counter check; 0: none
	Lines        int // entries
	IssuedOn     PartialDate
	IssuedBy     string // name
	IssuedAt     time.Time
}

// Attached is a scanned or uploaded file beside rows, such as a sealed form.
type Attached struct {
	ID         string
	Digest     string // address in the object store: SHA-256 hex of the content, a dash and a random part
	Size       int64
	MediaType  string
	Name       string // as uploaded
	Subject    string // "nature", "agreement", "batch", "line", "roster", "match", "consultation", "certificate", "outbound"; empty: not used yet
	SubjectID  string
	UploadedBy string // user id
	UploadedAt time.Time
}
