package domain

import (
	"errors"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/errs"
)

var handoverDay = Date(2026, 3, 9)

// goodForm is a basic information form that every rule admits.
func goodForm() InfoForm {
	return InfoForm{Name: "尉迟𠮷", IDNumber: "219999195003090015", IDGiven: "219999195003090015", Sex: SexMale, BornOn: Date(1950, 3, 9), RetiredOn: Date(2010, 3, 0),
		InsurancePlace: "210106", Residence: Address{Division: "铁西区", Place: "兴华街1号"}, Employment: RegularStaff, CompanySeal: true, Signed: true,
		Paper: true, Electronic: true, Roster: RosterCount{ArchivalCode: "TX-1", Originals: 1, Materials: 12, Pages: 40, Electronic: true},
		Spouse: Relative{Name: "诸葛梅", Phone: "024-1"}}
}

func goodBatch() TransferBatch {
	return TransferBatch{ID: "b", No: "YJ-210106-2026-0001", EnterpriseID: "e", EnterpriseName: "沈阳第一机床厂", InsuranceDivision: "210106", RegistrationDivision: "210103",
		OfficeCode: "210106", Division: "210106", ListNo: "JS-210106-2026-0001", State: BatchAgreementSigned}
}

func goodAgreement() TransferAgreement {
	return TransferAgreement{ID: "a", No: "XY-1", EnterpriseID: "e", OfficeCode: "210106", State: AgreementEffective, Terms: AgreementTerms{Volumes: 10}}
}

func goodCheck() CounterCheck {
	return CounterCheck{SealIntact: true, CoverMatches: true, HasCatalogue: true, NumberingWhole: true, Ecopy: EcopyDelivered, Counted: goodForm().Roster,
		Materials: []string{"退休审批", "工资"}, Decision: DecideAccept}
}

var requiredMaterials = []string{"退休审批", "工资"}

