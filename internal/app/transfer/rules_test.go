package transfer

import (
	"testing"

	"github.com/danganku/danganku/internal/domain"
)

// Each rule is tripped through the desk, and then kept; R04 is applied where electronic dossiers are taken in.
func TestRules(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		for _, c := range []struct {
			rule domain.RuleID
			test func(t *testing.T, w *world, code string)
		}{
			{domain.R01, natureFormFirst}, {domain.R02, excludedPersons}, {domain.R03, unsignedForms}, {domain.R05, wrongOffice},
			{domain.R05, provinceFirst}, {domain.R05, noOfficeThere}, {domain.R06, noAgreementNoDelivery}, {domain.R06, moreThanAgreed},
			{domain.R07, selfCarried}, {domain.R08, wrongNumber}, {domain.R09, numberAndBirthDiffer}, {domain.R10, dossierThereAlready},
			{domain.R11, noCodeNoReason}, {domain.R12, countsDiffer}, {domain.R12, undecidedLines}, {domain.R13, noElectronicCopy},
			{domain.R17, requiredMaterialMissing},
		} {
			t.Run(string(c.rule), func(t *testing.T) {
				inner := *w
				inner.t = t
				c.test(t, &inner, domain.RuleByID(c.rule).Code)
				w.made = inner.made
			})
		}
	})
}

func natureFormFirst(t *testing.T, w *world, code string) {
	e := w.enterprise()
	b := w.draft(e, w.form(e))
	_, err := w.Submit(t.Context(), w.agency, b.ID, b.Version)
	refused(t, err, code, "企业性质界定表")
	w.sealed(e)
	if b, err = w.Submit(t.Context(), w.agency, b.ID, b.Version); err != nil || b.State != domain.BatchSubmitted || b.NatureFormID == "" {
		t.Errorf("with a confirmed form: %v %+v", err, b)
	}
}

func excludedPersons(t *testing.T, w *world, code string) {
	e := w.enterprise()
	b := w.verifying(e, w.form(e), w.form(e, func(f *domain.InfoForm) { f.Employment = domain.LaborDispatch }),
		w.form(e, func(f *domain.InfoForm) { f.DiedOn = domain.Date(2025, 1, 2) }))
	all := []LineVerdict{{1, 1, true, ""}, {2, 1, true, ""}, {3, 1, true, ""}}
	_, err := w.VerifyLines(t.Context(), w.agency, b.ID, all)
	refused(t, err, code, "共2行", "lines[1]", "劳务派遣", "lines[2]", "死亡")
	if tally := must(w.Store.Batches().Tally(t.Context(), b.ID)); tally[domain.LinePending] != 3 {
		t.Errorf("a refused verification left %v", tally)
	}
	lines := must(w.VerifyLines(t.Context(), w.agency, b.ID, []LineVerdict{{1, 1, true, ""}, {2, 1, false, ""}, {3, 1, false, ""}}))
	if lines[1].Reason != "劳务派遣" || lines[2].Reason != "死亡" || lines[1].State != domain.LineRejected {
		t.Errorf("rejected as %q and %q", lines[1].Reason, lines[2].Reason)
	}
	_, err = w.VerifyLines(t.Context(), w.agency, b.ID, []LineVerdict{{1, 2, false, " "}})
	refused(t, err, "line.reason", "原因")
}

func unsignedForms(t *testing.T, w *world, code string) {
	e := w.enterprise()
	proxy := func(f *domain.InfoForm) { f.Signed, f.Proxy = false, "张小明" }
	b := w.verifying(e, w.form(e, proxy), w.form(e, proxy, func(f *domain.InfoForm) { f.OutOfCity, f.ProxyVerified = true, true }),
		w.form(e, func(f *domain.InfoForm) { f.CompanySeal = false }))
	_, err := w.VerifyLines(t.Context(), w.agency, b.ID, []LineVerdict{{1, 1, true, ""}, {2, 1, true, ""}, {3, 1, true, ""}})
	refused(t, err, code, "lines[0]", "代签", "lines[2]", "未加盖单位公章")
	l := must(w.Line(t.Context(), w.agency, b.ID, 3)).Line
	l.Form.CompanySeal = true
	elsewhere := l.Form
	elsewhere.InsurancePlace = huanggu
	_, err = w.EditLine(t.Context(), w.agency, b.ID, 3, l.Version, elsewhere)
	refused(t, err, domain.RuleByID(domain.R05).Code, huanggu)
	must(w.EditLine(t.Context(), w.agency, b.ID, 3, l.Version, l.Form))
	_, err = w.EditLine(t.Context(), w.agency, b.ID, 3, l.Version, l.Form)
	refused(t, err, "line.stale")
	_, err = w.VerifyLines(t.Context(), w.agency, b.ID, []LineVerdict{{3, l.Version, true, ""}})
	refused(t, err, "line.stale", "lines[0]")
	lines := must(w.VerifyLines(t.Context(), w.agency, b.ID, []LineVerdict{{2, 1, true, ""}, {3, 2, true, ""}}))
	if lines[0].Route != "2101" || lines[1].Route != "210106001002" {
		t.Errorf("routed to %q and %q", lines[0].Route, lines[1].Route)
	}
}

