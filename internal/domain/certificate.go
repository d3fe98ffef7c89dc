package domain

import (
	"slices"
	"strings"
	"time"

	"github.com/danganku/danganku/internal/errs"
)

// CertificateState is how far a certificate (证明材料) has come.
type CertificateState string

const (
	CertificateRequested CertificateState = "REQUESTED"
	CertificateVerified  CertificateState = "IDENTITY_VERIFIED"
	CertificateDrafted   CertificateState = "DRAFTED"
	CertificateReviewed  CertificateState = "REVIEWED"
	CertificateIssued    CertificateState = "ISSUED"
	CertificateCollected CertificateState = "COLLECTED"
	CertificateRefused   CertificateState = "REFUSED"
	CertificateVoided    CertificateState = "VOIDED"
)

// CertificateMachine is the life of a certificate; a draft that is sent back is IDENTITY_VERIFIED again.
func CertificateMachine() Machine[CertificateState] {
	return Machine[CertificateState]{Subject: "证明", Code: "certificate", Rows: []MachineRow[CertificateState]{
		{CertificateRequested, "已受理", []CertificateState{CertificateVerified, CertificateRefused}},
		{CertificateVerified, "待拟稿", []CertificateState{CertificateDrafted, CertificateRefused}},
		{CertificateDrafted, "待审核", []CertificateState{CertificateReviewed, CertificateVerified, CertificateRefused}},
		{CertificateReviewed, "待出具", []CertificateState{CertificateIssued, CertificateVerified}},
		{CertificateIssued, "待领取", []CertificateState{CertificateCollected, CertificateVoided}},
		{CertificateCollected, "已领取", []CertificateState{CertificateVoided}},
		{CertificateRefused, "不予出具", nil},
		{CertificateVoided, "已作废", nil},
	}}
}

// Label is the state in Chinese.
func (s CertificateState) Label() string { return CertificateMachine().Label(s) }

// CertificateCode names one of the six kinds of 沈人社发〔2020〕3号 article 9(3).
type CertificateCode string

// Capacity is in what quality somebody asks for a certificate.
type Capacity string

const (
	CapacitySelf      Capacity = "SELF"
	CapacityProxy     Capacity = "PROXY"
	CapacityKin       Capacity = "KIN"
	CapacityParty     Capacity = "PARTY_ORGANISATION"
	CapacityNotary    Capacity = "NOTARY"
	CapacityAuthority Capacity = "AUTHORITY" // police, housing or social insurance
)

// Official reports whether somebody asks in this quality for a unit, with its letter.
func (c Capacity) Official() bool {
	return c == CapacityParty || c == CapacityNotary || c == CapacityAuthority
}

// Label is the capacity in Chinese.
func (c Capacity) Label() string { return capacityLabels[c] }

var capacityLabels = map[Capacity]string{CapacitySelf: "本人", CapacityProxy: "受托人", CapacityKin: "近亲属", CapacityParty: "党组织",
	CapacityNotary: "公证机构", CapacityAuthority: "有关机关"}

// EvidenceKind is a paper that shows that somebody is entitled.
type EvidenceKind string

// Label is the paper in Chinese.
func (k EvidenceKind) Label() string { return evidenceLabels[k] }

var evidenceLabels = map[EvidenceKind]string{"ID_CARD": "居民身份证", "PROXY_LETTER": "授权委托书", "PRINCIPAL_ID": "委托人身份证或复印件",
	"DEATH_CERTIFICATE": "死亡证明", "KINSHIP_PROOF": "亲属关系证明", "UNIT_LETTER": "单位公函", "SECOND_VISITOR": "第二名经办人的有效证件"}

// Entitlement is a capacity that may ask for a kind of certificate, with the papers it takes.
type Entitlement struct {
	Capacity Capacity
	Evidence []EvidenceKind
}

// CertificateKind is what the archive knows of one kind.
type CertificateKind struct {
	Code     CertificateCode
	Title    string
	Entitled []Entitlement
	Classes  map[SchemeCode][]string // where the facts usually stand
	Matches  []string                // words in titles of materials that are proposed for citation
	Opening  string                  // begins the text: {name}, {sex}, {born}
	Closing  string
	Days     int // the certificate is good for; 0: not limited
}