// TestHandoverRules trips each rule of the handover in every way it can be tripped; a case without a rule must pass.
func TestHandoverRules(t *testing.T) {
	confirmed := &NatureForm{State: NatureConfirmed, AttachmentID: "x"}
	enterprise := Enterprise{Name: "沈阳第一机床厂", NoUSCCReason: "已注销"}
	verify := func(change func(*InfoForm)) error {
		form := goodForm()
		change(&form)
		return CheckVerification(&form, handoverDay)
	}
	party := func(change func(*TransferAgreement)) error {
		batch, agreement := goodBatch(), goodAgreement()
		change(&agreement)
		return CheckParty(&batch, &agreement)
	}
	office := func(change func(*TransferBatch)) error {
		batch := goodBatch()
		change(&batch)
		return CheckOffice(&batch, ArchiveOffice{Code: "210106", Name: "铁西区人事档案管理中心"})
	}
	bearer := func(change func(*Delivery)) error {
		d := Delivery{By: "赵送", IDNumber: "219999198001010011", Channel: ChannelCourier}
		change(&d)
		return CheckBearer(d, []BatchLine{{Seq: 3, Form: goodForm()}})
	}
	counter := func(change func(*CounterCheck, *AgreementTerms)) error {
		line, check, terms := BatchLine{Seq: 3, Form: goodForm()}, goodCheck(), AgreementTerms{}
		change(&check, &terms)
		_, err := CheckCounter(&line, &check, terms, requiredMaterials, handoverDay)
		return err
	}
	signed := Signoff{HandoverBy: "甲", ReceivedBy: "乙", HandoverSealed: true, ReceivedSealed: true}
	agreement := goodAgreement()
	for _, c := range []struct {
		name string
		rule RuleID
		says string
		err  error
	}{
		{"confirmed form", "", "", CheckSubmission(confirmed, enterprise, 1)},
		{"no form", R01, "性质界定表", CheckSubmission(nil, enterprise, 1)},
		{"form not confirmed", R01, "性质界定表", CheckSubmission(&NatureForm{State: NatureSubmitted, AttachmentID: "x"}, enterprise, 1)},
		{"form without its scan", R01, "性质界定表", CheckSubmission(&NatureForm{State: NatureConfirmed}, enterprise, 1)},
		{"code malformed", R11, "18位", CheckSubmission(confirmed, Enterprise{Name: "厂", USCC: "123"}, 1)},
		{"code with a wrong check character", R11, "校验码不符", CheckSubmission(confirmed, Enterprise{Name: "厂", USCC: "91210100MA0000000X"}, 1)},
		{"the same with an explanation", "", "", CheckSubmission(confirmed, Enterprise{Name: "厂", USCC: "91210100MA0000000X", USCCOverride: "证照已核"}, 1)},
		{"neither code nor reason", R11, "没有代码的原因", CheckSubmission(confirmed, Enterprise{Name: "厂"}, 1)},

		{"verified", "", "", verify(func(*InfoForm) {})},
		{"factory-run collective", R02, "厂办大集体", verify(func(f *InfoForm) { f.Employment = FactoryCollective })},
		{"labour dispatch", R02, "劳务派遣", verify(func(f *InfoForm) { f.Employment = LaborDispatch })},
		{"deceased by category", R02, "死亡", verify(func(f *InfoForm) { f.Employment = EmploymentDeceased })},
		{"died before verification", R02, "死亡", verify(func(f *InfoForm) { f.DiedOn = Date(2026, 3, 9) })},
		{"institution staff move along", "", "", verify(func(f *InfoForm) { f.Employment = InstitutionStaff })},
		{"no company seal", R03, "未加盖单位公章", verify(func(f *InfoForm) { f.CompanySeal = false })},
		{"not signed", R03, "未经本人签字", verify(func(f *InfoForm) { f.Signed = false })},
		{"proxy for one who lives here", R03, "不在异地居住", verify(func(f *InfoForm) { f.Signed, f.Proxy, f.ProxyVerified = false, "诸葛梅", true })},
		{"proxy not verified", R03, "未经企业核准", verify(func(f *InfoForm) { f.Signed, f.Proxy, f.OutOfCity = false, "诸葛梅", true })},
		{"proxy for one who lives elsewhere", "", "", verify(func(f *InfoForm) { f.Signed, f.Proxy, f.ProxyVerified, f.OutOfCity = false, "诸葛梅", true, true })},
		{"no paper form", R03, "缺纸质表", verify(func(f *InfoForm) { f.Paper = false })},
		{"no electronic form", R03, "缺电子表", verify(func(f *InfoForm) { f.Electronic = false })},
		{"number with a wrong check character", R08, "校验", verify(func(f *InfoForm) { f.IDNumber = "219999195003090011" })},

		{"competent office", "", "", office(func(*TransferBatch) {})},
		{"another office", R05, "铁西区人事档案管理中心", office(func(b *TransferBatch) { b.OfficeCode = "210103" })},
		{"insured at the province, not confirmed", R05, "省社保机构确认", office(func(b *TransferBatch) { b.InsuranceDivision = "21" })},
		{"insured at the province, confirmed", "", "", office(func(b *TransferBatch) { b.InsuranceDivision, b.Province.No = "21", "省确1" })},

		{"both signed", "", "", party(func(*TransferAgreement) {})},
		{"one side signed", R06, "尚未双方签署", party(func(a *TransferAgreement) { a.State = AgreementEnterprise })},
		{"terminated", R06, "已终止", party(func(a *TransferAgreement) { a.State = AgreementTerminated })},
		{"of another enterprise", R06, "双方", party(func(a *TransferAgreement) { a.EnterpriseID = "other" })},
		{"as many as agreed", "", "", CheckAgreedCount(&agreement, 10)},
		{"more than agreed", R06, "超出约定", CheckAgreedCount(&agreement, 11)},

		{"courier of the unit", "", "", bearer(func(*Delivery) {})},
		{"self-carried", R07, "自带", bearer(func(d *Delivery) { d.Channel = ChannelSelf })},
		{"by post", R07, "机要渠道", bearer(func(d *Delivery) { d.Channel = "POST" })},
		{"by the subject", R07, "尉迟𠮷", bearer(func(d *Delivery) { d.IDNumber = goodForm().IDNumber })},
		{"by the spouse", R07, "配偶", bearer(func(d *Delivery) { d.By, d.Phone = "诸葛梅", "024-1" })},
		{"by one of the spouse's name with another telephone", "", "", bearer(func(d *Delivery) { d.By, d.Phone = "诸葛梅", "024-2" })},
		{"by a declared relative", R07, "申报", bearer(func(d *Delivery) { d.Relation = "子女" })},

		{"whole", "", "", counter(func(*CounterCheck, *AgreementTerms) {})},
		{"a volume short", R12, "正本名册1，实收0", counter(func(c *CounterCheck, _ *AgreementTerms) { c.Counted.Originals = 0 })},
		{"pages differ", R12, "页数名册40，实收39", counter(func(c *CounterCheck, _ *AgreementTerms) { c.Counted.Pages = 39 })},
		{"pages differ and the roster is put right", "", "", counter(func(c *CounterCheck, _ *AgreementTerms) { c.Counted.Pages, c.Correction = 39, "名册笔误" })},
		{"no electronic copy", R13, "缺少电子档案", counter(func(c *CounterCheck, _ *AgreementTerms) { c.Ecopy = EcopyAbsent })},
		{"later, which the agreement does not grant", R13, "未约定", counter(func(c *CounterCheck, _ *AgreementTerms) { c.Ecopy = EcopyLater })},
		{"later, as agreed", "", "", counter(func(c *CounterCheck, a *AgreementTerms) { c.Ecopy, a.EcopyLaterBy = EcopyLater, Date(2026, 12, 31) })},
		{"later, and the day has passed", R13, "2026-03-08", counter(func(c *CounterCheck, a *AgreementTerms) { c.Ecopy, a.EcopyLaterBy = EcopyLater, Date(2026, 3, 8) })},
		{"later, on the last day", "", "", counter(func(c *CounterCheck, a *AgreementTerms) { c.Ecopy, a.EcopyLaterBy = EcopyLater, handoverDay })},
		{"no paper, and the roster is put right", R13, "纸质档案", counter(func(c *CounterCheck, _ *AgreementTerms) {
			c.Counted.Originals, c.Correction = 0, "只有电子档案"
		})},
		{"a gap beside the required materials without a statement", R17, "书面说明", counter(func(c *CounterCheck, _ *AgreementTerms) {
			c.Gaps, c.Decision = []Gap{{Material: "招工登记表"}}, DecideAcceptWithGaps
		})},
		{"required material absent", R17, "缺少工资材料", counter(func(c *CounterCheck, _ *AgreementTerms) { c.Materials = c.Materials[:1] })},
		{"absent and stated, but not accepted with gaps", R17, "缺少工资材料", counter(func(c *CounterCheck, _ *AgreementTerms) {
			c.Materials, c.Gaps = c.Materials[:1], []Gap{{Material: "工资", Reason: "火灾", Sealed: true}}
		})},
		{"statement without a seal", R17, "盖章", counter(func(c *CounterCheck, _ *AgreementTerms) {
			c.Materials, c.Gaps, c.Decision = c.Materials[:1], []Gap{{Material: "工资", Reason: "火灾"}}, DecideAcceptWithGaps
		})},
		{"accepted with a stated gap", "", "", counter(func(c *CounterCheck, _ *AgreementTerms) {
			c.Materials, c.Gaps, c.Decision = c.Materials[:1], []Gap{{Material: "工资", Reason: "火灾", Sealed: true}}, DecideAcceptWithGaps
		})},
		{"with gaps, but none stated", R17, "书面说明", counter(func(c *CounterCheck, _ *AgreementTerms) { c.Decision = DecideAcceptWithGaps })},

		{"all decided and signed", "", "", CheckSignoff(LineTally{LineAccepted: 3, LineReturned: 1, LineRejected: 2}, signed)},
		{"one not decided", R12, "没有清点结论", CheckSignoff(LineTally{LineAccepted: 3, LineDelivered: 1}, signed)},
		{"one side has not signed", R12, "双方签字并盖章", CheckSignoff(LineTally{LineAccepted: 3}, Signoff{HandoverBy: "甲", HandoverSealed: true})},
		{"listed lines that never came", R12, "数量不符", CheckSignoff(LineTally{LineAccepted: 3, LineVerified: 1}, signed)},
	} {
		var refused *errs.Error
		switch {
		case c.rule == "" && c.err != nil:
			t.Errorf("%s: refused: %v", c.name, c.err)
		case c.rule != "" && !errors.As(c.err, &refused):
			t.Errorf("%s: not refused", c.name)
		case c.rule != "" && (refused.Code != RuleByID(c.rule).Code || !strings.Contains(refused.Msg, c.says)):
			t.Errorf("%s: %s %q, want %s with %q", c.name, refused.Code, refused.Msg, RuleByID(c.rule).Code, c.says)
		}
	}
}