func wrongOffice(t *testing.T, w *world, code string) {
	e := w.enterprise()
	w.sealed(e)
	b := w.draft(e, w.form(e), w.form(e, func(f *domain.InfoForm) { f.InsurancePlace = huanggu }))
	_, err := w.Submit(t.Context(), w.agency, b.ID, b.Version)
	refused(t, err, code, "lines[2]", "第2行", huanggu)
	l := must(w.Line(t.Context(), w.agency, b.ID, 2)).Line
	l.Form.InsurancePlace = tiexi
	must(w.EditLine(t.Context(), w.agency, b.ID, 2, l.Version, l.Form))
	must(w.Submit(t.Context(), w.agency, b.ID, b.Version))
}

func provinceFirst(t *testing.T, w *world, code string) {
	ctx := t.Context()
	e := w.enterprise(func(e *domain.Enterprise) { e.InsuranceDivision = "21" })
	w.sealed(e)
	b := w.draft(e, w.form(e))
	if b.OfficeCode != tiexi {
		t.Errorf("goes to %s, not to the place of registration", b.OfficeCode)
	}
	b = must(w.Submit(ctx, w.agency, b.ID, b.Version))
	_, err := w.StartVerifying(ctx, w.agency, b.ID, b.Version, "D-1")
	refused(t, err, code, "省社保机构确认")
	_, err = w.ConfirmProvince(ctx, w.agency, b.ID, b.Version, w.paper())
	refused(t, err, "access.forbidden")
	b = must(w.ConfirmProvince(ctx, w.province, b.ID, b.Version, w.paper()))
	_, err = w.StartVerifying(ctx, w.agency, b.ID, b.Version, "")
	refused(t, err, "batch.unit_record", "先建立单位信息")
	must(w.StartVerifying(ctx, w.agency, b.ID, b.Version, "误填"+number(5).Full())) // must not get into the trail

	own := w.enterprise()
	w.sealed(own)
	b = w.draft(own, w.form(own))
	b = must(w.Submit(ctx, w.agency, b.ID, b.Version))
	_, err = w.ConfirmProvince(ctx, w.province, b.ID, b.Version, w.paper())
	refused(t, err, code, "不是省级参保")
}

func noOfficeThere(t *testing.T, w *world, code string) {
	e := w.enterprise(func(e *domain.Enterprise) { e.InsuranceDivision = "210199" })
	_, err := w.CreateBatch(t.Context(), w.handler(e), BatchRequest{EnterpriseID: e.ID})
	refused(t, err, code, "210199", "尚未登记档案管理部门")
	check(t, w.Store.Places().SaveOffice(t.Context(), domain.ArchiveOffice{Code: "210199-1", Name: "经开区档案室", Division: "210199"}))
	if b := must(w.CreateBatch(t.Context(), w.handler(e), BatchRequest{EnterpriseID: e.ID})); b.OfficeCode != "210199-1" || b.No != "YJ-210199-1-2026-0001" {
		t.Errorf("office %s, number %s", b.OfficeCode, b.No)
	}
}

func noAgreementNoDelivery(t *testing.T, w *world, code string) {
	ctx := t.Context()
	e, other := w.enterprise(), w.enterprise()
	b := w.listed(e, w.form(e))
	drafted := must(w.SaveAgreement(ctx, w.archivist, AgreementRequest{EnterpriseID: e.ID, OfficeCode: tiexi, Terms: terms(1)}))
	_, err := w.JoinAgreement(ctx, w.clerk, b.ID, b.Version, drafted.ID)
	refused(t, err, code, "尚未双方签署")
	_, err = w.JoinAgreement(ctx, w.clerk, b.ID, b.Version, w.agreed(other, 1).ID)
	refused(t, err, code, "双方与批次", "不符")
	a := w.agreed(e, 1)
	b = must(w.JoinAgreement(ctx, w.clerk, b.ID, b.Version, a.ID))
	must(w.MoveAgreement(ctx, w.archivist, a.ID, a.Version, domain.AgreementTerminated, "企业破产"))
	_, err = w.Deliver(ctx, w.clerk, b.ID, b.Version, w.courier())
	refused(t, err, code, "已终止")
}