// Entitles finds the papers a capacity needs; false: it may not ask for this kind.
func (k CertificateKind) Entitles(c Capacity) (Entitlement, bool) {
	for _, e := range k.Entitled {
		if e.Capacity == c {
			return e, true
		}
	}
	return Entitlement{}, false
}

// Requester is who asks for a certificate.
type Requester struct {
	Name     string
	IDNumber IDNumber
	Capacity Capacity
	Relation string // to the subject
	Unit     string
	Phone    string
}

// Evidence is one paper that was shown.
type Evidence struct {
	Kind         EvidenceKind
	No           string
	AttachmentID string // scan; empty: none
	Verified     bool
}

// Statement is one sentence of a certificate with the places of the dossier it rests on.
type Statement struct {
	Text      string
	Citations []Citation
}

// Certificate is a certificate from the request on. The matter's number is that of the request; CertificateNo is given at
// issue and never again.
type Certificate struct {
	Matter
	State         CertificateState
	Kind          CertificateCode
	Requester     Requester
	Evidence      []Evidence
	Recipient     string // to whom it is addressed (致)
	Use           string // for what it will be used
	Opening       string // begins the text, as drafted: what was reviewed is what is issued
	Statements    []Statement
	Closing       string
	Conflicts     string // what the dossier says in contradiction; listed, not resolved
	DraftedBy     string // user id
	DraftedByName string
	SentBack      string // why the draft was sent back last
	CertificateNo string
	Code          string // verification code
	IssuedBy      string // user id
	IssuedByName  string
	IssuedOn      PartialDate
	ValidUntil    PartialDate // zero: not limited
	CollectedBy   string
	CollectedOn   PartialDate
	ReplacedBy    string // number of the certificate that stands instead of a voided one; empty: none
	Replaces      string
}

// Facts are the certificate in listings.
func (c *Certificate) Facts() MatterFacts {
	asker := c.Requester.Name
	if c.Requester.Unit != "" {
		asker = c.Requester.Unit + " " + asker
	}
	return MatterFacts{Kind: MatterCertificate, Status: string(c.State), Applicant: asker, Deciding: c.State == CertificateDrafted}
}

// CheckRequester applies R30 to who asks: the kind must be enabled, the capacity entitled, and the number the requester's own.
func CheckRequester(c *Certificate, kind CertificateKind, p UsePolicy, today PartialDate) error {
	if !slices.Contains(p.CertificateKinds, string(c.Kind)) {
		return RuleError(R30, "不能出具证明：本单位不受理“%s”", kind.Title)
	}
	if _, entitled := kind.Entitles(c.Requester.Capacity); !entitled {
		return RuleError(R30, "不能出具证明：%s不能申请“%s”", c.Requester.Capacity.Label(), kind.Title)
	}
	if c.Requester.Name == "" {
		return RuleError(R30, "不能出具证明：未登记申请人")
	}
	if fault := checkIDNumberOn(c.Requester.IDNumber.Full(), today); fault != nil {
		return RuleError(R30, "不能出具证明：申请人身份证号不正确（%s）", fault.Reason)
	}
	self := c.Requester.IDNumber == c.IDNumber
	if self != (c.Requester.Capacity == CapacitySelf) {
		return RuleError(R30, "不能出具证明：申请人的身份证号与所登记的身份（%s）不符", c.Requester.Capacity.Label())
	}
	if c.Requester.Capacity == CapacityKin && c.Requester.Relation == "" {
		return RuleError(R30, "不能出具证明：未登记与档案当事人的亲属关系")
	}
	if c.Requester.Capacity.Official() && c.Requester.Unit == "" {
		return RuleError(R30, "不能出具证明：未登记%s的单位名称", c.Requester.Capacity.Label())
	}
	return nil
}

