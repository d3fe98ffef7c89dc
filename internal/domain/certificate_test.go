package domain

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/errs"
)

func shippedKinds(t *testing.T) CertificateKinds {
	t.Helper()
	kinds, err := ShippedCertificateKinds()
	if err != nil {
		t.Fatal(err)
	}
	return kinds
}

// askedFor is a request for a kind, in order: the capacity asks with all its papers.
func askedFor(t *testing.T, kind CertificateKind, capacity Capacity) Certificate {
	t.Helper()
	c := Certificate{Matter: Matter{IDNumber: goodForm().IDNumber, Steps: []ApprovalStep{{Role: "approver", By: "approver"}}}, Kind: kind.Code,
		Requester: Requester{Name: "赵公", IDNumber: checked("21999919800309001"), Capacity: capacity}}
	switch {
	case capacity == CapacitySelf:
		c.Requester.IDNumber = c.IDNumber
	case capacity == CapacityKin:
		c.Requester.Relation = "女儿"
	case capacity.Official():
		c.Requester.Unit = "某单位"
	}
	entitled, _ := kind.Entitles(capacity)
	for _, need := range entitled.Evidence {
		c.Evidence = append(c.Evidence, Evidence{Kind: need, Verified: true})
	}
	return c
}

func checked(digits string) IDNumber { return IDNumber(digits + string(IDCheckCharacter(digits))) }

// refusedBy reports how a refusal differs from the one expected; an empty rule expects none.
func refusedBy(err error, rule RuleID, says string) string {
	var refused *errs.Error
	switch {
	case rule == "" && err != nil:
		return "refused: " + err.Error()
	case rule != "" && !errors.As(err, &refused):
		return "not refused"
	case rule != "" && (refused.Code != RuleByID(rule).Code || !strings.Contains(refused.Msg, says)):
		return refused.Code + " " + refused.Msg + ", want " + RuleByID(rule).Code + " with " + says
	}
	return ""
}

func TestCertificateRules(t *testing.T) {
	policies, err := ShippedUsePolicies()
	if err != nil {
		t.Fatal(err)
	}
	policy, _ := policies.Of(MatterCertificate, "210106", CategoryWorker, handoverDay)
	kinds := shippedKinds(t)
	ask := func(code CertificateCode, capacity Capacity, change func(*Certificate)) error {
		kind, _ := kinds.Of(code)
		c := askedFor(t, kind, capacity)
		change(&c)
		return CheckEntitled(&c, kind, policy, handoverDay)
	}
	narrow := policy
	narrow.CertificateKinds = []string{"HOUSING_PURCHASE"}
	labor, _ := kinds.Of("LABOR_PERSONNEL")
	own := askedFor(t, labor, CapacitySelf)
	same := func(*Certificate) {}
	without := func(kind EvidenceKind) func(*Certificate) {
		return func(c *Certificate) {
			c.Evidence = slices.DeleteFunc(c.Evidence, func(e Evidence) bool { return e.Kind == kind })
		}
	}
	cites := []Citation{{MaterialID: "m1"}}
	says := func(statements ...Statement) error { return CheckStatements(&Certificate{Statements: statements}) }
	for _, c := range []struct {
		name string
		rule RuleID
		says string
		err  error
	}{
		{"oneself", "", "", ask("LABOR_PERSONNEL", CapacitySelf, same)},
		{"the child asks for party admission", R30, "近亲属不能申请", ask("CHILD_PARTY_ADMISSION", CapacityKin, func(c *Certificate) { c.Requester.Relation = "子女" })},
		{"the parent asks for it", R30, "本人不能申请", ask("CHILD_PARTY_ADMISSION", CapacitySelf, same)},
		{"the party organisation", "", "", ask("CHILD_PARTY_ADMISSION", CapacityParty, same)},
		{"it sends one person", R30, "第二名经办人", ask("CHILD_PARTY_ADMISSION", CapacityParty, without("SECOND_VISITOR"))},
		{"it does not say who it is", R30, "单位名称", ask("CHILD_PARTY_ADMISSION", CapacityParty, func(c *Certificate) { c.Requester.Unit = "" })},
		{"a notary asks about labour", R30, "公证机构不能申请", ask("LABOR_PERSONNEL", CapacityNotary, same)},
		{"nobody", R30, "申请人", ask("LABOR_PERSONNEL", CapacitySelf, func(c *Certificate) { c.Requester.Name = "" })},
		{"a wrong number", R30, "身份证号不正确", ask("LABOR_PERSONNEL", CapacitySelf, func(c *Certificate) { c.Requester.IDNumber = "21999919800309" })},
		{"somebody else as oneself", R30, "不符", ask("LABOR_PERSONNEL", CapacitySelf, func(c *Certificate) { c.Requester.IDNumber = checked("21999919800309001") })},
		{"oneself as a proxy", R30, "不符", ask("LABOR_PERSONNEL", CapacityProxy, func(c *Certificate) { c.Requester.IDNumber = c.IDNumber })},
		{"a proxy", "", "", ask("LABOR_PERSONNEL", CapacityProxy, same)},
		{"a proxy without letter", R30, "授权委托书", ask("LABOR_PERSONNEL", CapacityProxy, without("PROXY_LETTER"))},
		{"a proxy without the principal's card", R30, "委托人身份证", ask("LABOR_PERSONNEL", CapacityProxy, without("PRINCIPAL_ID"))},
		{"a paper that was not verified", R30, "居民身份证", ask("LABOR_PERSONNEL", CapacitySelf, func(c *Certificate) { c.Evidence[0].Verified = false })},
		{"an heir", "", "", ask("ESTATE_NOTARIZATION", CapacityKin, same)},
		{"an heir of somebody who lives", R30, "死亡证明", ask("ESTATE_NOTARIZATION", CapacityKin, without("DEATH_CERTIFICATE"))},
		{"an heir without kinship", R30, "亲属关系", ask("ESTATE_NOTARIZATION", CapacityKin, func(c *Certificate) { c.Requester.Relation = "" })},
		{"a kind the office does not issue", R30, "不受理", CheckEntitled(&own, labor, narrow, handoverDay)},
		{"said with its source", "", "", says(Statement{"1970年参加工作", cites})},
		{"nothing said", R30, "没有内容", says()},
		{"an empty sentence", R30, "第2条", says(Statement{"1970年参加工作", cites}, Statement{" ", cites})},
		{"a sentence without source", R30, "第1条", says(Statement{"1970年参加工作", nil})},
		{"issued by somebody else", "", "", CheckIssue(&own, "clerk", OnLoan)},
		{"issued by who approved", R30, "审核人", CheckIssue(&own, "approver", InStorage)},
		{"issued after the dossier left", R30, "已转出", CheckIssue(&own, "clerk", TransferredOut)},
		{"held though read", "", "", CheckHeld(InReadingRoom)},
		{"not here yet", R30, "待接收", CheckHeld(Expected)},
		{"instead of a void one", "", "", CheckReplaces(&Certificate{State: CertificateVoided})},
		{"instead of one that stands", R30, "尚未作废", CheckReplaces(&Certificate{State: CertificateIssued, CertificateNo: "ZM-1"})},
		{"instead of one replaced already", R30, "ZM-2", CheckReplaces(&Certificate{State: CertificateVoided, ReplacedBy: "ZM-2"})},
	} {
		if problem := refusedBy(c.err, c.rule, c.says); problem != "" {
			t.Errorf("%s: %s", c.name, problem)
		}
	}
}

