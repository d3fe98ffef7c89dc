package domain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/errs"
)

// CheckSubmission applies R01 and R11 to a batch about to be submitted. form is nil where the enterprise has none.
func CheckSubmission(form *NatureForm, enterprise Enterprise, lines int) error {
	if form == nil || form.State != NatureConfirmed || form.AttachmentID == "" {
		return RuleError(R01, "缺少经市领导小组办公室确认的《企业性质界定表》，不能提交")
	}
	if err := enterprise.Check(); err != nil {
		return err
	}
	if enterprise.USCC == "" && enterprise.NoUSCCReason == "" {
		return RuleError(R11, "单位“%s”未登记统一社会信用代码，请登记代码或说明没有代码的原因", enterprise.Name)
	}
	if lines == 0 {
		return errs.New(errs.Unprocessable, "batch.empty", "批次中还没有人员，请先导入基本信息表")
	}
	return nil
}

// CompetentDivision is the division whose archive office takes the dossiers (rule R05): the insurance place, or, for an
// enterprise insured at the province, the place of registration.
func CompetentDivision(insurance, registration string) string {
	if len(insurance) == 2 {
		return registration
	}
	return insurance
}

// CheckOffice applies R05: the office must be the competent one, and enterprises insured at the province need the
// province's confirmation first.
func CheckOffice(b *TransferBatch, competent ArchiveOffice) error {
	if b.OfficeCode != competent.Code {
		return RuleError(R05, "应移交至%s；省级参保企业须先经省社保机构确认并按注册地移交", competent.Name)
	}
	if b.ProvinceInsured() && b.Province.No == "" {
		return RuleError(R05, "该企业在省级参保，须先经省社保机构确认，再移交至%s", competent.Name)
	}
	return nil
}

// CheckVerification applies R02, R03 and R08 to a line about to be verified.
func CheckVerification(f *InfoForm, today PartialDate) error {
	if category := f.excluded(today); category != "" {
		return RuleError(R02, "%s属于%s，不在社会化管理移交范围，请登记为不移交", f.Name, category)
	}
	if missing := f.unsigned(); missing != "" {
		return RuleError(R03, "%s的基本信息表%s；异地居住人员代签须经企业核准并登记代签人", f.Name, missing)
	}
	if fault := checkIDNumberOn(f.IDNumber.Full(), today); fault != nil {
		return RuleError(R08, "%s的身份证号校验不通过（%s）", f.Name, fault.Reason)
	}
	return nil
}

// CheckParty applies R06 to the tie between a batch and the agreement it is delivered under; agreement is the effective
// version, else the newest, nil where there is none.
func CheckParty(b *TransferBatch, agreement *TransferAgreement) error {
	if agreement != nil && (agreement.State == AgreementTerminated || agreement.State == AgreementFulfilled) {
		return RuleError(R06, "移交协议%s%s，不能再凭以办理移交；请双方另签协议，并更换批次%s的协议", agreement.No, agreement.State.Label(), b.No)
	}
	if agreement == nil || agreement.State != AgreementEffective {
		return RuleError(R06, "移交协议尚未双方签署，不能办理移交")
	}
	if agreement.EnterpriseID != b.EnterpriseID || agreement.OfficeCode != b.OfficeCode {
		return RuleError(R06, "移交协议%s的双方与批次%s不符，不能办理移交", agreement.No, b.No)
	}
	return nil
}

// CheckDeliveredOn applies R06 to the day of a delivery: no dossier is delivered before both sides have signed. versions are
// those of the agreement's series.
func CheckDeliveredOn(versions []TransferAgreement, on PartialDate) error {
	var since PartialDate // zero sorts last
	for _, a := range versions {
		signed := a.Archive.On
		if a.Enterprise.On.After(signed) {
			signed = a.Enterprise.On
		}
		if (a.State == AgreementEffective || a.State == AgreementAmended) && signed.Compare(since) < 0 {
			since = signed
		}
	}
	if since.After(on) {
		return RuleError(R06, "移交协议%s才由双方签署，此前的%s不能办理移交，请更正送交日期", since, on)
	}
	return nil
}

// CheckAgreedCount applies R06 to the volumes delivered under an agreement, those of this delivery included.
func CheckAgreedCount(agreement *TransferAgreement, volumes int) error {
	if volumes > agreement.Terms.Volumes {
		return RuleError(R06, "移交协议%s约定%d卷，本次送交后累计%d卷，超出约定；请先变更协议", agreement.No, agreement.Terms.Volumes, volumes)
	}
	return nil
}

