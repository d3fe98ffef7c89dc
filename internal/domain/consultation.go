package domain

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/danganku/danganku/internal/errs"
)

// ConsultationState is how far a consultation (查阅) has come.
type ConsultationState string

const (
	ConsultationRegistered ConsultationState = "REGISTERED"
	ConsultationVerified   ConsultationState = "LETTER_VERIFIED"
	ConsultationApproved   ConsultationState = "APPROVED"
	ConsultationRefused    ConsultationState = "REFUSED"
	ConsultationOpened     ConsultationState = "OPENED"
	ConsultationExpired    ConsultationState = "EXPIRED"    // the letter or the approval ran out, or the window is over
	ConsultationTerminated ConsultationState = "TERMINATED" // on breach; the dossier was taken back
	ConsultationReturned   ConsultationState = "RETURNED_CHECKED"
	ConsultationClosed     ConsultationState = "CLOSED"
)

// ConsultationMachine is the life of a consultation. One that expired before it was opened ends there (CheckHandBack).
func ConsultationMachine() Machine[ConsultationState] {
	return Machine[ConsultationState]{Subject: "查阅", Code: "consultation", Rows: []MachineRow[ConsultationState]{
		{ConsultationRegistered, "已登记", []ConsultationState{ConsultationVerified, ConsultationRefused, ConsultationExpired}},
		{ConsultationVerified, "待审批", []ConsultationState{ConsultationApproved, ConsultationRefused, ConsultationExpired}},
		{ConsultationApproved, "待查阅", []ConsultationState{ConsultationOpened, ConsultationExpired}},
		{ConsultationRefused, "不予批准", nil},
		{ConsultationOpened, "查阅中", []ConsultationState{ConsultationReturned, ConsultationExpired, ConsultationTerminated}},
		{ConsultationExpired, "已过时限", []ConsultationState{ConsultationReturned, ConsultationTerminated}},
		{ConsultationTerminated, "违规终止", nil},
		{ConsultationReturned, "已归还核对", []ConsultationState{ConsultationClosed}},
		{ConsultationClosed, "已办结", nil},
	}}
}

// Label is the state in Chinese.
func (s ConsultationState) Label() string { return ConsultationMachine().Label(s) }

// Medium is on what a dossier is read in the reading room.
type Medium string

const (
	MediumPaper    Medium = "PAPER"
	MediumTerminal Medium = "TERMINAL" // images on a screen of the reading room, with a watermark
)

// Visitor (查阅人) comes to the reading room; visitors have no accounts.
type Visitor struct {
	Name        string
	IDNumber    IDNumber
	Unit        string
	Post        string
	Phone       string
	PartyMember bool
	IDVerified  bool   // a valid identity paper was seen
	Relation    string // to the subject, as declared; empty: none
}

// IntroductionLetter (介绍信) is what visitors bring from their unit.
type IntroductionLetter struct {
	No            string
	Issuer        string
	Sealed        bool
	IssuedOn      PartialDate
	ValidUntil    PartialDate // as the letter says; zero: as the policy says
	Purpose       string      // code of the policy
	NamesVisitors bool
	NamesSubject  bool
	AttachmentID  string // scan of the letter; empty: none
}

// Ends is the last day of the letter: as it says, but no later than the policy allows. A letter without a full date never began
// to count.
func (l IntroductionLetter) Ends(p UsePolicy) PartialDate {
	if l.IssuedOn.Day == 0 {
		return PartialDate{}
	}
	until := l.IssuedOn.AddDays(p.LetterDays)
	if !l.ValidUntil.IsZero() && l.ValidUntil.Compare(until) < 0 {
		return l.ValidUntil
	}
	return until
}

// UseScope is which part of a dossier may be used: whole classes, single materials, or both. The zero value is nothing.
type UseScope struct {
	Classes     []string // classes of the dossier's scheme; a class admits its subclasses
	MaterialIDs []string
}

// Empty reports whether nothing is admitted.
func (s UseScope) Empty() bool { return len(s.Classes) == 0 && len(s.MaterialIDs) == 0 }

// Admits reports whether a material may be shown.
func (s UseScope) Admits(m Material) bool {
	return slices.Contains(s.MaterialIDs, m.ID) || slices.ContainsFunc(s.Classes, func(class string) bool {
		return m.Class == class || strings.HasPrefix(m.Class, class+"-")
	})
}

// Within lists the materials of a dossier that the scope admits, in catalogue order.
func (s UseScope) Within(d *Dossier) []Material {
	return slices.DeleteFunc(slices.Clone(d.Materials), func(m Material) bool { return !s.Admits(m) })
}

