package domain

import (
	"fmt"
	"strings"
	"time"

	"github.com/danganku/danganku/internal/errs"
)

// LoanState is how far a loan (借阅) has come.
type LoanState string

const (
	LoanRequested LoanState = "REQUESTED"
	LoanApproved  LoanState = "APPROVED"
	LoanRejected  LoanState = "REJECTED"
	LoanExpired   LoanState = "EXPIRED" // not approved while the letter was good, or not fetched in time
	LoanOut       LoanState = "CHECKED_OUT"
	LoanOverdue   LoanState = "OVERDUE"
	LoanEscalated LoanState = "ESCALATED"
	LoanReturned  LoanState = "RETURNED"
	LoanDefective LoanState = "RETURNED_WITH_DEFECT"
	LoanLost      LoanState = "LOST"
)

// LoanMachine is the life of a loan.
func LoanMachine() Machine[LoanState] {
	back := []LoanState{LoanReturned, LoanDefective, LoanLost}
	return Machine[LoanState]{Subject: "借阅", Code: "loan", Rows: []MachineRow[LoanState]{
		{LoanRequested, "待审批", []LoanState{LoanApproved, LoanRejected, LoanExpired}},
		{LoanApproved, "待取档", []LoanState{LoanOut, LoanExpired}},
		{LoanRejected, "不予批准", nil},
		{LoanExpired, "已失效", nil},
		{LoanOut, "借出", append([]LoanState{LoanOverdue}, back...)},
		{LoanOverdue, "逾期", append([]LoanState{LoanEscalated}, back...)},
		{LoanEscalated, "逾期已上报", back},
		{LoanReturned, "已归还", nil},
		{LoanDefective, "归还有缺损", nil},
		{LoanLost, "遗失", []LoanState{LoanReturned, LoanDefective}},
	}}
}

// Label is the state in Chinese.
func (s LoanState) Label() string { return LoanMachine().Label(s) }

// Open reports whether a loan in this state keeps its dossier from being lent again.
func (s LoanState) Open() bool {
	return s == LoanRequested || s == LoanApproved || s.Out()
}

// Out reports whether the borrower has the dossier.
func (s LoanState) Out() bool {
	return s == LoanOut || s == LoanOverdue || s == LoanEscalated || s == LoanLost
}

// Borrower is a person who fetches or uses a borrowed dossier.
type Borrower struct {
	Name     string
	IDNumber IDNumber
	Phone    string
	Relation string // to the subject of the dossier, as declared; empty: none
}

// LoanRequest is what a unit asks for.
type LoanRequest struct {
	Unit      string
	Borrowers []Borrower
	Purpose   string // code of the policy
	Content   string // what is to be read
	WhyNot    string // why the reading room does not do (档案原则上不外借)
	LetterNo  string // 介绍信
	LetterOn  PartialDate
	Days      int
}

// Renewal is one extension of a loan.
type Renewal struct {
	Days   int
	Reason string
	ByName string
	At     time.Time
}

// VolumeCount is what leaves the storeroom and has to come back.
type VolumeCount struct {
	Volumes   int
	Materials int
	Pages     int
}

// ReturnCheck is what a returned dossier was found to be, held against the catalogue in person.
type ReturnCheck struct {
	Counted    VolumeCount
	SealIntact bool
	Defect     string // record of what is missing or damaged; empty: nothing
}

// Loan is one dossier lent to a unit.
type Loan struct {
	Matter
	Request    LoanRequest
	State      LoanState
	LetterEnds PartialDate // last day of the introduction letter; a request that is not approved by then lapses; zero: not known
	Expected   VolumeCount // as the catalogue says when it leaves
	FetchBy    PartialDate // an approved loan that is not fetched by then expires
	DueOn      PartialDate
	FetchedBy  string
	OutAt      time.Time
	Renewals   []Renewal
	Reminded   []PartialDate // days on which the borrower was to be reminded
	Return     ReturnCheck
	ReturnedBy string
	ReturnedAt time.Time
}