// CheckBearer applies R07: nobody carries their own dossier or that of a relative. lines are those delivered.
func CheckBearer(d Delivery, lines []BatchLine) error {
	forbidden := func(why string) error {
		return RuleError(R07, "严禁本人或亲属自带档案（%s），请由单位专人或机要渠道送交", why)
	}
	if d.Channel != ChannelCourier && d.Channel != ChannelConfidentialMail {
		return forbidden("送交方式为“" + d.Channel.Label() + "”")
	}
	if d.Relation != "" {
		return forbidden("送交人申报为名册人员的" + d.Relation)
	}
	if d.Channel == ChannelConfidentialMail {
		return nil
	}
	for _, line := range lines {
		if d.IDNumber == line.Form.IDNumber {
			return forbidden("送交人即第" + itoa(line.Seq) + "行的" + line.Form.Name)
		}
		for _, relative := range line.Form.Relatives() {
			if relative.Name == d.By && (relative.Phone == d.Phone || relative.Phone == "" || d.Phone == "") {
				return forbidden(fmt.Sprintf("送交人登记为第%d行%s的%s", line.Seq, line.Form.Name, relative.Relation))
			}
		}
	}
	return nil
}

// Decision is what the counter decides about one line.
type Decision string

const (
	DecideAccept         Decision = "ACCEPT"
	DecideAcceptWithGaps Decision = "ACCEPT_WITH_GAPS"
	DecideReturn         Decision = "RETURN"
	DecideMissing        Decision = "MISSING"
)

// State is the line state a decision leads to; empty for an unknown decision.
func (d Decision) State() LineState {
	return map[Decision]LineState{DecideAccept: LineAccepted, DecideAcceptWithGaps: LineAcceptedWithGaps,
		DecideReturn: LineReturned, DecideMissing: LineMissing}[d]
}

// CounterCheck is what one line was found to be at the counter (领档清点).
type CounterCheck struct {
	SealIntact     bool // 封条、骑缝章完好
	CoverMatches   bool // 封面姓名、身份证号与名册一致
	HasCatalogue   bool // 有目录并已签字
	NumberingWhole bool // 材料编号连续
	Ecopy          EcopyState
	Counted        RosterCount
	Materials      []string // required materials that are there, by the names of the scheme
	Correction     string   // both sides agree that the roster was wrong; why
	Decision       Decision
	Reason         string      // of a return or a missing dossier
	DueOn          PartialDate // a returned dossier is to come back by then
	Gaps           []Gap
}

// Gap is one required material that is missing, with the enterprise's statement (缺件说明).
type Gap struct {
	ID           string
	BatchID      string
	Seq          int
	Material     string
	Reason       string
	Sealed       bool   // the statement carries the enterprise's seal
	AttachmentID string // scan of the statement
	OpenedOn     PartialDate
	DueOn        PartialDate
	ResolvedOn   PartialDate // zero: open
	Resolution   string
	ResolvedBy   string
}

// CheckCounter applies R12, R13 and R17 to the decision about one line. required are the names of the materials the
// scheme demands; terms are the agreement's; on is the day of the delivery. Violations that only warn come back beside a nil error.
func CheckCounter(l *BatchLine, c *CounterCheck, terms AgreementTerms, required []string, on PartialDate) ([]Violation, error) {
	switch c.Decision {
	case DecideReturn:
		return nil, checkReturn(l, c, on)
	case DecideMissing:
		if c.Reason == "" {
			return nil, errs.New(errs.Unprocessable, "line.reason", "请填写%s的档案未到的原因", l.Form.Name)
		}
		return nil, nil
	case DecideAccept, DecideAcceptWithGaps:
		return checkAcceptance(l, c, terms, required, on)
	}
	return nil, errs.New(errs.Invalid, "line.decision", "不认识的清点结论“%s”", c.Decision)
}

func checkReturn(l *BatchLine, c *CounterCheck, on PartialDate) error {
	if c.Reason == "" || c.DueOn.Day == 0 || !c.DueOn.Valid() || on.After(c.DueOn) {
		return errs.New(errs.Unprocessable, "line.return", "退回%s的档案须填写原因和重新送交的期限（不早于送交之日）", l.Form.Name).
			WithFields(errs.Field{Name: "reason", Message: "请填写退回原因"}, errs.Field{Name: "dueOn", Message: "请填写期限，不早于送交之日"})
	}
	return nil
}