// ReadingSession is the time in the reading room.
type ReadingSession struct {
	OpenedAt     time.Time
	EndsAt       time.Time
	EndsOn       PartialDate // day of EndsAt by the clock of the office; times come back from a store without their zone
	OpenedByName string
	Terminal     string    // name of the screen; empty: paper
	CodeHash     string    // SHA-256 hex of the code that starts the screen, until it was used; empty: used or paper
	TokenHash    string    // SHA-256 hex of what the screen carries; empty: not started
	EndedAt      time.Time // zero: not ended
}

// Consultation is one visit to one dossier in the reading room.
type Consultation struct {
	Matter
	State      ConsultationState
	Unit       string
	Visitors   []Visitor
	Letter     IntroductionLetter
	Content    string // what is to be found out
	Medium     Medium
	Asked      UseScope
	Approved   UseScope    // as the last approver narrowed it
	VerifiedBy string      // user id of who held the papers against the rules
	LetterEnds PartialDate // last day of the letter; what is not approved by then lapses; zero: not known
	OpenBy     PartialDate
	Session    ReadingSession
	From       CustodyState // where the paper was taken from
	Expected   VolumeCount  // as the catalogue said when it was taken out
	Return     ReturnCheck
	ReturnedAt time.Time
	Breach     string // what led to termination
}

// Facts are the consultation in listings.
func (c *Consultation) Facts() MatterFacts {
	f := MatterFacts{Kind: MatterConsultation, Status: string(c.State), Applicant: c.Unit, Deciding: c.State == ConsultationVerified}
	switch c.State {
	case ConsultationRegistered, ConsultationVerified:
		f.WaitsFor = c.LetterEnds
	case ConsultationApproved:
		f.WaitsFor = c.OpenBy
	}
	if c.State == ConsultationOpened || c.InRoom() {
		f.WaitsFor = c.Session.EndsOn
	}
	f.Exclusive = c.Medium == MediumPaper && (c.InRoom() || slices.Contains([]ConsultationState{ConsultationRegistered, ConsultationVerified,
		ConsultationApproved, ConsultationOpened}, c.State))
	return f
}

// InRoom reports whether visitors have the paper, or their screen was not ended yet.
func (c *Consultation) InRoom() bool {
	return c.State == ConsultationOpened || c.State == ConsultationExpired && !c.Session.OpenedAt.IsZero()
}

// Live reports whether a screen may show pages at this time.
func (c *Consultation) Live(now time.Time) bool {
	return c.State == ConsultationOpened && c.Medium == MediumTerminal && now.Before(c.Session.EndsAt)
}

// Watermark is what is burnt into each image that the consultation shows.
func (c *Consultation) Watermark(now time.Time) string {
	names := make([]string, len(c.Visitors))
	for i, v := range c.Visitors {
		names[i] = v.Name
	}
	return fmt.Sprintf("%s %s %s %s", c.No, c.Unit, strings.Join(names, "、"), now.Format("2006-01-02 15:04"))
}

// CheckVisitors applies R23 and R25. Where the policy is not strict about party members, it says so in a warning.
func CheckVisitors(c *Consultation, p UsePolicy, today PartialDate) ([]Violation, error) {
	if len(c.Visitors) < p.VisitorsMin {
		return nil, RuleError(R23, "查阅须%d人以上并出示有效证件，现登记%d人", p.VisitorsMin, len(c.Visitors))
	}
	var warnings []Violation
	seen := make(map[IDNumber]bool)
	for _, v := range c.Visitors {
		if v.IDNumber == c.IDNumber || v.Relation != "" {
			return nil, RuleError(R25, "任何人不得查阅、借阅本人及亲属档案：查阅人%s是本人或亲属，请由单位另派人员", v.Name)
		}
		if fault := checkIDNumberOn(v.IDNumber.Full(), today); fault != nil {
			return nil, RuleError(R23, "查阅人%s的身份证号不正确（%s），请核对有效证件", v.Name, fault.Reason)
		}
		if seen[v.IDNumber] {
			return nil, RuleError(R23, "查阅人%s重复登记，查阅须%d名不同的人员", v.Name, p.VisitorsMin)
		}
		seen[v.IDNumber] = true
		if !v.IDVerified {
			return nil, RuleError(R23, "尚未核验查阅人%s的有效证件", v.Name)
		}
		if p.PartyMembers == "" || v.PartyMember {
			continue
		}
		message := fmt.Sprintf("查阅人%s不是中共党员，查阅干部人事档案一般应为党员", v.Name)
		if p.PartyMembers == Block {
			return nil, RuleError(R23, "%s", message)
		}
		warnings = append(warnings, Violation{Rule: R23, Level: Warn, Field: "查阅人", Message: message})
	}
	return warnings, nil
}