// Facts are the loan in listings.
func (l *Loan) Facts() MatterFacts {
	f := MatterFacts{Kind: MatterLoan, Status: string(l.State), Applicant: l.Request.Unit, Deciding: l.State == LoanRequested, Exclusive: l.State.Open()}
	switch l.State {
	case LoanRequested:
		f.WaitsFor = l.LetterEnds
	case LoanApproved:
		f.WaitsFor = l.FetchBy
	case LoanOut, LoanOverdue, LoanEscalated:
		f.WaitsFor = l.DueOn
	}
	return f
}

// Holder names who has a lent dossier.
func (l *Loan) Holder() string { return l.Request.Unit + " " + l.FetchedBy }

// CheckLoanRequest applies R24, R25 and R27 to a request. number is the subject's; overdue names the unit's overdue loan.
func CheckLoanRequest(r *LoanRequest, p UsePolicy, number IDNumber, state CustodyState, overdue string, today PartialDate) error {
	if r.Unit == "" || len(r.Borrowers) == 0 || r.Content == "" {
		return errs.New(errs.Unprocessable, "loan.incomplete", "请填写借阅单位、经办人和借阅内容")
	}
	if missing := letterFault(r, p, today); missing != "" {
		return RuleError(R24, "介绍信%s，不能受理", missing)
	}
	for _, b := range r.Borrowers {
		if b.IDNumber == number || b.Relation != "" {
			return RuleError(R25, "任何人不得查阅、借阅本人及亲属档案：经办人%s是本人或亲属，请由单位另派人员", b.Name)
		}
		if fault := checkIDNumberOn(b.IDNumber.Full(), today); fault != nil {
			return RuleError(R23, "经办人%s的身份证号不正确（%s），请核对有效证件", b.Name, fault.Reason)
		}
	}
	reason := ""
	switch {
	case state != InStorage:
		reason = "该档案处于“" + state.Label() + "”状态"
	case r.WhyNot == "":
		reason = "未说明为何不能在阅档室查阅"
	case r.Days < 1 || r.Days > p.MaxDays:
		reason = fmt.Sprintf("借期应为1至%d日", p.MaxDays)
	case overdue != "":
		reason = "该单位有逾期未还的借阅（" + overdue + "）"
	}
	if reason != "" {
		return RuleError(R27, "档案原则上不外借：%s", reason)
	}
	return nil
}

func letterFault(r *LoanRequest, p UsePolicy, today PartialDate) string {
	switch {
	case r.LetterNo == "":
		return "缺少文号"
	case r.LetterOn.Day == 0:
		return "缺少开具日期"
	case r.LetterOn.After(today):
		return "开具日期晚于今天"
	case addDays(r.LetterOn, p.LetterDays).Compare(today) < 0:
		return fmt.Sprintf("已过期（%d日内有效）", p.LetterDays)
	case !p.AllowsPurpose(r.Purpose):
		return "所写用途不在允许范围内"
	}
	return ""
}

// CheckReturn applies R28: what comes back must be what left, else a defect record is needed. Where no volume came back nothing was
// returned, whatever is on record.
func CheckReturn(left VolumeCount, c ReturnCheck) error {
	if left.Volumes > 0 && c.Counted.Volumes < 1 {
		return RuleError(R28, "归还核对不符：借出%d卷，一卷未还，不能销账；请追还，外借遗失的请登记遗失", left.Volumes)
	}
	var differs []string
	for _, n := range []struct {
		what          string
		out, returned int
	}{{"卷数", left.Volumes, c.Counted.Volumes}, {"材料", left.Materials, c.Counted.Materials}, {"页数", left.Pages, c.Counted.Pages}} {
		if n.out != n.returned {
			differs = append(differs, fmt.Sprintf("%s借出%d，归还%d", n.what, n.out, n.returned))
		}
	}
	if !c.SealIntact {
		differs = append(differs, "封条或印章不符")
	}
	if len(differs) > 0 && c.Defect == "" {
		return RuleError(R28, "归还核对不符：%s，不能销账；请补齐，或登记缺损情况", strings.Join(differs, "；"))
	}
	return nil
}

// Overdue reports by how many days a loan is overdue; 0: it is not.
func (l *Loan) Overdue(today PartialDate) int {
	if !l.State.Out() || l.DueOn.IsZero() {
		return 0
	}
	return max(daysBetween(l.DueOn, today), 0)
}