func moreThanAgreed(t *testing.T, w *world, code string) {
	ctx := t.Context()
	e := w.enterprise()
	b := w.listed(e, w.form(e), w.form(e))
	a := w.agreed(e, 1)
	b = must(w.JoinAgreement(ctx, w.clerk, b.ID, b.Version, a.ID))
	_, err := w.Deliver(ctx, w.clerk, b.ID, b.Version, w.courier())
	refused(t, err, code, "约定1卷", "累计2卷")
	if got := must(w.Store.Batches().Get(ctx, b.ID)); got.State != domain.BatchAgreementSigned || got.Round != 0 {
		t.Errorf("a refused delivery left %s, round %d", got.State, got.Round)
	}
	part := w.courier()
	part.Lines = []int{2}
	b = must(w.Deliver(ctx, w.clerk, b.ID, b.Version, part))
	b = must(w.StartCheck(ctx, w.clerk, b.ID, b.Version))
	_, err = w.decide(b.ID, 2, func(c *domain.CounterCheck) { c.Counted.Duplicates, c.Correction = 1, "另有副本一卷" })
	refused(t, err, code, "累计2卷")
}

func selfCarried(t *testing.T, w *world, code string) {
	ctx := t.Context()
	e := w.enterprise()
	f := w.form(e)
	b := w.listed(e, w.form(e), f)
	b = must(w.JoinAgreement(ctx, w.clerk, b.ID, b.Version, w.agreed(e, 2).ID))
	for says, change := range map[string]func(*domain.Delivery){
		"本人或亲属自带":    func(d *domain.Delivery) { d.Channel = domain.ChannelSelf },
		"申报为名册人员的女儿": func(d *domain.Delivery) { d.Relation = "女儿" },
		"第2行":        func(d *domain.Delivery) { d.IDNumber = f.IDNumber },
		"配偶":         func(d *domain.Delivery) { d.By, d.Phone = "王芳", "" },
	} {
		d := w.courier()
		change(&d)
		_, err := w.Deliver(ctx, w.clerk, b.ID, b.Version, d)
		refused(t, err, code, says)
	}
	must(w.Deliver(ctx, w.clerk, b.ID, b.Version, domain.Delivery{By: "机要局", Channel: domain.ChannelConfidentialMail}))
}

func wrongNumber(t *testing.T, w *world, code string) {
	e := w.enterprise()
	w.sealed(e)
	wrong := w.form(e)
	last := wrong.IDNumber[17]
	wrong.IDNumber = wrong.IDNumber[:17] + domain.IDNumber([]byte{'0' + (last-'0'+1)%10})
	b := w.draft(e, wrong)
	_, err := w.Submit(t.Context(), w.agency, b.ID, b.Version)
	refused(t, err, code, "lines[1]", "第18位校验码")
	_, err = w.EditLine(t.Context(), w.agency, b.ID, 1, 1, wrong)
	refused(t, err, code, "身份证号")
	must(w.EditLine(t.Context(), w.agency, b.ID, 1, 1, w.form(e)))
	must(w.Submit(t.Context(), w.agency, b.ID, b.Version))
}

func numberAndBirthDiffer(t *testing.T, w *world, _ string) {
	e := w.enterprise()
	r := w.inspected(w.agency, w.form(e, func(f *domain.InfoForm) { f.BornOn = domain.Date(1939, 5, 0) }), w.form(e))
	if r.Accepted != 2 || r.Warnings != 1 || r.Violations[0].Rule != domain.R09 || r.Violations[0].Row == 0 {
		t.Errorf("accepted %d, %d warnings: %v", r.Accepted, r.Warnings, r.Violations)
	}
}

func dossierThereAlready(t *testing.T, w *world, code string) {
	e := w.enterprise()
	w.sealed(e)
	f := w.form(e)
	w.dossier(f)
	b := w.draft(e, w.form(e), f)
	_, err := w.Submit(t.Context(), w.agency, b.ID, b.Version)
	refused(t, err, code, "lines[2]", "皇姑区人事档案管理中心", f.Roster.ArchivalCode)
	check(t, w.RemoveLine(t.Context(), w.agency, b.ID, 2))
	must(w.Submit(t.Context(), w.agency, b.ID, b.Version))
}