func TestCheckIntake(t *testing.T) {
	batch := goodBatch()
	form := goodForm()
	listed := &PersonLine{Batch: batch, Line: BatchLine{State: LineVerified, ListedOn: handoverDay, Form: form}}
	unlisted := &PersonLine{Batch: batch, Line: BatchLine{State: LinePending, Form: form}}
	unsigned := *listed
	unsigned.Batch.State = BatchListIssued
	other := batch
	other.ID = "other"
	for _, c := range []struct {
		name     string
		stands   *PersonLine
		batch    *TransferBatch
		required bool
		office   string
		employer string
		pages    int
		want     string
	}{
		{"holdings from before", nil, nil, false, "210106", "", 40, ""},
		{"on the list", listed, &batch, true, "210106", "沈阳第一机床厂", 40, ""},
		{"on the list, batch not named", listed, nil, false, "210106", "", 40, ""},
		{"on no list", nil, &batch, false, "210106", "", 40, "R04 BLOCK"},
		{"on no list where all must be", nil, nil, true, "210106", "", 40, "R04 BLOCK"},
		{"declared, not listed", unlisted, &batch, false, "210106", "", 40, "R04 BLOCK"},
		{"on the list of another batch", listed, &other, false, "210106", "", 40, "R04 BLOCK"},
		{"of another enterprise", listed, nil, false, "210106", "沈阳冶炼厂", 40, "R04 BLOCK"},
		{"at another office", listed, nil, false, "210103", "", 40, "R05 BLOCK"},
		{"before the agreement", &unsigned, nil, false, "210106", "", 40, "R06 BLOCK"},
		{"pages differ from the roster", listed, nil, false, "210106", "", 41, "R12 WARN"},
	} {
		draft := &Draft{Row: 5, Name: form.Name, IDNumber: form.IDNumber, Employer: c.employer}
		var got []string
		for _, v := range CheckIntake(draft, c.stands, c.batch, c.required, c.office, "铁西区人事档案管理中心", c.pages) {
			got = append(got, string(v.Rule)+" "+string(v.Level))
			if v.Row != 5 {
				t.Errorf("%s: names row %d", c.name, v.Row)
			}
		}
		if strings.Join(got, ",") != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
}

func TestCheckInfoForm(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*InfoForm)
		want   string
	}{
		{"good", func(*InfoForm) {}, ""},
		{"no number", func(f *InfoForm) { f.IDNumber = "" }, "R08 BLOCK 身份证号码"},
		{"number kept as a number", func(f *InfoForm) { f.IDGiven = "2.10106E+17" }, "R08 BLOCK 身份证号码"},
		{"born on another month", func(f *InfoForm) { f.BornOn = Date(1950, 4, 0) }, "R09 WARN 出生日期"},
		{"another sex", func(f *InfoForm) { f.Sex = SexFemale }, "R09 WARN 性别"},
		{"no insurance place", func(f *InfoForm) { f.InsurancePlace = "" }, "R14 BLOCK 参保地"},
		{"no volumes", func(f *InfoForm) { f.Roster.Originals = 0 }, "R14 BLOCK 档案卷数"},
		{"retires in the future", func(f *InfoForm) { f.RetiredOn = Date(2027, 1, 0) }, "R14 BLOCK 退休年月"},
		{"began after retiring", func(f *InfoForm) { f.WorkedFrom = Date(2011, 0, 0) }, "R14 BLOCK 参加工作时间"},
		{"excluded", func(f *InfoForm) { f.Employment = LaborDispatch }, "R02 WARN 人员类别"},
		{"unsigned", func(f *InfoForm) { f.Signed = false }, "R03 WARN 签章"},
	} {
		form := goodForm()
		c.change(&form)
		var got []string
		for _, v := range CheckInfoForm(7, &form, handoverDay) {
			got = append(got, string(v.Rule)+" "+string(v.Level)+" "+v.Field)
		}
		if strings.Join(got, ",") != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
}

