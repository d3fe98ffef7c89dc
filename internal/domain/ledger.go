package domain

import "time"

// LedgerPerson is a retiree in the ledger (台账) of the community or agency that serves them. Division is where: a
// community (12 digits), a subdistrict (9) or district (6) that has yet to route on, or the city (4) for those living
// elsewhere. It is independent of where the dossier is held.
type LedgerPerson struct {
	ID                string
	Name              string
	IDNumber          IDNumber
	Sex               Sex
	BornOn            PartialDate
	RetiredOn         PartialDate
	EnterpriseID      string
	EnterpriseName    string
	InsuranceDivision string
	InsuranceNo       string
	Hukou             string // in words
	Residence         string // in words
	OutOfCity         bool
	Division          string
	Phone             string
	Contact           string // an emergency contact with telephone, in words
	Special           []SpecialCategory
	Survival          Survival
	DiedOn            PartialDate
	DeathSource       string      // who reported
	ReceivedOn        PartialDate // by the present community
	RegisteredOn      PartialDate // met and registered (见面登记); zero: not yet
	RegisteredBy      string
	Feedback          string // what the community reported back
	Remark            string
	BatchID           string
	Seq               int
	ListedOn          PartialDate
	CreatedAt         time.Time
	UpdatedAt         time.Time
	Version           int
}

// LedgerEventKind is what happened to a person in the ledger.
type LedgerEventKind string

const (
	LedgerEntered    LedgerEventKind = "ENTERED"    // acceptance list issued
	LedgerRouted     LedgerEventKind = "ROUTED"     // sent to another division
	LedgerReceived   LedgerEventKind = "RECEIVED"   // community confirms reception
	LedgerRegistered LedgerEventKind = "REGISTERED" // met and registered
	LedgerChanged    LedgerEventKind = "CHANGED"
	LedgerDeath      LedgerEventKind = "DEATH"
	LedgerDeathUndo  LedgerEventKind = "DEATH_WITHDRAWN"
)

// Label is the event in Chinese.
func (k LedgerEventKind) Label() string {
	return map[LedgerEventKind]string{LedgerEntered: "列入明细表", LedgerRouted: "转送", LedgerReceived: "接收反馈", LedgerRegistered: "见面登记",
		LedgerChanged: "信息变更", LedgerDeath: "死亡报告", LedgerDeathUndo: "撤销死亡报告"}[k]
}

// LedgerEvent is one entry of a person's history; entries are only ever added.
type LedgerEvent struct {
	ID        string
	PersonID  string
	Kind      LedgerEventKind
	At        time.Time
	ActorName string
	Note      string // zh-CN, what changed
}

// LedgerFilter narrows a listing; empty fields admit everything.
type LedgerFilter struct {
	Name         string // part of the name, or a whole identity number
	Division     string // prefix
	Special      SpecialCategory
	Survival     Survival
	Unregistered bool // not met yet
	OutOfCity    bool
}

// Department sends lists for matching (沈人社发〔2020〕3号第十八条).
type Department string

const (
	CivilAffairs     Department = "CIVIL_AFFAIRS"
	PublicSecurity   Department = "PUBLIC_SECURITY"
	Justice          Department = "JUSTICE"
	Health           Department = "HEALTH"
	MedicalInsurance Department = "MEDICAL_INSURANCE"
)

// Departments lists all with their names.
func Departments() []struct {
	Code  Department
	Label string
} {
	return []struct {
		Code  Department
		Label string
	}{{CivilAffairs, "民政局"}, {PublicSecurity, "公安局"}, {Justice, "司法局"}, {Health, "卫生健康委"}, {MedicalInsurance, "医疗保障局"}}
}

// MatchKind is what a department's list tells.
type MatchKind string

const (
	MatchDeaths     MatchKind = "DEATHS"
	MatchResidences MatchKind = "RESIDENCES"
)

// MatchVerdict is how sure a row is matched.
type MatchVerdict string

const (
	MatchExact    MatchVerdict = "EXACT"    // identity number and name agree
	MatchProbable MatchVerdict = "PROBABLE" // to be reviewed
	MatchNone     MatchVerdict = "NONE"
)

// ReviewState is what became of a match.
type ReviewState string

const (
	ReviewPending   ReviewState = "PENDING"
	ReviewConfirmed ReviewState = "CONFIRMED" // and applied to the ledger
	ReviewRejected  ReviewState = "REJECTED"
	ReviewNone      ReviewState = "NONE" // nothing was matched
)

// MatchRun is one list of a department.
type MatchRun struct {
	ID         string
	Department Department
	Kind       MatchKind
	Name       string
	Division   string // whose persons it is matched against: prefix
	RequestKey string // Idempotency-Key of the sender; unique per sender where set
	Rows       int
	Exact      int
	Probable   int
	None       int
	Pending    int // of the matched rows, not reviewed yet; counted when read
	CreatedBy  string
	CreatedAt  time.Time
}

// MatchInput is one row of a department's list.
type MatchInput struct {
	Row       int
	Name      string
	IDNumber  IDNumber
	BornOn    PartialDate
	On        PartialDate // day of death or of the move
	Residence string      // new address in words
	Division  string      // new residence: division code; empty: unknown
}

// MatchRow is a row with what it was matched to.
type MatchRow struct {
	RunID      string
	Seq        int
	Input      MatchInput
	Verdict    MatchVerdict
	PersonID   string
	Score      int    // 0..100
	Reason     string // zh-CN, why it may be this person
	Review     ReviewState
	ReviewedBy string
	ReviewedAt time.Time
}

// APIToken lets another system act with the grants of a role. The token itself is never stored.
type APIToken struct {
	ID         string
	Name       string
	Hash       string // SHA-256 hex
	Hint       string // last four characters, to tell tokens apart
	Grants     []Grant
	CreatedBy  string
	CreatedAt  time.Time
	ExpiresAt  time.Time
	RevokedAt  time.Time // zero: not revoked
	LastUsedAt time.Time
}