func checkAcceptance(l *BatchLine, c *CounterCheck, terms AgreementTerms, required []string, on PartialDate) ([]Violation, error) {
	for _, item := range []struct {
		right bool
		wrong string
	}{{c.SealIntact, "封条或骑缝章不完好"}, {c.CoverMatches, "封面与名册不一致"}, {c.HasCatalogue, "没有目录或目录未签字"}, {c.NumberingWhole, "材料编号不连续"}} {
		if !item.right {
			return nil, errs.New(errs.Unprocessable, "line.check", "%s的档案%s，不能接收，请退回或更正", l.Form.Name, item.wrong)
		}
	}
	if differs := differences(l.Form.Roster, c.Counted); differs != "" && c.Correction == "" {
		return nil, RuleError(R12, "%s的档案与名册不符（%s），请退回，或经双方确认后更正名册", l.Form.Name, differs)
	}
	if c.Counted.Volumes() < 1 {
		return nil, RuleError(R13, "%s没有纸质档案，须同时移交纸质和电子档案，请退回或登记为未到", l.Form.Name)
	}
	found, err := checkEcopy(l, c, terms, on)
	if err != nil {
		return nil, err
	}
	return found, checkGaps(l, c, required)
}

func differences(roster, counted RosterCount) string {
	var parts []string
	for _, n := range []struct {
		what             string
		roster, received int
	}{{"正本", roster.Originals, counted.Originals}, {"副本", roster.Duplicates, counted.Duplicates},
		{"材料", roster.Materials, counted.Materials}, {"页数", roster.Pages, counted.Pages}} {
		if n.roster != n.received {
			parts = append(parts, fmt.Sprintf("%s名册%d，实收%d", n.what, n.roster, n.received))
		}
	}
	return strings.Join(parts, "；")
}

func checkEcopy(l *BatchLine, c *CounterCheck, terms AgreementTerms, on PartialDate) ([]Violation, error) {
	switch {
	case c.Ecopy == EcopyDelivered || l.EcopyState == EcopyStored:
		return nil, nil
	case c.Ecopy == EcopyLater && on.After(terms.EcopyLaterBy):
		return nil, RuleError(R13, "移交协议约定的电子档案补交期限%s已过，%s须同时移交纸质和电子档案，或先变更协议", terms.EcopyLaterBy, l.Form.Name)
	case c.Ecopy == EcopyLater && !terms.EcopyLaterBy.IsZero():
		return []Violation{{Rule: R13, Level: Warn, Row: l.Seq, Field: "电子档案",
			Message: "电子档案可按协议于" + terms.EcopyLaterBy.String() + "前补交"}}, nil
	case c.Ecopy == EcopyLater:
		return nil, RuleError(R13, "移交协议未约定电子档案可以后补，%s须同时移交纸质和电子档案", l.Form.Name)
	}
	return nil, RuleError(R13, "%s缺少电子档案，须同时移交纸质和电子档案", l.Form.Name)
}

func checkGaps(l *BatchLine, c *CounterCheck, required []string) error {
	present := map[string]bool{}
	for _, material := range c.Materials {
		present[material] = true
	}
	stated := map[string]Gap{}
	for _, gap := range c.Gaps {
		stated[gap.Material] = gap
	}
	for _, material := range required {
		gap, has := stated[material]
		if present[material] {
			continue
		}
		if c.Decision == DecideAccept || !has || gap.Reason == "" || !gap.Sealed {
			return RuleError(R17, "%s缺少%s材料，请补齐或提交注明材料名称和原因并盖章的书面说明", l.Form.Name, material)
		}
	}
	unstated := func(gap Gap) bool { return gap.Material == "" || gap.Reason == "" || !gap.Sealed }
	if c.Decision == DecideAcceptWithGaps && (len(c.Gaps) == 0 || slices.ContainsFunc(c.Gaps, unstated)) {
		return RuleError(R17, "%s按缺件接收，每项缺件须有注明材料名称和原因并盖章的书面说明", l.Form.Name)
	}
	return nil
}

// CheckSignoff applies R12 to the closing of a counter check. tally is of all lines that were listed, expected is how many
// volumes the roster of this round names, and counted those accepted.
func CheckSignoff(tally LineTally, s Signoff) error {
	if open := tally[LineDelivered]; open > 0 {
		return RuleError(R12, "名册%d卷中还有%d卷没有清点结论，不能签收", countedLines(tally), open)
	}
	if s.HandoverBy == "" || s.ReceivedBy == "" || !s.HandoverSealed || !s.ReceivedSealed {
		return RuleError(R12, "名册%d卷，实收%d卷，退回%d卷，未到%d卷；须双方签字并盖章后才能签收", countedLines(tally), tally.InCustody(),
			tally[LineReturned], tally[LineMissing])
	}
	if listed := countedLines(tally); tally.InCustody()+tally[LineReturned]+tally[LineMissing] != listed {
		return RuleError(R12, "名册%d卷，实收%d卷，退回%d卷，数量不符，不能签收", listed, tally.InCustody(), tally[LineReturned])
	}
	return nil
}