// CheckLetter applies R24.
func CheckLetter(l IntroductionLetter, p UsePolicy, today PartialDate) error {
	until := l.Ends(p)
	missing := ""
	switch {
	case l.No == "":
		missing = "缺少文号"
	case l.Issuer == "":
		missing = "缺少开具单位"
	case !l.Sealed:
		missing = "缺少开具单位印章"
	case l.IssuedOn.Day == 0:
		missing = "缺少开具日期"
	case l.IssuedOn.After(today):
		missing = "开具日期晚于今天"
	case until.Compare(today) < 0:
		missing = "已过期（有效期至" + until.String() + "）"
	case !p.AllowsPurpose(l.Purpose):
		missing = "所写用途不在允许范围内"
	case !l.NamesVisitors:
		missing = "未写明查阅人"
	case !l.NamesSubject:
		missing = "未写明被查阅人"
	}
	if missing != "" {
		return RuleError(R24, "介绍信%s，不能受理", missing)
	}
	return nil
}

// CheckReadable applies R26 to where the dossier is: what was not released yet, or is no longer kept here, is not shown.
func CheckReadable(custody CustodyState) error {
	if !custody.Kept() {
		return RuleError(R26, "该档案处于“%s”状态，不能查阅；整理发布入库后方可受理", custody.Label())
	}
	return nil
}

// CheckScope applies R26 to what visitors ask for: it names classes and materials that the catalogue has.
func CheckScope(s UseScope, d *Dossier) error {
	if s.Empty() {
		return RuleError(R26, "请写明需要查阅的类目或材料")
	}
	for _, class := range s.Classes {
		if len((UseScope{Classes: []string{class}}).Within(d)) == 0 {
			return RuleError(R26, "该档案目录中没有第%s类材料，请重新选择查阅范围", class)
		}
	}
	for _, id := range s.MaterialIDs {
		if _, found := d.MaterialByID(id); !found {
			return RuleError(R26, "该档案目录中没有所选的材料，请重新选择查阅范围")
		}
	}
	return nil
}

// CheckNarrowing applies R26 to what an approver leaves of a scope: nothing may be added to what was asked. A class lies in a
// class asked for, never in its materials alone, since materials may be added to it.
func CheckNarrowing(asked, approved UseScope, d *Dossier) error {
	if err := CheckScope(approved, d); err != nil {
		return err
	}
	for _, class := range approved.Classes {
		if !(UseScope{Classes: asked.Classes}).Admits(Material{Class: class}) {
			return RuleError(R26, "第%s类不在申请查阅的范围内，批准范围不得超出申请", class)
		}
	}
	for _, id := range approved.MaterialIDs {
		if m, found := d.MaterialByID(id); found && !asked.Admits(*m) {
			return RuleError(R26, "%s《%s》不在申请查阅的范围内，批准范围不得超出申请", m.Number(), m.Title)
		}
	}
	return nil
}

// CheckOpening applies R26 to the day of the visit.
func CheckOpening(c *Consultation, today PartialDate) error {
	if today.Compare(c.OpenBy) > 0 {
		return RuleError(R26, "批准的查阅期限已过（截至%s），请重新办理", c.OpenBy)
	}
	return nil
}

// CheckLive applies R26 to the time of a screen of the reading room.
func CheckLive(c *Consultation, now time.Time) error {
	if !c.Live(now) {
		return RuleError(R26, "查阅时间已结束，请联系阅档室工作人员")
	}
	return nil
}

// CheckOpened applies R26 to a page that a screen of the reading room asks for.
func CheckOpened(c *Consultation, m Material, now time.Time) error {
	if err := CheckLive(c, now); err != nil {
		return err
	}
	if !c.Approved.Admits(m) {
		return RuleError(R26, "该材料不在批准查阅的范围内")
	}
	return nil
}

// CheckHandBack refuses the return of a consultation that was never opened.
func CheckHandBack(c *Consultation) error {
	if !c.InRoom() {
		return errs.New(errs.Conflict, "consultation.not_open", "查阅处于“%s”状态，没有需要归还的档案", c.State.Label())
	}
	return nil
}