// CheckEntitled applies R30 to who asks and to what was shown: each paper that the capacity takes must be verified.
func CheckEntitled(c *Certificate, kind CertificateKind, p UsePolicy, today PartialDate) error {
	if err := CheckRequester(c, kind, p, today); err != nil {
		return err
	}
	entitled, _ := kind.Entitles(c.Requester.Capacity)
	var missing []string
	for _, need := range entitled.Evidence {
		if !slices.ContainsFunc(c.Evidence, func(e Evidence) bool { return e.Kind == need && e.Verified }) {
			missing = append(missing, need.Label())
		}
	}
	if len(missing) > 0 {
		return RuleError(R30, "不能出具证明：缺少%s或未经核验", strings.Join(missing, "、"))
	}
	return nil
}

// CheckStatements applies R30 to what a certificate says: each statement cites the dossier.
func CheckStatements(c *Certificate) error {
	if len(c.Statements) == 0 {
		return RuleError(R30, "不能出具证明：证明没有内容")
	}
	for i, s := range c.Statements {
		if strings.TrimSpace(s.Text) == "" || len(s.Citations) == 0 {
			return RuleError(R30, "不能出具证明：第%d条没有内容或没有注明出处，证明内容须依据档案记载并注明出处", i+1)
		}
	}
	return nil
}

// CheckIssue applies R30 to who issues, and where the dossier is.
func CheckIssue(c *Certificate, userID string, custody CustodyState) error {
	if c.Decided(userID) {
		return RuleError(R30, "不能出具证明：审核人不得同时出具证明，请由其他人员办理")
	}
	return CheckHeld(custody)
}

// Decided reports whether a user decided a step of the chain.
func (c *Certificate) Decided(userID string) bool {
	return slices.ContainsFunc(c.Steps, func(step ApprovalStep) bool { return step.By == userID })
}

// CheckHeld applies R30 to where the dossier is: it must be in the keeping of the office.
func CheckHeld(custody CustodyState) error {
	if !custody.Kept() {
		return RuleError(R30, "不能出具证明：该档案处于“%s”状态，不在本单位保管", custody.Label())
	}
	return nil
}

// validUntil is the last day of a certificate issued on a day.
func (k CertificateKind) validUntil(on PartialDate) PartialDate {
	if k.Days == 0 {
		return PartialDate{}
	}
	return on.AddDays(k.Days)
}

// CheckReplaces applies R30 to a certificate that is to stand instead of another of its dossier: that one must be void, and
// none may stand instead of it yet.
func CheckReplaces(old *Certificate) error {
	if old.State != CertificateVoided {
		return RuleError(R30, "不能出具证明：证明%s尚未作废，请先作废再补发", old.CertificateNo)
	}
	if old.ReplacedBy != "" {
		return RuleError(R30, "不能出具证明：证明%s已由%s替代", old.CertificateNo, old.ReplacedBy)
	}
	return nil
}

// CheckCollect refuses to hand out a certificate that is no longer good.
func CheckCollect(c *Certificate, today PartialDate) error {
	if !c.ValidUntil.IsZero() && c.ValidUntil.Compare(today) < 0 {
		return errs.New(errs.Conflict, "certificate.expired", "证明已过有效期（%s），请作废后重新申请", c.ValidUntil)
	}
	return nil
}

// Issue gives a reviewed certificate its number and code.
func (c *Certificate) Issue(kind CertificateKind, no, code, userID, userName string, now time.Time) {
	c.CertificateNo, c.Code, c.IssuedBy, c.IssuedByName = no, code, userID, userName
	c.IssuedOn = DateOf(now)
	c.ValidUntil = kind.validUntil(c.IssuedOn)
}

// Proof answers for an issued certificate.
func (c *Certificate) Proof() Proof {
	return Proof{Code: c.Code, Kind: PaperCertificate, Number: c.CertificateNo, OfficeCode: c.OfficeCode, MatterID: c.ID,
		IssuedOn: c.IssuedOn, ValidUntil: c.ValidUntil}
}

// Printable reports whether there is a text to print, and whether it is a draft.
func (c *Certificate) Printable() (printable, draft bool) {
	switch c.State {
	case CertificateDrafted, CertificateReviewed:
		return true, true
	case CertificateIssued, CertificateCollected, CertificateVoided:
		return true, false
	}
	return false, false
}