// TestEachKindEntitlesWhomTheRulesName: the six kinds of article 9(3), each asked for in every capacity.
func TestEachKindEntitlesWhomTheRulesName(t *testing.T) {
	want := map[CertificateCode][]Capacity{
		"LABOR_PERSONNEL":            {CapacitySelf, CapacityProxy, CapacityAuthority},
		"HOUSING_PURCHASE":           {CapacitySelf, CapacityProxy, CapacityKin, CapacityAuthority},
		"CHILD_PARTY_ADMISSION":      {CapacityParty},
		"RELOCATION_HUKOU":           {CapacitySelf, CapacityProxy, CapacityAuthority},
		"HOUSE_TRANSFER_INHERITANCE": {CapacitySelf, CapacityProxy, CapacityKin},
		"ESTATE_NOTARIZATION":        {CapacityKin, CapacityNotary},
	}
	capacities := []Capacity{CapacitySelf, CapacityProxy, CapacityKin, CapacityParty, CapacityNotary, CapacityAuthority}
	have := map[CertificateCode][]Capacity{}
	for _, kind := range shippedKinds(t) {
		policy := UsePolicy{CertificateTerms: CertificateTerms{CertificateKinds: []string{string(kind.Code)}}}
		for _, capacity := range capacities {
			c := askedFor(t, kind, capacity)
			if CheckEntitled(&c, kind, policy, handoverDay) == nil {
				have[kind.Code] = append(have[kind.Code], capacity)
			}
		}
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("who may ask (-want +have):\n%s", diff)
	}
}