func noCodeNoReason(t *testing.T, w *world, code string) {
	e := w.enterprise(func(e *domain.Enterprise) { e.USCC = "" })
	w.sealed(e)
	b := w.draft(e, w.form(e))
	_, err := w.Submit(t.Context(), w.agency, b.ID, b.Version)
	refused(t, err, code, e.Name, "统一社会信用代码")
	e = must(w.Store.Enterprises().Get(t.Context(), e.ID))
	e.NoUSCCReason = "1998年注销"
	check(t, w.Store.Enterprises().Update(t.Context(), &e))
	must(w.Submit(t.Context(), w.agency, b.ID, b.Version))
}

func countsDiffer(t *testing.T, w *world, code string) {
	e := w.enterprise()
	b := w.checking(e, asAgreed, w.form(e))
	fewer := func(c *domain.CounterCheck) { c.Counted.Pages-- }
	_, err := w.decide(b.ID, 1, fewer)
	refused(t, err, code, "页数名册60，实收59")
	outcome := must(w.decide(b.ID, 1, fewer, func(c *domain.CounterCheck) { c.Correction = "名册笔误，双方确认" }))
	if got := outcome.Line.Form.Roster; got.Pages != 59 || got.ArchivalCode == "" {
		t.Errorf("the roster says %+v", got)
	}
}

func undecidedLines(t *testing.T, w *world, code string) {
	ctx := t.Context()
	e := w.enterprise()
	b := w.checking(e, asAgreed, w.form(e), w.form(e))
	must(w.decide(b.ID, 1))
	_, err := w.SignCheck(ctx, w.clerk, b.ID, b.Version, w.bothSides())
	refused(t, err, code, "还有1卷没有清点结论")
	must(w.decide(b.ID, 2))
	unsealed := w.bothSides()
	unsealed.HandoverSealed = false
	_, err = w.SignCheck(ctx, w.clerk, b.ID, b.Version, unsealed)
	refused(t, err, code, "双方签字并盖章")
	must(w.SignCheck(ctx, w.clerk, b.ID, b.Version, w.bothSides()))
}

func noElectronicCopy(t *testing.T, w *world, code string) {
	later := func(c *domain.CounterCheck) { c.Ecopy = domain.EcopyLater }
	e := w.enterprise()
	b := w.checking(e, asAgreed, w.form(e))
	_, err := w.decide(b.ID, 1, func(c *domain.CounterCheck) { c.Ecopy = domain.EcopyAbsent })
	refused(t, err, code, "缺少电子档案")
	_, err = w.decide(b.ID, 1, later)
	refused(t, err, code, "未约定")
	must(w.decide(b.ID, 1))

	granted := w.enterprise()
	by := domain.Date(2026, 6, 30)
	b = w.checking(granted, func(terms *domain.AgreementTerms) { terms.EcopyLaterBy = by }, w.form(granted))
	outcome := must(w.decide(b.ID, 1, later))
	if len(outcome.Warnings) != 1 || outcome.Warnings[0].Rule != domain.R13 || outcome.Line.EcopyDue != by {
		t.Errorf("granted for later: %+v", outcome)
	}
}

func requiredMaterialMissing(t *testing.T, w *world, code string) {
	e := w.enterprise()
	b := w.checking(e, asAgreed, w.form(e))
	required := w.RequiredMaterials()
	gap := domain.Gap{Material: required[0], Reason: "原单位失火", Sealed: true}
	lacking := func(gaps ...domain.Gap) func(*domain.CounterCheck) {
		return func(c *domain.CounterCheck) {
			c.Materials, c.Gaps, c.Decision = required[1:], gaps, domain.DecideAcceptWithGaps
		}
	}
	_, err := w.decide(b.ID, 1, lacking())
	refused(t, err, code, "缺少"+required[0])
	unsealed := gap
	unsealed.Sealed = false
	_, err = w.decide(b.ID, 1, lacking(unsealed))
	refused(t, err, code, "盖章的书面说明")
	_, err = w.decide(b.ID, 1, lacking(gap), func(c *domain.CounterCheck) { c.Decision = domain.DecideAccept })
	refused(t, err, code, required[0])
	outcome := must(w.decide(b.ID, 1, lacking(gap)))
	gaps := must(w.Store.Gaps().OfBatch(t.Context(), b.ID))
	if outcome.Line.State != domain.LineAcceptedWithGaps || len(gaps) != 1 || gaps[0].DueOn != domain.Date(2026, 4, 1) {
		t.Errorf("accepted as %s with %+v", outcome.Line.State, gaps)
	}
}