// countedLines are the lines a counter check is about: those on the acceptance list.
func countedLines(t LineTally) int { return t.Total() - t[LineRejected] - t[LinePending] }

// SignedState is what a batch becomes when both sides sign.
func SignedState(tally LineTally) BatchState {
	switch {
	case tally.InCustody() == 0:
		return BatchReturned
	case tally[LineReturned]+tally[LineMissing]+tally[LineVerified] > 0:
		return BatchPartlyAccepted
	default:
		return BatchAccepted
	}
}

// LatePolicy says from when on new retirees' dossiers are due, and when.
type LatePolicy struct {
	RetiredFrom PartialDate // retirements from this day on
	Source      string
}

// DefaultLatePolicy is the national one: new retirees are separated from the enterprise at once since the end of 2020 (厅字〔2019〕19号), and
// dossiers are handed over in the month after the formalities.
func DefaultLatePolicy() LatePolicy {
	return LatePolicy{RetiredFrom: Date(2021, 1, 1), Source: "企业退休人员档案移交办理流程；厅字〔2019〕19号"}
}

// DueOn is the last day by which the dossier of a person retired on this date is to be handed over: the end of the month
// after. Zero for retirements before the policy.
func (p LatePolicy) DueOn(retired PartialDate) PartialDate {
	if retired.IsZero() || retired.Month == 0 || retired.Compare(p.RetiredFrom) < 0 {
		return PartialDate{}
	}
	year, month := retired.Year, retired.Month+1
	if month > 12 {
		year, month = year+1, 1
	}
	return lastOfMonth(year, month)
}

// CheckIntake applies R04-R06 to a dossier presented as scans at an office. stands is where its subject stands in a handover;
// nil: nowhere. batch is the one it must belong to; nil: any, or with required false none at all. competent names the office
// of stands. pages are those of the scans.
func CheckIntake(d *Draft, stands *PersonLine, batch *TransferBatch, required bool, office, competent string, pages int) []Violation {
	at := Violation{Row: d.Row, Field: FieldPerson, Level: Block}
	refuse := func(rule RuleID, format string, args ...any) []Violation {
		at.Rule, at.Message = rule, fmt.Sprintf(format, args...)
		return []Violation{at}
	}
	listed := stands != nil && !stands.Line.ListedOn.IsZero()
	switch {
	case !listed && batch == nil && !required:
		return nil
	case !listed, batch != nil && stands.Batch.ID != batch.ID:
		return refuse(R04, "%s不在社保机构出具的接收明细表中，不能接收档案", d.Name)
	case stands.Batch.OfficeCode != office:
		return refuse(R05, "应移交至%s；省级参保企业须先经省社保机构确认并按注册地移交", competent)
	case stands.Batch.State == BatchListIssued:
		return refuse(R06, "移交协议尚未双方签署，不能办理移交（批次%s）", stands.Batch.No)
	case d.Employer != "" && !sameName(d.Employer, stands.Batch.EnterpriseName):
		return refuse(R04, "接收明细表中%s的单位是“%s”，档案所载单位是“%s”，请核对", d.Name, stands.Batch.EnterpriseName, d.Employer)
	}
	if counted := stands.Line.Roster().Pages; counted > 0 && counted != pages {
		at.Rule, at.Level, at.Field = R12, Warn, "页数"
		at.Message = fmt.Sprintf("移交名册登记%d页，电子档案%d页，请核对", counted, pages)
		return []Violation{at}
	}
	return nil
}

// Roster is what the dossier of a line consists of: as counted at the counter, before that as the roster says.
func (l *BatchLine) Roster() RosterCount {
	if l.State.InCustody() {
		return l.Counted
	}
	return l.Form.Roster
}

func sameName(a, b string) bool {
	strip := func(text string) string { return strings.Join(strings.Fields(text), "") }
	return strip(a) == strip(b)
}

// CheckBatchOpen applies R04 and R06 to the announcement of electronic dossiers for a batch.
func CheckBatchOpen(b *TransferBatch) error {
	if b.State == BatchListIssued {
		return RuleError(R06, "移交协议尚未双方签署，不能办理移交（批次%s）", b.No)
	}
	if b.ListNo == "" || b.State == BatchCancelled {
		return RuleError(R04, "批次%s没有社保机构出具的接收明细表，不能接收档案", b.No)
	}
	return nil
}
