package domain

import (
	"time"

	"github.com/danganku/danganku/internal/errs"
)

// AgreementState is how far a version of a transfer agreement has come.
type AgreementState string

const (
	AgreementDraft       AgreementState = "DRAFT"
	AgreementReview      AgreementState = "UNDER_REVIEW"
	AgreementEnterprise  AgreementState = "SIGNED_BY_ENTERPRISE"
	AgreementEffective   AgreementState = "SIGNED_BY_ARCHIVE"
	AgreementFulfilled   AgreementState = "FULFILLED"
	AgreementTerminated  AgreementState = "TERMINATED"
	AgreementAmended     AgreementState = "AMENDED"
	agreementSubjectName                = "移交协议"
)

// AgreementMachine is the life of one version of an agreement. An effective version becomes AMENDED when the next version
// of its series takes effect.
func AgreementMachine() Machine[AgreementState] {
	return Machine[AgreementState]{Subject: agreementSubjectName, Code: "agreement", Rows: []MachineRow[AgreementState]{
		{AgreementDraft, "草稿", []AgreementState{AgreementReview}},
		{AgreementReview, "审核中", []AgreementState{AgreementDraft, AgreementEnterprise}},
		{AgreementEnterprise, "企业已签", []AgreementState{AgreementEffective, AgreementDraft}},
		{AgreementEffective, "双方已签（生效）", []AgreementState{AgreementFulfilled, AgreementTerminated, AgreementAmended}},
		{AgreementFulfilled, "已履行完毕", nil},
		{AgreementTerminated, "已终止", nil},
		{AgreementAmended, "已被新版本取代", nil},
	}}
}

// Label is the state in Chinese.
func (s AgreementState) Label() string { return AgreementMachine().Label(s) }

// PlannedDelivery is one step of a delivery plan.
type PlannedDelivery struct {
	On      PartialDate
	Persons int
	Volumes int
}

// AgreementTerms are what both sides agree on (国有企业退休人员档案移交协议).
type AgreementTerms struct {
	LegalBasis     string
	Scope          string // 移交范围
	Persons        int
	Volumes        int
	Arrangement    string // standard of arrangement (整理标准)
	Plan           []PlannedDelivery
	EcopyFormat    string      // 电子档案格式
	EcopyStandard  string      // 电子档案验收标准
	EcopyLaterBy   PartialDate // zero: electronic copies come with the paper (rule R13)
	GapHandling    string      // treatment of missing or defective dossiers
	GapDays        int         // days in which gaps are to be made good
	Responsibility string      // boundary before and after signature
	Confidential   string
	LaterAdditions string // 散材料
	Queries        string // questions about history
	Copies         int    // 协议份数
}

// AgreementSignature is the signing by one side.
type AgreementSignature struct {
	By           string // who signed
	On           PartialDate
	AttachmentID string // scanned signature page
	RecordedBy   string // user's name
}

// TransferAgreement is one version of an agreement. Versions of a series share ID and No; a version that was signed never
// changes but in its State.
type TransferAgreement struct {
	ID             string // of the series
	VersionNo      int    // 1..n in the series
	No             string // "XY-210106-2026-0001"
	EnterpriseID   string
	EnterpriseName string
	OfficeCode     string
	Division       string
	State          AgreementState
	Terms          AgreementTerms
	Enterprise     AgreementSignature
	Archive        AgreementSignature
	ReviewedBy     string
	Reason         string // of sending back, amendment or termination
	CreatedBy      string
	CreatedAt      time.Time
	UpdatedAt      time.Time
	Version        int // of the row, for edits
}

// Signed reports whether any side has signed, from when on the terms stand.
func (a *TransferAgreement) Signed() bool {
	return a.State != AgreementDraft && a.State != AgreementReview
}

// CheckEnd refuses to end an agreement that a batch under it still needs: no agreement ends while dossiers lie on the counter,
// and none is fulfilled before its batches are.
func (a *TransferAgreement) CheckEnd(to AgreementState, b *TransferBatch) error {
	switch {
	case b.State == BatchDelivered || b.State == BatchChecking:
		return errs.New(errs.Conflict, "agreement.in_use", "移交批次%s“%s”，签收后才能结束移交协议%s", b.No, b.State.Label(), a.No)
	case to == AgreementFulfilled && b.Open():
		return errs.New(errs.Conflict, "agreement.in_use", "移交批次%s“%s”，尚未办结，移交协议%s不能登记为履行完毕", b.No, b.State.Label(), a.No)
	}
	return nil
}

// Check holds the terms to what an agreement must say before it goes to review.
func (t AgreementTerms) Check() error {
	e := errs.New(errs.Unprocessable, "agreement.incomplete", "移交协议内容不完整，请补齐后再送审")
	for _, field := range []struct {
		name, title string
		missing     bool
	}{
		{"scope", "移交范围", t.Scope == ""},
		{"persons", "移交人数", t.Persons < 1},
		{"volumes", "移交卷数", t.Volumes < t.Persons},
		{"arrangement", "整理标准", t.Arrangement == ""},
		{"plan", "移交计划", len(t.Plan) == 0},
		{"ecopyFormat", "电子档案格式", t.EcopyFormat == ""},
		{"gapHandling", "缺件处理", t.GapHandling == ""},
		{"responsibility", "双方责任", t.Responsibility == ""},
	} {
		if field.missing {
			e = e.WithFields(errs.Field{Name: field.name, Message: "请填写" + field.title})
		}
	}
	if len(e.Fields) == 0 {
		return t.checkPlan()
	}
	return e
}

func (t AgreementTerms) checkPlan() error {
	volumes := 0
	for _, step := range t.Plan {
		volumes += step.Volumes
	}
	if volumes != t.Volumes {
		return errs.New(errs.Unprocessable, "agreement.plan", "移交计划合计%d卷，与协议约定的%d卷不符，请更正", volumes, t.Volumes).
			WithFields(errs.Field{Name: "plan", Message: "合计与约定卷数不符"})
	}
	return nil
}