func TestCertificatesLast(t *testing.T) {
	kinds := shippedKinds(t)
	issued := Certificate{State: CertificateReviewed}
	for code, until := range map[CertificateCode]PartialDate{"LABOR_PERSONNEL": {}, "HOUSING_PURCHASE": Date(2026, 6, 7)} {
		kind, _ := kinds.Of(code)
		issued.Issue(kind, "ZM-1", "code", "clerk", "经办", handoverDay.midnight())
		if issued.ValidUntil != until || issued.IssuedOn != handoverDay {
			t.Errorf("%s issued on %s until %s, want %s", code, issued.IssuedOn, issued.ValidUntil, until)
		}
		proof := issued.Proof()
		for day, want := range map[PartialDate]ProofState{handoverDay: ProofValid, Date(2026, 6, 7): ProofValid, Date(2026, 6, 8): ProofExpired} {
			if until.IsZero() {
				want = ProofValid
			}
			if have := proof.State(day); have != want {
				t.Errorf("%s on %s: %s, want %s", code, day, have, want)
			}
			if refused := CheckCollect(&issued, day) != nil; refused != (want == ProofExpired) {
				t.Errorf("%s handed out on %s: refused %t", code, day, refused)
			}
		}
	}
}

func TestWordsAroundStatements(t *testing.T) {
	kind := CertificateKind{Opening: "经查阅{name}（{sex}，{born}出生）的档案：", Closing: "{name}，特此证明。"}
	for _, c := range []struct {
		subject Retiree
		want    string
	}{
		{Retiree{Name: "王明", Sex: SexMale, BornOn: Date(1950, 3, 9)}, "经查阅王明（男，1950年3月9日出生）的档案："},
		{Retiree{Name: "𠮷田", Sex: SexFemale, BornOn: PartialDate{Year: 1950, Month: 3}}, "经查阅𠮷田（女，1950年3月出生）的档案："},
		{Retiree{Name: "王明"}, "经查阅王明（性别不详，出生日期不详）的档案："},
	} {
		opening, closing := kind.Words(&Dossier{Retiree: c.subject})
		if opening != c.want || closing != c.subject.Name+"，特此证明。" {
			t.Errorf("%q, %q, want %q", opening, closing, c.want)
		}
	}
}

func TestProposedCitations(t *testing.T) {
	kind := CertificateKind{Classes: map[SchemeCode][]string{SchemeRetiree4: {"1"}}, Matches: []string{"退休"}}
	d := Dossier{Scheme: SchemeRetiree4, Materials: []Material{{ID: "a", Class: "1", ItemNo: 1}, {ID: "b", Class: "2", ItemNo: 1, Title: "职工退休审批表"},
		{ID: "c", Class: "3", ItemNo: 1, Title: "入党志愿书"}, {ID: "d", Class: "1-1", ItemNo: 1}, {ID: "e", Class: "10", ItemNo: 1}}}
	var proposed []string
	for _, citation := range kind.Proposals(&d) {
		proposed = append(proposed, citation.MaterialID)
	}
	if diff := cmp.Diff([]string{"a", "b", "d"}, proposed); diff != "" {
		t.Errorf("proposed (-want +have):\n%s", diff)
	}
}

// TestMalformedKindsAreNamed: an installation that brings kinds of its own is told which of them is wrong, and what with it.
func TestMalformedKindsAreNamed(t *testing.T) {
	good := `{"Code":"A","Title":"证明","Opening":"甲","Closing":"乙","Entitled":[{"Capacity":"SELF","Evidence":["ID_CARD"]}]}`
	if kinds, err := ReadCertificateKinds(strings.NewReader("[" + good + "]")); err != nil || len(kinds) != 1 {
		t.Fatalf("a good kind: %v", err)
	}
	for name, c := range map[string]struct{ old, new, says string }{
		"no JSON":             {`{"Code"`, `{"Code`, "read kinds of certificates"},
		"unknown field":       {`"Title"`, `"Heading"`, "Heading"},
		"no code":             {`"A"`, `""`, "entry 2 (): lacks a code"},
		"no title":            {`"证明"`, `""`, "entry 2 (A): lacks a title"},
		"no opening":          {`"甲"`, `""`, "entry 2 (A): lacks an opening"},
		"nobody entitled":     {`[{"Capacity":"SELF","Evidence":["ID_CARD"]}]`, `[]`, "entry 2 (A): entitles nobody"},
		"unknown capacity":    {`"SELF"`, `"CHILD"`, `entry 2 (A): unknown capacity "CHILD"`},
		"unknown evidence":    {`"ID_CARD"`, `"WORD"`, `entry 2 (A): unknown evidence "WORD"`},
		"no evidence":         {`["ID_CARD"]`, `[]`, "entry 2 (A): asks no evidence of SELF"},
		"negative validity":   {`"Code"`, `"Days":-1,"Code"`, "entry 2 (A): is good for less"},
		"the code of another": {`"A"`, `"B"`, "entry 2 (B): the code is taken"},
	} {
		first := strings.Replace(good, `"A"`, `"B"`, 1)
		_, err := ReadCertificateKinds(strings.NewReader("[" + first + "," + strings.Replace(good, c.old, c.new, 1) + "]"))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
}