func TestLatePolicyDueOn(t *testing.T) {
	policy := DefaultLatePolicy()
	for _, c := range []struct{ retired, want PartialDate }{
		{Date(2025, 12, 15), Date(2026, 1, 31)}, {Date(2024, 1, 0), Date(2024, 2, 29)}, {Date(2020, 12, 31), PartialDate{}},
		{Date(2025, 0, 0), PartialDate{}}, {PartialDate{}, PartialDate{}},
	} {
		if got := policy.DueOn(c.retired); got != c.want {
			t.Errorf("retired %s: due %s, want %s", c.retired, got, c.want)
		}
	}
}

func TestSignedState(t *testing.T) {
	for _, c := range []struct {
		tally LineTally
		want  BatchState
	}{
		{LineTally{LineAccepted: 2, LineAcceptedWithGaps: 1, LineRejected: 1}, BatchAccepted},
		{LineTally{LineAccepted: 2, LineReturned: 1}, BatchPartlyAccepted},
		{LineTally{LineAccepted: 2, LineMissing: 1}, BatchPartlyAccepted},
		{LineTally{LineReturned: 2, LineMissing: 1}, BatchReturned},
	} {
		if got := SignedState(c.tally); got != c.want {
			t.Errorf("%v: %s, want %s", c.tally, got, c.want)
		}
	}
}
